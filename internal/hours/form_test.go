package hours

import (
	"math/rand/v2"
	"regexp/syntax"
	"strings"
	"testing"
	"unicode"
)

var forms = map[string]form{"parity": parityForm, "holiday": holidayForm, "limit": limitForm, "nth": nthForm, "needed": neededForm, "free but": freeBut, "shut": shutForm}

// Whatever an expression fits is never passed over.
func TestFormMayFitAllThatItFits(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for name, f := range forms {
		parsed, err := syntax.Parse(f.String(), syntax.Perl)
		if err != nil {
			t.Fatal(err)
		}
		fits := 0
		for range 20_000 {
			text := "Le " + drawFit(random, parsed) + " ici"
			if !f.Regexp.MatchString(text) {
				continue // an end of the text was wanted
			}
			fits++
			if !f.may(text) {
				t.Fatalf("%s fits %q, and is not tried", name, text)
			}
		}
		if fits < 10_000 {
			t.Errorf("%s: only %d drawn texts fit", name, fits)
		}
	}
}

func TestFormPassesOverWhatCannotFit(t *testing.T) {
	for name, f := range forms {
		for _, text := range []string{"", "Aide à la déclaration des impôts en ligne", "Ouvert du lundi au vendredi de 9h à 17h"} {
			if f.may(text) {
				t.Errorf("%s is tried on %q", name, text)
			}
		}
	}
}

// drawFit draws a text that an expression fits.
func drawFit(random *rand.Rand, re *syntax.Regexp) string {
	switch re.Op {
	case syntax.OpLiteral:
		return drawCase(random, string(re.Rune))
	case syntax.OpCharClass:
		i := random.IntN(len(re.Rune)/2) * 2
		return string(re.Rune[i] + rune(random.IntN(int(min(re.Rune[i+1]-re.Rune[i], 300))+1)))
	case syntax.OpAlternate:
		return drawFit(random, re.Sub[random.IntN(len(re.Sub))])
	case syntax.OpStar, syntax.OpPlus, syntax.OpQuest, syntax.OpRepeat, syntax.OpConcat, syntax.OpCapture:
		least, most := times(re)
		var b strings.Builder
		for range least + random.IntN(most-least+1) {
			for _, part := range re.Sub {
				b.WriteString(drawFit(random, part))
			}
		}
		return b.String()
	}
	return ""
}

func times(re *syntax.Regexp) (least, most int) {
	switch re.Op {
	case syntax.OpStar:
		return 0, 3
	case syntax.OpPlus:
		return 1, 3
	case syntax.OpQuest:
		return 0, 1
	case syntax.OpRepeat:
		return re.Min, max(re.Min, re.Max)
	}
	return 1, 1
}

func drawCase(random *rand.Rand, text string) string {
	return strings.Map(func(r rune) rune {
		if random.IntN(2) == 0 {
			return unicode.ToUpper(r)
		}
		return unicode.ToLower(r)
	}, text)
}
