package hours

import (
	"slices"
	"strings"
	"testing"

	"escale/internal/language"
)

// What hours say of themselves in French, as our own files do, is read back as the same
// hours; where it cannot be, nothing is open that was not.
func TestOurOwnFrenchIsReadBack(t *testing.T) {
	n, same := 0, 0
	for _, text := range realHours(t) {
		s, err := Parse(text)
		if err != nil {
			continue
		}
		n++
		french := strings.Join(s.Text(language.French), " ; ")
		var after [][2]int64
		if back, err := Parse(Read(french).OSM); err == nil {
			after = openMillis(back.OrHolidaysOff(), oracleFrom, oracleTo)
		}
		before := openMillis(s.OrHolidaysOff(), oracleFrom, oracleTo)
		if slices.Equal(before, after) {
			same++
		}
		for _, span := range after {
			if !slices.Contains(before, span) {
				t.Errorf("%s, %q, is read back as %q", text, french, Read(french).OSM)
			}
		}
	}
	t.Logf("%d of %d are read back as they were", same, n)
	if same*10 < n*8 {
		t.Error("too few are read back")
	}
}
