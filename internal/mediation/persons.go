package mediation

import (
	"regexp"
	"strings"
)

// What tells of one person in a text that is kept: an address of mail, the number
// of a mobile phone, and a name after a title.
var (
	anyAddress = regexp.MustCompile(`[\p{L}\p{N}._%+'-]+@((?:[\p{L}\p{N}-]+\.)+\p{L}{2,})`)
	anyMobile  = regexp.MustCompile(`(?:\+33|\b0033|\b0)[\s.-]?(?:\(0\))?[67](?:[\s.-]?\d{2}){4}\b`)
	anyTitle   = regexp.MustCompile(`\b(?:M\.|MM\.|Mr|Mme|Mmes|Mlle|Monsieur|Madame|Mademoiselle|Dr|Docteur|Me|Maître)\s+\p{Lu}[\p{L}'’.-]*(?:\s+\p{Lu}[\p{L}'’-]*)?`)
)

// WithoutPersons is a text without what tells of one person.
func WithoutPersons(text string) string {
	text = replaceAll(text, "@", anyAddress, "…@$1")
	text = replaceAll(text, "0+", anyMobile, "(un mobile)")
	return replaceAll(text, "MD", anyTitle, "(une personne)")
}

// replaceAll replaces what has a form. A text without any of these signs does not have it:
// that is quick to see.
func replaceAll(text, signs string, form *regexp.Regexp, by string) string {
	if !strings.ContainsAny(text, signs) {
		return text
	}
	return form.ReplaceAllString(text, by)
}

// WithoutPersons is a change whose values do not tell of a person: they are kept
// long after the place itself says something else. Undoing does not need them.
func (c Change) WithoutPersons() Change {
	c.Before, c.After = WithoutPersons(c.Before), WithoutPersons(c.After)
	return c
}
