package admin_test

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"escale/internal/desk"
	"escale/internal/mediation"
	"escale/internal/postgres/pgtest"
)

// workshopAt opens a workshop at a visit, and returns its id.
func (o *office) workshopAt(visit string) string {
	o.Helper()
	series, err := o.OpenSeries(context.Background(), desk.Actor{Command: "test"}, mediation.Series{Theme: "Prendre en main la souris"}, []mediation.WorkshopDate{{Visit: visit}})
	if err != nil {
		o.Fatal(err)
	}
	return pgtest.Column[string](o, o.url, `SELECT id FROM workshops WHERE series_id = $1`, series)[0]
}

// callOf lists somebody to telephone for a tour.
func (o *office) callOf(tour string) string {
	o.Helper()
	id := pgtest.Column[int](o, o.url, `INSERT INTO calls (departement, name, phone, why, about, object_kind, object_id, origin_kind, origin_id, until)
		VALUES ('50', 'Ana', '+33612345678', 'moved', 'Atelier', 'tour', $1, 'registration', '0', now() + interval '1 day') RETURNING id`, tour)[0]
	return strconv.Itoa(id)
}

// today moves a workshop to this hour.
func (o *office) today(id string) {
	o.Helper()
	pgtest.Exec(o, o.url, `UPDATE workshops SET starts_at = now() - interval '1 second', ends_at = now() + interval '1 hour' WHERE id = $1`, id)
}

var slipOf = regexp.MustCompile(`^/inscription\?jeton=[A-Z2-7]{32}&retour=[a-z0-9]+$`)

// The team types who telephoned, sees them on the sheet of the day, and says who came.
func TestTheSheetOfTheDay(t *testing.T) {
	o, db := newOfficeOn(t)
	o.withOffers(db)
	id := o.workshopAt(o.withTours(db))
	operator := o.member("bus@manche.example", mediation.Operator, busScope)
	class := "/gestion/atelier?atelier=" + id
	a := operator.post(class, url.Values{"acte": {"inscrire"}, "prenom": {"Aminata"}, "telephone": {"06 12 34 56 78"}})
	if a.StatusCode != http.StatusSeeOther || !slipOf.MatchString(a.Header.Get("Location")) {
		t.Fatalf("%d %q %s", a.StatusCode, a.Header.Get("Location"), a.text)
	}
	if a := operator.post(class, url.Values{"acte": {"inscrire"}, "prenom": {"Jean"}, "telephone": {"12"}}); a.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(a.text, "Écrivez un numéro de téléphone") {
		t.Errorf("a number that is none: %d", a.StatusCode)
	}
	o.today(id)
	sheet := operator.get("/gestion/jour")
	if !strings.Contains(sheet.text, "Aminata") || !strings.Contains(sheet.text, "06 12 34 56 78") || sheet.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("%v %s", sheet.Header, sheet.text)
	}
	person := pgtest.Column[int](t, o.url, `SELECT id FROM registrations`)[0]
	mark := url.Values{"atelier": {id}, "p" + strconv.Itoa(person): {"seen"}, "p999": {"absent"}}
	if a := operator.send(http.MethodPost, "/gestion/jour", mark, "Sec-Fetch-Dest", "empty"); a.StatusCode != http.StatusNoContent {
		t.Errorf("by the script: %d", a.StatusCode)
	}
	if got := pgtest.Column[string](t, o.url, `SELECT mark FROM attendances`); !slices.Equal(got, []string{"seen"}) {
		t.Errorf("%v", got)
	}
	if a := operator.post("/gestion/jour", url.Values{"atelier": {id}, "p" + strconv.Itoa(person): {"absent"}}); a.StatusCode != http.StatusSeeOther {
		t.Errorf("without a script: %d", a.StatusCode)
	}
	if a := operator.post(class, url.Values{"acte": {"presence"}, "inscription": {strconv.Itoa(person)}, "presence": {"excused"}}); a.StatusCode != http.StatusSeeOther {
		t.Errorf("on the page of the workshop: %d", a.StatusCode)
	}
	if again := operator.get(class); !strings.Contains(again.text, `value="excused" class="main-action" aria-pressed="true"`) {
		t.Errorf("%s", again.text)
	}
	operator.post("/gestion/jour", url.Values{"atelier": {id}, "p" + strconv.Itoa(person): {"absent"}})
	if again := operator.get("/gestion/jour"); !strings.Contains(again.text, `value="absent" checked`) {
		t.Errorf("%s", again.text)
	}
	for _, line := range pgtest.Column[string](t, o.url, `SELECT c::text FROM changes c UNION ALL SELECT args::text FROM river_job`) {
		if strings.Contains(line, "Aminata") || strings.Contains(line, "612345678") {
			t.Errorf("%s", line)
		}
	}
}

// "Ne vient plus" asks once: the seat goes to who waits.
func TestRemovingSomebodyTakesASecondTap(t *testing.T) {
	o, db := newOfficeOn(t)
	o.withOffers(db)
	id := o.workshopAt(o.withTours(db))
	operator := o.member("bus@manche.example", mediation.Operator, busScope)
	class := "/gestion/atelier?atelier=" + id
	operator.post(class, url.Values{"acte": {"inscrire"}, "prenom": {"Aminata"}, "telephone": {"06 12 34 56 78"}})
	state := func() string { return pgtest.Column[string](t, o.url, `SELECT state FROM registrations`)[0] }
	person := strconv.Itoa(pgtest.Column[int](t, o.url, `SELECT id FROM registrations`)[0])
	question := operator.post(class, url.Values{"acte": {"retirer"}, "inscription": {person}})
	if question.StatusCode != http.StatusOK || !strings.Contains(question.text, "Aminata ne vient plus") || state() != "seated" {
		t.Fatalf("%d %s %s", question.StatusCode, state(), question.text)
	}
	sent := url.Values{}
	for _, field := range regexp.MustCompile(`type="hidden" name="([^"]+)" value="([^"]+)"`).FindAllStringSubmatch(question.text, -1) {
		sent.Add(field[1], field[2])
	}
	if a := operator.post(class, sent); a.StatusCode != http.StatusSeeOther || state() != "left" {
		t.Errorf("%d %s", a.StatusCode, state())
	}
}

// Before a visit is called off the team reads who counts on it.
func TestTheTeamReadsWhoCountsOnAVisitBeforeCancelling(t *testing.T) {
	o, db := newOfficeOn(t)
	o.withOffers(db)
	visit := o.withTours(db)
	id := o.workshopAt(visit)
	operator := o.member("bus@manche.example", mediation.Operator, busScope)
	page := func() string { return operator.get("/gestion/passage?passage=" + visit).text }
	if text := page(); strings.Contains(text, "apprendr") {
		t.Errorf("nobody counts on it: %s", text)
	}
	for i, name := range []string{"Aminata", "Jean"} {
		operator.post("/gestion/atelier?atelier="+id, url.Values{"acte": {"inscrire"}, "prenom": {name}, "telephone": {"06 12 34 56 7" + strconv.Itoa(i)}})
	}
	if text := page(); !strings.Contains(text, "2 personnes sont inscrites") || strings.Contains(text, "La commune a accepté") {
		t.Errorf("%s", text)
	}
	pgtest.Exec(t, o.url, `UPDATE registrations SET state = 'left' WHERE first_name = 'Jean'`)
	if text := page(); !strings.Contains(text, "Une personne est inscrite") {
		t.Errorf("%s", text)
	}
}

// A weekly series that meets Christmas says so, and is opened once that is confirmed.
func TestDatesOnPublicHolidaysAreConfirmed(t *testing.T) {
	o, db := newOfficeOn(t)
	o.withOffers(db)
	moderator := o.member("moderation@manche.example", mediation.Moderator, mediation.Scope{Kind: mediation.ScopeDepartement, ID: "50"})
	place := pgtest.Column[string](t, o.url, `SELECT place_id FROM shown_offers ORDER BY 1`)[0]
	form := url.Values{"theme": {"Souris"}, "places": {"12"}, "date": {strconv.Itoa(time.Now().Year()+1) + "-12-11"}, "debut": {"14:00"}, "semaines": {"3"}}
	opened := func() int { return pgtest.Column[int](t, o.url, `SELECT count(*) FROM workshops`)[0] }
	a := moderator.post("/gestion/ateliers/ouvrir?lieu="+place, form)
	if a.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(a.text, "25 décembre") || !strings.Contains(a.text, "(Noël)") || !strings.Contains(a.text, `name="feries"`) || opened() != 0 {
		t.Fatalf("%d, %d opened: %s", a.StatusCode, opened(), a.text)
	}
	form.Set("feries", "oui")
	if a := moderator.post("/gestion/ateliers/ouvrir?lieu="+place, form); a.StatusCode != http.StatusSeeOther || opened() != 3 {
		t.Errorf("confirmed: %d, %d opened: %s", a.StatusCode, opened(), a.text)
	}
	ids := pgtest.Column[string](t, o.url, `SELECT id FROM workshops ORDER BY starts_at`)
	year := strconv.Itoa(time.Now().Year() + 1)
	for _, tt := range []struct{ id, day, why string }{{ids[0], year + "-12-25", "(Noël)"}, {ids[0], nextSunday(year + "-12-12"), "(dimanche)"}, {ids[2], year + "-12-25", ""}} {
		move := url.Values{"acte": {"deplacer"}, "date": {tt.day}, "debut": {"15:00"}, "fin": {"16:00"}}
		a := moderator.post("/gestion/atelier?atelier="+tt.id, move)
		if question := a.StatusCode == http.StatusUnprocessableEntity; question != (tt.why != "") || question && (!strings.Contains(a.text, tt.why) || !strings.Contains(a.text, `value="`+tt.day+`"`)) {
			t.Errorf("moved to %s: %d %s", tt.day, a.StatusCode, a.text)
		}
		move.Set("feries", "oui")
		if a := moderator.post("/gestion/atelier?atelier="+tt.id, move); tt.why != "" && a.StatusCode != http.StatusSeeOther {
			t.Errorf("moved to %s, confirmed: %d %s", tt.day, a.StatusCode, a.text)
		}
	}
}

// nextSunday is the first one from a day on.
func nextSunday(day string) string {
	t, _ := time.Parse(time.DateOnly, day)
	return t.AddDate(0, 0, (7-int(t.Weekday()))%7).Format(time.DateOnly)
}

// The calendar of the team opens by its secret alone, which can be renewed, and names
// no participant.
func TestTheCalendarOfTheTeam(t *testing.T) {
	o, db := newOfficeOn(t)
	o.withOffers(db)
	visit := o.withTours(db)
	id := o.workshopAt(visit)
	operator := o.member("bus@manche.example", mediation.Operator, busScope)
	if a := operator.post("/gestion/atelier?atelier="+id, url.Values{"acte": {"inscrire"}, "prenom": {"Aminata"}, "telephone": {"06 12 34 56 78"}}); a.StatusCode != http.StatusSeeOther {
		t.Fatal(a.StatusCode)
	}
	address := regexp.MustCompile(`/gestion/agenda\.ics\?jeton=[A-Z2-7]+`)
	made := func() string {
		return address.FindString(operator.post("/gestion/agenda", url.Values{"acte": {"renouveler"}}).text)
	}
	first := made()
	feed := o.person().get(first)
	for want, there := range map[string]bool{"UID:" + visit: true, "UID:" + id: true, "Prendre en main la souris": true, "Aminata": false, "12 34 56 78": false, "Valognes": false} {
		if strings.Contains(feed.text, want) != there {
			t.Errorf("%q: %v in\n%s", want, !there, feed.text)
		}
	}
	if second := made(); second == first || o.person().get(first).StatusCode != http.StatusNotFound || o.person().get(second).StatusCode != http.StatusOK {
		t.Error("the earlier address still opens it")
	}
	operator.post("/gestion/agenda", url.Values{"acte": {"fermer"}})
	if a := o.person().get(first + "X"); a.StatusCode != http.StatusNotFound {
		t.Errorf("a secret that is none: %d", a.StatusCode)
	}
}
