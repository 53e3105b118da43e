package admin_test

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"escale/internal/desk"
	"escale/internal/mediation"
	"escale/internal/pages"
	"escale/internal/postgres/pgtest"
)

// fillCommune stands for the search of the public pages.
func fillCommune(form *pages.VanForm) error {
	if form.Value("ville") == "Saint-Lô" {
		form.Commune, form.CommuneName = "50502", "Saint-Lô"
		return nil
	}
	form.Fault, form.FaultOf = "Laquelle ?", "commune"
	form.Choices = []pages.Choice{{ID: "50502", Label: "Saint-Lô"}}
	return nil
}

func townHall() url.Values {
	return url.Values{
		"ville": {"Saint-Lô"}, "nom": {"Zoé Hamel"}, "fonction": {"maire"}, "telephone": {"02 33 70 00 00"}, "salle": {"Salle Allende"}, "jours": {"1-morning", "4-afternoon"},
		"themes": {"caf"}, "groupe": {"9"}, "dans": {"prises", "tables"}, "commentaire": {"<script>alert(1)</script>"},
	}
}

var (
	vanDates = regexp.MustCompile(`name="date" value="([^"]+)"`)
	callMark = "par téléphone"
	sameMark = "Une demande de cette commune est déjà ouverte"
	console  = desk.Actor{Command: "escale test"}
)

// An operator types what a mayor says on the telephone, proposes, and notes the yes: the
// visit is public at once.
func TestAnOperatorAnswersATelephoneCall(t *testing.T) {
	o, db := newOfficeOn(t)
	o.withOffers(db)
	o.withTours(db)
	operator := o.member("bus@manche.example", mediation.Operator, busScope)
	o.deliver()
	wrong := townHall()
	wrong.Set("ville", "Saint-L")
	if a := operator.post("/gestion/bus/saisir", wrong); a.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(a.text, `value="Zoé Hamel"`) || !strings.Contains(a.text, `value="50502"`) ||
		!strings.Contains(a.text, `value="4-afternoon" checked`) || !strings.Contains(a.text, `value="tables" checked`) || !strings.Contains(a.text, "&lt;script&gt;") {
		t.Fatalf("what was typed is lost: %d %s", a.StatusCode, a.text)
	}
	a := operator.post("/gestion/bus/saisir", townHall())
	sheet := a.Header.Get("Location")
	if a.StatusCode != http.StatusSeeOther || !strings.HasPrefix(sheet, "/gestion/bus/demande/") {
		t.Fatalf("%d %s", a.StatusCode, a.text)
	}
	page := operator.get(sheet)
	if !strings.Contains(page.text, callMark) || strings.Contains(page.text, "<script>alert") || !strings.Contains(page.text, "tel:&#43;33233700000") && !strings.Contains(page.text, "tel:+33233700000") {
		t.Errorf("%s", page.text)
	}
	if strings.Contains(page.text, sameMark) {
		t.Errorf("a request doubles itself: %s", page.text)
	}
	again := operator.post("/gestion/bus/saisir", townHall()).Header.Get("Location") // it warns, and stores it
	for path, double := range map[string]string{again: sheet, sheet: again, "/gestion/bus": again} {
		if text := operator.get(path).text; !strings.Contains(text, sameMark) || !strings.Contains(text, `href="`+double+`"`) {
			t.Errorf("%s does not say that a request is open already: %s", path, text)
		}
	}
	if a := operator.post(again, url.Values{"acte": {"retirer"}}); a.StatusCode != http.StatusSeeOther || strings.Contains(operator.get(sheet).text, sameMark) {
		t.Errorf("one is withdrawn: %d", a.StatusCode)
	}
	pgtest.Exec(t, o.url, `DELETE FROM van_requests WHERE state = 'withdrawn'`)
	if a := operator.post(sheet, url.Values{"acte": {"refuser"}, "reponse": {strings.Repeat("Non. ", 500)}}); a.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("a long reason: %d", a.StatusCode)
	}
	date := vanDates.FindStringSubmatch(page.text)
	if date == nil {
		t.Fatalf("no date: %s", page.text)
	}
	offer := url.Values{"acte": {"proposer"}, "tournee": {"bus"}, "date": {date[1]}, "theme": {"Souris"}, "places": {"12"}, "garder": {"0"}}
	if a := operator.post(sheet, offer); a.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(a.text, date[1]+`" checked`) || !strings.Contains(a.text, `value="Souris"`) {
		t.Errorf("what was proposed is lost: %d %s", a.StatusCode, a.text)
	}
	offer.Set("garder", "10")
	if a := operator.post(sheet, offer); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("proposing: %d %s", a.StatusCode, a.text)
	}
	page = operator.get(sheet)
	yes := vanDates.FindStringSubmatch(page.text)
	if a := operator.post(sheet, url.Values{"acte": {"accepter"}, "date": {yes[1]}}); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("accepting: %d %s", a.StatusCode, a.text)
	}
	o.seeConfirmed(operator, sheet)
	visit := strings.TrimPrefix(regexp.MustCompile(`/passages/\w+`).FindString(operator.get(sheet).text), "/passages/")
	moved := operator.post("/gestion/passage?passage="+visit, url.Values{"acte": {"deplacer"}, "date": {time.Now().AddDate(0, 1, 0).Format(time.DateOnly)}, "debut": {"09:00"}, "fin": {"10:00"}, "avant": {o.coming(visit).State}})
	if moved.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(moved.text, "convenu avec la commune") {
		t.Errorf("a visit that a commune agreed to is moved behind its back: %d %s", moved.StatusCode, regexp.MustCompile(`(?s)role="alert".*?</p>`).FindString(moved.text))
	}
	if a := operator.post("/gestion/passage?passage="+visit, url.Values{"acte": {"annuler"}, "motif": {"Météo"}, "avant": {o.coming(visit).State}}); a.StatusCode != http.StatusSeeOther {
		t.Errorf("cancelling: %d %s", a.StatusCode, a.text)
	}
	calls, err := o.Calls(context.Background(), console)
	if err != nil || len(calls) != 1 || calls[0].Why != mediation.CallCancelled {
		t.Errorf("the commune is not called: %+v, %v", calls, err)
	}
}

// seeConfirmed looks at the three views of the list.
func (o *office) seeConfirmed(operator *person, sheet string) {
	o.Helper()
	// The key has no holder: the team calls the requester.
	feed := regexp.MustCompile(`/gestion/agenda\.ics\?jeton=[A-Z2-7]+`).FindString(operator.post("/gestion/agenda", url.Values{"acte": {"renouveler"}}).text)
	if text := strings.NewReplacer("\r\n ", "", "\\", "", "\u00a0", " ").Replace(o.person().get(feed).text); !strings.Contains(text, "Mairie : Zoé Hamel, 02 33 70 00 00") {
		o.Errorf("no number to call in %s", text)
	}
	for path, want := range map[string]string{
		"/gestion/bus": "Confirmées", "/gestion/bus?vue=carte": "Confirmées", "/gestion": "Bus à la demande", sheet: "/passages/",
	} {
		if a := operator.get(path); a.StatusCode != http.StatusOK || !strings.Contains(a.text, want) {
			o.Errorf("%s: %d %s", path, a.StatusCode, a.text)
		}
	}
	list, err := o.VanQueue(context.Background(), console)
	if err != nil || len(list) != 1 {
		o.Fatal(list, err)
	}
	month := list[0].Dates[0].Start.Format("2006-01")
	if a := operator.get("/gestion/bus?vue=calendrier&mois=" + month); !strings.Contains(a.text, sheet) {
		o.Errorf("the calendar of %s: %s", month, a.text)
	}
}
