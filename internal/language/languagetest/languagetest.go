// Package languagetest reads sentences of every language back into facts (days,
// hours, numbers), for tests. Its words are written by hand a second time, so
// that a wrong translation does not agree with itself.
package languagetest

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"escale/internal/language"
)

// Foreign are the languages in which no French may be left.
var Foreign = []string{"en", "ar", "pt"}

// Reading is what a text names, each sort in its order.
type Reading struct {
	// Times are minutes since midnight; 1440 is midnight at the end of a day.
	Times []int
	// Weekdays count from Monday, 0; Months from January, 1.
	Weekdays, Months []int
	// Ranks are places in a month, from its end when negative.
	Ranks []int
	// Dates are days written in figures, Numbers all others: days of the month,
	// years, weeks.
	Dates, Numbers []string
	// Closed counts what says that a place is closed.
	Closed int
}

// tongue holds the patterns of a language, each name at its own index.
type tongue struct {
	clock            *regexp.Regexp
	midnight, always string
	weekdays, months []*regexp.Regexp
	ranks            map[int]*regexp.Regexp
	closed           *regexp.Regexp
}

func patterns(list string) []*regexp.Regexp {
	var all []*regexp.Regexp
	for pattern := range strings.FieldsSeq(list) {
		all = append(all, regexp.MustCompile(`(?i)`+pattern))
	}
	return all
}

func ranks(list map[int]string) map[int]*regexp.Regexp {
	all := map[int]*regexp.Regexp{}
	for n, pattern := range list {
		all[n] = regexp.MustCompile(`(?i)` + pattern)
	}
	return all
}

var colon = regexp.MustCompile(`(\d{1,2}):(\d{2})`)

var tongues = map[string]tongue{
	"fr": {
		clock: regexp.MustCompile(`(\d{1,2})[ \x{a0}]h(?:[ \x{a0}](\d{2}))?\b`), midnight: "minuit", always: "24 h sur 24",
		weekdays: patterns(`lundi mardi mercredi jeudi vendredi samedi dimanche`),
		months:   patterns(`janvier février mars avril \bmai\b juin juillet août septembre octobre novembre décembre`),
		ranks: ranks(map[int]string{1: `\b1er\b`, 2: `\b2e\b`, 3: `\b3e\b`, 4: `\b4e\b`, 5: `\b5e\b`, -1: `(?:^|[^-])\bdernier\b`, -2: `avant-dernier`,
			-3: `3e en partant de la fin`, -4: `4e en partant de la fin`, -5: `5e en partant de la fin`}),
		closed: regexp.MustCompile(`(?i)fermé`),
	},
	"en": {
		clock: colon, midnight: "midnight", always: "24 hours a day",
		weekdays: patterns(`monday tuesday wednesday thursday friday saturday sunday`),
		months:   patterns(`january february march april \bmay\b june july august september october november december`),
		ranks: ranks(map[int]string{1: `\b1st\b`, 2: `\b2nd\b`, 3: `\b3rd\b`, 4: `\b4th\b`, 5: `\b5th\b`, -1: `\blast\b`, -2: `last but one`,
			-3: `3rd from last`, -4: `4th from last`, -5: `5th from last`}),
		closed: regexp.MustCompile(`(?i)closed`),
	},
	"pt": {
		clock: colon, midnight: "meia-noite", always: "24 horas por dia",
		weekdays: patterns(`segundas?-feira terças?-feira quartas?-feira quintas?-feira sextas?-feira sábado domingo`),
		months:   patterns(`janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro`),
		ranks: ranks(map[int]string{1: `\b1\.[ªº]`, 2: `\b2\.[ªº]`, 3: `\b3\.[ªº]`, 4: `\b4\.[ªº]`, 5: `\b5\.[ªº]`, -1: `últim[ao]`, -2: `penúltim[ao]`,
			-3: `3\.[ªº] a contar do fim`, -4: `4\.[ªº] a contar do fim`, -5: `5\.[ªº] a contar do fim`}),
		closed: regexp.MustCompile(`(?i)fechado`),
	},
	"ar": {
		clock: colon, midnight: "منتصف الليل", always: "24 ساعة",
		weekdays: patterns(`اثنين ثلاثاء أربعاء خميس جمعة سبت(?:[^م]|$) أحد`),
		months:   patterns(`يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر`),
		ranks: ranks(map[int]string{1: `الأول`, 2: `الثاني`, 3: `الثالث`, 4: `الرابع`, 5: `الخامس`, -1: `الأخير`, -2: `قبل الأخير`,
			-3: `الثالث قبل نهاية الشهر`, -4: `الرابع قبل نهاية الشهر`, -5: `الخامس قبل نهاية الشهر`}),
		closed: regexp.MustCompile(`مغلق`),
	},
}

var (
	figures = regexp.MustCompile(`\d{2}/\d{2}/\d{4}`)
	// first is the first of a month, which French writes like a rank.
	first  = regexp.MustCompile(`(?i)\b1er( (?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre))|\ble 1er\b`)
	digits = regexp.MustCompile(`\d+`)
	quoted = regexp.MustCompile(language.SourceStart + "[^" + language.SourceEnd + "]*" + language.SourceEnd)
)

// Read reads a text in a language, what a source wrote in it left out.
func Read(code, text string) Reading {
	spoken := tongues[code]
	text = first.ReplaceAllString(Unquoted(text), "1$1")
	r := Reading{Closed: len(spoken.closed.FindAllString(text, -1)), Dates: figures.FindAllString(text, -1)}
	r.Weekdays, r.Months = inOrder(text, spoken.weekdays, 0), inOrder(text, spoken.months, 1)
	text = strings.ReplaceAll(text, spoken.always, clockText(code, 0)+" "+clockText(code, 1440))
	text = strings.ReplaceAll(text, spoken.midnight, clockText(code, 1440))
	for _, m := range spoken.clock.FindAllStringSubmatch(text, -1) {
		h, _ := strconv.Atoi(m[1])
		minutes, _ := strconv.Atoi(m[2]) // "14 h" has none
		r.Times = append(r.Times, h*60+minutes)
	}
	text = figures.ReplaceAllString(spoken.clock.ReplaceAllString(text, ""), "")
	r.Ranks, text = spoken.ranksIn(text)
	r.Numbers = digits.FindAllString(text, -1)
	return r
}

// clockText writes a time as the language does, for what it says in words.
func clockText(code string, minutes int) string {
	if code == "fr" {
		return fmt.Sprintf("%d h %02d", minutes/60, minutes%60)
	}
	return fmt.Sprintf("%d:%02d", minutes/60, minutes%60)
}

func inOrder(text string, names []*regexp.Regexp, first int) []int {
	type found struct{ at, name int }
	var all []found
	for i, name := range names {
		for _, at := range name.FindAllStringIndex(text, -1) {
			all = append(all, found{at[0], i + first})
		}
	}
	slices.SortFunc(all, func(a, b found) int { return a.at - b.at })
	var list []int
	for _, f := range all {
		list = append(list, f.name)
	}
	return list
}

// ranksIn lists the ranks in the order of the text, the longest names first, and
// leaves them out of it.
func (s tongue) ranksIn(text string) (list []int, rest string) {
	for _, n := range []int{-3, -4, -5, -2, -1, 1, 2, 3, 4, 5} {
		text = s.ranks[n].ReplaceAllStringFunc(text, func(name string) string {
			return "\x00" + string(rune('a'+n+5)) + strings.Repeat("\x01", max(0, len(name)-2))
		})
	}
	for at, r := range text {
		if r == 0 {
			list = append(list, int(text[at+1]-'a')-5)
		}
	}
	return list, text
}

// Unquoted leaves out of a text what a source wrote in French.
func Unquoted(text string) string { return quoted.ReplaceAllString(text, "") }

// frenchWords are words that French has and none of the foreign languages.
var frenchWords = regexp.MustCompile(`(?i)(?:^|[^\p{L}])(lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|janvier|février|avril|juin|juillet|août|septembre|octobre|` +
	`novembre|décembre|fermé|fermée|ouvert|ouverte|ouvre|tous|toutes|les|des|du|au|aux|et|le|la|un|une|est|sur|sauf|jours?|fériés?|semaines?|mois|heures?|minuit|lendemain|` +
	`dernier|rendez|vous|horaires?|passage|passe|demain|aujourd|jusqu|téléphonez|appelez|autres|dans|pour|avec|ici|prochain|lieux?)s?(?:$|[^\p{L}])|\d h(?:$|[^\p{L}])|\b(?:1er|[2-9]e)\b`)

// French lists the French words of a text, what a source wrote in it left out.
func French(text string) []string { return frenchWords.FindAllString(Unquoted(text), -1) }
