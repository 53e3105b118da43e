package export

import (
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/coverage"
	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/reach"
	"escale/internal/web"
)

// pointsRows are the points from which people are measured, and those where one more stop
// could be: enough to choose the stops of one more half-day again.
func pointsRows(a *reach.Answer, group reach.Group, travel coverage.Travel) [][]string {
	rows := [][]string{append([]string{
		"sorte", "code", "nom", "code_insee", "commune", "longitude", "latitude", "part", "personnes_commune", "statut", "a_aider", "rang",
	}, questionNames...)}
	question := questionCells(a.Question, travel)
	for _, p := range a.Points(group) {
		rows = append(rows, append([]string{
			"habitants", p.Code, p.Name, p.Commune.INSEE, p.Commune.Name, decimal(p.Point.Lon(), -1), decimal(p.Point.Lat(), -1), decimal(p.Share, -1),
			strconv.Itoa(p.People), coverageStatuses[p.Status], language.YesNo(p.Waiting), "",
		}, question...))
	}
	s := a.OneMore(group.Layer)
	for i, candidate := range s.Candidates {
		rank, commune := "", ""
		if n := slices.Index(s.Chosen, i); n >= 0 {
			rank = strconv.Itoa(n + 1)
		}
		if c, err := a.Moment.Commune(candidate.Commune); err == nil {
			commune = c.Name
		}
		rows = append(rows, append([]string{
			"étape possible", candidate.ID, candidate.Name, candidate.Commune, commune, decimal(candidate.Point.Lon(), -1), decimal(candidate.Point.Lat(), -1),
			"", "", "", "", rank,
		}, question...))
	}
	return rows
}

// months answers GET /export/couverture-mois.csv.
func (x *Export) months(c echo.Context, m *catalog.Moment) error {
	if err := web.NewQuery(c.QueryParams()).Err(); err != nil {
		return err
	}
	name := "couverture-mois-" + m.Territory.Area.Name() + "-" + hours.Local(m.At).Format("2006-01-02")
	return x.sendSheet(c, m, name, func() ([][]string, error) { return monthsRows(m), nil })
}

// monthsRows are the months that the page shows, of each need: how many inhabitants were
// far from help, and in how many communes.
func monthsRows(m *catalog.Moment) [][]string {
	rows := [][]string{{"mois", "demarche", "distance_max_m", "jours", "communes_sans_aide", "personnes_sans_aide"}}
	for _, need := range append(mediation.Needs{{}}, m.Needs...) {
		for _, month := range reach.Months(m, need.ID) {
			rows = append(rows, []string{
				string(month.Month)[:len("2026-01")], string(need.ID), strconv.Itoa(1000 * web.CoverageDistance), strconv.Itoa(web.CoverageDays),
				strconv.Itoa(month.Communes), strconv.Itoa(month.People),
			})
		}
	}
	return rows
}
