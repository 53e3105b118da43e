package pages

import (
	"strings"
	"testing"
	"time"

	"escale/internal/coverage"
)

// A sentence has no blank, and the numbers of its question.
func TestAQuestionOfCoverageInWords(t *testing.T) {
	const hour = time.Hour
	for want, q := range map[string]coverage.Question{
		"à moins de 10 km dans les 14 jours":                                                       {Reach: 10_000, Days: 14},
		"à moins de 10,5 km aujourd’hui":                                                           {Reach: 10_500, Days: 1},
		"à moins de 1 km dans les 7 jours, à partir de 17 h":                                       {Reach: 1000, Days: 7, Start: 17 * hour, End: 24 * hour},
		"à moins de 10 km dans les 7 jours, avant 9 h":                                             {Reach: 10_000, Days: 7, End: 9 * hour},
		"à moins de 10 km dans les 7 jours, entre 17 h et 20 h":                                    {Reach: 10_000, Days: 7, Start: 17 * hour, End: 20 * hour},
		"à moins de 3 km ni passage du bus dans leur commune dans les 14 jours":                    {Reach: 10_000, Days: 14, OnFoot: true},
		"à moins de 2,5 km ni passage du bus dans leur commune dans les 14 jours, à partir de 8 h": {Reach: 2500, Days: 14, OnFoot: true, Start: 8 * hour, End: 24 * hour},
	} {
		if got := strings.ReplaceAll(WithinText(q), "\u00a0", " "); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	q := coverage.Question{Reach: 10_000}
	for metres, want := range map[float64]string{10_160: "10,2 km", 10_001: "10,1 km", 9_990: "10 km", 12_400: "12 km", 300: "moins de 1 km"} {
		if got := strings.ReplaceAll(NearText(q, metres), "\u00a0", " "); got != want {
			t.Errorf("%v: %q, want %q", metres, got, want)
		}
	}
	if DaysText(1) != "1\u00a0jour" || DaysText(14) != "14\u00a0jours" {
		t.Error(DaysText(1), DaysText(14))
	}
}
