// Package mirrortest finds the mirror of real open data that may lie beside
// the project, for tests. What can be tested on the example set of data/exemple
// is, where there is no mirror; `make test` counts the tests that cannot.
package mirrortest

import (
	"os"
	"path/filepath"
	"testing"
)

// Root is the folder of the project, seen from that of the package under test.
func Root(t testing.TB) string {
	t.Helper()
	folder, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; ; folder = filepath.Dir(folder) {
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); err == nil {
			return folder
		}
		if folder == filepath.Dir(folder) {
			t.Fatal("no go.mod above the package under test")
		}
	}
}

// Find returns the folder of the mirror: ESCALE_MIRROR, empty for none, or
// else the one beside the project.
func Find(t testing.TB) (folder string, found bool) {
	t.Helper()
	folder, set := os.LookupEnv("ESCALE_MIRROR")
	if !set {
		folder = filepath.Join(Root(t), "../shared/data")
	}
	if folder == "" {
		return "", false
	}
	_, err := os.Stat(folder)
	return folder, err == nil
}

// Path returns a file or folder of the mirror, "." for the mirror itself. The
// test is skipped where there is none; .ci/go-test counts these words.
func Path(t testing.TB, name string) string {
	t.Helper()
	folder, found := Find(t)
	if !found {
		t.Skip("needs the mirror of real data")
	}
	t.Log("has the mirror of real data")
	return filepath.Join(folder, name)
}

// Example returns a file of the example set.
func Example(t testing.TB, name string) string {
	t.Helper()
	return filepath.Join(Root(t), "data/exemple", name)
}
