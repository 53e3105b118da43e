package archtest

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// stopsReading finds a command behind a pipe that stops reading before the end.
var stopsReading = regexp.MustCompile(`(?:^|[^|])\|&?\s*(?:\w+=\S*\s+)*(?:head\b|read\b|sed\s[^|]*\dq\b|awk\b[^|]*\bexit\b|` +
	`grep\b[^|]*\s(?:-\w*[qm]|--quiet|--silent|--max-count))`)

func TestWhatStopsReadingIsFound(t *testing.T) {
	for line, want := range map[string]bool{
		"escale account | grep -q a": true, "a | grep -e x -q": true, "a | grep --quiet x": true, "a | LC_ALL=C grep -m1 x": true, "a |& head -1": true,
		"a | sed 1q": true, "a | awk '{print; exit}'": true, "a | read x": true, "a || grep -q x file": false, "a | grep x | sort": false, "a | sed -n 1p": false,
		"grep -q x file": false, "a | grep x >/dev/null": false,
	} {
		if stopsReading.MatchString(line) != want {
			t.Errorf("%s: want %v", line, want)
		}
	}
}

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
