package pages

import (
	"strings"
	"testing"

	"escale/internal/catalog"
	"escale/internal/language"
)

func TestWordsOfACard(t *testing.T) {
	for metres, want := range map[float64]string{
		0: "10 m", 852: "850 m", 994: "990 m", 996: "1 km", 1234: "1,2 km", 9940: "9,9 km", 9960: "10 km", 12_400: "12 km",
	} {
		if got := strings.ReplaceAll(catalog.DistanceText(language.French, metres), "\u00a0", " "); got != want {
			t.Errorf("%v: %q, want %q", metres, got, want)
		}
	}
	for n, want := range map[int]string{0: "aucun lieu", 1: "1 lieu", 12: "12 lieux", 1200: "1\u202f200 lieux"} {
		if got := PlacesText(language.French, n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
	for metres, want := range map[float64]string{0: "1", 41: "1", 850: "11", 2999: "37"} {
		if got := WalkText(language.French, metres); got != "environ "+want+" min à pied" {
			t.Errorf("%v: %q", metres, got)
		}
	}
	if got := WalkText(language.French, 3000); got != "" {
		t.Errorf("%q", got)
	}
	for slugs, want := range map[string]string{
		"telephoner,se-presenter": "se présenter sur place ou téléphoner", "fiche-prescription,pas-de-public": "",
		"contacter-par-mail,prendre-rdv-en-ligne,se-presenter": "se présenter sur place, prendre rendez-vous en ligne ou écrire un courriel",
	} {
		if got := waysToCome(language.French, strings.Split(slugs, ",")); got != want {
			t.Errorf("%s: %q, want %q", slugs, got, want)
		}
	}
}
