package history

import (
	"strings"
	"testing"

	"escale/internal/mediation"
)

func TestValuesAreReadAsPeopleReadThem(t *testing.T) {
	needs := mediation.Needs{{ID: "caf", Label: "La CAF"}, {ID: "cv", Label: "Un CV"}}
	for _, tt := range []struct{ field, value, want string }{
		{"hours", "Mo 09:00-12:00", "Lundi : 9 h – 12 h"}, {"hours", "quand on peut", "quand on peut"}, {"hours", "", ""},
		{"phone", "+33233000009", "02 33 00 00 09"}, {mediation.NeedsField, "caf, cv", "La CAF, Un CV"}, {mediation.NeedsField, "caf, gone", "La CAF, gone"},
		{mediation.NeedsField, "", ""}, {"name", "caf", "caf"},
	} {
		if got := strings.ReplaceAll(Spoken(needs, tt.field, tt.value), "\u00a0", " "); got != tt.want {
			t.Errorf("%s %q: %q, want %q", tt.field, tt.value, got, tt.want)
		}
	}
}
