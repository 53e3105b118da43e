package mediation

import "regexp"

// What tells of one person in a text that is kept: an address of mail, the number
// of a mobile phone, and a name after a title.
var (
	anyAddress = regexp.MustCompile(`[\p{L}\p{N}._%+'-]+@((?:[\p{L}\p{N}-]+\.)+\p{L}{2,})`)
	anyMobile  = regexp.MustCompile(`(?:\+33|\b0033|\b0)[\s.-]?(?:\(0\))?[67](?:[\s.-]?\d{2}){4}\b`)
	anyTitle   = regexp.MustCompile(`\b(?:M\.|MM\.|Mr|Mme|Mmes|Mlle|Monsieur|Madame|Mademoiselle|Dr|Docteur|Me|Maître)\s+\p{Lu}[\p{L}'’.-]*(?:\s+\p{Lu}[\p{L}'’-]*)?`)
)

// WithoutPersons is a text without what tells of one person.
func WithoutPersons(text string) string {
	text = anyAddress.ReplaceAllString(text, "…@$1")
	text = anyMobile.ReplaceAllString(text, "(un mobile)")
	return anyTitle.ReplaceAllString(text, "(une personne)")
}

// WithoutPersons is a change whose values do not tell of a person: they are kept
// long after the place itself says something else. Undoing does not need them.
func (c Change) WithoutPersons() Change {
	c.Before, c.After = WithoutPersons(c.Before), WithoutPersons(c.After)
	return c
}
