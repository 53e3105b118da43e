package site

import (
	"strconv"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
)

// subject says what is asked, in a line: "CAF près de Genêts, samedi 5
// décembre"; "" when nothing is.
func (q question) subject(needs mediation.Needs) string {
	l := q.language
	text := q.needsText(needs)
	if text == "" && len(q.filter.Kinds) > 0 {
		text = q.kindsText()
	}
	if q.filter.Words != "" {
		text = join(text, " ", l.Say("« %s »", l.Quote(q.filter.Words)))
	}
	switch {
	case q.filter.Box != nil:
		text = join(text, " ", l.Say("dans la zone de la carte"))
	case q.filter.Near != nil && q.near == "":
		text = join(text, " ", l.Say("près de vous"))
	case q.filter.Near != nil:
		text = join(text, " ", nearText(l, q.near))
	}
	return hours.Capital(join(text, l.SayOf("reprise", ", "), q.when.words))
}

// nearText is "près d’Avranches", "près du Teilleul".
func nearText(l *language.Language, town string) string {
	if l.Foreign() {
		return l.Say("près de %s", l.Quote(town))
	}
	return "près " + mediation.OfTown(town)
}

// join puts a separator between texts that are there.
func join(a, separator, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + separator + b
}

// summary says what is asked and how many places answer: "CAF près de Genêts :
// 36 lieux". Those to check are counted when no place is sure.
func (q question) summary(needs mediation.Needs, found catalog.Tally) string {
	l, count := q.language, foundText(q.language, found)
	subject := q.subject(needs)
	if subject == "" {
		return hours.Capital(count)
	}
	return l.Say("%s : %s", subject, count)
}

// foundText counts what is found, sure places first: "36 lieux", "36 lieux,
// 78 à vérifier", "114 lieux à vérifier".
func foundText(l *language.Language, t catalog.Tally) string {
	switch {
	case t.Unsure == 0:
		return pages.PlacesText(l, t.Sure)
	case t.Sure == 0:
		return l.Say("%s à vérifier", pages.PlacesText(l, t.Unsure))
	}
	return l.Say("%s, %s à vérifier", pages.PlacesText(l, t.Sure), pages.CountText(l, t.Unsure))
}

// countText counts what a choice would give, sure places first: "(36)", "(114
// à vérifier)".
func countText(l *language.Language, t catalog.Tally) string {
	if t.Sure == 0 && t.Unsure > 0 {
		return l.Say("(%s à vérifier)", pages.CountText(l, t.Unsure))
	}
	return l.Say("(%s)", pages.CountText(l, t.Sure))
}

// needsText names the needs chosen: "CAF", "2 besoins", "" for none.
func (q question) needsText(needs mediation.Needs) string {
	chosen := needs.All(q.filter.Needs)
	switch len(chosen) {
	case 0:
		return ""
	case 1:
		return q.language.Say(chosen[0].Short)
	}
	return q.language.Count(len(chosen), "%d besoin", "%d besoins")
}

// kindsText names the kinds chosen: "Bus ou Conseiller numérique".
func (q question) kindsText() string {
	names := make([]string, len(q.filter.Kinds))
	for i, k := range q.filter.Kinds {
		names[i] = q.language.Say(k.Label())
	}
	return pages.Either(q.language, names)
}

// inWords writes small numbers in words: they are easier to hear.
func inWords(l *language.Language, n int) string {
	if n == 2 {
		return l.Say("deux")
	}
	return strconv.Itoa(n)
}
