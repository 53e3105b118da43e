package api

import (
	"encoding/base64"
	"encoding/json"
	"hash/fnv"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/geojson"
	"escale/internal/mediation"
	"escale/internal/web"
)

// page is one page of the features that answer a request.
type page struct {
	path  string
	query url.Values
	// moment is that of the answer, of the snapshot of the first page.
	moment *catalog.Moment
	// at is the instant of the first page.
	at time.Time
	// mark is where the page begins.
	mark catalog.Mark
	// matched counts the features of all pages, returned those of this one.
	matched, returned int
	next              string // the cursor of the page after this one, "" for none
}

// page checks the names of a request's parameters, and finds its snapshot: a
// cursor, if any, names that of the first page, and its instant, so that
// nothing comes twice or is lost.
func (a *API) page(c echo.Context, path string, names ...string) (page, *web.Query, error) {
	s, err := a.data.Current()
	if err != nil {
		return page{}, nil, err
	}
	query := c.QueryParams()
	now := a.now()
	out := page{path: path, query: query, at: now, mark: catalog.Beginning}
	q := web.NewQuery(query, names...)
	text := q.Code(cursorName)
	if err := q.Err(); err != nil {
		return page{}, nil, err
	}
	if text != "" {
		cursor, err := decodeCursor(text, path, query)
		if err != nil {
			return page{}, nil, err
		}
		if s = a.data.Version(cursor.Version); s == nil {
			return page{}, nil, mediation.InvalidParameter("cursor", "Les données ont changé depuis la première page : recommencez sans cursor.")
		}
		out.at, out.mark = time.Unix(cursor.At, 0), catalog.Mark(cursor.Mark)
	}
	out.moment = s.At(now)
	return out, q, nil
}

// find keeps the places of the page, at most limit, 0 for no limit.
func (p *page) find(f mediation.Filter, limit int) []catalog.Hit {
	hits, matched := p.moment.FindPage(f, p.mark, limit)
	p.matched, p.returned = matched, len(hits)
	p.goOn(p.mark.After(hits))
	return hits
}

// cut keeps the visits of the page out of all, at most limit, 0 for no limit.
func (p *page) cut(hits []catalog.VisitHit, limit int) []catalog.VisitHit {
	p.matched = len(hits)
	hits = hits[min(p.mark.Start, len(hits)):]
	if limit > 0 && len(hits) > limit {
		hits = hits[:limit]
	}
	p.returned = len(hits)
	p.goOn(catalog.Mark{Start: p.mark.Start + len(hits)})
	return hits
}

// goOn links to the page after a mark, unless it would be empty.
func (p *page) goOn(mark catalog.Mark) {
	if p.returned > 0 && mark.Start < p.matched {
		p.moment.Link()
		p.next = cursor{p.moment.Version, p.at.Unix(), fingerprint(p.path, p.query), jsonMark(mark)}.text()
	}
}

// appendHead writes what comes first in a collection.
func (p page) appendHead(b []byte) []byte {
	b = append(b, `{"type":"FeatureCollection","numberMatched":`...)
	b = strconv.AppendInt(b, int64(p.matched), 10)
	b = append(b, `,"numberReturned":`...)
	b = strconv.AppendInt(b, int64(p.returned), 10)
	b = append(b, `,"timeStamp":"`...)
	b = append(b, p.moment.Stamp...)
	b = append(b, `","revision":"`...)
	b = append(b, p.moment.Version...)
	b = append(b, `","links":[`...)
	b = p.appendLink(b, "self", "")
	if p.next != "" {
		b = p.appendLink(append(b, ','), "next", p.next)
	}
	return append(b, ']')
}

// appendLink writes a link to the page that a cursor names, "" for this one; an encoded
// query holds nothing to escape.
func (p page) appendLink(b []byte, rel, cursor string) []byte {
	b = append(b, `{"rel":"`...)
	b = append(b, rel...)
	b = append(b, `","type":"`+geojson.MediaType+`","href":"`...)
	b = appendQuery(append(b, p.path...), p.query, func(name string) []string {
		if cursor != "" && name == cursorName {
			return []string{cursor}
		}
		return p.query[name]
	})
	return append(b, '"', '}')
}

// appendQuery writes a query as [url.Values.Encode] does, with the values that
// are given for each name, the cursor's included.
func appendQuery(b []byte, query url.Values, of func(name string) []string) []byte {
	var room [16]string
	names := room[:0]
	for name := range query {
		names = append(names, name)
	}
	if _, there := query[cursorName]; !there {
		names = append(names, cursorName)
	}
	slices.Sort(names)
	sign := byte('?')
	for _, name := range names {
		for _, value := range of(name) {
			b = append(append(append(append(b, sign), url.QueryEscape(name)...), '='), url.QueryEscape(value)...)
			sign = '&'
		}
	}
	return b
}

// cursorName is the parameter that names a page.
const cursorName = "cursor"

// cursor says where the next page starts, on which snapshot, at which instant
// and for which query.
type cursor struct {
	Version string   `json:"v"`
	At      int64    `json:"t"` // Unix seconds
	Query   uint64   `json:"q"`
	Mark    jsonMark `json:"m"`
}

// jsonMark is [catalog.Mark] as it is written in cursors.
type jsonMark struct {
	Start  int     `json:"s"`
	Unsure bool    `json:"u,omitempty"`
	Chord  float64 `json:"d,omitempty"`
	Place  int     `json:"p"`
}

func (cur cursor) text() string {
	encoded, _ := json.Marshal(cur) // numbers and a short text cannot fail
	return base64.RawURLEncoding.EncodeToString(encoded)
}

func decodeCursor(text, path string, query url.Values) (cur cursor, err error) {
	encoded, err := base64.RawURLEncoding.DecodeString(text)
	if err == nil {
		err = json.Unmarshal(encoded, &cur)
	}
	if err != nil || cur.Mark.Start < 0 || cur.Query != fingerprint(path, query) {
		return cur, mediation.InvalidParameter("cursor", "Ce cursor n'est pas celui d'une page de cette recherche : reprenez le lien « next » tel quel.")
	}
	return cur, nil
}

// fingerprint names a path and its query without its paging.
func fingerprint(path string, query url.Values) uint64 {
	var room [300]byte
	sum := fnv.New64a()
	_, _ = sum.Write(appendQuery(append(room[:0], path...), query, func(name string) []string {
		if name == cursorName || name == "limit" {
			return nil
		}
		return query[name]
	})) // never fails
	return sum.Sum64()
}
