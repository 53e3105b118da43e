package hours

import (
	"testing"
	"time"
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
		for _, h := range Holidays(year) {
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
	if h, ok := HolidayOn(time.Date(2026, 12, 24, 23, 30, 0, 0, time.UTC)); !ok || h.Name != "Noël" || !h.Day.Equal(paris(2026, 12, 25, 0, 0)) {
		t.Errorf("%v %v", h, ok)
	}
	if h, ok := HolidayOn(paris(2026, 12, 26, 12, 0)); ok {
		t.Errorf("%v", h)
	}
}
