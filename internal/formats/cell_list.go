package formats

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	lineOrBullet = regexp.MustCompile(`[` + linesAndBullets + `]`)
	spacedSlash  = regexp.MustCompile(`\s+/\s+`)
	andOrDash    = regexp.MustCompile(`\s+(?:et|&|[-–+])\s+`)
	// commaIn parts a list; within brackets a comma belongs to an explanation.
	commaIn = regexp.MustCompile(`\([^)]*\)|,`)
)

const linesAndBullets = "\n•●▪◦"

// list reads a list of values, each once: separated by "|" as the standard
// wants, by ";" in older files, by lines, by " / ", and by commas as far as the parts
// are known words. An item of a "|" list may hold a ";". known is nil for a list of
// anything.
func (r *row) list(column string, known func(string) bool) []string {
	var items []string
	value := plainText(r.text(column))
	separator := ";"
	if strings.Contains(value, "|") {
		separator = "|"
	}
	for part := range strings.SplitSeq(value, separator) {
		for _, line := range itemLines(part) {
			for _, item := range looseItems(strings.Join(strings.Fields(line), " "), known) {
				if item = strings.Trim(item, " ,;"); !isNothing(item) && !slices.Contains(items, item) {
					items = append(items, item)
				}
			}
		}
	}
	return items
}

// itemLines parts a list by its bullets, and by its lines when each begins anew: text
// that is only folded goes on in small letters.
func itemLines(part string) []string {
	if !strings.ContainsAny(part, linesAndBullets) {
		return []string{part}
	}
	lines := lineOrBullet.Split(part, -1)
	for _, line := range lines {
		line = strings.TrimLeft(line, " \t-–*")
		if first, _ := utf8.DecodeRuneInString(line); line != "" && !unicode.IsUpper(first) {
			return []string{part}
		}
	}
	return lines
}

// looseItems parts what signs part that also stand within values. A value with an
// explanation, "Seul : j'ai accès à du matériel", may be the first of several.
func looseItems(item string, known func(string) bool) (items []string) {
	if known != nil && known(item) && !strings.ContainsAny(item, "(:") {
		return []string{item}
	}
	if !strings.Contains(item, "/") {
		return byWords(item, known)
	}
	for _, part := range spacedSlash.Split(item, -1) {
		items = append(items, byWords(part, known)...)
	}
	return items
}

// byWords parts a list as far as its parts are known words: at commas when one is, at
// "et" and dashes when all are.
func byWords(part string, known func(string) bool) []string {
	if known == nil {
		return []string{part}
	}
	unknown := func(item string) bool { return !known(item) }
	if commas := splitCommas(part); len(commas) > 1 && (!slices.ContainsFunc(commas, unknown) || !known(part) && slices.ContainsFunc(commas, known)) {
		return commas
	}
	if words := andOrDash.Split(part, -1); len(words) > 1 && !slices.ContainsFunc(words, unknown) {
		return words
	}
	return []string{part}
}

func splitCommas(text string) (parts []string) {
	from := 0
	for _, at := range commaIn.FindAllStringIndex(text, -1) {
		if text[at[0]] == ',' {
			parts = append(parts, strings.TrimSpace(text[from:at[0]]))
			from = at[1]
		}
	}
	return append(parts, strings.TrimSpace(text[from:]))
}
