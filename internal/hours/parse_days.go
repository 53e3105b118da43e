package hours

// days reads "Mo-Fr", "Tu,Th[1,3]", "Sa,PH".
func (p *parser) days(r *rule) {
	for p.err == nil && p.startsDay(p.peek()) {
		r.hasDays = true
		p.dayItem(r)
		if p.peek().text != "," {
			return
		}
		if !p.startsDay(p.peekSecond()) {
			p.at++
			p.fail(p.expected("un jour est attendu après la virgule"))
			return
		}
		p.at++
	}
}

func (p *parser) startsDay(t token) bool {
	return t.kind == word && (t.text == "PH" || dayIndex(weekdayWords, t.text) >= 0)
}

func (p *parser) dayItem(r *rule) {
	first := p.peek()
	p.at++
	if first.text == "PH" {
		r.holidays = true
		return
	}
	from := dayIndex(weekdayWords, first.text)
	switch {
	case p.take("["):
		r.weekdays[from] |= p.numbersOfMonth()
	case p.take("-"):
		to := dayIndex(weekdayWords, p.peek().text)
		if to < 0 {
			p.fail("un jour est attendu après le tiret")
			return
		}
		p.at++
		if p.peek().text == "[" {
			p.fail("un rang dans le mois se donne jour par jour, comme Mo[1],Tu[1]")
		}
		for d := from; ; d = (d + 1) % 7 {
			r.weekdays[d] |= everyWeek
			if d == to {
				return
			}
		}
	default:
		r.weekdays[from] |= everyWeek
	}
}

// numbersOfMonth reads the rest of "[1,3]", "[1-2]" or "[-1]".
func (p *parser) numbersOfMonth() weekdayNumbers {
	var set weekdayNumbers
	for p.err == nil {
		if p.take("-") {
			set |= nthLast(p.number(1, 5, "un rang dans le mois va de 1 à 5"))
		} else {
			from := p.number(1, 5, "un rang dans le mois va de 1 à 5")
			to := from
			if p.take("-") {
				to = p.number(from, 5, "un rang dans le mois va de 1 à 5")
			}
			for n := from; n <= to; n++ {
				set |= nth(n)
			}
		}
		if p.take("]") {
			return set
		}
		if !p.take(",") {
			p.fail("le crochet n’est pas refermé")
		}
	}
	return 0
}

// number reads a number between lowest and highest. On an error it returns
// lowest, which is always safe to use.
func (p *parser) number(lowest, highest int, reason string) int {
	t := p.peek()
	if p.err != nil || t.kind != number || t.value < lowest || t.value > highest {
		p.fail(reason)
		return lowest
	}
	p.at++
	return t.value
}

// weeks reads "week 1-53/2" or "week 5,7-9".
func (p *parser) weeks() uint64 {
	if !p.take("week") {
		return 0
	}
	var set uint64
	for p.err == nil {
		set |= p.weekRange()
		if p.peek().text != "," {
			break
		}
		p.at++
	}
	return set
}

func (p *parser) weekRange() uint64 {
	from := p.number(1, 53, "une semaine va de 1 à 53")
	to, step := from, 1
	if p.take("-") {
		to = p.number(from, 53, "la dernière semaine vient après la première, jusqu’à 53")
		if p.take("/") {
			step = p.number(1, 53, "un pas de semaines est attendu, comme 1-53/2")
		}
	}
	var set uint64
	for w := from; w <= to; w += step {
		set |= 1 << w
	}
	return set
}

// dates reads "Jul-Aug", "Dec 24-Jan 02", "Dec 24,31", "2026 Dec 25".
func (p *parser) dates() []dateRange {
	var list []dateRange
	for p.err == nil && p.startsDate(p.peek()) {
		list = append(list, p.dateRange())
		for p.peek().text == "," && p.bareDay(list[len(list)-1]) {
			p.at++
			list = append(list, p.monthDays(list[len(list)-1].from/100))
		}
		if p.peek().text != "," {
			break
		}
		if !p.startsDate(p.peekSecond()) {
			p.at++
			p.fail(p.expected("une date est attendue après la virgule"))
			break
		}
		p.at++
	}
	return list
}

func (p *parser) startsDate(t token) bool {
	return t.kind == number && len(t.text) == 4 || t.kind == word && dayIndex(monthWords, t.text) >= 0
}

// bareDay is true when after the comma only a day follows, of the same month.
func (p *parser) bareDay(before dateRange) bool {
	t := p.peekSecond()
	return !before.months && before.fromYear == 0 && before.from/100 == before.to/100 &&
		t.kind == number && len(t.text) <= 2
}

func (p *parser) dateRange() dateRange {
	if t := p.peek(); t.kind == number {
		p.at++
		return p.datedRange(t.value)
	}
	from := p.month()
	if p.peek().kind != number {
		return p.monthRange(from)
	}
	r := p.monthDays(from)
	if r.from == r.to && p.take("-") {
		r.to = p.monthDay()
	}
	return r
}

// monthRange reads the rest of "Jul" or "Jul-Aug".
func (p *parser) monthRange(from int) dateRange {
	to := from
	if p.take("-") {
		to = p.month()
	}
	return dateRange{from: from*100 + 1, to: to*100 + daysIn(to), months: true}
}

// monthDays reads the "24" or "24-26" that follows a month. In "24-Jan 02" it
// leaves the dash.
func (p *parser) monthDays(month int) dateRange {
	from := p.number(1, daysIn(month), "ce jour n’existe pas dans le mois")
	to := from
	if p.peek().text == "-" && p.peekSecond().kind == number && len(p.peekSecond().text) <= 2 {
		p.at++
		to = p.number(from, daysIn(month), "la fin de la période est avant son début, ou n’existe pas")
	}
	return dateRange{from: month*100 + from, to: month*100 + to}
}

// datedRange reads what follows a year: "Dec 25", "Dec 24-28" or
// "Dec 24-2027 Jan 02".
func (p *parser) datedRange(year int) dateRange {
	if p.err == nil && dayIndex(monthWords, p.peek().text) < 0 {
		p.fail("un mois est attendu après l’année")
	}
	month := p.month()
	r := p.monthDays(month)
	r.fromYear, r.toYear = year, year
	if r.from == r.to && p.take("-") {
		if len(p.peek().text) != 4 {
			p.fail("l’année doit aussi être donnée à la fin de la période")
			return r
		}
		r.toYear = p.number(year, year+50, "l’année de fin vient avant l’année de début")
		r.to = p.monthDay()
		if p.err == nil && r.toYear == year && r.to < r.from {
			p.fail("la fin de la période est avant son début")
		}
	}
	return r
}

func (p *parser) monthDay() int {
	month := p.month()
	return month*100 + p.number(1, daysIn(month), "ce jour n’existe pas dans le mois")
}

// month reads a month, 1 to 12; 1 on an error.
func (p *parser) month() int {
	m := dayIndex(monthWords, p.peek().text)
	if p.err != nil || m < 0 {
		p.fail("un mois est attendu (Jan, Feb, Mar…)")
		return 1
	}
	p.at++
	return m + 1
}

// daysIn is the length of a month in a leap year, so that Feb 29 can be named.
func daysIn(month int) int {
	switch month {
	case 2:
		return 29
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}
