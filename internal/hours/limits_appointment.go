package hours

import (
	"regexp"
)

const appointmentForm = `(?:rendez[-\s]*vous|rdvs?|rv\b|r\.d\.v\.?)`

var (
	// neededForm is an appointment that one needs.
	neededForm = newForm(`(?i)(?:\b(?:uniquement|exclusivement|seulement)\s+)?(?:\bs(?:ur|ous)\s+(?:prise\s+de\s+)?` + appointmentForm +
		`|^(?:merci\s+de\s+|veuillez\s+|il\s+faut\s+)?(?:prendre|prenez)\s+(?:un\s+)?` + appointmentForm + `|\b(?:prise\s+de\s+)?` + appointmentForm + `\s+(?:est\s+|sont\s+)?(?:obligatoire|n[ée]cessaire|indispensable|exclusi|requis|imp[ée]rati|pr[ée]alable|uniquement|seulement)\pL*)` +
		`(?:\s*:)?(?:\s+(?:uniquement|exclusivement|seulement|obligatoire\pL*|pr[ée]alable)\b)*`)
	// freeForm is where nobody needs one: "accueil libre de 9h à 11h, puis sur rendez-vous".
	freeForm = regexp.MustCompile(`(?i)sans\s+(?:prise\s+de\s+)?` + appointmentForm + `|acc[eè]s\s+libre|libre\s+acc[eè]s|accueil\s+libre|libre\s+service|sur le flux|\bferm(?:[ée]|eture)\pL*`)
	// freeBut are days when one is needed, of others when it is not: "sans rendez-vous le matin (sauf le mercredi)".
	freeBut   = newForm(`(?i)sans\s+` + appointmentForm + `[^,;/]*?\b(?:sauf|hors|except[ée]s?)\s+([^);/]*)`)
	slashWord = regexp.MustCompile(`^/\pL`)
	onForm    = regexp.MustCompile(`(?i)\bs(?:ur|ous) `)
	// onlyForm makes an appointment needed that other words of its sentence advise.
	onlyForm = regexp.MustCompile(`(?i)uniquement|exclusiv|seulement|obligatoire|n[ée]cessaire|indispensable|imp[ée]rati|requis`)
	// howForm is how an appointment is taken, or what it is for; outsideForm one that is
	// elsewhere, or beside the hours.
	howForm     = regexp.MustCompile(`(?i)^\s*(?:par\s|en ligne|via\s|sur (?:internet|le site|place)|au guichet|pour\s+(?:les?|des|certain\pL*|toute?s? (?:demandes?|d[ée]marches?) (?:sup|complex))\s)`)
	outsideForm = regexp.MustCompile(`(?i)en dehors|hors (?:des |les )?horaires|en plus d|itin[ée]ran|d[ée]plac|d[ée]port[ée]|[àa] domicile|dans (?:les|plusieurs|certaines|\d+) (?:autres )?(?:communes|mairies|villages)|permanences? [^,;/]*?(?:[àa] la |[àa] l['’]|dans |aux? (?:centre|p[ôo]le|si[eè]ge|ccas|bourg|mairie)|ext|d[ée]centr|d[ée]local|[àa] \pL{4,})`)
)

// appointmentScope is when the people of a sentence come by appointment only; found
// is false when they never need one.
func appointmentScope(sentence string) (scope weekScope, found bool) {
	if m := freeBut.FindStringSubmatch(sentence); m != nil {
		but := m[1]
		if next := neededForm.FindStringIndex(but); next != nil {
			but = but[:next[0]]
		}
		scope, found = scopeIn(frenchWords(but), true)
	}
	needed := neededForm.FindAllStringIndex(sentence, -1)
	if len(needed) == 0 || othersForm.MatchString(sentence) {
		return scope, found
	}
	for i, at := range needed {
		before, after := sentence[:at[0]], sentence[at[1]:]
		if i > 0 {
			before = sentence[needed[i-1][1]:at[0]]
		}
		if i+1 < len(needed) {
			after = sentence[at[1]:needed[i+1][0]]
		}
		if slashWord.MatchString(after) {
			after = ""
		}
		if one, ok := neededWhen(before, sentence[at[0]:at[1]], after); ok {
			scope.add(one)
			found = true
		}
	}
	return scope, found
}

// neededWhen is when one appointment is needed: as the words after it say, else those before.
func neededWhen(before, words, after string) (scope weekScope, ok bool) {
	if outsideForm.MatchString(before + words + after) {
		return scope, false
	}
	advised := noLimit.MatchString(before+words) || noLimit.MatchString(words+after)
	if howForm.MatchString(after) && !(onlyForm.MatchString(before+words) && onForm.MatchString(words)) {
		return scope, false
	}
	if free := freeForm.FindStringIndex(after); free != nil {
		after = after[:free[0]]
	}
	if scope, ok = scopeIn(frenchWords(after), true); ok {
		return scope, !advised || onlyForm.MatchString(before+words+after) || joined.MatchString(before)
	}
	if advised && !onlyForm.MatchString(before+words+after) {
		return scope, false
	}
	if free := freeForm.FindAllStringIndex(before, -1); free != nil {
		before = before[free[len(free)-1][1]:]
	}
	if scope, ok = scopeIn(frenchWords(before), true); ok {
		return scope, true
	}
	return wholeWeek(), true
}

// joined is an appointment that has days of its own after those without one.
var joined = regexp.MustCompile(`(?i)\b(?:et|ou)\s*$`)

// othersForm are others who receive by appointment at the same door.
var othersForm = regexp.MustCompile(`(?i)` + othersWords + `|\b(?:avocat|notaire|assistante?s? social|[ée]crivain|psycholog|infirmi|m[ée]diateur|juriste|d[ée]fenseur|greffier|visio|salles?\b|coworking)`)
