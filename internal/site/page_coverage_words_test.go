package site_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"escale/internal/mediation"
	"escale/internal/mirrortest"
	"escale/internal/pages"
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

// The line of each commune's page says what the file says of it: the same distance and
// hours, and that a part of it is far when one is.
func TestTheLineOfEachCommuneIsThatOfTheFile(t *testing.T) {
	h := coverageServer(t)
	found := map[string]map[string]bool{} // what the points of a commune find
	for _, point := range sheet(t, h, "/export/couverture-points.csv") {
		if found[point["code_insee"]] == nil {
			found[point["code_insee"]] = map[string]bool{}
		}
		found[point["code_insee"]][point["statut"]] = true
	}
	met := map[string]int{}
	for _, row := range sheet(t, h, "/export/couverture.csv") {
		f := coverageFigures{rows: []cells{row}}
		way := f.beyond(row.decimal("distance_m"))
		hours := counting(int(row.decimal("heures_par_semaine")+0.5), "heure", "heures")
		if row.decimal("heures_par_semaine") < 1 {
			hours = "moins d’une heure"
		}
		want := "Dans les 14 jours, aucune aide n’est ouverte à moins de 10 km de route. La plus proche qui ouvre est à environ " + way + " de route (estimation)."
		switch points := found[row["code_insee"]]; {
		case points["aide"] && row.whole("distance_m") < 1000:
			want = "Dans les 14 jours, une aide est ouverte tout près. Autour de vous, " + hours + " d’aide par semaine."
		case points["aide"]:
			want = "Dans les 14 jours, l’aide ouverte la plus proche est à environ " + way + " de route (estimation). Autour de vous, " + hours + " d’aide par semaine."
		case points["rendez-vous"]:
			want = "Dans les 14 jours, l’aide à moins de 10 km de route est sur rendez-vous : téléphonez."
		case points["horaires inconnus"]:
			want = "À moins de 10 km de route, les horaires de l’aide sont inconnus : téléphonez avant de vous déplacer."
		}
		if row["statut"] == "en partie sans aide" {
			want += " Une partie de la commune n’a aucune aide à moins de 10 km de route."
		}
		met[row["statut"]]++
		page := plain(textOf(get(t, h, pages.CommunePath(&mediation.Commune{INSEE: row["code_insee"], Name: row["commune"]}))))
		if !strings.Contains(page, want) {
			t.Errorf("%s (%s): the page lacks %q", row["commune"], row["statut"], want)
		}
	}
	t.Log(met)
}
