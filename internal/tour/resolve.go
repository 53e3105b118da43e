package tour

import (
	"slices"
	"strings"

	"escale/internal/language"
	"escale/internal/mediation"
)

// rule combines what the phrases mean.
func (p *parser) rule() (Rule, error) {
	if p.odd && p.even {
		return Rule{}, errMixed
	}
	if p.status != "" {
		return p.withoutDates()
	}
	if len(p.dates) > 0 {
		return p.plainList()
	}
	r, err := p.recurrence()
	if err != nil {
		return Rule{}, err
	}
	if p.only != 0 {
		r.without = allYear &^ p.only
	}
	if r.without |= p.without; r.without == allYear {
		return Rule{}, refuse("La règle exclut tous les mois de l’année.")
	}
	if r.except, err = p.exceptions(r); err != nil {
		return Rule{}, err
	}
	if r.empty() {
		return Rule{}, refuse("« %s » ne donne aucun jour : vérifiez les dates et les mois.", r)
	}
	return r, nil
}

func inOrder(days []mediation.Day) []mediation.Day {
	slices.Sort(days)
	return slices.Compact(days)
}

// recurs is true when the text has anything that recurs.
func (p *parser) recurs() bool {
	return p.every > 0 || p.odd || p.even || p.ranks != [7]ranks{} || p.monthDays != 0 || p.workdays != 0 || p.ofMonth || p.bounded()
}

func (p *parser) bounded() bool {
	return p.from != "" || p.until != "" || p.only|p.without != 0 || p.exceptDays != 0 || len(p.except) > 0
}

func (p *parser) withoutDates() (Rule, error) {
	if p.recurs() || len(p.dates) > 0 {
		return Rule{}, refuse("Des dates inconnues ou à confirmer ne peuvent pas avoir de rythme ni de dates : écrivez seulement « mardi, semaines à confirmer », « dates non publiées » ou « ne passe plus ».")
	}
	switch {
	case p.status == mediation.DatesUnconfirmed && p.days == 0:
		return Rule{}, refuse("Quel jour est à confirmer ? Écrivez par exemple « mardi, semaines à confirmer », ou « dates non publiées ».")
	case p.status == mediation.DatesUnconfirmed:
		return Rule{kind: unconfirmed, days: p.days}, nil
	case p.days != 0:
		return Rule{}, refuse("Écrivez « %s, semaines à confirmer » si le jour est connu, sinon « dates non publiées » ou « ne passe plus », sans jour.", p.days.named())
	case p.status == mediation.DatesEnded:
		return Rule{kind: ended}, nil
	case p.status == mediation.DatesOnRequest:
		return Rule{kind: onRequest}, nil
	}
	return Rule{}, nil
}

// maxDates bounds a plain list of dates: one for each day of a year.
const maxDates = 366

func (p *parser) plainList() (Rule, error) {
	days := inOrder(p.dates)
	switch {
	case len(days) > maxDates:
		return Rule{}, refuse("La règle a plus de %d dates.", maxDates)
	case p.recurs():
		return Rule{}, refuse("La règle mélange des dates (%s) et un rythme : écrivez toutes les dates, ou seulement le rythme.", figures(days[0]))
	}
	for _, d := range days {
		if p.days != 0 && p.days&onDay(utc(d).Weekday()) == 0 {
			return Rule{}, refuse("Le %s est un %s, pas un %s : corrigez l’un ou l’autre.", figures(d), weekdayName(d), p.days.named())
		}
	}
	return Rule{kind: listed, dates: days}, nil
}

func (p *parser) recurrence() (Rule, error) {
	r := Rule{from: p.from, until: p.until}
	if r.until != "" && r.until < r.from {
		return r, refuse("La règle finit le %s, avant de commencer le %s.", figures(r.until), figures(r.from))
	}
	ranked, ofMonth := p.ranks != [7]ranks{}, p.monthDays != 0 || p.workdays != 0
	byWeek := p.days != 0 || p.every > 0 || p.odd || p.even
	switch {
	case ofMonth && byWeek && !p.ofMonth && p.only == 0:
		return r, refuse("Un jour est donné sans mois ni année : écrivez les dates entières, comme 08/12/2026, ou « le 15 du mois ».")
	case p.monthDays != 0 && p.workdays != 0, ranked && ofMonth, (ranked || ofMonth) && byWeek:
		return r, errMixed
	case ranked || ofMonth:
		return p.inMonths(r)
	case p.ofMonth && p.days != 0:
		return r, refuse("Quel %s du mois ? Écrivez « 1er et 3e %s du mois », ou « tous les %ss ».", p.dayName(), p.dayName(), p.dayName())
	case p.ofMonth:
		return r, refuse("Quel jour du mois ? Écrivez par exemple « 1er mardi du mois », « le 15 du mois » ou « dernier jour du mois ».")
	}
	return p.inWeeks(r)
}

// errMixed refuses several rhythms in one rule.
var errMixed = refuse("La règle donne plusieurs rythmes : une étape n’en a qu’un. Faites-en deux étapes, ou écrivez par exemple « 1er mardi, 3e jeudi du mois ».")

// inMonths makes the rules that count within the month.
func (p *parser) inMonths(r Rule) (Rule, error) {
	r.kind, r.ranks, r.monthDays = ranked, p.ranks, p.monthDays
	r.workdays = p.workdays
	switch {
	case p.monthDays != 0:
		r.kind = monthly
	case p.workdays != 0:
		r.kind = working
	}
	switch {
	case p.exceptDays != 0:
		return r, refuse("« sauf le %s » ne va pas avec des jours du mois : écrivez des dates, comme « sauf le 25/12/2026 ».", p.exceptDays.named())
	case p.monthDays != 0 && !p.ofMonth && p.only == 0:
		return r, refuse("« %s » : de quel mois ? Écrivez « %s », ou des dates entières comme 15/12/2026.",
			strings.TrimSuffix(monthDayWords(language.French, p.monthDays), " du mois"), monthDayWords(language.French, p.monthDays))
	}
	return r, nil
}

// inWeeks makes the rules that count in weeks.
func (p *parser) inWeeks(r Rule) (Rule, error) {
	r.kind, r.days = weekly, p.days&^p.exceptDays
	if p.every > 1 {
		r.kind, r.every = alternate, p.every
	}
	if p.odd || p.even {
		r.kind, r.odd = parity, p.odd
	}
	switch {
	case r.kind != weekly && p.all != 0 && p.one != 0, // "tous les lundis et le mardi des semaines paires"
		p.everyDays != 0 && p.everyDays != p.days, r.kind == parity && p.every == 1:
		return r, errMixed
	case p.exceptDays&^p.days != 0:
		return r, refuse("« sauf le %s » : la règle n’y passe pas.", (p.exceptDays &^ p.days).named())
	case r.kind == parity && p.every > 1:
		return r, refuse("« une semaine sur %s » et « semaines %s » ne sont pas la même règle, car 2026 compte 53 semaines : gardez l’une des deux.", inLetters(p.every), evenOrOdd(p.odd))
	case r.kind == alternate:
		return p.anchored(r)
	case r.days == 0:
		return r, p.noDay(r)
	}
	return r, nil
}

func (p *parser) noDay(r Rule) error {
	switch {
	case r.kind == parity:
		return refuse("Quel jour des semaines %s ? Écrivez par exemple « mardi des semaines %s ».", evenOrOdd(p.odd), evenOrOdd(p.odd))
	case p.days != 0:
		return refuse("« sauf le %s » ne laisse aucun jour.", p.exceptDays.named())
	}
	return refuse("Quel jour passe le bus ? Écrivez par exemple %s.", examples)
}

// anchored completes an alternate rule, which must begin on one of its days.
func (p *parser) anchored(r Rule) (Rule, error) {
	if r.from == "" {
		day := p.dayName()
		return r, refuse("À partir de quand ? Écrivez « un %s sur %s à partir du %s » avec la date d’un passage, ou « %s des semaines paires » ou « impaires » : ce n’est pas la même chose, car 2026 compte 53 semaines.",
			day, inLetters(r.every), figures(p.exampleDay()), day)
	}
	start := utc(r.from).Weekday()
	if r.days == 0 {
		r.days = onDay(start)
	}
	if r.days&onDay(start) != 0 {
		return r, nil
	}
	right := r
	for right.days&onDay(utc(right.from).Weekday()) == 0 {
		right.from = plus(right.from, 1)
	}
	return r, refuse("Le %s est un %s : écrivez « %s ».", figures(r.from), weekdayName(r.from), right)
}

// dayName is the day to show in an example: the first one named, else Tuesday.
func (p *parser) dayName() string { return weekdayName(p.exampleDay()) }

// exampleDay is a date of that day.
func (p *parser) exampleDay() mediation.Day {
	day := mediation.Day("2026-12-08")
	if days := p.days.list(); len(days) > 0 {
		day = plus("2026-12-07", mondayFirst(days[0]))
	}
	return day
}

// empty is true when the rule never has a day, as only bounds or a 31st can
// bring about.
func (r Rule) empty() bool {
	if r.until == "" && r.without == 0 && len(r.except) == 0 && r.kind != monthly {
		return false
	}
	from := mediation.Day("2024-01-01")
	if r.until != "" {
		from = mediation.DayOf(utc(r.until).AddDate(-patience, 0, 0))
	}
	return len(FirstDays(r, from, 1)) == 0
}
