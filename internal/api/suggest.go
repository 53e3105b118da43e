package api

import (
	"context"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"

	"escale/internal/catalog"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/web"
)

// AddressFinder finds the addresses that a text may mean, the likeliest
// first. It finds none rather than fail, or than take long.
type AddressFinder func(ctx context.Context, text string) []Address

// Address is one that a geocoder knows.
type Address struct {
	ID, Label string
	// INSEE is the code of its commune.
	INSEE string
	Point orb.Point
}

// suggestAddress is the type of the suggestions that the catalog cannot make.
const suggestAddress catalog.SuggestionType = "address"

type suggestion struct {
	Type  catalog.SuggestionType `json:"type"`
	ID    string                 `json:"id"`
	Label string                 `json:"label"`
	Lat   *float64               `json:"lat,omitempty"`
	Lon   *float64               `json:"lon,omitempty"`
}

type suggestionList struct {
	Suggestions []suggestion `json:"suggestions"`
}

// suggested is how many suggestions are answered unless limit asks for less
// or more.
const (
	suggested    = 8
	maxSuggested = 20
)

// suggest answers GET /suggest?q=: what a few letters may mean. An answer that
// an outside service had a say in has no entity tag, and no browser keeps what
// was typed.
func (a *API) suggest(c echo.Context) error {
	s, err := a.data.Current()
	if err != nil {
		return err
	}
	p, err := readSuggest(web.NewQuery(c.QueryParams(), suggestNames...))
	if err != nil {
		return err
	}
	text, most, l := p.Text, p.Limit, p.Language
	local := s.SuggestIn(l, text, most)
	if a.addresses == nil || !mayBeAddress(s, text, local) {
		return web.JSON(c, a.stamp(s.At(a.now())), echo.MIMEApplicationJSON, suggestionList{render(local, l)})
	}
	found := a.addresses(c.Request().Context(), text)
	found = slices.DeleteFunc(slices.Clone(found), func(f Address) bool { return astray(s, f) })
	return noStore(c, http.StatusOK, suggestionList{merge(text, most, render(local, l), renderAddresses(found))})
}

// shortestAddress is in characters: fewer say nothing of an address yet.
const shortestAddress = 4

// mayBeAddress is false when a geocoder has nothing to add: a few letters, a
// number alone, or the whole name of something that the map knows.
func mayBeAddress(s *catalog.Snapshot, text string, local []catalog.Suggestion) bool {
	text = strings.TrimSpace(text)
	return utf8.RuneCountInString(text) >= shortestAddress && strings.ContainsFunc(text, unicode.IsLetter) &&
		!slices.ContainsFunc(local, func(l catalog.Suggestion) bool { return names(s, l, text) })
}

// names is true when the text is a whole name of that commune, postcode or
// need.
func names(s *catalog.Snapshot, l catalog.Suggestion, text string) bool {
	same := func(name string) bool { return mediation.Fold(name) == mediation.Fold(text) }
	switch l.Type {
	case catalog.SuggestCommune:
		return mediation.CityName(l.Label) == mediation.CityName(text) // "St Lo" too
	case catalog.SuggestPostcode:
		return same(l.ID) || same(l.Label)
	case catalog.SuggestNeed:
		need, _ := s.Needs.Find(mediation.NeedID(l.ID))
		return same(l.ID) || same(l.Label) || slices.ContainsFunc(need.Synonyms, same)
	}
	return false
}

// farthest is in metres: no address is that far from the centre of its
// commune, in any département. A point with latitude and longitude exchanged
// is.
const farthest = 200_000

// astray is true of an address that the map must not point at: its commune is
// not on the map, or its point is nowhere near it.
func astray(s *catalog.Snapshot, f Address) bool {
	commune, err := s.Commune(f.INSEE)
	return err != nil || !(geo.DistanceHaversine(commune.Centre, f.Point) < farthest)
}

func render(local []catalog.Suggestion, l *language.Language) []suggestion {
	out := make([]suggestion, len(local))
	for i, found := range local {
		out[i] = suggestion{Type: found.Type, ID: found.ID, Label: found.Label}
		if found.Type == catalog.SuggestNeed {
			out[i].Label = l.Say(found.Label)
		}
		if found.Point != nil {
			out[i].at(*found.Point)
		}
	}
	return out
}

func renderAddresses(found []Address) []suggestion {
	out := make([]suggestion, len(found))
	for i, f := range found {
		out[i] = suggestion{Type: suggestAddress, ID: f.ID, Label: f.Label}
		out[i].at(f.Point)
	}
	return out
}

func (s *suggestion) at(point orb.Point) {
	lat, lon := rounded(point[1]), rounded(point[0])
	s.Lat, s.Lon = &lat, &lon
}

// houseNumber is how an address begins, in folded text: "12 rue", "3bis rue",
// but not "50000 saint lo" or "4g".
var houseNumber = regexp.MustCompile(`^[0-9]{1,4}([a-c]|bis|ter|quater)? [a-z]`)

// merge puts addresses after what the map knows, which keeps at least half of
// the room, or before it when the text begins as an address does.
func merge(text string, most int, local, addresses []suggestion) []suggestion {
	if houseNumber.MatchString(mediation.Fold(text)) {
		all := append(addresses, local...)
		return all[:min(most, len(all))]
	}
	room := max(most/2, most-len(local))
	addresses = addresses[:min(room, len(addresses))]
	return append(local[:min(most-len(addresses), len(local))], addresses...)
}
