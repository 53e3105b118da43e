package catalog_test

import (
	"slices"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
)

// expected is what a place's state must say, from the words of the design.
type expected struct {
	open, known bool
	until, next time.Time
}

func (o oracle) state(p mediation.Place, at time.Time) expected {
	var e expected
	forever := false
	for _, offer := range p.Offers {
		schedule, err := hours.Parse(offer.Hours)
		fixed := offer.Kind != mediation.Van && err == nil && offer.Hours != "" && !slices.Contains(offer.Access, "pas-de-public")
		if fixed {
			st := schedule.OrHolidaysOff().At(at)
			forever = forever || st.Open && st.Until.IsZero()
			e.known = true
			e.add(st.Open, st.Until, st.Next)
		}
		for _, v := range o.visitsTo(offer) {
			if countsFor(p, v, at) && !slices.Contains(offer.Access, "pas-de-public") {
				e.known = true
				e.add(!v.Start.After(at), v.End, v.Start)
			}
		}
	}
	if forever {
		e.until = time.Time{}
	}
	if e.open {
		e.next = time.Time{}
	}
	return e
}

func (e *expected) add(open bool, until, next time.Time) {
	switch {
	case open:
		e.open = true
		if until.After(e.until) {
			e.until = until
		}
	case !next.IsZero() && (e.next.IsZero() || next.Before(e.next)):
		e.next = next
	}
}

func TestTheStateOfAPlaceIsTheOraclesOne(t *testing.T) {
	visited := 0
	check := func(t *rapid.T) {
		s, o := drawSnapshot(t)
		at := drawInstant(t, o.Data)
		for i, p := range s.Places {
			got, want := s.At(at).Open(i), o.state(p, at)
			if got.Open != want.open || got.Known != want.known || !got.Until.Equal(want.until) || !got.Next.Equal(want.next) {
				t.Fatalf("%v: %+v, want %+v", at, got, want)
			}
			if got.Open && got.Visit != nil {
				visited++
			}
		}
	}
	for tries := 0; visited == 0 && tries < 10; tries++ { // one draw in a thousand has no visit under way
		rapid.Check(t, check)
	}
	if visited == 0 {
		t.Error("no visit was ever under way: this test says nothing")
	}
}

// told is all that a moment says.
func outlooks(s *catalog.Snapshot, m *catalog.Moment) (list []string) {
	for i, p := range s.Places {
		list = append(list, p.ID, m.Open(i).Text(language.French), visitID(m.NextVisit(i)))
		for j := range p.Offers {
			list = append(list, m.OfferOpen(i, j).Text(language.French))
		}
	}
	for _, stop := range s.Stops {
		for _, v := range m.Coming(stop.ID) {
			list = append(list, v.ID, catalog.VisitText(language.French, v, m.At, "Passage"))
		}
	}
	return list
}

func TestWhatAMomentSaysStaysTrueUntilItsEnd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, o := drawSnapshot(t)
		m := s.At(drawInstant(t, o.Data))
		if !m.Until.After(m.At) {
			t.Fatalf("from %v until %v", m.At, m.Until)
		}
		later := m.At.Add(time.Duration(rapid.Float64Range(0, 1).Draw(t, "share") * float64(m.Until.Sub(m.At)-1)))
		for _, at := range []time.Time{later, m.Until.Add(-1)} {
			fresh, err := catalog.New(o.Data)
			if err != nil {
				t.Fatal(err)
			}
			if got, want := outlooks(s, m), outlooks(fresh, fresh.At(at)); !slices.Equal(got, want) {
				t.Fatalf("at %v, of the moment from %v until %v:\ngot  %q\nwant %q", at, m.At, m.Until, got, want)
			}
		}
	})
}

// parish returns a snapshot of one stop of the van at Ducey, with these visits.
func parish(t *testing.T, stop mediation.Stop, visits ...mediation.Visit) *catalog.Snapshot {
	t.Helper()
	stop.ID, stop.Offer = "stop", "test/ducey"
	for i := range visits {
		visits[i].Stop, visits[i].ID = "stop", visits[i].Start.String()
	}
	s, err := catalog.New(catalog.Data{
		Places: []mediation.Place{{ID: "ducey", Address: mediation.Address{City: "Ducey", INSEE: "50168"}, Offers: []mediation.Offer{
			{Source: "test", SourceID: "ducey", Kind: mediation.Van, Hours: "Mo-Su 00:00-24:00"},
		}}},
		Stops: []mediation.Stop{stop}, Visits: visits,
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// visit is one of two hours and a half, from that time of the day in Paris on.
func visit(day string, hour int, status mediation.VisitStatus, venue *mediation.Venue) mediation.Visit {
	start, err := time.ParseInLocation(time.DateOnly, day, hours.Paris)
	if err != nil {
		panic(err)
	}
	start = start.Add(time.Duration(hour) * time.Hour)
	return mediation.Visit{Start: start, End: start.Add(150 * time.Minute), Status: status, Venue: venue}
}

func TestOutlookOfAStop(t *testing.T) {
	now := time.Date(2026, 11, 29, 9, 0, 0, 0, hours.Paris)
	hall := &mediation.Venue{Name: "Salle des fêtes", Address: mediation.Address{City: "Ducey", INSEE: "50168"}, Point: orb.Point{-1.3, 48.6}}
	away := &mediation.Venue{Name: "Mairie", Address: mediation.Address{City: "Céaux", INSEE: "50108"}}
	known := mediation.Stop{Dates: mediation.DatesKnown}
	const next = "Prochain passage mardi 8 décembre à 14 h"
	eighth := visit("2026-12-08", 14, mediation.Planned, nil)
	for _, tt := range []struct {
		want   string
		stop   mediation.Stop
		visits []mediation.Visit
	}{
		{next, known, []mediation.Visit{eighth, visit("2026-12-15", 14, mediation.Cancelled, nil)}},
		{next, known, []mediation.Visit{eighth, visit("2026-11-24", 14, mediation.Cancelled, nil)}},
		{next + ", à Salle des fêtes", known, []mediation.Visit{visit("2026-12-08", 14, mediation.Moved, hall)}},
		{next + " (le 1er décembre : annulé)", known,
			[]mediation.Visit{eighth, visit("2026-12-02", 14, mediation.Full, nil), visit("2026-12-01", 15, mediation.Cancelled, nil)}},
		{next + " (le 2 décembre : complet)", known, []mediation.Visit{eighth, visit("2026-12-02", 14, mediation.Full, nil)}},
		{next + " (le 2 décembre : à confirmer)", known, []mediation.Visit{eighth, visit("2026-12-02", 14, mediation.Unconfirmed, nil)}},
		{next + " (le 2 décembre : déplacé à Céaux)", known, []mediation.Visit{eighth, visit("2026-12-02", 14, mediation.Moved, away)}},
		{next + " (le 2 décembre : annulé)", known, []mediation.Visit{eighth, visit("2026-12-02", 14, mediation.Cancelled, away)}},
		{next + " (à 9 h : annulé)", known, []mediation.Visit{eighth, visit("2026-12-08", 9, mediation.Cancelled, nil)}},
		{next + " (aujourd’hui : annulé)", known, []mediation.Visit{eighth, visit("2026-11-29", 14, mediation.Cancelled, nil)}},
		{"Prochain passage aujourd’hui à 14 h", known, []mediation.Visit{eighth, visit("2026-11-29", 14, mediation.Planned, nil)}},
		{"Prochain passage demain à 14 h", known, []mediation.Visit{eighth, visit("2026-11-30", 14, mediation.Planned, nil)}},
		{"Le bus est là jusqu’à 10 h 30", known, []mediation.Visit{eighth, visit("2026-11-29", 8, mediation.Planned, nil)}},
		{"Le bus est là jusqu’à 10 h 30, à Salle des fêtes", known, []mediation.Visit{visit("2026-11-29", 8, mediation.Moved, hall)}},
		{"Mardi 8 décembre : annulé. Téléphonez pour connaître la suite", known, []mediation.Visit{visit("2026-12-08", 14, mediation.Cancelled, nil)}},
		{"Demain : complet. Téléphonez pour connaître la suite", known, []mediation.Visit{visit("2026-11-30", 14, mediation.Full, nil)}},
		{"Pas de passage annoncé : téléphonez", known, []mediation.Visit{visit("2026-11-24", 14, mediation.Planned, nil)}},
		{"Passe le mardi de 13 h 30 à 16 h 30, semaines à confirmer : téléphonez",
			mediation.Stop{Dates: mediation.DatesUnconfirmed, Rule: "mardi, semaines à confirmer", From: "13:30", To: "16:30"}, nil},
		{"Passe le lundi et le jeudi, semaines à confirmer : téléphonez", mediation.Stop{Dates: mediation.DatesUnconfirmed, Rule: "jeudis et lundis"}, nil},
		{"Passe du lundi au jeudi, semaines à confirmer : téléphonez", mediation.Stop{Dates: mediation.DatesUnconfirmed, Rule: "du lundi au jeudi, semaines à confirmer"}, nil},
		{"Passe à des dates, semaines à confirmer : téléphonez", mediation.Stop{Dates: mediation.DatesUnconfirmed, Rule: "selon les semaines"}, nil},
		{"Sur la tournée, dates non publiées : téléphonez", mediation.Stop{Dates: mediation.DatesUnpublished}, nil},
		{"Le bus ne passe plus ici", mediation.Stop{Dates: mediation.DatesEnded}, nil},
	} {
		s := parish(t, tt.stop, tt.visits...)
		m := s.At(now)
		if got := m.Open(0).Text(language.French); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
		if got := m.OfferOpen(0, 0).Text(language.French); got != tt.want {
			t.Errorf("offer: %q, want %q", got, tt.want)
		}
	}
}

func TestAServiceOfNoTourSaysSo(t *testing.T) {
	s, err := catalog.New(catalog.Data{Places: []mediation.Place{{ID: "a", Offers: []mediation.Offer{{Kind: mediation.Van}}}}})
	if err != nil {
		t.Fatal(err)
	}
	const want = "Service itinérant : téléphonez pour connaître les passages"
	if got := s.At(time.Now()).Open(0).Text(language.French); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestTheWeeklyHoursOfABusAreOnlyShown(t *testing.T) {
	s := parish(t, mediation.Stop{Dates: mediation.DatesKnown})
	if got := s.HoursText(language.French, 0, 0); len(got) == 0 {
		t.Error("the hours are not shown")
	}
	at := time.Date(2026, 12, 1, 10, 0, 0, 0, hours.Paris)
	f := mediation.Filter{Window: &mediation.Window{From: at, To: at}}
	if s.At(at).Open(0).Open || len(s.Find(mediation.Filter{OpenAt: &at})) > 0 || len(s.Find(f)) > 0 {
		t.Error("open by its hours")
	}
}

func TestAtTown(t *testing.T) {
	for name, want := range map[string]string{
		"Céaux": "à Céaux", "Le Teilleul": "au Teilleul", "Les Pieux": "aux Pieux", "La Haye": "à La Haye", "Lessay": "à Lessay",
	} {
		if got := catalog.AtTown(name); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
