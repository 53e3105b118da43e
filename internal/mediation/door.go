package mediation

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/paulmach/orb/geo"
)

// DoorReach is how far apart, in metres, two records of one door may be
// geocoded. Farther ones are never compared.
const DoorReach = 150

const (
	samePoint     = 20.0 // metres: what two geocoders differ by on one house
	sameStreet    = 0.6  // trigram similarity of street names
	sameName      = 0.5  // trigram similarity of names
	surelySame    = 0.8  // trigram similarity of names, without the same point
	surelySameFar = 60.0 // metres, for surelySame
)

// Door is the verdict on two offers: whether they are helpers behind one
// door, and why.
type Door struct {
	Same bool
	// Score orders several doors that an offer could share, best highest.
	Score  float64
	Reason string
}

// SameDoor decides whether two offers are at one door. A service that moves
// shares its door with none: nobody is found there on most days. Two records
// of one source must agree on the house number as well, since a source knows
// its own records apart.
func SameDoor(a, b Offer) Door {
	if a.Mobile() || b.Mobile() || a.Point == nil || b.Point == nil || a.Key() == b.Key() {
		return Door{}
	}
	metres := geo.Distance(*a.Point, *b.Point)
	if metres > DoorReach {
		return Door{}
	}
	e := compareDoors(a, b, metres)
	reason := e.reason()
	if a.Source == b.Source && !e.address {
		reason = ""
	}
	return Door{Same: reason != "", Score: e.street + e.name - metres/DoorReach, Reason: reason}
}

// doorEvidence is what speaks for two records being one door.
type doorEvidence struct {
	metres       float64
	street, name float64
	// address: same street and same house number; clash: different numbers.
	address, clash bool
}

func compareDoors(a, b Offer, metres float64) doorEvidence {
	numberA, streetA := splitStreet(a.Address.Street)
	numberB, streetB := splitStreet(b.Address.Street)
	e := doorEvidence{
		metres: metres,
		street: Similarity(streetA, streetB),
		name:   Similarity(distinctive(a), distinctive(b)),
		clash:  numberA != "" && numberB != "" && numberA != numberB,
	}
	e.address = e.street >= sameStreet && numberA != "" && numberA == numberB
	return e
}

func (e doorEvidence) reason() string {
	switch {
	case e.address:
		return fmt.Sprintf("même adresse, à %.0f m", e.metres)
	case e.clash:
		return ""
	case e.metres <= samePoint && e.street >= sameStreet:
		return fmt.Sprintf("même rue, à %.0f m", e.metres)
	case e.metres <= samePoint && e.name >= sameName:
		return fmt.Sprintf("noms proches (%.2f), à %.0f m", e.name, e.metres)
	case e.metres <= surelySameFar && e.name >= surelySame:
		return fmt.Sprintf("même nom (%.2f), à %.0f m", e.name, e.metres)
	}
	return ""
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

// generic are the words that many names share and that tell no door apart.
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
// order, and the address from the first that knows a house number.
func PlaceOf(id string, offers []Offer) Place {
	SortOffers(offers)
	lead := offers[0]
	p := Place{ID: id, Name: lead.Name, Address: lead.Address, Point: *lead.Point, Offers: offers}
	for _, o := range offers {
		if number, _ := splitStreet(o.Address.Street); number != "" {
			p.Address = o.Address
			break
		}
	}
	return p
}
