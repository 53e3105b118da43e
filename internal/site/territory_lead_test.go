package site

import (
	"strings"
	"testing"

	"escale/internal/language"
	"escale/internal/mediation"
)

// The first sentence of a commune never announces a visit that was called off, nor
// one that nobody is sure of as if it were.
func TestTheLeadOfACommuneAnnouncesWhatComes(t *testing.T) {
	line := func(day string, status mediation.VisitStatus) visitLine {
		return visitLine{Day: day, Hours: "de 14 h à 16 h", Status: status}
	}
	for want, visits := range map[string][]visitLine{
		"Prochain passage du bus : mardi 15, de 14 h à 16 h.":    {line("mardi 8", mediation.Cancelled), line("mercredi 9", mediation.Full), line("jeudi 10", mediation.Unconfirmed), line("mardi 15", "")},
		"Prochain passage du bus : jeudi 10, de 14 h à 16 h.":    {line("mardi 8", mediation.Cancelled), line("jeudi 10", mediation.Moved)},
		"Passage du bus à confirmer : jeudi 10, de 14 h à 16 h.": {line("mardi 8", mediation.Cancelled), line("jeudi 10", mediation.Unconfirmed)},
		"": {line("mardi 8", mediation.Cancelled)},
	} {
		if got := strings.Join(visitLead(language.French, visits), "|"); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
