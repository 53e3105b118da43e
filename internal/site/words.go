package site

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
)

// The longest way that one is told to walk, in metres, and how many one walks
// in a minute.
const (
	longestWalk = 3000
	pace        = 80
)

// walkText says how long a way is on foot, "" when it is too far.
func walkText(l *language.Language, metres float64) string {
	if metres >= longestWalk {
		return ""
	}
	return l.Say(", environ %d min à pied", int(math.Max(1, math.Floor(metres/pace+0.5))))
}

// howText says what a place costs and how to come, as its sources tell. It is
// free when every helper there says so: a silent one may ask for money.
func howText(l *language.Language, p mediation.Place) string {
	free, coming := len(p.Offers) > 0, []string{}
	for _, o := range p.Offers {
		free = free && len(o.Fee) == 1 && o.Fee[0] == "gratuit"
		coming = append(coming, o.Access...)
	}
	var parts []string
	if free {
		parts = append(parts, l.Say("Gratuit"))
	}
	if p.ReceivesNobody() {
		parts = append(parts, l.Say(receivesNobody))
	} else if text := waysToCome(l, coming); text != "" {
		parts = append(parts, text)
	}
	return strings.Join(parts, " · ")
}

// receivesNobody stands in place of the ways to come.
var receivesNobody = language.Mark("N’accueille pas de public")

// accesses are the ways to come, for the middle of a sentence; what helpers
// use among themselves is left out.
var accesses = mediation.Vocabulary{
	{Slug: "se-presenter", Label: language.Mark("se présenter sur place")}, {Slug: "telephoner", Label: language.Mark("téléphoner")},
	{Slug: "prendre-rdv-en-ligne", Label: language.Mark("prendre rendez-vous en ligne")}, {Slug: "contacter-par-mail", Label: language.Mark("écrire un courriel")},
}

// waysToCome is "Pour venir : se présenter sur place ou téléphoner".
func waysToCome(l *language.Language, slugs []string) string {
	var said []string
	for _, a := range accesses {
		if slices.Contains(slugs, a.Slug) {
			said = append(said, l.Say(a.Label))
		}
	}
	if len(said) == 0 {
		return ""
	}
	return l.Say("Pour venir : %s", either(l, said))
}

// either joins words: "a, b ou c".
func either(l *language.Language, words []string) string {
	n := len(words)
	if n < 2 {
		return strings.Join(words, "")
	}
	return l.Say("%s ou %s", strings.Join(words[:n-1], l.Say(", ")), words[n-1])
}

// loose finds the spaces inside an hour, "13 h 30".
var loose = regexp.MustCompile(`(\d) h(?: (\d\d))?\b`)

// tie keeps each hour of a text on one line.
func tie(text string) string {
	return loose.ReplaceAllStringFunc(text, func(hour string) string { return strings.ReplaceAll(hour, " ", "\u00a0") })
}

// placesText counts places: "aucun lieu", "1 lieu", "1 200 lieux".
func placesText(l *language.Language, n int) string {
	if n == 0 {
		return l.Say("aucun lieu")
	}
	return l.Count(n, "%s lieu", "%s lieux", countText(l, n))
}

// countText writes a number: "12", "1 200".
func countText(l *language.Language, n int) string {
	if n < 1000 {
		return strconv.Itoa(n)
	}
	return fmt.Sprintf("%d%s%03d", n/1000, l.SayOf("milliers", "\u202f"), n%1000)
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
func (t tally) certain(l *language.Language) string {
	toCheck := language.Mark("%s à vérifier par téléphone")
	if t.sure == 0 {
		return l.Say(toCheck, placesText(l, t.unsure))
	}
	sure := l.Count(t.sure, "%s sûr", "%s sûrs", placesText(l, t.sure))
	if t.unsure == 0 {
		return sure
	}
	return sure + l.Say(", ") + l.Say(toCheck, countText(l, t.unsure))
}

// summary says how many places answer what, in the words of the client's own
// summary (frontend/src/results.ts).
func (q question) summary(found tally, needs mediation.Needs) string {
	l, n := q.language, found.sure+found.unsure
	text, told := placesText(l, n), len(q.filter.Services) > 0 && n > 0
	if told {
		text = found.certain(l)
	}
	text = hours.Capital(text)
	if q.when.id != "" {
		if told {
			text += l.SayOf("reprise", ",")
		}
		text += l.Count(n, " ouvert ou de passage %s", " ouverts ou de passage %s", q.when.words)
	}
	if q.filter.Words != "" {
		text += l.Say(" pour « %s »", q.text)
	}
	switch asked := q.filter.Services; len(asked) {
	case 0:
	case 1:
		need, _ := needs.Find(asked[0])
		text += l.Say(" pour « %s »", l.Say(need.Label))
	default:
		text += l.Count(len(asked), " pour %d démarche", " pour %d démarches à la fois")
	}
	return text + q.whereText(n)
}

// whereText says around what, or in which part of the map, n places are.
func (q question) whereText(n int) string {
	l := q.language
	switch {
	case q.filter.Box != nil:
		return l.Say(" dans la zone de la carte")
	case q.filter.Near == nil, n == 0:
		return ""
	case q.near == "":
		return l.Say(", les plus proches de vous d’abord")
	}
	return l.Say(", les plus proches de %s d’abord", q.near)
}
