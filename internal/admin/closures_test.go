package admin_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"escale/internal/mediation"
)

// A town hall closes for some days: its hours stay, the source may come again, and
// one tap takes it back.
func TestATownHallClosesForSomeDays(t *testing.T) {
	o, db := newOfficeOn(t)
	importer := o.withOffers(db)
	adviser := o.member("mairie@saint-lo.example", mediation.Editor, townOfSaintLo)
	day := func(n int) string { return time.Now().AddDate(0, 0, n).Format("2006-01-02") }
	const page = "/gestion/lieu/fermer?offre=s%2F1"
	for what, form := range map[string]url.Values{
		"no day": {}, "no last day": {"du": {day(3)}}, "the wrong way round": {"du": {day(9)}, "au": {day(3)}},
		"days of last year": {"du": {day(-380)}, "au": {day(-370)}}, "two years": {"du": {day(1)}, "au": {day(800)}}, "no date": {"du": {"Noël"}, "au": {day(9)}},
	} {
		if a := adviser.post(page, form); a.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(a.text, `aria-invalid="true"`) {
			t.Errorf("%s: %d", what, a.StatusCode)
		}
	}
	form := url.Values{"du": {day(3)}, "au": {day(9)}, "motif": {"Congés"}, "avant": {""}}
	if a := adviser.post(page, form); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("%d %s", a.StatusCode, a.text)
	}
	want := mediation.Closure{From: mediation.Day(day(3)), To: mediation.Day(day(9)), Reason: "Congés"}
	check := func(when string) {
		t.Helper()
		if got := o.public("s/1"); got.Hours != "Mo-Fr 09:00-12:00" || len(got.Closures) != 1 || got.Closures[0] != want {
			t.Errorf("%s: %q %+v", when, got.Hours, got.Closures)
		}
	}
	check("closed")
	o.load(importer, strings.Replace(records, "La Poste", "La Poste Valognes", 1))
	check("the source came again")
	if a := adviser.post(page, url.Values{"du": {day(20)}, "au": {day(21)}, "avant": {""}}); a.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("a second tab of before: %d", a.StatusCode)
	}
	for what, form := range map[string]url.Values{
		"the same again": {"du": {day(3)}, "au": {day(9)}, "motif": {"Congés"}}, "some of its days": {"du": {day(9)}, "au": {day(12)}}, "all around it": {"du": {day(1)}, "au": {day(30)}},
	} {
		form.Set("avant", want.Text())
		if a := adviser.post(page, form); a.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(a.text, want.Text()+"\u00a0:") {
			t.Errorf("%s: %d %s", what, a.StatusCode, a.text)
		}
	}
	if a := adviser.post(page, url.Values{"du": {day(740)}, "au": {day(741)}, "avant": {want.Text()}}); a.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(a.text, "plus de deux ans") {
		t.Errorf("in more than two years: %d", a.StatusCode)
	}
	now := strings.ReplaceAll(adviser.get(page).text, "\u00a0", " ")
	if !strings.Contains(now, " : Congés") {
		t.Errorf("the closure is not listed: %s", now)
	}
	before := o.public("s/1").Closures
	shown := mediation.Offer{Closures: before}
	f, _ := mediation.FieldNamed(mediation.ClosuresField)
	if a := adviser.post(page, url.Values{"retirer": {"0"}, "avant": {f.Say(shown)}}); a.StatusCode != http.StatusSeeOther || len(o.public("s/1").Closures) != 0 {
		t.Errorf("taken away: %d %+v", a.StatusCode, o.public("s/1").Closures)
	}
	undo := undoLink.FindString(adviser.get("/gestion/lieu?offre=s%2F1").text)
	adviser.post(undo, nil)
	check("that is undone")
	for range 3 { // its first change is the one that is left
		adviser.post(undoLink.FindString(adviser.get("/gestion/lieu?offre=s%2F1").text), nil)
	}
	if got := o.public("s/1"); len(got.Closures)+len(got.Corrected) != 0 {
		t.Errorf("once all is undone: %+v", got)
	}
}
