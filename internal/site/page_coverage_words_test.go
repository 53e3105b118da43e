package site_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"escale/internal/mirrortest"
)

// Help that is only possible is no confirmed help: the first sentence says both, and the
// file of the other question counts the same.
func TestTheFirstSentenceSaysThatOnlyConfirmedHelpCounts(t *testing.T) {
	h := coverageServer(t)
	farOf := func(query string) int {
		return count(sheet(t, h, "/export/couverture.csv?"+query)).people["personnes_sans_aide"]
	}
	text := plain(textOf(get(t, h, "/couverture?service=ameli")))
	sure, any := farOf("service=ameli"), farOf("service=ameli&certainty=possible")
	if sure == any {
		t.Fatal("this map has no help that is only possible: nothing is tried")
	}
	lead := regexp.MustCompile(`n’ont aucune aide « [^»]+ » confirmée à moins de 10 km dans les 14 jours, dont (\S+) avec une aide à vérifier par téléphone\.`).FindStringSubmatch(text)
	if want := thousands(sure - any); lead == nil || lead[1] != want || !strings.Contains(text, thousands(sure)+" habitants, dans") {
		t.Errorf("%q, not %s", lead, want)
	}
	possible := plain(textOf(get(t, h, "/couverture?service=ameli&certainty=possible")))
	if strings.Contains(possible, "confirmée à moins") || strings.Contains(possible, fmt.Sprintf("dont %s avec", thousands(sure-any))) {
		t.Error("possible help counts, and is called confirmed")
	}
}

// The file says its question in its name and on each line, and names its places.
func TestTheFileOfCoverageSaysItsQuestion(t *testing.T) {
	h := coverageServer(t)
	query := "service=ameli&car=no&start=17:00&distance=2.5&certainty=possible&days=7"
	name := get(t, h, "/export/couverture.csv?"+query).Header().Get("Content-Disposition")
	if !strings.Contains(name, `-ameli-2,5km-7j-sans-auto-possible-17h00-24h00-2026-12-13.csv"`) {
		t.Error(name)
	}
	named := 0
	for _, row := range sheet(t, h, "/export/couverture.csv?"+query) {
		question := strings.Join([]string{row["demarche"], row["distance_max_m"], row["jours"], row["en_voiture"], row["heure_debut"], row["heure_fin"], row["certitude"]}, " ")
		if question != "ameli 2500 7 non 17:00 24:00 confirmée ou possible" {
			t.Fatal(question)
		}
		if !regexp.MustCompile(`^\d+,\d$`).MatchString(row["heures_par_semaine"]) {
			t.Fatalf("%q", row["heures_par_semaine"])
		}
		if (row["lieu_ouvert"] == "") != (row["nom_lieu_ouvert"] == "") {
			t.Errorf("%q is named %q", row["lieu_ouvert"], row["nom_lieu_ouvert"])
		}
		if row["nom_lieu_ouvert"] != "" {
			named++
		}
	}
	if named == 0 {
		t.Error("no place is named")
	}
}

// The document names the columns of each file, in their order.
func TestTheDocumentNamesTheColumnsOfCoverage(t *testing.T) {
	h := coverageServer(t)
	content, err := os.ReadFile(filepath.Join(mirrortest.Root(t), "docs/couverture.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{"couverture", "couverture-points", "couverture-mois"} {
		head, _, _ := strings.Cut(get(t, h, "/export/"+file+".csv").Body.String(), "\r\n")
		_, section, _ := strings.Cut(string(content), "### `/export/"+file+".csv`")
		section, _, _ = strings.Cut(section, "\n#")
		var documented []string
		for _, line := range regexp.MustCompile("(?m)^\\| (`[^|]*) \\|").FindAllStringSubmatch(section, -1) {
			documented = append(documented, strings.Split(strings.ReplaceAll(line[1], "`", ""), ", ")...)
		}
		if columns := strings.Split(strings.TrimPrefix(head, "\ufeff"), ";"); !slices.Equal(columns, documented) {
			t.Errorf("%s: %q, the document has %q", file, columns, documented)
		}
	}
}
