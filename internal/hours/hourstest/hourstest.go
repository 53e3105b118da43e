// Package hourstest evaluates opening hours with npm's opening_hours, a program
// that is not ours, for tests.
package hourstest

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

//go:embed oracle.mjs
var script []byte

// Answer holds the sure openings of a text, in milliseconds since 1970, those
// that touch as one; or why it cannot be read.
type Answer struct {
	Open  [][2]int64 `json:"open"`
	Error string     `json:"error"`
}

// At is true when the place is open at an instant.
func (a Answer) At(t time.Time) bool {
	for _, span := range a.Open {
		if ms := t.UnixMilli(); span[0] <= ms && ms < span[1] {
			return true
		}
	}
	return false
}

// missing skips a test that lacks its tools, which `make test` has installed.
func missing(t testing.TB, what string) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatalf("%s is missing", what)
	}
	t.Skipf("%s is missing", what)
}

// Ask evaluates texts between two instants, in the Manche. Modules is where npm
// put its packages.
func Ask(t testing.TB, modules string, texts []string, from, to time.Time) []Answer {
	t.Helper()
	return AskIn(t, modules, Manche, texts, from, to)
}

// Where is a région or département.
type Where struct {
	// State is the name under which the evaluator knows its public holidays:
	// "Moselle", "La Réunion".
	State string
	// Zone is its clock.
	Zone string
}

// Manche is where texts are evaluated unless a test says otherwise.
var Manche = Where{"Normandie", "Europe/Paris"}

// AskIn is Ask somewhere else.
func AskIn(t testing.TB, modules string, where Where, texts []string, from, to time.Time) []Answer {
	t.Helper()
	if _, err := os.Stat(filepath.Join(modules, "opening_hours")); err != nil {
		missing(t, "npm opening_hours")
	}
	node, err := exec.LookPath("node")
	if err != nil {
		missing(t, "node")
	}
	question, err := json.Marshal(map[string]any{"state": where.State, "from": from, "to": to, "texts": texts})
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(t.TempDir(), "oracle.mjs")
	if err := os.WriteFile(program, script, 0o600); err != nil {
		t.Fatal(err)
	}
	var output, faults bytes.Buffer
	cmd := exec.Command(node, program, modules)
	cmd.Env = append(os.Environ(), "TZ="+where.Zone)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(question), &output, &faults
	if err := cmd.Run(); err != nil {
		t.Fatalf("node: %v\n%s", err, faults.String())
	}
	var answers []Answer
	if err := json.Unmarshal(output.Bytes(), &answers); err != nil || len(answers) != len(texts) {
		t.Fatalf("node answered %d of %d texts: %v", len(answers), len(texts), err)
	}
	return answers
}
