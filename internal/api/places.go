package api

import (
	"io"
	"slices"

	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/language"
	"escale/internal/web"
)

// places answers GET /places: a GeoJSON FeatureCollection.
func (a *API) places(c echo.Context) error {
	page, q, err := a.page(c, placesPath, placesNames...)
	if err != nil {
		return err
	}
	p, err := readPlaces(q, page.moment.Snapshot)
	if err != nil {
		return err
	}
	if done, err := web.Fresh(c, a.stamp(page.moment)); done || err != nil {
		return err
	}
	if p.Brief {
		return a.markers(c, page, p)
	}
	text, err := a.renderer.text(page.moment, p.Language)
	if err != nil {
		return err
	}
	if p.everything(len(page.query)) {
		return text.whole.send(c, len(text.full.All), text.writeWhole(newWhole(page.moment, page.query)))
	}
	hits := page.find(p.at(page.at), p.Limit)
	defer catalog.Recycle(hits)
	return stream(c, text.writePlaces(page, among(hits), p.days()))
}

// everything is true when a query of n parameters asks for all places: it only
// says in which form and language.
func (p placesParams) everything(n int) bool {
	if p.Brief {
		n--
	}
	if p.Language != language.French {
		n--
	}
	return n == 0
}

// place answers GET /places/{id}: one feature, with each offer's own state.
func (a *API) place(c echo.Context) error {
	s, err := a.data.Current()
	if err != nil {
		return err
	}
	q := web.NewQuery(c.QueryParams(), web.LanguageName)
	l := q.Language()
	if err := q.Err(); err != nil {
		return err
	}
	i, err := s.Place(c.Param("id"))
	if err != nil {
		return err
	}
	m := s.At(a.now())
	if done, err := web.Fresh(c, a.stamp(m)); done || err != nil {
		return err
	}
	text, err := a.renderer.text(m, l)
	if err != nil {
		return err
	}
	return stream(c, func(w io.Writer) error {
		buffer := buffers.Get().(*[]byte)
		defer buffers.Put(buffer)
		return end(w, text.appendOne((*buffer)[:0], i))
	})
}

// appendOne writes the feature of one place: what it says in a list, and its tail.
func (t *momentText) appendOne(b []byte, place int) []byte {
	b = append(b, t.full.at(place)...)
	b = append(b, t.open.at(place)...)
	b = append(b, t.next.at(place)...)
	tail := t.tails[place].Load()
	if tail == nil {
		made := t.tail(place)
		tail = &made
		t.tails[place].Store(tail)
	}
	return append(b, *tail...)
}

// tail is the state of each offer of a place, where there are several, and their
// sources.
func (t *momentText) tail(place int) (b []byte) {
	offers := t.moment.Places[place].Offers
	var ids []string
	for j, o := range offers {
		if !slices.Contains(ids, o.Source) {
			ids = append(ids, o.Source)
		}
		if len(offers) == 1 {
			break
		}
		b = appendOpen(append(b, separator(j, `,"offers_open":[`)...), t.moment.OfferOpen(place, j), t.language)
	}
	if len(offers) > 1 {
		b = append(b, ']')
	}
	b = append(appendSources(append(b, '}'), t.sources, ids), '}', '\n')
	return slices.Clone(b) // no longer than it is
}

// separator comes before an item of a list: what opens the list, or a comma.
func separator(i int, opens string) string {
	if i == 0 {
		return opens
	}
	return ","
}
