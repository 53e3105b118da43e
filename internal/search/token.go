package search

import (
	"strings"
	"unicode"

	"escale/internal/mediation"
)

// longest is how many characters are read; nobody may send more.
const longest = 200

// token is a word of a text.
type token struct {
	word       string // folded
	start, end int    // where it stands in the text, in bytes
	capital    bool
	isJoined   bool // to the word before, by a hyphen
	isElided   bool // to the word before, by an apostrophe
}

// tokensOf cuts a text into its words.
func tokensOf(text string) []token {
	list, start := make([]token, 0, 1+strings.Count(text, " ")), -1
	for i, r := range text + " " {
		inside := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
		switch {
		case inside && start < 0:
			start = i
		case !inside && start >= 0:
			if word := mediation.Fold(text[start:i]); word != "" {
				first := []rune(text[start:i])[0]
				between := " "
				if len(list) > 0 {
					between = text[list[len(list)-1].end:start]
				}
				list = append(list, token{word, start, i, unicode.IsUpper(first), strings.Trim(between, "-‐‑/") == "", strings.Trim(between, "'’") == ""})
			}
			start = -1
		}
	}
	return list
}

// cut keeps as much of a text as is read.
func cut(text string) string {
	text = strings.ToValidUTF8(text, " ")
	if runes := []rune(text); len(runes) > longest {
		return string(runes[:longest])
	}
	return text
}

// words cuts a text into its folded words, at most most of them.
func words(text string, most int) []string {
	return wordsOf(tokensOf(text), most)
}

func wordsOf(tokens []token, most int) []string {
	list := make([]string, 0, len(tokens))
	for _, t := range tokens[:min(len(tokens), most)] {
		list = append(list, t.word)
	}
	return list
}

// articles are the words of a name that may be left out or exchanged.
var articles = map[string]bool{"le": true, "la": true, "les": true, "l": true, "de": true, "du": true, "des": true, "d": true, "en": true,
	"sur": true, "sous": true, "au": true, "aux": true, "a": true, "et": true}

// spelled out are the short forms of words of names.
var spelledOut = map[string]string{"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes", "ss": "sous"}

// fullName writes the words of a name without short forms: "St-Vaast s/ Mer"
// is "saint vaast sur mer".
func fullName(list []string) string {
	out := make([]string, len(list))
	for i, word := range list {
		out[i] = word
		if long, ok := spelledOut[word]; ok {
			out[i] = long
		} else if word == "s" && i > 0 && i < len(list)-1 {
			out[i] = "sur"
		}
	}
	return strings.Join(out, " ")
}

// bareName leaves out the articles of a full name; a name of articles alone
// stays as it is.
func bareName(full string) string {
	var out []string
	for _, word := range strings.Fields(full) {
		if !articles[word] {
			out = append(out, word)
		}
	}
	if len(out) == 0 {
		return full
	}
	return strings.Join(out, " ")
}
