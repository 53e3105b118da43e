package archtest

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// stopsReading finds a command behind a pipe that stops reading before the end.
var stopsReading = regexp.MustCompile(`\|\s*(?:head\b|grep\s+(?:-\w+\s+)*-\w*[qm])`)

// Whoever still writes when the reader stops is ended by SIGPIPE, and pipefail
// makes that a failure of the line: now and then, for both run at once.
func TestNoScriptStopsReadingAPipe(t *testing.T) {
	scripts := 0
	for _, folder := range []string{".ci", "deploy/debian"} {
		files, err := filepath.Glob(filepath.Join(root, folder, "*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, script := range files {
			content, err := os.ReadFile(script)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(string(content), "pipefail") {
				continue
			}
			scripts++
			for i, line := range strings.Split(string(content), "\n") {
				if stopsReading.MatchString(line) {
					t.Errorf("%s:%d stops reading a pipe: %s", script, i+1, strings.TrimSpace(line))
				}
			}
		}
	}
	if scripts == 0 {
		t.Error("no script was read")
	}
}
