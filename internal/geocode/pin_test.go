package geocode_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/paulmach/orb"
)

// Only a house or a street of the very commune, with a good score, is a point.
func TestAnAddressIsPinnedWhenTheServiceIsSure(t *testing.T) {
	const label = "12 Rue du Secret 50000 Saint-Lô"
	var request http.Request
	answers := func(body string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			request = *r
			says(200, body)(w, r)
		}
	}
	for why, test := range map[string]struct {
		answer http.HandlerFunc
		sure   bool
	}{
		"a house":          {answers(good()), true},
		"a street":         {answers(collection(feature("1", label, "street", "50502", 0.75, -1.09, 49.11))), true},
		"another commune":  {answers(collection(feature("1", label, "housenumber", "50129", 0.95, -1.6, 49.6))), false},
		"a vague score":    {answers(collection(feature("1", label, "housenumber", "50502", 0.6, -1.09, 49.11))), false},
		"a commune":        {answers(collection(feature("1", label, "municipality", "50502", 0.95, -1.09, 49.11))), false},
		"a hamlet":         {answers(collection(feature("1", label, "locality", "50502", 0.95, -1.09, 49.11))), false},
		"nothing":          {answers(collection()), false},
		"a fault":          {says(500, "non"), false},
		"something absurd": {says(200, "<html>"), false},
		"nothing in time":  {func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, false},
	} {
		g := onNetwork(t, newService(test.answer), 300*time.Millisecond)
		point, ok := g.Pin(context.Background(), typed+" 50000 Saint-Lô", "50502")
		if ok != test.sure || ok && point != (orb.Point{-1.09, 49.11}) {
			t.Errorf("%s: %v %v", why, point, ok)
		}
	}
	if q := request.URL.Query(); q.Get("citycode") != "50502" || q.Get("autocomplete") != "0" || q.Get("index") != "address" {
		t.Errorf("asked %v", q)
	}
}
