package tour

import (
	"strconv"
	"time"

	"escale/internal/hours"
	"escale/internal/mediation"
)

// dateHere reads one whole date, "08/12/2026" or "8 décembre 2026", whose
// weekday, if named before it, must be the right one.
func (p *parser) dateHere() (day mediation.Day, ok bool) {
	p.try(func() bool {
		var days []mediation.Day
		days, ok = p.sameMonth()
		if ok = ok && len(days) == 1; ok {
			day = days[0]
		}
		return ok
	})
	return day, ok
}

// dateAhead is dateHere without consuming anything.
func (p *parser) dateAhead() (mediation.Day, bool) {
	at := p.at
	defer func() { p.at = at }()
	return p.dateHere()
}

// sameMonth reads a date, or the days of one month: "8, 15 et 22 décembre 2026".
func (p *parser) sameMonth() ([]mediation.Day, bool) {
	var numbers []int
	var named []int // the weekday before each number, -1 for none
	for p.err == nil {
		weekday := -1
		if d, ok := p.weekdayHere(); ok {
			weekday = int(d)
			_ = p.take(",", "le")
		}
		if t, ok := p.next(dateToken); ok && len(numbers) == 0 {
			return []mediation.Day{t.day}, p.agrees(t.day, weekday)
		}
		t, ok := p.next(numberToken, rankToken)
		if !ok || t.kind == rankToken && t.value != 1 {
			return nil, false
		}
		numbers, named = append(numbers, t.value), append(named, weekday)
		if month, ok := p.monthHere(); ok {
			return p.inMonth(numbers, named, month)
		}
		if !p.separator() {
			return nil, false
		}
	}
	return nil, false
}

// separator reads what parts two items of a list.
func (p *parser) separator() bool {
	before := p.at
	for p.take(",", ";", "et", "le", "les", "&", "+") {
	}
	return p.at > before
}

func (p *parser) monthHere() (time.Month, bool) {
	if p.at == len(p.tokens) {
		return 0, false
	}
	month, ok := monthWords[p.tokens[p.at].text]
	if ok {
		p.at++
		if len(p.tokens[p.at-1].text) <= len("sept") {
			_ = p.take(".")
		}
	}
	return time.Month(month), ok
}

func (p *parser) inMonth(numbers, named []int, month time.Month) ([]mediation.Day, bool) {
	year, ok := p.next(numberToken)
	if !ok || len(year.raw) != 2 && len(year.raw) != 4 {
		day := ordinal(numbers[len(numbers)-1]) + " " + hours.MonthName(month)
		p.err = refuse("Il manque l’année après « %s » : écrivez la date entière, comme 08/12/2026.", day)
		return nil, false
	}
	var days []mediation.Day
	for i, n := range numbers {
		day, err := date(year.raw, strconv.Itoa(int(month)), strconv.Itoa(n))
		if err != nil {
			p.err = err
			return nil, false
		}
		if !p.agrees(day, named[i]) {
			return nil, false
		}
		days = append(days, day)
	}
	return days, true
}

// agrees refuses a date whose weekday is not the one written before it.
func (p *parser) agrees(day mediation.Day, weekday int) bool {
	if weekday < 0 || utc(day).Weekday() == time.Weekday(weekday) {
		return true
	}
	p.err = refuse("Le %s est un %s, pas un %s : corrigez l’un ou l’autre.", figures(day), weekdayName(day), hours.WeekdayName(time.Weekday(weekday)))
	return false
}

// needDate reads a date where nothing else can stand.
func (p *parser) needDate(after string) mediation.Day {
	_ = p.take("le")
	day, ok := p.dateHere()
	if !ok && p.err == nil {
		p.err = refuse("Après « %s », il faut une date entière, comme 08/12/2026.", after)
	}
	return day
}

// plainDates reads dates that stand for themselves.
func (p *parser) plainDates() bool {
	return p.try(func() bool {
		days, ok := p.sameMonth()
		p.dates = append(p.dates, days...)
		return ok
	})
}

// bound reads from and until when something recurs.
func (p *parser) bound() bool {
	switch {
	case p.take("a partir du", "a partir de", "a partir", "a compter du", "depuis le", "des le"):
		return p.setBound(&p.from, p.needDate("à partir du"))
	case p.take("jusqu au", "jusqu a"):
		return p.setBound(&p.until, p.needDate("jusqu’au"))
	}
	from, to, ok := p.spanHere()
	return ok && p.setBound(&p.from, from) && p.setBound(&p.until, to)
}

func (p *parser) setBound(bound *mediation.Day, day mediation.Day) bool {
	if *bound != "" && p.err == nil {
		p.err = refuse("La règle donne deux fois son début ou sa fin : n’en gardez qu’une.")
	}
	*bound = day
	return p.err == nil
}

// spanHere reads "du 08/12/2026 au 30/06/2027".
func (p *parser) spanHere() (from, to mediation.Day, ok bool) {
	ok = p.try(func() bool {
		if !p.take("du", "entre le") {
			return false
		}
		from, ok = p.dateHere()
		return ok && p.take("au", "et le", "jusqu au")
	})
	if !ok {
		return "", "", false
	}
	to = p.needDate("au")
	if to < from && p.err == nil {
		p.err = refuse("« du %s au %s » finit avant de commencer.", figures(from), figures(to))
	}
	return from, to, p.err == nil
}

// monthsPhrase reads "de septembre à juin", "en juillet et août".
func (p *parser) monthsPhrase() bool {
	set, ok := p.monthSet(false)
	p.only |= set
	return ok
}

// monthSet reads months, which must be those of any year. With bare they need
// no preposition.
func (p *parser) monthSet(bare bool) (set months, ok bool) {
	ok = p.try(func() bool {
		introduced := p.take("en", "de", "d", "du mois de", "du mois d", "le mois de", "le mois d", "au mois de", "au mois d", "les mois de", "les mois d")
		first, found := p.monthHere()
		if !found || !introduced && !bare {
			return false
		}
		if p.take("a") {
			last, found := p.monthHere()
			if found {
				set = stretchOf(first, last)
			}
			return found && p.anyYear(last)
		}
		set = 1 << first
		for p.anyYear(first) && p.try(func() bool {
			_ = p.separator()
			_ = p.take("en", "de", "d")
			first, found = p.monthHere()
			return found
		}) {
			set |= 1 << first
		}
		return p.err == nil
	})
	return set, ok
}

// stretchOf gives the months from one to another, over the end of a year too.
func stretchOf(first, last time.Month) months {
	set := months(1) << first
	for m := first; m != last; {
		m = m%12 + 1
		set |= 1 << m
	}
	return set
}

// anyYear refuses a month with a year, which would have to be a span of dates.
func (p *parser) anyYear(month time.Month) bool {
	t, ok := p.next(numberToken)
	if ok && p.err == nil {
		p.err = refuse("« %s %s » : pour une année donnée, écrivez des dates, comme « du 01/09/2026 au 30/06/2027 ».", hours.MonthName(month), t.raw)
	}
	return !ok
}
