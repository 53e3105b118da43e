package frontend

import (
	"os"
	"regexp"
	"testing"
)

// Each need, and each time to choose, has its drawing.
func TestEveryNeedHasItsPicture(t *testing.T) {
	needs, err := os.ReadFile("../data/services.yaml")
	if err != nil {
		t.Fatal(err)
	}
	names := []string{"tout", "maintenant", "aujourdhui", "semaine", "mois"}
	for _, m := range regexp.MustCompile(`(?m)^  - id: (\S+)$`).FindAllStringSubmatch(string(needs), -1) {
		names = append(names, m[1])
	}
	if len(names) < 20 {
		t.Fatalf("only %d needs were read", len(names))
	}
	for _, name := range names {
		if _, err := os.Stat("src/pictures/" + name + ".svg"); err != nil {
			t.Error(err)
		}
	}
}
