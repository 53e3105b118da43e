package mediation

import (
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

// The oracle is the chain of transformations that x/text documents.
func TestLettersAreFoldedAsUnicodeDecomposesThem(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom(nil, unicode.Latin, unicode.Arabic, unicode.Cyrillic, unicode.Mn)).Draw(t, "text")
		want, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn))), strings.Map(unicode.ToLower, text))
		if err != nil {
			t.Fatal(err)
		}
		want = strings.NewReplacer("æ", "ae", "œ", "oe").Replace(want)
		if got := FoldLetters(text); got != want {
			t.Fatalf("%+q is folded to %+q, want %+q", text, got, want)
		}
		if fold := Fold(text); Fold(fold) != fold || Fold(norm.NFD.String(text)) != Fold(norm.NFC.String(text)) {
			t.Fatalf("%+q is folded to %+q", text, fold)
		}
	})
}

func TestFold(t *testing.T) {
	for text, want := range map[string]string{
		"": "", " - ": "", "L’Œuvre, à Cœur-Joie (Saint-Lô)": "l oeuvre a coeur joie saint lo",
		"E\u0301cole\u00a0:\u202f« Łódź »": "ecole łodz", "France Services & C° + 3 !": "france services & c° + 3 !",
	} {
		if got := Fold(text); got != want {
			t.Errorf("%q is folded to %q, want %q", text, got, want)
		}
	}
}
