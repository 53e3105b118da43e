package site

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"escale/internal/mediation"
)

// distanceText says metres the way people do: "850 m", "1,4 km", "12 km".
func distanceText(metres float64) string {
	switch km := metres / 1000; {
	case metres < 995:
		return fmt.Sprintf("%.0f\u00a0m", math.Max(10, math.Round(metres/10)*10))
	case km < 9.95:
		text := strings.TrimSuffix(fmt.Sprintf("%.1f", km), ".0")
		return strings.Replace(text, ".", ",", 1) + "\u00a0km"
	default:
		return fmt.Sprintf("%.0f\u00a0km", km)
	}
}

// loose finds the spaces inside an hour, "13 h 30".
var loose = regexp.MustCompile(`(\d) h(?: (\d\d))?\b`)

// tie keeps each hour of a text on one line.
func tie(text string) string {
	return loose.ReplaceAllStringFunc(text, func(hour string) string { return strings.ReplaceAll(hour, " ", "\u00a0") })
}

// placesText counts places: "aucun lieu", "1 lieu", "1 200 lieux".
func placesText(n int) string {
	switch {
	case n == 0:
		return "aucun lieu"
	case n == 1:
		return "1 lieu"
	case n < 1000:
		return fmt.Sprintf("%d lieux", n)
	}
	return fmt.Sprintf("%d\u202f%03d lieux", n/1000, n%1000)
}

// plural adds the s that several things take.
func plural(n int, word string) string {
	if n > 1 {
		word += "s"
	}
	return word
}

// summary says how many places answer what, in the words of the client's own
// summary (frontend/src/list.ts).
func (q question) summary(n int, needs mediation.Needs) string {
	text := placesText(n)
	text = strings.ToUpper(text[:1]) + text[1:]
	if q.when.window != nil {
		text += " " + plural(n, "ouvert") + " ou de passage " + q.when.words
	}
	if q.filter.Words != "" {
		text += " pour « " + q.text + " »"
	}
	switch asked := q.filter.Services; len(asked) {
	case 0:
	case 1:
		need, _ := needs.Find(asked[0])
		text += " pour « " + need.Label + " »"
	default:
		text += " pour " + strconv.Itoa(len(asked)) + " démarches à la fois"
	}
	switch {
	case q.filter.Near == nil:
	case q.near == "":
		text += ", les plus proches de vous d’abord"
	default:
		text += ", les plus proches de " + q.near + " d’abord"
	}
	return text
}

// message says why nothing was found and what to try.
func (q question) message(n int) string {
	switch {
	case n > 0:
		return ""
	case q.filter.Words != "":
		return "Rien ne correspond à « " + q.text + " ». Essayez le nom d’une commune, un code postal ou une démarche comme « impôts »."
	}
	return "Aucun lieu ne réunit tous ces choix. Décochez-en un, puis cherchez à nouveau."
}
