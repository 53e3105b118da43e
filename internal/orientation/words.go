package orientation

import (
	"fmt"
	"math/bits"
	"slices"
	"strings"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
)

// What is said is French: it is read by professionals. The page says the same
// (frontend/src/orientation/words.ts).

const nobodyText = "ne reçoit pas de public"

// refusals say a "no" to each constraint that can have one.
var refusals = map[string]string{AboutFee: "payant", "individuel": "pas d’aide individuelle", "atelier": "pas d’atelier"}

// rankText says why a row stands where it does: "2 besoins sur 3 et 1 à
// vérifier, dès jeudi 3 décembre à 14 h pour l’un d’eux, à 6 km".
func (f *frame) rankText(r *Row, p *mediation.Place) string {
	when := "horaires à demander"
	if r.When != nil {
		when = "dès " + f.momentText(r.When.Start) + r.thereText()
	} else if p.Offers[r.Offers[0]].Mobile() {
		when = "dates à demander"
	}
	return strings.Join([]string{coverText(r), when, awayText(r.Metres)}, ", ")
}

// momentText says a minute: "jeudi 3 décembre à 14 h"; in another year than
// that of the question, with its year.
func (f *frame) momentText(m Minute) string {
	at := f.clock.Time(m)
	day := hours.FormatDay(at)
	if at.Year() != f.clock.year {
		day += fmt.Sprintf(" %d", at.Year())
	}
	return day + " à " + strings.ReplaceAll(hours.FormatTime(at), " ", "\u00a0")
}

// thereText says how many of the needs met can be done at the time of the
// row, nothing when all can.
func (r *Row) thereText() string {
	there := 0
	for _, need := range r.Needs {
		if need.There {
			there++
		}
	}
	switch there {
	case bits.OnesCount(r.met):
		return ""
	case 0:
		return " (à vérifier)"
	case 1:
		return " pour l’un d’eux"
	}
	return fmt.Sprintf(" pour %d d’entre eux", there)
}

// coverText says how much a row does: "1 besoin sur 3 et 2 à vérifier".
func coverText(r *Row) string {
	sure, all := bits.OnesCount(r.sure), len(r.Needs)
	unsure := bits.OnesCount(r.met) - sure
	switch {
	case sure == 0:
		return fmt.Sprintf("%s sur %d à vérifier", needsText(unsure), all)
	case unsure == 0:
		return fmt.Sprintf("%s sur %d", needsText(sure), all)
	}
	return fmt.Sprintf("%s sur %d et %d à vérifier", needsText(sure), all, unsure)
}

func needsText(n int) string {
	if n < 2 {
		return fmt.Sprintf("%d besoin", n)
	}
	return fmt.Sprintf("%d besoins", n)
}

func awayText(metres float64) string { return "à " + catalog.DistanceText(language.French, metres) }

var tooFar = map[Reach]string{OnFoot: "trop loin à pied", WithoutCar: "trop loin sans voiture", ByCar: "trop loin en voiture"}

func farText(metres float64, r Reach) string { return awayText(metres) + ", " + tooFar[r] }

// closedText says that nothing is open when the person is free: "fermé les
// mardis et jeudis après-midi".
func closedText(free []HalfDay, moves bool) string {
	never := "fermé"
	if moves {
		never = "aucun passage"
	}
	if len(free) == 0 {
		return never + " dans les six semaines"
	}
	text := freeText(free)
	if !strings.HasPrefix(text, everyDay) {
		never += " les"
	}
	return never + " " + text
}

const everyDay = "tous les jours"

// freeText says half-days by part of the day: "mardis et jeudis après-midi".
func freeText(free []HalfDay) string {
	var said []string
	for i, part := range parts {
		var days []string
		for d, name := range weekdays {
			if slices.Contains(free, halfDay(name, part)) {
				days = append(days, dayNames[d])
			}
		}
		switch len(days) {
		case 0:
		case len(weekdays):
			said = append(said, everyDay+" "+partNames[i])
		default:
			said = append(said, hours.List(days)+" "+partNames[i])
		}
	}
	return hours.List(said)
}

var (
	dayNames  = []string{"lundis", "mardis", "mercredis", "jeudis", "vendredis", "samedis", "dimanches"}
	partNames = []string{"matin", "après-midi", "soir"}
)
