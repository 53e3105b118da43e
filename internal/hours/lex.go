package hours

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"escale/internal/mediation"
)

// maxText bounds the texts that are read, in bytes.
const maxText = 2000

// SyntaxError says in French what in a text of opening hours cannot be read,
// and where. To callers it is a [mediation.Error] of kind Invalid.
type SyntaxError struct {
	// Text is what was to be read.
	Text string
	// Column is the character where reading stopped, from 1.
	Column int
	// Near is the piece of text there, "" at the end of the text.
	Near string
	// Reason says what is wrong or what would be right.
	Reason string
}

func (e *SyntaxError) Error() string {
	if e.Near == "" {
		return fmt.Sprintf("Horaires illisibles à la fin du texte : %s.", e.Reason)
	}
	return fmt.Sprintf("Horaires illisibles au caractère %d, « %s » : %s.", e.Column, e.Near, e.Reason)
}

func (e *SyntaxError) Unwrap() error { return mediation.InvalidParameter("hours", e.Error()) }

type tokenKind uint8

const (
	endToken tokenKind = iota
	word
	number
	clockTime
	comment
	mark
	always // 24/7
)

// token is one piece of the text; offset is in bytes. value holds a number, or
// the minutes of a time.
type token struct {
	kind   tokenKind
	text   string
	offset int
	value  int
}

type lexer struct {
	text   string
	offset int
	tokens []token
}

// bytesPerToken is how many bytes most texts have to a token, at least: "Mo-Fr 09:00-12:00"
// has 17, and 7 tokens with that of its end.
const bytesPerToken = 2

// scan cuts a text into tokens, the last of which is an endToken.
func scan(text string) ([]token, error) {
	if len(text) > maxText {
		return nil, syntaxError(text, token{}, fmt.Sprintf("le texte dépasse %d caractères", maxText))
	}
	l := lexer{text: text, tokens: make([]token, 0, len(text)/bytesPerToken+1)}
	for {
		l.skipSpace()
		if l.offset == len(text) {
			return append(l.tokens, token{kind: endToken, offset: l.offset}), nil
		}
		if err := l.next(); err != nil {
			return nil, err
		}
	}
}

func (l *lexer) skipSpace() {
	for l.offset < len(l.text) {
		r, size := utf8.DecodeRuneInString(l.text[l.offset:])
		if !unicode.IsSpace(r) {
			return
		}
		l.offset += size
	}
}

func (l *lexer) next() error {
	rest := l.text[l.offset:]
	switch c := rest[0]; {
	case strings.HasPrefix(rest, "24/7"):
		l.emit(always, 4, 0)
	case c == '"':
		return l.comment(rest)
	case isDigit(c):
		return l.number(rest)
	case letters(rest) > 0:
		l.emit(word, letters(rest), 0)
	case strings.IndexByte(",;-/[]", c) >= 0:
		l.emit(mark, 1, 0)
	default:
		r, size := utf8.DecodeRuneInString(rest)
		return syntaxError(l.text, token{text: rest[:size], offset: l.offset}, strangeMark(r))
	}
	return nil
}

func strangeMark(r rune) string {
	switch r {
	case '+':
		return "une heure de fin doit être donnée"
	case '|':
		return "les règles de secours (||) ne sont pas lues"
	case '–', '—':
		return "le trait d’une plage est le tiret simple (-)"
	}
	return "ce signe n’est pas attendu dans des horaires"
}

func (l *lexer) emit(kind tokenKind, length, value int) {
	l.tokens = append(l.tokens, token{kind, l.text[l.offset : l.offset+length], l.offset, value})
	l.offset += length
}

func (l *lexer) comment(rest string) error {
	end := strings.IndexByte(rest[1:], '"')
	if end < 0 {
		return syntaxError(l.text, token{text: `"`, offset: l.offset}, "le commentaire n’est pas refermé par un guillemet")
	}
	l.emit(comment, end+2, 0)
	return nil
}

// number reads a number of up to four digits, or a time such as 9:00 or 09:00.
func (l *lexer) number(rest string) error {
	digits := runLength(rest, isDigit)
	minutes := 0
	if len(rest) > digits && rest[digits] == ':' {
		minutes = runLength(rest[digits+1:], isDigit)
	}
	switch {
	case digits > 4:
		return syntaxError(l.text, token{text: rest[:digits], offset: l.offset}, "ce nombre est trop long")
	case minutes == 0:
		l.emit(number, digits, atoi(rest[:digits]))
		return nil
	}
	length := digits + 1 + minutes
	h, m := atoi(rest[:digits]), atoi(rest[digits+1:length])
	if digits > 2 || minutes != 2 || m > 59 || h*60+m > midnight {
		return syntaxError(l.text, token{text: rest[:length], offset: l.offset}, "cette heure n’existe pas (de 00:00 à 24:00)")
	}
	l.emit(clockTime, length, h*60+m)
	return nil
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// letters is the length in bytes of the letters at the start of s.
func letters(s string) int {
	if i := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }); i >= 0 {
		return i
	}
	return len(s)
}

func runLength(s string, in func(byte) bool) int {
	for i := range len(s) {
		if !in(s[i]) {
			return i
		}
	}
	return len(s)
}

// atoi reads digits, and stops growing where no number is believed any more.
func atoi(digits string) int {
	n := 0
	for i := range len(digits) {
		n = min(n*10+int(digits[i]-'0'), 99999)
	}
	return n
}

func syntaxError(text string, at token, reason string) *SyntaxError {
	return &SyntaxError{
		Text: text, Column: utf8.RuneCountInString(text[:at.offset]) + 1,
		Near: near(text[at.offset:], len(at.text)), Reason: reason,
	}
}

// near is the start of rest that shows a reader where to look: at least the
// faulty piece, and what is written against it.
func near(rest string, least int) string {
	end := strings.IndexAny(rest[least:], " ,;\t\n\"")
	if end < 0 {
		end = len(rest) - least
	}
	shown := []rune(strings.ToValidUTF8(rest[:least+end], "�"))
	if len(shown) > 30 {
		shown = append(shown[:30], '…')
	}
	return string(shown)
}
