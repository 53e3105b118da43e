package compact_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"unsafe"

	"github.com/go-json-experiment/json"
	"pgregory.net/rapid"

	"escale/internal/compact"
)

type textual struct {
	A    string
	B    *string
	List []string
	Map  map[string]string
	Rows []struct{ A string }
}

// What is kept is what the library reads, whatever the texts are.
func TestTextsAreReadAsTheLibraryReadsThem(t *testing.T) {
	kept := compact.NewTexts()
	text := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", "déjà", `"\`, "\u2028\x00", strings.Repeat("long ", 30_000)}))
	rapid.Check(t, func(t *rapid.T) {
		written := textual{A: text.Draw(t, "a"), List: rapid.SliceOfN(text, 0, 3).Draw(t, "list"), Map: rapid.MapOfN(text, text, 0, 3).Draw(t, "map")}
		if rapid.Bool().Draw(t, "b given") {
			written.B = &written.A
		}
		for _, a := range written.List {
			written.Rows = append(written.Rows, struct{ A string }{a})
		}
		content, err := json.Marshal(written, json.FormatNilSliceAsNull(rapid.Bool().Draw(t, "null")))
		if err != nil {
			t.Fatal(err)
		}
		var want, got textual
		if err := json.Unmarshal(content, &want); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(content, &got, kept.Options); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("%+v, want %+v", got, want)
		}
	})
	for _, wrong := range []string{`{"A":1}`, `{"List":["a",2]}`, `{"List":"a"}`, `{"A":"a`} {
		if err := json.Unmarshal([]byte(wrong), new(textual), kept.Options); err == nil {
			t.Errorf("%s is read", wrong)
		}
	}
}

// A text that comes again is the same memory, and texts stand in few pieces.
func TestTextsAreKeptOnce(t *testing.T) {
	kept := compact.NewTexts()
	one, other := kept.Keep([]byte("Saint-Lô")), kept.Keep([]byte("Saint-Lô"))
	if unsafe.StringData(one) != unsafe.StringData(other) {
		t.Error("the same text is there twice")
	}
	follow, end := 0, uintptr(0)
	for i := range 1000 {
		text := kept.Keep(fmt.Appendf(nil, "text %d", i))
		start := uintptr(unsafe.Pointer(unsafe.StringData(text)))
		if start == end {
			follow++
		}
		end = start + uintptr(len(text))
	}
	if follow < 980 {
		t.Errorf("only %d of 1000 texts follow another one", follow)
	}
}
