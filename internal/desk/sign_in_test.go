package desk_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"escale/internal/desk"
	"escale/internal/mail/mailtest"
	"escale/internal/mediation"
	"escale/internal/postgres"
	"escale/internal/postgres/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// fixture is a desk on a database of its own.
type fixture struct {
	*testing.T
	*desk.Desk
	url  string
	db   *postgres.DB
	post *mailtest.Postbox
}

func newFixture(t *testing.T) *fixture {
	t.Helper()
	url := pgtest.URL(t)
	db, err := postgres.Open(context.Background(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	post := &mailtest.Postbox{}
	return &fixture{t, &desk.Desk{Store: postgres.As[desk.Tx]{DB: db}, Departement: "50", Mailer: post, RemindMonths: 6, Now: time.Now}, url, db, post}
}

var console = desk.Actor{Command: "escale account create"}

// invite opens an account and gives it a role.
func (f *fixture) invite(address string, role mediation.Role, scope mediation.Scope) mediation.Account {
	f.Helper()
	account, err := f.Invite(context.Background(), console, desk.Invitation{Address: address, Role: role, Scope: scope, Departement: "50"})
	if err != nil {
		f.Fatal(err)
	}
	return account
}

func (f *fixture) admin() mediation.Account {
	f.Helper()
	return f.invite("admin@manche.example", mediation.Admin, mediation.Scope{Kind: mediation.ScopeAll})
}

// age makes what was asked to sign in older, by the database's own clock.
func (f *fixture) age(interval string) {
	f.Helper()
	pgtest.Exec(f, f.url, fmt.Sprintf(`UPDATE sign_ins SET asked_at = asked_at - interval '%[1]s', expires_at = expires_at - interval '%[1]s'`, interval))
}

func TestALinkSignsInOnce(t *testing.T) {
	f, ctx := newFixture(t), context.Background()
	admin := f.admin()
	link, err := f.NewLink(ctx, " Admin@Manche.Example ")
	if err != nil || link.Account.ID != admin.ID || len(link.Secret) < 32 {
		t.Fatalf("%+v, %v", link, err)
	}
	for range 3 { // a scanner of mail opens it again and again
		if email, err := f.LinkAddress(ctx, link.Secret); err != nil || email != "admin@manche.example" {
			t.Fatalf("looking at it: %q, %v", email, err)
		}
	}
	if account, _, err := f.UseLink(ctx, link.Secret); err != nil || account.ID != admin.ID || len(account.Grants) != 1 {
		t.Fatalf("%+v, %v", account, err)
	}
	if _, _, err := f.UseLink(ctx, link.Secret); mediation.KindOf(err) != mediation.NotFound {
		t.Errorf("used twice: %v", err)
	}
	if _, err := f.LinkAddress(ctx, link.Secret); mediation.KindOf(err) != mediation.NotFound {
		t.Errorf("looked at after its use: %v", err)
	}
}

func TestALinkIsOverAfterAQuarterOfAnHour(t *testing.T) {
	f, ctx := newFixture(t), context.Background()
	f.admin()
	for age, want := range map[string]mediation.ErrorKind{"14 minutes 50 seconds": "", "15 minutes 1 second": mediation.NotFound} {
		link, err := f.NewLink(ctx, "admin@manche.example")
		if err != nil {
			t.Fatal(err)
		}
		f.age(age)
		if _, _, err := f.UseLink(ctx, link.Secret); mediation.KindOf(err) != want {
			t.Errorf("after %s: %v", age, err)
		}
		f.age("1 day")
	}
}

func TestOnlyItsOwnAccountIsSignedIn(t *testing.T) {
	f, ctx := newFixture(t), context.Background()
	f.admin()
	town := f.invite("mairie@genets.example", mediation.Editor, mediation.Scope{Kind: mediation.ScopeCommune, ID: "50199"})
	link, err := f.NewLink(ctx, "mairie@genets.example")
	if err != nil {
		t.Fatal(err)
	}
	if account, _, err := f.UseLink(ctx, link.Secret); err != nil || account.ID != town.ID {
		t.Errorf("%+v, %v", account, err)
	}
	for _, address := range []string{"nobody@manche.example", "admin", "admin@manche", "a@b.example\r\nBcc: c@d.example", ""} {
		if _, err := f.NewLink(ctx, address); err == nil {
			t.Errorf("a link for %q", address)
		}
	}
	if link, err = f.NewLink(ctx, "mairie@genets.example"); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(ctx, console, "mairie@genets.example"); err != nil {
		t.Fatal(err)
	}
	if _, _, err := f.UseLink(ctx, link.Secret); mediation.KindOf(err) != mediation.NotFound {
		t.Errorf("a closed account signs in: %v", err)
	}
}

func TestLinksAreLimitedByAccount(t *testing.T) {
	f, ctx := newFixture(t), context.Background()
	f.admin()
	f.invite("mairie@genets.example", mediation.Editor, mediation.Scope{Kind: mediation.ScopeCommune, ID: "50199"})
	given := 0
	for range 20 {
		if _, err := f.AskSignIn(ctx, "admin@manche.example"); err == nil {
			given++
		}
	}
	if given != 5 {
		t.Errorf("%d links in a quarter of an hour", given)
	}
	if _, err := f.AskSignIn(ctx, "mairie@genets.example"); err != nil {
		t.Errorf("the neighbour is locked out: %v", err)
	}
	if _, err := f.NewLink(ctx, "admin@manche.example"); err != nil {
		t.Errorf("who is at the machine: %v", err)
	}
	f.age("16 minutes")
	if _, err := f.AskSignIn(ctx, "admin@manche.example"); err != nil {
		t.Errorf("a quarter of an hour later: %v", err)
	}
}

// Whoever makes up addresses locks nobody out; links of accounts count all together.
func TestMadeUpAddressesLockNobodyOut(t *testing.T) {
	f, ctx := newFixture(t), context.Background()
	f.admin()
	pgtest.Exec(t, f.url, `INSERT INTO sign_ins (email) SELECT 'made-up-' || n || '@manche.example' FROM generate_series(1, 10000) n`)
	for _, address := range []string{"admin@manche.example", "nobody@manche.example"} {
		if _, err := f.AskSignIn(ctx, address); err != nil {
			t.Errorf("%s after 10,000 requests for nobody: %v", address, err)
		}
	}
	pgtest.Exec(t, f.url, `INSERT INTO accounts (email) SELECT 'town-' || n || '@manche.example' FROM generate_series(1, 299) n`)
	pgtest.Exec(t, f.url, `INSERT INTO sign_ins (email) SELECT email FROM accounts WHERE email LIKE 'town-%'`)
	for _, address := range []string{"admin@manche.example", "nobody@manche.example"} {
		if _, err := f.AskSignIn(ctx, address); mediation.KindOf(err) != mediation.Conflict {
			t.Errorf("%s past the limit of all: %v", address, err)
		}
	}
}

func TestWhatIsOverIsForgotten(t *testing.T) {
	f, ctx := newFixture(t), context.Background()
	f.Mailer = nil // no invitation
	f.admin()
	count := func() int {
		return pgtest.Column[int](t, f.url, `SELECT (SELECT count(*) FROM sign_ins) + (SELECT count(*) FROM sessions)`)[0]
	}
	if _, err := f.NewLink(ctx, "admin@manche.example"); err != nil {
		t.Fatal(err)
	}
	if err := f.db.ForgetSignIns(ctx); err != nil || count() != 1 {
		t.Errorf("%d rows, %v", count(), err)
	}
	f.age("25 hours")
	if err := f.db.ForgetSignIns(ctx); err != nil || count() != 0 {
		t.Errorf("a day later: %d rows, %v", count(), err)
	}
}
