package api_test

import (
	"encoding/json"
	"reflect"
	"testing"
)

// The short form says of each offer all that a filter needs, in other words.
func TestTheShortFormFiltersAsTheWholeOneDoes(t *testing.T) {
	test := newTester(t, &data{current: newSnapshot(t, fewPlaces()...)})
	type claim struct{ ID, Certainty string }
	type offer struct {
		Kind                        string
		Services                    []claim
		Declared, Implied, Possible []string
	}
	type answer struct {
		Features []struct {
			ID         string
			Properties struct{ Offers []offer }
		}
	}
	read := func(target string) (a answer) {
		if err := json.Unmarshal(test.get(target).Body.Bytes(), &a); err != nil {
			t.Fatal(err)
		}
		return a
	}
	byID := func(claims []claim) map[string]string {
		certainties := map[string]string{}
		for _, c := range claims {
			certainties[c.ID] = c.Certainty
		}
		return certainties
	}
	whole, brief, said := read("/api/v1/places"), read("/api/v1/places?fields=map"), 0
	for i, f := range brief.Features {
		for j, o := range f.Properties.Offers {
			for certainty, ids := range map[string][]string{"declared": o.Declared, "implied": o.Implied, "possible": o.Possible} {
				for _, id := range ids {
					o.Services = append(o.Services, claim{id, certainty})
				}
			}
			want := whole.Features[i].Properties.Offers[j]
			if f.ID != whole.Features[i].ID || o.Kind != want.Kind || !reflect.DeepEqual(byID(o.Services), byID(want.Services)) {
				t.Errorf("%s: %v, want %v", f.ID, o, want)
			}
			said += len(o.Services)
		}
	}
	if said == 0 {
		t.Error("no service is said at all")
	}
}
