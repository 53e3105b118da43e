package hours

import (
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"

	"escale/internal/mediation"
)

// form is a regular expression that is tried on many texts and fits few. A text
// that lacks a word of it is passed over: looking for words costs a hundredth of
// trying the expression.
type form struct {
	*regexp.Regexp
	need need
}

func newForm(expression string) form {
	re := regexp.MustCompile(expression)
	parsed, err := syntax.Parse(expression, syntax.Perl)
	if err != nil {
		panic(err) // it was compiled
	}
	return form{re, needOf(parsed)}
}

// may reports whether a text can fit.
func (f form) may(text string) bool { return f.need.in(mediation.FoldLetters(text)) }

// MatchString and its siblings are those of [regexp.Regexp].
func (f form) MatchString(text string) bool { return f.may(text) && f.Regexp.MatchString(text) }

// FindStringIndex is where the first fit is.
func (f form) FindStringIndex(text string) []int {
	if !f.may(text) {
		return nil
	}
	return f.Regexp.FindStringIndex(text)
}

// FindStringSubmatch is the first fit with its parts.
func (f form) FindStringSubmatch(text string) []string {
	if !f.may(text) {
		return nil
	}
	return f.Regexp.FindStringSubmatch(text)
}

// FindAllString lists what fits.
func (f form) FindAllString(text string, most int) []string {
	if !f.may(text) {
		return nil
	}
	return f.Regexp.FindAllString(text, most)
}

// FindAllStringIndex lists where something fits.
func (f form) FindAllStringIndex(text string, most int) [][]int {
	if !f.may(text) {
		return nil
	}
	return f.Regexp.FindAllStringIndex(text, most)
}

// ReplaceAllString puts something else in the place of what fits.
func (f form) ReplaceAllString(text, by string) string {
	if !f.may(text) {
		return text
	}
	return f.Regexp.ReplaceAllString(text, by)
}

// ReplaceAllStringFunc is the same, with what a function makes of it.
func (f form) ReplaceAllStringFunc(text string, by func(string) string) string {
	if !f.may(text) {
		return text
	}
	return f.Regexp.ReplaceAllStringFunc(text, by)
}

// need is what a text must hold: one of the words, all of these, and one of those. The
// zero need is nothing.
type need struct {
	words       []string
	all, either []need
}

func (n need) in(text string) bool {
	has := func(word string) bool { return strings.Contains(text, word) }
	if len(n.words) > 0 && !slices.ContainsFunc(n.words, has) {
		return false
	}
	for _, part := range n.all {
		if !part.in(text) {
			return false
		}
	}
	return len(n.either) == 0 || slices.ContainsFunc(n.either, func(choice need) bool { return choice.in(text) })
}

func (n need) none() bool { return len(n.words)+len(n.all)+len(n.either) == 0 }

// needOf is what a text must hold, folded, for an expression to fit it.
func needOf(re *syntax.Regexp) need {
	switch {
	case re.Op == syntax.OpCapture, re.Op == syntax.OpPlus, re.Op == syntax.OpRepeat && re.Min > 0:
		return needOf(re.Sub[0])
	case re.Op == syntax.OpAlternate:
		return needOfChoices(re.Sub)
	case re.Op == syntax.OpConcat:
		return needOfSequence(re.Sub)
	}
	return oneOf(writtenOut(re))
}

func needOfChoices(choices []*syntax.Regexp) (n need) {
	for _, choice := range choices {
		one := needOf(choice)
		if one.none() {
			return need{}
		}
		n.either = append(n.either, one)
	}
	return n
}

// needOfSequence needs each part; those that can be written out, and follow each
// other, as the words that they make together.
func needOfSequence(parts []*syntax.Regexp) (n need) {
	keep := func(one need) {
		if !one.none() {
			n.all = append(n.all, one)
		}
	}
	run := []string{""}
	for _, part := range parts {
		joined := joinEach(run, writtenOut(part))
		if joined == nil {
			keep(oneOf(run))
			if joined = writtenOut(part); joined == nil {
				keep(needOf(part))
				joined = []string{""}
			}
		}
		run = joined
	}
	keep(oneOf(run))
	return n
}

// oneOf needs one of the texts; nothing when one of them is empty, which every text has.
func oneOf(texts []string) need {
	if slices.Contains(texts, "") {
		return need{}
	}
	shorter := func(text string) bool {
		return slices.ContainsFunc(texts, func(other string) bool { return len(other) < len(text) && strings.Contains(text, other) })
	}
	return need{words: slices.DeleteFunc(slices.Clone(texts), shorter)}
}

// mostTexts bounds how many texts an expression is written out as.
const mostTexts = 100

// writtenOut lists, folded, all that an expression fits; nil when that is too much.
func writtenOut(re *syntax.Regexp) (texts []string) {
	switch re.Op {
	case syntax.OpEmptyMatch, syntax.OpBeginLine, syntax.OpEndLine, syntax.OpBeginText, syntax.OpEndText, syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return []string{""}
	case syntax.OpLiteral:
		return []string{mediation.FoldLetters(string(re.Rune))}
	case syntax.OpCharClass:
		return lettersOf(re.Rune)
	case syntax.OpCapture:
		return writtenOut(re.Sub[0])
	case syntax.OpQuest:
		if texts = writtenOut(re.Sub[0]); texts == nil {
			return nil
		}
		return append(slices.Clone(texts), "")
	case syntax.OpConcat:
		texts = []string{""}
		for _, part := range re.Sub {
			texts = joinEach(texts, writtenOut(part))
		}
		return texts
	case syntax.OpAlternate:
		return anyOf(re.Sub)
	}
	return nil
}

func anyOf(choices []*syntax.Regexp) (texts []string) {
	for _, choice := range choices {
		list := writtenOut(choice)
		if list == nil || len(texts)+len(list) > mostTexts {
			return nil
		}
		texts = append(texts, list...)
	}
	return texts
}

// lettersOf lists the letters of a class of few; pairs are the ends of its stretches.
func lettersOf(pairs []rune) (texts []string) {
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1]-pairs[i] > 9 || len(texts) > 10 {
			return nil
		}
		for r := pairs[i]; r <= pairs[i+1]; r++ {
			texts = append(texts, mediation.FoldLetters(string(r)))
		}
	}
	slices.Sort(texts)
	return slices.Compact(texts)
}

// joinEach follows each beginning by each end; nil when that is too much.
func joinEach(beginnings, ends []string) (texts []string) {
	if len(beginnings)*len(ends) > mostTexts {
		return nil
	}
	for _, beginning := range beginnings {
		for _, end := range ends {
			texts = append(texts, beginning+end)
		}
	}
	return texts
}
