package web

import (
	"fmt"
	"time"

	"escale/internal/coverage"
	"escale/internal/mediation"
)

// CoverageNames are the parameters of a question about coverage.
var CoverageNames = []string{"service", "distance", "days", "start", "end", "car", "certainty", "who"}

// The question of an address that names none, and the limits of questions.
const (
	CoverageDistance     = 10 // kilometres
	CoverageDays         = 14
	MostCoverageDistance = 50
	MostCoverageDays     = 56
)

// Coverage is a question about coverage, and of which people.
type Coverage struct {
	coverage.Question
	Who mediation.Layer
}

// Coverage reads a question about coverage: its instant is for the caller to say.
func (q *Query) Coverage(needs mediation.Needs) Coverage {
	c := Coverage{Question: coverage.Question{Reach: CoverageDistance * 1000, Days: CoverageDays}}
	c.Need = One(q, "service", needs.IDs()...)
	if km, given := q.Number("distance", 1, MostCoverageDistance); given {
		c.Reach = km * 1000
	}
	if days := q.Whole("days", 1, MostCoverageDays); days > 0 {
		c.Days = days
	}
	c.Start, c.End = q.hoursOfDay()
	c.OnFoot = One(q, "car", "no") != ""
	c.Possible = One(q, "certainty", "possible") != ""
	c.Who = One(q, "who", mediation.Layers...)
	return c
}

// hoursOfDay reads between which hours of the day help counts.
func (q *Query) hoursOfDay() (start, end time.Duration) {
	clock := func(name string) time.Duration {
		t, err := time.Parse(clockLayout, q.Clock(name))
		if err != nil {
			return 0
		}
		return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute
	}
	start, end = clock("start"), clock("end")
	if start > 0 && end == 0 {
		end = 24 * time.Hour
	}
	if end < start {
		q.Refuse("end", "La fin doit être après le début.")
		return 0, 0
	}
	return start, end
}

// ClockText writes a time of day as [Query.Clock] reads it.
func ClockText(sinceMidnight time.Duration) string {
	return fmt.Sprintf("%02d:%02d", int(sinceMidnight.Hours()), int(sinceMidnight.Minutes())%60)
}
