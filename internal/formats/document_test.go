package formats

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"escale/internal/mirrortest"
)

var documented = regexp.MustCompile("(?s)```(csv|json|yaml) ([a-z-]+)\n(.*?)```")

// The examples of docs/sources.md are read as it says.
func TestTheDocumentedExamples(t *testing.T) {
	page, err := os.ReadFile(filepath.Join(mirrortest.Root(t), "docs/sources.md"))
	if err != nil {
		t.Fatal(err)
	}
	files, mapping := map[string]*File{}, Mapping{}
	for _, m := range documented.FindAllStringSubmatch(string(page), -1) {
		content := strings.NewReader(m[3])
		switch {
		case m[1] == "yaml":
			mapping, err = ReadMapping(content)
		case m[2] == "correspondance":
			files[m[2]], err = ReadMapped(mapping, content, "s")
		case m[2] == "correspondance-umap":
			var g Guesses
			if g, err = Explain(content); err == nil {
				if mapping, err = ReadMapping(strings.NewReader(g.Mapping())); err == nil {
					files[m[2]], err = ReadMapped(mapping, strings.NewReader(m[3]), "s")
				}
			}
		default:
			files[m[2]], err = Read(m[2], content, "s")
		}
		if err != nil {
			t.Fatalf("%s: %v", m[2], err)
		}
	}
	for name, want := range map[string][]string{
		"standard":               {"Mo-Fr 09:00-12:00", "week 2-53/2 Tu 10:00-12:00", "Tu 14:00-18:00; Sa 10:00-12:00"},
		"france-services":        {`Mo 09:00-12:00,13:30-17:00; Tu 09:00-12:00 "sur rendez-vous"; Fr 14:00-18:00`, ""},
		"conseillers-numeriques": {"Tu 09:00-12:00", "2027 Jan 05 14:00-16:00; 2027 Feb 02 14:00-16:00"},
		"epn-normandie":          {"Mo-Th 09:00-12:00", ""},
		"correspondance":         {"week 2-53/2 Mo-Tu 09:00-12:00"},
		"correspondance-umap":    {"Mo 09:00-12:00"},
	} {
		file := files[name]
		if file == nil || len(file.Records) != len(want) {
			t.Fatalf("%s: %+v", name, file)
		}
		for i, r := range file.Records {
			if r.Fatal() || r.Offer.Hours != want[i] || len(file.Ignored) > 0 {
				t.Errorf("%s: %q, want %q; ignored %v, %+v", name, r.Offer.Hours, want[i], file.Ignored, r.Problems)
			}
		}
	}
}
