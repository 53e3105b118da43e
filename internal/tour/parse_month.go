package tour

import (
	"cmp"
	"slices"
)

// month reads what makes "1er mardi" or "le 15" one of each month.
func (p *parser) month() bool {
	if p.take("du mois", "de chaque mois", "de tous les mois", "chaque mois", "tous les mois", "par mois") {
		p.ofMonth = true
		return true
	}
	return false
}

// workday reads "premier jour ouvré" and "dernier jour ouvré".
func (p *parser) workday() bool {
	return p.try(func() bool {
		t, ok := p.next(rankToken)
		if !ok || !p.take("jour ouvre", "jours ouvres", "jour de semaine") {
			return false
		}
		switch t.value {
		case 1:
			p.workdays |= firstWorkday
		case lastRank:
			p.workdays |= lastWorkday
		default:
			return false
		}
		return true
	})
}

// series reads places in the month, "1er et 3e mardi", or days of the month,
// "le 1er et le 15", "dernier jour".
func (p *parser) series() bool {
	return p.try(func() bool {
		items := p.items()
		switch day, ok := p.weekdayHere(); {
		case len(items) == 0:
			return false
		case ok:
			return p.addRanks(items, mondayFirst(day))
		}
		return p.addMonthDays(items, p.take("jour", "jours"))
	})
}

func (p *parser) items() []token {
	var items []token
	for {
		t, ok := p.next(numberToken, rankToken)
		if !ok {
			return items
		}
		items = append(items, t)
		if !p.try(func() bool { return p.separator() && p.itemHere() }) {
			return items
		}
	}
}

func (p *parser) itemHere() bool {
	return p.at < len(p.tokens) && (p.tokens[p.at].kind == numberToken || p.tokens[p.at].kind == rankToken)
}

// addRanks adds the places of one weekday; figures alone are none.
func (p *parser) addRanks(items []token, weekday int) bool {
	for _, item := range items {
		if item.kind == numberToken {
			return false
		}
		if item.value < 1 || item.value > beforeLastRank || item.value > 5 && item.text[0] <= '9' {
			p.err = refuse("« %s » : un mois n’a jamais plus de cinq fois le même jour.", item.raw)
			return false
		}
		p.ranks[weekday] |= 1 << item.value
	}
	return true
}

// addMonthDays adds days of the month; places are such only before "jour".
func (p *parser) addMonthDays(items []token, named bool) bool {
	var set uint32
	for _, item := range items {
		ordinal := item.kind == rankToken && item.text[0] > '9'
		switch {
		case ordinal && item.value == lastRank && named:
			set |= 1
		case item.kind == rankToken && item.value != 1 && (!named || ordinal && item.value == beforeLastRank):
			return false
		case item.value < 1 || item.value > 31:
			p.err = refuse("« %s » : les jours du mois vont de 1 à 31.", item.raw)
			return false
		default:
			set |= 1 << item.value
		}
	}
	p.monthDays |= set
	return true
}

// exception reads when something that recurs does not: "sauf le 25/12/2026 et
// le 01/01/2027", "sauf juillet et août", "sauf du 21/12/2026 au 03/01/2027",
// "sauf le mercredi".
func (p *parser) exception() bool {
	if !p.take("sauf", "hors", "hormis", "excepte") {
		return false
	}
	before := p.without
	if !p.excluded() && p.err == nil {
		p.err = refuse("Après « %s », il faut une date, deux dates (« du … au … ») ou des mois : « %s » n’est pas compris.", p.tokens[p.at-1].raw, p.near())
	}
	ofMonths := p.without != before
	for p.err == nil && p.try(func() bool { return p.excludedToo(ofMonths) }) {
	}
	p.unclearAfterException()
	return p.err == nil
}

func (p *parser) excluded() bool {
	if p.excludedSpan() || p.try(p.excludedDates) {
		return true
	}
	if set, ok := p.monthSet(true); ok {
		p.without |= set
		return true
	}
	return p.try(func() bool {
		_ = p.take("le", "les")
		day, ok := p.weekdayHere()
		p.exceptDays |= onDay(day) & mask(ok)
		return ok
	})
}

func (p *parser) excludedSpan() bool {
	from, to, ok := p.spanHere()
	if ok {
		p.except = append(p.except, span{from, to})
	}
	return ok
}

func (p *parser) excludedDates() bool {
	_ = p.take("le", "les")
	days, ok := p.sameMonth()
	for _, d := range days {
		p.except = append(p.except, span{d, d})
	}
	return ok
}

// excludedToo reads a further exception after the first.
func (p *parser) excludedToo(ofMonths bool) bool {
	if p.take("et") && p.excludedSpan() {
		return true
	}
	p.separator()
	if p.excludedDates() {
		return true
	}
	set, ok := p.monthSet(true)
	p.without |= set
	return ok && ofMonths
}

// unclearAfterException refuses what may be another exception or may not.
func (p *parser) unclearAfterException() {
	p.try(func() bool {
		p.separator()
		at := p.at
		_, _, ok := p.spanHere()
		if _, months := p.monthSet(false); p.err == nil && (ok || months) {
			p.at = at
			p.err = refuse("« %s » : est-ce une autre exception ? Répétez « sauf » devant, ou écrivez-le avant le premier « sauf ».", p.near())
		}
		return false
	})
}

// maxExceptions bounds what is written after "sauf".
const maxExceptions = 100

// exceptions puts in order what was excluded, which the rule must have.
func (p *parser) exceptions(r Rule) ([]span, error) {
	if len(p.except) > maxExceptions {
		return nil, refuse("La règle a plus de %d exceptions : écrivez les dates des passages à la place.", maxExceptions)
	}
	for _, s := range p.except {
		switch {
		case len(r.Days(s.from, s.to)) > 0:
		case s.from == s.to:
			return nil, refuse("« sauf le %s » : la règle n’a pas de passage ce jour-là, un %s.", figures(s.from), weekdayName(s.from))
		default:
			return nil, refuse("« sauf du %s au %s » : la règle n’a pas de passage entre ces dates.", figures(s.from), figures(s.to))
		}
	}
	slices.SortFunc(p.except, func(a, b span) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	var apart []span
	for _, s := range p.except {
		if n := len(apart); n > 0 && s.from <= apart[n-1].to {
			apart[n-1].to = max(apart[n-1].to, s.to)
		} else {
			apart = append(apart, s)
		}
	}
	return apart, nil
}
