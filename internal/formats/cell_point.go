package formats

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"escale/internal/mediation"
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
	case r.projection != 0:
		r.metres = &mediation.Projected{SRID: r.projection, X: lon, Y: lat}
		return nil
	default:
		message = pointFault(lat, lon)
		r.metres = lambertOf(lat, lon)
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
	case isLambert93(lon, lat), isLambert93(lat, lon):
		return "Les coordonnées sont des mètres (Lambert 93), pas des degrés ; une correspondance peut le dire (projection: lambert-93)."
	case math.Abs(lat) > 90 || math.Abs(lon) > 180:
		return "Ces coordonnées ne sont pas des degrés : la latitude va de -90 à 90, la longitude de -180 à 180."
	}
	return ""
}

// inMainland is true for degrees around metropolitan France.
func inMainland(lat, lon float64) bool {
	return lat >= 41 && lat <= 52 && lon >= -6 && lon <= 10
}

// lambertOf takes metres for what they look like, the other way round too; nil for
// degrees. Whoever converts them has only a proposal.
func lambertOf(lat, lon float64) *mediation.Projected {
	switch {
	case isLambert93(lon, lat):
		return &mediation.Projected{SRID: lambert93, X: lon, Y: lat}
	case isLambert93(lat, lon):
		return &mediation.Projected{SRID: lambert93, X: lat, Y: lon}
	}
	return nil
}

// lambert93 is the projection of metropolitan France, by its EPSG number.
const lambert93 = 2154

// projections are those that a mapping may name, beside "EPSG:" and a number.
var projections = map[string]int{
	"lambert-93": lambert93, "lambert93": lambert93, "wgs84": 0, "web-mercator": 3857,
	"utm-20n": 5490, "guadeloupe": 5490, "martinique": 5490, "utm-22n": 2972, "guyane": 2972,
	"utm-40s": 2975, "reunion": 2975, "utm-38s": 4471, "mayotte": 4471, "utm-21n": 4467, "saint-pierre-et-miquelon": 4467,
	"cc42": 3942, "cc43": 3943, "cc44": 3944, "cc45": 3945, "cc46": 3946, "cc47": 3947, "cc48": 3948, "cc49": 3949, "cc50": 3950,
}

func isLambert93(x, y float64) bool {
	return x >= 0 && x <= 1.3e6 && y >= 6e6 && y <= 7.2e6
}

func degrees(v float64) string {
	return strconv.FormatFloat(math.Round(v*1e6)/1e6, 'f', -1, 64)
}
