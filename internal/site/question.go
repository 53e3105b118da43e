package site

import (
	"cmp"
	"net/url"
	"strconv"
	"strings"
	"time"

	"escale/internal/catalog"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
	"escale/internal/search"
	"escale/internal/web"
)

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
	read := web.NewForm(query)
	q := question{
		language: read.Language(), step: readStep(query), text: read.Text("q"), page: cmp.Or(read.Whole("page", 1, mostPages), 1),
		place: read.Code("place"), unfold: web.One(read, unfoldName, farther, noHours),
	}
	q.ask(readWhen(q.language, read, now))
	q.filter.Now = now
	q.filter.Kinds, q.filter.Needs = read.Kinds(), read.Needs(s.Needs)
	readFurther(read, &q.filter)
	if point := read.Point(); point != nil {
		q.filter.Near, q.near, q.commune = &mediation.Near{Point: *point}, q.text, read.Code("commune")
		q.around = s.Search().Around(q.text)
	} else {
		q.understand(s)
	}
	if words := read.Text(besideNear); q.filter.Words == "" {
		q.filter.Words = words
	}
	if q.filter.Near == nil {
		q.filter.Box = read.Box("zone")
	}
	q.filter.ConfirmedOnly = read.ConfirmedOnly() && len(q.filter.Needs) > 0
	q.unused = append(read.Left(), q.unused...)
	return q
}

// mostPages is more than any list has.
const mostPages = 1_000_000

// ask puts a time in the place of the one asked about.
func (q *question) ask(w when) {
	q.when, q.filter.Window, q.filter.OpenAt = w, w.window, w.at
}

// fromSomewhere is the filter, with the point that distances are measured from.
func (q question) fromSomewhere() mediation.Filter {
	f := q.filter
	f.Near = q.from()
	return f
}

// find answers the question. Around a point, or in a part of the map, the
// nearest come first.
func (q question) find(s *catalog.Snapshot) []catalog.Hit {
	if q.doubt != nil {
		return nil // of the wrong village
	}
	return s.Find(q.fromSomewhere())
}

// tally counts what the question finds, and makes ready to count what others
// beside it would.
func (q question) tally(s *catalog.Snapshot) (tallies *catalog.Tallies, found catalog.Tally) {
	tallies = s.Tallies(q.filter)
	if q.doubt != nil {
		return tallies, found // of the wrong village
	}
	return tallies, tallies.Of(q.filter)
}

// arrange reads the beginning of the answer.
func (q question) arrange(m *catalog.Moment, wanted catalog.Wanted) catalog.Arrangement {
	if q.doubt != nil {
		return catalog.Arrangement{}
	}
	return m.Arrange(q.fromSomewhere(), wanted)
}

// unknown are the places of which nobody can say whether they answer then.
func (q question) unknown(m *catalog.Moment) []catalog.Hit {
	if q.doubt != nil {
		return nil
	}
	return m.Unknown(q.fromSomewhere())
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
		set(g.Name, *g.Chosen(&f)...)
	}
	if f.ConfirmedOnly {
		set("certainty", web.Confirmed)
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
