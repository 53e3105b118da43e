package admin

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/coverage"
	"escale/internal/desk"
	"escale/internal/hours"
	"escale/internal/mediation"
	"escale/internal/pages"
	"escale/internal/reach"
	"escale/internal/web"
)

const stopsPath = Root + "/etapes"

func (a *Admin) registerStops(g *echo.Group) {
	g.GET("/etapes", a.signedIn(a.stops))
	g.GET("/etapes/tableur", a.signedIn(a.stopsSheet))
}

// stopsView is where the van could go next: a question in the address, and the stops that
// are proposed. Nothing of it is stored.
type stopsView struct {
	view
	Needs, Distances, Days, Periods []choice
	HalfDays                        string // as it was typed
	OnFoot                          bool
	Weights                         []weightField
	// Found says what the stops do, Gap how far from the best they can be, More what
	// one more half-day would add.
	Found, Gap, More string
	Stops            []stopCard
	// Forbidden are those that were left out, Candidates what one may fix.
	Forbidden  []choice
	Candidates []choice
	// WorkbookURL and TextURL are the stops as a spreadsheet.
	WorkbookURL, TextURL string
}

// weightField is how much one person of a layer counts.
type weightField struct {
	Name, Label string
	Options     []choice
}

// stopCard is one proposed stop.
type stopCard struct {
	ID, Name, Why, Loss string
	Fixed               bool
}

// choice is an option of a list.
type choice struct {
	ID, Label string
	Checked   bool
}

// wish is what the address asks.
type wish struct {
	web.Coverage
	reach.Wishes
	halfDays, period int
	// fault says what of the address cannot be read, nil when all can.
	fault *mediation.Error
}

// How often the van goes out, when the address does not say.
const (
	usualHalfDays = 2
	mostHalfDays  = 60
	week          = 7
	month         = 28
	mostWeight    = 3
)

// readWish reads the address of the page.
func (a *Admin) readWish(c echo.Context, m *catalog.Moment) (w wish, err error) {
	q := web.NewForm(c.QueryParams())
	w = wish{Coverage: q.Coverage(m.Needs), halfDays: usualHalfDays, period: week}
	if q.Has("halfdays") {
		w.halfDays = q.Typed("halfdays", 1, mostHalfDays)
	}
	if web.One(q, "period", "month") != "" {
		w.period = month
	}
	w.Wishes = reach.Wishes{Stops: coverage.Stops(w.halfDays, w.period, w.Days), Fixed: q.List("fixed"), Forbidden: q.List("forbidden"), Weights: readWeights(q, m)}
	w.fault = labelled(q.Fault())
	if a.opts.Requested != nil {
		w.Requested, err = a.opts.Requested(c.Request().Context())
	}
	return w, err
}

// readWeights reads how much a person of each layer counts; an address that says nothing of
// it is about all inhabitants.
func readWeights(q *web.Query, m *catalog.Moment) map[mediation.Layer]float64 {
	weights, given, total := map[mediation.Layer]float64{}, "", 0
	groups := reach.Groups(m.Snapshot)
	for _, layer := range append([]mediation.Layer{reach.Everybody}, mediation.Layers...) {
		name := weightName(layer)
		if !q.Has(name) {
			continue
		}
		given = name
		weight := q.Typed(name, 0, mostWeight)
		if !slices.ContainsFunc(groups, func(g reach.Group) bool { return g.Layer == layer }) && weight > 0 {
			q.Refuse(name, "Personne n’a encore donné ces chiffres pour ce territoire.")
			continue
		}
		weights[layer], total = float64(weight), total+weight
	}
	switch {
	case given == "":
		weights[reach.Everybody] = 1
	case total == 0:
		q.Refuse(given, noWeight)
	}
	return weights
}

const noWeight = "Tous les poids sont à zéro : personne ne compterait. Donnez un poids à un public au moins."

// wishLabels name the fields of the form.
var wishLabels = map[string]string{
	"service": "Démarche", "halfdays": "Demi-journées de plus", "period": "Tous les combien", "distance": "On vient de moins de", "days": "Chaque étape est desservie tous les",
	"car": "Sans voiture", "certainty": "Certitude", "start": "Début", "end": "Fin", "who": "Public",
}

// labelled is a fault that names the field that cannot be read.
func labelled(fault *mediation.Error) *mediation.Error {
	if fault == nil || fault.Sentence == noWeight { // that is about all fields
		return fault
	}
	label := wishLabels[fault.Parameter]
	if layer, isWeight := strings.CutPrefix(fault.Parameter, "weight"); isWeight {
		label = "Combien compte chaque personne (" + pages.LayerLabel(mediation.Layer(strings.TrimPrefix(layer, "-"))) + ")"
	}
	return mediation.InvalidParameter(fault.Parameter, label+"\u00a0: "+fault.Sentence)
}

// refusal says what cannot be, nil when all can.
func (w wish) refusal(answer *reach.Answer) *mediation.Error {
	if w.fault != nil {
		return w.fault
	}
	if w.Stops == 0 {
		return mediation.InvalidParameter("halfdays", tooFew)
	}
	if sentence := answer.Refusal(w.Wishes); sentence != "" {
		return mediation.InvalidParameter("fixed", sentence)
	}
	return nil
}

func weightName(layer mediation.Layer) string {
	if layer == reach.Everybody {
		return "weight"
	}
	return "weight-" + string(layer)
}

// suggest answers what the address asks.
func (a *Admin) suggest(c echo.Context) (w wish, answer *reach.Answer, err error) {
	if err = desk.CheckSuggest(actor(c)); err != nil || a.opts.Reach == nil {
		return w, nil, err
	}
	snapshot, err := a.opts.Data.Current()
	if err != nil {
		return w, nil, err
	}
	m := snapshot.At(a.opts.Now())
	if w, err = a.readWish(c, m); err != nil {
		return w, nil, err
	}
	answer, err = a.opts.Reach.Answer(m, w.Question)
	return w, answer, err
}

// stops answers GET /gestion/etapes.
func (a *Admin) stops(c echo.Context) error {
	w, answer, err := a.suggest(c)
	if err != nil {
		return err
	}
	if answer == nil {
		return echo.ErrNotFound
	}
	v := stopsView{view: a.newView(c, "Où le bus irait le mieux"), HalfDays: strconv.Itoa(w.halfDays), OnFoot: w.OnFoot}
	v.addForm(answer, w)
	if fault := w.refusal(answer); fault != nil {
		v.Fault, v.FaultOf = fault.Sentence, fault.Parameter
		if typed, has := c.QueryParams()["halfdays"]; has {
			v.HalfDays = typed[0]
		}
	} else {
		v.addStops(answer, w)
	}
	address := c.QueryParams()
	for format, to := range map[string]*string{"xlsx": &v.WorkbookURL, "csv": &v.TextURL} {
		values := url.Values{"forme": {format}}
		for name, list := range address {
			values[name] = list
		}
		*to = stopsPath + "/tableur?" + values.Encode()
	}
	return a.show(c, http.StatusOK, stopsPage, v)
}

// stopsSheet answers GET /gestion/etapes/tableur.
func (a *Admin) stopsSheet(c echo.Context) error {
	w, answer, err := a.suggest(c)
	if err != nil {
		return err
	}
	if answer == nil {
		return echo.ErrNotFound
	}
	workbook := c.QueryParam("forme") != "csv"
	if fault := w.refusal(answer); fault != nil {
		return fault
	}
	content, err := desk.StopsSheet(pages.SuggestionRows(answer.Moment, answer.Suggest(w.Wishes)), workbook)
	if err != nil {
		return err
	}
	return sendSheet(c, "etapes-proposees", content, workbook)
}

// addForm shows the question.
func (v *stopsView) addForm(a *reach.Answer, w wish) {
	m := a.Moment
	v.Needs = []choice{{"", "Toute aide numérique", w.Need == ""}}
	for _, need := range m.Needs {
		v.Needs = append(v.Needs, choice{string(need.ID), need.Label, need.ID == w.Need})
	}
	for _, n := range pages.CoverageDistances {
		v.Distances = append(v.Distances, choice{strconv.Itoa(n), strconv.Itoa(n) + "\u00a0km", float64(n) == w.Reach/1000})
	}
	for _, n := range pages.CoverageHorizons {
		v.Days = append(v.Days, choice{strconv.Itoa(n), strconv.Itoa(n) + "\u00a0jours", n == w.Days})
	}
	v.Periods = []choice{{"", "par semaine", w.period == week}, {"month", "par mois (4 semaines)", w.period == month}}
	for _, g := range reach.Groups(m.Snapshot) {
		field := weightField{Name: weightName(g.Layer), Label: hours.Capital(pages.LayerLabel(g.Layer))}
		for weight := range mostWeight + 1 {
			field.Options = append(field.Options, choice{strconv.Itoa(weight), weightLabels[weight], float64(weight) == w.Weights[g.Layer]})
		}
		v.Weights = append(v.Weights, field)
	}
	for _, candidate := range a.Candidates(w.Requested) {
		if slices.Contains(w.Forbidden, candidate.ID) {
			v.Forbidden = append(v.Forbidden, choice{candidate.ID, candidateText(candidate), true})
			continue
		}
		v.Candidates = append(v.Candidates, choice{candidate.ID, candidateText(candidate), false})
	}
}

// weightLabels say how much a person counts.
var weightLabels = []string{"ne compte pas", "1", "2", "3"}

func candidateText(c coverage.Candidate) string {
	switch {
	case c.Requested:
		return c.Name + " (demande le bus)"
	case c.Known:
		return c.Name + " (le bus y vient)"
	}
	return c.Name
}

const tooFew = "Avec si peu de demi-journées, aucune étape ne peut être desservie une fois dans ce délai. Allongez le délai, ou donnez plus de demi-journées."

// addStops shows what is proposed.
func (v *stopsView) addStops(a *reach.Answer, w wish) {
	s := a.Suggest(w.Wishes)
	v.Found = pages.SuggestionText(a.Moment, w.Question, s)
	if len(s.Stops) == 0 {
		return
	}
	v.Gap = pages.GapText(s)
	for _, stop := range s.Stops {
		v.Stops = append(v.Stops, stopCard{stop.ID, pages.StopName(a.Moment, stop), pages.WhyText(s, stop), pages.LossText(s, stop), stop.Fixed})
	}
	more := w.Wishes
	more.Stops = coverage.Stops(w.halfDays+1, w.period, w.Days)
	if more.Stops > w.Stops {
		v.More = pages.MoreText(s, a.Suggest(more))
	}
}
