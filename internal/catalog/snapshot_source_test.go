package catalog

import (
	"testing"

	"escale/internal/mediation"
)

func TestASourceIsKnownOrDeclared(t *testing.T) {
	s := &Snapshot{Data: Data{Declared: map[string]mediation.SourceInfo{"a": {Name: "déclarée", Licence: "LO"}, "b": {Name: "déclarée"}}}}
	known := map[string]mediation.SourceInfo{"b": {Name: "connue", Licence: "MIT"}}
	for id, want := range map[string]mediation.SourceInfo{"a": {Name: "déclarée", Licence: "LO"}, "b": {Name: "connue", Licence: "MIT"}, "c": {}} {
		if got := SourceOf(s, known, id); got != want {
			t.Errorf("%s: %+v", id, got)
		}
	}
}
