package mediation

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// plain maps the accented letters, marks and signs of French texts to plain
// ASCII, "" for what is dropped: combining marks, as some exports write them.
var plain = plainTable(map[string]string{
	"a": "àâäáãå", "ae": "æ", "c": "ç", "e": "éèêë", "i": "îïíì", "n": "ñ", "o": "ôöóòõ", "oe": "œ", "u": "ùûüú", "y": "ÿ",
	" ": "’'-–—_/.,;:()«»\u00a0\u202f", "": "\u0300\u0301\u0302\u0308\u0327",
})

func plainTable(signs map[string]string) map[rune]string {
	table := map[rune]string{}
	for to, list := range signs {
		for _, r := range list {
			table[r] = to
		}
	}
	return table
}

// Fold reduces a text to what matters when comparing it: lower case, no
// accents, punctuation as single spaces.
func Fold(s string) string {
	folded := make([]byte, 0, len(s)+8)
	for _, r := range s {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		switch {
		case 'a' <= r && r <= 'z' || '0' <= r && r <= '9':
			folded = append(folded, byte(r))
		case r == ' ' || unicode.IsSpace(r) || plain[unicode.ToLower(r)] == " ":
			if n := len(folded); n > 0 && folded[n-1] != ' ' {
				folded = append(folded, ' ')
			}
		default:
			folded = appendPlain(folded, unicode.ToLower(r))
		}
	}
	return string(bytes.TrimSuffix(folded, []byte(" ")))
}

func appendPlain(folded []byte, r rune) []byte {
	if to, known := plain[r]; known {
		return append(folded, to...)
	}
	return utf8.AppendRune(folded, r)
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
