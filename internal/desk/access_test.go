package desk_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"escale/internal/desk"
	"escale/internal/mediation"
	"escale/internal/postgres/pgtest"
)

// Two admins who close each other at once leave one.
func TestTwoAdminsCannotBothGo(t *testing.T) {
	for range 5 {
		f, ctx := newFixture(t), context.Background()
		one, two := f.admin(), f.invite("autre@manche.example", mediation.Admin, mediation.Scope{Kind: mediation.ScopeAll})
		var both sync.WaitGroup
		both.Go(func() { _ = f.CloseAccount(ctx, desk.Actor{Account: one}, two.ID) })
		both.Go(func() { _ = f.Withdraw(ctx, desk.Actor{Account: two}, one.ID, one.Grants[0].ID) })
		both.Wait()
		admins := pgtest.Column[int](t, f.url, `SELECT count(*) FROM grants JOIN accounts a ON a.id = account WHERE role = 'admin' AND closed_at IS NULL`)[0]
		if admins != 1 {
			t.Fatalf("%d admins are left", admins)
		}
	}
}

// Nobody is written to without end in somebody else's name.
func TestRequestsAreCounted(t *testing.T) {
	f, ctx := newFixture(t), context.Background()
	request := func(address string) error {
		return f.RequestAccess(ctx, mediation.AccessRequest{Email: address, Name: "EPN", About: "EPN de Genêts", Reason: "J’y travaille."})
	}
	kinds := map[mediation.ErrorKind]int{}
	for range 10 {
		kinds[mediation.KindOf(request("victim@genets.example"))]++
	}
	if kinds[""] != 3 || kinds[mediation.Conflict] != 7 || len(f.deliver()) != 3 {
		t.Errorf("%v", kinds)
	}
	for i := range 250 {
		kinds[mediation.KindOf(request(fmt.Sprintf("p%d@x.example", i)))]++
	}
	if kinds[""] != 200 {
		t.Errorf("%v", kinds)
	}
	pgtest.Exec(t, f.url, `UPDATE access_requests SET expires_at = now() - interval '1 second', asked_at = asked_at - interval '2 days'`)
	if err := f.db.ForgetSignIns(ctx); err != nil {
		t.Fatal(err)
	}
	if n := pgtest.Column[int](t, f.url, `SELECT count(*) FROM access_requests`)[0]; n != 0 {
		t.Errorf("%d are kept that nobody confirmed", n)
	}
}

func TestARequestMustSayWhoAndWhatAndWhy(t *testing.T) {
	f, ctx := newFixture(t), context.Background()
	whole := mediation.AccessRequest{Email: "a@b.example", Name: "EPN", About: "EPN", Reason: "Moi"}
	for field, change := range map[string]func(*mediation.AccessRequest){
		"courriel": func(r *mediation.AccessRequest) { r.Email = "a@b" }, "nom": func(r *mediation.AccessRequest) { r.Name = "a\nb" },
		"quoi": func(r *mediation.AccessRequest) { r.About = " " }, "raison": func(r *mediation.AccessRequest) { r.Reason = "\x00" },
	} {
		r := whole
		change(&r)
		fault, ok := errors.AsType[*mediation.Error](f.RequestAccess(ctx, r))
		if !ok || fault.Parameter != field {
			t.Errorf("%s: %v", field, fault)
		}
	}
}
