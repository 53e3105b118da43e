package geocode

import (
	"context"
	"slices"

	"github.com/paulmach/orb"
)

// sure is the score, of 1, from which a whole address is taken for the one
// that was meant.
const sure = 0.7

// Pin returns the point of a whole address in the commune of that INSEE code,
// if the service is sure of it: a house or a street, not the commune's centre.
func (g *Geocoder) Pin(ctx context.Context, address, insee string) (point orb.Point, ok bool) {
	text, ok := askable(address)
	if !ok || g.silent() || g.pace.Wait(ctx) != nil {
		return point, false
	}
	found, err := g.try(ctx, func(ctx context.Context) ([]Address, error) {
		content, err := g.fetch(ctx, text, "autocomplete", "0", "citycode", insee)
		if err != nil {
			return nil, err
		}
		return read(content, func(f feature) (Address, bool) {
			a, ok := g.address(f)
			p := f.Properties
			return a, ok && p.Score >= sure && p.CityCode == insee && slices.Contains([]string{"housenumber", "street"}, p.Type)
		})
	})
	if err != nil || len(found) == 0 {
		return point, false
	}
	return found[0].Point, true
}
