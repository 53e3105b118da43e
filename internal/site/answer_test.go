package site_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/mediation"
)

// toured is a snapshot with an EPN open on Tuesday mornings, and three places
// of a tour: one with dates, one without, one whose first visit is cancelled.
// The handlers of these tests live on Tuesday 1 December 2026 at 11:30.
func toured(t *testing.T) *catalog.Snapshot {
	t.Helper()
	day := func(d, hour int) time.Time { return time.Date(2026, 12, d, hour, 0, 0, 0, hours.Paris) }
	data := catalog.Data{Tours: []mediation.Tour{{ID: "bus", Name: "Le bus"}}}
	add := func(id, city string, kind mediation.Kind, offer mediation.Offer) {
		offer.Source, offer.SourceID, offer.Kind, offer.Name = "s", id, kind, id
		data.Places = append(data.Places, mediation.Place{ID: id, Name: id, Point: orb.Point{-1, 49},
			Address: mediation.Address{City: city, INSEE: "50502"}, Offers: []mediation.Offer{offer}})
	}
	stop := func(id string, dates mediation.StopDates, visits ...mediation.Visit) {
		add(id, id, mediation.Van, mediation.Offer{})
		data.Stops = append(data.Stops, mediation.Stop{ID: "stop-" + id, Tour: "bus", Code: id, Offer: "s/" + id, Rule: "mardi", Dates: dates})
		for i, v := range visits {
			v.ID, v.Stop, v.Tour, v.End = id+string(rune('a'+i)), "stop-"+id, "bus", v.Start.Add(2*time.Hour)
			data.Visits = append(data.Visits, v)
		}
	}
	add("epn", "A", mediation.EPN, mediation.Offer{Hours: "Tu 09:00-12:00"})
	stop("dated", mediation.DatesKnown,
		mediation.Visit{Start: day(8, 14), Status: mediation.Planned}, mediation.Visit{Start: day(22, 14), Status: mediation.Planned})
	stop("here", mediation.DatesKnown, mediation.Visit{Start: day(1, 10), Status: mediation.Planned})
	stop("unsure", mediation.DatesUnpublished)
	stop("off", mediation.DatesKnown,
		mediation.Visit{Start: day(3, 14), Status: mediation.Cancelled}, mediation.Visit{Start: day(10, 14), Status: mediation.Moved})
	s, err := catalog.New(data)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// linesOf cuts a page into the lines of its list, by id of place.
func linesOf(body string) map[string]string {
	lines := map[string]string{}
	for _, part := range strings.Split(body, `data-place="`)[1:] {
		id, rest, _ := strings.Cut(part, `"`)
		lines[id], _, _ = strings.Cut(rest, "</li>")
	}
	return lines
}

func TestACardSaysTheTimeOfTheQuestion(t *testing.T) {
	h := newHandler(t, data{current: toured(t)}) // Tuesday 1 December 2026, 11:30
	const later, now, check = `tag tag-later"`, `tag tag-open"`, `tag tag-check"`
	for target, want := range map[string]map[string][2]string{
		"/?etape=reponse": {
			"epn": {now, "Ouvert jusqu’à 12 h<"}, "dated": {later, "Le bus passe mardi 8 décembre à 14 h, jusqu’à"},
			"here": {now, "Le bus est là jusqu’à 12 h<"}, "unsure": {check, "dates non publiées"},
			"off": {later, "Le bus passe jeudi 10 décembre à 14 h, jusqu’à 16 h (jeudi 3 : annulé)"},
		},
		"/?quand=mois&kind=van":         {"dated": {later, "Le bus passe mardi 8 décembre"}, "here": {now, ""}, "off": {later, "jeudi 10 décembre"}},
		"/?jour=2026-12-22":             {"dated": {later, ">Le bus passe mardi 22 décembre à 14 h,"}, "epn": {later, ">Mardi 22 décembre : 9 h – 12 h<"}},
		"/?jour=2026-12-08&heure=9:00":  {"dated": {later, ""}, "epn": {later, ">Mardi 8 décembre : 9 h – 12 h<"}},
		"/?jour=2026-12-08&heure=09:00": {"epn": {later, ">Mardi 8 décembre à 9 h : ouvert jusqu’à 12 h<"}},
		"/?jour=2026-12-03":             {},
		"/?quand=semaine":               {"epn": {}, "here": {}},
		"/?quand=aujourdhui":            {"epn": {now, "Ouvert jusqu’à 12 h"}, "here": {}},
		"/?jour=2026-12-10":             {"off": {}},
	} {
		lines := linesOf(textOf(get(t, h, target)))
		if len(lines) != len(want) {
			t.Errorf("%s: %d cards, want %d", target, len(lines), len(want))
		}
		for id, texts := range want {
			for _, text := range texts {
				if line, shown := lines[id]; !shown || !strings.Contains(line, text) {
					t.Errorf("%s: the card of %s lacks %q: %s", target, id, text, line)
				}
			}
		}
	}
}

// Each window of days must show what a look at every visit and at every hour
// of the EPN shows.
func TestAWindowOfDaysShowsWhatIsThere(t *testing.T) {
	s := toured(t)
	h := newHandler(t, data{current: s})
	for d := 1; d <= 31; d++ {
		day := time.Date(2026, 12, d, 0, 0, 0, 0, hours.Paris)
		var want []string
		if day.Weekday() == time.Tuesday {
			want = append(want, "epn")
		}
		for _, v := range s.Visits {
			if v.Start.Day() == d && v.Available() {
				want = append(want, v.Place)
			}
		}
		got := linesOf(get(t, h, "/?jour="+day.Format(time.DateOnly)).Body.String())
		for _, id := range want {
			if _, shown := got[id]; !shown {
				t.Errorf("%s: %s is not shown", day.Format(time.DateOnly), id)
			}
		}
		if len(got) != len(want) {
			t.Errorf("%s: %d lines, want %v", day.Format(time.DateOnly), len(got), want)
		}
	}
}

func TestTheDaysOfTheQuestionAreKept(t *testing.T) {
	h := newHandler(t, data{current: toured(t)})
	for target, want := range map[string][]string{
		"/?etape=reponse":                 {`"semaine":"from=2026-12-01\u0026to=2026-12-07"`, `<a href="/passages">Bus</a>`, `value="" checked`, `value="2026-12-01" min="2026-12-01" max="2027-12-01"`},
		"/?quand=semaine&jour=2026-12-01": {">7 jours : 2 lieux<", `value="semaine" checked`, `class="chosen">7 jours<`},
		"/?jour=2026-12-08&kind=van":      {">Bus ou camion itinérant, mardi 8 décembre : 1 lieu<", `value="jour" checked`, `value="2026-12-08" min="2026-12-01"`},
		"/?jour=2026-12-03&kind=van":      {"jeudi 3 décembre : aucun lieu<", `href="/?kind=van" data-focus="summary"><strong>Sans « jeudi 3 décembre » : `},
		"/?jour=2026-11-30":               {">5 lieux<", `value="" checked`},
	} {
		recorder := get(t, h, target)
		for _, text := range want {
			if !strings.Contains(textOf(recorder), text) {
				t.Errorf("%s lacks %q", target, text)
			}
		}
	}
	if strings.Contains(get(t, newHandler(t, data{current: snapshot(t)}), "/").Body.String(), `href="/passages"`) {
		t.Error("a page without a bus leads to its agenda")
	}
}

func TestThePagesOfAListKeepItsDays(t *testing.T) {
	s := toured(t)
	for i := range 30 {
		p := s.Places[slices.IndexFunc(s.Places, func(p mediation.Place) bool { return p.ID == "epn" })]
		p.ID += string(rune('A' + i))
		s.Places = append(s.Places, p)
	}
	more, err := catalog.New(s.Data)
	if err != nil {
		t.Fatal(err)
	}
	body := textOf(get(t, newHandler(t, data{current: more}), "/?quand=semaine"))
	if !strings.Contains(body, `href="/?page=2&quand=semaine" data-focus="more">Voir plus (encore 12)`) {
		t.Error("the next page forgets the days")
	}
	if recorder := get(t, newHandler(t, data{current: more}), "/?page=2&quand=semaine"); recorder.Code != http.StatusOK || len(linesOf(recorder.Body.String())) != 32 {
		t.Errorf("page 2: status %d", recorder.Code)
	}
	end := linesOf(textOf(get(t, newHandler(t, data{current: more}), "/?page=2&quand=semaine")))
	for _, page := range []string{"11", "12", "999999"} {
		if got := linesOf(textOf(get(t, newHandler(t, data{current: more}), "/?quand=semaine&page="+page))); !maps.Equal(got, end) {
			t.Errorf("page %s, beyond the end, shows %d cards", page, len(got))
		}
	}
}

// The part that the browser asks for is what the page would hold: its choices
// come last, and are put in their place.
func TestThePartIsWhatThePageHolds(t *testing.T) {
	h := newHandler(t, data{current: toured(t)})
	for _, target := range []string{"/?etape=besoin", "/?etape=ou", "/?etape=reponse", "/?kind=van", "/?kind=epn&quand=semaine", "/?q=zzz"} {
		part, choices, _ := strings.Cut(textOf(get(t, h, target+"&part=answer")), "</main>")
		choices = strings.TrimSpace(choices)
		if asks := strings.Contains(part, `data-step="reponse"`); asks == (choices == "") {
			t.Errorf("%s: an answer %t, and choices of %d bytes", target, asks, len(choices))
		}
		if whole := strings.Replace(part, `<div class="filters"></div>`, choices, 1); !strings.Contains(textOf(get(t, h, target)), whole) {
			t.Errorf("%s does not hold its part", target)
		}
	}
}
