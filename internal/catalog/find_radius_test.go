package catalog_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"

	"escale/internal/catalog"
	"escale/internal/mediation"
)

// A radius is neither longer nor shorter than what is asked: places stand one
// percent within it and one percent beyond, on every side.
func TestARadiusIsAsLongAsGiven(t *testing.T) {
	centre := orb.Point{-1.09, 49.11}
	for _, radius := range []float64{300, 5_000, 40_000, 200_000} {
		var places []mediation.Place
		for side := range 8 {
			for name, metres := range map[string]float64{"in": radius * 0.99, "out": radius * 1.01} {
				point := geo.PointAtBearingAndDistance(centre, float64(side)*45, metres)
				places = append(places, mediation.Place{ID: fmt.Sprint(name, side), Point: point, Offers: []mediation.Offer{{Source: "s", SourceID: fmt.Sprint(name, side), Kind: mediation.EPN}}})
			}
		}
		s, err := catalog.New(catalog.Data{Places: places})
		if err != nil {
			t.Fatal(err)
		}
		var found []string
		for _, hit := range s.Find(mediation.Filter{Near: &mediation.Near{Point: centre, Radius: radius}}) {
			found = append(found, s.Places[hit.Place].ID)
		}
		slices.Sort(found)
		if want := []string{"in0", "in1", "in2", "in3", "in4", "in5", "in6", "in7"}; !slices.Equal(found, want) {
			t.Errorf("%.0f m: %q", radius, found)
		}
	}
}
