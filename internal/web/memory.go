package web

import (
	"os"
	"runtime"
	"runtime/debug"
)

// How much the heap may grow between two collections of garbage: a request
// leaves a few kilobytes, the texts of a country stay.
const (
	leastGrowth = 16 << 20 // bytes
	growth      = 25       // percent of what is in use, when that is more
)

// SpareMemory gives the system back what was only worked with, and lets the heap
// grow by a quarter, or a little, from what is in use, unless the environment
// says otherwise (GOGC). It is for when much was made anew.
func SpareMemory() {
	debug.FreeOSMemory()
	if os.Getenv("GOGC") != "" {
		return
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	inUse := max(1, int(m.HeapAlloc))
	debug.SetGCPercent(min(200, max(growth, 100*leastGrowth/inUse)))
}
