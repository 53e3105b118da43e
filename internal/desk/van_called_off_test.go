package desk_test

import (
	"context"
	"strings"
	"testing"

	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/postgres/pgtest"
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

// Mails say where to call: the service, or else the tour that answers.
func TestMailsSayWhereToCall(t *testing.T) {
	g := newGarage(t)
	id, _ := g.sure(genets())
	for service, want := range map[mediation.Contact]string{
		{}: "02 61 91 00 02", {Phone: "+33233050000", Email: "bus@manche.example"}: "02 33 05 00 00, ou bus@manche.example",
	} {
		g.VanTerms.Contact = service
		g.offer(id, "sud", 1)
		if letters := g.deliver(); len(letters) != 1 || strings.ReplaceAll(letters[0].Call, "\u00a0", " ") != want {
			t.Errorf("want %q: %+v", want, letters)
		}
	}
}

// Visits are called off one by one: the page and the mail name those that are left, and
// after the last one the request waits for other dates.
func TestVisitsAreCalledOffUntilNoneIsLeft(t *testing.T) {
	g := newGarage(t)
	_, secret := g.agreed(2)
	for left := 1; left >= 0; left-- {
		gone := g.follow(secret).Dates[0]
		g.callOff(gone.Visit)
		r := g.follow(secret)
		if want := []mediation.VanState{mediation.VanInReview, mediation.VanConfirmed}[left]; r.State != want || len(r.Dates) != left {
			t.Errorf("%d left: %s, %+v", left, r.State, r.Dates)
		}
		if letters := g.deliver(); len(letters) != 1 || letters[0].Kind != mediation.MailVanCancelled || len(letters[0].Names) != left ||
			letters[0].Reason != "Panne du véhicule" || letters[0].When != hours.DateSpanIn(language.French, gone.Start.In(hours.ZoneOf("50")), gone.End.In(hours.ZoneOf("50"))) {
			t.Errorf("%d left: %+v", left, letters)
		}
	}
}

// lastChange is the newest line of the history of the tour that can be taken back.
func (g *garage) lastChange(after string) mediation.Change {
	g.Helper()
	list, err := g.History(context.Background(), console, mediation.Object{Kind: mediation.ObjectTour, ID: "sud"})
	if err != nil {
		g.Fatal(err)
	}
	for _, c := range list {
		if c.CanBeUndone() && strings.Contains(c.After, after) {
			return c
		}
	}
	g.Fatalf("no line with %q in %+v", after, list)
	return mediation.Change{}
}

// A call-off that is taken back books the time again and has the commune learn it, as long
// as nobody else has the time and the commune still wants the bus.
func TestACallOffIsTakenBack(t *testing.T) {
	ctx := context.Background()
	for name, c := range map[string]struct {
		before func(g *garage, id int64, secret string, date mediation.VanDate) error
		fails  bool
	}{
		"nothing else": {func(*garage, int64, string, mediation.VanDate) error { return nil }, false},
		"the hour is kept for another commune": {func(g *garage, _ int64, _ string, date mediation.VanDate) error {
			other, _ := g.sure(avranches())
			return g.ProposeVan(ctx, console, other, plan("sud", mediation.VanDate{Start: date.Start, End: date.End}))
		}, true},
		"withdrawn": {func(g *garage, _ int64, secret string, _ mediation.VanDate) error { return g.WithdrawVan(ctx, secret) }, true},
		"refused": {func(g *garage, id int64, _ string, _ mediation.VanDate) error {
			return g.RefuseVan(ctx, console, id, "Trop loin")
		}, true},
		"postponed since": {func(g *garage, id int64, _ string, _ mediation.VanDate) error {
			return g.PostponeVan(ctx, console, id, "Plus tard")
		}, true},
	} {
		t.Run(name, func(t *testing.T) {
			g := newGarage(t)
			id, secret := g.agreed(1)
			date := g.follow(secret).Dates[0]
			g.callOff(date.Visit)
			g.deliver()
			if err := c.before(g, id, secret, date); err != nil {
				t.Fatal(err)
			}
			g.deliver()
			state := g.follow(secret).State
			err := g.Undo(ctx, console, g.lastChange("Panne").ID)
			r := g.follow(secret)
			v, _ := g.visit(date.Visit)
			if c.fails {
				if mediation.KindOf(err) != mediation.Conflict || r.State != state || len(r.Dates) != 0 || v.Status != mediation.Cancelled {
					t.Errorf("%v, %s, %+v", err, r.State, v)
				}
				return
			}
			if err != nil || r.State != mediation.VanConfirmed || len(r.Dates) != 1 || r.Dates[0].Visit != date.Visit || v.Status != mediation.Planned {
				t.Errorf("%v, %+v, %+v", err, r, v)
			}
			if letters := g.deliver(); len(letters) != 1 || letters[0].Kind != mediation.MailVanAccepted || len(letters[0].Names) != 1 {
				t.Errorf("%+v", letters)
			}
		})
	}
}

// Nobody takes back the line that made an agreed visit: its page and its workshops stay.
func TestTheLineThatMadeAnAgreedVisitStays(t *testing.T) {
	g := newGarage(t)
	_, secret := g.agreed(1)
	visit := g.follow(secret).Dates[0].Visit
	err := g.Undo(context.Background(), console, g.lastChange("").ID)
	if mediation.KindOf(err) != mediation.Conflict || !strings.Contains(err.Error(), "Retirez la demande") {
		t.Errorf("%v", err)
	}
	if v, known := g.visit(visit); !known || v.Status != mediation.Planned || g.follow(secret).State != mediation.VanConfirmed {
		t.Errorf("%+v", v)
	}
}

// A form sent without a change keeps the dates. With one, a second confirmation comes
// before visits are called off, with the number of people registered.
func TestAChangeDoesNotCallVisitsOffUnasked(t *testing.T) {
	g, ctx := newGarage(t), context.Background()
	_, secret := g.agreed(2)
	before := g.follow(secret)
	next := genets()
	next.Wishes = []mediation.Wish{next.Wishes[1], next.Wishes[0]} // boxes have an order of their own
	for _, sure := range []bool{false, true} {
		if err := g.ChangeVan(ctx, secret, next, sure); mediation.KindOf(err) != mediation.Conflict || !strings.Contains(err.Error(), "Rien n’a changé") {
			t.Errorf("nothing differs: %v", err)
		}
	}
	pgtest.Exec(t, g.url, `UPDATE workshop_groups SET taken = 7`)
	next.Group = 4
	err := g.ChangeVan(ctx, secret, next, false)
	if mediation.KindOf(err) != mediation.Conflict || !strings.Contains(err.Error(), "convenus : 2. Personnes inscrites : 7.") {
		t.Errorf("%v", err)
	}
	if r := g.follow(secret); r.State != mediation.VanConfirmed || len(r.Dates) != 2 || r.Group != before.Group {
		t.Errorf("%+v", r)
	}
	if err := g.ChangeVan(ctx, secret, next, true); err != nil || g.follow(secret).State != mediation.VanInReview {
		t.Errorf("%v", err)
	}
}
