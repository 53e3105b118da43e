// Package coveragetest asks another solver for the best stops, for tests only.
package coveragetest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"escale/internal/coverage"
)

// Glpk finds the best choice with an independent solver, which Debian has in
// glpk-utils; the test is skipped without it.
func Glpk(t testing.TB, d coverage.Demand, stops int) float64 {
	t.Helper()
	if _, err := exec.LookPath("glpsol"); err != nil {
		t.Skip("needs glpsol (Debian: glpk-utils); all choices of small instances are tried in another test")
	}
	model, answer := filepath.Join(t.TempDir(), "model.lp"), filepath.Join(t.TempDir(), "answer.txt")
	if err := os.WriteFile(model, []byte(lp(d, stops)), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("glpsol", "--lp", model, "-o", answer).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	content, err := os.ReadFile(answer)
	if err != nil {
		t.Fatal(err)
	}
	found := objective.FindSubmatch(content)
	if found == nil {
		t.Fatalf("no objective in %s", content)
	}
	value, err := strconv.ParseFloat(string(found[1]), 64)
	if err != nil {
		t.Fatal(err)
	}
	return value
}

var objective = regexp.MustCompile(`(?m)^Objective:\s+\S+ = (\S+)`)

// lp writes the problem as CPLEX LP: y is 1 for a weight that is reached, x for
// a candidate that is chosen.
func lp(d coverage.Demand, stops int) string {
	var b strings.Builder
	b.WriteString("Maximize\n covered:")
	for w, weight := range d.Weights {
		fmt.Fprintf(&b, "\n + %g y%d", weight, w)
	}
	b.WriteString("\nSubject To\n")
	for w := range d.Weights {
		fmt.Fprintf(&b, " r%d: y%d", w, w)
		for c, list := range d.Reached {
			if slices.Contains(list, w) {
				fmt.Fprintf(&b, " - x%d", c)
			}
		}
		b.WriteString(" <= 0\n")
	}
	b.WriteString(" stops:")
	for c := range d.Reached {
		fmt.Fprintf(&b, "\n + x%d", c)
	}
	fmt.Fprintf(&b, " <= %d\n", stops)
	for _, c := range d.Fixed {
		fmt.Fprintf(&b, " f%d: x%d = 1\n", c, c)
	}
	for _, c := range d.Forbidden {
		if !slices.Contains(d.Fixed, c) {
			fmt.Fprintf(&b, " n%d: x%d = 0\n", c, c)
		}
	}
	b.WriteString("Binary\n")
	for c := range d.Reached {
		fmt.Fprintf(&b, " x%d\n", c)
	}
	for w := range d.Weights {
		fmt.Fprintf(&b, " y%d\n", w)
	}
	b.WriteString("End\n")
	return b.String()
}
