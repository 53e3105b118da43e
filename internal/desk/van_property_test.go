package desk_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"escale/internal/desk"
	"escale/internal/mail/mailtest"
	"escale/internal/mediation"
	"escale/internal/planning"
	"escale/internal/postgres"
	"escale/internal/postgres/pgtest"
)

// vanTable is which act leads where as people agreed on it: one line for each state, one
// column for each act, "-" for what cannot be done.
const vanTable = `
state      take    propose   postpone  refuse   accept     decline  change    withdraw   lapse    finish
received   review  proposed  review    refused  -          -        received  withdrawn  -        -
review     -       proposed  review    refused  -          -        review    withdrawn  -        -
proposed   -       proposed  review    refused  confirmed  review   review    withdrawn  expired  -
expired    -       proposed  review    refused  -          -        review    withdrawn  -        -
confirmed  -       proposed  -         -        -          -        review    withdrawn  -        done
done       -       -         -         -        -          -        -         -          -        -
refused    -       -         -         -        -          -        -         -          -        -
withdrawn  -       -         -         -        -          -        -         -          -        -
`

// stories bring a request to each state.
func (g *garage) bring(id int64, secret string, state mediation.VanState) error {
	ctx := context.Background()
	switch state {
	case mediation.VanInReview:
		return g.TakeVan(ctx, console, id)
	case mediation.VanProposed:
		g.offer(id, "sud", 1)
	case mediation.VanExpired:
		g.offer(id, "sud", 1)
		g.now = g.follow(secret).Until
		return g.TendVans(ctx)
	case mediation.VanConfirmed, mediation.VanDone:
		g.offer(id, "sud", 1)
		if err := g.AcceptVan(ctx, secret, datesOf(g.follow(secret))); err != nil || state == mediation.VanConfirmed {
			return err
		}
		g.now = g.follow(secret).Dates[0].End
		return g.TendVans(ctx)
	case mediation.VanRefused:
		return g.RefuseVan(ctx, console, id, "Trop loin")
	case mediation.VanWithdrawn:
		return g.WithdrawVan(ctx, secret)
	}
	return nil
}

// does does an act by the use case that people, or time, have for it.
func (g *garage) does(act mediation.VanAct, id int64, secret string) error {
	ctx := context.Background()
	r := g.follow(secret)
	switch act {
	case mediation.VanTake:
		return g.TakeVan(ctx, console, id)
	case mediation.VanPropose:
		start := g.now.Truncate(24*time.Hour).AddDate(0, 0, 21).Add(13 * time.Hour) // no public holiday
		return g.ProposeVan(ctx, console, id, plan("sud", mediation.VanDate{Start: start, End: start.Add(2 * time.Hour)}))
	case mediation.VanPostpone:
		return g.PostponeVan(ctx, console, id, "Plus tard")
	case mediation.VanRefuse:
		return g.RefuseVan(ctx, console, id, "Trop loin")
	case mediation.VanAccept:
		return g.AcceptVan(ctx, secret, datesOf(r))
	case mediation.VanDecline:
		return g.DeclineVan(ctx, secret)
	case mediation.VanChange:
		next := genets()
		next.Group = r.Group%20 + 1
		return g.ChangeVan(ctx, secret, next, true)
	case mediation.VanWithdraw:
		return g.WithdrawVan(ctx, secret)
	case mediation.VanLapse:
		if !r.Until.IsZero() {
			g.now = r.Until
		}
		return g.TendVans(ctx)
	}
	if r.State == mediation.VanConfirmed {
		g.now = r.Dates[0].End
	}
	return g.TendVans(ctx)
}

// Every act in every state leads where the table says, or changes nothing at all; and what a
// request has of the vehicle is what its state promises.
func TestEveryActInEveryState(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(vanTable), "\n")
	acts := strings.Fields(lines[0])[1:]
	if len(acts) != len(mediation.VanActs) || len(lines)-1 != len(mediation.VanStates) {
		t.Fatalf("%d acts, %d states", len(acts), len(lines)-1)
	}
	g := newGarage(t)
	for _, row := range lines[1:] {
		columns := strings.Fields(row)
		state := mediation.VanState(columns[0])
		for i, name := range acts {
			act, want := mediation.VanAct(name), mediation.VanState(columns[i+1])
			if next, ok := state.Next(act); ok != (want != "-") || ok && next != want {
				t.Errorf("%s, %s: %s, want %s", state, act, next, want)
			}
			g.now = wednesday
			pgtest.Exec(t, g.url, `DELETE FROM van_requests; DELETE FROM mails`)
			id, secret := g.sure(genets())
			if err := g.bring(id, secret, state); err != nil || g.follow(secret).State != state {
				t.Fatalf("%s is not reached: %v, %+v", state, err, g.follow(secret))
			}
			before := g.follow(secret)
			err := g.does(act, id, secret)
			after := g.follow(secret)
			byTime := act == mediation.VanLapse || act == mediation.VanFinish
			switch {
			case want == "-" && !byTime && mediation.KindOf(err) != mediation.Conflict:
				t.Errorf("%s, %s: %v", state, act, err)
			case want == "-" && !byTime && fmt.Sprint(after) != fmt.Sprint(before):
				t.Errorf("%s, %s is refused, and changes %+v", state, act, after)
			case want == "-" && byTime && after.State != before.State && !(state == mediation.VanProposed || state == mediation.VanConfirmed):
				t.Errorf("time changes %s to %s", state, after.State)
			case want != "-" && (err != nil || after.State != want):
				t.Errorf("%s, %s: %s, %v, want %s", state, act, after.State, err, want)
			}
			g.checkTimes(after, fmt.Sprint(state, ", ", act))
		}
	}
}

// checkTimes holds what each state promises of the times of a request: visits that took
// place stay with it, whatever comes after.
func (g *garage) checkTimes(r mediation.VanRequest, story string) {
	g.Helper()
	kept, booked, coming := 0, 0, 0
	for _, d := range r.Dates {
		if d.Booked() {
			booked++
			if d.Start.After(g.now) {
				coming++
			}
		} else {
			kept++
		}
	}
	right := map[mediation.VanState]bool{
		mediation.VanProposed: kept > 0 && coming == 0 && !r.Until.IsZero(), mediation.VanConfirmed: kept == 0 && booked > 0 && r.Until.IsZero(),
		mediation.VanDone: kept == 0 && booked > 0,
	}
	if ok, special := right[r.State]; special && !ok || !special && (kept > 0 || coming > 0 || !r.Until.IsZero()) {
		g.Errorf("%s: %s has %d kept and %d booked", story, r.State, kept, booked)
	}
}

// secondServer is another desk on the same database, with connections of its own.
func (g *garage) secondServer() *desk.Desk {
	g.Helper()
	db, err := postgres.Open(context.Background(), g.url)
	if err != nil {
		g.Fatal(err)
	}
	g.Cleanup(db.Close)
	d := &desk.Desk{Store: postgres.As[desk.Tx]{DB: db}, Departement: "50", Mailer: &mailtest.Postbox{}}
	first := g.planner
	g.serve(d, db)
	g.planner = first
	return d
}

// Fifty communes want one vehicle on the same days, and answer at once on two servers: each
// time is one commune's, each that was agreed to is one visit, none is lost.
func TestFiftyConfirmationsOnTwoServers(t *testing.T) {
	g, ctx := newGarage(t), context.Background()
	servers := []*desk.Desk{g.Desk, g.secondServer()}
	const n = 50
	ids := make([]int64, n)
	for i := range ids {
		r := genets()
		r.Commune = garageCommunes[i%len(garageCommunes)].INSEE
		r.Room.Name, r.Requester.Email = fmt.Sprintf("Salle %d", i), ""
		r.Wishes = nil
		var err error
		if ids[i], err = g.TypeVan(ctx, console, r); err != nil {
			t.Fatal(err)
		}
	}
	start := time.Date(2026, 12, 14, 13, 0, 0, 0, time.UTC)
	var work sync.WaitGroup
	var faults sync.Map
	note := func(what string, err error) {
		if err != nil && mediation.KindOf(err) != mediation.Conflict {
			faults.Store(what, err)
		}
	}
	for i, id := range ids { // twelve times, for fifty
		work.Go(func() {
			at := start.AddDate(0, 0, i%12)
			note("propose", servers[i%2].ProposeVan(ctx, console, id, plan("sud", mediation.VanDate{Start: at, End: at.Add(2 * time.Hour)})))
		})
	}
	work.Wait()
	proposed := g.proposed()
	for _, r := range proposed { // each is accepted twice at once, once on each server
		for _, server := range servers {
			work.Go(func() { note("accept", server.AcceptVanByPhone(ctx, console, r.ID, datesOf(r))) })
		}
	}
	work.Wait()
	faults.Range(func(what, err any) bool { t.Error(what, err); return true })
	g.countVisits(len(proposed))
}

func (g *garage) proposed() (list []mediation.VanRequest) {
	g.Helper()
	all, err := g.VanQueue(context.Background(), console)
	if err != nil {
		g.Fatal(err)
	}
	for _, l := range all {
		if l.State == mediation.VanProposed {
			list = append(list, l.VanRequest)
		}
	}
	return list
}

// countVisits looks at the tables by brute force.
func (g *garage) countVisits(proposed int) {
	g.Helper()
	if proposed != 10 { // of the twelve days two are a Saturday and a Sunday, that is no matter; Christmas is
		g.Logf("%d are proposed", proposed)
	}
	if n := g.overlaps(); n != 0 {
		g.Errorf("%d overlap", n)
	}
	counts := map[string]int{}
	for name, sql := range map[string]string{
		"confirmed": `SELECT count(*) FROM van_requests WHERE state = 'confirmed'`,
		"booked":    `SELECT count(*) FROM bookings WHERE visit <> ''`,
		"unbooked":  `SELECT count(*) FROM bookings WHERE visit = ''`,
		"visits":    `SELECT count(*) FROM visits v JOIN bookings b ON b.visit = v.id AND lower(b.during) = v.starts_at AND upper(b.during) = v.ends_at WHERE v.withdrawn_at IS NULL`,
		"workshops": `SELECT count(*) FROM workshops w JOIN bookings b ON b.visit = w.visit_id`,
		"changes":   `SELECT count(*) FROM changes WHERE act = 'van' AND after = 'Confirmée'`,
		"added":     `SELECT count(*) FROM stop_exceptions WHERE withdrawn_at IS NULL AND content::text LIKE '%add%'`,
	} {
		counts[name] = pgtest.Column[int](g, g.url, sql)[0]
	}
	for name, n := range counts {
		if want := map[bool]int{true: 0, false: proposed}[name == "unbooked"]; n != want {
			g.Errorf("%s: %d, want %d of %v", name, n, want, counts)
		}
	}
	if proposed < 10 {
		g.Errorf("only %d of the twelve times were given", proposed)
	}
}

// What is typed is text, whatever it is: it is shown as it is, and never longer than can be
// read; nothing of it is in the history, the jobs or the calls' subjects.
func TestHostileTexts(t *testing.T) {
	g, ctx := newGarage(t), context.Background()
	const script = "<script>alert(1)</script>\r\nBcc: evil@evil.example"
	r := genets()
	r.Requester.Name, r.Requester.Function, r.Room.Name, r.Room.Street, r.Room.Holder = script, script, script, script, script
	r.Comment = script + strings.Repeat("é", mediation.MaxVanText-len([]rune(script))) // a thousand letters
	id, secret := g.sure(r)
	if got := g.follow(secret); got.Comment != strings.TrimSpace(r.Comment) || strings.ContainsAny(got.Requester.Name+got.Room.Name, "\r\n") {
		t.Errorf("%+v", got)
	}
	g.offer(id, "sud", 1)
	if err := g.AcceptVan(ctx, secret, datesOf(g.follow(secret))); err != nil {
		t.Fatal(err)
	}
	for _, sql := range []string{`SELECT (to_jsonb(changes) - 'at')::text FROM changes WHERE act = 'van'`, `SELECT args::text FROM river_job`, `SELECT about FROM calls`} {
		for _, text := range pgtest.Column[string](t, g.url, sql) {
			if strings.Contains(text, "script") || strings.Contains(text, "@") || strings.Contains(text, "0233") {
				t.Errorf("%s: %s", sql, text)
			}
		}
	}
	for field, change := range map[string]func(r *mediation.VanRequest){
		"commentaire": func(r *mediation.VanRequest) { r.Comment = strings.Repeat("é", 1001) },
		"nom":         func(r *mediation.VanRequest) { r.Requester.Name = strings.Repeat("x", 201) },
		"salle":       func(r *mediation.VanRequest) { r.Room.Name = " \x00" },
		"courriel":    func(r *mediation.VanRequest) { r.Requester.Email = "a@b.example\r\nBcc: c@d.example" },
		"telephone":   func(r *mediation.VanRequest) { r.Requester.Phone = "12" },
		"commune":     func(r *mediation.VanRequest) { r.Commune = "14118" },
		"groupe":      func(r *mediation.VanRequest) { r.Group = -1 },
		"jour-1": func(r *mediation.VanRequest) {
			r.Wishes = []mediation.Wish{{Day: "2020-01-01", Half: mediation.Morning}}
		},
		"ouvre": func(r *mediation.VanRequest) { r.Room.From = "25:00" },
	} {
		r := genets()
		change(&r)
		fault, ok := errors.AsType[*mediation.Error](g.AskVan(ctx, r))
		if !ok || fault.Parameter != field {
			t.Errorf("%s: %v", field, fault)
		}
	}
}

// Visits in a commune's room survive what befalls a tour: its update, and a spreadsheet
// that comes and goes.
func TestVisitsSurviveRefreshAndUndo(t *testing.T) {
	g, ctx := newGarage(t), context.Background()
	id, secret := g.sure(genets())
	g.offer(id, "nord", 1)
	if err := g.AcceptVan(ctx, secret, datesOf(g.follow(secret))); err != nil {
		t.Fatal(err)
	}
	visit := g.follow(secret).Dates[0].Visit
	still := func(when string) {
		t.Helper()
		if v, known := g.visit(visit); !known || v.Status != mediation.Planned {
			t.Errorf("%s: %+v", when, v)
		}
	}
	if _, err := g.planner.Update(ctx); err != nil {
		t.Fatal(err)
	}
	still("updated")
	sheet, err := g.planner.Sheet(ctx, "nord", false)
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.Replace(string(sheet), "tous les mardis", "tous les lundis", 1)
	if report, err := g.planner.Import(ctx, planning.ImportRequest{Origin: "n.csv", Content: []byte(changed)}); err != nil || len(report.Faults) > 0 || len(report.Changes) != 1 {
		t.Fatal(err, report.Faults, report.Changes)
	}
	still("imported")
	if _, err := g.planner.Undo(ctx); err != nil {
		t.Fatal(err)
	}
	still("undone")
}
