package pages_test

import (
	"testing"

	"escale/internal/language"
	"escale/internal/pages"
)

func TestAPageSaysWhichDepartementsItIsAbout(t *testing.T) {
	manche, orne := pages.Departement{Area: "50", Name: "Manche", In: "dans la Manche"}, pages.Departement{Area: "61", Name: "Orne", In: "dans l’Orne"}
	eure, sarthe := pages.Departement{Area: "27", Name: "Eure", In: "dans l’Eure"}, pages.Departement{Area: "72", Name: "Sarthe", In: "dans la Sarthe"}
	for _, tt := range []struct {
		list            []pages.Departement
		french, english string
	}{
		{[]pages.Departement{manche}, "dans la Manche", "in the département of Manche"},
		{[]pages.Departement{manche, orne}, "dans la Manche et dans l’Orne", "in the départements of Manche, Orne"},
		{[]pages.Departement{eure, manche, orne, sarthe}, "dans 4 départements", "in 4 départements"},
	} {
		area := pages.NewArea(tt.list)
		english, _ := language.Find("en")
		if french, english := area.Where(language.French), area.Where(english); french != tt.french || english != tt.english {
			t.Errorf("%q, %q; want %q, %q", french, english, tt.french, tt.english)
		}
	}
}
