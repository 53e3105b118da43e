package api

import (
	"hash/fnv"
	"maps"
	"net/url"
	"testing"

	"pgregory.net/rapid"
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
		if got := linkTo("/p", query, ""); got != want(query) {
			t.Fatalf("%q, want %q", got, want(query))
		}
		next, rest := maps.Clone(query), maps.Clone(query)
		next.Set(cursorName, "c-1_")
		if got := linkTo("/p", query, "c-1_"); got != want(next) {
			t.Fatalf("next %q, want %q", got, want(next))
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
