package hours

import (
	"errors"
	"strings"
	"testing"
	"time"

	"escale/internal/language"
	"escale/internal/mediation"

	"github.com/google/go-cmp/cmp"
)

func TestSentence(t *testing.T) {
	office := "Mo-Fr 09:00-12:00,14:00-17:00"
	for _, c := range []struct {
		hours string
		at    time.Time
		want  string
	}{
		{office, paris(2026, 12, 7, 15, 0), "Ouvert jusqu’à 17 h"},
		{office, paris(2026, 12, 7, 12, 0), "Fermé. Ouvre à 14 h"},
		{office, paris(2026, 12, 7, 17, 0), "Fermé. Ouvre demain à 9 h"},
		{office, paris(2026, 12, 4, 17, 0), "Fermé. Ouvre lundi 7 décembre à 9 h"},
		{"Tu 14:30-16:00", paris(2026, 12, 2, 9, 0), "Fermé. Ouvre mardi 8 décembre à 14 h 30"},
		{office, paris(2026, 12, 25, 10, 0), "Fermé aujourd’hui (jour férié : Noël). Ouvre lundi 28 décembre à 9 h"},
		{office, paris(2026, 12, 27, 10, 0), "Fermé. Ouvre demain à 9 h"},
		{office, paris(2026, 11, 1, 10, 0), "Fermé. Ouvre demain à 9 h"}, // a Sunday, shut in any case
		{"Fr 10:00-11:00", paris(2026, 12, 24, 10, 0), "Fermé. Ouvre vendredi 8 janvier à 10 h"},
		{"Jul 10:00-11:00", paris(2026, 12, 24, 10, 0), "Fermé"},
		{"Mo 22:00-02:00", paris(2026, 12, 7, 23, 0), "Ouvert jusqu’à demain 2 h"},
		{"Mo 22:00-02:00", paris(2026, 12, 8, 1, 0), "Ouvert jusqu’à 2 h"},
		{"Mo 20:00-24:00", paris(2026, 12, 7, 23, 0), "Ouvert jusqu’à minuit"},
		{"24/7; PH off", paris(2026, 12, 1, 0, 0), "Ouvert jusqu’à vendredi 25 décembre à 0 h"},
		{"24/7; PH 00:00-24:00", paris(2026, 12, 1, 0, 0), "Ouvert 24 h sur 24"},
		{`Mo 09:00-12:00 "sur rendez-vous"`, paris(2026, 12, 7, 10, 0), "Sur rendez-vous"},
		{`Mo 09:00-12:00 "sur rendez-vous"`, paris(2026, 12, 7, 13, 0), "Sur rendez-vous"},
		{`Mo 09:00-12:00 unknown`, paris(2026, 12, 7, 10, 0), "Ouverture à confirmer"},
		{`Mo 09:00-12:00 open "sonner"`, paris(2026, 12, 7, 10, 0), "Ouvert jusqu’à 12 h (sonner)"},
		{`Mo-Fr 09:00-12:00; Aug off "congés"`, paris(2026, 8, 31, 10, 0), "Fermé (congés). Ouvre demain à 9 h"},
	} {
		s := mustParse(t, c.hours).OrHolidaysOff()
		if got := s.At(c.at).Sentence(language.French, c.at); got != c.want {
			t.Errorf("%s at %v: %q, want %q", c.hours, c.at, got, c.want)
		}
		if got := s.At(c.at.UTC()).Sentence(language.French, c.at.UTC()); got != c.want {
			t.Errorf("%s at %v: %q, want %q", c.hours, c.at.UTC(), got, c.want)
		}
	}
}

func TestText(t *testing.T) {
	for hours, want := range map[string]string{
		"Mo-Fr 09:00-12:00,13:30-17:00; Sa 09:00-12:00": "Du lundi au vendredi : 9 h – 12 h et 13 h 30 – 17 h|Samedi : 9 h – 12 h|Fermé le dimanche",
		"Mo-Sa 08:05-12:00; Tu off; Su 10:00-11:00":     "Du lundi au samedi : x",
		"Sa-Mo 10:00-24:00":                             "Lundi, samedi et dimanche : 10 h – minuit|Fermé les autres jours",
		"24/7":                                          "Tous les jours : 24 h sur 24",
		"off":                                           "Fermé",
		`"sur rendez-vous"`:                             "Tous les jours : sur rendez-vous",
		`Mo,Tu 09:00-12:00,14:00-16:00 "sur rendez-vous"`:        "Lundi et mardi : 9 h – 12 h et 14 h – 16 h (sur rendez-vous)|Fermé les autres jours",
		"Tu[1,3] 14:00-16:00":                                    "1er et 3e mardi du mois : 14 h – 16 h",
		"Mo-We 09:00-12:00, We[-1] 14:00-16:00":                  "Du lundi au mercredi : 9 h – 12 h|Dernier mercredi du mois : 14 h – 16 h (en plus des horaires ci-dessus)|Fermé les autres jours",
		"week 1-53/2 Tu 10:00-12:00; week 2-53/2 Th 09:00-10:00": "Mardi, semaines impaires : 10 h – 12 h|Jeudi, semaines paires : 9 h – 10 h",
		"week 10-12,20 Mo 10:00-12:00":                           "Lundi, semaines 10 à 12 et 20 : 10 h – 12 h",
		"Mo-Su 09:00-12:00; Jul-Aug off; Dec 24-Jan 02 off":      "Tous les jours : 9 h – 12 h|En juillet et août : fermé|Du 24 décembre au 2 janvier : fermé",
		"Mo-Fr 09:00-12:00; Aug Mo-Fr 10:00-11:00":               "Du lundi au vendredi : 9 h – 12 h|Du lundi au vendredi, en août : 10 h – 11 h (à la place des horaires ci-dessus)|Fermé les autres jours",
		"2026 Dec 24-2027 Jan 02 10:00-11:00":                    "Du 24 décembre 2026 au 2 janvier 2027 : 10 h – 11 h",
		"Dec 24,31 10:00-11:00":                                  "Le 24 décembre et le 31 décembre : 10 h – 11 h",
		"Fr 22:00-02:00":                                         "Vendredi : 22 h – 2 h le lendemain",
		"Mo-Fr 09:00-12:00; PH off":                              "Du lundi au vendredi : 9 h – 12 h|Fermé le samedi et le dimanche|Fermé les jours fériés",
		"Mo-Fr,PH 09:00-12:00":                                   "Du lundi au vendredi : 9 h – 12 h|Fermé le samedi et le dimanche|Jours fériés : 9 h – 12 h",
		"Mo-Fr 09:00-17:00; Mo 12:00-13:00 off":                  "Lundi : 9 h – 12 h et 13 h – 17 h|Du mardi au vendredi : 9 h – 17 h|Fermé le samedi et le dimanche",
	} {
		if strings.HasSuffix(want, "x") {
			want = "Lundi, mercredi, jeudi, vendredi et samedi : 8 h 05 – 12 h|Dimanche : 10 h – 11 h|Fermé le mardi"
		}
		got := strings.Join(mustParse(t, hours).Text(language.French), "|")
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", hours, diff)
		}
	}
}

// refusals lists what the error of each text must say.
var refusals = map[string]string{
	"":                               "à la fin du texte",
	"Th 08:30-12:00-13:30":           "au caractère 15, « -13:30 » : une plage n’a que deux heures",
	"Mo 14:00-14:00":                 "au caractère 4, « 14:00-14:00 » : le début et la fin sont la même heure",
	"Fr 17:00-12:00":                 "la fin est avant le début",
	"Mo 09:00-00:00":                 "la fin est avant le début",
	"Mo-Fr 9h-12h30":                 "au caractère 7, « 9h-12h30 » : les heures s’écrivent avec deux-points",
	"Mo 08:30":                       "il manque l’heure de fin",
	"Mo 09:00-25:00":                 "cette heure n’existe pas",
	"Mo 09:60-10:00":                 "cette heure n’existe pas",
	"Mo-Fr":                          "il manque les heures",
	"Mo-Fr open":                     "« open » demande des heures",
	"Mo-Fr 09:00-12:00; SH off":      "les vacances scolaires (SH) ne sont pas connues",
	"Mo-Fr,SH 09:00-12:00":           "les vacances scolaires (SH) ne sont pas connues",
	"lundi 09:00-12:00":              "ce mot n’est pas connu",
	"Mo 09:00–12:00":                 "tiret simple",
	"Mo 10:00+":                      "une heure de fin doit être donnée",
	`Mo 10:00-12:00 || "x"`:          "règles de secours",
	"Mo 09:00-12:00 14:00-15:00":     "se séparent par une virgule",
	"Mo 10:00-12:00; 14:00-15:00":    "il manque le jour",
	`Mo 10:00-12:00 "x", 14:00-15:0`: "cette heure n’existe pas",
	"Mo PH 10:00-12:00":              "les jours se séparent par une virgule",
	"Mo-We[1] 10:00-12:00":           "jour par jour",
	"Mo[6] 10:00-12:00":              "de 1 à 5",
	"Mo[1 10:00-12:00":               "pas refermé",
	"Feb 30 10:00-11:00":             "ce jour n’existe pas dans le mois",
	"2026 Dec 24-Jan 02 off":         "l’année doit aussi être donnée",
	"2026 Mo 10:00-12:00":            "un mois est attendu après l’année",
	"week 50-02 Mo 10:00-12:00":      "la dernière semaine vient après la première",
	"week 54 Mo 10:00-12:00":         "de 1 à 53",
	`Mo "x`:                          "pas refermé",
	"Mo 10:00-12:00,":                "après la virgule",
	"<script>":                       "ce signe n’est pas attendu",
}

func TestParseRefuses(t *testing.T) {
	for text, want := range refusals {
		_, err := Parse(text)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Parse(%q): %v, want %q", text, err, want)
			continue
		}
		if mediation.KindOf(err) != mediation.Invalid {
			t.Errorf("Parse(%q): kind %q", text, mediation.KindOf(err))
		}
	}
	if _, err := Parse(strings.Repeat("Mo 10:00-12:00; ", 70)); err == nil {
		t.Error("seventy rules were read")
	}
	var syntax *SyntaxError
	if _, err := Parse(strings.Repeat(" ", maxText+1)); !errors.As(err, &syntax) {
		t.Errorf("a very long text: %v", err)
	}
}

func TestNightsWhenTheClocksChange(t *testing.T) {
	utc := func(month, day, hour, minute int) time.Time {
		year := 2026
		if month == 3 {
			year = 2027
		}
		return time.Date(year, time.Month(month), day, hour, minute, 0, 0, time.UTC)
	}
	for _, c := range []struct {
		hours      string
		start, end time.Time
	}{
		{"Sa 22:00-04:00", utc(10, 24, 20, 0), utc(10, 25, 3, 0)},
		{"Sa 22:00-02:30", utc(10, 24, 20, 0), utc(10, 25, 0, 30)},
		{"Su 02:30-05:00", utc(10, 25, 0, 30), utc(10, 25, 4, 0)},
		{"Su 03:00-05:00", utc(10, 25, 2, 0), utc(10, 25, 4, 0)},
		{"Sa 22:00-04:00", utc(3, 27, 21, 0), utc(3, 28, 2, 0)},
		{"Sa 22:00-02:30", utc(3, 27, 21, 0), utc(3, 28, 1, 0)},
		{"Su 02:30-05:00", utc(3, 28, 1, 0), utc(3, 28, 3, 0)},
		{"Su 09:00-12:00", utc(3, 28, 7, 0), utc(3, 28, 10, 0)},
	} {
		s := mustParse(t, c.hours)
		list := s.Intervals(c.start.AddDate(0, 0, -1), c.end.AddDate(0, 0, 1))
		if len(list) != 1 || !list[0].Start.Equal(c.start) || !list[0].End.Equal(c.end) {
			t.Errorf("%s: %v, want %v – %v", c.hours, list, c.start.In(Paris), c.end.In(Paris))
		}
	}
	gap := mustParse(t, "Su 02:00-03:00")
	if list := gap.Intervals(utc(3, 27, 0, 0), utc(3, 29, 0, 0)); len(list) > 0 {
		t.Errorf("open in an hour that does not exist: %v", list)
	}
}

// 2026 has 53 weeks, so week 53 and the next week 1 are both odd.
func TestWeek53(t *testing.T) {
	odd, even := mustParse(t, "week 1-53/2 Mo 10:00-12:00"), mustParse(t, "week 2-53/2 Mo 10:00-12:00")
	for monday, wantOdd := range map[time.Time]bool{
		paris(2026, 12, 14, 10, 0): true, paris(2026, 12, 21, 10, 0): false, paris(2026, 12, 28, 10, 0): true,
		paris(2027, 1, 4, 10, 0): true, paris(2027, 1, 11, 10, 0): false,
	} {
		if odd.At(monday).Open != wantOdd || even.At(monday).Open == wantOdd {
			t.Errorf("%v: odd %v, even %v", monday, odd.At(monday).Open, even.At(monday).Open)
		}
	}
}

func BenchmarkAt(b *testing.B) {
	for name, text := range map[string]string{
		"open": "Mo-Fr 09:00-12:00,13:30-17:00; Sa 09:00-12:00", "next week": "Mo 09:00-12:00", "never": "Mo off",
	} {
		s, at := mustParse(b, text).OrHolidaysOff(), paris(2026, 12, 8, 10, 0)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				s.At(at)
			}
		})
	}
}
