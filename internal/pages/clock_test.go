package pages

import (
	"testing"
	"time"
)

// The browser ends what is true until a moment by the server's clock when that
// stands still, and by its own otherwise.
func TestAStoppedClockIsWritten(t *testing.T) {
	var frame Frame
	frame.addShell(Shell{}, nil)
	if frame.Clock != "" {
		t.Errorf("a clock that runs is written: %s", frame.Clock)
	}
	frame.addShell(Shell{Clock: time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)}, nil)
	if frame.Clock != "2026-12-01T09:00:00Z" {
		t.Errorf("the stopped clock is %q", frame.Clock)
	}
}
