package mediation

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestAFieldOfAnOfferIsAsLongAsPeopleRead(t *testing.T) {
	name, _ := FieldNamed("name")
	if err := name.CheckLength(Offer{Name: strings.Repeat("é", 150)}); err != nil {
		t.Errorf("150 letters: %v", err)
	}
	if err := name.CheckLength(Offer{Name: strings.Repeat("é", 312)}); err == nil || !strings.Contains(err.Error(), "150 signes au plus, il y en a 312.") {
		t.Errorf("312 letters: %v", err)
	}
}

// The end of an address is made of whole words of the name, its first ones.
func TestTheAddressOfAPlaceIsShort(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := strings.Join(rapid.SliceOfN(rapid.StringMatching(`[A-Za-zÀ-ÿ0-9']{1,120}`), 0, 30).Draw(t, "words"), " ")
		slug, whole := Place{Name: name}.Slug(), Slug(name)
		if len(slug) > 80 || slug == "" || !strings.HasPrefix(whole, slug) || len(whole) <= 80 && slug != whole {
			t.Fatalf("%q of %q", slug, whole)
		}
		first, _, _ := strings.Cut(whole, "-")
		if rest := whole[len(slug):]; rest != "" && rest[0] != '-' && len(first) <= 80 {
			t.Fatalf("%q cuts a word of %q", slug, whole)
		}
	})
}
