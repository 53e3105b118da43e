package catalog_test

import (
	"testing"

	"escale/data"
	"escale/internal/catalog"
	"escale/internal/formats"
	"escale/internal/language"
	"escale/internal/mediation"
)

func realNeeds(t testing.TB) *catalog.Snapshot {
	t.Helper()
	f, err := data.Files.Open("services.yaml")
	if err != nil {
		t.Fatal(err)
	}
	needs, err := formats.ReadNeeds(f)
	if err != nil {
		t.Fatal(err)
	}
	s, err := catalog.New(catalog.Data{Needs: needs, Territory: mediation.Territory{Communes: []mediation.Commune{{INSEE: "50394", Name: "Périers", Postcodes: []string{"50190"}}}}})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestNeedsAreFoundInOtherLanguages(t *testing.T) {
	s := realNeeds(t)
	for _, tt := range []struct{ code, text, want string }{
		{"en", "taxes", "impots"}, {"en", "I want to pay my taxes", "impots"}, {"en", "driving licence", "ants"}, {"en", "pension", "retraite"},
		{"en", "printer", "imprimer"}, {"en", "job centre", "france-travail"}, {"en", "benefits", "caf"}, {"en", "wifi", "wifi"},
		{"pt", "impostos", "impots"}, {"pt", "carta de condução", "ants"}, {"pt", "reforma", "retraite"}, {"pt", "imprimir", "imprimer"}, {"pt", "abono", "caf"},
		{"ar", "الضرائب", "impots"}, {"ar", "جواز السفر", "ants"}, {"ar", "تقاعد", "retraite"}, {"ar", "طباعة", "imprimer"}, {"ar", "إعانات", "caf"}, {"ar", "السيرة الذاتية", "cv"},
		{"en", "impôts", "impots"}, {"ar", "caf", "caf"},
	} {
		l, _ := language.Find(tt.code)
		found := s.SuggestIn(l, tt.text, 5)
		if len(found) == 0 || found[0].ID != tt.want {
			t.Errorf("%s %q: %+v, want %s first", tt.code, tt.text, found, tt.want)
		}
	}
	en, _ := language.Find("en")
	if found := s.SuggestIn(en, "Periers", 5); len(found) == 0 || found[0].ID != "50394" {
		t.Errorf("a commune: %+v", found)
	}
	if found := s.SuggestIn(en, "the of to", 5); len(found) != 0 {
		t.Errorf("words that say nothing: %+v", found)
	}
	if a, b := s.SuggestIn(language.French, "impots", 5), s.Suggest("impots", 5); len(a) != len(b) || a[0].ID != b[0].ID {
		t.Errorf("French differs: %+v, %+v", a, b)
	}
}

func BenchmarkSuggestIn(b *testing.B) {
	s := realNeeds(b)
	for _, code := range []string{"fr", "en", "ar"} {
		l, _ := language.Find(code)
		b.Run(code, func(b *testing.B) {
			for b.Loop() {
				s.SuggestIn(l, "I want to pay my taxes الضرائب", 8)
			}
		})
	}
}
