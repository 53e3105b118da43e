// Package synth generates the data of the benchmark from a seed: a département of
// square communes, and files of places in the national standard. The same
// seed always gives the same bytes.
package synth

import (
	"fmt"
	"math/rand/v2"

	"github.com/paulmach/orb"

	"escale/internal/mediation"
)

// Departement is the code that the territory carries.
const Departement = "50"

// Box is about that of the Manche.
var Box = orb.Bound{Min: orb.Point{-1.95, 48.45}, Max: orb.Point{-0.73, 49.73}}

// The communes form a grid, as many as the Manche has, and share postcodes
// and EPCI.
const (
	columns     = 20
	rows        = 22
	perPostcode = 4
	epcis       = 8
	seed        = 50
)

var cell = [2]float64{
	(Box.Max[0] - Box.Min[0]) / columns,
	(Box.Max[1] - Box.Min[1]) / rows,
}

// Territory is the whole grid.
func Territory() mediation.Territory {
	t := mediation.Territory{Area: mediation.Area(Departement)}
	for i := range epcis {
		t.EPCIs = append(t.EPCIs, mediation.EPCI{SIREN: siren(i), Name: fmt.Sprintf("CC %s et %s", landscapes[i], landscapes[i+epcis])})
	}
	for i := range columns * rows {
		t.Communes = append(t.Communes, commune(i))
	}
	return t
}

func siren(i int) string { return fmt.Sprintf("2000%05d", 66389+i) }

func commune(i int) mediation.Commune {
	r := random(-1 - i)
	square := orb.Bound{Min: orb.Point{Box.Min[0] + cell[0]*float64(i%columns), Box.Min[1] + cell[1]*float64(i/columns)}}
	square.Max = orb.Point{square.Min[0] + cell[0], square.Min[1] + cell[1]}
	return mediation.Commune{
		INSEE: fmt.Sprintf("%s%03d", Departement, i+1), Name: communeName(i),
		Postcodes:  []string{fmt.Sprintf("%s%03d", Departement, 100+10*(i/perPostcode)%900+i/perPostcode/90)},
		Population: int(150 / (r.Float64() + 0.005)), EPCI: siren(i * epcis / (columns * rows)),
		Centre: square.Center(), Contour: orb.MultiPolygon{square.ToPolygon()},
	}
}

// communeName is one of its own for each commune.
func communeName(i int) string {
	saint, land := saints[i%len(saints)], landscapes[i/len(saints)%len(landscapes)]
	switch i % 3 {
	case 0:
		return saint + "-" + articles[i%len(articles)] + "-" + land
	case 1:
		return land + "-" + saint
	}
	return saint + villes[i/len(saints)%len(villes)]
}

// random gives the n-th thing a generator of its own, so that a larger set
// begins with the smaller one.
func random(n int) *rand.Rand { return rand.New(rand.NewPCG(seed, uint64(n))) }

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

func chance(r *rand.Rand, percent int) bool { return r.IntN(100) < percent }
