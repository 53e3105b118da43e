package desk_test

import (
	"context"
	"testing"

	"github.com/paulmach/orb"

	"escale/internal/mediation"
)

// The room stands at its address where a service is sure of it, else in the middle of its commune, marked as such.
func TestTheRoomStandsAtItsAddress(t *testing.T) {
	g, ctx := newGarage(t), context.Background()
	hall := orb.Point{-1.476, 48.683}
	var questions []string
	g.PinAddress = func(_ context.Context, address, insee string) (orb.Point, bool) {
		questions = append(questions, insee+" "+address)
		return hall, insee == "50199"
	}
	for i, ask := range []mediation.VanRequest{genets(), genets(), genets()} {
		ask.Room.Name += []string{" un", " deux", " trois"}[i]
		ask.Commune = []string{"50199", "50025", "50199"}[i]
		if i == 2 {
			ask.Room.Street = ""
		}
		questions = nil
		g.deliver()
		id, secret := g.sure(ask)
		g.offer(id, "sud", 1)
		if len(questions) > 0 {
			t.Fatalf("the service is asked before anything is agreed upon: %v", questions)
		}
		dates := datesOf(g.follow(secret))
		var err error
		if i == 0 {
			err = g.AcceptVan(ctx, secret, dates)
		} else {
			err = g.AcceptVanByPhone(ctx, console, id, dates)
		}
		if err != nil {
			t.Fatal(err)
		}
		if asks := len(questions); (asks == 1) != (i < 2) || i == 0 && questions[0] != "50199 rue de l’Église, Genêts" {
			t.Errorf("%d: %v", i, questions)
		}
		found := false
		for _, p := range g.public().Places {
			if p.Name != ask.Room.Name {
				continue
			}
			found = true
			if at := p.Point == hall; at != (i == 0) || p.Offers[0].Approximate != (i != 0) {
				t.Errorf("%d: at %v, approximate %v", i, p.Point, p.Offers[0].Approximate)
			}
		}
		if !found {
			t.Errorf("%d: no room", i)
		}
		if err := g.AcceptVan(ctx, secret, dates); mediation.KindOf(err) != mediation.Conflict || len(questions) > 1 {
			t.Errorf("%d, a second time: %v, %v", i, err, questions)
		}
	}
}
