// Package data holds what we wrote ourselves and ship inside the program: the
// needs of people, the list of sources, and the invented example set. README.md
// tells the origin and licence of each file.
package data

import "embed"

// Files holds services.yaml, sources.yaml, departements.csv, exemple/*.csv,
// languages/*.po and correspondances/*.yaml, under these paths.
//
//go:embed services.yaml sources.yaml departements.csv exemple languages correspondances
var Files embed.FS
