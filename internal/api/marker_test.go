package api_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// marker is a feature of fields=map.
type marker struct {
	ID         string
	Properties struct {
		Name     string
		Sets     []int
		Possible bool
		Open     bool
	}
}

// bitSet is what offers have in common.
type bitSet struct {
	Kind                        string
	Declared, Implied, Possible []string
}

type markers struct {
	Sets     map[int]bitSet
	Features []marker
}

func (t tester) markers(query string) (m markers) {
	if err := json.Unmarshal(t.get("/api/v1/places?fields=map"+query).Body.Bytes(), &m); err != nil {
		t.Fatal(err)
	}
	return m
}

// What a marker shows is what the whole feature says, for the question asked.
func TestMarkersSayWhatWholeFeaturesDo(t *testing.T) {
	test := newTester(t, &data{current: newSnapshot(t, fewPlaces()...)})
	judged := 0
	for _, query := range []string{"", "&kind=epn", "&service=caf", "&service=caf&open=now", "&service=cv", "&lat=49&lon=-1"} {
		sure := map[string]bool{}
		for _, f := range test.collection("/api/v1/places?certainty=confirmed" + query).Features {
			sure[f.ID] = true
		}
		whole := test.collection("/api/v1/places?" + query).Features
		markers := test.markers(query)
		if len(markers.Features) != len(whole) {
			t.Fatalf("%s: %d markers of %d places", query, len(markers.Features), len(whole))
		}
		used := map[int]bool{}
		for i, m := range markers.Features {
			want := strings.HasPrefix(query, "&service=") && !sure[m.ID]
			if want {
				judged++
			}
			if m.ID != whole[i].ID || m.Properties.Name == "" || m.Properties.Possible != want {
				t.Errorf("%s: %+v, want %s, possible %v", query, m, whole[i].ID, want)
			}
			for j, n := range m.Properties.Sets {
				used[n] = true
				offer := whole[i].Properties.Offers[j]
				want := bitSet{offer.Kind, offer.Services.Declared, offer.Services.Implied, offer.Services.Possible}
				if got := markers.Sets[n]; !reflect.DeepEqual(got, want) {
					t.Errorf("%s: set %d of %s is %v, want %v", query, n, m.ID, got, want)
				}
			}
		}
		if len(used) != len(markers.Sets) {
			t.Errorf("%s: %d sets for %d", query, len(markers.Sets), len(used))
		}
	}
	if judged == 0 {
		t.Error("no marker is judged")
	}
}

// A closed house is not drawn open because its neighbour behind the same door is.
func TestAMarkerIsOpenForTheQuestion(t *testing.T) {
	test := newTester(t, &data{current: newSnapshot(t, fewPlaces()...)})
	open, ids := 0, test.collection("/api/v1/places?open=now&service=caf").ids()
	for _, m := range test.markers("&service=caf").Features {
		want := slices.Contains(ids, m.ID)
		if m.Properties.Open != want {
			t.Errorf("%s: open %v, want %v", m.ID, m.Properties.Open, want)
		}
		if want {
			open++
		}
	}
	if open == 0 {
		t.Error("nothing is open: the test shows nothing")
	}
}
