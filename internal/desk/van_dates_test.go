package desk_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"escale/internal/hours"
	"escale/internal/mediation"
)

// A date that the operator types is held to the rules of those that are looked for.
func TestTypedDatesFollowTheRules(t *testing.T) {
	g, ctx := newGarage(t), context.Background()
	id, _ := g.sure(genets())
	for day, want := range map[string]string{"2026-12-25": "jour férié", "2027-05-01": "jour férié", "2029-01-12": "plus d’un an", "2020-01-13": "passée"} {
		start, err := time.ParseInLocation("2006-01-02 15:04", day+" 14:00", hours.ZoneOf("50"))
		if err != nil {
			t.Fatal(err)
		}
		err = g.ProposeVan(ctx, console, id, plan("sud", mediation.VanDate{Start: start, End: start.Add(2 * time.Hour)}))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", day, err)
		}
	}
}
