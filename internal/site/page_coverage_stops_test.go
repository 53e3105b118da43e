package site_test

import (
	"cmp"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
)

// coverageStops chooses the stops of one more half-day again, out of the file of points.
type coverageStops struct {
	points     []cells   // those where one more stop would help
	weights    []float64 // of people at them
	candidates []candidate
	// chosen are those that the page proposes, in their order.
	chosen []candidate
	most   int // how many there may be
}

// candidate is where a stop could be, with the points that it reaches.
type candidate struct {
	cells
	reached []int
	value   float64
}

// earth is the radius that the document of the page names, in metres.
const earth = 6_378_137

// position is where a line is, in radians.
type position struct{ east, north float64 }

func positionOf(c cells) position {
	const degree = math.Pi / 180
	return position{c.decimal("longitude") * degree, c.decimal("latitude") * degree}
}

func (p position) metres(q position) float64 {
	x, y := math.Sin((q.north-p.north)/2), math.Sin((q.east-p.east)/2)
	return 2 * earth * math.Asin(math.Sqrt(x*x+math.Cos(p.north)*math.Cos(q.north)*y*y))
}

func newCoverageStops(question cells, lines []cells) coverageStops {
	s := coverageStops{most: question.whole("jours") / 7}
	var where []position
	for _, line := range lines {
		if people := float64(line.whole("personnes_commune")) * line.decimal("part"); line["a_aider"] == "oui" && people > 0 {
			s.points, s.weights, where = append(s.points, line), append(s.weights, people), append(where, positionOf(line))
		}
	}
	far, factor := limit(question), question.decimal("coefficient")
	for _, line := range lines {
		if line["sorte"] != "étape possible" {
			continue
		}
		c, at := candidate{cells: line}, positionOf(line)
		for i, point := range s.points {
			if where[i].metres(at)*factor <= far || question["en_voiture"] == "non" && point["code_insee"] == line["code_insee"] {
				c.reached = append(c.reached, i)
			}
		}
		c.value = s.value(c.reached)
		s.candidates = append(s.candidates, c)
		if line["rang"] != "" {
			s.chosen = append(s.chosen, c)
		}
	}
	slices.SortFunc(s.chosen, func(a, b candidate) int { return cmp.Compare(a.whole("rang"), b.whole("rang")) })
	return s
}

// value is how many people live at points, before anything is rounded.
func (s coverageStops) value(points []int) (people float64) {
	for _, i := range points {
		people += s.weights[i]
	}
	return people
}

// people are rounded to ten in each commune, as everywhere.
func (s coverageStops) people(points []int) (people int) {
	parts := map[string]float64{}
	whole := map[string]float64{}
	for _, i := range points {
		parts[s.points[i]["code_insee"]] += s.points[i].decimal("part")
		whole[s.points[i]["code_insee"]] = float64(s.points[i].whole("personnes_commune"))
	}
	for commune, part := range parts {
		people += roundTen(whole[commune] * part)
	}
	return people
}

// union are the points of one or the other, each once.
func union(a, b []int) []int {
	both := slices.Concat(a, b)
	slices.Sort(both)
	return slices.Compact(both)
}

// best is what no choice of at most two stops exceeds: all of them are tried.
func (s coverageStops) best() (best float64) {
	list := slices.Clone(s.candidates)
	slices.SortFunc(list, func(a, b candidate) int { return cmp.Compare(b.value, a.value) })
	for i, first := range list {
		best = max(best, first.value)
		for _, second := range list[i+1:] {
			if s.most < 2 || first.value+second.value <= best {
				break
			}
			best = max(best, s.value(union(first.reached, second.reached)))
		}
	}
	return best
}

// takeStops takes the box of one more half-day.
func (f coverageFigures) takeStops(s coverageStops) {
	f.Helper()
	if len(s.chosen) == 0 {
		if s.most > 0 && s.best() > 0 {
			f.Errorf("%q: no stop is proposed, one would help", f.query)
		}
		return
	}
	all := make([]int, len(s.points))
	for i := range all {
		all[i] = i
	}
	var reached []int
	items := nodesOf(nodesOf(f.page, "ol", "coverage-stops")[0], "li", "")
	for i, stop := range s.chosen {
		fresh := slices.DeleteFunc(slices.Clone(stop.reached), func(p int) bool { return slices.Contains(reached, p) })
		reached = union(reached, stop.reached)
		f.takeStop(s, stop, wordsOf(items[i]), s.people(fresh))
	}
	far, helped := s.people(all), s.people(reached)
	stops := map[bool]string{true: "une étape, desservie", false: fmt.Sprint(len(s.chosen), " étapes, desservies chacune")}[len(s.chosen) == 1]
	f.take(fmt.Sprintf("%s tous les %s jours.", stops, f.question()["jours"]))
	f.take(f.match(fmt.Sprintf("aider(?:ait|aient) %s, soit %s des %s qui n’ont aucune", f.people(helped), percent(helped, far), thousands(far))))
	f.takeBound(s, s.value(reached), helped)
}

// takeStop takes one stop: how many it helps, and where they live.
func (f coverageFigures) takeStop(s coverageStops, stop candidate, text string, people int) {
	f.Helper()
	names := map[string]bool{}
	for _, i := range stop.reached {
		names[s.points[i]["commune"]] = true
	}
	f.take(text)
	_, list, found := strings.Cut(text, stop.cells["nom"]+" "+f.people(people)+" : ")
	if !found {
		f.Errorf("%q: %q, the file has %s, %s", f.query, text, stop.cells["nom"], f.people(people))
	}
	unnamed := 0
	for name := range names {
		if !regexp.MustCompile(`(^|, | et )` + regexp.QuoteMeta(name) + `($|, | et )`).MatchString(list) {
			unnamed++
		}
	}
	more := map[bool]string{true: "une autre", false: fmt.Sprint(unnamed, " autres")}[unnamed == 1]
	if strings.HasSuffix(list, " et "+more) != (unnamed > 0) || unnamed != max(0, len(names)-5) {
		f.Errorf("%q: %q leaves out %d of %d", f.query, text, unnamed, len(names))
	}
}

// takeBound holds the choice against all others: where it is called the best there is none better, and
// no other exceeds the bound.
func (f coverageFigures) takeBound(s coverageStops, value float64, helped int) {
	f.Helper()
	best := value
	if s.most <= 2 {
		best = s.best()
	}
	for _, c := range s.candidates { // another choice in place of the last stop, and of the first
		for left := range s.chosen {
			other := c.reached
			for i, kept := range s.chosen {
				if i != left {
					other = union(other, kept.reached)
				}
			}
			best = max(best, s.value(other))
		}
	}
	if strings.Contains(f.text, "Ce choix est le meilleur possible.") {
		if best > value+0.5 {
			f.Errorf("%q: %.1f are helped, another choice helps %.1f", f.query, value, best)
		}
		return
	}
	const rounding = 5
	bound := 0
	for n := helped; n <= 2*helped; n += 10 {
		if strings.Contains(f.text, "Aucun autre choix ne peut en aider plus de "+thousands(n)+".") {
			bound = n
		}
	}
	f.take("Aucun autre choix ne peut en aider plus de " + thousands(bound) + ".")
	if float64(bound+rounding) < best {
		f.Errorf("%q: another choice helps %.1f, more than %d", f.query, best, bound)
	}
}
