package catalog

import (
	"math"
	"os"
	"runtime"
	"runtime/debug"
)

// How much the heap may grow between two collections of garbage: a request
// leaves a few kilobytes, the texts of a country stay.
const (
	leastGrowth = 24 << 20 // bytes
	growth      = 40       // percent of what is in use, when that is more
)

// spare is what the program keeps of the system's memory, in bytes, beside what it holds
// then: for a hundred readers, and for two workbooks of a département, which collections
// of garbage would make three times as dear with less. Beyond it, what is free is
// given back at once instead of within minutes.
const spare = 112 << 20

// SpareMemory gives the system back what was only worked with, and lets the heap
// grow by two fifths, or a little, from what is in use, unless the environment
// says otherwise (GOGC, GOMEMLIMIT). It is for when much was made anew.
func SpareMemory() {
	debug.FreeOSMemory()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	inUse := max(1, int(m.HeapAlloc))
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(min(200, max(growth, 100*leastGrowth/inUse)))
	}
	// The limit counts spans that are not full too: one that left them out would be passed
	// for good, and garbage collected without an end.
	limitMemory(int64(m.Sys-m.HeapReleased) + spare)
}

// takeMemory lets the program grow while it makes a new picture of the data beside the
// other, and returns the limit that it had; SpareMemory sets a new one.
func takeMemory() (before int64) { return limitMemory(math.MaxInt64) }

func limitMemory(bytes int64) (before int64) {
	if os.Getenv("GOMEMLIMIT") != "" {
		return 0
	}
	return debug.SetMemoryLimit(bytes)
}
