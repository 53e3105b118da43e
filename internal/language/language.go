// Package language translates the texts of Escale. The source language is French;
// the others are gettext catalogues, data/languages/CODE.po, whose msgid is the
// French text. The front end reads the same files when it is built
// (frontend/build.mjs).
package language

import (
	"fmt"
	"slices"
	"strings"

	"github.com/leonelquinteros/gotext"

	"escale/data"
)

// Language is one that the product speaks. A nil one speaks French.
type Language struct {
	// Code is what addresses carry, lang=CODE.
	Code string
	// Tag is its BCP 47 tag, for documents.
	Tag string
	// Name is its name, in itself.
	Name string
	// Direction is "ltr", or "rtl" for what is written from right to left.
	Direction string
	words     *gotext.Po // nil for French
}

// French is the language of the program, and of whoever asks for none.
var French = &Language{Code: "fr", Tag: "fr", Name: "Français", Direction: "ltr"}

// all are in the order in which readers choose among them.
var all = []*Language{
	French,
	// Easy French ("facile à lire et à comprendre") says in simpler words
	// what needs it, and the rest as French does.
	{Code: "falc", Tag: "fr", Name: "Français facile", Direction: "ltr"},
	{Code: "en", Tag: "en", Name: "English", Direction: "ltr"},
	{Code: "ar", Tag: "ar", Name: "العربية", Direction: "rtl"},
	{Code: "pt", Tag: "pt", Name: "Português", Direction: "ltr"},
}

func init() {
	for _, l := range all[1:] {
		content, err := data.Files.ReadFile("languages/" + l.Code + ".po")
		if err != nil {
			panic(err) // it is built into the program
		}
		l.words = gotext.NewPo()
		l.words.Parse(content)
	}
}

// All lists the languages in the order in which readers choose among them.
func All() []*Language { return slices.Clone(all) }

// Find returns the language of a code; ok is false for one that is not spoken.
func Find(code string) (l *Language, ok bool) {
	for _, l := range all {
		if l.Code == code {
			return l, true
		}
	}
	return nil, false
}

// Mark returns the text: it marks, for the test that looks for translations,
// one that is used elsewhere.
func Mark(french string) string { return french }

// Say says a French text, which is the format of its arguments if it has any.
// A text without a translation stays in French.
func (l *Language) Say(french string, args ...any) string {
	text := french
	if l.spoken() && french != "" { // the catalogue keeps its own head under ""
		text = l.words.Get(french, unformatted...)
	}
	return format(text, args)
}

// SayOf is Say for a text whose meaning depends on what it is about.
func (l *Language) SayOf(about, french string, args ...any) string {
	text := french
	if l.spoken() {
		text = l.words.GetC(french, about, unformatted...)
	}
	return format(text, args)
}

// Count says a French text in the number that n asks for. Its argument is n,
// unless others are given.
func (l *Language) Count(n int, one, many string, args ...any) string {
	text := many
	switch {
	case l.spoken() && l.words.IsTranslatedN(one, n):
		text = l.words.GetN(one, many, n, unformatted...)
	case n < 2: // 0 is singular in French
		text = one
	}
	if len(args) == 0 {
		args = []any{n}
	}
	return format(text, args)
}

// Foreign is true for a language other than the French that sources write in:
// what they wrote is then marked as French.
func (l *Language) Foreign() bool { return l != nil && l.Tag != French.Tag }

// What a source wrote in French stands between these marks in a text of another
// language: they keep its direction, and pages mark what is between them as
// French (pages.Tie).
const (
	SourceStart = "\u2068"
	SourceEnd   = "\u2069"
)

// Quote marks French words of a source that stand in a text of this language.
func (l *Language) Quote(french string) string {
	if french == "" || !l.Foreign() {
		return french
	}
	return SourceStart + french + SourceEnd
}

// unformatted asks gotext for a text as it is written: arguments come later.
var unformatted []any

// spoken is true for what has a catalogue of its own.
func (l *Language) spoken() bool { return l != nil && l.words != nil }

func format(text string, args []any) string {
	// "two places" takes no number; "%[2]d" is the second whatever comes before.
	if verbs := strings.Count(text, "%"); verbs < len(args) && !strings.Contains(text, "%[") {
		args = args[:verbs]
	}
	if len(args) == 0 {
		return text
	}
	return fmt.Sprintf(text, args...)
}

// YesNo is what files in French write of what is so, or is not.
func YesNo(is bool) string {
	if is {
		return "oui"
	}
	return "non"
}
