package site

import (
	"cmp"
	"encoding/json"
	"net/url"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
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
	// ManyNeeds is true when several needs are asked for at once.
	ManyNeeds bool
	Query     string
	Results   []result
	Count     int
	Summary   string
	Next      string
	// Whole is the address of the question without its zone, "" when it has none.
	Whole string
	// Action is where forms lead, StartURL the first question, AllURL all places.
	Action, StartURL, AllURL string
	// Of a map inside another site: what its form keeps, its colour, and what
	// it says of what it does not show.
	Fixed   []pair
	Colour  string
	Outside outside
	// Back leads to the territory that the frame showed first, nil for none.
	Back *whence
	// Rescue is what an empty answer says instead, nil otherwise.
	Rescue *rescue
}

type needGroup struct {
	Label string
	Needs []choice
}

// home answers GET /: the map and its list.
func (s *Site) home(c echo.Context) error {
	snapshot, err := s.data.Current()
	if err != nil {
		return err
	}
	m, query := snapshot.At(s.opts.Now()), c.QueryParams()
	q := readQuestion(query, snapshot, s.opts.Now())
	view, err := s.mapView(m, q, query)
	if err != nil {
		return err
	}
	view.AddLanguages(c)
	return s.Render(c, q.language, m, mapPage, view)
}

// mapView is what the map page shows of a question.
func (s *Site) mapView(m *catalog.Moment, q question, query url.Values) (mapView, error) {
	snapshot, now := m.Snapshot, q.filter.Asked
	hits := q.find(snapshot)
	view := mapView{
		frame: s.Frame(q.language, q.language.Say("Aide numérique %s", s.opts.Shell.Departement.Where(q.language)), snapshot).In(pages.MapPath),
		App:   s.Path("app.js"), Preload: s.Path("chunk.js"), ManyNeeds: len(q.filter.Services) > 1,
		Needs: needGroups(snapshot.Needs, q.filter.Services), Kinds: kindChoices(q.filter.Kinds),
		stepsView: s.stepsView(q, snapshot, len(hits)),
		Query:     q.typed(), Count: len(hits), Summary: q.summary(countHits(hits), snapshot.Needs),
		Action: q.path(), StartURL: q.blank(askNeed).address(), AllURL: q.blank(theAnswer).address(),
	}
	var err error
	if view.Config, err = s.config(snapshot, q); err != nil {
		return view, err
	}
	if q.filter.Box != nil {
		view.Whole = q.anywhere().address()
	}
	view.Style = s.Path("app.css")
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
	return view, nil
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

// config is what the client must know before it asks for anything.
func (s *Site) config(snapshot *catalog.Snapshot, q question) (string, error) {
	now := q.filter.Asked
	settings, err := s.mapSettings(snapshot)
	if err != nil {
		return "", err
	}
	if q.framed != nil {
		settings.Departement.BBox = boxOf(q.framed.Bounds(snapshot))
	}
	encoded, err := json.Marshal(struct {
		APIBase string `json:"apiBase"`
		pages.MapSettings
		Example bool       `json:"example"`
		Today   string     `json:"today"`
		Hour    string     `json:"hour"`
		Framed  *framedMap `json:"framed,omitempty"`
	}{
		"/api/v1", settings,
		snapshot.Example(), dayOf(now).Format(time.DateOnly), now.In(hours.Paris).Format("15:04"), q.framedMap(snapshot),
	})
	return string(encoded), err
}

func newResult(m *catalog.Moment, hit catalog.Hit, q question) result {
	r := pages.NewResult(q.language, m, hit.Place, q.when.days())
	r.Selected = r.ID == q.place
	if q.filter.Near != nil {
		r.Measure(q.language, hit.Metres)
	}
	r.Judge(len(q.filter.Services), hit.Unsure)
	return r
}

// sortByCity orders a list without distances as a directory would; places
// where a need is confirmed stay before the others.
func sortByCity(s *catalog.Snapshot, hits []catalog.Hit) {
	slices.SortStableFunc(hits, func(a, b catalog.Hit) int {
		return cmp.Or(catalog.CompareSure(a.Unsure, b.Unsure), pages.CompareCity(s.Places[a.Place], s.Places[b.Place]))
	})
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
					choice{ID: string(n.ID), Label: n.Label, Explanation: n.Explanation, Checked: slices.Contains(chosen, n.ID)})
			}
		}
	}
	return groups
}

func kindChoices(chosen []mediation.Kind) []choice {
	choices := pages.KindLabels(mediation.Kinds)
	for i, k := range mediation.Kinds {
		choices[i].Checked = slices.Contains(chosen, k)
	}
	return choices
}
