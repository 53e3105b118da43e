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

// Instance is a choice of so many stops.
type Instance struct {
	coverage.Demand
	Stops int
}

// Glpk finds the best values with an independent solver, which Debian has in glpk-utils, in
// one call: the instances are blocks of one problem. Where tests must be whole (CI) it must
// be there; elsewhere the test is skipped without it, and says so.
func Glpk(t testing.TB, list ...Instance) []float64 {
	t.Helper()
	if _, err := exec.LookPath("glpsol"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("no glpsol: .ci/install glpk")
		}
		t.Skip("needs glpsol (Debian: glpk-utils); all choices of small instances are tried in another test")
	}
	model, answer := filepath.Join(t.TempDir(), "model.lp"), filepath.Join(t.TempDir(), "answer.txt")
	if err := os.WriteFile(model, []byte(lp(list)), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("glpsol", "--lp", model, "-o", answer).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	content, err := os.ReadFile(answer)
	if err != nil {
		t.Fatal(err)
	}
	return values(t, list, string(content))
}

// row is a line of glpk's answer: the name of a weight and whether it is reached.
var row = regexp.MustCompile(`(?m)^ +\d+ b(\d+)y(\d+)\s+\* +(\d)`)

// values adds up the weights that each block reaches.
func values(t testing.TB, list []Instance, answer string) []float64 {
	t.Helper()
	if !strings.Contains(answer, "INTEGER OPTIMAL") {
		t.Fatalf("no optimum: %s", answer[:min(len(answer), 600)])
	}
	best := make([]float64, len(list))
	for _, found := range row.FindAllStringSubmatch(answer, -1) {
		block, _ := strconv.Atoi(found[1])
		weight, _ := strconv.Atoi(found[2])
		if found[3] == "1" {
			best[block] += list[block].Weights[weight]
		}
	}
	return best
}

// lp writes the problem as CPLEX LP: in block b, y is 1 for a weight that is reached, x for
// a candidate that is chosen.
func lp(list []Instance) string {
	var goal, rows, binary strings.Builder
	for b, d := range list {
		for w, weight := range d.Weights {
			fmt.Fprintf(&goal, "\n + %g b%dy%d", weight, b, w)
			fmt.Fprintf(&rows, " b%dr%d: b%dy%d", b, w, b, w)
			for c, reached := range d.Reached {
				if slices.Contains(reached, w) {
					fmt.Fprintf(&rows, " - b%dx%d", b, c)
				}
			}
			rows.WriteString(" <= 0\n")
			fmt.Fprintf(&binary, " b%dy%d\n", b, w)
		}
		fmt.Fprintf(&rows, " b%dstops:", b)
		for c := range d.Reached {
			fmt.Fprintf(&rows, "\n + b%dx%d", b, c)
			fmt.Fprintf(&binary, " b%dx%d\n", b, c)
		}
		fmt.Fprintf(&rows, " <= %d\n", d.Stops)
		for _, c := range d.Fixed {
			fmt.Fprintf(&rows, " b%df%d: b%dx%d = 1\n", b, c, b, c)
		}
		for _, c := range d.Forbidden {
			if !slices.Contains(d.Fixed, c) {
				fmt.Fprintf(&rows, " b%dn%d: b%dx%d = 0\n", b, c, b, c)
			}
		}
	}
	return "Maximize\n covered:" + goal.String() + "\nSubject To\n" + rows.String() + "Binary\n" + binary.String() + "End\n"
}
