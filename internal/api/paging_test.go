package api

import (
	"fmt"
	"hash/fnv"
	"maps"
	"net/url"
	"testing"

	"pgregory.net/rapid"

	"escale/internal/geojson"
)

// Links and fingerprints are those of the standard library's queries.
func TestLinksAreTheQueriesOfTheLibrary(t *testing.T) {
	names := rapid.SampledFrom([]string{"bbox", cursorName, "limit", "service", "é", "a b", "z"})
	rapid.Check(t, func(t *rapid.T) {
		query := url.Values(rapid.MapOf(names, rapid.SliceOfN(rapid.String(), 0, 2)).Draw(t, "query"))
		want := func(q url.Values) string {
			if text := q.Encode(); text != "" {
				return "/p?" + text
			}
			return "/p"
		}
		at := page{path: "/p", query: query}
		if got, wanted := string(at.appendLink(nil, "self", "")), link("self", want(query)); got != wanted {
			t.Fatalf("%s, want %s", got, wanted)
		}
		next, rest := maps.Clone(query), maps.Clone(query)
		next.Set(cursorName, "c-1_")
		if got, wanted := string(at.appendLink(nil, "next", "c-1_")), link("next", want(next)); got != wanted {
			t.Fatalf("%s, want %s", got, wanted)
		}
		rest.Del(cursorName)
		rest.Del("limit")
		sum := fnv.New64a()
		_, _ = sum.Write([]byte(want(rest)))
		if got := fingerprint("/p", query); got != sum.Sum64() {
			t.Fatalf("fingerprint of %q", want(query))
		}
	})
}

func link(rel, href string) string {
	return fmt.Sprintf(`{"rel":%q,"type":%q,"href":"%s"}`, rel, geojson.MediaType, href)
}
