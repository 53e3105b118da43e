package admin_test

import (
	"html"
	"math/rand/v2"
	"net/http"
	"net/url"
	"regexp"
	"testing"

	"escale/internal/hours"
	"escale/internal/mediation"
)

var (
	typedHours = regexp.MustCompile(`<input id="([a-z]+(?:-apres)?)" name="[a-z-]+" value="([^"]*)"`)
	tickedDay  = regexp.MustCompile(`name="([a-z-]+-rdv)" value="1" checked`)
	chosenWeek = regexp.MustCompile(`<select id="([a-z]+-semaines)"[^>]*>.*?<option value="([^"]*)" selected>`)
	keptHours  = regexp.MustCompile(`name="garder" value="([^"]*)"`)
)

// filled is what the form of hours holds.
func filled(page string) url.Values {
	form := url.Values{}
	for _, m := range typedHours.FindAllStringSubmatch(page, -1) {
		if m[2] != "" {
			form.Set(m[1], html.UnescapeString(m[2]))
		}
	}
	for _, m := range tickedDay.FindAllStringSubmatch(page, -1) {
		form.Set(m[1], "1")
	}
	for _, m := range chosenWeek.FindAllStringSubmatch(page, -1) {
		if m[2] != "" {
			form.Set(m[1], m[2])
		}
	}
	return form
}

// A week of half-days, by appointment or not, each week or every other, is kept as
// hours, and the form shows it again as it was written.
func TestHalfDaysAppointmentsAndWeeksInTurn(t *testing.T) {
	o, db := newOfficeOn(t)
	o.withOffers(db)
	adviser, random := o.member("mairie@saint-lo.example", mediation.Editor, townOfSaintLo), rand.New(rand.NewPCG(4, 2))
	pick := func(texts ...string) string { return texts[random.IntN(len(texts))] }
	page := correctURL("s/1", "hours")
	for range 25 {
		want := url.Values{}
		for _, day := range []string{"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"} {
			set := func(name, value string) {
				if value != "" {
					want.Set(day+name, value)
				}
			}
			set("", pick("", "9h-12h", "8h30-11h45", "9h-17h"))
			if want.Get(day) != "9h-17h" {
				set("-apres", pick("", "", "14h-17h30", "13h30-16h, 18h-20h"))
			}
			for _, half := range []string{"", "-apres"} {
				if want.Get(day+half) != "" {
					set(half+"-rdv", pick("", "", "1"))
				}
			}
			if want.Get(day)+want.Get(day+"-apres") != "" {
				set("-semaines", pick("", "", "week 2-53/2 ", "week 1-53/2 "))
			}
		}
		if len(want) == 0 {
			continue
		}
		before := o.public("s/1").Hours
		sent := url.Values{"avant": {before}}
		for name := range want {
			sent.Set(name, want.Get(name))
		}
		shown := adviser.post(page, sent)
		kept := keptHours.FindStringSubmatch(shown.text)
		if kept == nil {
			t.Fatalf("%v: %d", want, shown.StatusCode)
		}
		if a := adviser.post(page, url.Values{"avant": {before}, "garder": {html.UnescapeString(kept[1])}}); a.StatusCode != http.StatusSeeOther {
			t.Fatalf("%v: %d", want, a.StatusCode)
		}
		if _, err := hours.Parse(o.public("s/1").Hours); err != nil {
			t.Fatal(err)
		}
		if got := filled(adviser.get(page).text); got.Encode() != want.Encode() {
			t.Errorf("%s: the form shows %v, not %v", o.public("s/1").Hours, got, want)
		}
	}
	if a := adviser.post(page, url.Values{"jeudi": {"quand on veut"}}); a.StatusCode != http.StatusUnprocessableEntity ||
		!regexp.MustCompile(`id="jeudi"[^>]*aria-invalid="true"`).MatchString(a.text) || !regexp.MustCompile(`href="#jeudi"`).MatchString(a.text) {
		t.Errorf("the day that cannot be read is not named: %d", a.StatusCode)
	}
}

// A text that the form showed gives way to the days that are written; both written anew
// is a fault.
func TestTheDaysOrTheText(t *testing.T) {
	o, db := newOfficeOn(t)
	o.withOffers(db)
	adviser, page := o.member("mairie@saint-lo.example", mediation.Editor, townOfSaintLo), correctURL("s/1", "hours")
	kept := func(form url.Values) string {
		form.Set("avant", o.public("s/1").Hours)
		m := keptHours.FindStringSubmatch(adviser.post(page, form).text)
		if m == nil {
			return ""
		}
		return html.UnescapeString(m[1])
	}
	const words = "1er jeudi du mois 14h-16h"
	for _, tt := range []struct{ text, shown, monday, want string }{
		{words, "", "", "Th[1] 14:00-16:00"}, {words, words, "", "Th[1] 14:00-16:00"}, {words, words, "9h-12h", "Mo 09:00-12:00"}, {words, "", "9h-12h", ""},
	} {
		if got := kept(url.Values{"texte": {tt.text}, "texte-avant": {tt.shown}, "lundi": {tt.monday}}); got != tt.want {
			t.Errorf("%+v: %q", tt, got)
		}
	}
	adviser.post(page, url.Values{"avant": {o.public("s/1").Hours}, "garder": {"Th[1] 14:00-16:00"}})
	if shown := adviser.get(page).text; !regexp.MustCompile(`<textarea[^>]*>1er jeudi du mois`).MatchString(shown) {
		t.Error("the hours are not shown in French")
	}
}
