package site

import (
	"escale/internal/catalog"
	"escale/internal/coverage"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
	"escale/internal/reach"
	"escale/internal/web"
)

// usualCoverage is the question that the pages of territories ask: any help, as far and for
// as many days as the page of coverage asks at first.
func (s *Site) usualCoverage(m *catalog.Moment) ([]reach.Row, error) {
	answer, err := s.opts.Reach.Answer(m, coverage.Question{Days: web.CoverageDays, Reach: web.CoverageDistance * 1000})
	if err != nil {
		return nil, err
	}
	everybody, _ := reach.GroupOf(m.Snapshot, reach.Everybody)
	return answer.Rows(everybody), nil
}

// communeCoverage says in a line what its people find, "" when that is not published.
func (s *Site) communeCoverage(l *language.Language, m *catalog.Moment, commune *mediation.Commune) (string, error) {
	if s.opts.Reach == nil {
		return "", nil
	}
	rows, err := s.usualCoverage(m)
	if err != nil {
		return "", err
	}
	for _, row := range rows {
		if row.INSEE == commune.INSEE {
			return coverageText(l, row) + partText(l, row) + borderText(l, row.Border && row.Shares[coverage.Helped] < 1), nil
		}
	}
	return "", nil
}

// nearby is a way, in metres, that is not worth a number: it is estimated.
const nearby = 1000

// coverageText says what the people of a commune find in the days to come. Its distances are on the
// way, those of the rest of the page straight lines: it says so.
func coverageText(l *language.Language, row reach.Row) string {
	far := pages.BeyondText(l, row.Open.Metres, web.CoverageDistance*1000)
	switch {
	case row.Shares[coverage.Helped] > 0 && row.Open.Metres < nearby:
		return l.Say("Dans les %d jours, une aide est ouverte tout près. Autour de vous, %s d’aide par semaine.", web.CoverageDays, hoursIn(l, row.Weekly))
	case row.Shares[coverage.Helped] > 0 && !row.Open.None():
		return l.Say("Dans les %d jours, l’aide ouverte la plus proche est à environ %s de route (estimation). Autour de vous, %s d’aide par semaine.", web.CoverageDays, far, hoursIn(l, row.Weekly))
	case row.Shares[coverage.ByAppointment] > 0:
		return l.Say("Dans les %d jours, l’aide à moins de %d km de route est sur rendez-vous : téléphonez.", web.CoverageDays, web.CoverageDistance)
	case row.Shares[coverage.Unknown] > 0:
		return l.Say("À moins de %d km de route, les horaires de l’aide sont inconnus : téléphonez avant de vous déplacer.", web.CoverageDistance)
	case row.Open.None():
		return l.Say("Dans les %d jours, aucune aide n’est ouverte à moins de %d km de route.", web.CoverageDays, web.CoverageDistance)
	}
	return l.Say("Dans les %d jours, aucune aide n’est ouverte à moins de %d km de route. La plus proche qui ouvre est à environ %s de route (estimation).", web.CoverageDays, web.CoverageDistance, far)
}

// partText says that only some of the people of a commune are without help.
func partText(l *language.Language, row reach.Row) string {
	if !row.Partly() {
		return ""
	}
	return " " + l.Say("Une partie de la commune n’a aucune aide à moins de %d km de route.", web.CoverageDistance)
}

// borderText says that the help of a neighbour is not known here, where it may be near.
func borderText(l *language.Language, near bool) string {
	if !near {
		return ""
	}
	return " " + l.Say("L’aide du département voisin, peut-être plus proche, n’est pas sur cette carte.")
}

// hoursIn says hours of a week in a language.
func hoursIn(l *language.Language, weekly float64) string {
	if weekly < 1 {
		return l.Say("moins d’une heure")
	}
	n := int(weekly + 0.5)
	return l.Count(n, "%d heure", "%d heures")
}

// epciCoverage says in a line how many people are far from help.
func (s *Site) epciCoverage(l *language.Language, m *catalog.Moment, epci mediation.EPCI) (string, error) {
	if s.opts.Reach == nil {
		return "", nil
	}
	rows, err := s.usualCoverage(m)
	if err != nil {
		return "", err
	}
	var sum reach.Sum
	border := false
	for _, row := range rows {
		if row.EPCI == epci.SIREN {
			sum.Add(row)
			border = border || row.Border && row.People[coverage.Far] > 0
		}
	}
	far := sum.People[coverage.Far]
	if far == 0 {
		return l.Say("Dans les %d jours, chacun ici a une aide à moins de %d km de route, ou un lieu à appeler.", web.CoverageDays, web.CoverageDistance), nil
	}
	return l.Say("Dans les %d jours, %s habitants sur %s n’ont aucune aide à moins de %d km de route.",
		web.CoverageDays, pages.CountText(l, far), pages.CountText(l, sum.Total()), web.CoverageDistance) + borderText(l, border), nil
}
