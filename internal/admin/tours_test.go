package admin_test

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"escale/internal/desk/desktest"
	"escale/internal/mediation"
	"escale/internal/planning"
	"escale/internal/postgres"
)

// A visit that may not take place is confirmed in two taps.
func TestAnOperatorKeepsAVisitOfAHoliday(t *testing.T) {
	o, db := newOfficeOn(t)
	o.withOffers(db)
	o.withTours(db)
	operator := o.member("bus@manche.example", mediation.Operator, busScope)
	day := mediation.Day(strconv.Itoa(time.Now().Year()) + "-12-25")
	if day < mediation.DayOf(time.Now()) {
		day = mediation.DayOf(day.Time().AddDate(1, 0, 0)) // within the year that is planned
	}
	list, err := o.Tours.Comings(context.Background(), day, day)
	if err != nil || len(list) != 2 || list[0].Visit.Status != mediation.Unconfirmed {
		t.Fatalf("%+v, %v", list, err)
	}
	visit := mediation.NewVisitID(list[0].Stop.ID, day, false)
	if list[0].Tour.ID != "bus" {
		visit = list[1].Visit.ID
	}
	page := operator.get("/gestion/passage?passage=" + visit)
	if !strings.Contains(page.text, `value="maintenir"`) {
		t.Fatalf("%s", page.text)
	}
	operator.post("/gestion/passage?passage="+visit, url.Values{"acte": {"maintenir"}, "avant": {"selon la règle"}})
	if v := o.coming(visit).Visit; v.Status != mediation.Planned {
		t.Errorf("%+v", v)
	}
}

const busSheet = "type;tournée;étape;nom;commune;quand;début;fin;téléphone;démarches\n" +
	"tournée;bus;;Le bus;;;;;02 61 91 00 01;caf\nétape;bus;saint-lo;Mairie;Saint-Lô;tous les jours;09:00;12:00;;\n" +
	"étape;bus;halle;La halle;Saint-Lô;dates non publiées;;;;\n" +
	"tournée;other;;L’autre bus;;;;;02 61 91 00 02;caf\nétape;other;valognes;Mairie;Valognes;tous les jours;09:00;12:00;;\n"

// withTours loads two tours that come each day, the one of the grants and another;
// visit is the id of tomorrow's of the first.
func (o *office) withTours(db *postgres.DB) (visit string) {
	o.Helper()
	planner := &planning.Planner{Store: postgres.As[planning.Tx]{DB: db}, Departement: "50", Now: time.Now, Needs: mediation.Needs{{ID: "caf"}}}
	o.Tours, o.Vans, o.VanTerms, o.VansKept = planner, desktest.Planned{Planner: planner}, mediation.DefaultVanTerms(), 365*24*time.Hour
	desktest.Follow(o.Desk, planner)
	report, err := planner.Import(context.Background(), planning.ImportRequest{Origin: "bus.csv", Content: []byte(busSheet)})
	if err != nil || len(report.Faults) > 0 {
		o.Fatal(err, report.Faults)
	}
	return o.visitOf("bus")
}

// visitOf is the id of the visit of a tour in two days.
func (o *office) visitOf(tour string) string {
	o.Helper()
	day := mediation.DayOf(time.Now().AddDate(0, 0, 2))
	list, err := o.Tours.Comings(context.Background(), day, day)
	for _, c := range list {
		if c.Tour.ID == tour {
			return c.Visit.ID
		}
	}
	o.Fatal("no visit", err)
	return ""
}

func (o *office) coming(visit string) mediation.Coming {
	o.Helper()
	c, err := o.Tours.Coming(context.Background(), visit)
	if err != nil {
		o.Fatal(err)
	}
	return c
}

var busScope = mediation.Scope{Kind: mediation.ScopeTour, ID: "bus"}

// An operator has three taps to cancel a visit with its reason: the visit, the
// reason, the button; and one to take that back.
func TestAnOperatorCancelsAVisitAndTakesItBack(t *testing.T) {
	o, db := newOfficeOn(t)
	o.withOffers(db)
	visit := o.withTours(db)
	operator := o.member("bus@manche.example", mediation.Operator, busScope)
	week := operator.get("/gestion/tournees")
	if strings.Contains(week.text, "Valognes") || !strings.Contains(week.text, "passage="+visit) {
		t.Fatalf("the week: %s", week.text)
	}
	page := operator.get("/gestion/passage?passage=" + visit)
	for _, want := range []string{"Ce que vous changez se voit sur", "/passages/" + visit, "/calendar/commune/50502.ics", "/calendar/service/caf.ics", "/embed?commune=50502"} {
		if !strings.Contains(page.text, want) {
			t.Errorf("the page does not name %s", want)
		}
	}
	a := operator.post("/gestion/passage?passage="+visit, url.Values{"acte": {"annuler"}, "motif": {"Météo"}, "avant": {"selon la règle"}})
	if a.StatusCode != http.StatusSeeOther {
		t.Fatalf("%d %s", a.StatusCode, a.text)
	}
	if c := o.coming(visit); c.Visit.Status != mediation.Cancelled || c.Visit.Reason != "Météo" {
		t.Errorf("cancelled: %+v", c.Visit)
	}
	page = operator.get("/gestion/passage?passage=" + visit)
	undo := undoLink.FindString(page.text)
	if !strings.Contains(page.text, "Ce passage est annulé. La carte le dit déjà.") || undo == "" {
		t.Fatalf("%s", page.text)
	}
	if a := operator.post(undo, url.Values{"retour": {"/gestion/passage?passage=" + visit}}); a.Header.Get("Location") != "/gestion/passage?passage="+visit {
		t.Errorf("back to %q", a.Header.Get("Location"))
	}
	if c := o.coming(visit); c.Visit.Status != mediation.Planned || c.Visit.Reason != "" {
		t.Errorf("taken back: %+v", c.Visit)
	}
}

func TestAVisitIsMovedFilledAndAdded(t *testing.T) {
	o, db := newOfficeOn(t)
	o.withOffers(db)
	visit := o.withTours(db)
	operator := o.member("bus@manche.example", mediation.Operator, busScope)
	page, c := "/gestion/passage?passage="+visit, o.coming(visit)
	act := func(form url.Values) {
		t.Helper()
		form.Set("avant", o.coming(visit).State)
		if a := operator.post(page, form); a.StatusCode != http.StatusSeeOther {
			t.Fatalf("%v: %d %s", form, a.StatusCode, a.text)
		}
	}
	act(url.Values{"acte": {"deplacer"}, "date": {string(c.Visit.Day)}, "debut": {"14:00"}, "fin": {"16:00"}, "autre": {"Salle prise le matin"}})
	if v := o.coming(visit).Visit; v.Status != mediation.Moved || v.Start.Sub(c.Visit.Start) != 5*time.Hour || v.Reason != "Salle prise le matin" {
		t.Errorf("moved: %+v", v)
	}
	act(url.Values{"acte": {"complet"}})
	if v := o.coming(visit).Visit; v.Status != mediation.Full || v.Start.Sub(c.Visit.Start) != 5*time.Hour {
		t.Errorf("full: %+v", v)
	}
	act(url.Values{"acte": {"annuler"}})
	act(url.Values{"acte": {"remettre"}})
	if v := o.coming(visit).Visit; v.Status != mediation.Planned || !v.Start.Equal(c.Visit.Start) {
		t.Errorf("as planned: %+v", v)
	}
	for what, form := range map[string]url.Values{
		"the end before the start": {"acte": {"deplacer"}, "date": {string(c.Visit.Day)}, "debut": {"14:00"}, "fin": {"13:00"}},
		"a day that is past":       {"acte": {"deplacer"}, "date": {"2020-01-01"}, "debut": {"14:00"}, "fin": {"15:00"}},
		"an empty day":             {"acte": {"deplacer"}, "date": {""}, "debut": {"14:00"}, "fin": {"15:00"}},
		"no such day":              {"acte": {"deplacer"}, "date": {"31/02/2030"}, "debut": {"14:00"}, "fin": {"15:00"}},
		"no day":                   {"acte": {"deplacer"}, "date": {"demain"}, "debut": {"14:00"}, "fin": {"15:00"}},
		"nothing else":             {"acte": {"deplacer"}, "date": {string(c.Visit.Day)}, "debut": {"09:00"}, "fin": {"12:00"}},
		"what another changed":     {"acte": {"annuler"}, "avant": {"annulé"}},
	} {
		if a := operator.post(page, form); a.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(a.text, `role="alert"`) {
			t.Errorf("%s: %d", what, a.StatusCode)
		}
	}
	add := "/gestion/passage/ajouter?tournee=bus"
	if a := operator.post(add, url.Values{"etape": {c.Stop.ID}, "date": {string(c.Visit.Day)}}); a.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("added where it comes already: %d", a.StatusCode)
	}
	_, stops, err := o.Tours.Roster(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	hall := stops[slices.IndexFunc(stops, func(h mediation.StopHolding) bool { return h.Stop.Code == "halle" })].Stop.ID
	added := operator.post(add, url.Values{"etape": {hall}, "date": {string(c.Visit.Day)}, "debut": {"17:00"}, "fin": {"18:00"}})
	there := added.Header.Get("Location")
	if !strings.HasPrefix(there, "/gestion/passage?") {
		t.Fatalf("added: %d, at %q: %s", added.StatusCode, there, added.text)
	}
	undone := operator.post(undoLink.FindString(operator.get(there).text), url.Values{"retour": {there}})
	if to := undone.Header.Get("Location"); to != "/gestion/tournees" {
		t.Errorf("taken back, a visit that is no more leads to %q", to)
	}
	if after := operator.get("/gestion/tournees"); !strings.Contains(after.text, "C’est remis comme avant") {
		t.Error("nothing says that it was taken back")
	}
}

// Who keeps one tour touches no other, nor learns of it.
func TestAnotherTourIsNotTouched(t *testing.T) {
	o, db := newOfficeOn(t)
	o.withOffers(db)
	o.withTours(db)
	operator := o.member("bus@manche.example", mediation.Operator, busScope)
	other := o.visitOf("other")
	c := o.coming(other)
	for what, a := range map[string]answer{
		"the page":  operator.get("/gestion/passage?passage=" + other),
		"an act":    operator.post("/gestion/passage?passage="+other, url.Values{"acte": {"annuler"}}),
		"no visit":  operator.get("/gestion/passage?passage=none"),
		"the form":  operator.get("/gestion/passage/ajouter?tournee=other"),
		"a visit":   operator.post("/gestion/passage/ajouter?tournee=other", url.Values{"etape": {c.Stop.ID}, "date": {"2030-01-01"}}),
		"a history": operator.get("/gestion/passage?passage="),
	} {
		if a.StatusCode != http.StatusForbidden {
			t.Errorf("%s: %d", what, a.StatusCode)
		}
	}
	if a := operator.post("/gestion/passage/ajouter?tournee=bus", url.Values{"etape": {c.Stop.ID}, "date": {"2030-01-01"}}); a.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("its stop under our tour: %d", a.StatusCode)
	}
	admin := o.member("admin@manche.example", mediation.Admin, everything)
	admin.post("/gestion/passage?passage="+other, url.Values{"acte": {"annuler"}, "avant": {c.State}})
	undo := undoLink.FindString(admin.get("/gestion/passage?passage=" + other).text)
	if a := operator.post(undo, nil); undo == "" || a.StatusCode != http.StatusForbidden || o.coming(other).Visit.Status != mediation.Cancelled {
		t.Errorf("undoing what was done to another tour: %q %d", undo, a.StatusCode)
	}
}
