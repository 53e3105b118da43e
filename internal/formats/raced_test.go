//go:build race

package formats

// raced is true under the detector of races, which takes several times the memory
// and the time.
const raced = true
