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
	if p.Centre != nil {
		p.Centre = &k.points.Keep([]orb.Point{*p.Centre})[0]
	}
}
