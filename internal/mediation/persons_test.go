package mediation

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// A text that is not looked at, for want of a sign, has no person in it.
func TestPersonsAreFoundWhateverTheirSigns(t *testing.T) {
	piece := rapid.OneOf(rapid.StringN(0, 6, -1), rapid.SampledFrom([]string{"a.b@mairie.fr", "06 12 34 56 78", "+33612345678", "0033 7 12 34 56 78",
		"M. Hue", "Mme Anne Le Goff", "Dr Li", "Maître Roux", "Docteur", "0", "+33", "@", "@x.fr", " "}))
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(piece, 0, 6).Draw(t, "pieces"), "")
		want := anyAddress.ReplaceAllString(text, "…@$1")
		want = anyMobile.ReplaceAllString(want, "(un mobile)")
		want = anyTitle.ReplaceAllString(want, "(une personne)")
		if got := WithoutPersons(text); got != want {
			t.Fatalf("%q becomes %q, want %q", text, got, want)
		}
	})
}
