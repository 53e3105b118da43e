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

// Similarity compares two texts by the share of three-letter pieces they have
// in common, 0 to 1, as PostgreSQL's pg_trgm does on folded text. Two empty
// texts are not alike.
func Similarity(a, b string) float64 {
	ta, tb := trigrams(Fold(a)), trigrams(Fold(b))
	common := 0
	for t := range ta {
		if tb[t] {
			common++
		}
	}
	if common == 0 {
		return 0
	}
	return float64(common) / float64(len(ta)+len(tb)-common)
}

func trigrams(folded string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(folded) {
		runes := []rune("  " + word + " ")
		for i := 0; i+3 <= len(runes); i++ {
			set[string(runes[i:i+3])] = true
		}
	}
	return set
}
