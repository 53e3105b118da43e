package formats

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// notText recognises the files that people send instead of data.
var notText = []struct{ start, what string }{
	{"\xd0\xcf\x11\xe0", "un ancien classeur Excel : enregistrez-le en CSV (UTF-8)"},
	{"\x1f\x8b", "une archive compressée : décompressez-la d'abord"},
	{"%PDF", "un document PDF"},
	{"<", "une page web ou du XML : l'adresse ne mène sans doute plus aux données"},
}

// decodeText brings a file to UTF-8 without byte order mark, and refuses what
// is empty or no text.
func decodeText(content []byte) ([]byte, []Problem, error) {
	text, problems, err := toUTF8(content)
	if err != nil {
		return nil, nil, err
	}
	if !bytes.ContainsRune(text, '\n') { // lines that end as they did on old Macs
		text = bytes.ReplaceAll(text, []byte("\r"), []byte("\n"))
	}
	start := bytes.TrimSpace(text)
	if len(start) == 0 {
		return nil, nil, fault("Le fichier est vide.")
	}
	for _, other := range notText {
		if bytes.HasPrefix(start, []byte(other.start)) {
			return nil, nil, fault("Le fichier n'est ni du CSV ni du JSON, mais %s.", other.what)
		}
	}
	return text, problems, nil
}

func toUTF8(content []byte) ([]byte, []Problem, error) {
	if text, ok := bytes.CutPrefix(content, []byte("\ufeff")); ok {
		content = text
	}
	if bytes.HasPrefix(content, []byte("\xff\xfe")) || bytes.HasPrefix(content, []byte("\xfe\xff")) {
		decoder := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder()
		text, err := readBounded(transform.NewReader(bytes.NewReader(content), decoder), MaxFile)
		return text, nil, err
	}
	letters, broken := countUTF8(content)
	switch {
	case broken == 0:
		return content, nil, nil
	case letters > broken:
		return bytes.ToValidUTF8(content, []byte("\ufffd")), []Problem{{Value: strings.Repeat("\ufffd", min(broken, 3)),
			Message: "Quelques caractères ne sont pas de l'UTF-8 : ils sont remplacés par « \ufffd »."}}, nil
	}
	text, err := readBounded(transform.NewReader(bytes.NewReader(content), charmap.Windows1252.NewDecoder()), MaxFile)
	return text, nil, err
}

// countUTF8 counts the letters of several bytes and the bytes that belong to
// none: UTF-8 with an accident has many of the first, Windows-1252 hardly any.
func countUTF8(content []byte) (letters, broken int) {
	for len(content) > 0 {
		if content[0] < utf8.RuneSelf {
			content = content[1:]
			continue
		}
		c, size := utf8.DecodeRune(content)
		if c == utf8.RuneError && size == 1 {
			broken++
		} else {
			letters++
		}
		content = content[size:]
	}
	return letters, broken
}

// twice are letters of UTF-8 that were read as Windows-1252 and written as UTF-8
// once more: "é" is then "Ã©".
var twice = regexp.MustCompile(`(?:[ÃÂ][\x{80}-\x{bf}€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€[\x{80}-\x{bf}œ˜™“”¢¦])`)

// checkLetters reports letters that a wrong charset lost or garbled. They are
// shown as they are: nobody knows what others stood beside them.
func (r *row) checkLetters(name, value string) {
	switch {
	case strings.ContainsRune(value, utf8.RuneError) || !utf8.ValidString(value):
		r.note(name, cleanText(value), "Des lettres sont perdues (« \ufffd ») : le fichier n'est pas en UTF-8 sur cette ligne.")
	case strings.ContainsAny(value, "ÃÂâ") && twice.MatchString(value):
		r.note(name, cleanText(value), "Des lettres sont abîmées, comme « "+twice.FindString(value)+" » : le texte a été converti deux fois en UTF-8.")
	}
}
