package catalog_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"escale/internal/catalog"
	"escale/internal/formats"
	"escale/internal/hours"
	"escale/internal/hours/hourstest"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/mirrortest"
)

// fixedOffers are the offers of the Manche that do not move, each at a place of
// its own, out of the open data, or else of the example set.
func fixedOffers(t *testing.T) *catalog.Snapshot {
	t.Helper()
	var d catalog.Data
	folder, found := mirrortest.Find(t)
	files := map[string]string{
		"france/france-services-20240801.csv": "france-services", "france/conseillers-numeriques-20221201.json": "conseillers-numeriques", "manche/epn-2020.csv": "epn-normandie",
	}
	if !found {
		folder, files = mirrortest.Example(t, ""), map[string]string{"lieux.csv": "standard"}
	}
	for path, format := range files {
		content, err := os.Open(filepath.Join(folder, path))
		if err != nil {
			t.Fatal(err)
		}
		defer content.Close()
		file, err := formats.Read(format, content, mediation.Slug(path))
		if err != nil {
			t.Fatal(err)
		}
		for _, record := range file.Records {
			if o := record.Offer; !record.Fatal() && o.Point != nil && !o.Mobile() && strings.HasPrefix(o.Address.Postcode, "50") {
				d.Places = append(d.Places, mediation.PlaceOf(mediation.NewPlaceID(o.Source, o.SourceID), []mediation.Offer{o}))
			}
		}
	}
	s, err := catalog.New(d)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// givenTimes are thirty instants of six weeks: every hour of the day, every day
// of the week, and Christmas.
func givenTimes() []time.Time {
	var times []time.Time
	for i := range 30 {
		times = append(times, time.Date(2026, time.November, 29+i*3/2, 8+(i*5)%11, 30*(i%2), 0, 0, hours.Paris))
	}
	return append(times[:29], time.Date(2026, time.December, 25, 10, 0, 0, 0, hours.Paris))
}

// TestFixedOffersAtGivenTimes: an offer is open when another evaluator of hours
// says so, and one without hours is never said to be closed.
func TestFixedOffersAtGivenTimes(t *testing.T) {
	s, times := fixedOffers(t), givenTimes()
	var known []int
	var texts []string
	for i, p := range s.Places {
		text := p.Offers[0].Hours
		if schedule, err := hours.Parse(text); err == nil && text != "" && !p.ReceivesNobody() {
			if !schedule.MentionsHolidays() {
				text += "; PH off"
			}
			known, texts = append(known, i), append(texts, text)
		}
	}
	answers := hourstest.Ask(t, "../../frontend/node_modules", texts, times[0], times[len(times)-1].AddDate(0, 1, 0))
	open, unknown := 0, 0
	for _, at := range times {
		m := s.At(at)
		for i, p := range s.Places {
			state, k := m.OfferOpen(i, 0), slices.Index(known, i)
			text := state.Text(language.French)
			switch {
			case k >= 0 && state.Open != answers[k].At(at):
				t.Errorf("%s at %s: %q, %s", p.Name, at, text, texts[k])
			case k >= 0 && state.Open:
				open++
			case k < 0 && !p.ReceivesNobody():
				unknown++
				if text != "Horaires non renseignés" || m.Week(i, 0) != nil {
					t.Errorf("%s at %s: %q", p.Name, at, text)
				}
			}
		}
	}
	t.Logf("%d offers with hours, open %d times; %d without", len(known), open, unknown/len(times))
	if len(known) < 50 || open < 300 || unknown == 0 {
		t.Error("too little was compared")
	}
}

// TestAHelperByAppointmentIsNotClosed: nor is a place where one helper is closed
// and another comes by appointment, in whichever order they stand.
func TestAHelperByAppointmentIsNotClosed(t *testing.T) {
	sure, byAppointment := "Tu 09:00-12:00", `Mo 09:00-12:00 "sur rendez-vous"`
	at := time.Date(2026, 11, 30, 10, 0, 0, 0, hours.Paris) // a Monday
	for _, tt := range []struct {
		first, second string
		at            time.Time
		want          string
	}{
		{sure, byAppointment, at, "Sur rendez-vous. Ouvre demain à 9 h"}, {byAppointment, sure, at, "Sur rendez-vous. Ouvre demain à 9 h"},
		{sure, byAppointment, at.Add(4 * time.Hour), "Fermé. Ouvre demain à 9 h"}, {byAppointment, sure, at.Add(23 * time.Hour), "Ouvert jusqu’à 12 h"},
		{"Mo-Su off", byAppointment, at.Add(4 * time.Hour), "Sur rendez-vous"}, {byAppointment, "Mo-Su off", at.Add(4 * time.Hour), "Sur rendez-vous"},
	} {
		p := mediation.Place{ID: "p", Offers: []mediation.Offer{{SourceID: "a", Kind: mediation.EPN, Hours: tt.first}, {SourceID: "b", Kind: mediation.EPN, Hours: tt.second}}}
		s, err := catalog.New(catalog.Data{Places: []mediation.Place{p}})
		if err != nil {
			t.Fatal(err)
		}
		if got := s.At(tt.at).Open(0).Text(language.French); got != tt.want {
			t.Errorf("%s and %s at %s: %q, want %q", tt.first, tt.second, tt.at, got, tt.want)
		}
	}
}

// TestAnUnknownHelperIsNotClosed: a place where one helper tells no hours is
// not said to be closed.
func TestAnUnknownHelperIsNotClosed(t *testing.T) {
	withHours, silent := mediation.Offer{Source: "s", SourceID: "a", Kind: mediation.EPN, Hours: "Mo 09:00-12:00"}, mediation.Offer{Source: "s", SourceID: "b", Kind: mediation.FranceServices}
	s, err := catalog.New(catalog.Data{Places: []mediation.Place{{ID: "p", Offers: []mediation.Offer{withHours, silent}}, {ID: "q", Offers: []mediation.Offer{withHours}}}})
	if err != nil {
		t.Fatal(err)
	}
	for at, want := range map[time.Time]string{
		time.Date(2026, 11, 30, 10, 0, 0, 0, hours.Paris): "Ouvert jusqu’à 12 h|Ouvert jusqu’à 12 h",
		time.Date(2026, 11, 29, 10, 0, 0, 0, hours.Paris): "Horaires en partie non renseignés. Ouvre demain à 9 h|Fermé. Ouvre demain à 9 h",
	} {
		m := s.At(at)
		if got := m.Open(0).Text(language.French) + "|" + m.Open(1).Text(language.French); got != want {
			t.Errorf("%s: %s", at, got)
		}
	}
}
