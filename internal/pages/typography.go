package pages

import (
	"bytes"
	"slices"
	"unicode"
	"unicode/utf8"
)

// noBreak is the space at which no line may end.
const noBreak = "\u00a0"

// Tie gives a French text the spaces at which no line may end: before : ; ? !
// and », after «, between a number and its unit, and around the dash of a range. It is the only place where
// that is done: [Pages.Write] ties every page as the last thing.
func Tie(text string) string {
	t := tier{from: []byte(text)}
	t.tie(0, len(text))
	return string(t.rest())
}

// tier copies what it reads, but for the spaces that it ties.
type tier struct {
	to, from []byte
	done     int // of from
}

// tie ties one text of what is read.
func (t *tier) tie(start, end int) {
	text := t.from[start:end]
	for i, c := range text {
		if c == ' ' && mayTie(text, i) && ties(text[:i], text[i+1:]) {
			t.to = append(append(t.to, t.from[t.done:start+i]...), noBreak...)
			t.done = start + i + 1
		}
	}
}

// rest is the copy, with what follows the last space.
func (t *tier) rest() []byte { return append(t.to, t.from[t.done:]...) }

// ties is true of a space, between these texts, at which no line may end.
func ties(before, after []byte) bool {
	return tiesNext(after) || bytes.HasSuffix(before, []byte("«")) || tiesNumber(before, after) || tiesRange(before, after)
}

// mayTie tells by the two bytes around a space whether [ties] is worth asking: between two
// words it is not.
func mayTie(text []byte, space int) bool {
	const leftGuillemetEnd, rightGuillemetStart = 0xab, 0xc2
	if space > 0 {
		if before := text[space-1]; isDigit(before) || before == 'h' || before == leftGuillemetEnd {
			return true
		}
	}
	if space+1 == len(text) {
		return false
	}
	switch after := text[space+1]; after {
	case ':', ';', '?', '!', rightGuillemetStart:
		return true
	default:
		return isDigit(after)
	}
}

// tiesRange is true on both sides of the dash between two times or numbers: "14 h – 16 h".
func tiesRange(before, after []byte) bool {
	const dash = "–"
	switch n := len(before); {
	case n == 0 || len(after) == 0:
		return false
	case isDigit(before[n-1]) || before[n-1] == 'h':
		rest, found := bytes.CutPrefix(after, []byte(dash+" "))
		return found && len(rest) > 0 && isDigit(rest[0])
	case isDigit(after[0]):
		rest, found := bytes.CutSuffix(before, []byte(" "+dash))
		return found && len(rest) > 0 && (isDigit(rest[len(rest)-1]) || rest[len(rest)-1] == 'h')
	}
	return false
}

// tiesNext is true before a sign that never starts a line.
func tiesNext(after []byte) bool {
	if len(after) == 0 {
		return false
	}
	switch after[0] {
	case ':', ';', '?', '!':
		return true
	}
	return bytes.HasPrefix(after, []byte("»"))
}

// units are those that follow a number.
var units = [][]byte{[]byte("h"), []byte("min"), []byte("km"), []byte("m"), []byte("€"), []byte("%"), []byte("ko")}

// tiesNumber is true between a number and its unit, "17 h", and between the
// hours and the minutes, "17 h 30".
func tiesNumber(before, after []byte) bool {
	switch n := len(before); {
	case n == 0 || len(after) == 0:
		return false
	case isDigit(before[n-1]):
		return slices.ContainsFunc(units, func(unit []byte) bool { return startsWith(after, unit) })
	case before[n-1] == 'h' && isDigit(after[0]):
		hours := bytes.TrimSuffix(bytes.TrimSuffix(before[:n-1], []byte(" ")), []byte(noBreak))
		return len(hours) < n-1 && len(hours) > 0 && isDigit(hours[len(hours)-1])
	}
	return false
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// startsWith is true when a word begins the text, and is whole there.
func startsWith(text, word []byte) bool {
	rest, found := bytes.CutPrefix(text, word)
	if !found || len(rest) == 0 {
		return found
	}
	next, _ := utf8.DecodeRune(rest)
	return !unicode.IsLetter(next)
}

// verbatim are the elements whose content is not ours to change: programs,
// code, and what a reader is typing.
var verbatim = [][]byte{[]byte("<script"), []byte("<style"), []byte("<pre"), []byte("<textarea")}

// appendTiedHTML ties the texts of a page or of a part of one.
func appendTiedHTML(to, page []byte) []byte {
	t := tier{to: to, from: page}
	for at := 0; at < len(page); {
		open := bytes.IndexByte(page[at:], '<')
		if open < 0 {
			open = len(page) - at
		}
		t.tie(at, at+open)
		at += open + endOfMarkup(page[at+open:])
	}
	return t.rest()
}

// endOfMarkup is where texts go on: after the tag, and for elements that are
// [verbatim] after their end.
func endOfMarkup(markup []byte) int {
	for _, start := range verbatim {
		if len(markup) < len(start) || markup[1] != start[1] || markup[2] != start[2] {
			continue // as nearly always
		}
		if rest, found := bytes.CutPrefix(markup, start); found && len(rest) > 0 && (rest[0] == ' ' || rest[0] == '>') {
			if end := bytes.Index(markup, append([]byte("</"), start[1:]...)); end >= 0 {
				return end
			}
		}
	}
	if end := bytes.IndexByte(markup, '>'); end >= 0 {
		return end + 1
	}
	return len(markup)
}
