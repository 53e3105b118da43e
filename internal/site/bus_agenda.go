package site

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
	"escale/internal/search"
	"escale/internal/web"
)

// agendaView is the agenda of the vans: a month of visits, by date or by
// commune, and the stops whose dates are not known.
type agendaView struct {
	frame
	Script string
	// Query is what was typed, Where the commune or postcode it was taken
	// for, "" for none; Unfound says that it was taken for nothing.
	Query, Where, Unfound string
	// Unused says what nothing was made of.
	Unused string
	Doubt  *doubtView
	// Around says from where distances are measured, when that is no more than
	// about where the person is.
	Around string
	// Found says how many visits there are in words.
	Found     string
	ByCommune bool
	Views     []option
	Months    []option
	Groups    []visitGroup
	// Near are the nearest visits when none is in the commune asked for.
	Near []nearVisit
	// Workshops are those of the month at fixed places.
	Workshops []pages.WorkshopLine
	Undated   []undatedStop
	Calendar  *calendarLinks
	// AskURL is where a commune asks for the van, "" for nowhere.
	AskURL string
}

// option is a choice of how to see the agenda.
type option struct {
	Label, URL string
	Current    bool
}

// visitGroup are the visits of one day, or of one commune.
type visitGroup struct {
	Title  string
	Visits []visitLine
}

type nearVisit struct {
	visitLine
	Distance string
}

// undatedStop is a stop that has no dates to show.
type undatedStop struct{ Name, City, When, Phone, URL string }

// agendaQuestion is what the agenda is asked.
type agendaQuestion struct {
	text      string
	unused    []string
	byCommune bool
	month     time.Time // its first day
	filter    mediation.VisitFilter
	where     string
	around    string
	point     *orb.Point
	doubt     *search.Sentence
	commune   string // INSEE, when one is asked for
}

// nearListed is how many visits nearby are shown when a commune has none.
const nearListed = 8

// agenda answers GET /passages.
func (s *Site) agenda(c echo.Context) error {
	snapshot, err := s.data.Current()
	if err != nil {
		return err
	}
	m, l := snapshot.At(s.opts.Now()), pages.Spoken(c.QueryParams())
	return s.RenderOnce(c, l, m, agendaPage, func() (any, error) { return s.agendaView(c, l, m) })
}

func (s *Site) agendaView(c echo.Context, l *language.Language, m *catalog.Moment) (view agendaView, err error) {
	snapshot, query := m.Snapshot, c.QueryParams()
	q := readAgendaQuestion(l, query, m, s.opts.Now())
	view = agendaView{
		AskURL: s.askURL(q.commune),
		frame:  s.Frame(l, l.Say("Les passages du bus %s", s.opts.Shell.Departement.Where(l)), snapshot).In(pages.BusPath).Named(l.Say("Passages du bus")),
		Script: s.Path("page.js"), Query: q.text, Where: q.where, Unused: unusedText(l, q.unused), ByCommune: q.byCommune,
		Views: []option{
			{l.Say("Par date"), agendaURL(query, "par", ""), !q.byCommune},
			{l.Say("Par commune"), agendaURL(query, "par", "commune"), q.byCommune},
		},
		Months: s.months(l, m, q, query),
	}
	view.Doubt = newDoubt(l, snapshot, q.doubt, func(c search.Suggestion) string {
		if !c.IsGround() {
			return ""
		}
		return agendaURL(query, "q", c.Label)
	})
	if q.text != "" && q.where == "" && q.doubt == nil {
		view.Unfound = l.Say("Nous ne connaissons ici ni commune ni code postal « %s ».", q.text)
	}
	if view.Groups, err = agendaGroups(l, m, q); err != nil {
		return view, err
	}
	if view.Near, err = q.near(l, m, len(view.Groups)); err != nil {
		return view, err
	}
	view.Workshops = q.workshops(l, m)
	view.Around = aroundText(l, q.around)
	view.Found = q.found(l, view.Groups)
	view.Undated = undatedStops(l, m, q)
	if q.commune != "" {
		links := s.calendar(s.host(c), "commune", q.commune)
		view.Calendar = &links
	}
	view.AddLanguages(c)
	return view, nil
}

func readAgendaQuestion(l *language.Language, query url.Values, m *catalog.Moment, now time.Time) agendaQuestion {
	read := web.NewForm(query)
	q := agendaQuestion{text: read.Text("q"), byCommune: web.One(read, "par", "commune") != ""}
	q.filter.Now = now
	today := hours.Local(now)
	q.month = time.Date(today.Year(), today.Month(), 1, 0, 0, 0, 0, today.Location())
	if month := read.Month("mois", today.Location()); month.After(q.month) {
		q.month = month
	}
	q.unused = read.Left()
	q.filter.Window = &mediation.Window{From: q.month, To: q.month.AddDate(0, 1, -1)}
	q.understand(l, m, now)
	return q
}

// understand takes what was typed for a commune, for a postcode and all its
// communes, or for an intercommunalité and all of its own.
func (q *agendaQuestion) understand(l *language.Language, m *catalog.Moment, now time.Time) {
	if q.text == "" {
		return
	}
	where, doubt := communesNamed(l, m.Snapshot, q.text, now)
	if doubt != nil && len(doubt.Choices) > 0 {
		if last := doubt.Choices[len(doubt.Choices)-1]; last.Type == search.Postcode {
			where, doubt = &last, nil
		}
	}
	if q.doubt = doubt; where == nil {
		return
	}
	q.where, q.point, q.around = where.Label, where.Point, where.Around
	switch where.Type {
	case search.EPCI:
		q.filter.EPCIs = []string{where.ID}
	case search.Postcode:
		for _, c := range m.Territory.Communes {
			if slices.Contains(c.Postcodes, where.ID) {
				q.filter.Communes = append(q.filter.Communes, c.INSEE)
			}
		}
	default:
		q.filter.Communes, q.commune = []string{where.ID}, where.ID
	}
}

// months lists the month shown, and the nearest ones before and after it that
// hold visits to come.
func (s *Site) months(l *language.Language, m *catalog.Moment, q agendaQuestion, query url.Values) []option {
	var list []option
	now := hours.Local(s.opts.Now())
	current := now.Format("2006-01")
	for _, v := range m.Visits {
		if !v.End.After(now) {
			continue
		}
		start := hours.Local(v.Start)
		key := max(start.Format("2006-01"), current)
		if i := slices.IndexFunc(list, func(o option) bool { return o.URL == key }); i < 0 {
			list = append(list, option{Label: hours.MonthYearIn(l, start), URL: key, Current: key == q.month.Format("2006-01")})
		}
	}
	if !slices.ContainsFunc(list, func(o option) bool { return o.Current }) {
		list = append(list, option{Label: hours.MonthYearIn(l, q.month), URL: q.month.Format("2006-01"), Current: true})
	}
	slices.SortFunc(list, func(a, b option) int { return cmp.Compare(a.URL, b.URL) })
	for i, o := range list {
		if o.URL == current {
			o.URL = ""
		}
		list[i].URL = agendaURL(query, "mois", o.URL)
	}
	return around(list)
}

// around keeps the current month, the one before and the one after.
func around(months []option) []option {
	i := slices.IndexFunc(months, func(o option) bool { return o.Current })
	return months[max(0, i-1):min(len(months), i+2)]
}

// agendaURL is the address of the agenda with one parameter changed.
func agendaURL(query url.Values, name, value string) string {
	next := url.Values{}
	for _, kept := range []string{"q", "par", "mois"} {
		if v := query.Get(kept); v != "" && kept != name {
			next.Set(kept, v)
		}
	}
	if value != "" {
		next.Set(name, value)
	}
	if len(next) == 0 {
		return "/passages"
	}
	return "/passages?" + next.Encode()
}

func agendaGroups(l *language.Language, m *catalog.Moment, q agendaQuestion) ([]visitGroup, error) {
	var groups []visitGroup
	for _, hit := range m.FindVisits(q.filter) {
		line, err := pages.NewVisitLine(l, m, &m.Visits[hit.Visit])
		if err != nil {
			return nil, err
		}
		title := line.Day
		if q.byCommune {
			title = line.City
		}
		i := slices.IndexFunc(groups, func(g visitGroup) bool { return g.Title == title })
		if i < 0 {
			i = len(groups)
			groups = append(groups, visitGroup{Title: title})
		}
		groups[i].Visits = append(groups[i].Visits, line)
	}
	if q.byCommune {
		slices.SortStableFunc(groups, func(a, b visitGroup) int {
			return cmp.Compare(mediation.Fold(a.Title), mediation.Fold(b.Title))
		})
	}
	return groups, nil
}

// near finds the nearest visits to come when the commune asked for has none
// this month.
func (q agendaQuestion) near(l *language.Language, m *catalog.Moment, found int) ([]nearVisit, error) {
	if found > 0 || q.point == nil {
		return nil, nil
	}
	f := mediation.VisitFilter{Statuses: []mediation.VisitStatus{mediation.Planned, mediation.Moved}}
	f.Now, f.Near = q.filter.Now, &mediation.Near{Point: *q.point}
	var list []nearVisit
	shown := map[string]bool{}
	for _, hit := range m.FindVisits(f) {
		v := &m.Visits[hit.Visit]
		if shown[v.Stop] || len(list) == nearListed {
			continue
		}
		shown[v.Stop] = true
		line, err := pages.NewVisitLine(l, m, v)
		if err != nil {
			return nil, err
		}
		list = append(list, nearVisit{line, catalog.DistanceText(l, hit.Metres)})
	}
	return list, nil
}

// found says how many visits there are.
func (q agendaQuestion) found(l *language.Language, groups []visitGroup) string {
	n := 0
	for _, g := range groups {
		n += len(g.Visits)
	}
	text := l.Say("Aucun passage")
	if n > 0 {
		text = l.Count(n, "%d passage", "%d passages")
	}
	where := []string{text}
	if q.where != "" {
		where = append(where, q.where)
	}
	return strings.Join(append(where, hours.MonthYearIn(l, q.month)), l.Say(", "))
}

// undatedStops lists the stops whose dates nobody can say, in the communes
// asked for.
func undatedStops(l *language.Language, m *catalog.Moment, q agendaQuestion) []undatedStop {
	var list []undatedStop
	for i := range m.Stops {
		stop := &m.Stops[i]
		place, offer := m.StopPlace(stop)
		p := m.Places[place]
		inside := len(q.filter.Communes) == 0 || slices.Contains(q.filter.Communes, p.Address.INSEE)
		if !inside || stop.Dates == mediation.DatesKnown || stop.Dates == mediation.DatesEnded {
			continue
		}
		list = append(list, undatedStop{p.Name, p.Address.City, catalog.StopText(l, stop), p.Offers[offer].Contact.Phone, pages.StopURL(m.Snapshot, stop)})
	}
	slices.SortStableFunc(list, func(a, b undatedStop) int { return cmp.Compare(mediation.Fold(a.City), mediation.Fold(b.City)) })
	return list
}
