package archtest

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const (
	pictureStart = "```mermaid\n"
	pictureEnd   = "```\n"
)

// The picture of docs/architecture.md is that of the code. With ESCALE_UPDATE
// set, the test writes it anew.
func TestThePictureIsThatOfTheCode(t *testing.T) {
	path := filepath.Join(root, "docs/architecture.md")
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(content), pictureStart)
	_, after, ended := strings.Cut(rest, pictureEnd)
	if !found || !ended {
		t.Fatal("docs/architecture.md has no picture")
	}
	want := before + pictureStart + picture(importsOf(t)) + pictureEnd + after
	if want == string(content) {
		return
	}
	if os.Getenv("ESCALE_UPDATE") == "" {
		t.Fatal("docs/architecture.md shows other imports than the code has: ESCALE_UPDATE=1 go test ./internal/archtest -run Picture")
	}
	if err := os.WriteFile(path, []byte(want), 0o600); err != nil {
		t.Fatal(err)
	}
}

// importsOf lists what each package of the program imports of the others.
// What is for tests and measures only is left out.
func importsOf(t *testing.T) map[string][]string {
	t.Helper()
	imports := map[string][]string{}
	for _, p := range list(t) {
		name := strings.TrimPrefix(p.ImportPath, module)
		if strings.HasSuffix(name, "test") || strings.HasPrefix(name, "internal/bench") {
			continue
		}
		for _, imported := range p.Imports {
			if own, ours := strings.CutPrefix(imported, module); ours {
				imports[name] = append(imports[name], own)
			}
		}
	}
	return imports
}

// picture draws the imports of each package, without the arrows that others imply.
func picture(imports map[string][]string) string {
	var lines []string
	for name, direct := range imports {
		for _, to := range direct {
			if !slices.ContainsFunc(direct, func(by string) bool { return by != to && reaches(imports, by, to) }) {
				lines = append(lines, fmt.Sprintf("  %s --> %s\n", short(name), short(to)))
			}
		}
	}
	slices.Sort(lines)
	return "graph TD\n" + strings.Join(lines, "")
}

func reaches(imports map[string][]string, from, to string) bool {
	return slices.ContainsFunc(imports[from], func(next string) bool { return next == to || reaches(imports, next, to) })
}

func short(name string) string {
	return strings.ReplaceAll(strings.TrimPrefix(strings.TrimPrefix(name, "internal/"), "cmd/"), "/", ".")
}
