package mediation

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/paulmach/orb"
)

// Place is a physical location open to the public, with its offers.
type Place struct {
	// ID is stable and public: see [NewPlaceID].
	ID      string    `json:"id"`
	Name    string    `json:"name"`
	Address Address   `json:"address"`
	Point   orb.Point `json:"point"`
	// Offers are in the order of [SortOffers].
	Offers []Offer `json:"offers"`
}

// NewPlaceID derives a place's id from the record that founds it, so that the
// same data give the same addresses on every machine.
func NewPlaceID(source, sourceID string) string { return shortID(source, sourceID) }

// SortOffers puts the offers of one place in the order people read them: by
// kind, then by source and its id.
func SortOffers(offers []Offer) {
	slices.SortFunc(offers, func(a, b Offer) int {
		return cmp.Or(cmp.Compare(a.Kind.Rank(), b.Kind.Rank()),
			cmp.Compare(a.Source, b.Source), cmp.Compare(a.SourceID, b.SourceID))
	})
}

// Kinds lists the kinds of the place's offers, each once, in reading order.
func (p Place) Kinds() []Kind {
	var kinds []Kind
	for _, o := range p.Offers {
		if !slices.Contains(kinds, o.Kind) {
			kinds = append(kinds, o.Kind)
		}
	}
	return kinds
}

// Services unites what the offers do, each service at its surest.
func (p Place) Services() []Claim {
	lists := make([][]Claim, len(p.Offers))
	for i, o := range p.Offers {
		lists[i] = o.Claims
	}
	return MergeClaims(lists...)
}

// Contact takes the first phone, e-mail and website that an offer gives.
func (p Place) Contact() Contact {
	var c Contact
	for _, o := range p.Offers {
		c.Phone = cmp.Or(c.Phone, o.Contact.Phone)
		c.Email = cmp.Or(c.Email, o.Contact.Email)
		c.Website = cmp.Or(c.Website, o.Contact.Website)
	}
	return c
}

// Updated is the day on which a source last changed one of the offers, zero
// when none says.
func (p Place) Updated() (latest time.Time) {
	for _, o := range p.Offers {
		if o.Updated.After(latest) {
			latest = o.Updated
		}
	}
	return latest
}

// NoPublic is the access slug of an offer that receives nobody.
const NoPublic = "pas-de-public"

// ReceivesNobody is true when none of the helpers there receives the public.
func (p Place) ReceivesNobody() bool {
	return len(p.Offers) > 0 && !slices.ContainsFunc(p.Offers, func(o Offer) bool { return !slices.Contains(o.Access, NoPublic) })
}

// Approximate is true when the point is only the centre of the commune.
func (p Place) Approximate() bool {
	return len(p.Offers) > 0 && !slices.ContainsFunc(p.Offers, func(o Offer) bool { return !o.Approximate })
}

// Slug is the readable end of the place's page address.
func (p Place) Slug() string {
	slug := Slug(p.Name)
	if len(slug) <= longestSlug {
		return slug
	}
	if end := strings.LastIndexByte(slug[:longestSlug+1], '-'); end > 0 {
		return slug[:end]
	}
	return slug[:longestSlug]
}

// longestSlug is how long the readable end of an address may be: sources may give
// names of any length, and servers refuse long addresses.
const longestSlug = 80
