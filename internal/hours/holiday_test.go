package hours

import (
	"maps"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"escale/internal/language"
)

// easterSundays as published in almanacs.
var easterSundays = map[int]string{
	2020: "04-12", 2021: "04-04", 2022: "04-17", 2023: "04-09", 2024: "03-31", 2025: "04-20",
	2026: "04-05", 2027: "03-28", 2028: "04-16", 2029: "04-01", 2030: "04-21", 2031: "04-13",
	2032: "03-28", 2033: "04-17", 2034: "04-09", 2035: "03-25",
	// The earliest and latest in a long while, and the two exceptions.
	1818: "03-22", 1943: "04-25", 1981: "04-19", 1954: "04-18", 2038: "04-25", 2049: "04-18", 2076: "04-19",
}

func TestEaster(t *testing.T) {
	for year, want := range easterSundays {
		if got := easter(year).utc().Format("01-02"); got != want {
			t.Errorf("Easter %d: %s, want %s", year, got, want)
		}
	}
}

func TestHolidays(t *testing.T) {
	fixed := []string{"01-01", "05-01", "05-08", "07-14", "08-15", "11-01", "11-11", "12-25"}
	for year := 2020; year <= 2035; year++ {
		days := map[string]string{}
		last := time.Time{}
		for _, h := range (Calendar{}).Holidays(year) {
			days[h.Day.Format("01-02")] = h.Name
			if !h.Day.After(last) || h.Day.Hour() != 0 || h.Name == "" {
				t.Errorf("%d: %v", year, h)
			}
			last = h.Day
		}
		sunday := easter(year).utc()
		for offset, name := range map[int]string{1: "Lundi de Pâques", 39: "Ascension", 50: "Lundi de Pentecôte"} {
			if day := sunday.AddDate(0, 0, offset).Format("01-02"); days[day] != name {
				t.Errorf("%d-%s: %q, want %q", year, day, days[day], name)
			}
		}
		for _, day := range fixed {
			if days[day] == "" {
				t.Errorf("%d-%s is missing", year, day)
			}
		}
		if len(days) != 11 {
			t.Errorf("%d has %d holidays", year, len(days))
		}
	}
}

func TestHolidayOn(t *testing.T) {
	// Late on Christmas Eve in UTC it is Christmas in Paris.
	if h, ok := (Calendar{}).HolidayOn(time.Date(2026, 12, 24, 23, 30, 0, 0, time.UTC)); !ok || h.Name != "Noël" || !h.Day.Equal(paris(2026, 12, 25, 0, 0)) {
		t.Errorf("%v %v", h, ok)
	}
	if h, ok := (Calendar{}).HolidayOn(paris(2026, 12, 26, 12, 0)); ok {
		t.Errorf("%v", h)
	}
}

// goodFridays as published in almanacs.
var goodFridays = map[int]string{
	2024: "03-29", 2025: "04-18", 2026: "04-03", 2027: "03-26", 2028: "04-14", 2029: "03-30", 2030: "04-19",
}

// localDays are the public holidays that départements add to the eleven.
var localDays = map[string]map[string]string{
	"971": {"05-27": "Abolition de l’esclavage"},
	"972": {"05-22": "Abolition de l’esclavage"},
	"973": {"06-10": "Abolition de l’esclavage"},
	"974": {"12-20": "Abolition de l’esclavage"},
	"976": {"04-27": "Abolition de l’esclavage"},
	"977": {"10-09": "Abolition de l’esclavage"},
	"978": {"05-28": "Abolition de l’esclavage"},
	"50":  nil, "2A": nil, "2B": nil, "88": nil, "90": nil, "975": nil, "": nil, "not a code": nil,
}

func TestHolidaysOfADepartement(t *testing.T) {
	for year, goodFriday := range goodFridays {
		want := maps.Clone(localDays)
		for _, departement := range []string{"57", "67", "68"} {
			want[departement] = map[string]string{goodFriday: "Vendredi saint", "12-26": "Lendemain de Noël"}
		}
		for departement, own := range want {
			days := map[string]string{}
			for _, h := range (Calendar{}).Holidays(year) {
				days[h.Day.Format("01-02")] = h.Name
			}
			maps.Copy(days, own)
			got := map[string]string{}
			for _, h := range CalendarOf(departement).Holidays(year) {
				got[h.Day.Format("01-02")] = h.Name
			}
			if diff := cmp.Diff(days, got); diff != "" {
				t.Errorf("%s in %d: %s", departement, year, diff)
			}
		}
	}
}

// TestHolidayOnOfADepartement: both ways to ask give the same days.
func TestHolidayOnOfADepartement(t *testing.T) {
	for _, departement := range []string{"50", "67", "971", "974"} {
		calendar := CalendarOf(departement)
		var list []Holiday
		for d := paris(2030, 1, 1, 0, 0); d.Year() == 2030; d = d.AddDate(0, 0, 1) {
			if h, ok := calendar.HolidayOn(there(d, departement).Add(12 * time.Hour)); ok {
				list = append(list, h)
			}
		}
		if diff := cmp.Diff(calendar.Holidays(2030), list); diff != "" {
			t.Errorf("%s: %s", departement, diff)
		}
	}
}

// TestSchedulesFollowTheirCalendar: what a text says of PH holds on the days of
// the département too, and nowhere else.
func TestSchedulesFollowTheirCalendar(t *testing.T) {
	goodFriday, abolition := paris(2027, 3, 26, 10, 0), paris(2027, 5, 27, 10, 0)
	for _, c := range []struct {
		text, departement string
		at                time.Time
		sentence          string
	}{
		{"Mo-Fr 09:00-12:00,14:00-17:00", "67", goodFriday, "Fermé aujourd’hui (jour férié : Vendredi saint). Ouvre mardi 30 mars à 9 h"},
		{"Mo-Fr 09:00-12:00,14:00-17:00", "88", goodFriday, "Ouvert jusqu’à 12 h"},
		{"Mo-Fr 09:00-12:00,14:00-17:00", "971", abolition, "Fermé aujourd’hui (jour férié : Abolition de l’esclavage). Ouvre demain à 9 h"},
		{"Mo-Fr 09:00-12:00,14:00-17:00", "972", abolition, "Ouvert jusqu’à 12 h"},
		{"Mo-Fr 14:00-18:00; PH 09:00-12:00", "57", goodFriday, "Ouvert jusqu’à 12 h"},
		{"Mo-Fr 14:00-18:00; PH 09:00-12:00", "54", goodFriday, "Fermé. Ouvre à 14 h"},
		{"We 22:00-03:00; PH off", "971", paris(2027, 5, 27, 1, 0), "Fermé aujourd’hui (jour férié : Abolition de l’esclavage). Ouvre mercredi 2 juin à 22 h"},
	} {
		c.at = there(c.at, c.departement)
		s := mustParse(t, c.text).In(CalendarOf(c.departement)).OrHolidaysOff()
		if got := s.At(c.at).Sentence(language.French, c.at); got != c.sentence {
			t.Errorf("%s in %s: %q, want %q", c.text, c.departement, got, c.sentence)
		}
		if again := mustParse(t, c.text).OrHolidaysOff().In(CalendarOf(c.departement)).At(c.at); again != s.At(c.at) {
			t.Errorf("%s in %s: %v, the other way round %v", c.text, c.departement, s.At(c.at), again)
		}
	}
}

// there is when the clocks of a département show what those of Paris do at t.
func there(t time.Time, departement string) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, t.Hour(), t.Minute(), 0, 0, ZoneOf(departement))
}
