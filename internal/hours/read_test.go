package hours_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"escale/internal/hours"
)

// One cell never hides the week: what is understood counts, the rest is a comment of its
// day, or of all the hours when it names none.
func TestReadDayByDay(t *testing.T) {
	for text, want := range map[string]string{
		"lundi 9h-12h 14h-17h":                               "Mo 09:00-12:00,14:00-17:00",
		"Lundi - jeudi : 9h-12h":                             "Mo-Th 09:00-12:00",
		"mardi - samedi 9h-12h":                              "Tu-Sa 09:00-12:00",
		"Mo-Fr 12:00-18:00; Th[3] OFF":                       "Mo-Fr 12:00-18:00; Th[3] off",
		"MO-FR 09:00-12:00":                                  "Mo-Fr 09:00-12:00",
		"mo-fr 9h-12h30":                                     "Mo-Fr 09:00-12:30",
		"Mo–Fr 09:00–12:00":                                  "Mo-Fr 09:00-12:00",
		"Mo-Fr 09:00-12:00 | Sa 10:00-12:00":                 "Mo-Fr 09:00-12:00; Sa 10:00-12:00",
		"Mardi de 16h30 à 18h | Samedi de 10h à 12h00":       "Tu 16:30-18:00; Sa 10:00-12:00",
		"• lundi : 9h-12h\n• mardi : 14h-17h":                "Mo 09:00-12:00; Tu 14:00-17:00",
		"- lundi 9h-12h\n- mardi 14h-17h\n- ":                "Mo 09:00-12:00; Tu 14:00-17:00",
		"Lundi\n9h-12h\n14h-17h\nMardi\n9h-12h":              "Mo 09:00-12:00,14:00-17:00; Tu 09:00-12:00",
		"lundi 14 à 18h":                                     "Mo 14:00-18:00",
		"lundi 9-12h et 14-17h":                              "Mo 09:00-12:00,14:00-17:00",
		"lundi 13.30 à 16.30 h":                              "Mo 13:30-16:30",
		"lundi matin 9h-12h et après-midi 14h-17h":           "Mo 09:00-12:00,14:00-17:00",
		"lundi : matin 9h-12h, après-midi : 14h-17h":         "Mo 09:00-12:00,14:00-17:00",
		"Lu-Ve 9h-12h":                                       "Mo-Fr 09:00-12:00",
		"du lundi au vendredi de 9h à 17h sans interruption": "Mo-Fr 09:00-17:00",
		"lundi au vendredi 9h-12h sauf jours fériés":         "Mo-Fr 09:00-12:00",
		// Day by day.
		"lundi 9h-12h, mardi horaires variables":        `Mo 09:00-12:00; Tu "mardi horaires variables"`,
		"lundi 9h-12h ; mardi sur demande":              `Mo 09:00-12:00; Tu "mardi sur demande"`,
		"Mo-Th 08:30-12:30; Fr 08:30-12:30-13:30":       `Mo-Th 08:30-12:30; Fr "08:30-12:30-13:30"`,
		"Mo-Fr 10:00-13:00; Tu,We 10:00-13:00-17:00":    `Mo-Fr 10:00-13:00; Tu,We "10:00-13:00-17:00"`,
		"Mo 09:00-12:00; Tu 09:00":                      `Mo 09:00-12:00; Tu "09:00"`,
		"lundi 9h-12h ; du mardi au jeudi voir le site": `Mo 09:00-12:00; Tu-Th "du mardi au jeudi voir le site"`,
		"lundi 9h-12h sur rendez-vous, lundi 14h-17h":   "", // nothing of Monday is sure
		// What limits them.
		"lundi 9h-12h semaines paires":                                      "week 2-53/2 Mo 09:00-12:00",
		"semaines impaires : lundi 9h-12h":                                  "week 1-53/2 Mo 09:00-12:00",
		"lundi 9h-12h (semaines paires), lundi 14h-17h (semaines impaires)": "week 2-53/2 Mo 09:00-12:00, week 1-53/2 Mo 14:00-17:00",
		"lundi 9h-12h sauf vacances scolaires":                              `Mo 09:00-12:00 "sauf vacances scolaires"`,
		"lundi 9h-12h ; fermé en août":                                      `Mo 09:00-12:00; Aug "fermé en août"`,
		"lundi 9h-12h jusqu'au 30 juin":                                     `Mo 09:00-12:00 "jusqu'au 30 juin"`,
		"Sur rendez-vous : lundi 9h-12h":                                    `Mo 09:00-12:00 "Sur rendez-vous"`,
		"Mo-Fr 09:00-12:00; fermé pendant les vacances":                     `Mo-Fr 09:00-12:00 "fermé pendant les vacances"`,
		"Mo-Fr 09:00-12:00; sur rendez-vous le mardi":                       `Mo,We-Fr 09:00-12:00; Tu 09:00-12:00 "sur rendez-vous"`,
		// Nothing that can be counted on.
		"9h-12h": "", "horaires variables": "", "voir le site": "", "Mo 08:30": "", "un lundi sur deux 9h-12h": "", "": "", "lundi": "",
	} {
		got := hours.Read(text)
		if got.OSM != want && !(want == "" && neverOpen(got.OSM)) {
			t.Errorf("%q: %q, want %q", text, got.OSM, want)
		}
		if want == "" && text != "" && got.OSM == "" && len(got.Left) == 0 {
			t.Errorf("%q is lost", text)
		}
	}
}

var monday = time.Date(2026, time.November, 30, 0, 0, 0, 0, hours.Paris)

func neverOpen(osm string) bool {
	s, err := hours.Parse(osm)
	return err == nil && len(s.Intervals(monday, monday.AddDate(0, 0, 14))) == 0
}

// A limit never opens anything: hours with one are within those without.
func TestALimitOpensNothing(t *testing.T) {
	for _, osm := range []string{"Mo-Fr 09:00-12:00", "Mo,We 09:00-12:00,14:00-17:00; Tu 10:00-11:00", "Mo-Fr 09:00-12:00, Sa[1] 09:00-12:00", `Mo 09:00-12:00 open "accueil"`, "week 1-53/2 Mo 09:00-12:00; Tu off", "Jul-Aug Mo 09:00-12:00; PH off", "Fr 20:00-02:00"} {
		for _, limit := range []string{"semaines paires", "semaine impaire", "1er lundi du mois", "sauf vacances", "sur rendez-vous le mardi", "sur rdv l’après-midi", "fermé le lundi matin en mars", "fermé du 3 au 9 mars", "jusqu'au 30 juin", `il a dit "non"`} {
			got := hours.Qualify(osm, limit)
			before, after := intervals(t, osm), intervals(t, got)
			if got == osm {
				continue // it says so itself, or nothing of those days
			}
			for _, i := range after {
				if !slices.ContainsFunc(before, func(b hours.Interval) bool { return !i.Start.Before(b.Start) && !i.End.After(b.End) }) {
					t.Errorf("%s, %s: %s is open at %s", osm, limit, got, i.Start)
				}
			}
			inMarch := func(i hours.Interval) bool {
				return i.Start.Month() == time.March && i.Start.Day() >= 3 && i.Start.Day() <= 9
			}
			if slices.Equal(after, before) && (!strings.Contains(limit, "au 9 mars") || slices.ContainsFunc(before, inMarch)) {
				t.Errorf("%s, %s: %s takes nothing away", osm, limit, got)
			}
			if again := hours.Qualify(got, limit); again != got {
				t.Errorf("%s, %s: twice gives %s, then %s", osm, limit, got, again)
			}
		}
	}
}

func intervals(t *testing.T, osm string) []hours.Interval {
	t.Helper()
	s, err := hours.Parse(osm)
	if err != nil {
		t.Fatalf("%q: %v", osm, err)
	}
	return s.Intervals(monday, monday.AddDate(0, 12, 0))
}

// What hours say of themselves in French is read back as the same hours.
func FuzzRead(f *testing.F) {
	f.Add("Mo-Fr 09:00-12:00")
	f.Add("lundi 9h-12h ; mardi voir le site")
	f.Fuzz(func(t *testing.T, text string) {
		got := hours.Read(text)
		if got.OSM == "" {
			return
		}
		if _, err := hours.Parse(got.OSM); err != nil {
			t.Fatalf("%q gives %q: %v", text, got.OSM, err)
		}
		if _, err := hours.Parse(hours.Qualify(got.OSM, text)); err != nil {
			t.Fatalf("%q qualified: %v", text, err)
		}
	})
}
