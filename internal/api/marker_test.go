package api_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// marker is a feature of fields=map.
type marker struct {
	ID         string
	Properties struct {
		Name      string
		Kinds     []string
		Certainty string
		Open      bool
	}
}

func (t tester) markers(query string) []marker {
	var collection struct{ Features []marker }
	if err := json.Unmarshal(t.get("/api/v1/places?fields=map"+query).Body.Bytes(), &collection); err != nil {
		t.Fatal(err)
	}
	return collection.Features
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
		if len(markers) != len(whole) {
			t.Fatalf("%s: %d markers of %d places", query, len(markers), len(whole))
		}
		for i, m := range markers {
			want := ""
			if strings.HasPrefix(query, "&service=") {
				if want = "possible"; sure[m.ID] {
					want = "confirmed"
				}
				judged++
			}
			if m.ID != whole[i].ID || m.Properties.Name == "" || len(m.Properties.Kinds) == 0 || m.Properties.Certainty != want {
				t.Errorf("%s: %+v, want %s, certainty %q", query, m, whole[i].ID, want)
			}
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
	for _, m := range test.markers("&service=caf") {
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
