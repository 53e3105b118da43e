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
