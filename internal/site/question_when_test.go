package site

import (
	"net/url"
	"testing"
	"time"

	"escale/internal/hours"
	"escale/internal/web"

	"escale/internal/language"
)

func TestDaysAsPeopleWriteThem(t *testing.T) {
	for _, c := range []struct{ query, today, from, to, words string }{
		{"quand=aujourdhui", "2026-12-01", "2026-12-01", "2026-12-01", "aujourd’hui"},
		{"quand=semaine", "2026-12-01", "2026-12-01", "2026-12-07", "7 jours"},
		{"quand=semaine", "2026-12-06", "2026-12-06", "2026-12-12", "7 jours"},
		{"quand=semaine", "2026-12-07", "2026-12-07", "2026-12-13", "7 jours"},
		{"quand=semaine", "2026-12-31", "2026-12-31", "2027-01-06", "7 jours"}, // into the next year
		{"quand=semaine", "2026-10-24", "2026-10-24", "2026-10-30", "7 jours"}, // the clock changes that Sunday
		{"quand=semaine", "2026-03-27", "2026-03-27", "2026-04-02", "7 jours"},
		{"quand=mois", "2026-12-01", "2026-12-01", "2026-12-31", "ce mois-ci"},
		{"quand=mois", "2027-02-10", "2027-02-10", "2027-02-28", "ce mois-ci"},
		{"quand=mois", "2028-02-10", "2028-02-10", "2028-02-29", "ce mois-ci"},
		{"jour=2026-12-08", "2026-12-01", "2026-12-08", "2026-12-08", "mardi 8 décembre"},
		{"jour=2027-01-01", "2026-12-01", "2027-01-01", "2027-01-01", "vendredi 1er janvier 2027"},
		{"quand=jour&jour=2026-12-01", "2026-12-01", "2026-12-01", "2026-12-01", "mardi 1er décembre"},
		{"quand=semaine&jour=2026-12-08", "2026-12-01", "2026-12-01", "2026-12-07", "7 jours"},
		{"quand=hier&jour=2026-12-08", "2026-12-01", "2026-12-08", "2026-12-08", "mardi 8 décembre"},
	} {
		query, _ := url.ParseQuery(c.query)
		today, _ := time.ParseInLocation(time.DateOnly, c.today, hours.Paris)
		w := readWhen(language.French, web.NewForm(query), today.Add(10*time.Hour))
		if w.window == nil {
			t.Errorf("%s: any time", c.query)
			continue
		}
		from, to := w.window.From.Format(time.DateOnly), w.window.To.Format(time.DateOnly)
		if from != c.from || to != c.to || w.words != c.words {
			t.Errorf("%s on %s: %s to %s, %s", c.query, c.today, from, to, w.words)
		}
	}
}

func TestDaysThatCannotBeReadAreLeftOut(t *testing.T) {
	today := time.Date(2026, 12, 1, 0, 0, 0, 0, hours.Paris)
	for _, text := range []string{"", "quand=", "quand=hier", "quand=jour", "jour=2026-11-30", "jour=2026-02-29", "jour=2100-01-01",
		"jour=0002-12-08", "jour=8/12/2026", "quand=&jour=2026-12-08", "quand=Semaine"} {
		query, _ := url.ParseQuery(text)
		if w := readWhen(language.French, web.NewForm(query), today); w.window != nil || w.words != "" || w.id != "" {
			t.Errorf("%s: %+v", text, w)
		}
	}
}

func TestInstantsAsPeopleWriteThem(t *testing.T) {
	now := time.Date(2026, 12, 1, 10, 0, 30, 0, hours.Paris)
	for query, want := range map[string][3]string{
		"quand=maintenant":                       {"maintenant", "2026-12-01T10:00", "maintenant"},
		"quand=maintenant&jour=2026-12-08":       {"maintenant", "2026-12-01T10:00", "maintenant"},
		"jour=2026-12-08&heure=14:30":            {"jour", "2026-12-08T14:30", "mardi 8 décembre à 14\u00a0h\u00a030"},
		"quand=jour&jour=2026-12-08&heure=09:00": {"jour", "2026-12-08T09:00", "mardi 8 décembre à 9\u00a0h"},
		"jour=2026-12-01&heure=10:00":            {"jour", "2026-12-01T10:00", "mardi 1er décembre à 10\u00a0h"}, // it is that minute
		"jour=2027-07-01&heure=00:00":            {"jour", "2027-07-01T00:00", "jeudi 1er juillet 2027 à 0\u00a0h"},
	} {
		values, _ := url.ParseQuery(query)
		w := readWhen(language.French, web.NewForm(values), now)
		if w.at == nil || w.window != nil {
			t.Errorf("%s: %+v", query, w)
			continue
		}
		if got := [3]string{w.id, w.at.Format(web.LocalLayout), w.words}; got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
}

func TestHoursThatCannotBeReadAreLeftOut(t *testing.T) {
	now := time.Date(2026, 12, 1, 10, 0, 0, 0, hours.Paris)
	for _, query := range []string{"jour=2026-12-01&heure=09:59", "jour=2026-12-01&heure=24:00", "jour=2026-12-01&heure=9:30", "jour=2026-12-01&heure=",
		"jour=2026-12-01&heure=14h", "jour=2026-12-01&heure=14:60"} {
		values, _ := url.ParseQuery(query)
		if w := readWhen(language.French, web.NewForm(values), now); w.at != nil || w.window == nil || w.words != "mardi 1er décembre" {
			t.Errorf("%s: %+v", query, w)
		}
	}
	for _, query := range []string{"jour=2026-11-30&heure=14:00", "heure=14:00", "quand=&jour=2026-12-08&heure=14:00"} {
		values, _ := url.ParseQuery(query)
		if w := readWhen(language.French, web.NewForm(values), now); w.id != "" {
			t.Errorf("%s: %+v", query, w)
		}
	}
}

func TestWhoFindsNobodyIsOfferedALongerTime(t *testing.T) {
	now := time.Date(2026, 12, 1, 10, 0, 0, 0, hours.Paris)
	for query, want := range map[string]string{
		"quand=maintenant": "7 jours", "jour=2026-12-08&heure=14:30": "mardi 8 décembre", "jour=2026-12-08": "", "quand=mois": "", "": "",
	} {
		values, _ := url.ParseQuery(query)
		if later, _ := readWhen(language.French, web.NewForm(values), now).later(language.French, now); later.words != want {
			t.Errorf("%s: %q, want %q", query, later.words, want)
		}
	}
}
