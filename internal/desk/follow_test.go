package desk_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"escale/internal/desk"
	"escale/internal/mediation"
	"escale/internal/planning"
	"escale/internal/postgres/pgtest"
)

// follows wires the planner as the program does.
func (s *school) follows() {
	s.planner.Follow = func(ctx context.Context, tx planning.Tx, visits []mediation.VisitHolding) error {
		return s.FollowVisits(ctx, tx.(desk.Tx), visits)
	}
}

// befalls changes the day of the bus in so many days.
func (s *school) befalls(days int, e mediation.Exception) {
	s.Helper()
	e.Day = mediation.DayOf(monday.AddDate(0, 0, days))
	c, err := s.planner.Coming(context.Background(), s.visit(days))
	if err == nil {
		_, err = s.planner.ChangeDay(context.Background(), mediation.DayChange{Stop: c.Stop.ID, Exception: e}, func(string) error { return nil })
	}
	if err != nil {
		s.Fatal(err)
	}
}

// news counts the mails and the calls that wait, by kind.
func (s *school) news() map[string]int {
	s.Helper()
	counts := map[string]int{}
	for _, kind := range pgtest.Column[string](s, s.url, `SELECT 'mail ' || kind FROM mails WHERE registration IS NOT NULL UNION ALL SELECT 'call ' || why FROM calls WHERE done_at IS NULL`) {
		counts[kind]++
	}
	return counts
}

// join registers somebody with an address, and somebody with a phone only.
func (s *school) join(w mediation.Workshop) {
	s.Helper()
	for i, email := range []string{"ana@exemple.fr", ""} {
		r := asks(w, i+1)
		r.Email = email
		if _, err := s.Register(context.Background(), r); err != nil {
			s.Fatal(err)
		}
	}
}

// RDV #5536: people learnt nothing of their deleted meeting; #2516, #2771: staff
// did not know of those who could not be reached.
func TestAWorkshopFollowsItsVisitAndEverybodyLearnsIt(t *testing.T) {
	s := newSchool(t)
	s.follows()
	w := s.open(mouse, 5)[0]
	s.join(w)
	now := func() mediation.Workshop { return s.series(w.Series.ID)[0] }

	s.befalls(5, mediation.Exception{Kind: mediation.Move, Start: "15:00", End: "17:00"})
	if got := now(); got.Status != mediation.Moved || !got.Start.Equal(w.Start.Add(time.Hour)) || !got.WasStart.Equal(w.Start) || got.Sequence != 1 || got.ID != w.ID {
		t.Errorf("moved: %+v", got)
	}
	if got, want := s.news(), map[string]int{"mail seat": 1, "mail moved": 1, "call moved": 1}; !maps.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	s.befalls(5, mediation.Exception{Kind: mediation.Cancel, Reason: "Météo"})
	if got := now(); got.Status != mediation.Cancelled || got.Reason != "Météo" || got.Sequence != 2 {
		t.Errorf("cancelled: %+v", got)
	}
	if got, want := s.news(), map[string]int{"mail seat": 1, "mail moved": 1, "mail called-off": 1, "call cancelled": 1}; !maps.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if _, err := s.Register(context.Background(), asks(w, 9)); mediation.KindOf(err) != mediation.Conflict {
		t.Errorf("registering for what is cancelled: %v", err)
	}
	s.befalls(5, mediation.Exception{})
	if got := now(); got.Status != mediation.Planned || !got.Start.Equal(w.Start) || !got.WasStart.IsZero() || got.Sequence != 3 {
		t.Errorf("as the rule says: %+v", got)
	}
	s.befalls(5, mediation.Exception{Kind: mediation.MarkFull}) // of the visit: nothing changes of the workshop
	if got := now(); got.Sequence != 3 {
		t.Errorf("full: %+v", got)
	}
}

// Who cannot be written to is called: a letter that did not leave is no word.
func TestWhoCannotBeWrittenToIsCalled(t *testing.T) {
	s, ctx := newSchool(t), context.Background()
	s.follows()
	one := mouse
	one.Seats = 1
	w := s.open(one, 5)[0]
	secret, err := s.Register(ctx, asks(w, 1))
	if err != nil {
		t.Fatal(err)
	}
	waits := asks(w, 2)
	waits.Email = "jean@exemple.fr"
	if _, err := s.Register(ctx, waits); err != nil {
		t.Fatal(err)
	}
	if err := s.ActOnSeat(ctx, secret, mediation.GiveUp); err != nil { // the seat is offered by mail
		t.Fatal(err)
	}
	s.befalls(5, mediation.Exception{Kind: mediation.Move, Start: "15:00", End: "17:00"})
	s.post.Fail = &mediation.Error{Kind: mediation.Invalid, Sentence: "Cette adresse n’existe pas."}
	for _, id := range pgtest.MailJobs(t, s.url) {
		if err := s.SendMail(ctx, id, false); err != nil {
			t.Fatal(err)
		}
	}
	list, err := s.Calls(ctx, console)
	if err != nil || len(list) != 2 || list[0].Why != mediation.CallOffer || list[1].Why != mediation.CallMoved || list[0].Phone != "+33600000002" {
		t.Fatalf("%+v, %v", list, err)
	}
	s.now = s.now.AddDate(0, 0, 3) // the offer waits for the call
	if err := s.AdvanceSeats(ctx); err != nil || s.states()["offered"] != 1 {
		t.Errorf("%v, %v", s.states(), err)
	}
	if err := s.EndCall(ctx, console, list[0].ID, desk.CallYes); err != nil || s.states()["seated"] != 1 {
		t.Errorf("%v, %v", s.states(), err)
	}
}

func TestACancelledWorkshopStaysSoWhateverItsVisitDoes(t *testing.T) {
	s, ctx := newSchool(t), context.Background()
	s.follows()
	w := s.open(mouse, 5)[0]
	s.join(w)
	if err := s.Cancel(ctx, console, w.ID, "Trop peu d’inscrits"); err != nil {
		t.Fatal(err)
	}
	s.befalls(5, mediation.Exception{Kind: mediation.Move, Start: "15:00", End: "17:00"})
	if got := s.series(w.Series.ID)[0]; got.Status != mediation.Cancelled || got.Reason != "Trop peu d’inscrits" || got.Sequence != 1 {
		t.Errorf("%+v", got)
	}
	if got := s.news(); got["mail called-off"] != 1 || got["call cancelled"] != 1 || got["mail moved"] != 0 {
		t.Errorf("%v", got)
	}
	if err := s.Restore(ctx, console, w.ID); err != nil { // at the hours that its visit has now
		t.Fatal(err)
	}
	if got := s.series(w.Series.ID)[0]; got.Status != mediation.Moved || !got.Start.Equal(w.Start.Add(time.Hour)) || got.Reason != "" {
		t.Errorf("%+v", got)
	}
	if got := s.news(); got["mail moved"] != 1 || got["call moved"] != 1 {
		t.Errorf("%v", got)
	}
	if err := s.Restore(ctx, console, w.ID); mediation.KindOf(err) != mediation.Conflict {
		t.Errorf("restored twice: %v", err)
	}
}

// Who is to be called hears how it is now, once for each date.
func TestACallAboutAWorkshopTakesThePlaceOfTheOneBefore(t *testing.T) {
	s, ctx := newSchool(t), context.Background()
	s.follows()
	course := mouse
	course.Whole = true
	list := s.open(course, 3, 5)
	if _, err := s.Register(ctx, asks(list[0], 1)); err != nil {
		t.Fatal(err)
	}
	do := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	do(s.Cancel(ctx, console, list[1].ID, ""))
	do(s.Cancel(ctx, console, list[0].ID, "Météo"))
	do(s.Restore(ctx, console, list[0].ID))
	if got, want := s.news(), map[string]int{"call moved": 1, "call cancelled": 1}; !maps.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	s.befalls(3, mediation.Exception{Kind: mediation.Move, Start: "15:00", End: "17:00"})
	s.befalls(3, mediation.Exception{Kind: mediation.Move, Start: "14:30", End: "17:00"})
	if got, want := s.news(), map[string]int{"call moved": 1, "call cancelled": 1}; !maps.Equal(got, want) {
		t.Errorf("moved twice: %v, want %v", got, want)
	}
	s.befalls(3, mediation.Exception{Kind: mediation.Cancel})
	if got, want := s.news(), map[string]int{"call cancelled": 2}; !maps.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestPeopleAreRemindedOnceTwoDaysBefore(t *testing.T) {
	s, ctx := newSchool(t), context.Background()
	w := s.open(mouse, 5)[0]
	s.join(w)
	for _, days := range []int{1, 4, 4} {
		s.now = monday.AddDate(0, 0, days)
		if err := s.RemindEve(ctx); err != nil {
			t.Fatal(err)
		}
		if got, want := s.news()["mail eve"], min(1, days/3); got != want {
			t.Errorf("after %d days: %d", days, got)
		}
	}
}

// dump is the text of every row of every table of the database.
func (s *school) dump() string {
	s.Helper()
	var b strings.Builder
	for _, table := range pgtest.Column[string](s, s.url, `SELECT quote_ident(table_name) FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1`) {
		for _, row := range pgtest.Column[string](s, s.url, `SELECT t::text FROM `+table+` t`) {
			b.WriteString(table + " " + row + "\n")
		}
	}
	return b.String()
}

// traces are the personal data of who joined that are in a text.
func traces(text string) (found []string) {
	for _, secret := range []string{"Zébulon", "zebulon@exemple.fr", "612345678", "06 12 34 56 78"} {
		if strings.Contains(text, secret) {
			found = append(found, secret)
		}
	}
	return found
}

// Past the term nothing in the database, its jobs and its history, or the log, holds
// who came; how many came is as before.
func TestPastTheTermNothingHoldsWhoCame(t *testing.T) {
	var log bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	t.Cleanup(func() { slog.SetDefault(before) })
	s, ctx := newSchool(t), context.Background()
	s.follows()
	w := s.open(mouse, 5)[0]
	zebulon := mediation.SeatRequest{Workshop: w.ID, FirstName: "Zébulon", Phone: "06 12 34 56 78", Email: "zebulon@exemple.fr"}
	if _, err := s.Register(ctx, zebulon); err != nil {
		t.Fatal(err)
	}
	zebulon.Email, zebulon.FirstName = "", "Zébulon deux"
	if _, _, err := s.RegisterByPhone(ctx, console, zebulon); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Register(ctx, zebulon); mediation.KindOf(err) != mediation.Conflict {
		t.Fatal(err)
	}
	s.befalls(5, mediation.Exception{Kind: mediation.Move, Start: "15:00", End: "17:00"})
	s.post.Fail = &mediation.Error{Kind: mediation.Invalid, Sentence: "Refusé.", Cause: fmt.Errorf("zebulon@exemple.fr")}
	for _, id := range pgtest.MailJobs(t, s.url) {
		if err := s.SendMail(ctx, id, true); err != nil {
			t.Fatal(err)
		}
	}
	for _, r := range pgtest.Column[int64](t, s.url, `SELECT id FROM registrations`) {
		if err := s.Mark(ctx, console, w.ID, r, mediation.Seen); err != nil {
			t.Fatal(err)
		}
	}
	if got := traces(s.dump()); !slices.Equal(got, []string{"Zébulon", "zebulon@exemple.fr", "612345678"}) {
		t.Fatalf("before the term: %v", got)
	}
	counts := func() string {
		return strings.Join(pgtest.Column[string](t, s.url, `SELECT state || ' ' || count(*) FROM registrations GROUP BY state
			UNION ALL SELECT mark || ' ' || count(*) FROM attendances GROUP BY mark UNION ALL SELECT taken || ' taken' FROM workshop_groups ORDER BY 1`), ", ")
	}
	was := counts()
	for _, step := range []struct {
		days int
		gone bool
	}{{34, false}, {36, true}} {
		s.now = monday.AddDate(0, 0, step.days)
		if err := s.ForgetSeats(ctx); err != nil {
			t.Fatal(err)
		}
		if got := traces(s.dump()); (len(got) == 0) != step.gone {
			t.Errorf("after %d days: %v", step.days, got)
		}
	}
	if got := counts(); got != was {
		t.Errorf("counts: %s, were %s", got, was)
	}
	if got := traces(log.String()); len(got) > 0 {
		t.Errorf("the log has %v", got)
	}
}

// What is kept of somebody is found by phone or address, and erased before the term:
// their seat goes to who waits.
func TestWhoAsksIsErasedAtOnce(t *testing.T) {
	s, ctx := newSchool(t), context.Background()
	one := mouse
	one.Seats = 1
	w := s.open(one, 5)[0]
	s.join(w)
	if _, err := s.Register(ctx, mediation.SeatRequest{Workshop: w.ID, FirstName: "Zébulon", Phone: "06 12 34 56 78", Email: "zebulon@exemple.fr"}); err != nil {
		t.Fatal(err)
	}
	list, err := s.Person(ctx, "06.00.00.00.01")
	if err != nil || len(list) != 3 { // the registration, its link, its mail
		t.Fatalf("%+v, %v", list, err)
	}
	if err := s.ErasePerson(ctx, console, "06.00.00.00.01"); err != nil {
		t.Fatal(err)
	}
	if list, err := s.Person(ctx, "ana@exemple.fr"); err != nil || len(list) > 0 {
		t.Errorf("%+v, %v", list, err)
	}
	if got := s.states(); got["left"] != 1 || got["offered"] != 1 || got["waiting"] != 1 {
		t.Errorf("%v", got)
	}
	if err := s.ErasePerson(ctx, console, "zebulon@exemple.fr"); err != nil {
		t.Fatal(err)
	}
	if got := traces(s.dump()); len(got) > 0 {
		t.Errorf("%v", got)
	}
	s.checkCounters()
}
