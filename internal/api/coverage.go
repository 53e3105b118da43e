package api

import (
	"math"
	"net/http"

	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/coverage"
	"escale/internal/mediation"
	"escale/internal/reach"
	"escale/internal/web"
)

// coverageAnswer is who is far from help.
type coverageAnswer struct {
	Question coverageQuestion  `json:"question"`
	Total    coverageSum       `json:"total"`
	EPCIs    []coverageSum     `json:"epcis"`
	Communes []coverageCommune `json:"communes"`
	// Months are those that were counted, for everybody, with 10 km and 14 days.
	Months []coverageMonth `json:"months"`
}

// coverageQuestion is the question as it was understood.
type coverageQuestion struct {
	Service  string  `json:"service,omitempty"`
	Distance float64 `json:"distance"`
	Days     int     `json:"days"`
	Start    string  `json:"start,omitempty"`
	End      string  `json:"end,omitempty"`
	NoCar    bool    `json:"no_car"`
	Possible bool    `json:"possible"`
	Who      string  `json:"who,omitempty"`
	// Travel is "straight" or "matrix", Factor what a straight line is multiplied by.
	Travel string  `json:"travel"`
	Factor float64 `json:"factor"`
}

// coveragePeople are people by what they find within reach.
type coveragePeople struct {
	Helped      int `json:"helped"`
	Appointment int `json:"appointment"`
	Unknown     int `json:"unknown"`
	Far         int `json:"far"`
}

// coverageSum is what is found of several communes.
type coverageSum struct {
	EPCI     string         `json:"epci,omitempty"`
	Name     string         `json:"name,omitempty"`
	People   coveragePeople `json:"people"`
	Communes coveragePeople `json:"communes"`
	Border   int            `json:"border"`
	Metres   int            `json:"mean_metres"`
	Weekly   float64        `json:"weekly_hours"`
}

// coverageCommune is what is found of one.
type coverageCommune struct {
	Code   string         `json:"code"`
	Name   string         `json:"name"`
	EPCI   string         `json:"epci,omitempty"`
	Status string         `json:"status"`
	People coveragePeople `json:"people"`
	// Nearest, and the others, are nil when there is none.
	Nearest     *coverageFound `json:"nearest,omitempty"`
	Appointment *coverageFound `json:"by_appointment,omitempty"`
	Unknown     *coverageFound `json:"unknown_hours,omitempty"`
	Wait        *int           `json:"wait_days,omitempty"`
	Weekly      float64        `json:"weekly_hours"`
	Border      bool           `json:"border"`
}

// coverageFound is the nearest place of a sort.
type coverageFound struct {
	Place  string `json:"place"`
	Metres int    `json:"metres"`
}

type coverageMonth struct {
	Month    string `json:"month"`
	Communes int    `json:"communes"`
	People   int    `json:"people"`
}

// coverage answers GET /coverage.
func (a *API) coverage(c echo.Context) error {
	if a.opts.Reach == nil {
		return echo.NewHTTPError(http.StatusNotFound)
	}
	return a.answer(c, web.CoverageNames, func(s *catalog.Snapshot, q *web.Query) (any, error) {
		wanted := q.Coverage(s.Needs)
		if err := q.Err(); err != nil {
			return nil, err
		}
		group, known := reach.GroupOf(s, wanted.Who)
		if !known {
			return nil, mediation.InvalidParameter("who", "Personne n’a encore donné ces chiffres pour ce territoire.")
		}
		answer, err := a.opts.Reach.Answer(s.At(a.now()), wanted.Question)
		if err != nil {
			return nil, err
		}
		return a.coverageAnswer(wanted, answer, answer.Rows(group)), nil
	})
}

func (a *API) coverageAnswer(wanted web.Coverage, answer *reach.Answer, rows []reach.Row) coverageAnswer {
	s := answer.Moment.Snapshot
	out := coverageAnswer{
		Question: newCoverageQuestion(wanted, a.opts.Reach.Travel()), Total: newCoverageSum(reach.SumOf(rows)),
		EPCIs: []coverageSum{}, Communes: make([]coverageCommune, len(rows)), Months: []coverageMonth{},
	}
	for _, sum := range reach.ByEPCI(s, rows) {
		out.EPCIs = append(out.EPCIs, newCoverageSum(sum))
	}
	for i, row := range rows {
		out.Communes[i] = newCoverageCommune(answer, row)
	}
	for _, m := range reach.Months(answer.Moment, wanted.Need) {
		out.Months = append(out.Months, coverageMonth{string(m.Month)[:len("2026-01")], m.Communes, m.People})
	}
	return out
}

func newCoverageQuestion(wanted web.Coverage, travel coverage.Travel) coverageQuestion {
	q := coverageQuestion{
		Service: string(wanted.Need), Distance: wanted.Reach / 1000, Days: wanted.Days, NoCar: wanted.OnFoot, Possible: wanted.Possible,
		Who: string(wanted.Who), Travel: "straight", Factor: travel.Factor,
	}
	if travel.Matrix != nil {
		q.Travel = "matrix"
	}
	if wanted.End > 0 {
		q.Start, q.End = web.ClockText(wanted.Start), web.ClockText(wanted.End)
	}
	return q
}

func newCoveragePeople(n [coverage.Statuses]int) coveragePeople {
	return coveragePeople{n[coverage.Helped], n[coverage.ByAppointment], n[coverage.Unknown], n[coverage.Far]}
}

// newCoverageCommunes counts each commune once: one that is partly far is far.
func newCoverageCommunes(s reach.Sum) coveragePeople {
	communes := newCoveragePeople(s.Communes)
	communes.Far = s.FarCommunes()
	return communes
}

func newCoverageSum(s reach.Sum) coverageSum {
	return coverageSum{s.EPCI.SIREN, s.EPCI.Name, newCoveragePeople(s.People), newCoverageCommunes(s), s.Border, int(math.Round(s.Metres)), reach.Tenths(s.Weekly)}
}

func newCoverageCommune(answer *reach.Answer, row reach.Row) coverageCommune {
	c := coverageCommune{
		Code: row.INSEE, Name: row.Name, EPCI: row.EPCI, Status: row.Slug(), People: newCoveragePeople(row.People),
		Weekly: reach.Tenths(row.Weekly), Border: row.Border,
	}
	found := func(f coverage.Found) *coverageFound {
		if f.None() {
			return nil
		}
		return &coverageFound{answer.Doors[f.Door].Place, int(math.Round(f.Metres))}
	}
	c.Nearest, c.Appointment, c.Unknown = found(row.Open), found(row.Appointment), found(row.Line.Unknown)
	if row.Wait >= 0 {
		c.Wait = &row.Wait
	}
	return c
}
