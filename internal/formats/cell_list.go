package formats

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	lineOrBullet = regexp.MustCompile(`\n|[•●▪◦]`)
	spacedSlash  = regexp.MustCompile(`\s+/\s+`)
	// commaIn parts a list; within brackets a comma belongs to an explanation.
	commaIn = regexp.MustCompile(`\([^)]*\)|,`)
)

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
	lines := lineOrBullet.Split(part, -1)
	for _, line := range lines {
		line = strings.TrimLeft(line, " \t-–*")
		if first, _ := utf8.DecodeRuneInString(line); line != "" && !unicode.IsUpper(first) {
			return []string{part}
		}
	}
	return lines
}

// looseItems parts what signs part that also stand within values.
func looseItems(item string, known func(string) bool) (items []string) {
	if known != nil && known(item) {
		return []string{item}
	}
	for _, part := range spacedSlash.Split(item, -1) {
		commas := splitCommas(part)
		if known == nil || known(part) || !slices.ContainsFunc(commas, known) {
			commas = []string{part}
		}
		items = append(items, commas...)
	}
	return items
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
