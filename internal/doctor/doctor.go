// Package doctor looks at all that a map needs, and says in French what is wrong
// and what to do.
package doctor

import (
	"context"
	"fmt"
	"time"
)

// Level is how bad a finding is.
type Level int

// The levels.
const (
	Good Level = iota
	// Warning will be a fault, or is one for somebody.
	Warning
	Fault
)

// Finding is what was seen of one thing.
type Finding struct {
	Level Level
	// About is the thing, Says what was seen, Do what to do, "" when nothing is.
	About, Says, Do string
}

func good(about, says string, args ...any) Finding {
	return Finding{Good, about, fmt.Sprintf(says, args...), ""}
}

func warning(about, says, do string) Finding { return Finding{Warning, about, says, do} }

func fault(about, says, do string) Finding { return Finding{Fault, about, says, do} }

// Check looks at one thing.
type Check func(ctx context.Context) []Finding

// patience is how long one check may take.
const patience = 20 * time.Second

// Examine runs the checks, in order.
func Examine(ctx context.Context, checks ...Check) (all []Finding) {
	for _, check := range checks {
		limited, cancel := context.WithTimeout(ctx, patience)
		all = append(all, check(limited)...)
		cancel()
	}
	return all
}

// Worst is the level of the worst finding.
func Worst(all []Finding) (worst Level) {
	for _, f := range all {
		worst = max(worst, f.Level)
	}
	return worst
}
