package catalog

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/paulmach/orb"

	"escale/internal/mediation"
)

// Imprint names what a place says, or all communes: equal ones, equal places.
type Imprint [16]byte

// version names the content, whenever and in whatever order it was read.
func (s *Snapshot) version() (string, error) {
	content := s.Data
	content.Changed, content.Read, content.At, content.Places = time.Time{}, time.Time{}, time.Time{}, nil
	content.Territory.Communes, content.Territory.EPCIs = nil, nil
	sum := sha256.New()
	_, _ = sum.Write(s.ground[:]) // never fails
	if err := json.MarshalWrite(sum, content, json.Deterministic(true)); err != nil {
		return "", err
	}
	for i := range s.imprints {
		_, _ = sum.Write(s.imprints[i][:])
	}
	return fmt.Sprintf("%d-%x", s.Revision, sum.Sum(nil)[:versionEnd/2]), nil
}

// versionEnd is how many signs of a version name the content.
const versionEnd = 8

// imprintCommunes names what the communes say. Those that say what those of an earlier
// snapshot did become these very ones: contours are large.
func (s *Snapshot) imprintCommunes(old *Snapshot) {
	if s.sharesCommunes(old) {
		s.ground = old.ground
		return
	}
	sum := sha256.New()
	var d digest
	d.text(string(s.Territory.Area))
	d.number(uint64(len(s.Territory.EPCIs)))
	for _, e := range s.Territory.EPCIs {
		d.text(e.SIREN, e.Name)
	}
	for i := range s.Territory.Communes {
		d.commune(&s.Territory.Communes[i])
		_, _ = sum.Write(d) // never fails
		d = d[:0]
	}
	_, _ = sum.Write(d)
	copy(s.ground[:], sum.Sum(nil))
	if s.ground == old.ground {
		s.Territory.Communes, s.Territory.EPCIs = old.Territory.Communes, old.Territory.EPCIs
		return
	}
	s.Territory.Communes = compactCommunes(s.Territory.Communes)
}

// sharesCommunes is true when the communes are those of an earlier snapshot, in memory.
func (s *Snapshot) sharesCommunes(old *Snapshot) bool {
	ours, theirs := s.Territory.Communes, old.Territory.Communes
	return len(ours) > 0 && len(ours) == len(theirs) && &ours[0] == &theirs[0]
}

func (d *digest) commune(c *mediation.Commune) {
	d.text(c.INSEE, c.Name, c.EPCI)
	d.number(uint64(c.Population))
	d.point(c.Centre)
	for _, list := range [][]string{c.Postcodes, c.Former} {
		d.number(uint64(len(list)))
		d.text(list...)
	}
	d.number(uint64(len(c.Parts)))
	for _, p := range c.Parts {
		d.text(p.INSEE, p.Name)
		d.flag(p.Centre != nil)
		if p.Centre != nil {
			d.point(*p.Centre)
		}
	}
	d.number(uint64(len(c.Contour)))
	for _, polygon := range c.Contour {
		d.number(uint64(len(polygon)))
		for _, ring := range polygon {
			d.number(uint64(len(ring)))
			for _, p := range ring {
				d.point(p)
			}
		}
	}
}

// digest writes what is to be named, each part with its length. There are
// tens of thousands of places: JSON would cost ten times as much.
type digest []byte

func imprintOf(p *mediation.Place, room *digest) (out Imprint) {
	d := (*room)[:0]
	d.text(p.ID, p.Name)
	d.address(&p.Address)
	d.point(p.Point)
	d.number(uint64(len(p.Offers)))
	for i := range p.Offers {
		d.offer(&p.Offers[i])
	}
	*room = d
	sum := sha256.Sum256(d)
	copy(out[:], sum[:])
	return out
}

func (d *digest) offer(o *mediation.Offer) {
	d.text(o.Source, o.SourceID, string(o.Kind), o.Name, o.Operator, o.Pivot, o.Description, o.Hours, o.HoursText, o.Booking,
		o.AccessibilityURL, o.Vehicle, o.Contact.Phone, o.Contact.Mobile, o.Contact.Email, o.Contact.Website)
	for _, list := range [][]string{o.Typology, o.Statements, o.Programmes, o.Labels, o.Audience, o.Care, o.Fee, o.Access, o.Support} {
		d.number(uint64(len(list)))
		d.text(list...)
	}
	d.flag(o.Met != nil)
	if o.Met != nil {
		d.text(o.Met.Organisation, string(o.Met.On))
		d.number(uint64(len(o.Met.Needs)))
		for _, id := range o.Met.Needs {
			d.text(string(id))
		}
	}
	d.number(uint64(len(o.Closures)))
	for _, c := range o.Closures {
		d.text(string(c.From), string(c.To), c.Reason)
	}
	d.address(&o.Address)
	d.flag(o.Point != nil)
	if o.Point != nil {
		d.point(*o.Point)
	}
	d.flag(o.Approximate)
	d.number(uint64(len(o.Claims)))
	for _, c := range o.Claims {
		d.text(string(c.ID), string(c.Certainty))
	}
	d.time(o.Updated)
	d.time(o.GoneSince)
	d.number(uint64(len(o.Corrected)))
	for _, c := range o.Corrected {
		d.text(c.Field, c.Source)
		d.time(c.Since)
	}
}

func (d *digest) address(a *mediation.Address) {
	d.text(a.Street, a.Complement, a.Postcode, a.City, a.INSEE)
}

func (d *digest) text(list ...string) {
	for _, s := range list {
		d.number(uint64(len(s)))
		*d = append(*d, s...)
	}
}

func (d *digest) number(n uint64) { *d = binary.AppendUvarint(*d, n) }

func (d *digest) flag(yes bool) {
	if yes {
		d.number(1)
		return
	}
	d.number(0)
}

func (d *digest) time(t time.Time) {
	d.number(uint64(t.Unix()))
	d.number(uint64(t.Nanosecond()))
}

func (d *digest) point(p orb.Point) {
	d.number(math.Float64bits(p[0]))
	d.number(math.Float64bits(p[1]))
}
