package iframe

import (
	"cmp"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
)

const (
	// daysAhead is how far ahead a frame looks for visits.
	daysAhead = 60
	// mostVisits, mostElsewhere and listed are how many lines it shows.
	mostVisits    = 6
	mostElsewhere = 3
	listed        = 20
	// little is how few places make the nearest one outside worth telling.
	little = 3
)

// agendaData is what the template of a frame without a map shows.
type agendaData struct {
	pages.Frame
	// Script tells the page around how high the frame is, Most is the most it
	// asks for.
	Colour, Script string
	Most           int
	// VisitsFirst is true for the agenda.
	VisitsFirst bool
	// Tours is true when a bus may come: there is one, and it is not left out.
	Tours     bool
	Visits    []visit
	VisitsURL string
	// Workshops are those at the fixed places of a commune.
	Workshops []pages.WorkshopLine
	// Elsewhere are the nearest visits, when none is sure to come.
	Elsewhere []visit
	// Found counts the places, Empty says that there is none.
	Found, Empty string
	Places       []pages.Card
	// Outside is the nearest place of another commune, when there are few.
	Outside []pages.Card
	// Previous and Next are other pages of the list, MapURL the whole map.
	Previous, Next, MapURL string
	ManyNeeds              bool
	// FirstURL is the first page of the list, for one beyond the last; "" else.
	FirstURL string
}

// visit is one coming, with its distance from the territory or without.
type visit struct {
	pages.VisitLine
	Distance string
	// Unsure is true when a need asked for is to be checked by telephone.
	Unsure bool
}

// agenda makes the frame without a map.
func (f *Iframe) agenda(o options, m *catalog.Moment, around catalog.Around) (agendaData, error) {
	l := o.language
	view := agendaData{
		Frame: f.framed.Frame(l, o.titleIn(f.opts.Shell.Departement.Where(l)), m.Snapshot), Colour: colourURL(o.colour), Script: f.framed.Path("frame-height.js"), Most: o.height,
		VisitsFirst: o.view == agendaView, VisitsURL: visitsURL(o), MapURL: mapURL(o, m.Snapshot, around), ManyNeeds: len(o.filter.Needs) > 1,
		Tours: o.page == 1 && len(m.Stops) > 0 && (len(o.filter.Kinds) == 0 || slices.Contains(o.filter.Kinds, mediation.Van)),
	}
	view.Style, view.Links = f.framed.Path("embed.css"), frameLinks
	if view.Tours {
		if err := view.addVisits(l, m, around); err != nil {
			return view, err
		}
	}
	if o.page == 1 && len(o.filter.Communes) > 0 {
		view.Workshops = pages.FixedWorkshops(l, m, around.Communes)
	}
	view.addPlaces(o, m, around)
	return view, nil
}

// frameLinks stand at the foot of a frame.
var frameLinks = []pages.Anchor{{URL: "/donnees", Label: language.Mark("Les données")}, {URL: "/mentions-legales", Label: language.Mark("Mentions légales")}}

func (v *agendaData) addVisits(l *language.Language, m *catalog.Moment, around catalog.Around) error {
	sure, last := 0, ""
	for _, near := range around.Visits {
		if m.Visits[near.Visit].Available() {
			sure++
		}
		if len(v.Visits) == mostVisits {
			continue
		}
		line, err := pages.NewVisitLine(l, m, &m.Visits[near.Visit])
		if err != nil {
			return err
		}
		phone := line.Phone
		if phone == last {
			line.Phone = "" // said once
		}
		last = phone
		v.Visits = append(v.Visits, visit{VisitLine: line, Unsure: near.Unsure})
	}
	if sure > 0 {
		return nil
	}
	for _, near := range around.Elsewhere {
		if len(v.Elsewhere) == mostElsewhere || near.Metres > pages.VanReach {
			continue
		}
		line, err := pages.NewVisitLine(l, m, &m.Visits[near.Visit])
		if err != nil {
			return err
		}
		v.Elsewhere = append(v.Elsewhere, visit{line, farFrom(l, around, near.Metres, near.From), near.Unsure})
	}
	return nil
}

// farFrom is "6 km", and from where when the territory is more than a commune.
func farFrom(l *language.Language, around catalog.Around, metres float64, from *mediation.Commune) string {
	text := l.SayOf("distance", "à %s", catalog.DistanceText(l, metres))
	if from != nil && len(around.Communes) > 1 {
		text = l.Say("%s de %s", text, from.Name)
	}
	return text
}

func (v *agendaData) addPlaces(o options, m *catalog.Moment, around catalog.Around) {
	l, places := o.language, slices.Clone(around.Places)
	slices.SortStableFunc(places, func(a, b catalog.Nearby) int {
		return cmp.Or(catalog.CompareSure(a.Unsure, b.Unsure), m.CompareTown(a.Place, b.Place))
	})
	v.Found = hours.Capital(pages.PlacesText(l, len(places)))
	if len(places) == 0 {
		v.Empty = nothing(o, around)
	}
	start := min((o.page-1)*listed, len(places))
	end := min(start+listed, len(places))
	for _, near := range places[start:end] {
		near.Metres = -1
		v.Places = append(v.Places, o.card(m, near.Hit))
	}
	if o.page > 1 && start == len(places) {
		v.FirstURL = o.pageURL(1, len(places))
	}
	v.Previous, v.Next = o.pageURL(o.page-1, len(places)), o.pageURL(o.page+1, len(places))
	if around.Outside == nil || len(places) >= little || o.page > 1 {
		return
	}
	card := o.card(m, around.Outside.Hit)
	card.Distance = farFrom(l, around, around.Outside.Metres, around.Outside.From)
	v.Outside = []pages.Card{card}
}

// card writes a place for the choices of the frame.
func (o options) card(m *catalog.Moment, hit catalog.Hit) pages.Card {
	f := o.filter
	f.Now = m.At
	card := pages.NewCard(o.language, m, m.Question(f), hit)
	card.Judge(o.language, m.Needs.All(f.Needs), hit.Unsure)
	card.Warn(o.language, m.At, m.At)
	return card
}

// nothing says that no place of the territory answers.
func nothing(o options, around catalog.Around) string {
	switch {
	case o.place == "" || len(o.filter.Kinds)+len(o.filter.Needs) > 0:
		return o.language.Say("Aucun lieu ne répond à ce choix.")
	case len(around.Communes) == 1:
		return o.language.Say("Aucun lieu %s.", catalog.TownText(o.language, o.place))
	}
	return o.language.Say("Aucun lieu pour : %s.", o.place)
}

// pageURL is the address of a page of the list, "" when there is no such page.
func (o options) pageURL(page, places int) string {
	if page < 1 || page > 1 && (page-1)*listed >= places {
		return ""
	}
	query := o.query()
	if page > 1 {
		query.Set("page", strconv.Itoa(page))
	}
	return address(pages.FramePath, query)
}

// name finds how the territory is called.
func (o *options) name(communes []*mediation.Commune) {
	if len(o.filter.Communes)+len(o.filter.EPCIs) == 0 {
		return
	}
	const spelt = 3
	var names []string
	for _, c := range communes[:min(spelt, len(communes))] {
		names = append(names, c.Name)
	}
	o.place = strings.Join(names, ", ")
	if len(communes) > spelt {
		o.place = o.language.Say("%d communes", len(communes))
	}
	if len(communes) == 1 {
		o.title = o.language.Say("Aide numérique %s", catalog.TownText(o.language, o.place))
	}
}

// nameEPCIs names a territory by its EPCIs.
func (o *options) nameEPCIs(s *catalog.Snapshot) {
	var names []string
	for _, siren := range o.filter.EPCIs {
		if e, ok := s.EPCI(siren); ok {
			names = append(names, pages.EPCIName(e))
		}
	}
	if len(names) > 0 {
		o.place, o.title = strings.Join(names, ", "), ""
	}
}

// titleIn is that of the page; where says where the whole map is about.
func (o options) titleIn(where string) string {
	switch {
	case o.title != "":
		return o.title
	case o.place != "":
		return o.language.Say("Aide numérique : %s", o.place)
	}
	return o.language.Say("Aide numérique %s", where)
}

// visitsURL is the address of the agenda of the van.
func visitsURL(o options) string {
	if len(o.filter.Communes) == 1 {
		return "/passages?q=" + o.filter.Communes[0]
	}
	return "/passages"
}

// mapURL is the address of the map that shows the same territory with the
// same filters: around a commune, or in the box of several.
func mapURL(o options, s *catalog.Snapshot, around catalog.Around) string {
	query := url.Values{}
	for name, value := range map[string]string{"kind": join(o.filter.Kinds), "service": join(o.filter.Needs), pages.LangName: pages.CodeOf(o.language)} {
		if value != "" {
			query.Set(name, value)
		}
	}
	switch {
	case o.place == "":
		query.Set("etape", "reponse")
	case len(around.Communes) == 1:
		maps.Copy(query, pages.AroundCommune(around.Communes[0]))
	default:
		box := o.framed().Bounds(s)
		query.Set("zone", strings.Join([]string{pages.Degrees(box.Min[0]), pages.Degrees(box.Min[1]), pages.Degrees(box.Max[0]), pages.Degrees(box.Max[1])}, ","))
	}
	return address("/", query)
}

// framed is what the map must know of the options.
func (o options) framed() *pages.Framed {
	return &pages.Framed{Language: o.language, Communes: o.filter.Communes, EPCIs: o.filter.EPCIs, Name: o.place, Colour: colourURL(o.colour), Links: frameLinks}
}

// mapOf makes the frame with the map.
func (f *Iframe) mapOf(o options, m *catalog.Moment, around catalog.Around) (pages.Framed, error) {
	framed := o.framed()
	framed.Fixed = o.query()
	framed.Fixed.Del("kind") // the reader may choose otherwise
	framed.Fixed.Del("service")
	framed.Title = o.titleIn(f.opts.Shell.Departement.Where(o.language))
	var err error
	framed.From = fromWhere(o, m.Snapshot)
	framed.Nothing, err = nothingHere(o, m, around)
	return *framed, err
}

// fromWhere names the territory that the reader left, "" for none.
func fromWhere(o options, s *catalog.Snapshot) string {
	left := pages.Framed{Communes: o.from.Communes, EPCIs: o.from.EPCIs}
	if !left.Locked() {
		return ""
	}
	from := options{language: o.language, filter: o.from}
	from.name(left.Members(s))
	from.nameEPCIs(s)
	return from.place
}

// nothingHere says where the nearest place is when the territory has none at
// all, "" when it has some.
func nothingHere(o options, m *catalog.Moment, around catalog.Around) (string, error) {
	if o.place == "" || len(around.Places) > 0 {
		return "", nil
	}
	if len(o.filter.Kinds)+len(o.filter.Needs) > 0 { // without them there may be some
		o.filter.Kinds, o.filter.Needs = nil, nil
		var err error
		if around, err = m.Around(o.filter, daysAhead); err != nil || len(around.Places) > 0 {
			return "", err
		}
	}
	text := nothing(o, around)
	if out := around.Outside; out != nil {
		text += " " + o.language.Say("Le plus proche est %s, à %s.", catalog.TownText(o.language, m.Places[out.Place].Address.City), catalog.DistanceText(o.language, out.Metres))
	}
	return text, nil
}
