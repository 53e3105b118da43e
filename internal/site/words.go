package site

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"escale/internal/catalog"
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

// The longest way that one is told to walk, in metres, and how many one walks
// in a minute.
const (
	longestWalk = 3000
	pace        = 80
)

// walkText says how long a way is on foot, "" when it is too far.
func walkText(metres float64) string {
	if metres >= longestWalk {
		return ""
	}
	return fmt.Sprintf(", environ %.0f min à pied", math.Max(1, math.Floor(metres/pace+0.5)))
}

// howText says what a place costs and how to come, as its sources tell. It is
// free when every helper there says so: a silent one may ask for money.
func howText(p mediation.Place) string {
	free, coming := len(p.Offers) > 0, []string{}
	for _, o := range p.Offers {
		free = free && len(o.Fee) == 1 && o.Fee[0] == "gratuit"
		coming = append(coming, o.Access...)
	}
	var parts []string
	if free {
		parts = append(parts, "Gratuit")
	}
	if p.ReceivesNobody() {
		parts = append(parts, receivesNobody)
	} else if text := waysToCome(coming); text != "" {
		parts = append(parts, text)
	}
	return strings.Join(parts, " · ")
}

// receivesNobody stands in place of the ways to come.
const receivesNobody = "N’accueille pas de public"

// accesses are the ways to come, for the middle of a sentence; what helpers
// use among themselves is left out.
var accesses = mediation.Vocabulary{
	{Slug: "se-presenter", Label: "se présenter sur place"}, {Slug: "telephoner", Label: "téléphoner"},
	{Slug: "prendre-rdv-en-ligne", Label: "prendre rendez-vous en ligne"}, {Slug: "contacter-par-mail", Label: "écrire un courriel"},
}

// waysToCome is "Pour venir : se présenter sur place ou téléphoner".
func waysToCome(slugs []string) string {
	var said []string
	for _, a := range accesses {
		if slices.Contains(slugs, a.Slug) {
			said = append(said, a.Label)
		}
	}
	switch n := len(said); n {
	case 0:
		return ""
	case 1:
		return "Pour venir : " + said[0]
	default:
		return "Pour venir : " + strings.Join(said[:n-1], ", ") + " ou " + said[n-1]
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
	}
	return countText(n) + " lieux"
}

// countText writes a number: "12", "1 200".
func countText(n int) string {
	if n < 1000 {
		return strconv.Itoa(n)
	}
	return fmt.Sprintf("%d\u202f%03d", n/1000, n%1000)
}

// tally counts what was found: what is sure, and what is to check by phone.
type tally struct{ sure, unsure int }

func countHits(hits []catalog.Hit) (t tally) {
	for _, h := range hits {
		if h.Unsure {
			t.unsure++
		}
	}
	t.sure = len(hits) - t.unsure
	return t
}

// certain says what is sure apart from what to check: "36 lieux sûrs, 76 à
// vérifier par téléphone".
func (t tally) certain() string {
	const toCheck = " à vérifier par téléphone"
	switch {
	case t.sure == 0:
		return placesText(t.unsure) + toCheck
	case t.unsure == 0:
		return placesText(t.sure) + " " + plural(t.sure, "sûr")
	}
	return placesText(t.sure) + " " + plural(t.sure, "sûr") + ", " + countText(t.unsure) + toCheck
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
func (q question) summary(found tally, needs mediation.Needs) string {
	n := found.sure + found.unsure
	text, told := placesText(n), len(q.filter.Services) > 0 && n > 0
	if told {
		text = found.certain()
	}
	text = strings.ToUpper(text[:1]) + text[1:]
	if q.when.id != "" {
		if told {
			text += ","
		}
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
	case q.filter.Box != nil:
		text += " dans " + theZone
	case q.filter.Near == nil, n == 0:
	case q.near == "":
		text += ", les plus proches de vous d’abord"
	default:
		text += ", les plus proches de " + q.near + " d’abord"
	}
	return text
}
