package formats

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

var decimal = regexp.MustCompile(`^[+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d{1,2})?$`)

// point reads WGS84 degrees. What cannot be a point is reported, with a proposal
// where one can be made, and never put right silently.
func (r *row) point() *orb.Point {
	lat, latOK := readDecimal(r.words("latitude"))
	lon, lonOK := readDecimal(r.words("longitude"))
	message := ""
	switch {
	case r.words("latitude") == "" && r.words("longitude") == "":
		message = "Les coordonnées manquent."
	case r.words("latitude") == "" || r.words("longitude") == "":
		message = "L'une des deux coordonnées manque."
	case !latOK || !lonOK:
		message = "Ces coordonnées ne sont pas des nombres."
	default:
		message = pointFault(lat, lon)
	}
	if message == "" {
		return &orb.Point{lon, lat}
	}
	value := strings.TrimSpace(r.words("latitude") + " " + r.words("longitude"))
	r.note("latitude", value, message)
	return nil
}

func readDecimal(text string) (float64, bool) {
	text = strings.ReplaceAll(text, " ", "")
	if !decimal.MatchString(text) {
		return 0, false
	}
	value, err := strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64)
	return value, err == nil
}

// pointFault says in French what is wrong with a point, "" when nothing is.
func pointFault(lat, lon float64) string {
	switch {
	case lat == 0 && lon == 0:
		return "Les coordonnées sont 0 et 0, au large de l'Afrique."
	case inMainland(lon, lat):
		return fmt.Sprintf("La latitude et la longitude semblent inversées. Proposition : latitude %s, longitude %s.",
			degrees(lon), degrees(lat))
	case isLambert93(lon, lat):
		return lambertFault(lon, lat)
	case isLambert93(lat, lon):
		return lambertFault(lat, lon)
	case math.Abs(lat) > 90 || math.Abs(lon) > 180:
		return "Ces coordonnées ne sont pas des degrés : la latitude va de -90 à 90, la longitude de -180 à 180."
	}
	return ""
}

// inMainland is true for degrees around metropolitan France.
func inMainland(lat, lon float64) bool {
	return lat >= 41 && lat <= 52 && lon >= -6 && lon <= 10
}

func isLambert93(x, y float64) bool {
	return x >= 0 && x <= 1.3e6 && y >= 6e6 && y <= 7.2e6
}

func lambertFault(x, y float64) string {
	p := fromLambert93(x, y)
	return fmt.Sprintf("Les coordonnées sont des mètres (Lambert 93), pas des degrés. Proposition : latitude %s, longitude %s.",
		degrees(p.Lat()), degrees(p.Lon()))
}

func degrees(v float64) string {
	return strconv.FormatFloat(math.Round(v*1e6)/1e6, 'f', -1, 64)
}

// lambert is a conic conformal projection with two standard parallels.
type lambert struct{ e, n, f, rho0, lon0, x0, y0 float64 }

// lambert93 is the official projection of metropolitan France (EPSG:2154), on
// the ellipsoid GRS80, in radians and metres.
var lambert93 = newLambert(6378137, 1/298.257222101, radians(44), radians(49), radians(46.5), radians(3), 700000, 6600000)

func radians(degrees float64) float64 { return degrees * math.Pi / 180 }

func newLambert(a, flattening, lat1, lat2, lat0, lon0, x0, y0 float64) lambert {
	l := lambert{e: math.Sqrt(flattening * (2 - flattening)), lon0: lon0, x0: x0, y0: y0}
	parallel := func(lat float64) float64 {
		return math.Cos(lat) / math.Sqrt(1-math.Pow(l.e*math.Sin(lat), 2))
	}
	q1, q2 := l.isometric(lat1), l.isometric(lat2)
	l.n = math.Log(parallel(lat1)/parallel(lat2)) / (q2 - q1)
	l.f = a * parallel(lat1) / l.n * math.Exp(l.n*q1)
	l.rho0 = l.f * math.Exp(-l.n*l.isometric(lat0))
	return l
}

// isometric is the isometric latitude.
func (l lambert) isometric(lat float64) float64 {
	return math.Atanh(math.Sin(lat)) - l.e*math.Atanh(l.e*math.Sin(lat))
}

// fromLambert93 converts metres to WGS84 degrees, to a centimetre.
func fromLambert93(x, y float64) orb.Point {
	l := lambert93
	dx, dy := x-l.x0, l.rho0-(y-l.y0)
	q := math.Log(l.f/math.Hypot(dx, dy)) / l.n
	lat := math.Asin(math.Tanh(q))
	for range 8 {
		lat = math.Asin(math.Tanh(q + l.e*math.Atanh(l.e*math.Sin(lat))))
	}
	lon := l.lon0 + math.Atan2(dx, dy)/l.n
	return orb.Point{lon * 180 / math.Pi, lat * 180 / math.Pi}
}
