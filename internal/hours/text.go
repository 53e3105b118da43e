package hours

import (
	"slices"
	"strings"

	"escale/internal/language"
)

// writer says a schedule in a language.
type writer struct {
	*Schedule
	l *language.Language
}

// Text says the whole schedule in a language, one line for each group of days:
// first the ordinary week, then public holidays, then every rule that depends
// on dates, weeks or the place in the month, in the order in which they apply.
// What replaces or adds to a line above says so. Comments are those of the
// source, in its own French but for "sur rendez-vous".
func (s *Schedule) Text(l *language.Language) []string { return writer{s, l}.lines() }

func (s writer) lines() []string {
	n := s.ordinaryRules()
	special := s.rules[n:]
	opens := slices.ContainsFunc(special, func(r rule) bool { return r.state != closed && !r.saysItsDates() })
	lines, shut := s.weekLines(n, opens)
	if len(lines) == 0 && !opens {
		return []string{s.l.Say("Fermé")}
	}
	if shut != "" && !opens {
		lines = append(lines, shut)
	}
	lines = append(lines, s.holidayLines(n)...)
	for i := range special {
		last := i == len(special)-1
		if shut != "" && opens && last && special[i].holidayOff() {
			lines, shut = append(lines, shut), ""
		}
		lines = append(lines, s.line(&special[i])+s.relation(n+i))
	}
	if shut != "" && opens {
		lines = append(lines, shut)
	}
	return lines
}

// ordinaryRules counts the rules at the start that make up one plain week. It
// is 0 when hours go past midnight or holidays change a week in no simple way:
// then every rule is written on its own.
func (s writer) ordinaryRules() int {
	n := 0
	for n < len(s.rules) && s.rules[n].weekly() {
		n++
	}
	if s.overnight || !s.simpleHolidays(n) {
		return 0
	}
	return n
}

// weekOf evaluates the first n rules on a weekday of no particular date.
func (s writer) weekOf(n, weekday int, holiday bool) string {
	f := facts{weekday: weekday, number: everyWeek}
	if holiday {
		f.holiday = "férié"
	}
	head := Schedule{rules: s.rules[:n]}
	return s.say(head.flatten(head.paint(&f, nil, nil, false), nil))
}

// holidayWeek says what the first n rules make of a holiday: same is true when
// it is an ordinary day, alike when it is the same on all weekdays.
func (s writer) holidayWeek(n int) (text string, same, alike bool) {
	text, same, alike = s.weekOf(n, 0, true), true, true
	for weekday := range 7 {
		on := s.weekOf(n, weekday, true)
		same = same && on == s.weekOf(n, weekday, false)
		alike = alike && on == text
	}
	return text, same, alike
}

func (s writer) simpleHolidays(n int) bool {
	_, same, alike := s.holidayWeek(n)
	return same || alike
}

func (s writer) holidayLines(n int) []string {
	text, same, _ := s.holidayWeek(n)
	switch {
	case same:
		return nil
	case text == "":
		return []string{s.l.Say("Fermé les jours fériés")}
	}
	return []string{s.l.Say("Jours fériés : %s", text)}
}

// weekLines says the week that the first n rules make, and which days are
// shut: opens is true when other rules open on other occasions.
func (s writer) weekLines(n int, opens bool) (lines []string, shut string) {
	if n == 0 {
		return nil, ""
	}
	var texts []string
	days := map[string]daySet{}
	for weekday := range 7 {
		text := s.weekOf(n, weekday, false)
		if days[text] == 0 {
			texts = append(texts, text)
		}
		days[text] |= 1 << weekday
	}
	for _, text := range texts {
		if text != "" {
			lines = append(lines, s.l.Say("%s : %s", Capital(days[text].heading(s.l)), text))
		}
	}
	switch none := days[""]; {
	case none == 0:
		return lines, ""
	case opens || none.count() > 3:
		return lines, s.l.Say("Fermé les autres jours")
	default:
		return lines, s.l.Say("Fermé %s", none.afterClosed(s.l))
	}
}

// say writes the hours of one day, "" for a day that is closed without a word.
func (s writer) say(day []span) string {
	var hours []span
	note := ""
	for _, sp := range day {
		if sp.state == closed {
			note = s.l.Say("fermé") + bracket(CommentIn(s.l, s.rules[sp.rule].comment))
			continue
		}
		hours = append(hours, sp)
	}
	if len(hours) == 0 {
		return note
	}
	var parts []string
	common := s.commonNote(hours)
	for _, sp := range hours {
		part := rangeIn(s.l, timeRange{sp.from, sp.to})
		if common == "" {
			part += bracket(s.rules[sp.rule].note(s.l))
		}
		parts = append(parts, part)
	}
	if common != "" && len(hours) == 1 && hours[0].to-hours[0].from == midnight && hours[0].state == unknown {
		return common
	}
	if common == "" && strings.HasSuffix(parts[len(parts)-1], ")") {
		return strings.Join(parts, s.l.Say(", ")) // what is in brackets is of the last alone
	}
	return ListIn(s.l, parts) + bracket(common)
}

// commonNote is the note that all the hours share, "" when they differ.
func (s writer) commonNote(hours []span) string {
	note := s.rules[hours[0].rule].note(s.l)
	for _, sp := range hours[1:] {
		if s.rules[sp.rule].note(s.l) != note {
			return ""
		}
	}
	return note
}

// note is what stands in brackets after the rule's hours.
func (r *rule) note(l *language.Language) string {
	if r.state == unknown && r.comment == "" {
		return l.Say("à confirmer")
	}
	return CommentIn(l, r.comment)
}

func bracket(note string) string {
	if note == "" {
		return ""
	}
	return " (" + note + ")"
}

// rangeIn writes hours of a day: "9 h – 12 h".
func rangeIn(l *language.Language, t timeRange) string {
	from := minutesIn(l, int(t.from))
	switch {
	case t.from == 0 && t.to == midnight:
		return l.Say("24 h sur 24")
	case t.to == midnight:
		return l.SayOf("heures", "%s – %s", from, l.Say("minuit"))
	case t.to > midnight:
		return l.Say("%s – %s le lendemain", from, minutesIn(l, int(t.to)-midnight))
	}
	return l.SayOf("heures", "%s – %s", from, minutesIn(l, int(t.to)))
}

// line says one rule on its own.
func (s writer) line(r *rule) string {
	var parts []string
	for _, t := range r.times {
		parts = append(parts, rangeIn(s.l, t))
	}
	text := ListIn(s.l, parts)
	switch {
	case r.saysItsDates():
		return Capital(CommentIn(s.l, r.comment))
	case r.holidayOff() && len(r.dates) == 0 && r.weeks == 0:
		return s.l.Say("Fermé les jours fériés") + bracket(CommentIn(s.l, r.comment))
	case r.state == closed && text == "":
		text = s.l.Say("fermé") + bracket(CommentIn(s.l, r.comment))
	case r.state == closed:
		text = s.l.Say("fermé %s", text) + bracket(CommentIn(s.l, r.comment))
	case text == "":
		text = r.note(s.l)
	default:
		text += bracket(r.note(s.l))
	}
	return s.l.Say("%s : %s", Capital(r.when(s.l)), text)
}

// saysItsDates is true for what closes on some dates, in words that name them.
func (r *rule) saysItsDates() bool {
	return r.state == unknown && len(r.times) == 0 && len(r.dates) > 0 && closureDates(r.comment) != ""
}

// relation says how a rule stands to the ones above it: its line is not the
// whole truth, or not the only one, when they may fall on the same day.
func (s writer) relation(index int) string {
	r := &s.rules[index]
	if r.state == closed || r.saysItsDates() {
		return ""
	}
	above := slices.ContainsFunc(s.rules[:index], func(b rule) bool {
		return s.overnight || b.mayMeet(r)
	})
	switch {
	case !above:
		return ""
	case r.additional:
		return bracket(s.l.Say("en plus des horaires ci-dessus"))
	}
	return bracket(s.l.Say("à la place des horaires ci-dessus"))
}

// when names the days of a rule: "1er mardi du mois, semaines paires".
func (r *rule) when(l *language.Language) string {
	var parts []string
	if r.hasDays {
		parts = append(parts, r.dayWords(l))
	}
	if r.weeks != 0 {
		parts = append(parts, weekWords(l, r.weeks))
	}
	if len(r.dates) > 0 {
		parts = append(parts, dateWords(l, r.dates))
	}
	if len(parts) == 0 {
		return l.Say("tous les jours")
	}
	return strings.Join(parts, l.Say(", "))
}
