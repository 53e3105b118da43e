package site

import (
	"cmp"
	"html/template"
	"net/http"
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
	// Lead says in one sentence who helps there.
	Lead string
	// Visits are those to come there, Elsewhere the nearest when there are none.
	Visits    []visitLine
	Elsewhere []nearVisit
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
	// Day is the one that the page tells of, More how many visits there is no
	// room for on paper.
	Day  string
	More int
}

// localPlace is a line of the list with its usual hours, which go on paper.
type localPlace struct {
	result
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
	if address := pages.CommunePath(commune); c.Request().URL.Path != address {
		return c.Redirect(http.StatusMovedPermanently, address)
	}
	s.seen(c, mediation.ViewedCommune, commune.INSEE)
	m := snapshot.At(s.opts.Now())
	around, err := m.Around(mediation.Filter{Communes: []string{commune.INSEE}}, visitsAhead)
	if err != nil {
		return err
	}
	view, err := s.newTerritory(c, m, around, commune.Name, catalog.AtTown(commune.Name))
	if err != nil {
		return err
	}
	if epci, known := m.EPCI(commune.EPCI); known {
		view.EPCI = &pages.Anchor{URL: pages.EPCIPath(epci), Label: pages.EPCIName(epci)}
	}
	links := s.calendar(s.host(c), "commune", commune.INSEE)
	view.Calendar = &links
	view.Nearest = nearestKinds(m, around)
	view.MapURL = "/?" + pages.AroundCommune(commune).Encode()
	view.Lead = communeLead(view, m, around)
	return s.Render(c, language.French, m, territoryPage, view)
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
	if address := pages.EPCIPath(epci); c.Request().URL.Path != address {
		return c.Redirect(http.StatusMovedPermanently, address)
	}
	s.seen(c, mediation.ViewedEPCI, siren)
	m := snapshot.At(s.opts.Now())
	around, err := m.Around(mediation.Filter{EPCIs: []string{siren}}, visitsAhead)
	if err != nil {
		return err
	}
	view, err := s.newTerritory(c, m, around, pages.EPCIName(epci), "dans "+pages.TheEPCI(epci))
	if err != nil {
		return err
	}
	for _, commune := range around.Communes {
		view.Communes = append(view.Communes, pages.Anchor{URL: pages.CommunePath(commune), Label: commune.Name})
	}
	slices.SortFunc(view.Communes, byLabel)
	view.MapURL, view.Lead = "/?etape=reponse", countLead(len(view.Places), view.At)
	return s.Render(c, language.French, m, territoryPage, view)
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
func (s *Site) newTerritory(c echo.Context, m *catalog.Moment, around catalog.Around, name, at string) (territoryView, error) {
	view := territoryView{
		frame:  s.Frame(language.French, "Aide numérique "+at, m.Snapshot).Under(pages.CommunesPath).Named(name),
		Script: s.Path("page.js"), Name: name, At: at,
		Address: s.origin(c) + c.Request().URL.Path, Week: localWeek(m, around.Places),
	}
	for _, near := range around.Places {
		view.Places = append(view.Places, newLocal(m, near))
	}
	slices.SortStableFunc(view.Places, func(a, b localPlace) int { return strings.Compare(mediation.Fold(a.City), mediation.Fold(b.City)) })
	var err error
	if view.Visits, err = pages.NewVisitLines(language.French, m, visitsOf(m, around.Visits)); err != nil {
		return view, err
	}
	if len(view.Visits) == 0 {
		if view.Elsewhere, err = visitsElsewhere(m, around.Elsewhere); err != nil {
			return view, err
		}
	}
	view.Day, view.More = pages.DateText(language.French, m.At), max(0, len(view.Visits)-paperVisits)
	if view.Map, err = s.territoryMap(m, name, around); err != nil {
		return view, err
	}
	view.QR, err = qrSVG(view.Address)
	return view, err
}

// newLocal is a line of the list as the map page has it, told how far it is
// when it is elsewhere.
func newLocal(m *catalog.Moment, near catalog.Nearby) localPlace {
	r := pages.NewResult(language.French, m, near.Place, nil)
	if !near.There && near.Metres >= 0 {
		r.Measure(language.French, near.Metres)
	}
	moves := !slices.ContainsFunc(m.Places[near.Place].Offers, func(o mediation.Offer) bool { return !o.Mobile() })
	return localPlace{r, usualHours(m, near.Place), moves && r.VisitText == ""}
}

// usualHours says the hours of a place's helpers, each once.
func usualHours(m *catalog.Moment, place int) []string {
	var lines []string
	for offer := range m.Places[place].Offers {
		for _, line := range m.HoursText(place, offer) {
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

func visitsElsewhere(m *catalog.Moment, list []catalog.NearbyVisit) ([]nearVisit, error) {
	var near []nearVisit
	slices.SortStableFunc(list, func(a, b catalog.NearbyVisit) int { return cmp.Compare(a.Metres, b.Metres) })
	for _, v := range list {
		if len(near) == elsewhereListed || v.Metres > elsewhereReach {
			break
		}
		line, err := pages.NewVisitLine(language.French, m, &m.Visits[v.Visit])
		if err != nil {
			return nil, err
		}
		near = append(near, nearVisit{line, catalog.DistanceText(language.French, v.Metres)})
	}
	return near, nil
}

// nearestKinds lists the nearest place of each kind, for the kinds that are not
// found there.
func nearestKinds(m *catalog.Moment, around catalog.Around) []nearestKind {
	var list []nearestKind
	for _, kind := range pages.KindLabels(mediation.Kinds) {
		near, known := around.Nearest[mediation.Kind(kind.ID)]
		far := kind.ID == string(mediation.Van) && near.Metres > pages.VanReach
		if known && !near.There && !far {
			list = append(list, nearestKind{kind, newLocal(m, near)})
		}
	}
	return list
}

// localWeek tells, day by day, who is open there in the coming week.
func localWeek(m *catalog.Moment, places []catalog.Nearby) []localDay {
	var week []localDay
	for _, near := range places {
		if !near.OpenThisWeek {
			continue
		}
		p := m.Places[near.Place]
		for offer := range p.Offers {
			for i, day := range m.Week(near.Place, offer) {
				if i == len(week) {
					week = append(week, localDay{Day: hours.Capital(hours.DayIn(language.French, day.Day))})
				}
				if len(day.Spans) > 0 {
					week[i].add(opening{spansText(language.French, day), p.Name, pages.PlaceURL(p)})
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

func countLead(n int, at string) string {
	if n == 0 {
		return "Nous ne connaissons aucun lieu d’aide numérique " + at + "."
	}
	return pages.CountText(language.French, n) + map[bool]string{true: " lieu", false: " lieux"}[n == 1] + " d’aide numérique " + at + "."
}

// communeLead says who helps there, and else who is nearest.
func communeLead(v territoryView, m *catalog.Moment, around catalog.Around) string {
	lead := countLead(len(v.Places), v.At)
	if len(v.Visits) > 0 {
		first := v.Visits[0]
		lead += " Prochain passage du bus : " + first.Day + ", " + first.Hours + "."
	}
	helped := slices.ContainsFunc(v.Places, func(p localPlace) bool { return p.OpenText != "" }) || len(v.Visits) > 0
	if !helped && around.Outside != nil {
		p := m.Places[around.Outside.Place]
		lead += " Le plus proche est " + catalog.AtTown(p.Address.City) + ", à " + catalog.DistanceText(language.French, around.Outside.Metres) + "."
	}
	return lead
}

// indexView lists all the territories that have a page.
type indexView struct {
	frame
	EPCIs   []pages.Anchor
	Letters []letter
}

// letter are the communes whose names begin with it.
type letter struct {
	Letter   string
	Communes []pages.Anchor
}

// communes answers GET /communes.
func (s *Site) communes(c echo.Context) error {
	snapshot, err := s.data.Current()
	if err != nil {
		return err
	}
	view := indexView{frame: s.Frame(language.French, "Les communes "+s.opts.Shell.Departement.In, snapshot).In(pages.CommunesPath).Named("Communes")}
	for _, e := range snapshot.Territory.EPCIs {
		view.EPCIs = append(view.EPCIs, pages.Anchor{URL: pages.EPCIPath(e), Label: pages.EPCIName(e)})
	}
	slices.SortFunc(view.EPCIs, byLabel)
	view.Letters = byLetter(snapshot.Territory.Communes)
	return s.Render(c, language.French, snapshot.At(s.opts.Now()), communesPage, view)
}

func byLetter(communes []mediation.Commune) []letter {
	sorted := slices.Clone(communes)
	slices.SortFunc(sorted, func(a, b mediation.Commune) int {
		return cmp.Or(strings.Compare(mediation.Fold(a.Name), mediation.Fold(b.Name)), strings.Compare(a.INSEE, b.INSEE))
	})
	var letters []letter
	for _, c := range sorted {
		first := strings.ToUpper(mediation.Fold(c.Name)[:1])
		if n := len(letters); n == 0 || letters[n-1].Letter != first {
			letters = append(letters, letter{Letter: first})
		}
		last := &letters[len(letters)-1]
		last.Communes = append(last.Communes, pages.Anchor{URL: pages.CommunePath(&c), Label: c.Name})
	}
	return letters
}
