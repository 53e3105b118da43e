package pages

import (
	"net/url"
	"slices"

	"github.com/paulmach/orb"

	"escale/internal/catalog"
	"escale/internal/language"
	"escale/internal/mediation"
)

// FramePath is the address of what other sites show.
const FramePath = "/embed"

// Framed is how the map shows inside another site: held to a territory.
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
}

// Locked is true when the map is held to a part of the département.
func (f *Framed) Locked() bool { return len(f.Communes)+len(f.EPCIs) > 0 }

// Widened is the same frame on the whole map.
func (f *Framed) Widened() *Framed {
	wide := *f
	wide.Communes, wide.EPCIs, wide.Name = nil, nil, ""
	wide.Fixed = url.Values{}
	for name, values := range f.Fixed {
		if name != "commune" && name != "epci" {
			wide.Fixed[name] = values
		}
	}
	return &wide
}

// members lists the communes of the territory.
func (f *Framed) members(s *catalog.Snapshot) []*mediation.Commune {
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
	for _, c := range f.members(s) {
		codes = append(codes, c.INSEE)
	}
	return codes
}

// Bounds is the smallest box around the territory.
func (f *Framed) Bounds(s *catalog.Snapshot) orb.Bound {
	members := f.members(s)
	if len(members) == 0 {
		return s.Bounds()
	}
	box := members[0].Centre.Bound()
	for _, c := range members {
		box = box.Extend(c.Centre)
		if len(c.Contour) > 0 {
			box = box.Union(c.Contour.Bound())
		}
	}
	return box
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
