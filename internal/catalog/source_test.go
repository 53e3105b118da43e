package catalog

import (
	"testing"

	"escale/internal/mediation"
)

func TestASourceIsKnownOrDeclared(t *testing.T) {
	type source struct{ Name, Licence, URL string }
	s := &Snapshot{Data: Data{Declared: map[string]mediation.SourceInfo{"a": {Name: "déclarée", Licence: "LO"}, "b": {Name: "déclarée"}}}}
	known := map[string]source{"b": {Name: "connue", Licence: "MIT"}}
	for id, want := range map[string]source{"a": {"déclarée", "LO", ""}, "b": {"connue", "MIT", ""}, "c": {}} {
		if got := SourceOf(s, known, id); got != want {
			t.Errorf("%s: %+v", id, got)
		}
	}
}
