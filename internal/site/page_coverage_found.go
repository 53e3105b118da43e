package site

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"escale/internal/catalog"
	"escale/internal/coverage"
	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
	"escale/internal/reach"
	"escale/internal/web"
)

// percentText writes a part: "29 %"; a small one is never none.
func percentText(n, of int) string {
	if of == 0 || n == 0 {
		return "0\u00a0%"
	}
	share := int(math.Round(100 * float64(n) / float64(of)))
	if share == 0 {
		return "moins de 1\u00a0%"
	}
	return strconv.Itoa(share) + "\u00a0%"
}

// coverageFacts are the sentences beside the first one.
func coverageFacts(wanted web.Coverage, s reach.Sum, rows []reach.Row) (facts []string) {
	far := s.People[coverage.Far]
	if far > 0 {
		facts = append(facts, fmt.Sprintf("C’est %s des %s. Où ils sont le plus nombreux : %s.", percentText(far, s.Total()), pages.PeopleText(wanted.Who, s.Total()), mostText(rows)))
	}
	if n := s.People[coverage.ByAppointment]; n > 0 {
		facts = append(facts, "S’y ajoutent "+pages.PeopleText(wanted.Who, n)+" pour qui il n’y a d’aide que sur rendez-vous.")
	}
	if n := s.People[coverage.Unknown]; n > 0 {
		facts = append(facts, "S’y ajoutent "+pages.PeopleText(wanted.Who, n)+" qui n’ont à portée que des lieux aux horaires inconnus : ils sont peut-être ouverts. Un appel suffit pour le savoir.")
	}
	if s.Reckoned > 0 {
		facts = append(facts, fmt.Sprintf("En moyenne, le plus proche lieu ouvert est à %s, et %s d’aide par semaine sont proposées à portée.", pages.KilometresText(s.Metres), hoursText(s.Weekly)))
	}
	return facts
}

// hoursText writes hours of a week: "12 h", "0,5 h".
func hoursText(weekly float64) string {
	text := strconv.FormatFloat(reach.Tenths(weekly), 'f', -1, 64)
	if weekly >= 10 {
		text = strconv.FormatFloat(math.Round(weekly), 'f', -1, 64)
	}
	return strings.Replace(text, ".", ",", 1) + "\u00a0h"
}

// mostNamed is how many communes the sentence of where most people live names.
const mostNamed = 3

// mostText names the communes where most people are without help: "Avranches (2 650)".
func mostText(rows []reach.Row) string {
	var names []string
	for _, row := range sortRows(rows, byFar)[:min(mostNamed, len(rows))] {
		if far := row.People[coverage.Far]; far > 0 {
			names = append(names, row.Name+" ("+pages.CountText(language.French, far)+")")
		}
	}
	return hours.List(names)
}

// waitText says how long one waits for help.
func waitText(days int) string {
	switch {
	case days < 0:
		return ""
	case days == 0:
		return "aujourd’hui"
	case days == 1:
		return "demain"
	}
	return strconv.Itoa(days) + "\u00a0jours"
}

func newCoverageLine(m *catalog.Moment, a *reach.Answer, row reach.Row) coverageLine {
	far := row.People[coverage.Far]
	line := coverageLine{
		Name: row.Name, URL: pages.CommunePath(row.Commune), Far: pages.CountText(language.French, far), Share: percentText(far, row.Total()),
		Wait: waitText(row.Wait), Weekly: hoursText(row.Weekly), Status: row.Status(), StatusLabel: pages.StatusLabels[row.Status()], Border: row.Border,
	}
	if row.Partly() {
		line.Status, line.StatusLabel = coverage.Unknown, pages.PartlyLabel // the colour of what to look at
	}
	if !row.Open.None() {
		line.Near = pages.NearText(a.Question, row.Open.Metres)
		if i, err := m.Place(a.Doors[row.Open.Door].Place); err == nil {
			line.Place, line.PlaceURL = m.Places[i].Name, pages.PlaceURL(m.Places[i])
		}
	}
	return line
}

// sortRows puts communes in an order; those that are alike by name.
func sortRows(rows []reach.Row, order string) []reach.Row {
	sorted := slices.Clone(rows)
	wait := func(r reach.Row) int { // without help, one waits longest
		if r.Wait < 0 {
			return math.MaxInt
		}
		return r.Wait
	}
	slices.SortStableFunc(sorted, func(a, b reach.Row) int {
		first := 0
		switch order {
		case byFar:
			first = cmp.Compare(b.People[coverage.Far], a.People[coverage.Far])
		case byDistance:
			first = cmp.Compare(b.Open.Metres, a.Open.Metres)
		case byWait:
			first = cmp.Compare(wait(b), wait(a))
		case byHours:
			first = cmp.Compare(a.Weekly, b.Weekly)
		}
		return cmp.Or(first, strings.Compare(mediation.Fold(a.Name), mediation.Fold(b.Name)))
	})
	return sorted
}

// farthest are the communes without help whose people have the longest way to it.
func (s *Site) farthest(m *catalog.Moment, a *reach.Answer, rows []reach.Row) (lines []coverageLine) {
	for _, row := range sortRows(rows, byDistance) {
		if row.People[coverage.Far] > 0 && !row.Open.None() && len(lines) < farthestListed {
			lines = append(lines, newCoverageLine(m, a, row))
		}
	}
	return lines
}

// coverageEPCIs are the intercommunalités in an order, which is that of the communes too.
func coverageEPCIs(m *catalog.Moment, rows []reach.Row, order string) (lines []coverageLine) {
	sums := reach.ByEPCI(m.Snapshot, rows) // by name
	slices.SortStableFunc(sums, func(a, b reach.Sum) int {
		switch order {
		case byName:
			return 0
		case byDistance:
			return cmp.Compare(b.Metres, a.Metres)
		case byHours:
			return cmp.Compare(a.Weekly, b.Weekly)
		}
		return cmp.Compare(b.People[coverage.Far], a.People[coverage.Far])
	})
	for _, sum := range sums {
		line := coverageLine{
			Name: "Sans intercommunalité", Far: pages.CountText(language.French, sum.People[coverage.Far]), Share: percentText(sum.People[coverage.Far], sum.Total()),
			Weekly: hoursText(sum.Weekly),
		}
		if sum.EPCI.SIREN != "" {
			line.Name, line.URL = pages.EPCIName(sum.EPCI), pages.EPCIPath(sum.EPCI)
		}
		if sum.Reckoned > 0 {
			line.Near = pages.KilometresText(sum.Metres)
		}
		lines = append(lines, line)
	}
	return lines
}

// coverageLegend counts the people and the communes of each status.
func coverageLegend(wanted web.Coverage, s reach.Sum) (list []coverageClass) {
	for _, status := range []coverage.Status{coverage.Far, coverage.Unknown, coverage.ByAppointment, coverage.Helped} {
		list = append(list, coverageClass{
			reach.StatusSlug(status), pages.StatusLabels[status], pages.CommunesText(s.Communes[status]), pages.PeopleText(wanted.Who, s.People[status]),
		})
		if status == coverage.Far && s.Partly > 0 {
			list = append(list, coverageClass{Slug: reach.PartlySlug, Label: pages.PartlyLabel, Communes: pages.CommunesText(s.Partly)})
		}
	}
	return list
}

// coverageMonths are bars for the months that were counted; none for another question.
func coverageMonths(m *catalog.Moment, wanted web.Coverage) (bars []coverageMonth) {
	usual := web.Coverage{Question: coverage.Question{Need: wanted.Need, Reach: web.CoverageDistance * 1000, Days: web.CoverageDays}}
	if wanted != usual {
		return nil
	}
	months, highest := reach.Months(m, wanted.Need), 1
	for _, month := range months {
		highest = max(highest, month.People)
	}
	for _, month := range months {
		label := hours.MonthYearIn(language.French, month.Month.Time())
		bars = append(bars, coverageMonth{label, pages.CountText(language.French, month.People), 100 * month.People / highest})
	}
	return bars
}

// newCoverageGain says what one more half-day in a week could change, nil when nobody is
// far or the days are too few.
func newCoverageGain(m *catalog.Moment, a *reach.Answer, wanted web.Coverage) *coverageGain {
	s := a.OneMore(wanted.Who)
	if len(s.Stops) == 0 {
		return nil
	}
	stops := "une étape"
	if n := len(s.Stops); n > 1 {
		stops = strconv.Itoa(n) + " étapes"
	}
	reached, far := s.Reached[wanted.Who], s.Far[wanted.Who]
	g := &coverageGain{Text: fmt.Sprintf("Une demi-journée de bus de plus par semaine permettrait %s, desservies chacune tous les %d jours. Placées au mieux, elles aideraient %s, soit %s des %s qui n’ont aucune %s.",
		stops, wanted.Days, pages.PeopleText(wanted.Who, reached), percentText(reached, far), pages.CountText(language.French, far), withoutText(m.Needs, wanted.Question, s.Supposed)), Supposed: pages.SupposedText(s)}
	if len(s.Stops) == 1 {
		g.Text = strings.NewReplacer("desservies chacune", "desservie", "Placées", "Placée", "elles aideraient", "elle aiderait").Replace(g.Text)
	}
	g.Bound = "Ce choix est le meilleur possible."
	if s.Gap() > 0 {
		g.Bound = fmt.Sprintf("Aucun autre choix ne peut en aider plus de %s.", pages.CountText(language.French, max(reached, mediation.RoundTen(s.Bound))))
	}
	for _, stop := range s.Stops {
		commune, err := m.Commune(stop.Commune)
		if err != nil {
			continue
		}
		text := pages.PeopleText(wanted.Who, stop.New[wanted.Who]) + " : " + pages.StopCommunes(stop)
		g.Stops = append(g.Stops, coverageStop{stop.Name, pages.CommunePath(commune), text})
	}
	return g
}

// withoutText says what people lack before one more stop.
func withoutText(needs mediation.Needs, q coverage.Question, supposed bool) string {
	text := pages.HelpText(needs, q)
	if supposed {
		text += " ni passage du bus"
	}
	return text
}

// dayText is the day of which the page tells.
func dayText(m *catalog.Moment) string { return hours.DateYearIn(language.French, m.At) }
