package site

import (
	"encoding/json"
	"net/url"

	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/mediation"
	"escale/internal/pages"
)

// mapView is what the templates of the map page show: the whole page, and the
// part of it that changes with the question (frontend/templates).
type mapView struct {
	frame
	// Part is true for the part alone: the page around it is there already.
	Part    bool
	Config  string
	App     string
	Preload string // a script that App needs, "" for none
	// Step is the question that is asked, Lost what was typed and not understood.
	Step, Lost string
	// stepsView is empty beside an answer.
	stepsView
	// Choices are those of the form beside an answer, Days those of a step.
	Choices choices
	Days    daysView
	List    listView
	// Subject is what is asked, Summary the same with the number of places.
	// Count is how many there are, sure or not.
	Subject, Summary string
	Count            int
	Chips            []chip
	// Query is what the search box holds.
	Query string
	// Whole is the address of the question without its zone, "" when it has none.
	Whole string
	// Address is that of the question as it was understood. Places asks the
	// public API for the same places, Revision names the data of the answer.
	Address, Places, Revision string
	// Action is where forms lead, AllURL all places.
	Action, AllURL string
	// Sheet is the address of the page of the place that is open, "" for none.
	Sheet string
	// Of a map inside another site: what its form keeps, its colour, and what
	// it says of what it does not show.
	Fixed   []pair
	Colour  string
	Outside outside
	// Back leads to the territory that the frame showed first, nil for none.
	Back *way
	// Doubt asks what is meant, nil when that is sure. Unused says what nothing
	// was made of, Around from where distances are measured.
	Doubt          *doubtView
	Unused, Around string
	// Rescue is what an empty answer says instead, nil otherwise.
	Rescue *rescue
}

// answerPart asks for what changes with the question: the browser puts it in
// the place of the last one.
const answerPart = "answer"

// home answers GET /: the map and its list.
func (s *Site) home(c echo.Context) error {
	snapshot, err := s.data.Current()
	if err != nil {
		return err
	}
	m, query := snapshot.At(s.opts.Now()), c.QueryParams()
	q := readQuestion(query, snapshot, s.opts.Now())
	return s.RenderOnce(c, q.language, m, templateOf(query), func() (any, error) {
		view, err := s.mapView(m, q, query)
		view.AddLanguages(c)
		return view, err
	})
}

// templateOf is the whole page, or the part of it that the browser asks for.
func templateOf(query url.Values) string {
	if isPart(query) {
		return "part"
	}
	return mapPage
}

func isPart(query url.Values) bool { return query.Get(pages.PartName) == answerPart }

// mapView is what the map page shows of a question.
func (s *Site) mapView(m *catalog.Moment, q question, query url.Values) (mapView, error) {
	tallies, found := q.tally(m.Snapshot)
	view := mapView{
		Part: isPart(query), Step: q.step.name(), Lost: q.lost,
		App: s.Path("app.js"), Preload: s.Path("chunk.js"),
		Count: found.All(), Chips: q.chips(m.Needs), Query: q.typed(), Subject: q.subject(m.Needs),
		Address: q.address(), Places: q.places(), Revision: m.Version,
		Unused: unusedText(q.language, q.unused), Doubt: q.doubtOf(m.Snapshot), Around: q.aroundText(),
		Action: q.path(), AllURL: q.blank(theAnswer).address(),
	}
	title := view.Subject
	switch {
	case q.step != theAnswer:
		title = q.language.Say(headings[q.step])
	case title == "":
		title = q.language.Say("Aide numérique %s", s.opts.Shell.Departement.Where(q.language))
	}
	view.frame = s.Frame(q.language, title, m.Snapshot).In(pages.MapPath)
	view.Style = s.Path("app.css")
	if p, err := m.Place(q.place); err == nil {
		view.Sheet = pages.InLanguage(q.language, pages.PlaceURL(m.Places[p]))
	}
	if q.step == theAnswer {
		view.addAnswer(m, q, tallies, found)
	} else {
		view.Days, view.stepsView = q.daysView(), s.stepsView(q, m.Snapshot, found)
	}
	if view.Part {
		return view, nil
	}
	var err error
	view.Config, err = s.config(m.Snapshot, q)
	return view, err
}

// addAnswer adds the list, the form of the question, and the ways out of an
// empty answer.
func (v *mapView) addAnswer(m *catalog.Moment, q question, tallies *catalog.Tallies, found catalog.Tally) {
	v.List, v.Choices = q.list(m, found), q.choices(m, tallies, found)
	v.Summary = q.summary(m.Needs, found)
	if q.filter.Box != nil {
		v.Whole = q.anywhere().address()
	}
	if found.All() == 0 && q.doubt == nil {
		v.Rescue = q.rescue(m)
	}
}

// config is what the client must know before it asks for anything.
func (s *Site) config(snapshot *catalog.Snapshot, q question) (string, error) {
	settings, err := s.mapSettings(snapshot)
	if err != nil {
		return "", err
	}
	if q.framed != nil {
		settings.Departement.BBox = boxOf(q.framed.Bounds(snapshot))
	}
	encoded, err := json.Marshal(struct {
		pages.MapSettings
		// Times are what the API is asked for the times that addresses name.
		Times map[string]string `json:"times"`
		Kinds map[string]string `json:"kinds"`
		// Territory is the query of the API that holds a frame to its territory.
		Territory string `json:"territory,omitempty"`
	}{settings, q.times(), q.kindLabels(), q.territory().Encode()})
	return string(encoded), err
}

// times are the queries of the API for the times that have a name.
func (q question) times() map[string]string {
	times := map[string]string{}
	for _, id := range timeNames() {
		times[id] = named(q.language, id, q.filter.Now).places().Encode()
	}
	return times
}

// kindLabels are what the map calls the kinds: the same as the cards.
func (q question) kindLabels() map[string]string {
	labels := map[string]string{}
	for _, k := range mediation.Kinds {
		labels[string(k)] = q.language.Say(k.Short())
	}
	return labels
}

func kindChoices(chosen []mediation.Kind) []choice {
	choices := pages.KindLabels(mediation.Kinds)
	for i, k := range mediation.Kinds {
		for _, c := range chosen {
			choices[i].Checked = choices[i].Checked || c == k
		}
	}
	return choices
}
