package mediation

import (
	"regexp"
	"slices"
	"strings"
)

// leadWords, folded, stand before what somebody is helped with: "aide à la CAF".
var leadWords = []string{"aide", "accompagnement", "demarche", "a", "au", "aux", "la", "le", "les", "l", "de", "du", "des", "d", "pour", "sur", "un", "une", "avec", "mon", "ma", "son", "sa"}

// everydayWords are the words by which a statement may name a need, as people say it:
// all of them, and what is left without the first that only speak of help.
func everydayWords(stated string) []string {
	if IsNationalService(stated) {
		return nil
	}
	words := strings.Fields(FoldWords(stated))
	list := []string{strings.Join(words, " ")}
	for len(words) > 1 && slices.Contains(leadWords, words[0]) {
		words = words[1:]
		list = append(list, strings.Join(words, " "))
	}
	return list
}

// isNamed reports whether some words are the name of the need, or one of those that
// people use for it.
func (n Need) isNamed(words map[string]bool) bool {
	says := func(s string) bool { return words[foldPhrase(s)] }
	return len(words) > 0 && (says(n.Label) || says(n.Short) || slices.ContainsFunc(n.Synonyms, says))
}

var (
	partSigns = regexp.MustCompile(`\s*[,;/\n]\s*`)
	andSigns  = regexp.MustCompile(`\s+(?:et|ou|&|\+)\s+`)
)

// Parts takes statements apart that name several things, of which some are known: "aide CAF, impôts et CV".
func (n Needs) Parts(statements []string) (parts []string) {
	for _, stated := range statements {
		parts = append(parts, n.partsOf(stated)...)
	}
	return parts
}

func (n Needs) partsOf(stated string) (parts []string) {
	if n.Knows(stated) {
		return []string{stated}
	}
	unknown := func(part string) bool { return !n.Knows(part) }
	for _, part := range partSigns.Split(stated, -1) {
		if words := andSigns.Split(part, -1); !slices.ContainsFunc(words, unknown) {
			parts = append(parts, words...)
		} else {
			parts = append(parts, part)
		}
	}
	if !slices.ContainsFunc(parts, n.Knows) {
		return []string{stated}
	}
	return slices.DeleteFunc(parts, func(part string) bool { return part == "" })
}
