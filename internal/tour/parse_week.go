package tour

import "time"

// weekdayHere consumes the name of a day of the week.
func (p *parser) weekdayHere() (time.Weekday, bool) {
	if p.at == len(p.tokens) {
		return 0, false
	}
	word := p.tokens[p.at].text
	_, isMonth := monthWords[word] // "mars" is not several times "mar."
	day, ok := weekdayWords.find(word)
	if !ok || isMonth {
		return 0, false
	}
	p.at++
	_ = p.tokens[p.at-1].text == "mar" && p.take(".")
	return time.Weekday(day), true
}

func (p *parser) weekday() bool {
	day, ok := p.weekdayHere()
	if !ok {
		return false
	}
	switch p.lead {
	case allOf:
		p.all |= onDay(day)
	case oneOf:
		p.one |= onDay(day)
	}
	p.lead = noLead
	p.days |= onDay(day)
	return true
}

// mask is all days or none.
func mask(ok bool) weekdays {
	if ok {
		return allWeek
	}
	return 0
}

// weekdayRange reads "du lundi au vendredi", over the weekend too.
func (p *parser) weekdayRange() bool {
	return p.try(func() bool {
		_ = p.take("du", "de", "le")
		first, ok := p.weekdayHere()
		if !ok {
			return false
		}
		if p.take("-", "–", "/") {
			p.err = refuse("« %s - … » peut se lire de deux façons : écrivez « du %s au … », ou les jours un par un avec « et ».", p.tokens[p.at-2].raw, p.tokens[p.at-2].raw)
			return false
		}
		if !p.take("au", "a") {
			return false
		}
		if _, dated := p.dateAhead(); dated {
			return false
		}
		last, ok := p.weekdayHere()
		for day := first; ok; day = (day + 1) % 7 {
			p.days |= onDay(day)
			if day == last {
				break
			}
		}
		return ok
	})
}

// parity reads "des semaines paires", "en semaine impaire".
func (p *parser) parity() bool {
	return p.try(func() bool {
		_ = p.take("des", "de la", "les", "la", "en", "pendant les", "aux", "toutes les", "chaque", "une")
		if !p.take("semaines", "semaine", "sem .", "sem") {
			return false
		}
		switch {
		case p.take("paires", "paire"):
			p.even = true
		case p.take("impaires", "impaire"):
			p.odd = true
		default:
			return false
		}
		return true
	})
}

// alternation reads how many weeks lie between two visits: "un mardi sur deux",
// "une semaine sur deux", "tous les quinze jours", "toutes les 3 semaines",
// "toutes les semaines".
func (p *parser) alternation() bool {
	return p.try(p.oneInSeveral) || p.try(p.everySeveral)
}

func (p *parser) oneInSeveral() bool {
	if !p.take("un", "une", "1") {
		return false
	}
	day, named := p.weekdayHere()
	if !named && !p.take("semaine", "sem .", "sem") || !p.take("sur", "/") {
		return false
	}
	n, ok := p.count()
	return ok && p.setEvery(n, onDay(day)&mask(named))
}

func (p *parser) everySeveral() bool {
	if p.take("tous les jours", "chaque jour") {
		p.days = allWeek
		return true
	}
	if p.take("toutes les semaines", "chaque semaine") {
		return p.setEvery(1, 0)
	}
	if !p.take("tous les", "toutes les") {
		return false
	}
	n, ok := p.count()
	if !ok {
		return false
	}
	if p.take("semaines") {
		return p.setEvery(n, 0)
	}
	if p.take("jours") {
		weeks, known := weeksInDays[n]
		if !known {
			p.err = refuse("« tous les %d jours » : écrivez un nombre de semaines, comme « toutes les deux semaines ».", n)
		}
		return known && p.setEvery(weeks, 0)
	}
	day, named := p.weekdayHere()
	return named && p.setEvery(n, onDay(day))
}

func (p *parser) count() (int, bool) {
	t, ok := p.next(numberToken, wordToken)
	return t.value, ok && t.value > 0
}

// maxEvery bounds the weeks between two visits: a year.
const maxEvery = 52

// setEvery keeps the weeks between two visits, and the days named with them.
func (p *parser) setEvery(n int, days weekdays) bool {
	switch {
	case n > maxEvery:
		p.err = refuse("Un passage toutes les %d semaines : au-delà de %d, écrivez les dates.", n, maxEvery)
	case p.every > 0 && p.every != n:
		p.err = errMixed
	}
	p.every = n
	p.everyDays |= days
	p.days |= days
	return true
}
