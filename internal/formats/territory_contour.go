package formats

import (
	"cmp"
	"encoding/json"
	"io"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"escale/internal/mediation"
)

// feature is one feature of a GeoJSON file, with the properties that the
// files of communes use.
type feature struct {
	Properties struct {
		Code       string   `json:"code"`
		Nom        string   `json:"nom"`
		Postcodes  []string `json:"codesPostaux"`
		Population int      `json:"population"`
		CodeEPCI   string   `json:"codeEpci"`
		EPCI       struct {
			Code string `json:"code"`
			Nom  string `json:"nom"`
		} `json:"epci"`
		Centre *geometry `json:"centre"`
	} `json:"properties"`
	Geometry *geometry `json:"geometry"`
}

type geometry struct {
	Type        string          `json:"type"`
	Coordinates json.RawMessage `json:"coordinates"`
}

// readFeatures reads a GeoJSON FeatureCollection.
func readFeatures(r io.Reader, what string) ([]feature, error) {
	content, err := readBounded(r, MaxFile)
	if err != nil {
		return nil, err
	}
	var collection struct {
		Type     string    `json:"type"`
		Features []feature `json:"features"`
	}
	if err := json.Unmarshal(content, &collection); err != nil {
		return nil, badFile(what, err)
	}
	if collection.Type != "FeatureCollection" || len(collection.Features) == 0 {
		return nil, fault("Le fichier %s doit être une FeatureCollection GeoJSON qui n'est pas vide.", what)
	}
	return collection.Features, nil
}

// readShapes gives today's communes the ground of the communes of the file.
// r may be nil.
func readShapes(r io.Reader, h *history, communes map[string]*mediation.Commune) (map[string]*shape, []Problem, error) {
	shapes := map[string]*shape{}
	if r == nil {
		return shapes, nil, nil
	}
	features, err := readFeatures(r, "des contours")
	if err != nil {
		return nil, nil, err
	}
	var problems []Problem
	for i, f := range features {
		code := h.resolve(f.Properties.Code)
		message := ""
		switch {
		case code == "":
			message = "Le code de ce contour n'est celui d'aucune commune d'hier ni d'aujourd'hui, ou elle a été partagée : contour laissé de côté."
		case communes[code] == nil: // of another département
		case !addGround(shapes, code, f):
			message = "Ce contour n'est pas un polygone correct : il est laissé de côté."
		}
		if message != "" {
			problems = append(problems, Problem{Line: i + 1, Column: "code",
				Value: f.Properties.Code + " " + f.Properties.Nom, Message: message})
		}
	}
	return shapes, problems, nil
}

// addGround adds a feature's contour or centre to the shape of a commune;
// false when it has neither.
func addGround(shapes map[string]*shape, code string, f feature) bool {
	polygons, hasContour := f.Geometry.polygons()
	centre, hasCentre := f.Properties.Centre.point()
	if p, ok := f.Geometry.point(); ok && !hasCentre {
		centre, hasCentre = p, true
	}
	if !hasContour && !hasCentre {
		return false
	}
	if shapes[code] == nil {
		shapes[code] = &shape{}
	}
	shapes[code].contour = append(shapes[code].contour, polygons...)
	if f.Properties.Code == code {
		shapes[code].seat = polygons
	} else if hasContour {
		shapes[code].addPart(f.Properties.Code, polygons)
	}
	if hasCentre {
		shapes[code].centre = &centre
	}
	return true
}

func (s *shape) addPart(code string, ground orb.MultiPolygon) {
	if s.parts == nil {
		s.parts = map[string]orb.MultiPolygon{}
	}
	s.parts[code] = ground
}

func (g *geometry) point() (orb.Point, bool) {
	var p []float64
	if g == nil || g.Type != "Point" || json.Unmarshal(g.Coordinates, &p) != nil || len(p) < 2 {
		return orb.Point{}, false
	}
	return orb.Point{p[0], p[1]}, inDegrees(orb.Point{p[0], p[1]})
}

func (g *geometry) polygons() (orb.MultiPolygon, bool) {
	var polygons orb.MultiPolygon
	var err error
	switch {
	case g != nil && g.Type == "Polygon":
		polygons = orb.MultiPolygon{nil}
		err = json.Unmarshal(g.Coordinates, &polygons[0])
	case g != nil && g.Type == "MultiPolygon":
		err = json.Unmarshal(g.Coordinates, &polygons)
	}
	if err != nil || len(polygons) == 0 || slices.ContainsFunc(polygons, badPolygon) {
		return nil, false
	}
	return polygons, true
}

func badPolygon(p orb.Polygon) bool {
	return len(p) == 0 || slices.ContainsFunc(p, func(ring orb.Ring) bool {
		return len(ring) < 4 || !ring.Closed() ||
			slices.ContainsFunc(ring, func(p orb.Point) bool { return !inDegrees(p) })
	})
}

func inDegrees(p orb.Point) bool {
	return math.Abs(p.Lon()) <= 180 && math.Abs(p.Lat()) <= 90
}

func contains(contour orb.MultiPolygon, p orb.Point) bool {
	return planar.MultiPolygonContains(contour, p)
}

// centreOf is the centroid of a contour when it lies within, else a point
// inside its largest polygon.
func centreOf(contour orb.MultiPolygon) orb.Point {
	if centroid, area := planar.CentroidArea(contour); area > 0 && contains(contour, centroid) {
		return centroid
	}
	largest := slices.MaxFunc(contour, func(a, b orb.Polygon) int {
		return cmp.Compare(planar.Area(a), planar.Area(b))
	})
	return interiorPoint(largest)
}

// interiorPoint crosses a polygon with a horizontal line that meets none of
// its vertices, near its middle, and takes the middle of the longest piece
// that lies inside.
func interiorPoint(p orb.Polygon) orb.Point {
	y := betweenVertices(p)
	var crossings []float64
	for _, ring := range p {
		for i := 1; i < len(ring); i++ {
			a, b := ring[i-1], ring[i]
			if (a.Lat() < y) != (b.Lat() < y) {
				crossings = append(crossings, a.Lon()+(y-a.Lat())*(b.Lon()-a.Lon())/(b.Lat()-a.Lat()))
			}
		}
	}
	slices.Sort(crossings)
	best, width := p[0][0], 0.0
	for i := 1; i < len(crossings); i += 2 {
		if w := crossings[i] - crossings[i-1]; w > width {
			best, width = orb.Point{crossings[i-1] + w/2, y}, w
		}
	}
	return best
}

// betweenVertices is the latitude, half-way between those of two vertices,
// that is nearest to the middle of a polygon.
func betweenVertices(p orb.Polygon) float64 {
	var lats []float64
	for _, ring := range p {
		for _, point := range ring {
			lats = append(lats, point.Lat())
		}
	}
	slices.Sort(lats)
	lats = slices.Compact(lats)
	middle := p.Bound().Center().Lat()
	best := middle
	nearest := math.Inf(1)
	for i := 1; i < len(lats); i++ {
		half := lats[i-1] + (lats[i]-lats[i-1])/2
		if d := math.Abs(half - middle); d < nearest {
			best, nearest = half, d
		}
	}
	return best
}
