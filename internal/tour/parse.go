package tour

import (
	"strings"

	"escale/internal/mediation"
)

// ParseRule reads a rule from French words. What is ambiguous, impossible or
// left unread is a [mediation.Error] of kind Invalid, whose sentence says what
// to write instead.
func ParseRule(text string) (Rule, error) {
	tokens, err := scan(text)
	if err != nil {
		return Rule{}, err
	}
	p := parser{tokens: tokens}
	for p.at < len(tokens) && p.err == nil {
		if !p.phrase() && p.err == nil && !p.filler() {
			p.err = refuse("« %s » n’est pas compris. Écrivez par exemple %s.", p.near(), examples)
		}
	}
	if p.err != nil {
		return Rule{}, p.err
	}
	return p.rule()
}

const examples = "« tous les mardis », « 1er et 3e mardi du mois », « mardi des semaines paires », « un mardi sur deux à partir du 08/12/2026 », ou des dates : « 08/12/2026, 12/01/2027 »"

// parser gathers what the phrases of a text say, in whatever order; what they
// mean together is for [parser.rule].
type parser struct {
	tokens []token
	at     int
	err    error

	status    mediation.StopDates // "" when the text says nothing of it
	days      weekdays
	every     int      // weeks between two visits, 0 when not given
	everyDays weekdays // those named within it: "un mardi sur deux"
	odd, even bool
	ranks     [7]ranks
	monthDays uint32
	workdays  workdays
	ofMonth   bool // "du mois" was read
	dates     []mediation.Day

	from, until mediation.Day
	only        months // 0 when no month is named
	without     months
	exceptDays  weekdays
	except      []span

	// daysEnd is where the days read so far end, 0 before any: what is said of
	// them holds for all, so they must stand together.
	daysEnd int
	// lead is the article before the next day; all and one are the days that
	// stand after "tous les" or "chaque", and after "le".
	lead     lead
	all, one weekdays
}

type lead uint8

const (
	noLead lead = iota
	allOf
	oneOf
)

// phrase reads what one of the phrases says, if any begins here.
func (p *parser) phrase() bool {
	start := p.at
	if p.statusPhrase() || p.parity() || p.alternation() || p.exception() || p.bound() || p.monthsPhrase() || p.plainDates() {
		return true
	}
	if p.month() || p.workday() {
		p.joinDays(start)
		return true
	}
	if !p.weekdayRange() && !p.series() && !p.weekday() {
		return false
	}
	if p.daysEnd > 0 && p.daysEnd != start {
		p.err = errMixed
	}
	p.daysEnd = p.at
	return true
}

// joinDays lets days follow those before start.
func (p *parser) joinDays(start int) {
	if p.daysEnd == start {
		p.daysEnd = p.at
	}
}

// filler skips a word that adds nothing before the next one.
func (p *parser) filler() bool {
	start := p.at
	if t := p.tokens[p.at]; t.kind == markToken && strings.Contains(",;:.()", t.raw) {
		p.at++
	} else if p.at+1 == len(p.tokens) || !p.take("et", "&", "+", "les") && !p.article() {
		return false
	}
	p.joinDays(start)
	return true
}

func (p *parser) article() bool {
	switch {
	case p.take("le", "la", "l"):
		p.lead = oneOf
	case p.take("tous", "toutes", "tout", "chaque"):
		p.lead = allOf
	default:
		return false
	}
	return true
}

// take reads the first of some phrases that stands here, word by word.
func (p *parser) take(phrases ...string) bool {
	for _, phrase := range phrases {
		if n := p.stands(phrase); n > 0 {
			p.at += n
			return true
		}
	}
	return false
}

// stands counts the words of a phrase that stands here, 0 when it does not.
func (p *parser) stands(phrase string) int {
	n := 0
	for word := range strings.SplitSeq(phrase, " ") {
		if p.at+n == len(p.tokens) || p.tokens[p.at+n].text != word {
			return 0
		}
		n++
	}
	return n
}

// try undoes what read consumed unless it succeeds.
func (p *parser) try(read func() bool) bool {
	before := p.at
	if read() {
		return true
	}
	p.at = before
	return false
}

// next consumes a token of one of the kinds.
func (p *parser) next(kinds ...tokenKind) (token, bool) {
	if p.at < len(p.tokens) {
		for _, kind := range kinds {
			if t := p.tokens[p.at]; t.kind == kind {
				p.at++
				return t, true
			}
		}
	}
	return token{}, false
}

// near is what stands here, up to the next mark and four words at most.
func (p *parser) near() string {
	var words []string
	for i := p.at; i < len(p.tokens) && len(words) < 4; i++ {
		if p.tokens[i].kind == markToken && i > p.at {
			break
		}
		words = append(words, p.tokens[i].raw)
	}
	return strings.Join(words, " ")
}

func (p *parser) statusPhrase() bool {
	var status mediation.StopDates
	switch {
	case p.take("ne passe plus ici", "ne passe plus", "ne vient plus", "termine", "terminee"):
		status = mediation.DatesEnded
	case p.take("sur demande", "a la demande"):
		status = mediation.DatesOnRequest
	case p.try(p.unknownDates):
		status = mediation.DatesUnpublished
	case p.try(p.toConfirm):
		status = mediation.DatesUnconfirmed
	case p.stands("le bus ne")+p.stands("le van ne") > 0:
		p.at += 2
		return p.statusPhrase()
	default:
		return false
	}
	if p.status != "" && p.status != status {
		p.err = refuse("La règle dit deux choses : « à confirmer », « non publiées », « sur demande » et « ne passe plus » ne vont pas ensemble.")
	}
	p.status = status
	return true
}

func (p *parser) unknownDates() bool {
	dates := p.take("dates", "date")
	return p.take("non publiees", "non publiee", "non publie", "pas publiees", "non communiquees", "non connues") || dates && p.take("inconnues", "inconnue")
}

func (p *parser) toConfirm() bool {
	_ = p.take("semaines", "semaine", "dates", "date", "alternance")
	return p.take("a confirmer")
}
