package reach_test

import (
	"testing"

	"escale/internal/coverage"
	"escale/internal/mediation"
	"escale/internal/reach"
)

// Each commune counts once, by one status; one of which so few are far that they round to
// none counts too.
func TestEachCommuneHasOneStatus(t *testing.T) {
	row := func(helped, far float64, people int) reach.Row {
		r := reach.Row{Commune: &mediation.Commune{}, Line: coverage.Line{Open: coverage.Found{Door: -1}}}
		r.Shares[coverage.Helped], r.Shares[coverage.Far] = helped, far
		r.People[coverage.Far] = mediation.RoundTen(float64(people) * far)
		r.People[coverage.Helped] = mediation.RoundTen(float64(people) * helped)
		return r
	}
	rows := []reach.Row{row(1, 0, 100), row(0, 1, 100), row(0, 1, 4), row(0.25, 0.75, 100), row(0.5, 0.5, 6)}
	s := reach.SumOf(rows)
	if s.Communes[coverage.Helped] != 1 || s.Communes[coverage.Far] != 2 || s.Partly != 2 || s.FarCommunes() != 4 {
		t.Errorf("%+v", s)
	}
	for i, want := range []string{"helped", "far", "far", "partly", "partly"} {
		if got := rows[i].Slug(); got != want {
			t.Errorf("%d: %s, not %s", i, got, want)
		}
	}
}
