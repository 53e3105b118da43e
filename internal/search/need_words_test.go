package search

import "testing"

func TestStemJoinsTheFormsOfAWord(t *testing.T) {
	for word, want := range map[string]string{
		"declarer": "declar", "declarations": "declar", "declare": "declar", "impots": "impot", "impot": "impot",
		"renover": "renov", "renovation": "renov", "remboursement": "rembours", "photos": "photo", "permis": "permi",
		"logement": "logement", "cv": "cv", "css": "css", "": "", "ssss": "",
	} {
		if got := stem(word); got != want {
			t.Errorf("stem(%q) = %q, want %q", word, got, want)
		}
	}
}

func TestWordsHeardAlikeSoundAlike(t *testing.T) {
	for _, alike := range [][]string{
		{"impots", "impaux", "impos", "imppots"}, {"emploi", "enploi", "emplois"}, {"photo", "foto", "fotos"},
		{"chomage", "chaumage"}, {"carte", "karte", "cartes"}, {"quotient", "cotient"}, {"declarer", "declare", "declarez"},
		{"watsap", "whatsapp", "ouatsap"}, {"formation", "formassion"}, {"visio", "vizio"}, {"deces", "dece"},
	} {
		for _, other := range alike[1:] {
			if sound(other) != sound(alike[0]) {
				t.Errorf("%s sounds %q, %s %q", alike[0], sound(alike[0]), other, sound(other))
			}
		}
	}
	for _, pair := range [][2]string{{"impots", "emploi"}, {"caf", "cv"}, {"permis", "paris"}, {"mail", "mal"}} {
		if sound(pair[0]) == sound(pair[1]) {
			t.Errorf("%s and %s sound alike", pair[0], pair[1])
		}
	}
}

func TestAnAcronymIsHeardLetterByLetter(t *testing.T) {
	for acronym, spoken := range map[string]string{"hlm": "achelem", "msa": "emessa", "cv": "ceve", "apl": "apeelle"} {
		if spelled(acronym) != sound(spoken) {
			t.Errorf("%s is spoken %q, %s sounds %q", acronym, spelled(acronym), spoken, sound(spoken))
		}
	}
	if got := spelled("logement"); got != "" {
		t.Errorf("a word is spelled %q", got)
	}
}

// The errors counted are those of the definition, whatever the limit.
func TestEditDistanceOfWords(t *testing.T) {
	for _, tt := range []struct {
		a, b       string
		most, want int
	}{
		{"impot", "impot", 2, 0}, {"impot", "impto", 2, 1}, {"impot", "impo", 2, 1}, {"impot", "ipmto", 2, 2},
		{"impot", "imp", 1, 2}, {"", "ab", 2, 2}, {"retraite", "retrete", 2, 2}, {"chat", "chien", 2, 3},
	} {
		if got := editDistance(tt.a, tt.b, tt.most); got != tt.want {
			t.Errorf("%s to %s: %d errors, want %d", tt.a, tt.b, got, tt.want)
		}
		if got := editDistance(tt.b, tt.a, tt.most); got != tt.want {
			t.Errorf("%s to %s: %d errors, want %d", tt.b, tt.a, got, tt.want)
		}
	}
}
