package site

import (
	"encoding/json"

	"escale/internal/catalog"
	"escale/internal/mediation"
)

// smallMap is what the client must know to draw the map of one place
// (frontend/src/smallmap.ts).
type smallMap struct {
	Script          string                    `json:"script"`
	TileURL         string                    `json:"tileURL"`
	TileAttribution string                    `json:"tileAttribution"`
	Departement     mapArea                   `json:"departement"`
	Place           mapPlace                  `json:"place"`
	Labels          map[mediation.Kind]string `json:"labels"`
}

type mapPlace struct {
	ID    string           `json:"id"`
	Name  string           `json:"name"`
	Lat   float64          `json:"lat"`
	Lon   float64          `json:"lon"`
	Kinds []mediation.Kind `json:"kinds"`
}

// smallMap is the map of a place, "" when the map's script is not built.
func (s *Site) smallMap(snapshot *catalog.Snapshot, p mediation.Place) (string, error) {
	script := s.Path("map.js")
	if script == "" {
		return "", nil
	}
	m := smallMap{script, s.opts.TileURL, s.opts.TileAttribution, s.area(snapshot),
		mapPlace{p.ID, p.Name, p.Point.Lat(), p.Point.Lon(), p.Kinds()}, map[mediation.Kind]string{}}
	for _, k := range p.Kinds() {
		m.Labels[k] = k.Label()
	}
	encoded, err := json.Marshal(m)
	return string(encoded), err
}
