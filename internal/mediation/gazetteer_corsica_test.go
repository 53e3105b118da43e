package mediation_test

import (
	"testing"

	"escale/internal/mediation"
)

// Both départements of Corsica have postcodes in 20, and companies have ones
// that no commune has.
func TestAPostcodeOfCorsicaIsOfItsDepartement(t *testing.T) {
	for _, tt := range []struct {
		departement, postcode, insee string
		want                         bool
	}{
		{"2A", "20000", "", false}, {"2A", "20186", "", false}, {"2A", "20200", "", true}, {"2A", "20600", "", true}, {"2A", "20407", "", false},
		{"2B", "20200", "", false}, {"2B", "20620", "", false}, {"2B", "20090", "", true}, {"2B", "20186", "", true},
		{"2A", "20186", "2A004", false}, {"2A", "20186", "2B033", true}, {"2A", "06000", "", true}, {"50", "20186", "", true},
		{"50", "50012", "", false}, {"50", "14000", "", true}, {"974", "97490", "", false}, {"974", "97100", "", true}, {"50", "", "", false}, {"50", "5", "", false},
	} {
		g := mediation.NewGazetteer(mediation.Territory{Area: mediation.Area(tt.departement)})
		if got := g.Elsewhere(mediation.Address{Postcode: tt.postcode, INSEE: tt.insee}); got != tt.want {
			t.Errorf("%s on the map of %s: elsewhere %t", tt.postcode+tt.insee, tt.departement, got)
		}
	}
}
