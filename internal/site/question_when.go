package site

import (
	"cmp"
	"strconv"
	"time"

	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
	"escale/internal/search"
	"escale/internal/web"
)

// when is the days or the instant that someone asks about.
type when struct {
	// id is "" for any time, "maintenant" for now, "jour" for one day, at an
	// hour or not, else a span that starts today.
	id     string
	window *mediation.Window // nil but for days
	at     *time.Time        // nil but for an instant
	clock  string            // the hour asked of one day, "14:30", or ""
	part   string            // the part asked of one day, "matin", or ""
	past   string            // what is said of a day or an hour that is past, ""
	words  string            // "cette semaine", "le mardi 8 décembre"
}

// spans are those that start today, by the names that addresses carry.
var spans = []struct {
	id, label, words string
	first, last      func(today time.Time) time.Time
}{
	{"aujourdhui", language.Mark("Aujourd’hui"), language.Mark("aujourd’hui"), sameDay, func(today time.Time) time.Time { return today }},
	{"semaine", language.Mark("Les 7 prochains jours"), language.Mark("7 jours"), sameDay, func(today time.Time) time.Time { return today.AddDate(0, 0, 6) }},
	{"mois", language.Mark("Ce mois-ci"), language.Mark("ce mois-ci"), sameDay, func(today time.Time) time.Time {
		return time.Date(today.Year(), today.Month()+1, 0, 0, 0, 0, 0, today.Location())
	}},
	// These have no label: they are typed, not chosen.
	{"week-end", "", language.Mark("ce week-end"), func(today time.Time) time.Time { return later(today, max(0, 5-monday(today))) },
		func(today time.Time) time.Time { return later(today, 6-monday(today)) }},
	{"semaine-prochaine", "", language.Mark("la semaine prochaine"), func(today time.Time) time.Time { return later(today, 7-monday(today)) },
		func(today time.Time) time.Time { return later(today, 13-monday(today)) }},
}

func sameDay(today time.Time) time.Time { return today }

func later(today time.Time, days int) time.Time { return today.AddDate(0, 0, days) }

// monday counts the days since the last Monday.
func monday(today time.Time) int { return (int(today.Weekday()) + 6) % 7 }

// dayParts are the parts of a day in order, by the names that addresses carry;
// [search.PartEnds] says when each ends.
var dayParts = []struct {
	id, words string
}{
	{"matin", language.Mark("%s, le matin")}, {"apres-midi", language.Mark("%s, l’après-midi")}, {"soir", language.Mark("%s, le soir")},
}

const (
	rightNow = "maintenant"
	oneDay   = "jour"
	oneHour  = "heure"
	onePart  = "moment"
)

// readWhen reads quand=semaine, or jour=2026-12-08&heure=14:30. A form sends
// all of them, and the choice it marks counts. A day or an hour that is past
// asks nothing that anyone can still go to: it is left out, and the answer says
// so.
func readWhen(l *language.Language, query *web.Query, now time.Time) when {
	if query.Has("quand") && query.Code("quand") == "" {
		return when{}
	}
	if w := named(l, web.One(query, "quand", append(timeNames(), oneDay)...), now); w.id != "" {
		return w
	}
	day := query.Day(oneDay, hours.ZoneAt(now))
	switch {
	case day.IsZero():
		return when{}
	case day.Before(hours.Midnight(now, 0)):
		return when{past: l.Say("Ce jour est passé : voici tous les jours à venir.")}
	}
	w := wholeDay(l, day, now)
	w.onlyPart(l, web.One(query, onePart, partNames()...))
	clock := query.Clock(oneHour)
	if clock == "" {
		return w
	}
	at, _ := time.ParseInLocation(web.LocalLayout, day.Format(time.DateOnly)+"T"+clock, hours.ZoneAt(now)) // both read
	if at.Before(now.Truncate(time.Minute)) {
		w.past = l.Say("Cette heure est passée : voici toute la journée.")
		return w
	}
	return when{id: oneDay, at: &at, clock: clock, words: l.Say("%s à %s", w.words, pages.Tie(hours.ClockIn(l, clock)))}
}

// onlyPart keeps a part of the day, by its name.
func (w *when) onlyPart(l *language.Language, id string) {
	var start time.Duration
	for _, p := range dayParts {
		end := time.Duration(search.PartEnds[p.id]) * time.Hour
		if p.id == id {
			w.part, w.window.Start, w.window.End, w.words = id, start, end, l.Say(p.words, w.words)
		}
		start = end
	}
}

func partNames() (names []string) {
	for _, p := range dayParts {
		names = append(names, p.id)
	}
	return names
}

// named is a time by the name that addresses give it, the zero value for none.
func named(l *language.Language, id string, now time.Time) when {
	if id == rightNow {
		return when{id: id, at: &now, words: l.Say("maintenant")}
	}
	today := hours.Midnight(now, 0)
	for _, s := range spans {
		if s.id == id {
			return when{id: id, window: &mediation.Window{From: s.first(today), To: s.last(today)}, words: l.Say(s.words)}
		}
	}
	return when{}
}

func wholeDay(l *language.Language, day, now time.Time) when {
	words := hours.DayIn(l, day)
	if day.Year() != hours.Midnight(now, 0).Year() {
		words += " " + strconv.Itoa(day.Year())
	}
	return when{id: oneDay, window: &mediation.Window{From: day, To: day}, words: words}
}

// later is a longer time that holds this one, for who finds nobody then.
func (w when) later(l *language.Language, now time.Time) (when, bool) {
	switch {
	case w.id == rightNow:
		return named(l, "semaine", now), true
	case w.clock != "":
		return wholeDay(l, hours.Midnight(*w.at, 0), now), true
	case w.part != "":
		return wholeDay(l, w.window.From, now), true
	}
	return when{}, false
}

// days are those whose visits are worth telling, nil for the next ones.
func (w when) days() *mediation.Window {
	if w.clock != "" {
		return &mediation.Window{From: hours.Midnight(*w.at, 0), To: hours.Midnight(*w.at, 0)}
	}
	return w.window
}

// timeNames are the times that have a name.
func timeNames() []string {
	names := []string{rightNow}
	for _, s := range spans {
		names = append(names, s.id)
	}
	return names
}

// choices are the times to choose among; one day has fields of its own.
func (w when) choices() []choice {
	list := []choice{{Label: language.Mark("N’importe quand"), Checked: w.id == ""}, {ID: rightNow, Label: language.Mark("Maintenant"), Checked: w.id == rightNow}}
	for _, s := range spans {
		if s.label == "" && s.id != w.id {
			continue
		}
		s.label = cmp.Or(s.label, hours.Capital(s.words))
		list = append(list, choice{ID: s.id, Label: s.label, Checked: w.id == s.id})
	}
	return list
}

// day is what the field of the day holds.
func (w when) day(today time.Time) string {
	if w.id == oneDay {
		today = w.days().From
	}
	return today.Format(time.DateOnly)
}
