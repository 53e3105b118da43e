package site

import (
	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
)

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
		return l.Say(toCheck, pages.PlacesText(l, t.unsure))
	}
	sure := l.Count(t.sure, "%s sûr", "%s sûrs", pages.PlacesText(l, t.sure))
	if t.unsure == 0 {
		return sure
	}
	return sure + l.Say(", ") + l.Say(toCheck, pages.CountText(l, t.unsure))
}

// summary says how many places answer what, in the words of the client's own
// summary (frontend/src/results.ts).
func (q question) summary(found tally, needs mediation.Needs) string {
	l, n := q.language, found.sure+found.unsure
	text, told := pages.PlacesText(l, n), len(q.filter.Services) > 0 && n > 0
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
