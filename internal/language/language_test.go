package language_test

import (
	"encoding/json"
	"strings"
	"testing"

	"escale/internal/language"
)

func find(t *testing.T, code string) *language.Language {
	t.Helper()
	l, ok := language.Find(code)
	if !ok {
		t.Fatalf("%s is not spoken", code)
	}
	return l
}

func TestFrenchIsTheLanguageOfTheCode(t *testing.T) {
	l := language.French
	for got, want := range map[string]string{
		l.Say("Ouvert jusqu’à %s", "17 h"): "Ouvert jusqu’à 17 h",
		l.Say("100 % gratuit"):             "100 % gratuit",
		l.Count(0, "%d lieu", "%d lieux"):  "0 lieu",
		l.Count(2, "%d lieu", "%d lieux"):  "2 lieux",
		find(t, "falc").Say("Rien de tel"): "Rien de tel",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if _, ok := language.Find("de"); ok {
		t.Error("German is spoken")
	}
}

func TestOtherLanguages(t *testing.T) {
	en, ar, pt := find(t, "en"), find(t, "ar"), find(t, "pt")
	for got, want := range map[string]string{
		en.Say("Ouvert jusqu’à %s", "17:00"):                     "Open until 17:00",
		en.Say("mardi"):                                          "Tuesday",
		en.SayOf("date", "%s %s %s", "Tuesday", "8", "December"): "Tuesday 8 December",
		en.SayOf("heure", "à %s", "9:00"):                        "at 9:00",
		en.SayOf("commune", "à %s", "Céaux"):                     "in Céaux",
		pt.SayOf("date", "%s %s", "8", "dezembro"):               "8 de dezembro",
		ar.Count(2, "%d besoin", "%d besoins"):                   "حاجتان",
		ar.Count(3, "%d besoin", "%d besoins"):                   "3 حاجات",
		ar.Say("Fermé"):                                          "مغلق",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if ar.Direction != "rtl" || !ar.Foreign() || language.French.Foreign() || find(t, "falc").Foreign() {
		t.Error("which languages are foreign, and from right to left, is wrong")
	}
}

func TestWordsForTheScript(t *testing.T) {
	text, err := find(t, "en").Words([]string{"Fermé", "heure\x04à %s", "rien de tel"})
	if err != nil {
		t.Fatal(err)
	}
	var words struct {
		Plurals string
		Texts   map[string]any
	}
	if err := json.Unmarshal([]byte(text), &words); err != nil {
		t.Fatal(err)
	}
	if words.Plurals != "en" || len(words.Texts) != 2 || words.Texts["Fermé"] != "Closed" || words.Texts["heure\x04à %s"] != "at %s" {
		t.Errorf("%+v", words)
	}
	if text, err := language.French.Words([]string{"Fermé"}); text != "" || err != nil {
		t.Errorf("French: %q, %v", text, err)
	}
}

// An empty text is empty in every language: catalogues keep their own head under it.
func TestAnEmptyTextStaysEmpty(t *testing.T) {
	for _, l := range language.All() {
		if got := l.Say("") + l.SayOf("", ""); got != "" {
			t.Errorf("%s: %q", l.Code, got)
		}
	}
}

// A translation that leaves the first number out still finds the second.
func TestNumbersGoWhereATranslationPutsThem(t *testing.T) {
	for _, l := range language.All() {
		for n := range 13 {
			got := l.Count(n, "%d place libre sur %d", "%d places libres sur %d", n, 12)
			if strings.Contains(got, "%!") || !strings.Contains(got, "12") {
				t.Errorf("%s, %d: %q", l.Code, n, got)
			}
		}
	}
}
