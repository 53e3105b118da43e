package desk_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"escale/internal/mediation"
	"escale/internal/postgres/pgtest"
)

// Persons are erased a year after the visit, and on request; what was agreed stays.
func TestRequestersAreErased(t *testing.T) {
	g, ctx := newGarage(t), context.Background()
	id, secret := g.sure(genets())
	g.offer(id, "sud", 1)
	r := g.follow(secret)
	if err := g.AcceptVan(ctx, secret, datesOf(r)); err != nil {
		t.Fatal(err)
	}
	g.deliver()
	end := r.Dates[0].End
	g.now = end.Add(time.Hour)
	if err := g.TendVans(ctx); err != nil { // it is done
		t.Fatal(err)
	}
	for _, person := range []string{"mairie@genets.example", "02 33 70 00 00", "06 11 22 33 44"} {
		if list, err := g.Person(ctx, person); err != nil || !slices.ContainsFunc(list, func(p mediation.PersonalRows) bool { return p.Table == "van_requests" }) {
			t.Errorf("%s is not found: %+v, %v", person, list, err)
		}
	}
	g.now = end.Add(364 * 24 * time.Hour)
	if err := g.ForgetVans(ctx); err != nil || g.follow(secret).Requester.Name == "" {
		t.Fatalf("too early: %v", err)
	}
	visits := pgtest.Column[int](t, g.url, `SELECT count(*) FROM visits`)[0]
	g.now = end.Add(367 * 24 * time.Hour)
	if err := g.ForgetVans(ctx); err != nil {
		t.Fatal(err)
	}
	g.holdsNoPerson()
	if _, err := g.FollowVan(ctx, secret); mediation.KindOf(err) != mediation.NotFound {
		t.Errorf("the link still leads there: %v", err)
	}
	if n := pgtest.Column[int](t, g.url, `SELECT count(*) FROM visits`)[0]; n != visits {
		t.Errorf("%d visits, %d before", n, visits)
	}
}

// persons are the words of the stories that concern somebody.
var personWords = []string{"Hamel", "Lebreton", "genets.example", "33700000", "611223344", "secrétaire", "Venez nombreux"}

// holdsNoPerson looks for persons in every row of every table.
func (g *garage) holdsNoPerson() {
	g.Helper()
	for _, table := range pgtest.Column[string](g, g.url, `SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`) {
		for _, row := range pgtest.Column[string](g, g.url, `SELECT t::text FROM "`+table+`" t`) {
			for _, word := range personWords {
				if strings.Contains(row, word) {
					g.Errorf("%s holds %q: %s", table, word, row)
				}
			}
		}
	}
}

// Who has only a number is on the list of calls too: it is found and erased there, and goes with
// its term. What nobody confirms is gone after two days.
func TestCallsAndUnconfirmedRequestsAreErased(t *testing.T) {
	g, ctx := newGarage(t), context.Background()
	r := genets()
	r.Requester.Email = ""
	if err := g.AskVan(ctx, r); err != nil {
		t.Fatal(err)
	}
	found, err := g.Person(ctx, "02 33 70 00 00")
	if err != nil || !slices.ContainsFunc(found, func(p mediation.PersonalRows) bool { return p.Table == "calls" }) {
		t.Errorf("%+v, %v", found, err)
	}
	for _, person := range []string{"0233700000", "0611223344"} {
		if err := g.ErasePerson(ctx, console, person); err != nil {
			t.Fatal(err)
		}
	}
	g.holdsNoPerson()
	if err := g.AskVan(ctx, r); err != nil {
		t.Fatal(err)
	}
	secret := g.send(genets())
	pgtest.Exec(t, g.url, `UPDATE van_requests SET received_at = received_at - interval '49 hours'`)
	if err := g.ForgetVans(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := g.FollowVan(ctx, secret); mediation.KindOf(err) != mediation.NotFound {
		t.Errorf("what nobody confirmed is there: %v", err)
	}
	g.now = g.now.AddDate(1, 0, 2)
	if err := g.ForgetVans(ctx); err != nil {
		t.Fatal(err)
	}
	if err := g.ForgetSeats(ctx); err != nil {
		t.Fatal(err)
	}
	g.holdsNoPerson()
}

func TestARequesterIsErasedOnRequest(t *testing.T) {
	g, ctx := newGarage(t), context.Background()
	id, secret := g.sure(genets())
	g.offer(id, "sud", 1)
	for _, person := range []string{"mairie@genets.example", "0233700000", "0611223344"} {
		if err := g.ErasePerson(ctx, console, person); err != nil {
			t.Fatal(err)
		}
		if list, err := g.Person(ctx, person); err != nil || len(list) != 0 {
			t.Errorf("%s: %+v, %v", person, list, err)
		}
	}
	g.holdsNoPerson()
	if _, err := g.FollowVan(ctx, secret); mediation.KindOf(err) != mediation.NotFound {
		t.Error(err)
	}
	if letters := g.deliver(); len(letters) != 0 {
		t.Errorf("somebody is still written to: %+v", letters)
	}
}
