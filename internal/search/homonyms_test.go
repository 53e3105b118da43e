package search_test

import (
	"testing"
	"time"

	"github.com/paulmach/orb"

	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/search"
)

// Of two communes of one name, the département says which one is meant.
func TestHomonymsAreKnownByTheirDepartements(t *testing.T) {
	x, err := search.New(search.Source{Territory: mediation.Territory{Area: "14,50,61", Communes: []mediation.Commune{
		{INSEE: "14378", Name: "Longueville", Centre: orb.Point{-0.95, 49.33}, Population: 300},
		{INSEE: "50277", Name: "Longueville", Centre: orb.Point{-1.53, 48.85}, Population: 600},
		{INSEE: "61001", Name: "Alençon", Centre: orb.Point{0.09, 48.43}, Population: 25000},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"Longueville (Manche)": "50277", "Longueville (Calvados)": "14378", "longueville manche": "50277",
		"Alençon": "61001", "Alençon (Orne)": "61001", "Longueville": "", "Longueville (Orne)": "",
	} {
		where := x.Read(language.French, text, time.Now()).Where
		if (where == nil) != (want == "") || where != nil && where.ID != want {
			t.Errorf("%q is %+v, want %q", text, where, want)
		}
	}
	labels := map[string]string{}
	for _, s := range x.Suggest(language.French, "longueville", 5) {
		labels[s.ID] = s.Label
	}
	if labels["50277"] != "Longueville (Manche)" || labels["14378"] != "Longueville (Calvados)" {
		t.Error(labels)
	}
}

// "Eure-et-Loir" begins like "Eure": the whole name counts.
func TestADepartementWhoseNameBeginsLikeAnother(t *testing.T) {
	x, err := search.New(search.Source{Territory: mediation.Territory{Area: "27,28", Communes: []mediation.Commune{
		{INSEE: "27554", Name: "La Saussaye", Centre: orb.Point{0.97, 49.26}, Population: 2000},
		{INSEE: "28999", Name: "La Saussaye", Centre: orb.Point{1.5, 48.4}, Population: 100},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{"La Saussaye (Eure)": "27554", "La Saussaye (Eure-et-Loir)": "28999"} {
		for range 20 { // a map gives its names in another order each time
			if where := x.Read(language.French, text, time.Now()).Where; where == nil || where.ID != want {
				t.Fatalf("%q is %+v, want %q", text, where, want)
			}
		}
	}
}
