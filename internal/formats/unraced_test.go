//go:build !race

package formats

// raced is false without the detector of races.
const raced = false
