package desk_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"escale/internal/mediation"
)

// informed lists who is written to of a new request, and looks at what they read.
func (g *garage) informed(commune string) (list []string) {
	g.Helper()
	for _, l := range g.deliver() {
		if l.Kind != mediation.MailTeamVan {
			continue
		}
		list = append(list, l.To)
		about := l
		about.Mail, about.Kind, about.To, about.Van, about.About = 0, "", "", 0, ""
		if l.Van == 0 || l.About != commune || fmt.Sprintf("%+v", about) != fmt.Sprintf("%+v", mediation.Letter{}) {
			g.Errorf("it says more than the commune: %+v", l)
		}
	}
	slices.Sort(list)
	return list
}

// Whoever answers a new request is written to, once: when its address is confirmed, when somebody who has a
// number only sends it, when a colleague types it.
func TestTheTeamLearnsOfANewRequest(t *testing.T) {
	g, ctx := newGarage(t), context.Background()
	g.admin()
	north, _ := g.operator("nord"), g.operator("sud")
	g.invite("modere@manche.example", mediation.Moderator, mediation.Scope{Kind: mediation.ScopeDepartement, ID: "50"})
	g.invite("ailleurs@manche.example", mediation.Moderator, mediation.Scope{Kind: mediation.ScopeDepartement, ID: "14"})
	g.invite("mairie@manche.example", mediation.Editor, mediation.Scope{Kind: mediation.ScopeCommune, ID: "50199"})
	g.deliver()
	team := []string{"modere@manche.example", "nord@manche.example", "sud@manche.example"}
	secret := g.send(genets())
	for i := range 2 {
		if err := g.ConfirmVan(ctx, secret); err != nil {
			t.Fatal(err)
		}
		if got := g.informed("Genêts"); i == 0 && !slices.Equal(got, team) || i == 1 && len(got) != 0 {
			t.Errorf("%d: %v", i, got)
		}
	}
	phone := genets()
	phone.Requester.Email = ""
	if err := g.AskVan(ctx, phone); err != nil {
		t.Fatal(err)
	}
	if got := g.informed("Genêts"); !slices.Equal(got, team) {
		t.Errorf("by a number: %v", got)
	}
	id, err := g.TypeVan(ctx, north, phone)
	if err != nil {
		t.Fatal(err)
	}
	if got := g.informed("Genêts"); !slices.Equal(got, []string{team[0], team[2]}) {
		t.Errorf("typed by a colleague: %v", got)
	}
	line, err := g.Van(ctx, north, id, "")
	if err != nil || len(line.Same) != 2 {
		t.Errorf("%+v double it, %v", line.Same, err)
	}
	if _, err := g.TypeVan(ctx, north, phone); err != nil {
		t.Fatal(err)
	}
	queue, err := g.VanQueue(ctx, north)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range queue {
		if err := g.TakeVan(ctx, north, line.ID); err != nil {
			t.Fatal(err)
		}
	}
	if got := g.informed("Genêts"); len(got) != 0 {
		t.Errorf("somebody looks at it already: %v", got)
	}
}

// Where nobody answers but admins, they learn it.
func TestAnAdminAloneLearnsOfANewRequest(t *testing.T) {
	g := newGarage(t)
	g.admin()
	g.deliver()
	secret := g.send(genets())
	if err := g.ConfirmVan(context.Background(), secret); err != nil {
		t.Fatal(err)
	}
	if got := g.informed("Genêts"); !slices.Equal(got, []string{"admin@manche.example"}) {
		t.Errorf("%v", got)
	}
}
