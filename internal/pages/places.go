package pages

import (
	"fmt"

	"escale/internal/mediation"
)

// Choice is one of several, with the label that people read.
type Choice struct {
	ID, Label, Explanation string
	Checked                bool
}

// KindLabels names kinds.
func KindLabels(kinds []mediation.Kind) []Choice {
	choices := make([]Choice, len(kinds))
	for i, k := range kinds {
		choices[i] = Choice{ID: string(k), Label: k.Label()}
	}
	return choices
}

// PlaceURL is the address of a place's page.
func PlaceURL(p mediation.Place) string { return "/lieux/" + p.ID + "-" + p.Slug() }

// WayURL is the way to a place, as any browser shows it; nobody is asked
// before the reader follows it.
func WayURL(p mediation.Place) string {
	return fmt.Sprintf("https://www.openstreetmap.org/directions?to=%.5f%%2C%.5f", p.Point.Lat(), p.Point.Lon())
}
