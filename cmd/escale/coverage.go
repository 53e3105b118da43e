package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/paulmach/orb"

	"escale/internal/catalog"
	"escale/internal/coverage"
	"escale/internal/formats"
	"escale/internal/hours"
	"escale/internal/mediation"
	"escale/internal/pages"
	"escale/internal/postgres"
	"escale/internal/reach"
	"escale/internal/web"
)

// reaching makes what tells who is far from help, and the ground that it is shown on.
func (p *program) reaching() (*pages.Grounds, *reach.Reach, error) {
	land, err := readLand()
	if err != nil {
		return nil, nil, err
	}
	grounds := pages.NewGrounds(land)
	travel := coverage.Travel{Factor: p.config.TravelFactor}
	if p.config.TravelFile != "" {
		if travel.Matrix, err = p.readTravel(p.config.TravelFile); err != nil {
			return nil, nil, err
		}
	}
	toBorder := func(s *catalog.Snapshot, at orb.Point) (float64, error) {
		g, err := grounds.Of(s)
		if err != nil {
			return 0, err
		}
		return g.ToBorder(at), nil
	}
	return grounds, reach.New(reach.Options{Travel: travel, ToBorder: toBorder}), nil
}

// readTravel reads ways that were measured, and says what is wrong with them.
func (p *program) readTravel(file string) (*coverage.Matrix, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	ways, problems, err := formats.ReadTravel(bytes.NewReader(content))
	if err != nil {
		return nil, fmt.Errorf("%s : %w", file, err)
	}
	p.sayProblems(file, problems)
	matrix := coverage.Matrix{}
	for _, w := range ways {
		matrix[coverage.Pair{From: w.From, To: w.To}] = w.Metres
	}
	return &matrix, nil
}

// coverageTag names the settings that answers of coverage depend on: who holds those of
// other settings gets new ones.
func (p *program) coverageTag() string {
	ways, _ := os.ReadFile(p.config.TravelFile) // it was read before, or there is none
	sum := sha256.Sum256(fmt.Appendf(ways, "%t %g", p.config.Coverage, p.config.TravelFactor))
	return fmt.Sprintf("-%x", sum[:3])
}

// mostProblems is how many of the problems of a file are printed.
const mostProblems = 20

func (p *program) sayProblems(file string, problems []formats.Problem) {
	for _, one := range problems[:min(mostProblems, len(problems))] {
		p.say("%s, ligne %d, %s « %s » : %s", file, one.Line, one.Column, one.Value, one.Message)
	}
	if more := len(problems) - mostProblems; more > 0 {
		p.say("… et %d autres remarques", more)
	}
}

// published tells residents who is far from help, nil when that is not published.
func (s *serving) published() *reach.Reach {
	if !s.config.Coverage {
		return nil
	}
	return s.reach
}

// countMonth keeps who is far from help in this month, once in it: for each need, with
// the distance and the days that pages show at first.
func (s *serving) countMonth(ctx context.Context, db *postgres.DB) error {
	snapshot, err := s.keeper.Current()
	if err != nil {
		return postgres.ErrNotYet
	}
	if len(snapshot.Places) == 0 {
		return nil // nothing is loaded yet: not everybody is far
	}
	m := snapshot.At(s.now())
	today := hours.Midnight(m.At, 0)
	month := time.Date(today.Year(), today.Month(), 1, 0, 0, 0, 0, time.UTC)
	for _, counted := range snapshot.Territory.Coverage {
		if counted.Month == mediation.DayOf(month) {
			return nil
		}
	}
	everybody, _ := reach.GroupOf(snapshot, reach.Everybody)
	far := map[mediation.NeedID]map[string]int{}
	for _, need := range append(mediation.Needs{{}}, snapshot.Needs...) {
		answer, err := s.reach.Once(m, coverage.Question{Need: need.ID, Days: web.CoverageDays, Reach: 1000 * web.CoverageDistance})
		if err != nil {
			return err
		}
		far[need.ID] = map[string]int{}
		for _, row := range answer.Rows(everybody) {
			if people := row.People[coverage.Far]; people > 0 {
				far[need.ID][row.INSEE] = people
			}
		}
	}
	return db.SaveCoverage(ctx, s.config.Area, month, far)
}

// errNoMap ends a command that needs the data of a map.
var errNoMap = errors.New("cette carte n’a encore ni commune ni lieu : commencez par « escale load »")

// moment reads what the map shows now.
func (p *program) moment(ctx context.Context, db *postgres.DB) (*catalog.Moment, error) {
	needs, err := readNeeds()
	if err != nil {
		return nil, err
	}
	data, err := source{db, p.config.Area, needs, p.now}.Load(ctx)
	if err != nil {
		return nil, err
	}
	if len(data.Territory.Communes) == 0 {
		return nil, errNoMap
	}
	snapshot, err := catalog.New(data)
	if err != nil {
		return nil, err
	}
	return snapshot.At(p.now()), nil
}
