package admin_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"escale/internal/desk"
	"escale/internal/mediation"
	"escale/internal/postgres"
	"escale/internal/postgres/pgtest"
)

const (
	somebody      = "zoe.quelqu-un@saint-lo.example"
	somebodysTeam = "Service de Zoé Quelqu’un"
)

// leaveTraces has somebody do all that leaves a trace of them.
func leaveTraces(o *office, db *postgres.DB) *person {
	o.Helper()
	ctx := context.Background()
	o.withOffers(db)
	admin := o.member("admin@manche.example", mediation.Admin, everything)
	o.deliver()
	place := pgtest.Column[string](o, o.url, `SELECT place_id FROM shown_offers WHERE source_id = '1'`)[0]
	o.person().post("/gestion/demande", url.Values{"lieu": {place}, "courriel": {somebody}, "nom": {somebodysTeam}, "raison": {"Je suis " + somebodysTeam}})
	o.person().post("/gestion/demande/confirmer", url.Values{"jeton": {o.deliver()[0].Secret}})
	request := regexp.MustCompile(`/gestion/demandes/\d+`).FindString(admin.get("/gestion/demandes").text)
	admin.post(request+"/accepter", url.Values{"droit": {"editor/commune/50502"}, "mot": {"Bienvenue"}})
	p := o.person()
	p.post("/gestion/lien", url.Values{"jeton": {o.deliver()[0].Secret}})
	for _, phone := range []string{"02 33 11 22 33", "02 33 11 22 44"} {
		if a := p.post(correctURL("s/1", "phone"), url.Values{"valeur": {phone}, "avant": {o.public("s/1").Contact.Phone}}); a.StatusCode != http.StatusSeeOther {
			o.Fatalf("correcting: %d %s", a.StatusCode, a.text)
		}
	}
	w := o.workshopAt(o.withTours(db))
	r := mediation.SeatRequest{Workshop: w, FirstName: somebodysTeam, Phone: "06 12 34 56 78", Email: somebody}
	if _, err := o.Register(ctx, r); err != nil {
		o.Fatal(err)
	}
	pgtest.Exec(o, o.url, `INSERT INTO calls (departement, name, phone, why, about, origin_kind, origin_id, until)
		SELECT '50', first_name, phone, 'moved', 'Atelier', 'registration', id::text, now() + interval '1 day' FROM registrations`)
	pgtest.Exec(o, o.url, `UPDATE registrations SET expires_at = now()`)
	pgtest.Exec(o, o.url, `UPDATE calls SET done_at = now(), done_by = (SELECT id FROM accounts WHERE email = $1), object_kind = 'tour', object_id = 'bus'`, somebody)
	pgtest.Exec(o, o.url, `INSERT INTO team_calendars (account, token) SELECT id, 'x' FROM accounts WHERE email = $1`, somebody)
	pgtest.Exec(o, o.url, `INSERT INTO attendances (workshop, registration, mark, marked_at) SELECT $1, id, 'seen', now() FROM registrations`, w)
	o.askForTheVan()
	if _, err := o.AskSignIn(ctx, somebody); err != nil {
		o.Fatal(err)
	}
	o.post.Fail = &mediation.Error{Kind: mediation.Invalid, Sentence: "Refusé.", Cause: errors.New(somebody)}
	o.deliver()
	o.post.Fail = nil
	if err := db.SaveNotice(ctx, "50", mediation.Notice{Place: "p", PlaceName: "P", Subject: "autre", Text: "Écrivez à " + somebody, At: time.Now()}); err != nil {
		o.Fatal(err)
	}
	pgtest.Exec(o, o.url, `UPDATE mails SET visit = 'v' WHERE van_request IS NOT NULL`)
	pgtest.Exec(o, o.url, `UPDATE accounts SET reminded_at = now()`)
	return p
}

// askForTheVan has somebody ask for the van, and somebody refuse.
func (o *office) askForTheVan() {
	o.Helper()
	ctx := context.Background()
	r := mediation.VanRequest{
		Commune: "50502", Requester: mediation.Requester{Name: somebodysTeam, Function: somebodysTeam, Email: somebody, Phone: "0233112255"},
		Room: mediation.Room{Name: "Salle", Holder: somebodysTeam, HolderPhone: "0233112266"}, Comment: "De " + somebodysTeam,
	}
	if err := o.AskVan(ctx, r); err != nil {
		o.Fatal(err)
	}
	var secret string
	for _, l := range o.deliver() {
		if l.Kind == mediation.MailVanConfirm {
			secret = l.Secret
		}
	}
	if err := o.ConfirmVan(ctx, secret); err != nil {
		o.Fatal(err)
	}
	request, err := o.FollowVan(ctx, secret)
	if err != nil {
		o.Fatal(err)
	}
	if err := o.PostponeVan(ctx, desk.Actor{Command: "test"}, request.ID, "À "+somebodysTeam); err != nil {
		o.Fatal(err)
	}
	pgtest.Exec(o, o.url, `UPDATE van_requests SET tour = 'bus', stop = 'x', until = now(), erased_at = now()`)
}

// documented are the columns that docs/donnees-personnelles.md lists, by table.
func documented(t *testing.T) map[string][]string {
	t.Helper()
	text, err := os.ReadFile("../../docs/donnees-personnelles.md")
	if err != nil {
		t.Fatal(err)
	}
	columns := map[string][]string{}
	for _, found := range regexp.MustCompile("`([a-z_]+)\\.([a-z_]+)`").FindAllStringSubmatch(string(text), -1) {
		if !slices.Contains([]string{"md", "go", "sql"}, found[2]) {
			columns[found[1]] = append(columns[found[1]], found[2])
		}
	}
	return columns
}

// A column that is not in the document, that the command does not find, or that it
// leaves behind fails.
func TestEveryColumnOfAPersonIsFoundAndErased(t *testing.T) {
	o, db := newOfficeOn(t)
	p := leaveTraces(o, db)
	ctx := context.Background()
	found, err := o.Person(ctx, " "+strings.ToUpper(somebody))
	if err != nil {
		t.Fatal(err)
	}
	kept := map[string]bool{} // by table and column
	for _, table := range found {
		for _, row := range table.Rows {
			var values map[string]any
			if err := json.Unmarshal(row, &values); err != nil {
				t.Fatal(err)
			}
			for name, value := range values {
				kept[table.Table+"."+name] = kept[table.Table+"."+name] || value != nil && value != ""
			}
		}
	}
	columns := documented(t)
	never := []string{"accounts.closed_at", "offers.content", "registrations.erased_at"} // this one is open; the place of the test publishes no address
	for table, list := range columns {
		for _, column := range list {
			name := table + "." + column
			if hidden := slices.Contains([]string{"token", "data", "code", "browser"}, column); kept[name] == (hidden || slices.Contains(never, name)) {
				t.Errorf("%s: found %v", name, kept[name])
			}
		}
	}
	for _, name := range pgtest.Column[string](t, o.url, `
		SELECT table_name || '.' || column_name FROM information_schema.columns
		WHERE table_name IN ('van_requests', 'van_links', 'accounts', 'grants', 'sign_ins', 'sessions', 'access_requests', 'mails', 'registrations', 'registration_links', 'calls', 'team_calendars') AND column_name NOT IN ('id', 'departement') AND NOT (table_name = 'grants' AND column_name = 'account')`) {
		table, column, _ := strings.Cut(name, ".")
		if !slices.Contains(columns[table], column) {
			t.Errorf("%s is not in the document", name)
		}
	}
	if left := o.traces(); len(left) < 6 {
		t.Fatalf("the traces are in %v only", left)
	}
	phone := o.public("s/1").Contact.Phone
	if err := o.ErasePerson(ctx, desk.Actor{Command: "test"}, somebody); err != nil {
		t.Fatal(err)
	}
	if left := o.traces(); len(left) > 0 {
		t.Errorf("traces are left in %v", left)
	}
	if found, err := o.Person(ctx, somebody); err != nil || len(found) > 0 {
		t.Errorf("%v, %v", found, err)
	}
	if o.public("s/1").Contact.Phone != phone {
		t.Error("what was corrected is lost")
	}
	if a := p.get("/gestion"); a.StatusCode != http.StatusSeeOther {
		t.Errorf("who was erased is in: %d", a.StatusCode)
	}
	if err := o.ErasePerson(ctx, desk.Actor{Command: "test"}, "admin@manche.example"); mediation.KindOf(err) != mediation.Conflict {
		t.Errorf("the last admin: %v", err)
	}
}

// traces are the columns of the whole database, whatever their type, that hold
// the address or the name.
func (o *office) traces() (list []string) {
	o.Helper()
	for _, name := range pgtest.Column[string](o, o.url, `
		SELECT quote_ident(c.table_name) || '.' || quote_ident(column_name) FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
		WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`) {
		table, column, _ := strings.Cut(name, ".")
		n := pgtest.Column[int](o, o.url, fmt.Sprintf(
			`SELECT count(*) FROM %s WHERE strpos(%s::text, $1) > 0 OR strpos(%[2]s::text, $2) > 0 OR strpos(%[2]s::text, encode(convert_to($1, 'UTF8'), 'hex')) > 0`, table, column), somebody, somebodysTeam)[0]
		if n > 0 {
			list = append(list, name)
		}
	}
	return list
}

func TestNamesAreForgottenAfterAYear(t *testing.T) {
	o, db := newOfficeOn(t)
	p := leaveTraces(o, db)
	year := 365 * 24 * time.Hour
	if err := o.ForgetNames(context.Background(), year); err != nil {
		t.Fatal(err)
	}
	if a := p.get("/gestion/lieu?offre=s/1"); !strings.Contains(a.text, "Service de Zoé") {
		t.Error("the name is forgotten too soon")
	}
	pgtest.Exec(t, o.url, `UPDATE changes SET at = at - interval '366 days'`)
	pgtest.Exec(t, o.url, `UPDATE corrections SET made_at = made_at - interval '366 days'`)
	if err := o.ForgetNames(context.Background(), year); err != nil {
		t.Fatal(err)
	}
	a := p.get("/gestion/lieu?offre=s/1")
	if strings.Contains(a.text, "Service de Zoé") || !strings.Contains(a.text, "nom effacé") || !undoLink.MatchString(a.text) {
		t.Errorf("%s", a.text)
	}
	for _, name := range o.traces() {
		if strings.HasPrefix(name, "changes.") || strings.HasPrefix(name, "corrections.") {
			t.Errorf("a name is left in %s", name)
		}
	}
}
