package mediation

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// wordBreaks are the signs that part words, beside spaces.
const wordBreaks = "’'-–—_/.,;:()«»"

// Fold reduces a text to what matters when comparing it: lower case, no
// accents, punctuation as single spaces.
func Fold(s string) string {
	folded := make([]byte, 0, len(s)+8)
	for _, r := range s {
		switch {
		case 'a' <= r && r <= 'z', '0' <= r && r <= '9':
			folded = append(folded, byte(r))
		case 'A' <= r && r <= 'Z':
			folded = append(folded, byte(r)+'a'-'A')
		case !unicode.IsSpace(r) && !strings.ContainsRune(wordBreaks, r):
			folded = appendFolded(folded, r)
		case len(folded) > 0 && folded[len(folded)-1] != ' ':
			folded = append(folded, ' ')
		}
	}
	return string(bytes.TrimSuffix(folded, []byte(" ")))
}

// FoldWords folds like [Fold], and takes the plural off each word: "France
// service" and "France Services" are one label. Slashes are spaces.
func FoldWords(s string) string {
	words := strings.Fields(strings.ReplaceAll(Fold(s), "/", " "))
	for i, word := range words {
		if len(word) > 3 && !strings.HasSuffix(word, "ss") {
			words[i] = strings.TrimSuffix(word, "s")
		}
	}
	return strings.Join(words, " ")
}

// FoldLetters folds letters like [Fold], and keeps signs and spaces.
func FoldLetters(s string) string {
	folded := make([]byte, 0, len(s))
	for _, r := range s {
		folded = appendFolded(folded, r)
	}
	return string(folded)
}

// ligatures are letters that Unicode does not decompose.
var ligatures = map[rune]string{'æ': "ae", 'œ': "oe"}

// appendFolded adds the small letter without its accents, nothing for a
// combining mark.
func appendFolded(folded []byte, r rune) []byte {
	if r < utf8.RuneSelf {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return append(folded, byte(r))
	}
	r = unicode.ToLower(r)
	letters := utf8.AppendRune(make([]byte, 0, utf8.UTFMax), r)
	if parts := norm.NFD.Properties(letters).Decomposition(); parts != nil {
		letters = parts
	}
	for len(letters) > 0 {
		part, size := utf8.DecodeRune(letters)
		letters = letters[size:]
		switch both := ligatures[part]; {
		case both != "":
			folded = append(folded, both...)
		case !unicode.Is(unicode.Mn, part):
			folded = utf8.AppendRune(folded, part)
		}
	}
	return folded
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
// texts are not alike. Of texts longer than any name the beginnings are compared.
func Similarity(a, b string) float64 {
	ta, tb := trigrams(Fold(beginning(a))), trigrams(Fold(beginning(b)))
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

// mostCompared is how much of a text is compared, in bytes: no name is longer.
const mostCompared = 300

func beginning(s string) string { return strings.ToValidUTF8(s[:min(len(s), mostCompared)], "") }

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
