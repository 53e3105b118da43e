package mediation_test

import (
	"slices"
	"testing"

	"escale/internal/mediation"
)

func TestAnAreaIsASet(t *testing.T) {
	for text, want := range map[string]mediation.Area{
		"50": "50", "61,50,14": "14,50,61", "50, 14 50": "14,50", "2A,2B": "2A,2B", "974": "974",
	} {
		area, err := mediation.ReadArea(text)
		if err != nil || area != want {
			t.Errorf("ReadArea(%q) = %q, %v; want %q", text, area, err, want)
		}
		again := mediation.NewArea(area.Departements()...)
		if again != area || area.Several() != (len(area.Departements()) > 1) || area.Several() == (area.Only() != "") {
			t.Errorf("%q becomes %q; several %v, only %q", area, again, area.Several(), area.Only())
		}
		for _, code := range []string{"14", "50", "2A", "974", "5", ""} {
			if area.Has(code) != slices.Contains(area.Departements(), code) {
				t.Errorf("%q has %q: %v", area, code, area.Has(code))
			}
		}
	}
	for _, text := range []string{"", ",", "5", "50;61", "France", "01,02,03,04,05,06,07,08,09,10,11,12,13,14"} {
		if area, err := mediation.ReadArea(text); err == nil {
			t.Errorf("ReadArea(%q) = %q", text, area)
		}
	}
}
