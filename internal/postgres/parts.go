package postgres

import (
	"encoding/json"

	"github.com/paulmach/orb"

	"escale/internal/mediation"
)

// partRow is how a commune of before is stored.
type partRow struct {
	INSEE string   `json:"insee"`
	Name  string   `json:"name"`
	Lon   *float64 `json:"lon,omitempty"`
	Lat   *float64 `json:"lat,omitempty"`
}

func fromParts(parts []mediation.Part) ([]byte, error) {
	rows := make([]partRow, len(parts))
	for i, p := range parts {
		rows[i] = partRow{INSEE: p.INSEE, Name: p.Name}
		if p.Centre != nil {
			rows[i].Lon, rows[i].Lat = &p.Centre[0], &p.Centre[1]
		}
	}
	return json.Marshal(rows)
}

func toParts(stored []byte) (parts []mediation.Part, err error) {
	var rows []partRow
	if err = json.Unmarshal(stored, &rows); err != nil {
		return nil, err
	}
	for _, r := range rows {
		p := mediation.Part{INSEE: r.INSEE, Name: r.Name}
		if r.Lon != nil && r.Lat != nil {
			p.Centre = &orb.Point{*r.Lon, *r.Lat}
		}
		parts = append(parts, p)
	}
	return parts, nil
}
