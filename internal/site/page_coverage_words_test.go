package site_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
)

// Help that is only possible is no confirmed help: the first sentence says both, and the
// file of the other question counts the same.
func TestTheFirstSentenceSaysThatOnlyConfirmedHelpCounts(t *testing.T) {
	h := coverageServer(t)
	farOf := func(query string) int { return count(figures(t, h, query)).people["personnes_sans_aide"] }
	text := plain(textOf(get(t, h, "/couverture?service=ameli")))
	sure, any := farOf("service=ameli"), farOf("service=ameli&certainty=possible")
	if sure == any {
		t.Skip("this map has no help that is only possible")
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
