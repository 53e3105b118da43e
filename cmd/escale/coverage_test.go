package main

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The commands of coverage, as whoever runs the program meets them.
func TestCoverageFromTheCommandLine(t *testing.T) {
	m := newTerminal(t)
	people, travel := filepath.Join(t.TempDir(), "people.csv"), filepath.Join(t.TempDir(), "ways.csv")
	write := func(file, content string) {
		t.Helper()
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(people, "insee;plus_65;TX_NSCOL15P\n50502;5014;60\n50129;beaucoup;\n99999;3;\n50502;4000;\n50999;7;\n")
	m.says("coverage suggest", true, "escale load")
	m.says("territory indicators "+people, true, "--year et --source")
	m.says("load", false)
	m.says("territory indicators "+people+" --year 2020 --source INSEE", true, "pas de chiffre pour 44 des 45 communes du département 50 (65 ans et plus)", "--partial")
	m.says("territory indicators "+people+" --year 2020 --source INSEE --partial", false, "ligne 3, plus_65 « beaucoup »", "TX_NSCOL15P",
		"aucune commune d'ici : 1\n    ligne 6, 50999\n", "déjà plus haut : 1\n    ligne 5, 50502, déjà ligne 2\n", "Lignes d'autres départements, laissées de côté : 1\n",
		"65 ans et plus : 5010, dans 1 des 45 communes", "Rien dans ce fichier sur : personnes qui vivent seules")
	m.says("territory indicators "+people+" --year 2999 --source INSEE", true, "--year")
	m.says("coverage suggest --service caf --distance 3", false, "étapes aideraient", "choix possible", "1. ", "Sans elle")
	m.says("coverage suggest --weights plus-65=2,habitants=0 --distance 3 --service caf", false, "Aucune étape n’aiderait")
	m.says("territory indicators --remove plus-65,sans-diplome", false, "65 ans et plus : retiré\n", "personnes sans diplôme : il n’y avait pas de chiffres\n")
	m.says("territory indicators --remove chats", true, "« chats » n’est pas un public")
	m.says("territory indicators "+people+" --remove plus-65", true, "sans fichier")
	m.says("territory indicators --remove=", true, "dites quel public")
	m.says("coverage suggest --weights plus-65=2", true, "chiffres ne sont pas chargés")
	m.says("coverage suggest --weights sans-diplome=1", true, "--weights")
	m.says("coverage suggest --service nager", true, "--service")
	m.says("coverage suggest --half-days 1 --period 28 --days 7", true, "aucune étape n’est desservie")
	m.says("coverage suggest --half-days 1000 --service caf --distance 3", false, "meilleur choix possible")
	for wrong, want := range map[string]string{
		"--weights habitants=0": "plus grand que zéro", "--weights habitants=NaN": "ne peut pas être lu", "--weights habitants=Inf": "ne peut pas être lu",
		"--weights habitants=-1": "ne peut pas être lu", "--weights habitants=1e999": "ne peut pas être lu", "--weights habitants=": "ne peut pas être lu", "--weights=": "plus grand que zéro",
		"--weights habitants=1,5": "« 5 » ne peut pas être lu", "--weights habitants=1e300": "ne peut pas être lu", "--weights habitants=1,habitants=2": "deux fois", "--weights chats=1": "n’est pas un public connu",
		"--half-days 99999999999999999999": "ne peut pas être lu : il faut un nombre entier", "--half-days 1e999": "ne peut pas être lu : il faut un nombre entier", "--distance loin": "il faut un nombre, avec un point",
		"--half-days 99999999999": "--half-days : il faut un nombre entier entre 1 et 10000", "--half-days 0": "entre 1 et 10000", "--half-days -2": "entre 1 et 10000",
		"--distance NaN": "--distance", "--distance 1e300": "--distance", "--distance -5": "--distance", "--days 100000": "--days", "--period 0": "--period",
		"--fixed 99999": "« 99999 »", "--forbidden nulle-part": "« nulle-part »", "--fixed 50502 --forbidden 50502": "à la fois fixée et écartée",
		"--half-days 1 --period 14 --fixed 50502,50129": "Vous avez fixé 2 étapes",
	} {
		m.says("coverage suggest "+wrong, true, want)
	}
	out := filepath.Join(t.TempDir(), "etapes.csv")
	m.says("coverage suggest --distance 3 --out "+out, false)
	if content, err := os.ReadFile(out); err != nil || !strings.Contains(string(content), "rang;étape;commune;code_insee") {
		t.Errorf("%s %v", content, err)
	}
	m.says("coverage suggest --out etapes.pdf", true, ".csv ou .xlsx")
	write(travel, "de,vers,km\n50502,50129,78\n50502,50129,79\n")
	m.environ = append(m.environ, "ESCALE_TRAVEL_FILE="+travel)
	m.says("coverage suggest --distance 3", false, "ligne 3, vers « 50129 »")
}

// The server counts the month once, and its readers see it.
func TestTheMonthIsCounted(t *testing.T) {
	s := serve(t, "PORT=0", "ESCALE_MIRROR=", "ESCALE_VAR="+t.TempDir(), "ESCALE_NOW=2026-12-01T10:00:00+01:00")
	var answer struct {
		Months []struct{ Month string }
		Total  struct{ People map[string]int }
	}
	s.eventually("the month is counted", func() bool {
		response, err := http.Get(s.url + "/api/v1/coverage?service=caf")
		if err != nil {
			return false
		}
		defer response.Body.Close()
		content, _ := io.ReadAll(response.Body)
		return json.Unmarshal(content, &answer) == nil && len(answer.Months) == 1
	})
	if answer.Months[0].Month != "2026-12" {
		t.Errorf("%+v", answer)
	}
}
