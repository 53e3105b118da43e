package site

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
)

// listed is how many places one page of the list holds.
const listed = 20

// mapView is what the template of the map page shows; its fields are
// documented there, in frontend/templates/map.html.tmpl.
type mapView struct {
	frame
	Config  string
	App     string
	Preload string // a script that App needs, "" for none
	stepsView
	Needs []needGroup
	Kinds []choice
	// Whens are now and the spans of days, Day and Hour what the fields of one
	// day hold, within Today and LastDay; When says the choice made.
	Whens                     []choice
	OneDay                    bool
	Day, Hour, Today, LastDay string
	When                      string
	// Further are the choices of "Plus de choix", FurtherChosen says how many
	// are made, Silent what no source speaks of. Sure is offered once Needed.
	Further               []furtherView
	FurtherChosen, Silent string
	Needed, Sure          bool
	// Tours is true when there is a bus to follow.
	Tours bool
	// ManyNeeds is true when several needs are asked for at once.
	ManyNeeds bool
	Query     string
	Results   []result
	Count     int
	Summary   string
	Next      string
	// Whole is the address of the question without its zone, "" when it has none.
	Whole string
	// Rescue is what an empty answer says instead, nil otherwise.
	Rescue *rescue
}

type needGroup struct {
	Label string
	Needs []choice
}

type choice struct {
	ID, Label, Explanation string
	Checked                bool
}

type result struct {
	ID, URL, Name string
	KindLabels    []choice
	Address, City string
	// Distance is "" without a point, Walk says how long it is on foot when
	// that is not too far.
	Distance, Walk string
	// Approximate is true when the point is only the centre of the commune.
	Approximate bool
	// How says what it costs and how to come, "" when sources are silent.
	How string
	// Fresh says when a source last touched it, and Stale warns when that is
	// long ago; one of them or none.
	Fresh, Stale        string
	Phone, PhoneDisplay string
	OpenText            string
	OpenNow             bool
	// VisitText says the next visit of a bus, "" for none; VisitNow is true
	// while it is there.
	VisitText string
	VisitNow  bool
	// Certainty is "confirmed", "possible", or "" when no need is asked for.
	Certainty string
	Selected  bool
	// Break is true for the first of those that are only possible.
	Break bool
}

// home answers GET /: the map and its list.
func (s *Site) home(c echo.Context) error {
	snapshot, err := s.data.Current()
	if err != nil {
		return err
	}
	now := s.opts.Now()
	config, err := s.config(snapshot, now)
	if err != nil {
		return err
	}
	query := c.QueryParams()
	q := readQuestion(query, snapshot, now)
	m := snapshot.At(now)
	hits := q.find(snapshot)
	view := mapView{
		frame: s.frame(q.language, q.language.Say("Aide numérique %s", s.departement(q.language)), snapshot), Config: config,
		App: s.assets.path("app.js"), Preload: s.assets.path("chunk.js"), ManyNeeds: len(q.filter.Services) > 1,
		Needs: needGroups(snapshot.Needs, q.filter.Services), Kinds: kindChoices(q.filter.Kinds),
		Tours:     len(snapshot.Stops) > 0,
		stepsView: s.stepsView(q, snapshot, len(hits)),
		Query:     q.typed(), Count: len(hits), Summary: q.summary(countHits(hits), snapshot.Needs),
	}
	if q.filter.Box != nil {
		view.Whole = q.anywhere().address()
	}
	view.Style = s.assets.path("app.css")
	view.addDays(q, now)
	view.addFurther(q, snapshot)
	if len(hits) == 0 {
		view.Rescue = q.rescue(m)
	}
	start := min((q.page-1)*listed, len(hits))
	end := min(start+listed, len(hits))
	view.addResults(m, hits[start:end], q)
	if end < len(hits) {
		view.Next = q.next(query)
	}
	view.addLanguages(c)
	return s.renderIn(c, q.language, m, mapPage, view)
}

// addResults adds the lines of one page of the list.
func (v *mapView) addResults(m *catalog.Moment, hits []catalog.Hit, q question) {
	unsure := slices.IndexFunc(hits, func(h catalog.Hit) bool { return h.Unsure })
	for i, hit := range hits {
		r := newResult(m, hit, q)
		r.Break = i == unsure
		v.Results = append(v.Results, r)
	}
}

// ahead is how far ahead one may ask: visits are known for a year.
const ahead = 365

func (v *mapView) addDays(q question, now time.Time) {
	today := dayOf(now)
	v.Whens, v.OneDay = q.when.choices(), q.when.id == oneDay
	v.Day, v.Hour, v.Today = q.when.day(today), q.when.clock, today.Format(time.DateOnly)
	v.LastDay = today.AddDate(0, 0, ahead).Format(time.DateOnly)
	v.When = q.when.words
}

// mapArea is what the map shows at first; BBox is west, south, east, north.
type mapArea struct {
	Code string     `json:"code"`
	Name string     `json:"name"`
	BBox [4]float64 `json:"bbox"`
}

func (s *Site) area(snapshot *catalog.Snapshot) mapArea {
	box := snapshot.Bounds()
	return mapArea{s.opts.Departement.Code, s.opts.Departement.Name, [4]float64{box.Min[0], box.Min[1], box.Max[0], box.Max[1]}}
}

// config is what the client must know before it asks for anything.
func (s *Site) config(snapshot *catalog.Snapshot, now time.Time) (string, error) {
	encoded, err := json.Marshal(struct {
		APIBase         string  `json:"apiBase"`
		TileURL         string  `json:"tileURL"`
		TileAttribution string  `json:"tileAttribution"`
		Departement     mapArea `json:"departement"`
		Example         bool    `json:"example"`
		Today           string  `json:"today"`
		Hour            string  `json:"hour"`
	}{
		"/api/v1", s.opts.TileURL, s.opts.TileAttribution, s.area(snapshot),
		snapshot.Example(), dayOf(now).Format(time.DateOnly), now.In(hours.Paris).Format("15:04"),
	})
	return string(encoded), err
}

func newResult(m *catalog.Moment, hit catalog.Hit, q question) result {
	p := m.Places[hit.Place]
	phone := p.Contact().Phone
	r := result{
		ID: p.ID, URL: placeURL(p), Name: p.Name, KindLabels: kindLabels(p.Kinds()),
		Address: p.Address.Street, City: strings.TrimSpace(p.Address.Postcode + " " + p.Address.City),
		Phone: phone, PhoneDisplay: mediation.PhoneText(phone),
		Approximate: p.Approximate(), Selected: p.ID == q.place, How: howText(q.language, p),
	}
	r.Fresh, r.Stale = freshness(q.language, p.Updated(), m.At)
	if !p.ReceivesNobody() {
		r.addWhen(q.language, m, hit.Place, q.when)
	}
	if q.filter.Near != nil {
		r.Distance, r.Walk = catalog.DistanceText(q.language, hit.Metres), walkText(q.language, hit.Metres)
	}
	switch {
	case len(q.filter.Services) == 0:
	case hit.Unsure:
		r.Certainty = "possible"
	default:
		r.Certainty = "confirmed"
	}
	return r
}

// addWhen says when one finds help there: the hours, and the next visit, or
// the first one in the days asked for. The client says the same
// (frontend/src/line.ts).
func (r *result) addWhen(l *language.Language, m *catalog.Moment, place int, w when) {
	open, visit, noun := m.Open(place), m.NextVisit(place), catalog.NextVisit
	if days := w.days(); days != nil {
		next := visit
		if visit = m.VisitDuring(place, *days); visit != next {
			noun = catalog.AnyVisit
		}
	}
	r.OpenText, r.OpenNow = open.Text(l), open.Open
	if visit == nil {
		return
	}
	about := open.Open && open.Until.Equal(visit.End) || !open.Open && open.Next.Equal(visit.Start)
	r.VisitText, r.VisitNow = catalog.VisitText(l, visit, m.At, noun), about && open.Open
	if about {
		r.VisitText = r.OpenText
	}
	if about || onlyVans(m.Places[place]) {
		r.OpenText, r.OpenNow = "", false
	}
}

func onlyVans(p mediation.Place) bool {
	return !slices.ContainsFunc(p.Offers, func(o mediation.Offer) bool { return o.Kind != mediation.Van })
}

func placeURL(p mediation.Place) string { return "/lieux/" + p.ID + "-" + p.Slug() }

// sortByCity orders a list without distances as a directory would; places
// where a need is confirmed stay before the others.
func sortByCity(s *catalog.Snapshot, hits []catalog.Hit) {
	key := func(h catalog.Hit) string {
		p := s.Places[h.Place]
		return mediation.Fold(p.Address.City) + "\x00" + mediation.Fold(p.Name) + "\x00" + p.ID
	}
	slices.SortStableFunc(hits, func(a, b catalog.Hit) int {
		return cmp.Or(boolCompare(a.Unsure, b.Unsure), cmp.Compare(key(a), key(b)))
	})
}

func boolCompare(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

var families = []struct{ id, label string }{
	{"demarches", language.Mark("Faire une démarche")},
	{"competences", language.Mark("Apprendre")},
	{"acces", language.Mark("Utiliser un ordinateur")},
}

func needGroups(needs mediation.Needs, chosen []mediation.ServiceID) []needGroup {
	groups := make([]needGroup, len(families))
	for i, family := range families {
		groups[i].Label = family.label
		for _, n := range needs {
			if n.Family == family.id {
				groups[i].Needs = append(groups[i].Needs,
					choice{string(n.ID), n.Label, n.Explanation, slices.Contains(chosen, n.ID)})
			}
		}
	}
	return groups
}

func kindChoices(chosen []mediation.Kind) []choice {
	choices := kindLabels(mediation.Kinds)
	for i, k := range mediation.Kinds {
		choices[i].Checked = slices.Contains(chosen, k)
	}
	return choices
}

func kindLabels(kinds []mediation.Kind) []choice {
	choices := make([]choice, len(kinds))
	for i, k := range kinds {
		choices[i] = choice{ID: string(k), Label: k.Label()}
	}
	return choices
}
