package tour

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"escale/internal/language"
	"escale/internal/language/languagetest"
)

// TestRulesInEveryLanguage: a rule names the same days, in order, in every
// language, and leaves no French in the others.
func TestRulesInEveryLanguage(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 9))
	texts := []string{"mardi et jeudi, semaines à confirmer", "dates non publiées", "sur demande", "ne passe plus", "tous les jours", "le dernier jour du mois", "dernier jour ouvré du mois",
		"le 1er et le dernier jour du mois", "tous les lundis de septembre à mai, sauf le 21/12/2026, sauf du 01/02/2027 au 14/02/2027"}
	for range 400 {
		texts = append(texts, generate(r, pick(r, sampleKinds...)).text)
	}
	for _, text := range texts {
		rule, err := ParseRule(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		french := rule.Text(language.French)
		for _, code := range languagetest.Foreign {
			l, _ := language.Find(code)
			sentence := rule.Text(l)
			if words := languagetest.French(sentence); len(words) > 0 {
				t.Fatalf("%s: %s says %q, with the French words %q", text, code, sentence, words)
			}
			want, got := languagetest.Read("fr", french), languagetest.Read(code, sentence)
			for _, reading := range []*languagetest.Reading{&want, &got} {
				slices.Sort(reading.Weekdays) // "every two weeks, on Tuesday" puts the days elsewhere
				slices.Sort(reading.Ranks)
				if rule.kind == alternate {
					reading.Numbers = nil // French says them in words
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("%s: French says %q, %s says %q: %s", text, french, code, sentence, diff)
			}
		}
	}
}
