package pages

import (
	"html/template"
	"strconv"
	"strings"
	"testing"
)

// What is kept stays within its bound, and what was asked for last stays.
func TestWhatIsKeptIsBounded(t *testing.T) {
	k := newKeeper(template.Must(template.New("part").Parse(`{{.}}`)))
	long := strings.Repeat("x", mostKept/10)
	for n := range 50 {
		for _, data := range []string{long + strconv.Itoa(n), "asked for again and again"} {
			html, err := k.execute("part", data)
			if err != nil || string(html) != data {
				t.Fatalf("%d bytes, %v", len(html), err)
			}
		}
		size := 0
		for _, html := range k.parts.Values() {
			size += len(html)
		}
		if size != k.size || size > mostKept {
			t.Fatalf("after %d: %d bytes there, %d counted", n, size, k.size)
		}
	}
	if !k.parts.Contains(part{"part", "asked for again and again"}) || k.parts.Len() > 11 {
		t.Errorf("%d parts are there", k.parts.Len())
	}
}
