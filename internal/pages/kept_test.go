package pages

import (
	"html/template"
	"strconv"
	"strings"
	"testing"
)

// What is kept stays within its bound, and what was asked for last stays.
func TestWhatIsKeptIsBounded(t *testing.T) {
	set := template.Must(template.New("part").Parse(`{{.}}`))
	k := &keeper{set, newParts()}
	long := strings.Repeat("x", mostKept/10)
	for n := range 50 {
		for _, data := range []string{long + strconv.Itoa(n), "asked for again and again"} {
			html, err := k.execute("part", data)
			if err != nil || string(html) != data {
				t.Fatalf("%d bytes, %v", len(html), err)
			}
		}
		size := 0
		for _, html := range k.parts.made.Values() {
			size += len(html)
		}
		if size != k.parts.size || size > mostKept {
			t.Fatalf("after %d: %d bytes there, %d counted", n, size, k.parts.size)
		}
	}
	if !k.parts.made.Contains(part{set, "part", "asked for again and again"}) || k.parts.made.Len() > 11 {
		t.Errorf("%d parts are there", k.parts.made.Len())
	}
}
