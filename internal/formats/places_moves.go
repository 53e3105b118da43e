package formats

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"escale/internal/hours"
	"escale/internal/mediation"
)

// motion is what a record says of whether the service moves.
type motion uint8

const (
	unsaid motion = iota
	stays
	moves
	// unsure is for words that are not known, and for both at once.
	unsure
)

// motionWords are the words, folded, of the columns that decide: "itinerance",
// "itinerant", "format_fs".
var motionWords = map[string]motion{
	"fixe": stays, "fixes": stays, "non": stays, "false": stays, "faux": stays, "0": stays, "n": stays, "sedentaire": stays,
	"multisites": stays, "multi sites": stays, "multisite": stays, "fixe antenne s": stays, "fixe antennes": stays,
	"fixe antenne": stays, "antenne": stays, "antenne fixe": stays, "lieu fixe": stays, "site fixe": stays, "fixe et antennes": stays,
	"non itinerant": stays, "non itinerante": stays, "pas itinerant": stays,
	"oui": moves, "true": moves, "vrai": moves, "1": moves, "o": moves,
	"bus equivalent": moves, "bus ou equivalent": moves, "itinerance": moves, "en itinerance": moves, "vehicule": moves,
	"bus france services": moves, "france services itinerante": moves, "tournee": moves, "nomade": moves, "ambulant": moves, "ambulante": moves,
	"caravane": moves, "bus ou camion itinerant": moves, "fourgon": moves, "roulotte": moves, "utilitaire": moves, "mobile": moves, "van": moves,
}

// statedMotion reads a column that decides. A place that is both has a counter.
func (r *row) statedMotion(column string) (m motion) {
	for _, value := range r.values(column, nil) {
		word := motionWords[strings.Join(strings.Fields(strings.NewReplacer("(", " ", ")", " ").Replace(mediation.Fold(value))), " ")]
		if word == unsaid {
			word = nameMotion(value)
		}
		switch {
		case word == unsaid || word == unsure:
			r.note(r.name(column), value, "Ce mot ne dit pas si le lieu est fixe ou itinérant : il est montré, sans jamais être compté ouvert.")
			return unsure
		case m != unsaid && m != word:
			m = stays
		default:
			m = word
		}
	}
	return m
}

// Words of a name that say that the service moves, and what stands beside them when
// they say something else: "téléphone mobile", "gare de bus", "espace Van Gogh".
var (
	vehicles = []string{
		"mobile", "mobiles", "itinerant", "itinerante", "itinerants", "itinerantes", "itinerance", "itinerances", "bus", "camion", "camions",
		"camionnette", "minibus", "bibliobus", "mediabus", "numeribus", "infobus", "cyberbus", "emmabus", "digibus", "ludobus", "mobibus",
		"numerimobile", "mediamobile", "infomobile", "cybermobile", "fourgon", "fourgonnette", "roulotte", "nomade", "ambulant", "ambulante", "van",
		"estafette", "caravane", "triporteur", "campingcar", "mobilnum", "mobinum",
	}
	beforeMobile = []string{"telephone", "telephones", "telephonie", "smartphone", "application", "applications", "appli", "internet", "reseau", "site"}
	beforeBus    = []string{"aire", "aires", "parking", "arret", "arrets", "gare", "gares", "depot", "station", "ligne", "voie", "reseau"}
	afterVan     = []string{"numerique", "itinerant", "france", "connecte", "services", "de", "du", "des", "d", "digital", "mobile", "informatique", "multimedia", "solidaire", "social", "emploi"}
)

// nameMotion judges a name by its whole words. One that only adds an itinerary to a
// door, "sous-préfecture et itinérance", is unsure.
func nameMotion(name string) motion {
	if len(name) > longText {
		return unsaid
	}
	words := strings.Fields(strings.NewReplacer("(", " ", ")", " ", "+", " ", "|", " ", "&", " et ", "\"", " ", "#", " ", "camping car", "campingcar", "mobil num", "mobilnum").Replace(mediation.Fold(name)))
	found := unsaid
	for i, word := range words {
		before := wordBefore(words, i)
		switch {
		case !slices.Contains(vehicles, word):
		case strings.HasPrefix(word, "mobile") && slices.Contains(beforeMobile, before):
		case (word == "bus" || word == "campingcar") && slices.Contains(beforeBus, before):
		case word == "van" && (i+1 < len(words) && !slices.Contains(afterVan, words[i+1]) || before == "vincent"):
		case i > 1 && words[i-1] == "et" && found == unsaid:
			found = unsure
		default:
			return moves
		}
	}
	return found
}

// wordBefore is the word before another, articles left out.
func wordBefore(words []string, i int) string {
	for i--; i >= 0; i-- {
		if !slices.Contains([]string{"de", "du", "des", "la", "le", "les", "d", "l", "routiere"}, words[i]) {
			return words[i]
		}
	}
	return ""
}

// kind decides whether a record is a service that moves, by what the source says in
// its columns, its name and its description; base is what it is otherwise.
func (r *row) kind(o *mediation.Offer, base mediation.Kind, stated motion) mediation.Kind {
	named := nameMotion(o.Name)
	_, dated := nameDates(o.Name)
	r.motion = stated
	switch {
	case stated == moves || named == moves || dated:
		r.motion = moves
	case stated == unsure || named == unsure:
		r.motion = unsure
	case stated == unsaid && len(otherPlaces(o)) > 1:
		r.motion = moves
		r.note("nom", o.Name, "Le commentaire nomme d’autres communes avec leurs jours ("+strings.Join(otherPlaces(o), ", ")+") : lu comme un service itinérant.")
	}
	if r.motion == moves {
		return mediation.Van
	}
	return base
}

// settleVisits makes the hours of a record those of what it is: those of an unsure one
// are never open; those of a van are its visits, as far as they can be read.
func (r *row) settleVisits(o *mediation.Offer) {
	if r.motion == unsure {
		o.Hours = hours.Qualify(o.Hours, unsureWords)
	}
	if o.Kind != mediation.Van {
		return
	}
	days, dated := nameDates(o.Name)
	if !dated {
		days, dated = wholeDates(o.Description)
	}
	switch {
	case dated:
		r.dateVisits(o, days)
	case o.Hours != "" && len(r.visitCells()) > 0:
		r.visitsBeside(o)
	case o.Hours != "" && speaksOfStops(o):
		r.dropVisits(o, "Le commentaire nomme d’autres lieux de passage : ces horaires sont ceux de la base, pas des passages ; dates non publiées.")
	}
}

const unsureWords = "lieu fixe ou itinérant, à confirmer"

// dateVisits makes dated visits of the hours of a van.
func (r *row) dateVisits(o *mediation.Offer, days []mediation.Day) {
	if osm := datedHours(days, o.Hours); osm != "" {
		o.Hours, o.HoursText = osm, ""
		r.note("nom", o.Name, "Ces dates sont lues comme des passages.")
		return
	}
	r.dropVisits(o, "Les dates de ces passages ne peuvent pas toutes être lues, ou ne vont pas avec les horaires : dates non publiées.")
}

// dropVisits keeps the hours of a van in words: they are no visits.
func (r *row) dropVisits(o *mediation.Offer, why string) {
	r.note("nom", o.Name, why)
	o.Hours, o.HoursText = "", cmp.Or(hours.Words(o.Hours), o.HoursText)
}

var (
	stopWords = regexp.MustCompile(`(?i)itin[ée]r|tourn[ée]e|communes|quartiers|villes|se d[ée]place|stationn|planning|circuit|march[ée]s?\b|les lieux|passages?\b`)
	properOne = regexp.MustCompile(`\p{Lu}[\p{L}'’\-]+(?:[ -](?:d['’]|l['’])?(?:de |du |des |la |le |les |en |sur |sous |lès |et )*\p{Lu}[\p{L}'’\-]+)*`)
	dayWord   = regexp.MustCompile(`(?i)\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)s?\b`)
)

// speaksOfStops is true when the description of a van names other places than its
// own, or speaks of its round.
func speaksOfStops(o *mediation.Offer) bool {
	return len(o.Description) > longText || stopWords.MatchString(o.Description) || len(placesWithDays(o)) > 0 || len(listedName.FindAllString(o.Description, -1)) >= fewestStops
}

// fewestStops is how many names in a row are stops, "Foëcy, Genouilly, Massay".
const fewestStops = 3

var listedName = regexp.MustCompile(`(?:^|[,/;:])\s*(?:et\s+)?\p{Lu}[\p{L}'’\- ]*`)

// otherPlaces are the places, other than its own, that a description names each with a
// day; none when it also names its own commune with one, or speaks of a service that
// holds sessions elsewhere.
func otherPlaces(o *mediation.Offer) []string {
	if len(o.Description) > longText || sessions.MatchString(o.Description) {
		return nil
	}
	return placesWithDays(o)
}

var sessions = regexp.MustCompile(`(?i)permanence|rendez|rdv|accueil|ouvert|ferm[ée]|horaire|atelier|site de`)

func placesWithDays(o *mediation.Offer) []string {
	if len(o.Description) > longText {
		return nil
	}
	var places []string
	own := mediation.CityName(o.Address.City)
	// A dash before a day begins a statement: the day stays with what follows.
	text := dayDash.ReplaceAllString(o.Description, " ; $1")
	for _, part := range statementEnd.Split(text, -1) {
		if !dayWord.MatchString(part) {
			continue
		}
		for _, name := range properOne.FindAllString(dayWord.ReplaceAllString(part, " "), -1) {
			folded := mediation.CityName(name)
			if utf8.RuneCountInString(name) < 3 || slices.Contains(noPlaces, folded) || own != "" && folded == own || isShout(name) && !isShout(o.Address.City) && len(name) < 4 {
				continue
			}
			places = include(places, name)
		}
	}
	return places
}

var (
	dayDash      = regexp.MustCompile(`(?i)\s[-–]\s*((?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)s?)\b`)
	statementEnd = regexp.MustCompile(`[;/|\n•]|[.!]\s`)
	// noPlaces begin sentences, or name what every commune has.
	noPlaces = []string{"matin", "apres midi", "le", "la", "les", "de", "du", "sur", "rdv", "rendez vous", "prise de rendez vous", "accueil", "uniquement",
		"tous", "tous les", "chaque", "fermeture", "ferme", "ouvert", "ouverture", "semaine", "semaines", "france services", "france service", "sans rdv", "sur rdv", "sur rendez vous", "sans rendez vous", "horaires", "permanence", "permanences", "attention"}
)

func isShout(text string) bool { return strings.IndexFunc(text, unicode.IsLower) < 0 }
