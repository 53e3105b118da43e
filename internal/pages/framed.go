package pages

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"escale/internal/catalog"
	"escale/internal/language"
	"escale/internal/mediation"
)

// FramePath is the address of what other sites show.
const FramePath = "/embed"

// Framed is how the map shows inside another site: that of one territory.
type Framed struct {
	Language *language.Language
	// Fixed are the parameters that every address inside the frame keeps:
	// territory, view, language, colour.
	Fixed url.Values
	// Communes are INSEE codes of today, EPCIs SIRENs; both empty for the
	// whole map.
	Communes, EPCIs []string
	// Name is the territory's, "" for the whole map.
	Name string
	// Title is the page's, Colour the address of a style sheet, "" for none.
	Title, Colour string
	// Nothing is what is said of a territory without any place, "" when it
	// has some.
	Nothing string
	Links   []Anchor
	// From is the name of the territory that the reader left for the whole
	// map, "" for none.
	From string
}

// PartName is the parameter of who asks for a part of a page only.
const PartName = "part"

// FromName is the parameter that remembers the territory that a reader left.
const FromName = "from"

// siren is the length of an EPCI's number; a commune's code is shorter.
const siren = 9

// FromTerritory reads what FromName holds.
func FromTerritory(value string) (communes, epcis []string) {
	for code := range strings.SplitSeq(value, ",") {
		switch len(code) {
		case 0:
		case siren:
			epcis = append(epcis, code)
		default:
			communes = append(communes, code)
		}
	}
	return communes, epcis
}

// Locked is true when the map is that of a part of the département.
func (f *Framed) Locked() bool { return len(f.Communes)+len(f.EPCIs) > 0 }

// Widened is the same frame on the whole map.
func (f *Framed) Widened() *Framed {
	wide := *f
	wide.Communes, wide.EPCIs, wide.Name, wide.Nothing = nil, nil, "", ""
	wide.Fixed = maps.Clone(f.Fixed)
	wide.Fixed.Del("commune")
	wide.Fixed.Del("epci")
	if f.Locked() {
		wide.Fixed.Set(FromName, strings.Join(slices.Concat(f.Communes, f.EPCIs), ","))
	}
	return &wide
}

// Back is the frame of the territory that the reader left, nil for none.
func (f *Framed) Back() *Framed {
	if f.From == "" {
		return nil
	}
	back := *f
	back.Communes, back.EPCIs = FromTerritory(f.Fixed.Get(FromName))
	back.Name, back.From = f.From, ""
	back.Fixed = maps.Clone(f.Fixed)
	back.Fixed.Del(FromName)
	for name, codes := range map[string][]string{"commune": back.Communes, "epci": back.EPCIs} {
		if len(codes) > 0 {
			back.Fixed.Set(name, strings.Join(codes, ","))
		}
	}
	return &back
}

// Members lists the communes of the territory.
func (f *Framed) Members(s *catalog.Snapshot) []*mediation.Commune {
	var list []*mediation.Commune
	for i := range s.Territory.Communes {
		c := &s.Territory.Communes[i]
		if (len(f.Communes) == 0 || slices.Contains(f.Communes, c.INSEE)) && (len(f.EPCIs) == 0 || slices.Contains(f.EPCIs, c.EPCI)) {
			list = append(list, c)
		}
	}
	return list
}

// Codes are the INSEE codes of the communes of the territory, nil for the
// whole map.
func (f *Framed) Codes(s *catalog.Snapshot) []string {
	if !f.Locked() {
		return nil
	}
	var codes []string
	for _, c := range f.Members(s) {
		codes = append(codes, c.INSEE)
	}
	return codes
}

// Bounds is the smallest box around the territory.
func (f *Framed) Bounds(s *catalog.Snapshot) orb.Bound {
	if members := f.Members(s); len(members) > 0 {
		return mediation.BoundsOf(members)
	}
	return s.Bounds()
}

// Holds is true for what is in the territory: a commune by its code; another
// point, whose commune is not known, when the territory's box holds it.
func (f *Framed) Holds(s *catalog.Snapshot, commune string, point orb.Point) bool {
	switch {
	case !f.Locked():
		return true
	case commune == "":
		return f.Bounds(s).Contains(point)
	}
	return slices.Contains(f.Codes(s), commune)
}
