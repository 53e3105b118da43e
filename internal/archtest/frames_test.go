package archtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"testing"
)

// A page's own field of the name of one of the frame hides it from the header
// and the footer, which then write the wrong thing without any error.
func TestNoPageHidesAFieldOfItsFrame(t *testing.T) {
	var hidden []string
	frame := fieldsOf(t, "../pages/pages.go", "Frame")
	files, err := filepath.Glob("../*/*.go")
	if err != nil || len(frame) == 0 {
		t.Fatal(err, frame)
	}
	framed := 0
	for _, path := range files {
		ast.Inspect(parse(t, path), func(n ast.Node) bool {
			fields, ok := n.(*ast.StructType)
			if !ok || !slices.ContainsFunc(fields.Fields.List, embedsFrame) {
				return true
			}
			framed++
			for _, name := range names(fields) {
				if slices.Contains(frame, name) {
					hidden = append(hidden, path+": "+name)
				}
			}
			return true
		})
	}
	if framed < 10 || len(hidden) > 0 {
		t.Errorf("of %d pages, these hide a field of pages.Frame: %q", framed, hidden)
	}
}

func parse(t *testing.T, path string) *ast.File {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// fieldsOf are the fields of a type of a file.
func fieldsOf(t *testing.T, path, name string) (fields []string) {
	t.Helper()
	ast.Inspect(parse(t, path), func(n ast.Node) bool {
		if spec, ok := n.(*ast.TypeSpec); ok && spec.Name.Name == name {
			fields = names(spec.Type.(*ast.StructType))
		}
		return true
	})
	return fields
}

func names(s *ast.StructType) (names []string) {
	for _, field := range s.Fields.List {
		for _, name := range field.Names {
			names = append(names, name.Name)
		}
	}
	return names
}

// embedsFrame reports whether a field is an embedded pages.Frame.
func embedsFrame(f *ast.Field) bool {
	if len(f.Names) > 0 {
		return false
	}
	switch kind := f.Type.(type) {
	case *ast.Ident:
		return kind.Name == "frame"
	case *ast.SelectorExpr:
		return kind.Sel.Name == "Frame"
	}
	return false
}
