package site

import (
	"testing"

	"escale/internal/language"
)

// The client says the same (frontend/test/format.test.ts).
func TestWhatIsSureIsCountedApart(t *testing.T) {
	for found, want := range map[tally]string{
		{36, 76}: "36 lieux sûrs, 76 à vérifier par téléphone", {1, 0}: "1 lieu sûr", {0, 1}: "1 lieu à vérifier par téléphone",
		{0, 76}: "76 lieux à vérifier par téléphone", {1, 1200}: "1 lieu sûr, 1\u202f200 à vérifier par téléphone",
	} {
		if got := found.certain(language.French); got != want {
			t.Errorf("%v: %q, want %q", found, got, want)
		}
	}
}
