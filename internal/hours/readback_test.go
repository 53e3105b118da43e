package hours

import (
	"slices"
	"strings"
	"testing"

	"escale/internal/language"
)

// What hours say of themselves in French, as our own files do, is read back as the same
// hours.
func TestOurOwnFrenchIsReadBack(t *testing.T) {
	n := 0
	for _, text := range realHours(t) {
		s, err := Parse(text)
		if err != nil {
			continue
		}
		n++
		french := strings.Join(s.Text(language.French), " ; ")
		back, err := Parse(Read(french).OSM)
		if err != nil || !slices.Equal(openMillis(s.OrHolidaysOff(), oracleFrom, oracleTo), openMillis(back.OrHolidaysOff(), oracleFrom, oracleTo)) {
			t.Errorf("%s, %q, is read back as %q", text, french, Read(french).OSM)
		}
	}
	if n == 0 {
		t.Error("no hours")
	}
}
