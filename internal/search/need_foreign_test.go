package search_test

import (
	"testing"

	"escale/internal/language"
)

func TestNeedsAreFoundInOtherLanguages(t *testing.T) {
	s := words(t)
	for _, tt := range []struct{ code, text, want string }{
		{"en", "taxes", "impots"}, {"en", "I want to pay my taxes", "impots"}, {"en", "driving licence", "ants"}, {"en", "pension", "retraite"},
		{"en", "printer", "imprimer"}, {"en", "job centre", "france-travail"}, {"en", "benefits", "caf"}, {"en", "wifi", "wifi"},
		{"pt", "impostos", "impots"}, {"pt", "carta de condução", "ants"}, {"pt", "reforma", "retraite"}, {"pt", "imprimir", "imprimer"}, {"pt", "abono", "caf"},
		{"ar", "الضرائب", "impots"}, {"ar", "جواز السفر", "ants"}, {"ar", "تقاعد", "retraite"}, {"ar", "طباعة", "imprimer"}, {"ar", "إعانات", "caf"}, {"ar", "السيرة الذاتية", "cv"},
		{"en", "impôts", "impots"}, {"ar", "caf", "caf"},
	} {
		l, _ := language.Find(tt.code)
		found := s.Suggest(l, tt.text, 5)
		if len(found) == 0 || found[0].ID != tt.want {
			t.Errorf("%s %q: %+v, want %s first", tt.code, tt.text, found, tt.want)
		}
	}
	en, _ := language.Find("en")
	if found := s.Suggest(en, "Periers", 5); len(found) == 0 || found[0].ID != "50394" {
		t.Errorf("a commune: %+v", found)
	}
	if found := s.Suggest(en, "the of to", 5); len(found) != 0 {
		t.Errorf("words that say nothing: %+v", found)
	}
}

func BenchmarkSuggestIn(b *testing.B) {
	s := words(b)
	for _, code := range []string{"fr", "en", "ar"} {
		l, _ := language.Find(code)
		b.Run(code, func(b *testing.B) {
			for b.Loop() {
				s.Suggest(l, "I want to pay my taxes الضرائب", 8)
			}
		})
	}
}
