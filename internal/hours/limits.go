package hours

import (
	"regexp"
	"slices"
	"strings"

	"escale/internal/language"
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
		`(?:ferm[ée]\S*\s+)?(?:en|au mois d[e'’]|l['’]|de|fin|d[ée]but|mi-?)\s*(?:` + monthForm + `\b|(?:[ée]t[ée]|hiver)(?:\s|$))[^,;|()\n]*`,
		`(?:ferm[ée]\S*\s+|fermetures?\s+)(?:annuelle|exceptionnelle|estivale|provisoire|temporaire|d[ée]finitive|pour travaux|pour cong)[^,;|()\n]*`,
		`sous r[ée]serve[^,;|()\n]*|susceptibles?\s+d[^,;|()\n]*|horaires? variables?|à confirmer|à v[ée]rifier`,
	}, "|") + `)`)
	nthForm = newForm(`(?i)(?:le\s+|les\s+|chaque\s+)?(?:1er|[1-5]\s?[eè](?:me)?|premier|deuxi[eè]me|second|troisi[eè]me|quatri[eè]me|dernier)s?\s+(?:(?:et|,|&)\s+(?:\S+)\s+)?(?:` + weekdayForm + `)s?(?:\s+(?:du|de chaque|par)\s+mois)?`)
	// noLimit are the words of an appointment that nobody needs.
	noLimit = regexp.MustCompile(`(?i)(?:avec|sur|et)\s*(?:/|ou|et|et/ou)\s*sans\s+(?:rendez|rdv)|sans\s*(?:/|ou|et|et/ou)\s*(?:avec|sur)|\b(?:ou|et) sur\s+(?:rendez[- ]?vous|rdv)|possib|conseill|recommand|souhait|pr[ée]f[ée]r|privil[ée]gi|priorit|reste(?:nt)? ouvert`)
	// aboutOpening are words of a sentence that speaks of the opening itself.
	aboutOpening = regexp.MustCompile(`(?i)\b(?:ouvert|ouvre|ouverture|horaire|accueil|re[cç]oi|re[cç]u|pr[ée]sent)|(?:^|\s)ferm[ée]`)
	// aboutOthers are words of a sentence about others at the same door.
	aboutOthers = regexp.MustCompile(`(?i)permanence|\bmairies? d|` + othersWords)
)

// othersWords are those who receive people at the door of somebody else.
const othersWords = `partenaire|conciliateur|\b(?:CAF|CPAM|MSA|DGFIP|DDFIP|CARSAT|ANTS|CDAD|ADIL|UDAF|France Travail|P[ôo]le emploi|Mission locale|imp[ôo]ts|finances publiques|atelier)`

const (
	monthForm   = `(?:janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[uû]t|septembre|octobre|novembre|d[ée]cembre)`
	weekdayForm = `lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche`
)

// limitRests is what stays of a sentence around a phrase that is cut out.
var limitRests = strings.NewReplacer("()", " ", "( )", " ", "(  )", " ", ", :", " :", ",  :", " :", ",   :", " :")

// cutLimits takes the phrases that limit hours out of a text.
func cutLimits(text string) (rest string, limits []string) {
	rest = holidayForm.ReplaceAllString(text, " ")
	for _, f := range []form{parityForm, limitForm} {
		rest = f.ReplaceAllStringFunc(rest, func(phrase string) string {
			limits = append(limits, strings.TrimSpace(phrase))
			return " "
		})
	}
	return strings.TrimSpace(limitRests.Replace(rest)), limits
}

// Limits returns the sentences of a text about the opening that limit the hours:
// "semaines paires", "ouvert sauf vacances scolaires", "le mardi sur rendez-vous".
// What a longer text says of others at the same door is none of them.
func Limits(text string) (found []string) {
	if Shuts(text) {
		return []string{strings.TrimSpace(text)}
	}
	for _, sentence := range sentences(text) {
		parts := partsOf(sentence)
		if !slices.ContainsFunc(parts, needsAppointment) {
			parts = []string{sentence} // "pendant les vacances : fermé le lundi / ouvert le mardi"
		}
		found = append(found, slices.DeleteFunc(parts, func(part string) bool { return !limits(part) })...)
	}
	return found
}

func needsAppointment(sentence string) bool {
	_, needed := appointmentScope(sentence)
	return needed
}

func limits(sentence string) bool {
	if needsAppointment(sentence) || stops(sentence) || shutForm.MatchString(sentence) && closureDates(sentence) != "" {
		return true
	}
	rest, phrases := cutLimits(sentence)
	phrases = append(phrases, nthForm.FindAllString(sentence, -1)...)
	phrases = slices.DeleteFunc(phrases, func(p string) bool { return neededForm.MatchString(p) }) // asked above
	if len(phrases) == 0 || noLimit.MatchString(rest) && !parityForm.MatchString(sentence) {
		return false
	}
	alone := len(strings.Fields(sentence)) <= len(strings.Fields(strings.Join(phrases, " ")))+shortRest
	return !aboutOthers.MatchString(sentence) && (alone || aboutOpening.MatchString(sentence))
}

// shortRest is how many more words a sentence has that says little but a limit.
const shortRest = 3

// sentenceEnd is a sign that ends a sentence, sentencePart one that may join two hours
// or two days as well.
var (
	sentenceEnd  = regexp.MustCompile(`[;|\n•]|[.!?](?:\s+|$)`)
	sentencePart = regexp.MustCompile(`\s[-–/]\s|\s/`)
	joinedEnd    = regexp.MustCompile(`(?i)(?:\d|\dh|\b(?:` + weekdayForm + `)s?)$`)
	joinedStart  = regexp.MustCompile(`(?i)^(?:\d|(?:` + weekdayForm + `)s?\b)`)
)

func sentences(text string) []string { return trimmed(sentenceEnd.Split(text, -1)) }

// partsOf cuts a sentence where a sign parts it: "matin sans rendez-vous / après-midi sur
// rendez-vous".
func partsOf(sentence string) (list []string) {
	from := 0
	for _, at := range sentencePart.FindAllStringIndex(sentence, -1) {
		if joinedEnd.MatchString(sentence[from:at[0]]) && joinedStart.MatchString(sentence[at[1]:]) {
			continue
		}
		list = append(list, sentence[from:at[0]])
		from = at[1]
	}
	return trimmed(append(list, sentence[from:]))
}

func trimmed(list []string) (out []string) {
	for _, s := range list {
		if s = strings.Trim(strings.Join(strings.Fields(s), " "), " -–:"); s != "" {
			out = append(out, s)
		}
	}
	return out
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

// weeksOf are the bits of odd and even weeks; see [rule].
var weeksOf = map[string]uint64{oddWeeks: 0x2AAAAAAAAAAAAA & (1<<54 - 2), evenWeeks: 0x15555555555554}

// The weeks that a text limits hours to, as OSM has them.
const (
	oddWeeks  = "1-53/2"
	evenWeeks = "2-53/2"
)

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
