package postgres_test

import (
	"context"
	"math"
	"testing"

	"escale/internal/mediation"
	"escale/internal/postgres"
	"escale/internal/postgres/pgtest"
)

// Each projection has its origin where its definition says.
func TestUnproject(t *testing.T) {
	db, err := postgres.Open(context.Background(), pgtest.URL(t))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for srid, want := range map[int][4]float64{ // x, y, longitude, latitude
		2154: {700000, 6600000, 3, 46.5}, 3949: {1700000, 8200000, 3, 49}, 5490: {500000, 0, -63, 0}, 2972: {500000, 0, -51, 0},
		2975: {500000, 10000000, 57, 0}, 4471: {500000, 10000000, 45, 0}, 4467: {500000, 0, -57, 0}, 9999: {1, 1, math.NaN(), 0}, 2158: {math.Inf(1), 0, math.NaN(), 0},
	} {
		err := db.InTx(context.Background(), func(tx *postgres.Tx) error {
			points, err := tx.Unproject(context.Background(), []mediation.Projected{{SRID: srid, X: want[0], Y: want[1]}})
			switch p := points[0]; {
			case err != nil || math.IsNaN(want[2]) && p == nil:
			case p == nil, math.Abs(p.Lon()-want[2])+math.Abs(p.Lat()-want[3]) > 1e-6:
				t.Errorf("%d: %v, want %v", srid, p, want)
			}
			return err
		})
		if err != nil {
			t.Errorf("%d: %v", srid, err)
		}
	}
}
