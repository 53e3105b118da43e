package hours

import (
	"testing"
	"time"

	"escale/internal/language"
)

// clocks are what they show, by département, at noon in UTC: in winter and in
// summer.
var clocks = map[string][2]string{
	"50": {"13:00", "14:00"}, "2A": {"13:00", "14:00"}, "": {"13:00", "14:00"},
	"971": {"08:00", "08:00"}, "972": {"08:00", "08:00"}, "973": {"09:00", "09:00"}, "974": {"16:00", "16:00"},
	"975": {"09:00", "10:00"}, "976": {"15:00", "15:00"}, "977": {"08:00", "08:00"}, "978": {"08:00", "08:00"},
}

func TestZoneOf(t *testing.T) {
	for departement, want := range clocks {
		for i, month := range []time.Month{time.January, time.July} {
			at := time.Date(2027, month, 15, 12, 0, 0, 0, time.UTC).In(ZoneOf(departement))
			if got := at.Format("15:04"); got != want[i] {
				t.Errorf("%q in %s: %s, want %s", departement, month, got, want[i])
			}
			if Local(at) != at || FormatTime(at) != ClockIn(language.French, want[i]) {
				t.Errorf("%q: %s is said %s", departement, at, FormatTime(at))
			}
		}
	}
}

// TestLocalWithoutAClockIsParis: what storage, the machine or a file wrote.
func TestLocalWithoutAClockIsParis(t *testing.T) {
	at := time.Date(2026, 12, 1, 23, 30, 0, 0, time.UTC)
	for _, zone := range []*time.Location{time.UTC, time.Local, time.FixedZone("", 4*60*60), mustLoad("Asia/Tokyo")} {
		if got := Local(at.In(zone)); got.Location() != Paris || !got.Equal(at) {
			t.Errorf("%s: %s", zone, got)
		}
		if got := Midnight(at.In(zone), 0); got != paris(2026, 12, 2, 0, 0) {
			t.Errorf("%s: %s", zone, got)
		}
	}
	if got := Midnight(at.In(ZoneOf("971")), 1); got.Format(time.RFC3339) != "2026-12-02T00:00:00-04:00" {
		t.Error(got)
	}
}

// TestSchedulesFollowTheirClock: nine in the morning is nine where the place
// is, and so is the day that is a holiday.
func TestSchedulesFollowTheirClock(t *testing.T) {
	utc := func(day, hour, minute int) time.Time { return time.Date(2026, 12, day, hour, minute, 0, 0, time.UTC) }
	for _, c := range []struct {
		departement string
		at          time.Time
		sentence    string
	}{
		{"974", utc(8, 5, 30), "Ouvert jusqu’à 12 h"},
		{"974", utc(8, 9, 30), "Fermé. Ouvre à 14 h"},
		{"50", utc(8, 9, 30), "Ouvert jusqu’à 12 h"},
		{"974", utc(8, 20, 30), "Fermé. Ouvre à 9 h"},      // it is Wednesday already
		{"971", utc(8, 2, 0), "Fermé. Ouvre demain à 9 h"}, // it is still Monday
		{"971", utc(8, 13, 30), "Ouvert jusqu’à 12 h"},
		{"971", utc(26, 3, 0), "Fermé aujourd’hui (jour férié : Noël). Ouvre lundi 28 décembre à 9 h"},
		{"974", utc(24, 21, 0), "Fermé aujourd’hui (jour férié : Noël). Ouvre lundi 28 décembre à 9 h"},
		{"975", utc(8, 12, 30), "Ouvert jusqu’à 12 h"},
	} {
		s := mustParse(t, "Mo-Fr 09:00-12:00,14:00-17:00").In(CalendarOf(c.departement)).OrHolidaysOff()
		for _, now := range []time.Time{c.at, c.at.In(ZoneOf(c.departement))} {
			if got := s.At(now).Sentence(language.French, now); got != c.sentence {
				t.Errorf("%s at %s: %q, want %q", c.departement, now, got, c.sentence)
			}
		}
	}
}
