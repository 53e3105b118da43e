package archtest

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// criteria are how many criteria each theme of the RGAA 4.1.2 has, in order.
var criteria = []int{9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12}

// judged finds the lines of the grid: number, what is asked, result, how.
var judged = regexp.MustCompile(`(?m)^\| (\d+\.\d+) \| [^|]+ \| ([^|]+) \| ([^|]+) \|$`)

func TestTheGridJudgesEachCriterionOfTheRGAAOnce(t *testing.T) {
	grid := read(t, "docs/accessibilite.md")
	seen, results := map[string]int{}, map[string]int{}
	for _, line := range judged.FindAllStringSubmatch(grid, -1) {
		seen[line[1]]++
		results[line[2]]++
	}
	all := 0
	for theme, count := range criteria {
		for i := range count {
			all++
			if number := fmt.Sprintf("%d.%d", theme+1, i+1); seen[number] != 1 {
				t.Errorf("criterion %s is judged %d times", number, seen[number])
			}
		}
	}
	met, unmet, none := results["conforme"], results["non conforme"], results["non applicable"]
	if len(seen) != all || met+unmet+none != all {
		t.Errorf("%d criteria of %d, results %v", len(seen), all, results)
	}
	rate := strings.Replace(fmt.Sprintf("%.1f %%", 100*float64(met)/float64(met+unmet)), ".", ",", 1)
	holds(t, "docs/accessibilite.md", grid, fmt.Sprintf("%d / (%d + %d) = %s", met, met, unmet, rate))
	page := read(t, "internal/site/templates/accessibilite.html.tmpl")
	for _, sentence := range []string{fmt.Sprintf("%d critères sont respectés", met), fmt.Sprintf("%d ne le sont pas", unmet), fmt.Sprintf("%d ne s’appliquent pas", none), rate} {
		holds(t, "/accessibilite", page, sentence)
	}
}

// testName finds the tests that the grid names, by the file they are in.
var testName = regexp.MustCompile("`(frontend/e2e/[a-z.-]+\\.ts)`, « ([^»]+) »")

func TestTheGridNamesTestsThatExist(t *testing.T) {
	named := testName.FindAllStringSubmatch(read(t, "docs/accessibilite.md"), -1)
	if len(named) == 0 {
		t.Fatal("it names no test")
	}
	for _, test := range named {
		holds(t, test[1], read(t, test[1]), test[2])
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(root, path))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func holds(t *testing.T, path, content, text string) {
	t.Helper()
	if !strings.Contains(content, text) {
		t.Errorf("%s lacks %q", path, text)
	}
}
