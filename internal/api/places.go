package api

import (
	"encoding/base64"
	"encoding/json"
	"hash/fnv"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/geojson"
	"escale/internal/mediation"
	"escale/internal/web"
)

// places answers GET /places: a GeoJSON FeatureCollection.
func (a *API) places(c echo.Context) error {
	s, err := a.data.Current()
	if err != nil {
		return err
	}
	p, err := newParams(c.QueryParams(), s, append(filterNames, "limit", "cursor", "fields")...).places()
	if err != nil {
		return err
	}
	page, err := a.page(s, p, c.QueryParams())
	if err != nil {
		return err
	}
	if done, err := web.Fresh(c, a.stamp(page.moment)); done || err != nil {
		return err
	}
	text, err := a.renderer.text(page.moment)
	if err != nil {
		return err
	}
	if len(c.QueryParams()) == 0 || p.Brief && len(c.QueryParams()) == 1 {
		return page.sendWhole(c, text)
	}
	return c.Blob(http.StatusOK, geojson.MediaType, page.encode(text))
}

// page is one page of the places that answer a request.
type page struct {
	moment *catalog.Moment
	params placesParams
	hits   []catalog.Hit
	// matched counts the hits of all pages.
	matched    int
	self, next string
}

// page finds the hits of a request. Its cursor, if any, names the snapshot
// and the instant of the first page, so that nothing comes twice or is lost.
func (a *API) page(s *catalog.Snapshot, p placesParams, query url.Values) (page, error) {
	at := a.now()
	start := 0
	if p.Cursor != "" {
		cursor, err := decodeCursor(p.Cursor, query)
		if err != nil {
			return page{}, err
		}
		if s = a.data.Version(cursor.Version); s == nil {
			return page{}, mediation.InvalidParameter("cursor", "Les données ont changé depuis la première page : recommencez sans cursor.")
		}
		at, start = time.Unix(cursor.At, 0), cursor.Start
	}
	if p.OpenNow {
		p.Filter.OpenAt = &at
	}
	hits := s.Find(p.Filter)
	out := page{moment: s.At(a.now()), params: p, matched: len(hits), self: link(query)}
	out.hits = hits[min(start, len(hits)):]
	if p.Limit > 0 && len(out.hits) > p.Limit {
		out.hits = out.hits[:p.Limit]
		following := cursor{Version: s.Version, At: at.Unix(), Start: start + p.Limit, Query: fingerprint(query)}
		out.next = following.link(query)
	}
	return out, nil
}

func link(query url.Values) string {
	if len(query) == 0 {
		return placesPath
	}
	return placesPath + "?" + query.Encode()
}

// sendWhole answers what most ask for from an answer kept compressed.
func (p page) sendWhole(c echo.Context, text *momentText) error {
	w := &text.whole[0]
	if p.params.Brief {
		w = &text.whole[1]
	}
	w.once.Do(func() { w.packed, w.err = web.Pack(p.encode(text)) })
	if w.err != nil {
		return w.err
	}
	return w.packed.Send(c, geojson.MediaType)
}

// encode writes the collection.
func (p page) encode(text *momentText) []byte {
	b := make([]byte, 0, 1024+text.size(p.hits, p.params.Brief))
	b = append(b, `{"type":"FeatureCollection","numberMatched":`...)
	b = strconv.AppendInt(b, int64(p.matched), 10)
	b = append(b, `,"numberReturned":`...)
	b = strconv.AppendInt(b, int64(len(p.hits)), 10)
	b = append(b, `,"timeStamp":"`...)
	b = p.moment.At.UTC().AppendFormat(b, time.RFC3339)
	b = append(b, `","revision":"`...)
	b = append(b, p.moment.Version...)
	b = append(b, `","links":[`...)
	b = appendLink(b, "self", p.self)
	if p.next != "" {
		b = appendLink(append(b, ','), "next", p.next)
	}
	b = append(b, `],"features":[`...)
	for i, hit := range p.hits {
		if i > 0 {
			b = append(b, ',')
		}
		b = text.append(b, hit, p.params.Brief)
	}
	return append(b, ']', '}', '\n')
}

// appendLink writes a link; an encoded query holds nothing to escape.
func appendLink(b []byte, rel, href string) []byte {
	b = append(b, `{"rel":"`...)
	b = append(b, rel...)
	b = append(b, `","type":"`+geojson.MediaType+`","href":"`...)
	b = append(b, href...)
	return append(b, '"', '}')
}

// cursor says where the next page starts, on which snapshot, at which instant
// and for which query.
type cursor struct {
	Version string `json:"v"`
	At      int64  `json:"t"` // Unix seconds
	Start   int    `json:"s"`
	Query   uint64 `json:"q"`
}

func (cur cursor) link(query url.Values) string {
	encoded, _ := json.Marshal(cur) // numbers and a short text cannot fail
	next := url.Values{}
	for name, values := range query {
		next[name] = values
	}
	next.Set("cursor", base64.RawURLEncoding.EncodeToString(encoded))
	return link(next)
}

func decodeCursor(text string, query url.Values) (cur cursor, err error) {
	encoded, err := base64.RawURLEncoding.DecodeString(text)
	if err == nil {
		err = json.Unmarshal(encoded, &cur)
	}
	if err != nil || cur.Start < 0 || cur.Query != fingerprint(query) {
		return cur, mediation.InvalidParameter("cursor", "Ce cursor n'est pas celui d'une page de cette recherche : reprenez le lien « next » tel quel.")
	}
	return cur, nil
}

// fingerprint names a query without its paging.
func fingerprint(query url.Values) uint64 {
	rest := url.Values{}
	for name, values := range query {
		if name != "cursor" && name != "limit" {
			rest[name] = values
		}
	}
	sum := fnv.New64a()
	_, _ = sum.Write([]byte(rest.Encode())) // never fails
	return sum.Sum64()
}

// place answers GET /places/{id}: one feature, with each offer's own state.
func (a *API) place(c echo.Context) error {
	s, err := a.data.Current()
	if err != nil {
		return err
	}
	if p := newParams(c.QueryParams(), s); p.err != nil {
		return p.err
	}
	i, err := s.Place(c.Param("id"))
	if err != nil {
		return err
	}
	m := s.At(a.now())
	if done, err := web.Fresh(c, a.stamp(m)); done || err != nil {
		return err
	}
	body, err := a.renderer.one(m, i)
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, geojson.MediaType, body)
}

// one writes the feature of one place.
func (r *renderer) one(m *catalog.Moment, i int) ([]byte, error) {
	p := m.Places[i]
	offers := make([]offerProperties, len(p.Offers))
	for j, o := range p.Offers {
		offers[j] = r.sources.newOffer(o, m.HoursText(i, j))
		state := newOpen(m.OfferOpen(i, j))
		offers[j].Open = &state
	}
	feature, err := encode(newPlace(p, offers))
	if err != nil {
		return nil, err
	}
	state, err := encode(newOpen(m.Open(i)))
	if err != nil {
		return nil, err
	}
	body := append(open(feature), `,"open":`...)
	return append(append(body, state...), "}}\n"...), nil
}
