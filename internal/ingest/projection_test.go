package ingest_test

import (
	"fmt"
	"strings"
	"testing"

	"escale/internal/ingest"
)

// A mapping says the projection, and points are converted; without one, metres are only
// a proposal.
func TestProjections(t *testing.T) {
	const columns = "columns: {id: id, nom: nom, commune: commune, code_postal: code_postal, latitude: y, longitude: x}\n"
	for _, tt := range []struct{ projection, x, y, says string }{
		{"projection: lambert-93", "401 900", "6899000", "1 ajoutées"},
		{"projection: EPSG:2154", "401900,0", "6899000.0", "1 ajoutées"},
		{"projection: cc49", "1401700", "8221900", "1 ajoutées"},
		{"", "401900", "6899000", "Proposition : latitude 49.1"},
		{"projection: utm-40s", "401900", "6899000", "1 mises de côté"},
		{"projection: EPSG:9999", "401900", "6899000", "pas dans la projection"},
	} {
		f := newFixture(t)
		report := f.load(ingest.Request{Source: "s", Format: ingest.MappedFormat, Mapping: columns + tt.projection + "\n", Departement: "50", Origin: "s.csv",
			Content: []byte(fmt.Sprintf("id;nom;commune;code_postal;x;y\n1;Lieu;Saint-Lô;50000;%s;%s\n", tt.x, tt.y))})
		if places := f.places(); !strings.Contains(report.Text()+fmt.Sprint(report.Remarks), tt.says) || strings.HasPrefix(tt.says, "1 a") && (len(places) != 1 || places[0].Approximate()) {
			t.Errorf("%+v: %+v\n%s", tt, places, report.Text())
		}
	}
}
