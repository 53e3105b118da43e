package web

import (
	"os"
	"runtime/debug"
)

// halfAgain is how much the heap may grow between two collections of garbage, in
// percent: the texts of a country are large and stay, a request leaves little.
const halfAgain = 50

// SpareMemory makes a server collect its garbage early, unless its environment
// says when (GOGC).
func SpareMemory() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(halfAgain)
	}
}
