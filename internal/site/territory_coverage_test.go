package site

import (
	"math"
	"strings"
	"testing"

	"escale/internal/coverage"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/reach"
)

// The distances of a commune's line are on the way, those around it straight lines: the line
// says so, and never that what is out of reach is as near as that.
func TestTheLineOfACommuneSaysItsMeasure(t *testing.T) {
	far := reach.Row{Commune: &mediation.Commune{}, Line: coverage.Line{Open: coverage.Found{Door: 0, Metres: 10_160}, Shares: [coverage.Statuses]float64{coverage.Far: 1}}}
	text := strings.ReplaceAll(coverageText(language.French, far), "\u00a0", " ")
	if text != "Dans les 14 jours, aucune aide n’est ouverte à moins de 10 km de route. La plus proche qui ouvre est à environ 10,2 km de route (estimation)." {
		t.Error(text)
	}
	helped := reach.Row{Line: coverage.Line{Open: coverage.Found{Metres: 9_960}, Shares: [coverage.Statuses]float64{1}, Weekly: 3}}
	text = strings.ReplaceAll(coverageText(language.French, helped), "\u00a0", " ")
	if !strings.Contains(text, "est à environ 10 km de route (estimation)") {
		t.Error(text)
	}
	none := reach.Row{Line: coverage.Line{Open: coverage.Found{Door: -1, Metres: math.Inf(1)}, Shares: [coverage.Statuses]float64{coverage.Far: 1}}}
	if text := coverageText(language.French, none); strings.Contains(text, "plus proche") {
		t.Error(text)
	}
	half := reach.Row{Line: coverage.Line{Shares: [coverage.Statuses]float64{coverage.Helped: 0.5, coverage.Far: 0.5}}}
	if text := partText(language.French, half); !strings.Contains(text, "Une partie de la commune n’a aucune aide") || partText(language.French, helped)+partText(language.French, far) != "" {
		t.Error(text)
	}
	if borderText(language.French, true) == "" || borderText(language.French, false) != "" {
		t.Error("the neighbour that is not loaded")
	}
}
