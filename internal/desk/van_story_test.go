package desk_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"escale/internal/desk"
	"escale/internal/mediation"
)

// TestRandomStories lets four communes, a team and time do what they like for a season: whatever
// comes of it, no vehicle is in two places, the public sees the visits of confirmed requests
// and no others, and what a request has is what its state promises.
func TestRandomStories(t *testing.T) {
	g, r := newGarage(t), rand.New(rand.NewPCG(20, 3))
	ctx, done := context.Background(), map[string]int{}
	type story struct {
		id     int64
		secret string
	}
	var stories []story
	for i, commune := range garageCommunes {
		ask := genets()
		ask.Commune, ask.Requester.Email, ask.Requester.Phone = commune.INSEE, fmt.Sprintf("mairie%d@manche.example", i), fmt.Sprintf("023370000%d", i)
		ask.Wishes = []mediation.Wish{{Weekday: 4, Half: mediation.Afternoon}, {Weekday: 5, Half: mediation.Morning}}
		id, secret := g.sure(ask)
		stories = append(stories, story{id, secret})
	}
	for step := range 120 {
		s := stories[r.IntN(len(stories))]
		act := mediation.VanActs[r.IntN(len(mediation.VanActs))]
		if act == mediation.VanRefuse || act == mediation.VanWithdraw || act == mediation.VanLapse || act == mediation.VanFinish {
			if r.IntN(4) > 0 { // not too soon: the story would end
				act = []mediation.VanAct{mediation.VanPropose, mediation.VanAccept}[r.IntN(2)]
			}
		}
		err := g.try(r, act, s.id, s.secret)
		if kind := mediation.KindOf(err); err != nil && kind != mediation.Conflict && kind != mediation.Invalid {
			t.Fatalf("step %d, %s of %d: %v", step, act, s.id, err)
		}
		if err == nil {
			done[string(act)]++
		}
		if r.IntN(5) == 0 {
			g.now = g.now.Add(time.Duration(r.IntN(60)) * time.Hour)
			if err := g.TendVans(ctx); err != nil {
				t.Fatal(err)
			}
		}
		for _, s := range stories {
			g.checkTimes(g.follow(s.secret), fmt.Sprintf("step %d, %s", step, act))
		}
		g.checkPublic(step)
		if t.Failed() {
			return
		}
	}
	t.Log(done)
	if done[string(mediation.VanAccept)] < 5 || done[string(mediation.VanPropose)] < 10 {
		t.Errorf("too little happened: %v", done)
	}
}

// try does an act as somebody would, with whatever dates come to mind.
func (g *garage) try(r *rand.Rand, act mediation.VanAct, id int64, secret string) error {
	ctx := context.Background()
	switch act {
	case mediation.VanPropose:
		tour := []string{"sud", "nord"}[r.IntN(2)]
		var dates []mediation.VanDate
		for range 1 + r.IntN(3) {
			start := g.now.Truncate(24*time.Hour).AddDate(0, 0, 1+r.IntN(12)).Add(time.Duration(8+r.IntN(7)) * time.Hour)
			dates = append(dates, mediation.VanDate{Start: start, End: start.Add(2 * time.Hour)})
		}
		return g.ProposeVan(ctx, console, id, desk.VanOffer{Tour: tour, Dates: dates, Days: 1 + r.IntN(5), Plan: mediation.VanPlan{Theme: "Souris", Seats: 10, Whole: r.IntN(2) == 0}})
	case mediation.VanAccept:
		ids := datesOf(g.follow(secret))
		if len(ids) > 1 && r.IntN(2) == 0 {
			ids = ids[:1]
		}
		return g.AcceptVan(ctx, secret, ids)
	case mediation.VanLapse, mediation.VanFinish:
		return g.TendVans(ctx)
	}
	return g.does(act, id, secret)
}

// checkPublic compares what the public sees with what requests have.
func (g *garage) checkPublic(step int) {
	g.Helper()
	if n := g.overlaps(); n != 0 {
		g.Errorf("step %d: %d overlap", step, n)
	}
	queue, err := g.VanQueue(context.Background(), console)
	if err != nil {
		g.Fatal(err)
	}
	promised := map[string]mediation.VanDate{}
	for _, line := range queue {
		for _, date := range line.Dates {
			if date.Booked() && date.End.After(g.now) {
				promised[date.Visit] = date
			}
		}
		if len(line.Clashes) > 0 {
			g.Errorf("step %d: %v", step, line.Clashes)
		}
	}
	public, rooms := g.public(), map[string]bool{}
	for _, s := range public.Stops {
		rooms[s.ID] = s.Dates == mediation.DatesOnRequest
	}
	for _, v := range public.Visits {
		date, ours := promised[v.ID]
		delete(promised, v.ID)
		if takes := v.Status != mediation.Cancelled && v.End.After(g.now); rooms[v.Stop] && takes != ours || ours && (!v.Start.Equal(date.Start) || v.Status != mediation.Planned) {
			g.Errorf("step %d: the visit %+v, promised %v %+v", step, v, ours, date)
		}
	}
	if len(promised) > 0 {
		g.Errorf("step %d: nobody sees %v", step, promised)
	}
}
