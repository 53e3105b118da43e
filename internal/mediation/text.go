package mediation

import "strings"

// plain maps the accented letters and marks of French texts to plain ASCII.
var plain = strings.NewReplacer(
	"à", "a", "â", "a", "ä", "a", "á", "a", "ã", "a", "å", "a", "æ", "ae",
	"ç", "c", "é", "e", "è", "e", "ê", "e", "ë", "e",
	"î", "i", "ï", "i", "í", "i", "ì", "i", "ñ", "n",
	"ô", "o", "ö", "o", "ó", "o", "ò", "o", "õ", "o", "œ", "oe",
	"ù", "u", "û", "u", "ü", "u", "ú", "u", "ÿ", "y",
	"’", " ", "'", " ", "-", " ", "–", " ", "—", " ", "_", " ", "/", " ",
	".", " ", ",", " ", ";", " ", ":", " ", "(", " ", ")", " ", "«", " ", "»", " ",
	"\u00a0", " ", "\u202f", " ",
	// Letters followed by a combining mark, as some exports write them.
	"\u0300", "", "\u0301", "", "\u0302", "", "\u0308", "", "\u0327", "",
)

// Fold reduces a text to what matters when comparing it: lower case, no
// accents, punctuation as single spaces.
func Fold(s string) string {
	return strings.Join(strings.Fields(plain.Replace(strings.ToLower(s))), " ")
}

// Slug makes the readable end of an address out of a name, "accueil" when
// nothing of it can be kept.
func Slug(s string) string {
	keep := func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == ' ' {
			return r
		}
		return -1
	}
	slug := strings.Join(strings.Fields(strings.Map(keep, Fold(s))), "-")
	if slug == "" {
		return "accueil"
	}
	return slug
}
