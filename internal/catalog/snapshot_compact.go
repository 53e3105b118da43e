package catalog

import (
	"slices"

	"github.com/paulmach/orb"

	"escale/internal/compact"
	"escale/internal/mediation"
)

// compactCommunes returns the communes in few pieces of memory: of a country, their texts
// and contours are more than half of all that there is to look at.
func compactCommunes(communes []mediation.Commune) []mediation.Commune {
	k, list := communeKeeper{texts: compact.NewTexts()}, slices.Clone(communes)
	for i := range list {
		k.keep(&list[i])
	}
	return list
}

// communeKeeper is where they are put.
type communeKeeper struct {
	texts    *compact.Texts
	lists    compact.Lists[string]
	parts    compact.Lists[mediation.Part]
	polygons compact.Lists[orb.Polygon]
	rings    compact.Lists[orb.Ring]
	points   compact.Lists[orb.Point]
}

func (k *communeKeeper) keep(c *mediation.Commune) {
	k.texts.KeepAll(&c.INSEE, &c.Name, &c.EPCI)
	c.Postcodes, c.Former = k.list(c.Postcodes), k.list(c.Former)
	c.Parts = k.parts.Keep(c.Parts)
	for i := range c.Parts {
		k.part(&c.Parts[i])
	}
	c.Contour = k.polygons.Keep(c.Contour)
	for i, polygon := range c.Contour {
		c.Contour[i] = k.rings.Keep(polygon)
		for j, ring := range c.Contour[i] {
			c.Contour[i][j] = k.points.Keep(ring)
		}
	}
}

func (k *communeKeeper) list(texts []string) []string {
	texts = k.lists.Keep(texts)
	for i := range texts {
		k.texts.KeepAll(&texts[i])
	}
	return texts
}

func (k *communeKeeper) part(p *mediation.Part) {
	k.texts.KeepAll(&p.INSEE, &p.Name)
	p.Centre = k.points.KeepOne(p.Centre)
}

// compactPlaces puts the offers of the places that were read anew in few pieces of
// memory: they stand in [Snapshot.Places], wherever they were read.
func (s *Snapshot) compactPlaces(kept []int) {
	k := offerKeeper{lists: map[string][]mediation.Claim{}}
	for i := range s.Places {
		if kept[i] < 0 {
			s.Places[i].Offers = k.keep(s.Places[i].Offers)
		}
	}
}

// offerKeeper is where offers are put.
type offerKeeper struct {
	offers compact.Lists[mediation.Offer]
	points compact.Lists[orb.Point]
	claims compact.Lists[mediation.Claim]
	lists  map[string][]mediation.Claim // that many offers share, by what they say
	key    []byte
}

func (k *offerKeeper) keep(offers []mediation.Offer) []mediation.Offer {
	offers = k.offers.Keep(offers)
	for i := range offers {
		o := &offers[i]
		o.Point, o.Claims = k.points.KeepOne(o.Point), k.shared(o.Claims)
	}
	return offers
}

// shared is a list of needs that is there once.
func (k *offerKeeper) shared(claims []mediation.Claim) []mediation.Claim {
	k.key = k.key[:0]
	for _, c := range claims {
		k.key = append(append(k.key, c.ID...), 0)
		k.key = append(append(k.key, c.Certainty...), 0)
	}
	list, known := k.lists[string(k.key)]
	if !known || len(claims) == 0 { // one without needs stays what it is, nil or not
		list = k.claims.Keep(claims)
		k.lists[string(k.key)] = list
	}
	return list
}
