package desk_test

import (
	"context"
	"testing"

	"escale/internal/mediation"
)

// agreed is a request with as many visits that the commune agreed to.
func (g *garage) agreed(n int) (id int64, secret string) {
	g.Helper()
	id, secret = g.sure(genets())
	g.offer(id, "sud", n)
	if err := g.AcceptVan(context.Background(), secret, datesOf(g.follow(secret))); err != nil {
		g.Fatal(err)
	}
	g.deliver()
	return id, secret
}

// changeDay has the team say something of the day of a visit.
func (g *garage) changeDay(visit string, e mediation.Exception) error {
	g.Helper()
	v, known := g.visit(visit)
	if !known {
		g.Fatalf("no visit %s", visit)
	}
	e.Day = v.Day
	_, err := g.ChangeDay(context.Background(), console, mediation.DayChange{Stop: v.Stop, Exception: e})
	return err
}

func (g *garage) callOff(visit string) {
	g.Helper()
	if err := g.changeDay(visit, mediation.Exception{Kind: mediation.Cancel, Reason: "Panne du véhicule"}); err != nil {
		g.Fatal(err)
	}
}

// Visits are called off one by one: the page and the mail name those that are left, and
// after the last one the request waits for other dates.
func TestVisitsAreCalledOffUntilNoneIsLeft(t *testing.T) {
	g := newGarage(t)
	_, secret := g.agreed(2)
	for left := 1; left >= 0; left-- {
		g.callOff(g.follow(secret).Dates[0].Visit)
		r := g.follow(secret)
		if want := []mediation.VanState{mediation.VanInReview, mediation.VanConfirmed}[left]; r.State != want || len(r.Dates) != left {
			t.Errorf("%d left: %s, %+v", left, r.State, r.Dates)
		}
		if letters := g.deliver(); len(letters) != 1 || letters[0].Kind != mediation.MailVanCancelled || len(letters[0].Names) != left {
			t.Errorf("%d left: %+v", left, letters)
		}
	}
}
