package site

import (
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"escale/internal/catalog"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
	"escale/internal/search"
)

// confirmed is the one value of the parameter certainty.
const confirmed = "confirmed"

// question is what the address of the map page asks. An address is shared
// and typed by people, so what cannot be read is left out, never refused.
type question struct {
	// language is that of the page.
	language *language.Language
	step     step
	filter   mediation.Filter
	when     when
	text     string // what was typed
	lost     string // what was typed and not understood, "" normally
	near     string // the name of the point searched around
	around   string // what the point is the middle of, when it is not its own; see [search.Suggestion]
	unused   []string
	// doubt is what was typed and may mean several things, nil normally.
	doubt *search.Sentence
	// commune is the INSEE code that goes with a point, "" for none.
	commune string
	// town is the INSEE code of the commune that was typed, "" for none.
	town string
	page int // from 1
	// unfold names the part of the answer that is unfolded, "" for none.
	unfold string
	place  string // id of the place that is open
	// framed is nil but inside another site.
	framed *pages.Framed
}

// readQuestion reads the query of an address that is asked for at now.
func readQuestion(query url.Values, s *catalog.Snapshot, now time.Time) question {
	q := question{language: pages.Spoken(query), step: readStep(query), text: strings.TrimSpace(query.Get("q")), page: 1, place: query.Get("place"), unfold: query.Get(unfoldName)}
	q.ask(readWhen(q.language, query, now))
	q.filter.Asked = now
	for _, code := range values(query, "kind") {
		if k, ok := mediation.ParseKind(code); ok {
			q.filter.Kinds = append(q.filter.Kinds, k)
		}
	}
	for _, id := range values(query, "service") {
		if _, ok := s.Needs.Find(mediation.NeedID(id)); ok {
			q.filter.Needs = append(q.filter.Needs, mediation.NeedID(id))
		}
	}
	readFurther(query, &q.filter)
	if q.unfold != farther && q.unfold != noHours {
		q.unfold = ""
	}
	if n, err := strconv.Atoi(query.Get("page")); err == nil && n > 1 && n < 1e6 {
		q.page = n
	}
	if point, ok := readPoint(query); ok {
		q.filter.Near, q.near, q.commune = &mediation.Near{Point: point}, q.text, query.Get("commune")
		q.around = s.Search().Around(q.text)
	} else {
		q.understand(s)
	}
	if q.filter.Words == "" && len(query.Get(besideNear)) <= search.Longest {
		q.filter.Words = query.Get(besideNear)
	}
	if q.filter.Near == nil {
		q.filter.Box = readZone(query.Get("zone"))
	}
	q.filter.ConfirmedOnly = query.Get("certainty") == confirmed && len(q.filter.Needs) > 0
	return q
}

// ask puts a time in the place of the one asked about.
func (q *question) ask(w when) {
	q.when, q.filter.Window, q.filter.OpenAt = w, w.window, w.at
}

// values reads a list written "a,b", or repeated as a form sends it.
func values(query url.Values, name string) []string {
	var list []string
	for _, value := range query[name] {
		for v := range strings.SplitSeq(value, ",") {
			if !slices.Contains(list, v) {
				list = append(list, v)
			}
		}
	}
	return list
}

func readPoint(query url.Values) (orb.Point, bool) {
	lat, errLat := strconv.ParseFloat(query.Get("lat"), 64)
	lon, errLon := strconv.ParseFloat(query.Get("lon"), 64)
	// NaN compares false.
	ok := errLat == nil && errLon == nil && math.Abs(lat) <= 90 && math.Abs(lon) <= 180
	return orb.Point{lon, lat}, ok
}

// find answers the question. Around a point, or in a part of the map, the
// nearest come first.
func (q question) find(s *catalog.Snapshot) []catalog.Hit {
	if q.doubt != nil {
		return nil // of the wrong village
	}
	f := q.filter
	f.Near = q.from()
	return s.Find(f)
}

// onPage is the question at another page of its list.
func (q question) onPage(page int) question {
	q.page = page
	return q
}

// address is that of the question, as it was understood.
func (q question) address() string {
	query := url.Values{}
	set := func(name string, list ...string) {
		if text := strings.Join(list, ","); text != "" {
			query.Set(name, text)
		}
	}
	f := q.filter
	set("q", f.Words)
	if f.Near != nil {
		set(besideNear, f.Words)
		set("q", q.near)
		set("commune", q.commune)
		set("lat", pages.Degrees(f.Near.Point.Lat()))
		set("lon", pages.Degrees(f.Near.Point.Lon()))
	}
	set("zone", zoneText(f.Box))
	set("service", texts(f.Needs)...)
	set("kind", texts(f.Kinds)...)
	switch w := q.when; w.id {
	case "":
	case oneDay:
		set(oneDay, w.days().From.Format(time.DateOnly))
		set(oneHour, w.clock)
		set(onePart, w.part)
	default:
		set("quand", w.id)
	}
	for _, g := range furtherGroups {
		set(g.name, *g.asked(&f)...)
	}
	if f.ConfirmedOnly {
		set("certainty", confirmed)
	}
	if q.page > 1 {
		set("page", strconv.Itoa(q.page))
	}
	set(unfoldName, q.unfold)
	set(pages.LangName, pages.CodeOf(q.language))
	if q.framed != nil {
		return q.frameAddress(query)
	}
	return "/" + q.step.write(query)
}
