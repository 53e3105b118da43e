package site

import (
	"cmp"
	"html/template"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
	"escale/internal/web"
)

// territoryView is the page of a commune or of an intercommunalité: who helps
// its people, there and nearest. It prints as a poster for the notice board.
type territoryView struct {
	frame
	Script string
	// Name is the territory's, At the same after a verb: "à Périers".
	Name, At string
	// EPCI is the intercommunalité of a commune, nil for none.
	EPCI *pages.Anchor
	// Lead says in one sentence who helps there; Coverage how far help is, "" when that
	// is not published.
	Lead, Coverage string
	// Visits are those to come there, Elsewhere the nearest when there are none.
	// BusPhone answers for all these visits, "" when each has its own.
	Visits []visitLine
	// Workshops are those at its fixed places.
	Workshops []pages.WorkshopLine
	Elsewhere []nearVisit
	BusPhone  string
	Calendar  *calendarLinks
	Week      []localDay
	Places    []localPlace
	// Nearest tells the nearest place of each kind that is not there already.
	Nearest []nearestKind
	// Communes are those of an intercommunalité.
	Communes []pages.Anchor
	MapURL   string
	Map      *pages.SmallMap
	Address  string // of this page, with its host
	QR       template.HTML
	// AskURL is where the commune asks for the van, "" for nowhere.
	AskURL string
	// Day is the one that the page tells of, More how many visits there is no
	// room for on paper.
	Day  string
	More int
}

// localPlace is a line of the list with its usual hours, which go on paper.
type localPlace struct {
	pages.Card
	place int
	Hours []string
	// Lasting is true when what is said of its opening holds on paper too: a
	// bus whose dates nobody publishes.
	Lasting bool
}

// nearestKind is the nearest place where a kind of help is found.
type nearestKind struct {
	Kind choice
	localPlace
}

// localDay are the openings of a day, in all places.
type localDay struct {
	Day      string
	Openings []opening
}

type opening struct{ Hours, Name, URL string }

// How far ahead the page of a territory tells of visits, in days; how many of
// those that take place elsewhere, and how far, in metres.
const (
	visitsAhead     = 60
	elsewhereListed = 3
	elsewhereReach  = 20_000
)

// paperVisits is how many visits a poster lists (frontend/src/styles/territory.css).
const paperVisits = 8

// commune answers GET /communes/{insee}-{slug}. The slug is for people: a wrong
// one, or a commune that merged into another, leads to the right page.
func (s *Site) commune(c echo.Context) error {
	snapshot, err := s.data.Current()
	if err != nil {
		return err
	}
	insee, _, _ := strings.Cut(c.Param("id"), "-")
	commune, err := snapshot.Commune(insee)
	if err != nil {
		return err
	}
	if moved, err := pages.AtOwnPath(c, pages.CommunePath(commune)); moved {
		return err
	}
	s.seen(c, mediation.ViewedCommune, commune.INSEE)
	m, l := snapshot.At(s.opts.Now()), pages.Spoken(c.QueryParams())
	return s.RenderOnce(c, l, m, territoryPage, func() (any, error) { return s.communeView(c, l, m, commune) })
}

func (s *Site) communeView(c echo.Context, l *language.Language, m *catalog.Moment, commune *mediation.Commune) (view territoryView, err error) {
	around, err := m.Around(mediation.Filter{Communes: []string{commune.INSEE}}, visitsAhead)
	if err != nil {
		return view, err
	}
	if view, err = s.newTerritory(c, l, m, around, commune.Name, catalog.TownText(l, commune.Name)); err != nil {
		return view, err
	}
	if epci, known := m.EPCI(commune.EPCI); known {
		view.EPCI = &pages.Anchor{URL: pages.EPCIPath(epci), Label: pages.EPCIName(epci)}
	}
	view.AddLanguages(c)
	links := s.calendar(s.host(c), "commune", commune.INSEE)
	view.Calendar = &links
	view.AskURL = s.askURL(commune.INSEE)
	view.Nearest = nearestKinds(l, m, around, len(view.Elsewhere) == 0)
	view.MapURL = "/?" + pages.AroundCommune(commune).Encode()
	view.Lead = communeLead(l, view, m, around)
	view.Coverage, err = s.communeCoverage(l, m, commune)
	return view, err
}

// epci answers GET /intercommunalites/{siren}-{slug}.
func (s *Site) epci(c echo.Context) error {
	snapshot, err := s.data.Current()
	if err != nil {
		return err
	}
	siren, _, _ := strings.Cut(c.Param("id"), "-")
	epci, known := snapshot.EPCI(siren)
	if !known {
		return &mediation.Error{Kind: mediation.NotFound, Parameter: "siren", Sentence: "Aucune intercommunalité de cette carte ne porte ce numéro SIREN."}
	}
	if moved, err := pages.AtOwnPath(c, pages.EPCIPath(epci)); moved {
		return err
	}
	s.seen(c, mediation.ViewedEPCI, siren)
	m, l := snapshot.At(s.opts.Now()), pages.Spoken(c.QueryParams())
	return s.RenderOnce(c, l, m, territoryPage, func() (any, error) { return s.epciView(c, l, m, epci) })
}

func (s *Site) epciView(c echo.Context, l *language.Language, m *catalog.Moment, epci mediation.EPCI) (view territoryView, err error) {
	around, err := m.Around(mediation.Filter{EPCIs: []string{epci.SIREN}}, visitsAhead)
	if err != nil {
		return view, err
	}
	if view, err = s.newTerritory(c, l, m, around, pages.EPCIName(epci), pages.InEPCI(l, epci)); err != nil {
		return view, err
	}
	for _, commune := range around.Communes {
		view.Communes = append(view.Communes, pages.Anchor{URL: pages.CommunePath(commune), Label: commune.Name})
	}
	slices.SortFunc(view.Communes, byLabel)
	view.AddLanguages(c)
	view.MapURL, view.Lead = "/?etape=reponse", countLead(l, len(view.Places), view.At)
	view.Coverage, err = s.epciCoverage(l, m, epci)
	return view, err
}

// seen counts a view, unless it is not that of a person, or of one who asks to
// be left out.
func (s *Site) seen(c echo.Context, page mediation.ViewedPage, territory string) {
	if s.opts.Seen != nil && web.Counts(c.Request()) {
		s.opts.Seen(page, territory)
	}
}

func byLabel(a, b pages.Anchor) int {
	return strings.Compare(mediation.Fold(a.Label), mediation.Fold(b.Label))
}

// newTerritory tells what the pages of both have in common.
func (s *Site) newTerritory(c echo.Context, l *language.Language, m *catalog.Moment, around catalog.Around, name, at string) (territoryView, error) {
	view := territoryView{
		frame:  s.Frame(l, l.Say("Aide numérique %s", at), m.Snapshot).Under(pages.CommunesPath).Named(name),
		Script: s.Path("page.js"), Name: name, At: at,
		Address: s.origin(c) + pages.InLanguage(l, c.Request().URL.Path), Week: localWeek(l, m, around.Places),
	}
	for _, near := range around.Places {
		view.Places = append(view.Places, newLocal(l, m, near))
	}
	slices.SortStableFunc(view.Places, func(a, b localPlace) int { return m.CompareTown(a.place, b.place) })
	var err error
	if view.Visits, err = pages.NewVisitLines(l, m, visitsOf(m, around.Visits)); err != nil {
		return view, err
	}
	view.Workshops = pages.FixedWorkshops(l, m, around.Communes)
	if len(view.Visits) == 0 {
		if view.Elsewhere, err = visitsElsewhere(l, m, around.Elsewhere); err != nil {
			return view, err
		}
	}
	view.sayPhoneOnce()
	view.Day, view.More = hours.DateYearIn(l, m.At), max(0, len(view.Visits)-paperVisits)
	if view.Map, err = s.territoryMap(l, m, name, around); err != nil {
		return view, err
	}
	view.QR, err = qrSVG(l, view.Address)
	return view, err
}

// sayPhoneOnce says the number of the bus at the head of its visits, rather than
// with each, when it is the same for all.
func (v *territoryView) sayPhoneOnce() {
	var lines []*visitLine
	for i := range v.Visits {
		lines = append(lines, &v.Visits[i])
	}
	for i := range v.Elsewhere {
		lines = append(lines, &v.Elsewhere[i].visitLine)
	}
	if len(lines) == 0 || slices.ContainsFunc(lines, func(line *visitLine) bool { return line.Phone != lines[0].Phone }) {
		return
	}
	v.BusPhone = lines[0].Phone
	for _, line := range lines {
		line.Phone = ""
	}
}

// newLocal is a line of the list as the map page has it, with its distance
// when it is elsewhere.
func newLocal(l *language.Language, m *catalog.Moment, near catalog.Nearby) localPlace {
	if near.There {
		near.Metres = -1
	}
	card := pages.NewCard(l, m, m.Question(mediation.Filter{Now: m.At}), near.Hit)
	card.Warn(l, m.At, m.At)
	moves := !slices.ContainsFunc(m.Places[near.Place].Offers, func(o mediation.Offer) bool { return !o.Mobile() })
	return localPlace{card, near.Place, usualHours(l, m, near.Place), moves && card.Status.Tone == pages.Check}
}

// usualHours says the hours of a place's helpers, each once.
func usualHours(l *language.Language, m *catalog.Moment, place int) []string {
	var lines []string
	for offer := range m.Places[place].Offers {
		for _, line := range m.HoursText(l, place, offer) {
			if !slices.Contains(lines, line) {
				lines = append(lines, line)
			}
		}
	}
	return lines
}

// visitsOf are the visits of a list that are not over, in order.
func visitsOf(m *catalog.Moment, list []catalog.NearbyVisit) []*mediation.Visit {
	var visits []*mediation.Visit
	for _, near := range list {
		visits = append(visits, &m.Visits[near.Visit])
	}
	return visits
}

func visitsElsewhere(l *language.Language, m *catalog.Moment, list []catalog.NearbyVisit) ([]nearVisit, error) {
	var near []nearVisit
	slices.SortStableFunc(list, func(a, b catalog.NearbyVisit) int { return cmp.Compare(a.Metres, b.Metres) })
	for _, v := range list {
		if len(near) == elsewhereListed || v.Metres > elsewhereReach {
			break
		}
		line, err := pages.NewVisitLine(l, m, &m.Visits[v.Visit])
		if err != nil {
			return nil, err
		}
		near = append(near, nearVisit{line, catalog.DistanceText(l, v.Metres)})
	}
	return near, nil
}

// nearestKinds lists the nearest place of each kind, for the kinds that are not
// found there. Vans are left out where their next visits are listed.
func nearestKinds(l *language.Language, m *catalog.Moment, around catalog.Around, vans bool) []nearestKind {
	var list []nearestKind
	for _, kind := range pages.KindLabels(mediation.Kinds) {
		near, known := around.Nearest[mediation.Kind(kind.ID)]
		left := kind.ID == string(mediation.Van) && (!vans || near.Metres > pages.VanReach)
		if known && !near.There && !left {
			list = append(list, nearestKind{kind, newLocal(l, m, near)})
		}
	}
	return list
}

// localWeek tells, day by day, who is open there in the coming week.
func localWeek(l *language.Language, m *catalog.Moment, places []catalog.Nearby) []localDay {
	var week []localDay
	for _, near := range places {
		if !near.OpenThisWeek {
			continue
		}
		p := m.Places[near.Place]
		for offer := range p.Offers {
			for i, day := range m.Week(near.Place, offer) {
				if i == len(week) {
					week = append(week, localDay{Day: hours.Capital(hours.DayIn(l, day.Day))})
				}
				if len(day.Slots) > 0 {
					week[i].add(opening{day.Text(l), p.Name, pages.PlaceURL(p)})
				}
			}
		}
	}
	return slices.DeleteFunc(week, func(d localDay) bool { return len(d.Openings) == 0 })
}

// add leaves out what another helper of the same place does too.
func (d *localDay) add(o opening) {
	if !slices.Contains(d.Openings, o) {
		d.Openings = append(d.Openings, o)
	}
}

func countLead(l *language.Language, n int, at string) string {
	if n == 0 {
		return l.Say("Nous ne connaissons aucun lieu d’aide numérique %s.", at)
	}
	return l.Count(n, "%s lieu d’aide numérique %s.", "%s lieux d’aide numérique %s.", pages.CountText(l, n), at)
}

// visitLead says when the van comes next: a visit that takes place, else one that
// may; never one that was called off.
func visitLead(l *language.Language, visits []visitLine) []string {
	with := func(statuses ...mediation.VisitStatus) *visitLine {
		i := slices.IndexFunc(visits, func(v visitLine) bool { return slices.Contains(statuses, v.Status) })
		if i < 0 {
			return nil
		}
		return &visits[i]
	}
	if next := with("", mediation.Moved); next != nil {
		return []string{l.Say("Prochain passage du bus : %s, %s.", next.Day, next.Hours)}
	}
	if unsure := with(mediation.Unconfirmed); unsure != nil {
		return []string{l.Say("Passage du bus à confirmer : %s, %s.", unsure.Day, unsure.Hours)}
	}
	return nil
}

// communeLead says who helps there, and else who is nearest.
func communeLead(l *language.Language, v territoryView, m *catalog.Moment, around catalog.Around) string {
	lead := []string{countLead(l, len(v.Places), v.At)}
	lead = append(lead, visitLead(l, v.Visits)...)
	helped := len(v.Visits) > 0 || slices.ContainsFunc(around.Places, func(near catalog.Nearby) bool { return !m.Places[near.Place].ReceivesNobody() })
	if !helped && around.Outside != nil {
		p := m.Places[around.Outside.Place]
		lead = append(lead, l.Say("Le plus proche est %s, à %s.", catalog.TownText(l, p.Address.City), catalog.DistanceText(l, around.Outside.Metres)))
	}
	return strings.Join(lead, " ")
}
