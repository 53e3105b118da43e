package desk_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"escale/internal/mediation"
	"escale/internal/postgres/pgtest"
)

// deliver sends what is queued, and returns the letters that left.
func (f *fixture) deliver() []mediation.Letter {
	f.Helper()
	f.post.Got = nil
	for _, id := range pgtest.MailJobs(f, f.url) {
		if err := f.SendMail(context.Background(), id, false); err != nil {
			f.Fatal(err)
		}
	}
	return f.post.Got
}

// ask asks for a link, and returns the browser's secret and the letter.
func (f *fixture) ask(address string) (browser string, letter mediation.Letter) {
	f.Helper()
	browser, err := f.AskSignIn(context.Background(), address)
	if err != nil {
		f.Fatal(err)
	}
	if got := f.deliver(); len(got) == 1 {
		letter = got[0]
	}
	return browser, letter
}

func TestALinkAndACodeComeByMail(t *testing.T) {
	f, ctx := newFixture(t), context.Background()
	admin := f.admin()
	f.deliver()
	_, letter := f.ask(" Admin@Manche.Example")
	if letter.To != "admin@manche.example" || letter.Kind != mediation.MailSignIn || len(letter.Code) != 6 {
		t.Fatalf("%+v", letter)
	}
	if account, purpose, err := f.UseLink(ctx, letter.Secret); err != nil || account.ID != admin.ID || purpose != mediation.MailSignIn {
		t.Errorf("%+v, %s, %v", account, purpose, err)
	}
	browser, letter := f.ask("admin@manche.example")
	if account, err := f.UseCode(ctx, browser, letter.Code[:3]+" "+letter.Code[3:]); err != nil || account.ID != admin.ID {
		t.Errorf("%+v, %v", account, err)
	}
	if _, err := f.UseCode(ctx, browser, letter.Code); err == nil {
		t.Error("the code served twice")
	}
	if _, _, err := f.UseLink(ctx, letter.Secret); err == nil {
		t.Error("the link serves after its code did")
	}
}

// Who asks cannot tell a known address from an unknown one: the answer is the
// same, and so are the rows and the jobs that it leaves.
func TestKnownAndUnknownAddressesLeaveTheSameTraces(t *testing.T) {
	f, ctx := newFixture(t), context.Background()
	f.admin()
	f.deliver()
	const traces = `SELECT concat_ws('|', (SELECT count(*) FROM sign_ins), (SELECT count(*) FROM mails), (SELECT count(*) FROM river_job))`
	var before, after [2]string
	for i, address := range []string{"admin@manche.example", "nobody@manche.example"} {
		pgtest.Exec(t, f.url, `DELETE FROM sign_ins; DELETE FROM mails; DELETE FROM river_job`)
		browser, err := f.AskSignIn(ctx, address)
		if err != nil || len(browser) != 32 {
			t.Fatalf("%s: %q, %v", address, browser, err)
		}
		before[i] = pgtest.Column[string](t, f.url, traces)[0]
		if args := pgtest.Column[string](t, f.url, `SELECT args::text FROM river_job`); len(args) != 1 || strings.Contains(args[0], "@") {
			t.Errorf("the queue holds %v", args)
		}
		if n := len(f.deliver()); n != 1-i {
			t.Errorf("%s: %d letters", address, n)
		}
		_, err = f.UseCode(ctx, browser, "000000")
		after[i] = fmt.Sprint(err)
	}
	if before[0] != before[1] || after[0] != after[1] {
		t.Errorf("%v, %v", before, after)
	}
}

func TestACodeIsGoodInItsOwnBrowserOnly(t *testing.T) {
	f, ctx := newFixture(t), context.Background()
	f.admin()
	f.invite("mairie@genets.example", mediation.Editor, mediation.Scope{Kind: mediation.ScopeCommune, ID: "50199"})
	f.deliver()
	town, _ := f.ask("mairie@genets.example")
	browser, letter := f.ask("admin@manche.example")
	for _, other := range []string{"", "another", town, strings.ToLower(browser)} {
		if _, err := f.UseCode(ctx, other, letter.Code); mediation.KindOf(err) != mediation.Invalid {
			t.Errorf("%q: %v", other, err)
		}
	}
	for _, wrong := range []string{"", "12345", "1234567", "abcdef", "１２３４５６"} {
		if _, err := f.UseCode(ctx, browser, wrong); mediation.KindOf(err) != mediation.Invalid {
			t.Errorf("%q: %v", wrong, err)
		}
	}
	if _, err := f.UseCode(ctx, browser, letter.Code); err != nil {
		t.Error(err)
	}
}

// another is a code that is not this one.
func another(code string, i int) string {
	if wrong := fmt.Sprintf("%06d", i); wrong != code {
		return wrong
	}
	return "999999"
}

func TestACodeIsTriedFiveTimesAndAnAccountTwenty(t *testing.T) {
	f, ctx := newFixture(t), context.Background()
	f.admin()
	f.deliver()
	browser, letter := f.ask("admin@manche.example")
	for i := range 4 {
		if _, err := f.UseCode(ctx, browser, another(letter.Code, i)); err == nil {
			t.Fatal("a wrong code signs in")
		}
	}
	if _, err := f.UseCode(ctx, browser, letter.Code); err != nil {
		t.Fatalf("the fifth try: %v", err)
	}
	for range 4 {
		f.age("16 minutes")
		browser, letter = f.ask("admin@manche.example")
		for i := range 5 {
			_, _ = f.UseCode(ctx, browser, another(letter.Code, i))
		}
		if _, err := f.UseCode(ctx, browser, letter.Code); err == nil {
			t.Fatal("the sixth try signs in")
		}
	}
	f.age("16 minutes")
	browser, letter = f.ask("admin@manche.example")
	if _, err := f.UseCode(ctx, browser, letter.Code); err == nil {
		t.Error("codes are guessed all day")
	}
	if _, _, err := f.UseLink(ctx, letter.Secret); err != nil {
		t.Errorf("the account is locked out: %v", err)
	}
}

func TestACodeIsOverAfterAQuarterOfAnHour(t *testing.T) {
	f, ctx := newFixture(t), context.Background()
	f.admin()
	f.deliver()
	browser, letter := f.ask("admin@manche.example")
	f.age("15 minutes 1 second")
	if _, err := f.UseCode(ctx, browser, letter.Code); mediation.KindOf(err) != mediation.Invalid {
		t.Error(err)
	}
}

func TestFiftyPeopleOfACouncilAllEnter(t *testing.T) {
	f, ctx := newFixture(t), context.Background()
	for i := range 50 {
		f.invite(fmt.Sprintf("agent%d@genets.example", i), mediation.Editor, mediation.Scope{Kind: mediation.ScopeCommune, ID: "50199"})
	}
	f.deliver()
	for i := range 50 {
		browser, letter := f.ask(fmt.Sprintf("agent%d@genets.example", i))
		if _, err := f.UseCode(ctx, browser, letter.Code); err != nil {
			t.Fatalf("%d: %v", i, err)
		}
	}
}

func TestAMailThatLeftIsNotSentAgain(t *testing.T) {
	f, ctx := newFixture(t), context.Background()
	f.admin()
	f.deliver()
	if _, err := f.AskSignIn(ctx, "admin@manche.example"); err != nil {
		t.Fatal(err)
	}
	id := pgtest.MailJobs(t, f.url)[0]
	f.post.Got = nil
	for range 3 {
		if err := f.SendMail(ctx, id, false); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.SendMail(ctx, id+1000, false); err != nil || len(f.post.Got) != 1 {
		t.Errorf("%d letters, %v", len(f.post.Got), err)
	}
}

func TestMailsThatDoNotLeaveAreShown(t *testing.T) {
	f, ctx := newFixture(t), context.Background()
	admin := f.admin()
	f.deliver()
	later := &mediation.Error{Kind: mediation.Unavailable, Sentence: "Plus tard."}
	refusal := &mediation.Error{Kind: mediation.Invalid, Sentence: "Le serveur a refusé (550).", Cause: errors.New("550 admin@manche.example")}
	for i, tt := range []struct {
		fault   error
		last    bool
		again   bool
		failure string
	}{{later, false, true, ""}, {later, true, false, later.Sentence}, {refusal, false, false, refusal.Sentence}} {
		if _, err := f.AskSignIn(ctx, "admin@manche.example"); err != nil {
			t.Fatal(err)
		}
		id := pgtest.MailJobs(t, f.url)[0]
		f.post.Fail = tt.fault
		if err := f.SendMail(ctx, id, tt.last); (err != nil) != tt.again {
			t.Errorf("%d: %v", i, err)
		}
		list, err := f.FailedMails(ctx, console)
		shown := slices.ContainsFunc(list, func(m mediation.Mail) bool {
			return m.ID == id && m.Failure == tt.failure && m.Account == admin.ID && m.Address == admin.Email
		})
		if err != nil || shown == tt.again {
			t.Errorf("%d: %+v, %v", i, list, err)
		}
	}
}

// All servers were away for long: the link is over, and admins see that.
func TestAMailThatIsLateIsShown(t *testing.T) {
	f, ctx := newFixture(t), context.Background()
	f.admin()
	f.deliver()
	for _, address := range []string{"admin@manche.example", "nobody@manche.example"} {
		if _, err := f.AskSignIn(ctx, address); err != nil {
			t.Fatal(err)
		}
	}
	f.age("16 minutes")
	pgtest.Exec(t, f.url, `UPDATE mails SET asked_at = asked_at - interval '16 minutes'`)
	if got := f.deliver(); len(got) > 0 {
		t.Errorf("%+v", got)
	}
	list, err := f.FailedMails(ctx, console)
	if err != nil || len(list) != 1 || list[0].Address != "admin@manche.example" {
		t.Errorf("%+v, %v", list, err)
	}
}

func TestWithoutMailNobodyIsPromisedOne(t *testing.T) {
	f, ctx := newFixture(t), context.Background()
	f.Mailer = nil
	f.admin()
	if _, err := f.AskSignIn(ctx, "admin@manche.example"); mediation.KindOf(err) != mediation.Conflict {
		t.Error(err)
	}
	if jobs := pgtest.MailJobs(t, f.url); len(jobs) > 0 {
		t.Errorf("%d jobs that nobody does", len(jobs))
	}
}
