package reach

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"escale/internal/catalog"
	"escale/internal/coverage"
	"escale/internal/mediation"
)

// Everybody are all inhabitants: they need no file of indicators.
const Everybody mediation.Layer = ""

// Group is how many people of a layer live in each commune.
type Group struct {
	Layer mediation.Layer
	// Year, Source and Estimated are as in [mediation.Indicator].
	Year              int
	Source, Estimated string
	// People are by commune, in the order of the territory; Missing is how many
	// communes have no figure.
	People  []int
	Missing int
}

// Groups lists those of which something is known, everybody first.
func Groups(s *catalog.Snapshot) []Group {
	all := Group{Layer: Everybody}
	for _, c := range s.Territory.Communes {
		all.People = append(all.People, c.Population)
	}
	list := []Group{all}
	for _, layer := range mediation.Layers {
		i := slices.IndexFunc(s.Territory.Indicators, func(i mediation.Indicator) bool { return i.Layer == layer })
		if i < 0 {
			continue
		}
		from := s.Territory.Indicators[i]
		g := Group{Layer: layer, Year: from.Year, Source: from.Source, Estimated: from.Estimated}
		for _, c := range s.Territory.Communes {
			people, known := from.People[c.INSEE]
			if !known {
				g.Missing++
			}
			g.People = append(g.People, people)
		}
		list = append(list, g)
	}
	return list
}

// GroupOf is the group of a layer; known is false without figures of it.
func GroupOf(s *catalog.Snapshot, layer mediation.Layer) (g Group, known bool) {
	list := Groups(s)
	i := slices.IndexFunc(list, func(g Group) bool { return g.Layer == layer })
	if i < 0 {
		return g, false
	}
	return list[i], true
}

// Row is what is found of one commune and of a group of its people.
type Row struct {
	*mediation.Commune
	coverage.Line
	// People are those of the group, by [coverage.Status], rounded to ten.
	People [coverage.Statuses]int
}

// Total is how many people of the group live there.
func (r Row) Total() (total int) {
	for _, n := range r.People {
		total += n
	}
	return total
}

// Rows are the communes of an answer with the people of a group, in the order of the
// territory. Their figures are rounded as files write them, so that what is summed up
// can be summed up again.
func (a *Answer) Rows(g Group) []Row {
	rows := make([]Row, len(a.Lines))
	for i, line := range a.Lines {
		for _, f := range []*coverage.Found{&line.Open, &line.Appointment, &line.Unknown} {
			f.Metres = math.Round(f.Metres)
		}
		line.Weekly = Tenths(line.Weekly)
		rows[i] = Row{Commune: &a.Moment.Territory.Communes[i], Line: line}
		for status, share := range line.Shares {
			rows[i].People[status] = mediation.RoundTen(float64(g.People[i]) * share)
		}
	}
	return rows
}

// ToCheck is how many people of a group, in each commune, are far from confirmed help and have
// help within reach that is only possible: a telephone call may be enough.
func (r *Reach) ToCheck(a *Answer, g Group) ([]int, error) {
	q := a.Question
	q.Possible = true
	possible, err := r.Answer(a.Moment, q)
	if err != nil {
		return nil, err
	}
	before, after := a.Rows(g), possible.Rows(g)
	list := make([]int, len(before))
	for i := range list {
		list[i] = before[i].People[coverage.Far] - after[i].People[coverage.Far]
	}
	return list, nil
}

// Point is one of those from which the people of a commune are measured.
type Point struct {
	coverage.Spot
	// Commune is that of today, Name that of the commune of before, "" when there is only one point.
	Commune *mediation.Commune
	Name    string
	// People are those of the group in the whole commune.
	People int
	Status coverage.Status
	// Waiting is true where one more stop would help.
	Waiting bool
}

// Points are those of all communes, in the order of the territory.
func (a *Answer) Points(g Group) (list []Point) {
	waiting, _ := a.Waiting()
	for i := range a.Moment.Territory.Communes {
		c := &a.Moment.Territory.Communes[i]
		for _, spot := range Spots(c) {
			n := len(list)
			list = append(list, Point{spot, c, partName(c, spot.Code), g.People[i], a.Spots()[n], waiting[n]})
		}
	}
	return list
}

// partName is the name of a commune of before, "" for one that has none of its own.
func partName(c *mediation.Commune, code string) string {
	for _, part := range c.Parts {
		if part.INSEE == code {
			return part.Name
		}
	}
	return ""
}

// Sum is what is found of several communes together. Its figures are sums and
// means of those of their rows, so that anybody can do them again.
type Sum struct {
	EPCI   mediation.EPCI // of the communes, zero for all
	People [coverage.Statuses]int
	// Communes is how many have each status, Partly how many have people far from help and
	// others: each commune counts once. All is how many there are, Border how many are so
	// near to the border that more help may be there.
	Communes            [coverage.Statuses]int
	All, Border, Partly int
	// Metres is the mean distance to the nearest open door, over the people who have
	// one; Weekly the mean of the hours that they are offered in a week.
	Metres, Weekly float64
	// Reckoned is how many people the means are of.
	Reckoned int
}

// Total is how many people there are.
func (s Sum) Total() (total int) {
	for _, n := range s.People {
		total += n
	}
	return total
}

// FarCommunes is how many have people far from help, all of them or a part.
func (s Sum) FarCommunes() int { return s.Communes[coverage.Far] + s.Partly }

// Add counts a commune in.
func (s *Sum) Add(r Row) {
	s.All++
	for status, n := range r.People {
		s.People[status] += n
	}
	if r.Partly() {
		s.Partly++
	} else {
		s.Communes[r.Status()]++
	}
	if r.Border {
		s.Border++
	}
	if people := r.Total(); people > 0 && !r.Open.None() {
		before, after := float64(s.Reckoned), float64(s.Reckoned+people)
		s.Metres += (r.Open.Metres - s.Metres) * float64(people) / after
		s.Weekly = (s.Weekly*before + r.Weekly*float64(people)) / after
		s.Reckoned += people
	}
}

// Tenths rounds hours to six minutes.
func Tenths(hours float64) float64 { return math.Round(hours*10) / 10 }

// SumOf counts communes together.
func SumOf(rows []Row) (s Sum) {
	for _, r := range rows {
		s.Add(r)
	}
	return s
}

// ByEPCI counts the communes of each intercommunalité, by name.
func ByEPCI(s *catalog.Snapshot, rows []Row) []Sum {
	sums := map[string]*Sum{}
	for _, r := range rows {
		if sums[r.EPCI] == nil {
			epci, _ := s.EPCI(r.EPCI)
			sums[r.EPCI] = &Sum{EPCI: epci}
		}
		sums[r.EPCI].Add(r)
	}
	list := make([]Sum, 0, len(sums))
	for _, sum := range sums {
		list = append(list, *sum)
	}
	slices.SortFunc(list, func(a, b Sum) int {
		return cmp.Or(strings.Compare(mediation.Fold(a.EPCI.Name), mediation.Fold(b.EPCI.Name)), strings.Compare(a.EPCI.SIREN, b.EPCI.SIREN))
	})
	return list
}

// statusSlugs name the statuses in files and addresses.
var statusSlugs = [coverage.Statuses]string{"helped", "appointment", "unknown", "far"}

// StatusSlug names a status.
func StatusSlug(s coverage.Status) string { return statusSlugs[s] }

// PartlySlug names what a commune is of whose people a part is far from help.
const PartlySlug = "partly"

// Slug names what a commune is.
func (r Row) Slug() string {
	if r.Partly() {
		return PartlySlug
	}
	return StatusSlug(r.Status())
}

// mostMonths is how many months are shown.
const mostMonths = 12

// Months are the last twelve that were counted of a need, the earliest first.
func Months(m *catalog.Moment, need mediation.NeedID) (list []mediation.CoverageMonth) {
	for _, counted := range m.Territory.Coverage {
		if counted.Need == need {
			list = append(list, counted)
		}
	}
	return list[max(0, len(list)-mostMonths):]
}
