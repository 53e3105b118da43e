package mediation_test

import (
	"slices"
	"strings"
	"testing"

	"escale/internal/mediation"
)

func TestAnAreaIsASet(t *testing.T) {
	for text, want := range map[string]mediation.Area{
		"50": "50", "61,50,14": "14,50,61", "50, 14 50": "14,50", "2A,2B": "2A,2B", "974": "974", "france": mediation.Mainland, " France ": mediation.Mainland,
		"01,02,03,04,05,06,07,08,09,10,11,12,13,14": "01,02,03,04,05,06,07,08,09,10,11,12,13,14",
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
	for _, text := range []string{"", ",", "5", "50;61", "france,50"} {
		if area, err := mediation.ReadArea(text); err == nil {
			t.Errorf("ReadArea(%q) = %q", text, area)
		}
	}
}

// Names of files and of queues have limits: a queue's is 64 characters.
func TestTheNameOfAnAreaIsShort(t *testing.T) {
	codes := mediation.Mainland.Departements()
	if len(codes) != 96 || mediation.Mainland.Name() != "france" {
		t.Fatalf("%d codes, named %s", len(codes), mediation.Mainland.Name())
	}
	seen := map[string]mediation.Area{}
	for n := 1; n <= len(codes); n++ {
		for from := 0; from+n <= len(codes); from += 7 {
			area := mediation.NewArea(codes[from : from+n]...)
			name := area.Name()
			if other, taken := seen[name]; taken && other != area {
				t.Fatalf("%s is both %s and %s", name, area, other)
			}
			seen[name] = area
			if len(name) > 50 || strings.ContainsAny(name, ", /") {
				t.Errorf("%s is named %s", area, name)
			}
		}
	}
}
