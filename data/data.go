// Package data holds what we wrote ourselves and ship inside the program: the
// needs of people, the list of sources, and the invented example set. README.md
// tells the origin and licence of each file.
package data

import "embed"

// Files holds services.yaml, sources.yaml, departements.csv, exemple/lieux.csv and
// exemple/communes.csv, and languages/*.po, under these paths.
//
//go:embed services.yaml sources.yaml departements.csv exemple languages
var Files embed.FS
