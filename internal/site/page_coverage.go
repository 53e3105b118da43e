package site

import (
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/coverage"
	"escale/internal/language"
	"escale/internal/pages"
	"escale/internal/reach"
	"escale/internal/web"
)

// coverageView is who is far from help: in sentences, on a map, in tables. For councils,
// in French only; on paper it takes two pages.
type coverageView struct {
	frame
	Script string
	coverageForm
	// Unused says what nothing was made of.
	Unused string
	// Lead is the first sentence, Facts the others.
	Lead  string
	Facts []string
	// Farthest are the communes whose people are the farthest.
	Farthest []coverageLine
	// NearBorder is true when one of them may have nearer help in a neighbour.
	NearBorder bool
	Gain       *coverageGain
	Map        coverageMap
	Legend     []coverageClass
	EPCIs      []coverageLine
	Communes   []coverageLine
	// Sorts lead to the table in another order, More to all communes.
	Sorts []coverageSort
	More  string
	// MoreCount is how many there are.
	MoreCount string
	Months    []coverageMonth
	Method    coverageMethod
	// CSV and Points are the files of all figures, MonthsCSV that of the months.
	CSV, Points, MonthsCSV, JSON string
	// Day is the one of which the page tells, Who the people it is about.
	Day, Who string
}

// coverageLine is a line of a table.
type coverageLine struct {
	Name, URL string
	// Far are the people without help, Share what part they are of all.
	Far, Share string
	// Near is the nearest open door, PlaceURL its page; Wait and Weekly are "" without help in reach.
	Near, Place, PlaceURL, Wait, Weekly string
	Status                              coverage.Status
	StatusLabel                         string
	Border                              bool
}

// coverageSort is a column to sort by: Label is its name, Order says what comes first.
type coverageSort struct {
	Key, Label, Order, URL string
	Current                bool
}

// coverageClass is a line of the legend.
type coverageClass struct {
	Slug, Label, Communes, People string
}

// coverageMonth is a bar: Percent of the highest.
type coverageMonth struct {
	Label, People string
	Height        int
}

// coverageGain is what one more half-day could change.
type coverageGain struct {
	Text, Bound string
	// Supposed says what is taken for granted, "" for nothing.
	Supposed string
	Stops    []coverageStop
}

type coverageStop struct{ Name, URL, Text string }

// coverage answers GET /couverture.
func (s *Site) coverage(c echo.Context) error {
	snapshot, err := s.data.Current()
	if err != nil {
		return err
	}
	m := snapshot.At(s.opts.Now())
	return s.RenderOnce(c, language.French, m, coveragePage, func() (any, error) { return s.coverageView(c, m) })
}

// How many communes the table shows at first, and at the most: a file has the others.
const (
	communesListed = 30
	communesMost   = 2_000
	farthestListed = 5
)

func (s *Site) coverageView(c echo.Context, m *catalog.Moment) (view coverageView, err error) {
	q := web.NewForm(c.QueryParams())
	wanted := q.Coverage(m.Needs)
	group, known := reach.GroupOf(m.Snapshot, wanted.Who)
	if !known {
		q.Refuse("who", "")
		wanted.Who = reach.Everybody
		group, _ = reach.GroupOf(m.Snapshot, reach.Everybody)
	}
	order := web.One(q, "tri", coverageOrders...)
	answer, err := s.opts.Reach.Answer(m, wanted.Question)
	if err != nil {
		return view, err
	}
	rows := answer.Rows(group)
	total := reach.SumOf(rows)
	unsure, err := s.opts.Reach.ToCheck(answer, group)
	if err != nil {
		return view, err
	}
	address := coverageAddress(wanted).Encode()
	view = coverageView{
		frame:        s.Frame(language.French, "Qui est loin de l’aide numérique "+s.opts.Shell.Departement.Where(language.French), m.Snapshot).In("").Named("Couverture"),
		Script:       s.Path("page.js"),
		coverageForm: newCoverageForm(m, wanted), Unused: unusedText(language.French, q.Left()),
		Lead: pages.FarText(m.Needs, wanted.Question, wanted.Who, total, totalOf(unsure)), Facts: coverageFacts(wanted, total, rows),
		Farthest: s.farthest(m, answer, rows), Gain: newCoverageGain(m, answer, wanted),
		Legend: coverageLegend(wanted, total), EPCIs: coverageEPCIs(m, rows, order),
		Months: coverageMonths(m, wanted), Method: s.newCoverageMethod(m, wanted, total),
		CSV: "/export/couverture.csv?" + address, Points: "/export/couverture-points.csv?" + address, MonthsCSV: "/export/couverture-mois.csv", JSON: "/api/v1/coverage?" + address,
		Day: dayText(m), Who: pages.LayerLabel(wanted.Who),
	}
	view.NearBorder = slices.ContainsFunc(view.Farthest, func(l coverageLine) bool { return l.Border })
	view.addCommunes(m, answer, rows, order, c.QueryParam("communes") == "toutes")
	view.Map, err = s.coverageMap(m, answer, rows, answer.OneMore(wanted.Who).Stops)
	return view, err
}

func totalOf(list []int) (total int) {
	for _, n := range list {
		total += n
	}
	return total
}

// The orders of the table.
const (
	byFar      = "loin"
	byName     = "commune"
	byDistance = "distance"
	byWait     = "attente"
	byHours    = "heures"
)

var coverageOrders = []string{byFar, byName, byDistance, byWait, byHours}

var (
	columnLabels = map[string]string{byName: "Commune", byFar: "Sans aide", byDistance: "Le plus proche", byWait: "Attente", byHours: "Heures par semaine"}
	orderLabels  = map[string]string{byName: "Par nom", byFar: "Le plus de gens sans aide", byDistance: "Les plus loin", byWait: "La plus longue attente", byHours: "Le moins d’heures"}
)

// addCommunes lists the communes in an order, the first of them unless all are wanted.
func (v *coverageView) addCommunes(m *catalog.Moment, answer *reach.Answer, rows []reach.Row, order string, all bool) {
	if order == "" {
		order = byFar
	}
	sorted := sortRows(rows, order)
	most := communesListed
	if all {
		most = communesMost
	}
	for _, row := range sorted[:min(most, len(sorted))] {
		v.Communes = append(v.Communes, newCoverageLine(m, answer, row))
	}
	address := coverageAddress(v.wanted)
	if len(sorted) > most && !all {
		more := cloneWith(address, "communes", "toutes")
		more.Set("tri", order)
		v.More, v.MoreCount = pages.CoveragePath+"?"+more.Encode()+"#communes", pages.CommunesText(len(sorted))
	}
	for _, key := range []string{byName, byFar, byDistance, byWait, byHours} {
		to := cloneWith(address, "tri", key)
		if all {
			to.Set("communes", "toutes")
		}
		v.Sorts = append(v.Sorts, coverageSort{key, columnLabels[key], orderLabels[key], pages.CoveragePath + "?" + to.Encode(), key == order})
	}
}

func cloneWith(values url.Values, name, value string) url.Values {
	clone := url.Values{}
	for key, list := range values {
		clone[key] = slices.Clone(list)
	}
	clone.Set(name, value)
	return clone
}

// coverageAddress writes a question as its address has it; what is usual is left out.
func coverageAddress(wanted web.Coverage) url.Values {
	values := url.Values{}
	set := func(name, value string, unusual bool) {
		if unusual {
			values.Set(name, value)
		}
	}
	set("service", string(wanted.Need), wanted.Need != "")
	set("distance", strconv.FormatFloat(wanted.Reach/1000, 'f', -1, 64), wanted.Reach != web.CoverageDistance*1000)
	set("days", strconv.Itoa(wanted.Days), wanted.Days != web.CoverageDays)
	set("who", string(wanted.Who), wanted.Who != "")
	set("car", "no", wanted.OnFoot)
	set("certainty", "possible", wanted.Possible)
	set("start", web.ClockText(wanted.Start), wanted.End > 0)
	set("end", web.ClockText(wanted.End), wanted.End > 0)
	return values
}
