// Package data holds what the program ships with: the needs of people, the list
// of sources, the invented example set, the land around the départements.
// README.md tells the origin and licence of each file.
package data

import "embed"

// Files holds services.yaml, sources.yaml, departements.csv, exemple/*.csv,
// languages/*.po, correspondances/*.yaml and terres.json, under these paths.
//
//go:embed services.yaml sources.yaml departements.csv exemple languages correspondances terres.json
var Files embed.FS
