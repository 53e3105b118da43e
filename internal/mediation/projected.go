package mediation

// Projected is a point in metres of a projection.
type Projected struct {
	// SRID is its EPSG number: 2154 is Lambert-93.
	SRID int
	X, Y float64
}
