package site

import (
	"slices"

	"escale/internal/catalog"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
)

// network is who does what around a place: what its own helpers do among the
// others, and where the others are.
type network struct {
	Remits  []mediation.Remit
	Nearest []neighbour
}

// neighbour is the nearest place with a kind of helper that a place has not.
type neighbour struct {
	Kind, Does, Name, City, URL, Distance, Phone, Email string
}

// farthestNeighbour is in metres: what is farther is not around.
const farthestNeighbour = 50_000

func newAround(l *language.Language, m *catalog.Moment, place int) network {
	p := &m.Places[place]
	kinds := p.Kinds()
	var out network
	for _, remit := range mediation.Remits {
		if slices.Contains(kinds, remit.Kind) {
			out.Remits = append(out.Remits, remit)
		}
	}
	for _, remit := range mediation.Remits {
		if slices.Contains(kinds, remit.Kind) {
			continue
		}
		if hit, found := nearestOf(m, place, remit.Kind); found {
			q := &m.Places[hit.Place]
			out.Nearest = append(out.Nearest, neighbour{
				Kind: l.Say(remit.Kind.Label()), Does: l.Say(remit.Does), Name: q.Name, City: q.Address.City, URL: pages.PlaceURL(*q),
				Distance: catalog.DistanceText(l, hit.Metres), Phone: q.Contact().Phone, Email: q.Contact().Email,
			})
		}
	}
	return out
}

// nearestOf finds the nearest place where a helper of that kind receives.
func nearestOf(m *catalog.Moment, place int, kind mediation.Kind) (catalog.Hit, bool) {
	for _, hit := range m.Find(mediation.Filter{Kinds: []mediation.Kind{kind}, Near: &mediation.Near{Point: m.Places[place].Point, Radius: farthestNeighbour}}) {
		receives := func(o mediation.Offer) bool {
			return o.Kind == kind && !slices.Contains(o.Access, mediation.NoPublic)
		}
		if hit.Place != place && slices.ContainsFunc(m.Places[hit.Place].Offers, receives) {
			return hit, true
		}
	}
	return catalog.Hit{}, false
}
