package hours_test

import (
	"testing"

	"escale/internal/hours"
)

func TestFromFrench(t *testing.T) {
	for text, want := range map[string]string{
		"du lundi au vendredi 9h-12h et 14h-17h":             "Mo-Fr 09:00-12:00,14:00-17:00",
		"Du lundi au vendredi de 9h à 12h et de 14h à 17h30": "Mo-Fr 09:00-12:00,14:00-17:30",
		"lundi au vendredi : 8h30-12h / 13h30-17h":           "Mo-Fr 08:30-12:00,13:30-17:00",
		"De 8h30 à 13h du lundi au vendredi":                 "Mo-Fr 08:30-13:00",
		"Mardi : 14h-18h":                                    "Tu 14:00-18:00",
		"mardi matin 9h-12h":                                 "Tu 09:00-12:00",
		"mardi après-midi de 14h à 16h30":                    "Tu 14:00-16:30",
		"le jeudi matin de 9h à 12h":                         "Th 09:00-12:00",
		"mardi et jeudi 9h-12h":                              "Tu,Th 09:00-12:00",
		"les mardis et jeudis de 10h à midi":                 "Tu,Th 10:00-12:00",
		"lundi, mardi, jeudi et vendredi de 13h30 à 17h":     "Mo-Tu,Th-Fr 13:30-17:00",
		"lundi - mardi - mercredi - vendredi : 9 h - 12 h 30 et 14 h - 17 h ; jeudi : 9 h - 19 h": "Mo-We,Fr 09:00-12:30,14:00-17:00; Th 09:00-19:00",
		"lundi-vendredi 9h-17h":                                              "Mo-Fr 09:00-17:00",
		"Lun. mar. 9h-12h ; ven. 14h-17h":                                    "Mo-Tu 09:00-12:00; Fr 14:00-17:00",
		"LUNDI 09:00 - 12:00 13:30 - 17:00":                                  "Mo 09:00-12:00,13:30-17:00",
		"lundi 9h-12h, lundi 14h-17h":                                        "Mo 09:00-12:00,14:00-17:00",
		"lundi 9h-12h\nmardi 14h-17h\nmercredi fermé":                        "Mo 09:00-12:00; Tu 14:00-17:00",
		"du lundi au samedi sauf mercredi 9h-12h":                            "Mo-Tu,Th-Sa 09:00-12:00",
		"du lundi au vendredi 9h-12h, fermé le mercredi":                     "Mo-Tu,Th-Fr 09:00-12:00",
		"tous les jours de 10h à 18h":                                        "Mo-Su 10:00-18:00",
		"tous les mardis de 14h à 16h":                                       "Tu 14:00-16:00",
		"Ouvert le premier samedi du mois de 9h à 12h":                       "Sa[1] 09:00-12:00",
		"les 1er et 3ème samedi du mois de 9h-12h":                           "Sa[1,3] 09:00-12:00",
		"le dernier vendredi de chaque mois 14h-17h":                         "Fr[-1] 14:00-17:00",
		"du lundi au vendredi 9h-12h et le 1er samedi du mois 9h-12h":        "Mo-Fr 09:00-12:00, Sa[1] 09:00-12:00",
		"mercredi de 14h à 17h sur rendez-vous":                              `We 14:00-17:00 "sur rendez-vous"`,
		"lundi 9h-12h ; jeudi 14h-17h sur RDV uniquement":                    `Mo 09:00-12:00; Th 14:00-17:00 "sur rendez-vous"`,
		"sans rdv le mercredi de 9h à 12h30 et le vendredi de 13h30 à 16h30": "We 09:00-12:30; Fr 13:30-16:30",
		"entre 10h et 13h le samedi":                                         "Sa 10:00-13:00",
		"Horaires d'ouverture : lundi 9 heures à 12 heures":                  "Mo 09:00-12:00",
		"samedi 20h-minuit":                                                  "Sa 20:00-24:00",
	} {
		got, err := hours.FromFrench(text)
		if err != nil || got != want {
			t.Errorf("%q: %q, %v; want %q", text, got, err, want)
		}
		if _, err := hours.Parse(got); err != nil {
			t.Errorf("%q gives what cannot be read: %v", text, err)
		}
	}
}

func TestFromFrenchRefusesWhatIsNotCertain(t *testing.T) {
	for _, text := range []string{
		"", "  ", "mardi matin", "mardi", "9h-12h", "de 9h à 12h et de 14h à 17h", "sur rendez-vous", "tous les jours", "fermé",
		"fermé le lundi", "lundi - mercredi 9h-12h", "lundi matin 14h-17h", "mardi après-midi 9h-12h", "lundi 12h-9h", "lundi 9h-25h",
		"lundi 9h75-12h", "lundi 9h", "lundi 9h et 12h", "lundi 9h-12h 11h-14h", "lundi 9h-12h et lundi 10h-14h", "vendredi au mardi 9h-12h",
		"du lundi au 9h-12h", "du 3 au 8 mai 9h-12h", "un lundi sur deux 9h-12h", "semaines paires : lundi 9h-12h", "lundi 9h-12h en période scolaire",
		"lundi 9h-12h sauf vacances", "Permanence le mardi à la mairie de 9h à 12h", "horaires variables", "voir le site", "9-12 lundi",
		"le 1er samedi 9h-12h", "le 6e samedi du mois 9h-12h", "été : lundi 9h-12h", "lundi matin fermé", "lundi 9h-12h sur rendez-vous, lundi 14h-17h",
		"tous les jours sauf dimanche", "du lundi au vendredi sauf samedi 9h-12h", "lundi ou mardi 9h-12h", "lundi 9h-12h environ",
		"Mo-Fr 09:00-12:00", "24h/24", "lundi de 9h", "jeudi 14h-", "<b>lundi</b> 9h-12h", "lundi 9h–12h ; mardi ?",
		"lundi après-midi et mardi matin 9h-12h", "du lundi matin au mardi après-midi 9h-12h", "lundi-vendredi et samedi 9h-12h", "lundi, mardi - jeudi 9h-12h",
	} {
		if got, err := hours.FromFrench(text); err == nil || got != "" {
			t.Errorf("%q: %q, want it refused", text, got)
		} else if err.Error() == "" {
			t.Errorf("%q: no reason", text)
		}
	}
}

func FuzzFromFrench(f *testing.F) {
	f.Add("du lundi au vendredi 9h-12h et 14h-17h")
	f.Add("le 1er et 3e samedi du mois de 9h à 12h sur rendez-vous")
	f.Fuzz(func(t *testing.T, text string) {
		osm, err := hours.FromFrench(text)
		if err != nil {
			return
		}
		if _, err := hours.Parse(osm); err != nil {
			t.Fatalf("%q gives %q: %v", text, osm, err)
		}
	})
}
