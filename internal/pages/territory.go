package pages

import (
	"math"
	"net/url"
	"strconv"
	"strings"

	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
)

// MostCommunes is how many communes one page lists, or one field proposes.
const MostCommunes = 2_000

// CommunePath is the address of the page of a commune.
func CommunePath(c *mediation.Commune) string {
	return "/communes/" + c.INSEE + "-" + mediation.Slug(c.Name)
}

// EPCIPath is the address of the page of an EPCI.
func EPCIPath(e mediation.EPCI) string {
	return "/intercommunalites/" + e.SIREN + "-" + mediation.Slug(e.Name)
}

// AroundCommune is what the address of the map asks to search around a commune.
func AroundCommune(c *mediation.Commune) url.Values {
	return url.Values{"q": {c.Name}, "commune": {c.INSEE}, "lat": {Degrees(c.Centre.Lat())}, "lon": {Degrees(c.Centre.Lon())}}
}

// Degrees writes a coordinate to ten metres or so.
func Degrees(v float64) string {
	return strconv.FormatFloat(math.Round(v*1e4)/1e4, 'f', -1, 64)
}

// VanReach is the farthest at which a van elsewhere is shown, in metres: nobody
// goes farther for one.
const VanReach = 40_000

// sorts are those of intercommunalités, as the official list shortens them.
var sorts = map[string]string{
	"CC": "communauté de communes", "CA": "communauté d’agglomération", "CU": "communauté urbaine", "Métropole": "métropole",
}

// EPCIName spells the sort of an EPCI out: "Communauté de communes Coutances
// Mer et Bocage". It is a name, and so is not translated.
func EPCIName(e mediation.EPCI) string { return hours.Capital(strings.TrimPrefix(TheEPCI(e), "la ")) }

// TheEPCI is the same within a French sentence: "la communauté de communes …".
func TheEPCI(e mediation.EPCI) string {
	short, rest, _ := strings.Cut(e.Name, " ")
	if sort, known := sorts[short]; known {
		return "la " + sort + " " + rest
	}
	return e.Name
}

// InEPCI says where something takes place: "dans la communauté de communes …".
func InEPCI(l *language.Language, e mediation.EPCI) string {
	if l.Foreign() {
		return l.SayOf("intercommunalité", "dans %s", EPCIName(e))
	}
	return "dans " + TheEPCI(e)
}
