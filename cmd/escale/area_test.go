package main

import (
	"errors"
	"testing"

	"escale/internal/config"
	"escale/internal/mediation"
)

func TestAMapOfSeveralDepartementsIsNamed(t *testing.T) {
	named, err := namedArea("14,50,61")
	if err != nil || named.Area != "14,50,61" || named.Name != "Calvados, Manche, Orne" || named.In != "dans le Calvados, dans la Manche et dans l’Orne" {
		t.Errorf("%+v, %v", named, err)
	}
	for _, area := range []mediation.Area{"50,974", "96", "50,96"} { // another clock, and none
		if named, err := namedArea(area); err == nil {
			t.Errorf("%s is called %+v", area, named)
		}
	}
}

func TestWhatIsWrittenIsOfOneDepartement(t *testing.T) {
	for area, want := range map[mediation.Area]string{"50": "50", "14,50": ""} {
		p := &program{config: config.Config{Area: area}}
		if code, err := p.departement(); code != want || errors.Is(err, errSeveral) != area.Several() {
			t.Errorf("%s: %q, %v", area, code, err)
		}
	}
}
