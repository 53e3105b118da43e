// Package data holds what the program ships with: the needs of people, the list
// of sources, the invented example set, the land around the départements.
// README.md tells the origin and licence of each file.
package data

import (
	"compress/gzip"
	"embed"
	"fmt"
	"io"
)

// Files holds services.yaml, sources.yaml, departements.csv, exemple/*.csv,
// languages/*.po, correspondances/*.yaml, *.tsv and terres.json, under
// these paths, and officiel/*.json.gz, which the build of the front end makes.
//
//go:embed services.yaml sources.yaml departements.csv exemple languages correspondances *.tsv terres.json all:officiel
var Files embed.FS

// Official opens a list of npm @etalab/decoupage-administratif: communes.json
// or epci.json.
func Official(name string) (io.Reader, error) {
	f, err := Files.Open("officiel/" + name + ".gz")
	if err != nil {
		return nil, fmt.Errorf("make build n’a pas écrit data/officiel : %w", err)
	}
	return gzip.NewReader(f)
}
