package pages

import (
	"regexp"
	"testing"

	"escale/internal/language"
	"escale/internal/mediation"
)

// RDV-Solidarités #3301: "0/3" was not understood as seats.
func TestSeatsAreWordsInEveryLanguage(t *testing.T) {
	fraction := regexp.MustCompile(`\d\s*/\s*\d|^[\d\s/]+$`)
	letter := regexp.MustCompile(`\pL{3}`)
	for _, l := range language.All() {
		for all := range 14 {
			for taken := 0; taken <= all; taken++ {
				for _, online := range []int{0, taken} {
					seats := mediation.Seats{All: all, Kept: all / 4, Taken: taken, Online: online}
					if text := SeatsText(l, seats); fraction.MatchString(text) || !letter.MatchString(text) {
						t.Errorf("%s, %+v: %q", l.Code, seats, text)
					}
				}
			}
		}
	}
	for want, seats := range map[string]mediation.Seats{
		"4 places libres sur 12": {All: 12, Taken: 8}, "1 place libre sur 12": {All: 12, Taken: 11}, "Complet, liste d’attente possible": {All: 12, Taken: 12},
		"3 places libres, au téléphone seulement": {All: 12, Kept: 3, Taken: 9, Online: 9},
	} {
		if got := SeatsText(language.French, seats); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
