package archtest

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// root is the project's folder, seen from this package's.
const root = "../.."

// The limits of the design. Past them, look for the missing idea.
const (
	maxGoFile     = 400
	maxTypeScript = 300
	maxFunction   = 50
)

// sources lists the project's own files with one of the endings.
func sources(t *testing.T, endings ...string) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		switch entry.Name() {
		case "node_modules", "dist", ".git", "var", "bin", "test-results":
			if entry.IsDir() {
				return filepath.SkipDir
			}
		}
		for _, ending := range endings {
			if strings.HasSuffix(path, ending) {
				files = append(files, path)
			}
		}
		return nil
	})
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files, error %v", len(files), err)
	}
	return files
}

func TestFilesStayShort(t *testing.T) {
	for ending, limit := range map[string]int{".go": maxGoFile, ".ts": maxTypeScript} {
		for _, file := range sources(t, ending) {
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if lines := bytes.Count(content, []byte("\n")); lines > limit {
				t.Errorf("%s has %d lines, more than %d", file, lines, limit)
			}
		}
	}
}

func TestFunctionsStayShort(t *testing.T) {
	set := token.NewFileSet()
	for _, file := range sources(t, ".go") {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(set, file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range parsed.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			if lines := set.Position(f.End()).Line - set.Position(f.Pos()).Line + 1; lines > maxFunction {
				t.Errorf("%s: %s has %d lines, more than %d", file, f.Name.Name, lines, maxFunction)
			}
		}
	}
}
