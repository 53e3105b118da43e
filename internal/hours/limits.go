package hours

import (
	"regexp"
	"slices"
	"strings"

	"escale/internal/language"
	"escale/internal/mediation"
)

// Words that limit hours. The sources write them in the hours themselves, in a
// column beside them, or in a sentence of the description.
var (
	parityForm = newForm(`(?i)(?:uniquement\s+|seulement\s+)?(?:les\s+|des\s+|en\s+|la\s+)?(?:semaines?|sem\.?)\s*:?\s+(im)?paires?(?:\s+(?:uniquement|seulement))?`)
	// holidayForm are what hours say without it: closed on holidays, and on the days that
	// they do not name.
	holidayForm = newForm(`(?i)ferm[ée]e?s?\s+(?:les\s+autres\s+jours|le\s+reste\s+(?:de\s+la\s+semaine|du\s+temps))|(?:sauf|hors|except[ée]s?|ferm[ée]e?s?)\s+(?:les\s+)?(?:jours\s+)?f[ée]ri[ée]s`)
	limitForm   = newForm(`(?i)(?:` + strings.Join([]string{
		`(?:sauf|hors|except[ée]s?|en dehors d|pendant|durant|hormis)(?:\s|es |e |u )[^,;|()\n]*`,
		`(?:uniquement |seulement )?(?:en |hors |sur )?p[ée]riodes?\s+(?:scolaire|estivale|hivernale|de |des |d['’])[^,;|()\n]*`,
		`(?:uniquement |seulement )?(?:sur\s+(?:rendez[- ]?vous|rdv|r\.d\.v\.?)|(?:rendez[- ]?vous|rdv)\s+(?:obligatoire|uniquement|pr[ée]alable))(?:\s+(?:uniquement|seulement|obligatoire|pr[ée]alable|au\s+\d[\d .]+\d))*`,
		`(?:ferm[ée]\S*\s+)?(?:pour |aux |les |pendant les |vacances et )?(?:vacances|cong[ée]s)(?:\s+\S+)*`,
		`jusqu['’](?:au|en|à|a)\s+(?:\d{1,2}(?:er)?[\s/.]|fin|d[ée]but|mi[- ]|la fin|` + monthForm + `)[^,;|()\n]*`,
		`(?:à|a)\s+(?:partir|compter)\s+d[^,;|()\n]*`,
		`(?:une|un|1)\s+(?:semaine|fois|` + weekdayForm + `)s?\s+sur\s+(?:deux|trois|quatre|2|3|4)[^,;|()\n]*`,
		`(?:tous|toutes)\s+les\s+(?:15|quinze|deux|2|trois|3)\s+(?:jours|semaines)|par quinzaine|chaque quinzaine|en alternance|alternativement|une fois par (?:mois|quinzaine)|bi-?mensuel\S*|mensuel\S*`,
		`(?:du|entre le)\s+\d{1,2}(?:er)?(?:\s+` + monthForm + `|/\d{1,2}(?:/\d+)?)?\s+(?:au|et le)\s+\d{1,2}(?:er)?(?:\s+` + monthForm + `|/\d{1,2})[^,;|()\n]*`,
		`(?:ferm[ée]\S*\s+)?(?:en|au mois d[e'’]|l['’]|de|fin|d[ée]but|mi-?)\s*(?:` + monthForm + `|[ée]t[ée]|hiver)(?:\s[^,;|()\n]*|$)`,
		`(?:ferm[ée]\S*\s+|fermetures?\s+)(?:annuelle|exceptionnelle|estivale|provisoire|temporaire|d[ée]finitive|pour travaux|pour cong)[^,;|()\n]*`,
		`sous r[ée]serve[^,;|()\n]*|susceptibles?\s+d[^,;|()\n]*|horaires? variables?|à confirmer|à v[ée]rifier`,
	}, "|") + `)`)
	nthForm = newForm(`(?i)(?:le\s+|les\s+|chaque\s+)?(?:1er|[1-5]\s?[eè](?:me)?|premier|deuxi[eè]me|second|troisi[eè]me|quatri[eè]me|dernier)s?\s+(?:(?:et|,|&)\s+(?:\S+)\s+)?(?:` + weekdayForm + `)s?(?:\s+(?:du|de chaque|par)\s+mois)?`)
	// noLimit are the words of an appointment that nobody needs.
	noLimit = regexp.MustCompile(`(?i)(?:avec|sur|et)\s*(?:/|ou|et|et/ou)\s*sans\s+(?:rendez|rdv)|sans\s*(?:/|ou|et|et/ou)\s*(?:avec|sur)|\b(?:ou|et) sur\s+(?:rendez[- ]?vous|rdv)|possib|conseill|recommand|souhait|pr[ée]f[ée]r|privil[ée]gi`)
	// aboutOpening are words of a sentence that speaks of the opening itself.
	aboutOpening = regexp.MustCompile(`(?i)\b(?:ouvert|ouvre|ouverture|horaire|accueil|re[cç]oi|re[cç]u|pr[ée]sent)|(?:^|\s)ferm[ée]`)
	// aboutOthers are words of a sentence about others at the same door.
	aboutOthers = regexp.MustCompile(`(?i)permanence|\bmairies? d|partenaire|conciliateur|\b(?:CAF|CPAM|MSA|DGFIP|DDFIP|CARSAT|ANTS|CDAD|ADIL|UDAF|France Travail|P[ôo]le emploi|Mission locale|imp[ôo]ts|finances publiques|atelier)`)
)

const (
	monthForm   = `(?:janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[uû]t|septembre|octobre|novembre|d[ée]cembre)`
	weekdayForm = `lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche`
)

// limitRests is what stays of a sentence around a phrase that is cut out.
var limitRests = strings.NewReplacer("()", " ", "( )", " ", "(  )", " ", ", :", " :", ",  :", " :", ",   :", " :")

// cutLimits takes the phrases that limit hours out of a text.
func cutLimits(text string) (rest string, limits []string) {
	folded := mediation.FoldLetters(text)
	if rest = text; holidayForm.may(folded) {
		rest = holidayForm.ReplaceAllString(text, " ")
	}
	for _, f := range []form{parityForm, limitForm} {
		if !f.may(folded) {
			continue
		}
		rest = f.ReplaceAllStringFunc(rest, func(phrase string) string {
			limits = append(limits, strings.TrimSpace(phrase))
			return " "
		})
	}
	return strings.TrimSpace(limitRests.Replace(rest)), limits
}

// Limit returns the part of a text about the opening that limits the hours, "" when
// none does: "semaines paires", "ouvert sauf vacances scolaires". What a longer
// text says of others at the same door is none of it.
func Limit(text string) string {
	var found []string
	for _, sentence := range sentences(text) {
		_, limits := cutLimits(sentence)
		if nthForm.may(mediation.FoldLetters(sentence)) {
			limits = append(limits, nthForm.FindAllString(sentence, -1)...)
		}
		if len(limits) == 0 || noLimit.MatchString(sentence) && !parityForm.MatchString(sentence) {
			continue
		}
		alone := len(strings.Fields(sentence)) <= len(strings.Fields(strings.Join(limits, " ")))+shortRest
		if alone && !aboutOthers.MatchString(sentence) || aboutOpening.MatchString(sentence) && !aboutOthers.MatchString(sentence) {
			found = append(found, sentence)
		}
	}
	return strings.Join(found, " ; ")
}

// shortRest is how many more words a sentence has that says little but a limit.
const shortRest = 3

var sentenceEnd = regexp.MustCompile(`[;|\n•]|[.!?](?:\s+|$)`)

func sentences(text string) []string {
	var list []string
	for _, s := range sentenceEnd.Split(text, -1) {
		if s = strings.Trim(strings.Join(strings.Fields(s), " "), " -–:"); s != "" {
			list = append(list, s)
		}
	}
	return list
}

// parity is the weeks that a phrase limits hours to, as OSM has them; "" when it
// names none, or both.
func parity(limits []string) string {
	weeks := ""
	for _, phrase := range limits {
		m := parityForm.FindStringSubmatch(phrase)
		if m == nil {
			continue
		}
		next := evenWeeks
		if m[1] != "" {
			next = oddWeeks
		}
		if weeks != "" && weeks != next {
			return ""
		}
		weeks = next
	}
	return weeks
}

// Qualify gives hours what limits them, on the days that it names or on all: weeks
// enter the rules, anything else becomes their comment, so that it is shown and the
// hours are never taken for open.
func Qualify(text, limit string) string {
	if limit = Comment(limit); limit == "" {
		return text
	}
	q := qualifier{comment: limit, days: namedDays(limit)}
	if rest, limits := cutLimits(limit); strings.Trim(rest, " .,:;()") == "" && len(limits) == 1 {
		q.weeks = parity(limits)
	}
	return eachRule(text, q.change)
}

// qualifier is what limits rules: some weeks, or words; on some days, or on all
// when none is named.
type qualifier struct {
	weeks, comment string
	days           [7]bool
}

func (q qualifier) change(r *rule, written string) string {
	if r.state == closed {
		return written
	}
	limited, other := q.split(r, written)
	if limited == "" || q.holds(r) {
		return written
	}
	switch {
	case q.weeks != "" && r.weeks == 0 && len(r.dates) == 0 && r.hasDays:
		limited = "week " + q.weeks + " " + limited
	case r.comment != "" && !strings.Contains(mediation.Fold(r.comment), mediation.Fold(q.comment)):
		limited = bare(limited) + ` "` + r.comment + " ; " + q.comment + `"`
	case r.comment == "":
		limited = bare(limited) + ` "` + q.comment + `"`
	}
	switch {
	case other == "":
		return limited
	case r.additional:
		return other + ", " + limited
	}
	return other + "; " + limited
}

// holds reports whether the rule says so itself: in its weeks, or its place in the month.
func (q qualifier) holds(r *rule) bool {
	switch {
	case q.weeks != "" && r.weeks != 0:
		return r.weeks == weeksOf[q.weeks]
	case nthForm.FindString(q.comment) == q.comment:
		return slices.ContainsFunc(r.weekdays[:], func(n weekdayNumbers) bool { return n&^everyWeek != 0 && n&everyWeek == 0 })
	}
	return false
}

// weeksOf are the bits of odd and even weeks; see [rule].
var weeksOf = map[string]uint64{oddWeeks: 0x2AAAAAAAAAAAAA & (1<<54 - 2), evenWeeks: 0x15555555555554}

// The weeks that a text limits hours to, as OSM has them.
const (
	oddWeeks  = "1-53/2"
	evenWeeks = "2-53/2"
)

// split parts a rule: on the days that the qualifier names, and on the others. A rule
// of more than plain days counts as a whole.
func (q qualifier) split(r *rule, written string) (limited, other string) {
	m := osmDays.FindStringSubmatch(written)
	if q.days == [7]bool{} || m == nil || r.weeks != 0 || len(r.dates) > 0 || r.holidays || strings.HasPrefix(m[2], "[") || strings.HasPrefix(m[2], ",") {
		return written, ""
	}
	var in, out []int
	for d, numbers := range r.weekdays {
		switch {
		case numbers == 0:
		case q.days[d]:
			in = append(in, d)
		default:
			out = append(out, d)
		}
	}
	if len(in) > 0 {
		limited = osmDayList(in) + " " + m[2]
	}
	if len(out) > 0 {
		other = osmDayList(out) + " " + m[2]
	}
	return limited, other
}

var ending = regexp.MustCompile(`\s*(?:\b(?:open|unknown)\b)?\s*(?:"[^"]*")?\s*$`)

// bare is a rule without its state and comment.
func bare(written string) string { return ending.ReplaceAllString(written, "") }

// Comment makes a comment of a text: one line, without the sign that ends it.
func Comment(text string) string {
	text = strings.Trim(strings.Join(strings.Fields(strings.ReplaceAll(text, `"`, "'")), " "), " .,:;-–")
	if runes := []rune(text); len(runes) > maxComment {
		text = string(runes[:maxComment-1]) + "…"
	}
	return text
}

// maxComment bounds a comment, in characters.
const maxComment = 200

// eachRule writes hours anew, each rule as change makes it; hours that cannot be read,
// or not any more, stay as they are.
func eachRule(text string, change func(r *rule, written string) string) string {
	tokens, err := scan(text)
	if err != nil {
		return text
	}
	p := &parser{text: text, tokens: tokens}
	var b strings.Builder
	for {
		from := p.peek().offset
		r := p.rule()
		end := p.peek().offset
		p.separator()
		if p.err != nil {
			return text
		}
		b.WriteString(change(&r, strings.TrimSpace(text[from:end])))
		if p.peek().kind == endToken {
			break
		}
		b.WriteString(map[bool]string{false: "; ", true: ", "}[p.adding])
	}
	if _, err := Parse(b.String()); err != nil {
		return text
	}
	return b.String()
}

// Words says hours in French, in one line and without the days that are closed; "" for
// hours that cannot be read.
func Words(osm string) string {
	s, err := Parse(osm)
	if err != nil {
		return ""
	}
	closed := func(line string) bool { return strings.HasPrefix(line, language.French.Say("Fermé")) }
	return strings.Join(slices.DeleteFunc(s.Text(language.French), closed), " ; ")
}
