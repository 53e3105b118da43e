package tour

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"escale/internal/mediation"
)

// What agents write, and how it reads in canonical words.
func TestPhrases(t *testing.T) {
	for text, want := range map[string]string{
		"tous les mardis":                          "tous les mardis",
		"chaque mardi":                             "tous les mardis",
		"le mardi":                                 "tous les mardis",
		"  MARDI ":                                 "tous les mardis",
		"tous les 8 jours, le mardi":               "tous les mardis",
		"toutes les semaines le mardi":             "tous les mardis",
		"mardi et jeudi":                           "tous les mardis et jeudis",
		"jeudi & mardi":                            "tous les mardis et jeudis",
		"lundi, mercredi et vendredi":              "tous les lundis, mercredis et vendredis",
		"du lundi au vendredi":                     "du lundi au vendredi",
		"lundi à vendredi":                         "du lundi au vendredi",
		"du samedi au lundi":                       "tous les lundis, samedis et dimanches",
		"tous les jours sauf le dimanche":          "du lundi au samedi",
		"un mardi sur deux à partir du 08/12/2026": "un mardi sur deux à partir du 08/12/2026",
		"1 mardi / 2 a partir du 8/12/26":          "un mardi sur deux à partir du 08/12/2026",
		"Tous les mardis une semaine sur deux dès le 8 déc. 2026":     "un mardi sur deux à partir du 08/12/2026",
		"une semaine sur deux le mardi à partir du 8 décembre 2026":   "un mardi sur deux à partir du 08/12/2026",
		"tous les quinze jours à compter du mardi 8 décembre 2026":    "un mardi sur deux à partir du 08/12/2026",
		"toutes les deux semaines, le mardi, depuis le 08.12.2026":    "un mardi sur deux à partir du 08/12/2026",
		"tous les deux mardis à partir du 2026-12-08":                 "un mardi sur deux à partir du 08/12/2026",
		"un mardi sur trois à partir du 08/12/2026":                   "un mardi sur trois à partir du 08/12/2026",
		"toutes les 3 semaines le mardi à partir du 08/12/2026":       "un mardi sur trois à partir du 08/12/2026",
		"une semaine sur 2, mardi et jeudi, à partir du 10/12/2026":   "une semaine sur deux le mardi et le jeudi à partir du 10/12/2026",
		"un mardi sur deux et un jeudi sur deux dès le 08/12/2026":    "une semaine sur deux le mardi et le jeudi à partir du 08/12/2026",
		"mardi des semaines paires":                                   "mardi des semaines paires",
		"semaines impaires, le mardi":                                 "mardi des semaines impaires",
		"le mardi les semaines paires":                                "mardi des semaines paires",
		"Mardi (semaine paire)":                                       "mardi des semaines paires",
		"toutes les semaines paires : le mardi":                       "mardi des semaines paires",
		"mardi, sem. impaires":                                        "mardi des semaines impaires",
		"du lundi au mercredi en semaine impaire":                     "du lundi au mercredi des semaines impaires",
		"1er et 3e mardi":                                             "1er et 3e mardi du mois",
		"1er et 3ème mardis du mois":                                  "1er et 3e mardi du mois",
		"premier et troisième mardi de chaque mois":                   "1er et 3e mardi du mois",
		"Les 1ᵉʳ et 3ᵉ mardis du mois":                                "1er et 3e mardi du mois",
		"le 2nd lundi":                                                "2e lundi du mois",
		"1er mardi du mois et 3e jeudi du mois":                       "1er mardi, 3e jeudi du mois",
		"dernier vendredi du mois":                                    "dernier vendredi du mois",
		"Avant-dernier et dernier vendredi":                           "avant-dernier et dernier vendredi du mois",
		"1er mardi de mars":                                           "1er mardi du mois, en mars",
		"dernier jour du mois":                                        "dernier jour du mois",
		"DERNIER JOUR OUVRÉ DU MOIS":                                  "dernier jour ouvré du mois",
		"premier jour ouvré du mois, sauf en août":                    "premier jour ouvré du mois, sauf en août",
		"le 15 du mois":                                               "le 15 du mois",
		"tous les mois, le 1er et le 15":                              "le 1er et le 15 du mois",
		"2e jour du mois":                                             "le 2 du mois",
		"le 15 et le dernier jour du mois":                            "le 15 et le dernier jour du mois",
		"le 15, de mai à juillet":                                     "le 15 du mois, de mai à juillet",
		"8/12/2026, 12/01/2027 et 9 février 2027":                     "08/12/2026, 12/01/2027 et 09/02/2027",
		"2027-01-12 ; 2026/12/08":                                     "08/12/2026 et 12/01/2027",
		"les 8, 15 et 22 décembre 2026 et le 5 janvier 2027":          "08/12/2026, 15/12/2026, 22/12/2026 et 05/01/2027",
		"mardi 8 décembre 2026 et jeudi 10 décembre 2026":             "08/12/2026 et 10/12/2026",
		"mardi : 08/12/2026, 15/12/2026":                              "08/12/2026 et 15/12/2026",
		"1er mars 2027":                                               "01/03/2027",
		"mardi, semaines à confirmer":                                 "mardi, semaines à confirmer",
		"à confirmer : mardi":                                         "mardi, semaines à confirmer",
		"mardi et jeudi (dates à confirmer)":                          "mardi et jeudi, semaines à confirmer",
		"dates non publiées":                                          "dates non publiées",
		"Dates inconnues":                                             "dates non publiées",
		"ne passe plus":                                               "ne passe plus",
		"Le bus ne passe plus ici.":                                   "ne passe plus",
		"mardi à partir du 09/12/2026":                                "tous les mardis à partir du 09/12/2026",
		"mardi jusqu'au 30 juin 2027":                                 "tous les mardis jusqu’au 30/06/2027",
		"du 08/12/2026 au 30/06/2027, tous les mardis":                "tous les mardis du 08/12/2026 au 30/06/2027",
		"tous les mardis de septembre à juin":                         "tous les mardis, sauf en juillet et août",
		"mardi, hors le mois d’août":                                  "tous les mardis, sauf en août",
		"mardi d'octobre à mars":                                      "tous les mardis, d’octobre à mars",
		"tous les mardis du mois de mai":                              "tous les mardis, en mai",
		"dernier vendredi du mois, sauf le 25/12/2026":                "dernier vendredi du mois, sauf le 25/12/2026",
		"mardi sauf du 21/12/2026 au 03/01/2027":                      "tous les mardis, sauf du 21/12/2026 au 03/01/2027",
		"mardi sauf juillet et août, sauf les 22 et 29 décembre 2026": "tous les mardis, sauf en juillet et août, sauf le 22/12/2026 et le 29/12/2026",
	} {
		rule, err := ParseRule(text)
		if err != nil || rule.String() != want {
			t.Errorf("%q: %q, %v; want %q", text, rule, err, want)
			continue
		}
		checkRoundTrip(t, rule)
	}
}

// What is ambiguous, impossible or not known here, and what the sentence must
// tell.
func TestRefusals(t *testing.T) {
	for text, wants := range map[string][]string{
		"":                              {"Quel jour passe le bus", "« tous les mardis »"},
		"semaines paires":               {"Quel jour des semaines paires", "« mardi des semaines paires »"},
		"une semaine sur deux le mardi": {"« un mardi sur deux à partir du 08/12/2026 »", "« mardi des semaines paires »", "53 semaines"},
		"un jeudi sur deux":             {"« un jeudi sur deux à partir du 10/12/2026 »", "« jeudi des semaines paires »"},
		"tous les quinze jours":         {"À partir de quand"},
		"un mardi sur deux à partir du 09/12/2026":                         {"Le 09/12/2026 est un mercredi", "« un mardi sur deux à partir du 15/12/2026 »"},
		"une semaine sur deux le mardi et le jeudi à partir du 09/12/2026": {"est un mercredi", "à partir du 10/12/2026 »"},
		"un mardi sur deux des semaines paires à partir du 08/12/2026":     {"ne sont pas la même règle"},
		"un mardi sur 60 à partir du 08/12/2026":                           {"au-delà de 52"},
		"tous les 10 jours le mardi à partir du 08/12/2026":                {"« tous les 10 jours »", "« toutes les deux semaines »"},
		"30/02/2026":                        {"Le 30/02/2026 n’existe pas", "28 jours"},
		"29 février 2027":                   {"n’existe pas"},
		"8/13/2026":                         {"le mois va de 1 à 12"},
		"08/12/1926":                        {"l’année doit aller de 2000 à 2099"},
		"8/12":                              {"Il manque l’année à « 8/12 »"},
		"8 décembre":                        {"Il manque l’année après « 8 décembre »"},
		"mardi 9 décembre 2026":             {"Le 09/12/2026 est un mercredi, pas un mardi"},
		"mardi : 08/12/2026, 09/12/2026":    {"Le 09/12/2026 est un mercredi, pas un mardi"},
		"mardi 8":                           {"sans mois ni année"},
		"le 15":                             {"« le 15 du mois »"},
		"mardi du mois":                     {"Quel mardi du mois", "« 1er et 3e mardi du mois »"},
		"tous les mois":                     {"Quel jour du mois"},
		"6e mardi du mois":                  {"« 6e »", "cinq fois"},
		"le 32 du mois":                     {"de 1 à 31"},
		"le 31 du mois, en avril":           {"ne donne aucun jour"},
		"mardi du 09/12/2026 au 14/12/2026": {"ne donne aucun jour"},
		"mardi hors vacances scolaires":     {"vacances scolaires ne sont pas connues", "écrivez les dates"},
		"mardi sauf jours fériés":           {"« fériés »", "est signalé"},
		"mardi de 14h à 16h30":              {"« 14h »", "les heures ne s’écrivent pas"},
		"mardi 14:00":                       {"« 14:00 »", "les heures"},
		"mardi matin":                       {"« matin »", "les heures"},
		"lundi-vendredi":                    {"de deux façons", "« du lundi au"},
		"mardi ou jeudi":                    {"« ou jeudi » n’est pas compris"},
		"mardi et":                          {"« et » n’est pas compris"},
		"mardi ?":                           {"« ? » n’est pas compris"},
		"mradi":                             {"« mradi » n’est pas compris", "« tous les mardis »"},
		"mardi selon affluence":             {"« selon affluence » n’est pas compris"},
		"mardi, dernier jour ouvré du mois": {"plusieurs rythmes"},
		"une fois par mois":                 {"« une fois par mois »"},
		"1er mardi et jeudi":                {"plusieurs rythmes"},
		"1er mardi des semaines paires":     {"plusieurs rythmes"},
		"mardi, un jeudi sur deux à partir du 10/12/2026":                     {"plusieurs rythmes"},
		"tous les lundis et le mardi des semaines paires":                     {"plusieurs rythmes"},
		"lundi des semaines paires et mardi":                                  {"plusieurs rythmes"},
		"mardi à partir du 01/01/2027, jeudi":                                 {"plusieurs rythmes"},
		"1er mardi de janvier et 2e mardi de mars":                            {"plusieurs rythmes"},
		"semaines paires le mardi, semaines impaires le jeudi":                {"plusieurs rythmes"},
		"toutes les semaines le lundi, un mardi sur deux dès le 08/12/2026":   {"plusieurs rythmes"},
		"mardi de mai à mardi":                                                {"« de mai à mardi »"},
		"mardi sauf le 25/12/2026":                                            {"« sauf le 25/12/2026 »", "un vendredi"},
		"mardi sauf du 09/12/2026 au 10/12/2026":                              {"pas de passage entre ces dates"},
		"mardi d'octobre à mars, sauf d'octobre à mars":                       {"tous les mois"},
		"mardi sauf le jeudi":                                                 {"la règle n’y passe pas"},
		"mardi sauf le mardi":                                                 {"ne laisse aucun jour"},
		"mardi sauf Noël":                                                     {"Après « sauf »", "« Noël »"},
		"mardi sauf en juillet, du 01/09/2026 au 30/06/2027":                  {"Répétez « sauf »"},
		"mardi d'octobre 2026 à juin 2027":                                    {"« octobre 2026 »", "« du 01/09/2026 au 30/06/2027 »"},
		"mardi à partir de septembre":                                         {"il faut une date entière"},
		"mardi du 30/06/2027 au 08/12/2026":                                   {"finit avant de commencer"},
		"mardi jusqu'au 08/12/2026 à partir du 30/06/2027":                    {"avant de commencer"},
		"mardi à partir du 08/12/2026 à partir du 09/12/2026":                 {"deux fois"},
		"08/12/2026, tous les mardis du mois":                                 {"mélange des dates"},
		"08/12/2026 jusqu’au 30/06/2027":                                      {"mélange des dates"},
		"à confirmer":                                                         {"Quel jour est à confirmer"},
		"1er mardi à confirmer":                                               {"dates inconnues ou à confirmer"},
		"mardi, ne passe plus":                                                {"sans jour"},
		"ne passe plus, dates à confirmer":                                    {"deux choses"},
		"tous les " + strings.Repeat("mardis, ", 1300):                        {"10000 caractères"},
		"mardi <script>alert(1)</script>":                                     {"« < script » n’est pas compris"},
		"mardi à partir du 08/12/2026 pendant l'hiver puis l'été et le reste": {"« pendant l hiver puis »"},
	} {
		rule, err := ParseRule(text)
		if mediation.KindOf(err) != mediation.Invalid || rule.String() != (Rule{}).String() {
			t.Errorf("%q: read as %q, error %v", text, rule, err)
			continue
		}
		for _, want := range wants {
			if !strings.Contains(sentenceOf(err), want) {
				t.Errorf("%q: %q lacks %q", text, sentenceOf(err), want)
			}
		}
	}
}

// What a refusal advises people to write must be understood.
func TestAdviceIsUnderstood(t *testing.T) {
	for _, text := range []string{"", "semaines paires", "un jeudi sur deux", "un mardi sur deux à partir du 09/12/2026", "mardi du mois", "tous les mois", "le 15", "à confirmer", "ne passe plus le mardi"} {
		_, err := ParseRule(text)
		for i, part := range strings.Split(sentenceOf(err), "« ") {
			quoted, _, found := strings.Cut(part, " »")
			if i == 0 || !found || quoted == text || quoted == "impaires" {
				continue
			}
			if _, err := ParseRule(quoted); err != nil {
				t.Errorf("%q advises %q: %v", text, quoted, err)
			}
		}
	}
}

func TestDatesAndWeekdays(t *testing.T) {
	for text, want := range map[string]struct {
		dates    mediation.StopDates
		weekdays []time.Weekday
	}{
		"dimanche, mardi":                          {mediation.DatesKnown, []time.Weekday{time.Tuesday, time.Sunday}},
		"mardi, semaines à confirmer":              {mediation.DatesUnconfirmed, []time.Weekday{time.Tuesday}},
		"1er jeudi, 3e lundi du mois":              {mediation.DatesKnown, []time.Weekday{time.Monday, time.Thursday}},
		"un mardi sur deux à partir du 08/12/2026": {mediation.DatesKnown, []time.Weekday{time.Tuesday}},
		"08/12/2026":                               {mediation.DatesKnown, nil},
		"le 15 du mois":                            {mediation.DatesKnown, nil},
		"dates non publiées":                       {mediation.DatesUnpublished, nil},
		"ne passe plus":                            {mediation.DatesEnded, nil},
	} {
		rule := mustParse(t, text)
		if rule.Dates() != want.dates || !slices.Equal(rule.Weekdays(), want.weekdays) {
			t.Errorf("%q: %s, %v", text, rule.Dates(), rule.Weekdays())
		}
		if known := rule.Dates() == mediation.DatesKnown; known != (len(FirstDays(rule, "2026-11-22", 1)) == 1) {
			t.Errorf("%q: days %v", text, FirstDays(rule, "2026-11-22", 1))
		}
	}
}

// Words in any order are refused, or make a rule that says itself.
func TestRandomWords(t *testing.T) {
	words := strings.Split("le|la|les|tous les|chaque|mardi|jeudis|lundi|du lundi au vendredi|un|une|semaine|semaines|sur|deux|trois|paires|impaires|des|de|du|en|à|et|,|1er|3e|"+
		"dernier|jour|du mois|mois|15|à partir du|jusqu'au|08/12/2026|8 décembre 2026|du 08/12/2026 au 30/06/2027|juillet|août|sauf|hors|à confirmer|tous les quinze jours|"+
		"toutes les semaines|sauf en août|sauf le 15/12/2026|d'octobre à mars|un mardi sur deux|semaines paires", "|")
	r := rand.New(rand.NewPCG(53, 1))
	read := 0
	for range 60_000 {
		var text []string
		for range 1 + r.IntN(6) {
			text = append(text, pick(r, words...))
		}
		if rule, err := ParseRule(strings.Join(text, " ")); err == nil {
			checkRoundTrip(t, rule)
			read++
		}
	}
	if read < 1000 {
		t.Errorf("only %d of the texts were read", read)
	}
}

// Whatever is typed is read or refused in words; what is read says itself.
func FuzzParseRule(f *testing.F) {
	for _, text := range []string{"tous les mardis", "1er et 3e mardi, sauf en août", "un mardi sur 2 à partir du 08/12/2026", "8, 9 et 10 déc. 2026", "sauf", "du", "à confirmer\x00\xff", "١ mardi"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		rule, err := ParseRule(text)
		if err != nil {
			if mediation.KindOf(err) != mediation.Invalid || sentenceOf(err) == "" {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		checkRoundTrip(t, rule)
	})
}
