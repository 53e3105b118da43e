package desk_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"escale/internal/desk"
	"escale/internal/hours"
	"escale/internal/mediation"
	"escale/internal/planning"
	"escale/internal/postgres/pgtest"
)

// The story of one request, from the town hall's mail to the visit that is over.
func TestACommuneAsksAndTheBusComes(t *testing.T) {
	g, ctx := newGarage(t), context.Background()
	secret := g.send(genets())
	if list, err := g.VanQueue(ctx, console); err != nil || len(list) != 0 {
		t.Fatalf("what nobody confirmed is read: %+v, %v", list, err)
	}
	for range 3 { // scanners of mail open links
		if r := g.follow(secret); !r.Sure.IsZero() {
			t.Fatal("looking at it confirms it")
		}
	}
	for range 2 {
		if err := g.ConfirmVan(ctx, secret); err != nil {
			t.Fatal(err)
		}
	}
	list, err := g.VanQueue(ctx, console)
	if err != nil || len(list) != 1 || list[0].State != mediation.VanReceived || list[0].CommuneName != "Genêts" || list[0].Requester.Phone != "+33233700000" {
		t.Fatalf("%+v, %v", list, err)
	}
	id := list[0].ID
	if err := g.TakeVan(ctx, console, id); err != nil {
		t.Fatal(err)
	}
	g.offer(id, "sud", 3)
	letters := g.deliver()
	if len(letters) != 1 || letters[0].Kind != mediation.MailVanProposed || len(letters[0].Names) != 3 || letters[0].Until == "" {
		t.Fatalf("%+v", letters)
	}
	r := g.follow(letters[0].Secret)
	if r.State != mediation.VanProposed || len(r.Dates) != 3 || letters[0].Until != hours.Term(r.Until.In(hours.ZoneOf("50"))) {
		t.Fatalf("%+v", r)
	}
	if err := g.AcceptVan(ctx, secret, datesOf(r)[:2]); err != nil { // by the first link: all of them lead there
		t.Fatal(err)
	}
	g.seeVisits(secret)
	g.now = r.Dates[1].End.Add(time.Hour)
	if err := g.TendVans(ctx); err != nil {
		t.Fatal(err)
	}
	if r := g.follow(secret); r.State != mediation.VanDone {
		t.Errorf("%+v", r)
	}
}

// seeVisits looks at what the public sees of a confirmed request with two dates.
func (g *garage) seeVisits(secret string) {
	g.Helper()
	r := g.follow(secret)
	if r.State != mediation.VanConfirmed || len(r.Dates) != 2 || r.Stop == "" {
		g.Fatalf("%+v", r)
	}
	for _, date := range r.Dates {
		v, known := g.visit(date.Visit)
		if !known || !v.Start.Equal(date.Start) || !v.End.Equal(date.End) || v.Status != mediation.Planned || v.Stop != r.Stop || v.Tour != "sud" {
			g.Errorf("the visit is %+v, want %+v", v, date)
		}
	}
	public := g.public()
	workshops := 0
	for _, w := range public.Workshops {
		if w.Visit == r.Dates[0].Visit || w.Visit == r.Dates[1].Visit {
			workshops++
			if w.Series.Theme != "Souris et clavier" || !w.Series.Whole || w.Series.Need != "souris-clavier" || w.Seats.All != 12 {
				g.Errorf("%+v", w)
			}
		}
	}
	if workshops != 2 {
		g.Errorf("%d workshops", workshops)
	}
	for _, s := range public.Stops {
		if s.ID == r.Stop && (s.Dates != mediation.DatesOnRequest || s.Capacity != 12 || s.Access != "De plain-pied") {
			g.Errorf("%+v", s)
		}
	}
	if letters := g.deliver(); len(letters) != 1 || letters[0].Kind != mediation.MailVanAccepted || len(letters[0].Names) != 2 || letters[0].Where != "Salle des fêtes" {
		g.Errorf("%+v", letters)
	}
}

// Mayors telephone: what the team types is confirmed at once, the commune is called, and
// its yes is noted.
func TestARequestByTelephone(t *testing.T) {
	g, ctx := newGarage(t), context.Background()
	r := genets()
	r.Requester.Email = ""
	operator := g.operator("sud")
	g.deliver()
	id, err := g.TypeVan(ctx, operator, r)
	if err != nil {
		t.Fatal(err)
	}
	g.offer(id, "sud", 1)
	if letters := g.deliver(); len(letters) != 0 {
		t.Errorf("%+v", letters)
	}
	calls, err := g.Calls(ctx, operator)
	if err != nil || len(calls) != 1 || calls[0].Why != mediation.CallDates || calls[0].Phone != "+33233700000" || strings.Contains(calls[0].About, "Hamel") {
		t.Fatalf("%+v, %v", calls, err)
	}
	if calls, _ := g.Calls(ctx, g.operator("nord")); len(calls) != 0 {
		t.Errorf("the operator of another tour is to call: %+v", calls)
	}
	sheet, err := g.Van(ctx, operator, id, "")
	if err != nil || !sheet.ByPhone {
		t.Fatal(sheet, err)
	}
	if err := g.AcceptVanByPhone(ctx, operator, id, datesOf(sheet.VanRequest)); err != nil {
		t.Fatal(err)
	}
	if calls, _ := g.Calls(ctx, operator); len(calls) != 1 || calls[0].Why != mediation.CallAnswer {
		t.Errorf("%+v", calls)
	}
	sheet, _ = g.Van(ctx, operator, id, "")
	if _, known := g.visit(sheet.Dates[0].Visit); !known || sheet.State != mediation.VanConfirmed {
		t.Errorf("%+v", sheet.VanRequest)
	}
}

// A request without an address is not lost: the team is to call.
func TestAPhoneOnlyRequestIsToBeCalled(t *testing.T) {
	g, ctx := newGarage(t), context.Background()
	r := genets()
	r.Requester.Email = ""
	if err := g.AskVan(ctx, r); err != nil {
		t.Fatal(err)
	}
	list, err := g.VanQueue(ctx, console)
	if err != nil || len(list) != 1 || list[0].ByPhone || !list[0].Sure.IsZero() {
		t.Fatalf("%+v, %v", list, err)
	}
	if calls, err := g.Calls(ctx, console); err != nil || len(calls) != 1 || calls[0].Why != mediation.CallConfirm {
		t.Errorf("%+v, %v", calls, err)
	}
	for range 2 {
		if err := g.VouchVan(ctx, console, list[0].ID); err != nil {
			t.Fatal(err)
		}
	}
	list, _ = g.VanQueue(ctx, console)
	if calls, _ := g.Calls(ctx, console); len(calls) != 0 || list[0].Sure.IsZero() {
		t.Errorf("%+v, %+v", calls, list)
	}
}

func (f *fixture) operator(tour string) desk.Actor {
	f.Helper()
	account := f.invite(tour+"@manche.example", mediation.Operator, mediation.Scope{Kind: mediation.ScopeTour, ID: tour})
	account, err := f.Account(context.Background(), account.ID)
	if err != nil {
		f.Fatal(err)
	}
	return desk.Actor{Account: account}
}

// Requests that belong to no tour are everybody's; then they are those of one tour.
func TestWhoReadsWhichRequest(t *testing.T) {
	g, ctx := newGarage(t), context.Background()
	id, _ := g.sure(genets())
	south, north := g.operator("sud"), g.operator("nord")
	editor := desk.Actor{Account: mediation.Account{ID: 99, Grants: []mediation.Grant{{Role: mediation.Editor, Scope: mediation.Scope{Kind: mediation.ScopeCommune, ID: "50199"}}}}}
	see := func(by desk.Actor) bool {
		_, err := g.Van(ctx, by, id, "")
		if err != nil && mediation.KindOf(err) != mediation.Forbidden {
			t.Error(err)
		}
		return err == nil
	}
	if !see(south) || !see(north) || see(editor) {
		t.Error("a request of no tour is not everybody's who answers, or an editor's too")
	}
	sheet, _ := g.Van(ctx, north, id, "sud")
	if sheet.Looked != "nord" || len(sheet.Tours) != 1 {
		t.Errorf("somebody else's tour is offered: %+v", sheet.Tours)
	}
	c := sheet.Candidates[0]
	if err := g.ProposeVan(ctx, north, id, plan("sud", mediation.VanDate{Start: c.Start, End: c.End})); mediation.KindOf(err) != mediation.Forbidden {
		t.Errorf("dates of somebody else's tour: %v", err)
	}
	g.offer(id, "sud", 1)
	if !see(south) || see(north) {
		t.Error("it is not the south's alone")
	}
	for name, do := range map[string]func() error{
		"take":     func() error { return g.TakeVan(ctx, north, id) },
		"vouch":    func() error { return g.VouchVan(ctx, north, id) },
		"refuse":   func() error { return g.RefuseVan(ctx, north, id, "non") },
		"postpone": func() error { return g.PostponeVan(ctx, north, id, "plus tard") },
		"accept":   func() error { return g.AcceptVanByPhone(ctx, north, id, nil) },
		"decline":  func() error { return g.DeclineVanByPhone(ctx, north, id) },
		"withdraw": func() error { return g.WithdrawVanByPhone(ctx, north, id) },
		"propose": func() error {
			return g.ProposeVan(ctx, north, id, plan("nord", mediation.VanDate{Start: c.Start, End: c.End}))
		},
	} {
		if err := do(); mediation.KindOf(err) != mediation.Forbidden {
			t.Errorf("%s: %v", name, err)
		}
	}
	if list, _ := g.VanQueue(ctx, north); len(list) != 0 {
		t.Errorf("%+v", list)
	}
}

// A date is kept for its request until it lapses, then it is free again.
func TestDatesLapse(t *testing.T) {
	g, ctx := newGarage(t), context.Background()
	id, secret := g.sure(genets())
	g.offer(id, "sud", 2)
	g.deliver()
	other, _ := g.sure(avranches())
	r := g.follow(secret)
	taken := mediation.VanDate{Start: r.Dates[0].Start, End: r.Dates[0].End}
	if err := g.ProposeVan(ctx, console, other, plan("sud", taken)); mediation.KindOf(err) != mediation.Conflict {
		t.Fatalf("a date that is kept is proposed to another: %v", err)
	}
	g.now = r.Until.Add(-time.Minute)
	if err := g.TendVans(ctx); err != nil || g.follow(secret).State != mediation.VanProposed {
		t.Fatalf("too early: %v", err)
	}
	g.now = r.Until
	if r := g.follow(secret); r.State != mediation.VanExpired || len(r.Dates) != 0 {
		t.Errorf("before the job, its page says %+v", r)
	}
	if err := g.AcceptVan(ctx, secret, datesOf(r)); mediation.KindOf(err) != mediation.Conflict {
		t.Errorf("it is accepted too late: %v", err)
	}
	taken.Start, taken.End = taken.Start.AddDate(0, 0, 14), taken.End.AddDate(0, 0, 14)
	if err := g.ProposeVan(ctx, console, other, plan("sud", taken)); err != nil { // nobody waits for the job
		t.Fatal(err)
	}
	if r := g.follow(secret); r.State != mediation.VanExpired || len(r.Dates) != 0 {
		t.Errorf("%+v", r)
	}
	kinds := map[mediation.MailKind]int{}
	for _, l := range g.deliver() {
		kinds[l.Kind]++
	}
	if kinds[mediation.MailVanLapsed] != 1 || kinds[mediation.MailVanProposed] != 1 {
		t.Errorf("%v", kinds)
	}
	g.offer(id, "sud", 1) // it is still open
	if r := g.follow(secret); r.State != mediation.VanProposed {
		t.Errorf("%+v", r)
	}
}

func avranches() mediation.VanRequest {
	r := genets()
	r.Commune, r.Requester.Email, r.Requester.Phone = "50025", "mairie@avranches.example", "0233890000"
	return r
}

// A confirmed request that is changed is accepted again, and its visits are called off
// meanwhile.
func TestAChangedConfirmedRequestMustBeAcceptedAgain(t *testing.T) {
	g, ctx := newGarage(t), context.Background()
	for name, change := range map[string]func(id int64, secret string) error{
		"by the team": func(id int64, _ string) error { g.offer(id, "sud", 1); return nil },
		"by the commune": func(_ int64, secret string) error {
			next := genets()
			next.Room.Name = "Mairie"
			return g.ChangeVan(ctx, secret, next, true)
		},
		"withdrawn": func(_ int64, secret string) error { return g.WithdrawVan(ctx, secret) },
	} {
		id, secret := g.sure(genets())
		g.offer(id, "sud", 1)
		before := g.follow(secret)
		if err := g.AcceptVan(ctx, secret, datesOf(before)); err != nil {
			t.Fatal(name, err)
		}
		visit := g.follow(secret).Dates[0].Visit
		if err := change(id, secret); err != nil {
			t.Fatal(name, err)
		}
		r := g.follow(secret)
		if r.State == mediation.VanConfirmed {
			t.Errorf("%s: it is still confirmed", name)
		}
		if v, known := g.visit(visit); !known || v.Status != mediation.Cancelled || v.Reason == "" {
			t.Errorf("%s: the visit is %+v", name, v)
		}
		if name == "by the team" {
			if err := g.AcceptVan(ctx, secret, datesOf(r)); err != nil {
				t.Fatal(name, err)
			}
			if v, known := g.visit(g.follow(secret).Dates[0].Visit); !known || v.Status != mediation.Planned {
				t.Errorf("%s: accepted again, the visit is %+v", name, v)
			}
			_ = g.WithdrawVan(ctx, secret)
		}
		pgtest.Exec(t, g.url, `UPDATE van_requests SET received_at = received_at - interval '2 days'`)
	}
}

// A source may bring a visit at a time that was agreed upon: it is shown, and a date that is
// only proposed cannot be accepted any more.
func TestASourceThatBringsAVisitLaterIsAConflict(t *testing.T) {
	g, ctx := newGarage(t), context.Background()
	id, secret := g.sure(genets())
	g.offer(id, "sud", 1)
	r := g.follow(secret)
	if list, _ := g.VanQueue(ctx, console); len(list[0].Clashes) != 0 {
		t.Errorf("%v", list[0].Clashes)
	}
	late := strings.Replace(garageTours, "Avranches;dates non publiées;;", "Avranches;"+r.Dates[0].Start.Format("02/01/2006")+";13:00;17:00", 1)
	if report, err := g.planner.Import(ctx, planning.ImportRequest{Origin: "bus.csv", Content: []byte(late)}); err != nil || len(report.Faults) > 0 {
		t.Fatal(err, report.Faults)
	}
	list, err := g.VanQueue(ctx, console)
	if err != nil || len(list[0].Clashes) != 1 || !strings.Contains(list[0].Clashes[0], "Avranches") {
		t.Errorf("%+v, %v", list[0].Clashes, err)
	}
	if err := g.AcceptVan(ctx, secret, datesOf(r)); mediation.KindOf(err) != mediation.Conflict {
		t.Errorf("%v", err)
	}
	if r := g.follow(secret); r.State != mediation.VanProposed {
		t.Errorf("what was refused changed it to %s", r.State)
	}
}

// Public pages of a visit on demand name neither the requester, nor the key holder, nor
// the operator.
func TestThePublicSeesNoName(t *testing.T) {
	g, ctx := newGarage(t), context.Background()
	id, secret := g.sure(genets())
	g.offer(id, "sud", 2)
	if err := g.AcceptVan(ctx, secret, datesOf(g.follow(secret))); err != nil {
		t.Fatal(err)
	}
	public := fmt.Sprintf("%+v", g.public())
	for _, word := range append(personWords, console.Command, "manche.example") {
		if strings.Contains(public, word) {
			t.Errorf("the public reads %q", word)
		}
	}
	if !strings.Contains(public, "Salle des fêtes") {
		t.Error("the room is not there")
	}
}

// Two tours of one vehicle are one vehicle: what is kept for the one is taken for the other,
// and so is a visit of the other's own.
func TestToursOfOneVehicleShareItsTime(t *testing.T) {
	g, ctx := newGarage(t), context.Background()
	shared := garageTours + "tournée;est;;Le bus de l’est;;;;;BUS 1;02 61 91 00 03;caf\nétape;est;saint-lo;Mairie;Saint-Lô;17/12/2026;14:00;16:00;;;\n"
	if report, err := g.planner.Import(ctx, planning.ImportRequest{Origin: "bus.csv", Content: []byte(shared)}); err != nil || len(report.Faults) > 0 {
		t.Fatal(err, report.Faults)
	}
	one, _ := g.sure(genets())
	two, _ := g.sure(avranches())
	at := func(day int) mediation.VanDate {
		start := time.Date(2026, 12, day, 13, 0, 0, 0, time.UTC)
		return mediation.VanDate{Start: start, End: start.Add(2 * time.Hour)}
	}
	if err := g.ProposeVan(ctx, console, one, plan("nord", at(17))); mediation.KindOf(err) != mediation.Conflict {
		t.Errorf("on a visit of the other tour: %v", err)
	}
	if err := g.ProposeVan(ctx, console, one, plan("nord", at(10))); err != nil {
		t.Fatal(err)
	}
	if err := g.ProposeVan(ctx, console, two, plan("est", at(10))); mediation.KindOf(err) != mediation.Conflict {
		t.Errorf("on a time that is kept: %v", err)
	}
	if err := g.ProposeVan(ctx, console, two, plan("sud", at(10))); err != nil {
		t.Errorf("another vehicle: %v", err)
	}
}
