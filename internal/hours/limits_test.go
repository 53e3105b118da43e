package hours_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"escale/internal/hours"
	"escale/internal/language"
)

const usual = "Mo-Fr 09:00-12:00,14:00-17:00; Sa 09:00-12:00"

func limited(text string) string {
	osm := usual
	for _, limit := range hours.Limits(text) {
		osm = hours.Qualify(osm, limit)
	}
	return osm
}

// People who need an appointment are told so at the times that the sentence names, and at no other.
func TestWhenAnAppointmentIsNeeded(t *testing.T) {
	const all = `Mo-Fr 09:00-12:00,14:00-17:00 "sur rendez-vous"; Sa 09:00-12:00 "sur rendez-vous"`
	const afternoons = `Mo-Fr 09:00-12:00, Mo-Fr 14:00-17:00 "sur rendez-vous"; Sa 09:00-12:00`
	const monday = `Mo 09:00-12:00,14:00-17:00 "sur rendez-vous"; Tu-Fr 09:00-12:00,14:00-17:00; Sa 09:00-12:00`
	for text, want := range map[string]string{
		// Always.
		"Sur rendez-vous": all, "UNIQUEMENT SUR RDV (fermé le dimanche)": all, "Prise de rendez-vous obligatoire au 02 61 91 00 00": all,
		"Une prise de rendez-vous est nécessaire pour vous recevoir au mieux.": all, "sur rendez-vous - dans les bureaux de la poste": all,
		"Sur rendez-vous au 02 61 91 00 00 ou par mail à aide@exemple.fr": all, "Nous recevons sur rdv.": all,
		// Half-days.
		"Sur rendez-vous l'après-midi": afternoons, "Matin sans rendez-vous / après-midi sur rendez-vous": afternoons,
		"Libre accès le matin et sur rdv les après-midis": afternoons, "Sur RDV tous les aprés-midi": afternoons,
		"Le matin sur le flux, l'après midi sur rendez vous": afternoons, "Les horaires de l’après midi sont sous rendez-vous.": afternoons, "De 9h à 12h sans rendez-vous et de 14h à 17h sur rendez-vous": afternoons,
		"L'après-midi du lundi au vendredi, uniquement sur rendez-vous": afternoons,
		// Days.
		"Uniquement sur rendez-vous le lundi": monday, "Le lundi, sur rdv uniquement. Les autres jours, avec ou sans rendez-vous.": monday,
		"Accueil du lundi sur rendez-vous": monday, "Rendez-vous conseillé, et obligatoire : sur rendez-vous exclusivement les lundis": monday,
		// Days and half-days.
		"Sur rendez-vous le mardi matin et le vendredi après-midi": `Mo,We-Th 09:00-12:00,14:00-17:00; Tu 14:00-17:00, Tu 09:00-12:00 "sur rendez-vous"; Fr 09:00-12:00, Fr 14:00-17:00 "sur rendez-vous"; Sa 09:00-12:00`,
		"Sur rendez-vous les mardis et jeudis après-midi":          `Mo,We,Fr 09:00-12:00,14:00-17:00; Tu,Th 09:00-12:00, Tu,Th 14:00-17:00 "sur rendez-vous"; Sa 09:00-12:00`,
		"Sur rendez-vous les mardis/jeudis après-midis":            `Mo,We,Fr 09:00-12:00,14:00-17:00; Tu,Th 09:00-12:00, Tu,Th 14:00-17:00 "sur rendez-vous"; Sa 09:00-12:00`,
		"Sur rendez-vous du lundi au vendredi sauf mercredi matin": `Mo-Tu,Th-Fr 09:00-12:00,14:00-17:00 "sur rendez-vous"; We 09:00-12:00, We 14:00-17:00 "sur rendez-vous"; Sa 09:00-12:00`,
		"Sur rdv les après-midi et le samedi matin":                `Mo-Fr 09:00-12:00, Mo-Fr 14:00-17:00 "sur rendez-vous"; Sa 09:00-12:00 "sur rendez-vous"`,
		"Sans rendez-vous le matin (sauf le lundi)":                monday, // nobody says more of the afternoon
		// "le lundi" may be the whole day.
		"Sur rendez-vous le lundi et le mardi matin":    `Mo 09:00-12:00,14:00-17:00 "sur rendez-vous"; Tu 14:00-17:00, Tu 09:00-12:00 "sur rendez-vous"; We-Fr 09:00-12:00,14:00-17:00; Sa 09:00-12:00`,
		"Sur rendez-vous le mardi, mercredi après-midi": `Mo,Th-Fr 09:00-12:00,14:00-17:00; Tu 09:00-12:00,14:00-17:00 "sur rendez-vous"; We 09:00-12:00, We 14:00-17:00 "sur rendez-vous"; Sa 09:00-12:00`,
		// Hours.
		"Sur rendez-vous uniquement le lundi et le jeudi de 14h à 17h": `Mo,Th 09:00-12:00, Mo,Th 14:00-17:00 "sur rendez-vous"; Tu-We,Fr 09:00-12:00,14:00-17:00; Sa 09:00-12:00`,
		"Les vendredis 14h - 16h sur RDV":                              `Mo-Th 09:00-12:00,14:00-17:00; Fr 09:00-12:00,16:00-17:00, Fr 14:00-16:00 "sur rendez-vous"; Sa 09:00-12:00`,
		"prendre RV au 06 12 34 56 78 avec Julie":                      all, "Merci de prendre rendez-vous": all, "RV obligatoire": all,
		// Nobody needs one, or elsewhere, or outside these hours.
		"Avec ou sans rendez-vous": usual, "Rendez-vous conseillé": usual, "Possibilité de prendre rendez-vous": usual, "Prise de rendez-vous au 02 61 91 00 00": usual,
		"Prise de rendez-vous par téléphone": usual, "Possibilité de rendez-vous en dehors des horaires": usual, "Itinérance sur rendez-vous en plus de nos horaires d'ouverture": usual,
		"Permanences sur rendez-vous dans les communes": usual, "Nous accueillons en priorité sur rendez-vous": usual, "Permanence de la CAF sur rendez-vous le mardi": usual, "Un avocat reçoit sur rendez-vous le jeudi": usual,
		"Sur rendez-vous pour les demandes qui prennent du temps": usual, "Sur rendez-vous le dimanche": usual, "Une permanence le jeudi (9h-12h) sur rendez-vous à la mairie de Brix": usual,
	} {
		if got := limited(text); got != want {
			t.Errorf("%q:\n got %s\nwant %s", text, got, want)
		}
	}
}

// What closes on dates takes "open" away on these, and on no other day.
func TestWhatClosesOnDates(t *testing.T) {
	for text, dates := range map[string]string{
		"Fermé en août": "Aug", "Fermé en juillet et août.": "Jul,Aug", "ouvert sauf en août": "Aug", "Fermé de juin à septembre": "Jun-Sep",
		"Fermé du 9 au 30 août": "Aug 09-Aug 30", "Le site sera fermé du 24 décembre au 2 janvier inclus": "Dec 24-Jan 02",
		"Fermeture exceptionnelle le 30 novembre 2023": "2023 Nov 30", "Fermé les 24 et 31 décembre": "Dec 24,Dec 31", "Fermé les 24/12 et 31/12/2026": "2026 Dec 24,2026 Dec 31",
		"Permanence annulée en décembre": "Dec", "pas de permanence le 1er décembre": "Dec 01", "Pas de permanence du 3 au 10 décembre": "Dec 03-Dec 10",
		"Permanence suspendue le 3 décembre 2026":               "2026 Dec 03",
		"Congés du 3 au 7 mars et du 20 au 30 avril":            "Mar 03-Mar 07,Apr 20-Apr 30",
		"Fermé du lundi 15 juillet au vendredi 26 juillet 2024": "2024 Jul 15-2024 Jul 26", "Horaires d'été 8h à 13h30 du 09/07/23 au 25/08/23": "2023 Jul 09-2023 Aug 25",
	} {
		want := usual + "; " + dates + ` "` + strings.TrimSuffix(text, ".") + `"`
		if got := limited(text); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
		lines := schedule(t, limited(text)).Text(language.French)
		if last := lines[len(lines)-1]; last != hours.Capital(strings.TrimSuffix(text, ".")) {
			t.Errorf("%q is shown as %q", text, lines)
		}
	}
	// Days beside the dates are limited too.
	for text, want := range map[string]string{
		"Fermé le mercredi et du 3 au 9 mars": `Mo-Tu,Th-Fr 09:00-12:00,14:00-17:00; We 09:00-12:00,14:00-17:00 "%s"; Sa 09:00-12:00; Mar 03-Mar 09 "%[1]s"`,
		"Fermé du 3 au 9 mars et le samedi":   `Mo-Fr 09:00-12:00,14:00-17:00; Sa 09:00-12:00 "%s"; Mar 03-Mar 09 "%[1]s"`,
		"Fermé du lundi 3 au vendredi 7 mars": usual + `; Mar 03-Mar 07 "%s"`,
	} {
		if got := limited(text); got != fmt.Sprintf(want, text) {
			t.Errorf("%q: %s", text, got)
		}
	}
	// What opens on dates, or from or until one, is never sure on any day.
	for _, text := range []string{"Ouvert du 15 juin au 15 septembre", "Fermé jusqu'au 3 mars", "Fermé à partir du 3 mars", "Ouvert uniquement en août, fermé le reste de l'année", "Reporté au 3 janvier"} {
		if got := limited(text); got == usual || !neverOpen(got) {
			t.Errorf("%q: %s", text, got)
		}
	}
}

// A door that is closed, or open to some people only, is never shown open.
func TestWhatStopsTheOpening(t *testing.T) {
	for _, text := range []string{"suspendu jusqu'à nouvel ordre", "Permanence annulée", "uniquement sur inscription", "Inscription obligatoire", "réservé aux allocataires", "Accueil réservé aux adhérents",
		"selon disponibilité", "selon les disponibilités du conseiller", "fermée", "Définitivement fermé.", "en travaux", "ouverture prochaine", "pas encore ouvert", "Pas de permanence pendant les vacances"} {
		if got := limited(text); got == usual || !neverOpen(got) {
			t.Errorf("%q: %s", text, got)
		}
	}
	for _, text := range []string{"ouvert", "Atelier sur inscription", "Atelier annulé", "Permanence de la CAF annulée en décembre", "Places réservées aux personnes handicapées", "Ateliers réservés aux seniors",
		"Ordinateurs selon disponibilité", "Prévenir en cas d’annulation", "Pas d’accueil téléphonique", "fermé le dimanche"} {
		if got := limited(text); got != usual {
			t.Errorf("%q: %s", text, got)
		}
	}
}

func schedule(t *testing.T, osm string) *hours.Schedule {
	t.Helper()
	s, err := hours.Parse(osm)
	if err != nil {
		t.Fatalf("%q: %v", osm, err)
	}
	return s
}

// halfDay is a morning or an afternoon of a week.
type halfDay struct {
	day       int
	afternoon bool
}

var days = []string{"lundi", "mardi", "mercredi", "jeudi", "vendredi"}

// Half-days drawn at will, written as people write them: these need an appointment, the
// others do not.
func TestDrawnAppointments(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		named := rapid.SliceOfNDistinct(rapid.Custom(func(t *rapid.T) halfDay {
			return halfDay{rapid.IntRange(0, 4).Draw(t, "day"), rapid.Bool().Draw(t, "afternoon")}
		}), 1, 6, rapid.ID).Draw(t, "half-days")
		plural, clocks := rapid.Bool().Draw(t, "plural"), rapid.Bool().Draw(t, "clocks")
		phrases := make([]string, len(named))
		for i, h := range named {
			phrases[i] = h.phrase(plural, clocks)
		}
		list := phrases[0]
		if n := len(phrases); n > 1 {
			list = strings.Join(phrases[:n-1], ", ") + " et " + phrases[n-1]
		}
		text := rapid.SampledFrom([]string{"Sur rendez-vous uniquement %s.", "%s : sur RDV.", "Accueil sur rendez-vous %s", "Sans rendez-vous sauf %s", "Nous vous recevons %s sur rendez-vous"}).Draw(t, "sentence")
		got := limited(fmt.Sprintf(text, list))
		s, err := hours.Parse(got)
		if err != nil {
			t.Fatal(err)
		}
		for day := range 5 {
			for _, afternoon := range []bool{false, true} {
				at := monday.AddDate(0, 0, day).Add(10 * time.Hour)
				if afternoon {
					at = at.Add(5 * time.Hour)
				}
				if free := !slices.Contains(named, halfDay{day, afternoon}); s.At(at).Open != free {
					t.Fatalf(text+": %s is open %v in %s", list, at, !free, got)
				}
			}
		}
	})
}

func (h halfDay) phrase(plural, clocks bool) string {
	article, end := "le ", ""
	if plural {
		article, end = "les ", "s"
	}
	half, times := " matin", " de 9h à 12h"
	if h.afternoon {
		half, times = " après-midi", " de 14h à 17h"
	}
	if clocks {
		half = times
	}
	return article + days[h.day] + end + half
}
