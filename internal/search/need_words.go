package search

import "strings"

// endings are taken off in this order, once a plural's s or x is gone.
var endings = []string{"issement", "ement", "ation", "atrice", "ateur", "ante", "ant", "ees", "ee", "er", "ez", "e"}

// stem takes the usual endings off a folded word, so that "déclarer",
// "déclare" and "déclarations" become one.
func stem(word string) string {
	const left = 4 // letters that must remain
	if len(word) > left-1 {
		word = strings.TrimRight(word, "sx")
	}
	for _, ending := range endings {
		if rest, ok := strings.CutSuffix(word, ending); ok && len(rest) >= left {
			word = rest
			break
		}
	}
	if n := len(word); n > left && word[n-1] == word[n-2] {
		word = word[:n-1]
	}
	return word
}

// soundRule turns letters into a sound when the next letter is one of before
// ("" for any letter, "$" for the word's end).
type soundRule struct{ letters, before, sound string }

const (
	consonants = "bcdfghjklpqrstvwxz$" // not n nor m, which nasals double
	soft       = "eiy"
)

// soundRules are tried in this order. Capitals are sounds with no letter of
// their own; a letter that no rule takes stands for itself.
var soundRules = []soundRule{
	{"eau", "", "o"}, {"au", "", "o"}, {"oin", consonants, "wI"}, {"ou", "", "w"}, {"oi", "", "wa"}, {"oy", "", "wa"},
	{"ain", consonants, "I"}, {"ein", consonants, "I"}, {"in", consonants, "I"}, {"yn", consonants, "I"}, {"un", consonants, "I"},
	{"aim", "pb", "I"}, {"im", "pb", "I"}, {"ym", "pb", "I"},
	{"an", consonants, "A"}, {"en", consonants, "A"}, {"am", "pb", "A"}, {"em", "pb", "A"},
	{"on", consonants, "O"}, {"om", "pb", "O"},
	{"tion", "", "siO"}, {"tiel", "", "siel"},
	{"aie", "", "e"}, {"ai", "", "e"}, {"ay", "", "e"}, {"ei", "", "e"}, {"ey", "", "e"}, {"oeu", "", "e"}, {"eu", "", "e"},
	{"er", "$", ""}, {"ez", "$", ""}, {"e", "$", ""},
	{"sch", "", "C"}, {"ch", "", "C"}, {"sh", "", "C"}, {"ph", "", "f"}, {"h", "", ""},
	{"qu", "", "k"}, {"q", "", "k"}, {"ck", "", "k"}, {"c", soft, "s"}, {"c", "", "k"},
	{"gn", "", "N"}, {"gu", soft, "g"}, {"ge", "ao", "j"}, {"g", soft, "j"},
	{"y", "", "i"}, {"z", "", "s"}, {"x", "", "ks"},
}

// sound spells a folded word as it is heard in French, roughly: "impaux" and
// "impôts" are one, so are "enploi" and "emploi".
func sound(word string) string {
	if trimmed := strings.TrimRight(word, "stdpxz"); len(trimmed) > 1 {
		word = trimmed // not heard at the end
	}
	var heard []byte
	for i := 0; i < len(word); {
		taken, out := 1, word[i:i+1]
		for _, rule := range soundRules {
			if strings.HasPrefix(word[i:], rule.letters) && rule.holds(word, i+len(rule.letters)) {
				taken, out = len(rule.letters), rule.sound
				break
			}
		}
		for j := range len(out) {
			if n := len(heard); n == 0 || heard[n-1] != out[j] {
				heard = append(heard, out[j])
			}
		}
		i += taken
	}
	return string(heard)
}

func (r soundRule) holds(word string, next int) bool {
	if r.before == "" {
		return true
	}
	letter := byte('$')
	if next < len(word) {
		letter = word[next]
	}
	return strings.IndexByte(r.before, letter) >= 0
}

// letterNames are how the letters of an acronym are said.
var letterNames = map[byte]string{
	'b': "be", 'c': "ce", 'd': "de", 'f': "ef", 'g': "ge", 'h': "ache", 'j': "ji", 'k': "ka", 'l': "el", 'm': "em",
	'n': "ene", 'p': "pe", 'q': "ku", 'r': "er", 's': "es", 't': "te", 'v': "ve", 'w': "doubleve", 'x': "ix", 'z': "zede",
}

// spelled is the sound of an acronym's letters, "" for other words: the HLM
// may be heard, and typed, as "achelem".
func spelled(word string) string {
	if len(word) < 2 || len(word) > 3 {
		return ""
	}
	var heard strings.Builder
	for i := range len(word) {
		if name, ok := letterNames[word[i]]; ok {
			heard.WriteString(name)
		} else {
			heard.WriteByte(word[i])
		}
	}
	return sound(heard.String())
}
