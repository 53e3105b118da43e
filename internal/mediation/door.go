package mediation

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/paulmach/orb/geo"
)

// DoorReach is how far apart, in metres, two records of one door may be
// geocoded. Farther ones are never compared.
const DoorReach = 150

// AddressReach is the same for two records of one street and house number in one
// commune: a person should look at them.
const AddressReach = 1000

// Door is the verdict on two offers: whether they are helpers behind one
// door, and why.
type Door struct {
	Same bool
	// Unsure is true for offers that are not taken for one door, and that a
	// person should look at.
	Unsure bool
	// Score adds up the evidence, best highest. It orders several doors that
	// an offer could share; docs/matching.md says what each piece weighs.
	Score float64
	// Reason names the evidence in French, "même adresse, à 3 m"; "" when
	// the offers are not one door, nor nearly.
	Reason string
}

// samePoint is in metres: what two geocoders differ by on one house.
const samePoint = 20

// The scores from which two offers are one door, and from which a person
// should look at them.
const (
	sureDoor   = 5
	unsureDoor = 4
)

// SameDoor decides whether two offers are at one door. A service that moves
// shares its door with none: nobody is found there on most days.
func SameDoor(a, b Offer) Door {
	if a.Mobile() || b.Mobile() || a.Point == nil || b.Point == nil || a.Key() == b.Key() {
		return Door{}
	}
	pinned := !a.Approximate && !b.Approximate // the centre of a commune identifies no door
	metres := geo.Distance(*a.Point, *b.Point)
	if pinned && metres > DoorReach {
		return sameAddressFarther(a, b, metres)
	}
	var d Door
	d.weigh(streetEvidence(a, b))
	d.weigh(nameEvidence(a, b))
	d.weigh(labelEvidence(a, b))
	if pinned {
		d.weigh(nearEvidence(metres))
	}
	if townsDiffer(a, b) {
		d.Score -= 3
	}
	if origin(a) == origin(b) {
		d.Score-- // a source knows its own records apart
	}
	d.Same, d.Unsure = d.Score >= sureDoor, d.Score >= unsureDoor && d.Score < sureDoor
	if !d.Same && !d.Unsure {
		d.Reason = ""
	}
	if pinned {
		d.Score -= metres / 1000 // the nearer of two equals
	}
	return d
}

// sameAddressFarther is unsure of two records of one address in one commune that were
// geocoded apart: one of the points is wrong, or there are two such streets.
func sameAddressFarther(a, b Offer, metres float64) Door {
	weight, _ := streetEvidence(a, b)
	if metres > AddressReach || weight < 6 || townsDiffer(a, b) {
		return Door{}
	}
	return Door{Unsure: true, Reason: fmt.Sprintf("même adresse, à %.0f m", metres)}
}

// weigh adds one piece of evidence.
func (d *Door) weigh(weight float64, words string) {
	d.Score += weight
	if words != "" && d.Reason != "" {
		words = ", " + words
	}
	d.Reason += words
}

func nearEvidence(metres float64) (weight float64, words string) {
	words = fmt.Sprintf("à %.0f m", metres)
	switch {
	case metres <= samePoint:
		return 3, words
	case metres <= 60:
		return 1, words
	case metres <= 100:
		return 0, words
	}
	return -1, words
}

func streetEvidence(a, b Offer) (weight float64, words string) {
	numberA, streetA := splitStreet(a.Address.Street)
	numberB, streetB := splitStreet(b.Address.Street)
	numbered := numberA != "" && numberB != ""
	alike := Similarity(streetA, streetB) >= 0.6
	switch {
	case numbered && numberA != numberB:
		return -6, ""
	case numbered && alike:
		return 6, "même adresse"
	case numbered && lastWord(streetA) == lastWord(streetB) && len(lastWord(streetA)) > 4:
		return 4, "même numéro, noms de rue proches"
	case alike:
		return 2, "même rue"
	}
	return 0, ""
}

func nameEvidence(a, b Offer) (weight float64, words string) {
	likeness := Similarity(distinctive(a), distinctive(b))
	if distinctive(a) == "" && distinctive(b) == "" {
		likeness = Similarity(a.Name, b.Name)
	}
	switch {
	case likeness >= 0.8:
		return 4, fmt.Sprintf("même nom (%.2f)", likeness)
	case likeness >= 0.5:
		return 2, fmt.Sprintf("noms proches (%.2f)", likeness)
	}
	return 0, ""
}

// labelEvidence: a town has seldom two France Services houses side by side.
func labelEvidence(a, b Offer) (weight float64, words string) {
	if namesLabel(a) && namesLabel(b) {
		return 3, "deux fois France Services"
	}
	return 0, ""
}

func namesLabel(o Offer) bool {
	return o.Kind == FranceServices || strings.Contains(Fold(o.Name), "france service")
}

// townsDiffer is true when both say where they are, and it is not the same
// commune. Codes settle it; without them names are compared, loosely.
func townsDiffer(a, b Offer) bool {
	x, y := a.Address, b.Address
	if x.INSEE != "" && y.INSEE != "" {
		return x.INSEE != y.INSEE
	}
	return x.City != "" && y.City != "" && Similarity(x.City, y.City) < 0.3
}

// origin is the source that a record comes from: a file that passes on those
// of others, as our own exports do, names it in the record's id.
func origin(o Offer) string {
	if source, _, passedOn := strings.Cut(o.SourceID, "/"); passedOn {
		return source
	}
	return o.Source
}

func lastWord(text string) string {
	return text[strings.LastIndexByte(text, ' ')+1:]
}

// splitStreet separates the house number ("13" of "13 bis rue de la Mairie")
// from the folded street.
func splitStreet(street string) (number, name string) {
	folded := Fold(street)
	digits := strings.IndexFunc(folded, func(r rune) bool { return !unicode.IsDigit(r) })
	if digits <= 0 {
		return "", folded
	}
	number = strings.TrimLeft(folded[:digits], "0")
	words := strings.Fields(folded[digits:])
	for len(words) > 1 && (len(words[0]) == 1 || words[0] == "bis" || words[0] == "ter" || words[0] == "quater") {
		words = words[1:]
	}
	return number, strings.Join(words, " ")
}

// generic are the words that many names share and that distinguish no door.
var generic = map[string]bool{
	"epn": true, "espace": true, "public": true, "numerique": true, "france": true,
	"services": true, "service": true, "antenne": true, "commune": true,
	"de": true, "du": true, "des": true, "la": true, "le": true, "les": true,
	"l": true, "d": true, "et": true, "a": true, "en": true, "sur": true,
}

// distinctive is the folded name without generic words and without the name
// of the commune, which most names in it repeat.
func distinctive(o Offer) string {
	city := map[string]bool{}
	for _, w := range strings.Fields(Fold(o.Address.City)) {
		city[w] = true
	}
	var words []string
	for _, w := range strings.Fields(Fold(o.Name)) {
		if !generic[w] && !city[w] {
			words = append(words, w)
		}
	}
	return strings.Join(words, " ")
}

// PlaceOf describes the place where offers, at least one, hang together: it
// takes name, address and point from the one that comes first in reading
// order, but the address from the first that knows a house number, and the
// point from the first whose point is exact.
func PlaceOf(id string, offers []Offer) Place {
	SortOffers(offers)
	lead := offers[0]
	p := Place{ID: id, Name: lead.Name, Address: lead.Address, Point: *lead.Point, Offers: offers}
	if i := slices.IndexFunc(offers, func(o Offer) bool { return !o.Approximate }); i > 0 {
		p.Point = *offers[i].Point
	}
	for _, o := range offers {
		if number, _ := splitStreet(o.Address.Street); number != "" {
			p.Address = o.Address
			break
		}
	}
	return p
}
