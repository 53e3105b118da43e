package hours

import (
	"slices"
	"strings"
	"time"
)

// maxRules bounds the rules of one schedule.
const maxRules = 64

var (
	weekdayWords = []string{"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"}
	monthWords   = []string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}
	stateWords   = map[string]state{"off": closed, "closed": closed, "open": open, "unknown": unknown}
)

// Parse reads OSM opening hours. What the package documentation does not name
// is refused with a [*SyntaxError], the empty text included.
func Parse(text string) (*Schedule, error) {
	tokens, err := scan(text)
	if err != nil {
		return nil, err
	}
	p := &parser{text: text, tokens: tokens}
	s := &Schedule{text: text}
	for {
		r := p.rule()
		p.separator()
		p.checkOrder(s.rules, &r)
		if p.err != nil {
			return nil, p.err
		}
		s.add(r)
		if p.peek().kind == endToken {
			return s, nil
		}
	}
}

func (s *Schedule) add(r rule) {
	s.rules = append(s.rules, r)
	s.overnight = s.overnight || r.lastsPast(midnight)
	s.mentionsPH = s.mentionsPH || r.holidays
}

// parser reads tokens; the first error stays, and stops reading.
type parser struct {
	text   string
	tokens []token
	at     int
	// adding is true after a comma between two rules.
	adding bool
	// start is where the rule being read begins.
	start int
	err   error
}

func (p *parser) peek() token { return p.tokens[p.at] }

func (p *parser) peekSecond() token { return p.tokens[min(p.at+1, len(p.tokens)-1)] }

// take steps over the next token if it is that mark.
func (p *parser) take(mark string) bool {
	if p.err == nil && p.peek().text == mark {
		p.at++
		return true
	}
	return false
}

func (p *parser) fail(reason string) { p.failAt(p.peek(), reason) }

func (p *parser) failAt(t token, reason string) {
	if p.err == nil {
		p.err = syntaxError(p.text, t, reason)
	}
	p.at = len(p.tokens) - 1
}

// rule reads one rule, up to the separator after it.
func (p *parser) rule() rule {
	p.start = p.at
	r := rule{additional: p.adding, state: open}
	if p.peek().kind == always {
		p.at++
		r.times = []timeRange{{0, midnight}}
	} else {
		r.dates = p.dates()
		r.weeks = p.weeks()
		p.days(&r)
		r.times = p.times()
	}
	stated := p.state(&r)
	if p.err == nil && p.at == p.start {
		p.fail(p.expected("une règle est attendue, comme Mo-Fr 09:00-12:00"))
	}
	if p.err == nil && r.state == open && len(r.times) == 0 {
		p.failNoTimes(stated)
	}
	return r
}

func (p *parser) failNoTimes(stated bool) {
	if stated {
		p.fail("« open » demande des heures, comme 09:00-12:00")
		return
	}
	p.fail(p.expected("il manque les heures, comme 09:00-12:00"))
}

// expected explains the token that stopped the reading, when it is a known
// mistake, or else gives the reason.
func (p *parser) expected(reason string) string {
	switch t := p.peek(); {
	case t.text == "SH":
		return "les vacances scolaires (SH) ne sont pas connues"
	case p.startsDay(t):
		return "les jours se séparent par une virgule, avant les heures et après les dates"
	case t.kind == word && p.at > 0 && p.tokens[p.at-1].kind == number, t.kind == number:
		return "les heures s’écrivent avec deux-points, comme 09:00-12:30"
	case t.kind == word:
		return "ce mot n’est pas connu dans des horaires (jours : Mo, Tu, We, Th, Fr, Sa, Su)"
	}
	return reason
}

// separator steps over what stands between two rules, or reports what is left.
func (p *parser) separator() {
	t := p.peek()
	p.adding = false
	switch {
	case p.err != nil || t.kind == endToken:
	case p.take(";"):
		for p.take(";") {
		}
	case p.take(","):
		p.adding = true
		if p.peek().kind == endToken {
			p.fail("une règle est attendue après la virgule")
		}
	case t.kind == clockTime:
		p.fail("deux plages d’heures se séparent par une virgule")
	default:
		p.fail(p.expected("ce signe n’est pas attendu ici"))
	}
}

// checkOrder refuses what readers of the syntax understand in different ways.
func (p *parser) checkOrder(before []rule, r *rule) {
	switch {
	case p.err != nil:
	case len(before) == maxRules:
		p.failAt(p.tokens[p.start], "il y a trop de règles")
	case r.everyDay() && r.additional:
		p.failAt(p.tokens[p.start], "il manque le jour après la virgule")
	case r.everyDay() && r.state != closed && len(r.times) > 0 &&
		slices.ContainsFunc(before, func(b rule) bool { return !b.everyDay() }):
		p.failAt(p.tokens[p.start], "il manque le jour de ces heures")
	}
}

// times reads "09:00-12:00,14:00-17:00". A comma before anything but a time is
// left for the next rule.
func (p *parser) times() []timeRange {
	var list []timeRange
	for p.err == nil && p.peek().kind == clockTime {
		list = append(list, p.timeRange())
		if p.peek().text != "," || p.peekSecond().kind != clockTime {
			break
		}
		p.at++
	}
	return list
}

func (p *parser) timeRange() timeRange {
	first := p.peek()
	p.at++
	if !p.take("-") || p.peek().kind != clockTime {
		p.failAt(first, "il manque l’heure de fin : une plage s’écrit 09:00-12:00")
		return timeRange{}
	}
	last := p.peek()
	p.at++
	if p.peek().text == "-" {
		p.fail("une plage n’a que deux heures ; deux plages se séparent par une virgule")
	}
	from, to := first.value, last.value
	switch {
	case from == to || from == midnight:
		p.failAt(first, "le début et la fin sont la même heure")
	case to < from:
		to += midnight
		if time.Duration(to-from)*time.Minute > MaxOvernight {
			p.failAt(first, "la fin est avant le début")
		}
	}
	return timeRange{int16(from), int16(to)}
}

// state reads what ends a rule: "off", "open", a comment. A comment without a
// word makes the rule uncertain.
func (p *parser) state(r *rule) (stated bool) {
	if t := p.peek(); p.err == nil && t.kind == word {
		if named, ok := stateWords[t.text]; ok {
			r.state, stated = named, true
			p.at++
		}
	}
	if t := p.peek(); p.err == nil && t.kind == comment {
		p.at++
		r.comment = strings.Join(strings.Fields(strings.Trim(t.text, `"`)), " ")
		if !stated {
			r.state = unknown
		}
	}
	return stated
}

func dayIndex(words []string, text string) int { return slices.Index(words, text) }
