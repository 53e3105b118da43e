package pages

import (
	"fmt"
	"html/template"
	"math"
	"slices"
	"strconv"
	"strings"

	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
)

// The longest way that one can be expected to walk, in metres, and how many one walks
// in a minute.
const (
	longestWalk = 3000
	pace        = 80
)

// WalkText says how long a way is on foot, "" when it is too far.
func WalkText(l *language.Language, metres float64) string {
	if metres >= longestWalk {
		return ""
	}
	return l.Say("environ %d min à pied", int(math.Max(1, math.Floor(metres/pace+0.5))))
}

// HowText says what a place costs and how to come, as its sources tell. It is
// free when every helper there says so: a silent one may ask for money.
func HowText(l *language.Language, p mediation.Place) string {
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
	return hours.Capital(strings.Join(parts, " · "))
}

// receivesNobody stands in place of the ways to come.
var receivesNobody = language.Mark("N’accueille pas de public")

// accesses are the ways to come, for the middle of a sentence; what helpers
// use among themselves is left out.
var accesses = mediation.Vocabulary{
	{Slug: "se-presenter", Label: language.Mark("se présenter sur place")}, {Slug: "telephoner", Label: language.Mark("téléphoner")},
	{Slug: "prendre-rdv-en-ligne", Label: language.Mark("prendre rendez-vous en ligne")}, {Slug: "contacter-par-mail", Label: language.Mark("écrire un courriel")},
}

// waysToCome is "se présenter sur place ou téléphoner".
func waysToCome(l *language.Language, slugs []string) string {
	var labels []string
	for _, a := range accesses {
		if slices.Contains(slugs, a.Slug) {
			labels = append(labels, l.Say(a.Label))
		}
	}
	return Either(l, labels)
}

// Either joins words: "a, b ou c".
func Either(l *language.Language, words []string) string {
	n := len(words)
	if n < 2 {
		return strings.Join(words, "")
	}
	return l.Say("%s ou %s", strings.Join(words[:n-1], l.Say(", ")), words[n-1])
}

// marked is a text for a page, in which what a source wrote in French is marked
// as such.
func marked(text string) template.HTML {
	return template.HTML(sourceMarks.Replace(template.HTMLEscapeString(text))) //nolint:gosec // it is escaped
}

var sourceMarks = strings.NewReplacer(language.SourceStart, `<span lang="fr" dir="ltr">`, language.SourceEnd, "</span>")

// PlacesText counts places: "aucun lieu", "1 lieu", "1 200 lieux".
func PlacesText(l *language.Language, n int) string {
	if n == 0 {
		return l.Say("aucun lieu")
	}
	return l.Count(n, "%s lieu", "%s lieux", CountText(l, n))
}

// CountText writes a number: "12", "1 200".
func CountText(l *language.Language, n int) string {
	if n < 1000 {
		return strconv.Itoa(n)
	}
	return fmt.Sprintf("%d%s%03d", n/1000, l.SayOf("milliers", "\u202f"), n%1000)
}
