package admin_test

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"escale/internal/mediation"
	"escale/internal/postgres/pgtest"
)

func TestAReminderLeadsToEverythingIsRight(t *testing.T) {
	o, db := newOfficeOn(t)
	o.withOffers(db)
	o.member("admin@manche.example", mediation.Admin, everything)
	o.member("mairie@saint-lo.example", mediation.Editor, townOfSaintLo)
	o.deliver()
	remind := func() []mediation.Letter {
		t.Helper()
		if err := o.Remind(context.Background()); err != nil {
			t.Fatal(err)
		}
		return o.deliver()
	}
	if got := remind(); len(got) > 0 {
		t.Errorf("a new account is reminded: %+v", got)
	}
	pgtest.Exec(t, o.url, `UPDATE accounts SET created_at = created_at - interval '7 months'`)
	got := remind()
	if len(got) != 1 || got[0].To != "mairie@saint-lo.example" || !slices.Equal(got[0].Names, []string{"Mairie annexe, Saint-Lô"}) {
		t.Fatalf("%+v", got)
	}
	if again := remind(); len(again) > 0 {
		t.Errorf("reminded twice: %+v", again)
	}
	town := o.person()
	if a := town.post("/gestion/lien", url.Values{"jeton": {got[0].Secret}}); a.Header.Get("Location") != "/gestion/a-confirmer" {
		t.Fatalf("%d to %s", a.StatusCode, a.Header.Get("Location"))
	}
	if a := town.get("/gestion/a-confirmer"); !strings.Contains(a.text, "Mairie annexe") || strings.Contains(a.text, "La Poste") {
		t.Errorf("%s", a.text)
	}
	if a := town.post("/gestion/a-confirmer", url.Values{"offre": {"s/2"}}); a.StatusCode != http.StatusForbidden {
		t.Errorf("another's: %d", a.StatusCode)
	}
	if a := town.post("/gestion/a-confirmer", url.Values{"offre": {"s/1"}}); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("%d", a.StatusCode)
	}
	if a := town.get("/gestion/a-confirmer"); !strings.Contains(a.text, "Rien à confirmer") {
		t.Errorf("%s", a.text)
	}
	if updated := o.public("s/1").Updated; time.Since(updated) > 48*time.Hour {
		t.Errorf("updated on %s", updated)
	}
	pgtest.Exec(t, o.url, `UPDATE accounts SET reminded_at = reminded_at - interval '7 months'`)
	if got := remind(); len(got) > 0 {
		t.Errorf("reminded of what is right: %+v", got)
	}
}

func TestAReminderThatIsLateNamesNothing(t *testing.T) {
	o, db := newOfficeOn(t)
	o.withOffers(db)
	town := o.member("mairie@saint-lo.example", mediation.Editor, townOfSaintLo)
	o.deliver()
	pgtest.Exec(t, o.url, `UPDATE accounts SET created_at = created_at - interval '7 months'`)
	if err := o.Remind(context.Background()); err != nil {
		t.Fatal(err)
	}
	town.post("/gestion/lieu/juste?offre=s%2F1", nil)
	if got := o.deliver(); len(got) > 0 {
		t.Errorf("%+v", got)
	}
}
