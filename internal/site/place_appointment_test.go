package site_test

import (
	"strings"
	"testing"

	"escale/internal/catalog"
)

// TestHoursByAppointmentInTheSevenDays: hours by appointment are said as such,
// in every language, and what no rule opens that day is closed.
func TestHoursByAppointmentInTheSevenDays(t *testing.T) {
	content := snapshot(t).Data
	content.Places[1].Offers[0].Hours = `We,Th 14:00-18:00 "sur rendez-vous"`
	s, err := catalog.New(content)
	if err != nil {
		t.Fatal(err)
	}
	h := newHandler(t, data{current: s})
	for code, want := range map[string][]string{
		"fr": {"sur rendez-vous, 14 h – 18 h", "Sur rendez-vous", "fermé"}, "en": {"by appointment, 14:00 – 18:00", "By appointment", "closed"},
		"ar": {"بموعد مسبق، من 14:00 إلى 18:00", "بموعد مسبق", "مغلق"}, "pt": {"com marcação, 14:00 – 18:00", "Com marcação", "fechado"},
	} {
		page := textOf(get(t, h, "/lieux/bbb-mediatheque?lang="+code))
		if n := strings.Count(page, want[0]); n != 2 || !strings.Contains(page, want[1]) {
			t.Errorf("%s: %q %d times in the seven days, %q at the top: %t", code, want[0], n, want[1], strings.Contains(page, want[1]))
		}
		_, week, _ := strings.Cut(page, `<dl class="week`)
		week, _, _ = strings.Cut(week, "</dl>")
		if n := strings.Count(week, want[2]); n != 5 {
			t.Errorf("%s: %d days are closed, want 5", code, n)
		}
	}
}
