package catalog_test

import (
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
)

func TestWeek(t *testing.T) {
	point := orb.Point{-1, 49}
	offer := func(kind mediation.Kind, text string, access ...string) mediation.Place {
		id := string(kind) + text + strings.Join(access, "")
		return mediation.Place{ID: id, Name: id, Point: point, Offers: []mediation.Offer{{Source: "s", SourceID: id, Kind: kind, Hours: text, Point: &point, Access: access}}}
	}
	s, err := catalog.New(catalog.Data{Places: []mediation.Place{
		offer(mediation.EPN, "Mo-Fr 09:00-12:00,14:00-17:00"), offer(mediation.Van, "Mo 09:00-12:00"),
		offer(mediation.EPN, ""), offer(mediation.EPN, "Mo-Fr 10:00-12:00", "pas-de-public"),
	}})
	if err != nil {
		t.Fatal(err)
	}
	m := s.At(time.Date(2026, time.December, 23, 23, 30, 0, 0, hours.Paris)) // a Wednesday, two days before Christmas
	shown := 0
	for i := range s.Places {
		week := m.Week(i, 0)
		if week == nil {
			continue
		}
		shown++
		var text []string
		for _, d := range week {
			line := d.Day.Format("02") + d.Holiday
			for _, slot := range d.Slots {
				line += slot.Start.Format(" 15-") + slot.End.Format("15")
			}
			text = append(text, line)
		}
		if got := strings.Join(text, ", "); got != "23 09-12 14-17, 24 09-12 14-17, 25Noël, 26, 27, 28 09-12 14-17, 29 09-12 14-17" {
			t.Errorf("%s: %s", s.Places[i].ID, got)
		}
	}
	if shown != 1 {
		t.Errorf("%d weeks shown, want that of the counter", shown)
	}
}

// TestHoursByAppointmentAreNeverClosed: what one comes to by appointment, and
// what nobody knows, is said as such.
func TestHoursByAppointmentAreNeverClosed(t *testing.T) {
	point := orb.Point{-1, 49}
	for text, want := range map[string]string{
		`Mo 14:00-18:00 "sur rendez-vous"; Tu 09:00-12:00`: "sur rendez-vous, 14 h – 18 h|9 h – 12 h|fermé|fermé|fermé (jour férié : Noël)|fermé|fermé",
		`Mo "sur rendez-vous"; Tu 09:00-12:00,14:00-18:00`: "sur rendez-vous|9 h – 12 h et 14 h – 18 h|fermé|fermé|fermé (jour férié : Noël)|fermé|fermé",
		`Mo-We unknown; Th 09:00-12:00 unknown`:            "horaires non renseignés|horaires non renseignés|horaires non renseignés|9 h – 12 h (à confirmer)|fermé (jour férié : Noël)|fermé|fermé",
		`Mo-We "sonner"; Th 09:00-12:00 "sonner"`:          "sonner|sonner|sonner|sonner, 9 h – 12 h|fermé (jour férié : Noël)|fermé|fermé",
	} {
		s, err := catalog.New(catalog.Data{Places: []mediation.Place{
			{ID: "a", Point: point, Offers: []mediation.Offer{{Source: "s", SourceID: "a", Kind: mediation.EPN, Hours: text, Point: &point}}}}})
		if err != nil {
			t.Fatal(err)
		}
		var days []string
		for _, d := range s.At(time.Date(2026, time.December, 21, 8, 0, 0, 0, hours.Paris)).Week(0, 0) { // the Monday before Christmas
			days = append(days, d.Text(language.French))
		}
		if got := strings.Join(days, "|"); got != want {
			t.Errorf("%s: %s", text, got)
		}
	}
}
