package ingest

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"escale/internal/formats"
	"escale/internal/mediation"
)

// PointFinder finds the point of a whole address in the commune of that INSEE
// code: the very house or street, or nothing.
type PointFinder func(ctx context.Context, address, insee string) (orb.Point, bool)

// located is a record of a file with where it is.
type located struct {
	formats.Record
	// index is its place in the file.
	index int
	// Location is where its point lies, zero without a point.
	mediation.Location
	// placed is true when it has no coordinates of its own.
	placed bool
}

// locate finds where the records are: their points, and the communes of these.
// The records of the file stay as they are.
func (r *run) locate(ctx context.Context, records []formats.Record) ([]located, error) {
	r.progress("%s : %d enregistrements à situer", r.req.Source, len(records))
	list := make([]located, len(records))
	for i, rec := range records {
		list[i] = located{Record: rec, index: i}
	}
	if err := r.unproject(ctx, list); err != nil {
		return nil, err
	}
	if err := r.pin(ctx, list); err != nil {
		return nil, err
	}
	return list, r.findCommunes(ctx, list)
}

// unproject converts coordinates in metres: to points where a mapping states the
// projection, else to a proposal for whoever mends the file.
func (r *run) unproject(ctx context.Context, list []located) error {
	var metres []mediation.Projected
	var owners []*located
	for i := range list {
		if list[i].Record.Metres != nil {
			metres, owners = append(metres, *list[i].Record.Metres), append(owners, &list[i])
		}
	}
	if len(metres) == 0 {
		return nil
	}
	points, err := r.tx.Unproject(ctx, metres)
	if err != nil {
		return err
	}
	for i, rec := range owners {
		switch p := points[i]; {
		case p == nil:
			rec.Problems = append(slices.Clone(rec.Problems), formats.Problem{Line: rec.Line, Column: "latitude",
				Value: fmt.Sprint(metres[i].X, " ", metres[i].Y), Message: "Ces coordonnées ne sont pas dans la projection que dit la correspondance."})
		case rec.Stated:
			rec.Offer.Point = p
		default:
			rec.Problems = slices.Clone(rec.Problems)
			for j := range rec.Problems {
				if rec.Problems[j].Column == "latitude" {
					rec.Problems[j].Message += fmt.Sprintf(" Proposition : latitude %.6f, longitude %.6f.", p.Lat(), p.Lon())
				}
			}
		}
	}
	return nil
}

// pin gives a point to the records that come without coordinates: the one that
// they had, as long as their address is the same; else that of their address;
// else the centre of their commune.
func (r *run) pin(ctx context.Context, list []located) error {
	var keys []string
	for _, rec := range list {
		if r.unpinned(rec.Record) {
			keys = append(keys, rec.Offer.Key())
		}
	}
	if len(keys) == 0 {
		return nil
	}
	stored, err := r.tx.Holdings(ctx, keys)
	if err != nil {
		return err
	}
	for i := range list {
		if rec := &list[i]; r.unpinned(rec.Record) && r.fates[i] != fateShown {
			if err := r.pinRecord(ctx, &rec.Record, stored[rec.Offer.Key()].Offer); err != nil {
				return err
			}
			rec.placed = true
		}
	}
	return nil
}

// unpinned is true for a record that has a commune but no coordinates. Bad
// ones are another matter: a person should look at them.
func (r *run) unpinned(rec formats.Record) bool {
	missing := slices.ContainsFunc(rec.Problems, func(p formats.Problem) bool { return p.Column == "latitude" && p.Value == "" })
	return rec.Offer.Point == nil && missing && !rec.Fatal() && !r.gazetteer.Elsewhere(rec.Offer.Address) &&
		r.named(rec.Offer.Address) != "" && (rec.Departement == "" || rec.Departement == r.gazetteer.Departement())
}

func (r *run) pinRecord(ctx context.Context, rec *formats.Record, stored mediation.Offer) error {
	o := &rec.Offer
	insee := r.gazetteer.Declared(o.Address)
	message := placedByAddress
	if sameAddress(*o, stored, insee) {
		o.Point = stored.Point
	} else if found, err := r.findPoint(ctx, *o, insee); err != nil {
		return err
	} else if found != nil {
		o.Point = found
	} else {
		commune, _ := r.gazetteer.Commune(insee)
		o.Point, o.Approximate = &commune.Centre, true
		message = placedAtCentre
	}
	rec.Problems = slices.DeleteFunc(slices.Clone(rec.Problems), func(p formats.Problem) bool { return p.Column == "latitude" && p.Value == "" })
	rec.Problems = append(rec.Problems, formats.Problem{Line: rec.Line, Column: "latitude", Message: message})
	return nil
}

// The remarks on records without coordinates.
const (
	placedByAddress = "Sans coordonnées : placé d’après son adresse."
	placedAtCentre  = "Sans coordonnées : placé au centre de la commune."
)

// keepPoint gives a renamed record without coordinates the point that it had
// under its former id.
func (r *run) keepPoint(stored mediation.Offer, k *candidate) {
	if !k.placed || !sameAddress(k.offer, stored, k.offer.Address.INSEE) {
		return
	}
	k.offer.Point, k.offer.Approximate = stored.Point, false
	for i, remark := range r.report.Remarks {
		if remark.Line == k.line && remark.Message == placedAtCentre {
			r.report.Remarks[i].Message = placedByAddress
		}
	}
}

// sameAddress is true when a record with an exact point is where the new
// edition says.
func sameAddress(o, stored mediation.Offer, insee string) bool {
	return stored.Point != nil && !stored.Approximate && stored.Address.INSEE == insee && stored.Address.Postcode == o.Address.Postcode &&
		mediation.Fold(stored.Address.Street) == mediation.Fold(o.Address.Street)
}

// findPoint asks where an address is, and checks that this is in its commune.
func (r *run) findPoint(ctx context.Context, o mediation.Offer, insee string) (*orb.Point, error) {
	if r.FindPoint == nil || o.Address.Street == "" {
		return nil, nil
	}
	point, found := r.FindPoint(ctx, strings.Join([]string{o.Address.Street, o.Address.Postcode, o.Address.City}, " "), insee)
	if !found {
		return nil, ctx.Err()
	}
	o.Point = &point
	_, reason, err := r.situate(ctx, o)
	if err != nil || reason != "" {
		return nil, err
	}
	return &point, nil
}

// findCommunes finds the communes in which the records' points lie. Where an
// earlier département of the edition located them, only its own records are
// looked up again.
func (r *run) findCommunes(ctx context.Context, list []located) error {
	var situations []mediation.Situation
	var owners []int
	for i, rec := range list {
		switch {
		case rec.Offer.Point == nil:
		case r.located && r.elsewhere(rec.Record, r.communes[i]):
			list[i].Commune = r.communes[i]
		default:
			situations = append(situations, mediation.Situation{Point: *rec.Offer.Point, Declared: r.gazetteer.Declared(rec.Offer.Address)})
			owners = append(owners, i)
		}
	}
	found, err := r.tx.Locate(ctx, situations)
	if err != nil {
		return err
	}
	for i, owner := range owners {
		list[owner].Location = found[i]
		r.communes[owner] = found[i].Commune
	}
	return nil
}

// situate returns the commune of an offer with a point, or why it has none.
func (r *run) situate(ctx context.Context, o mediation.Offer) (insee, reason string, err error) {
	declared := r.gazetteer.Declared(o.Address)
	locations, err := r.tx.Locate(ctx, []mediation.Situation{{Point: *o.Point, Declared: declared}})
	if err != nil {
		return "", "", err
	}
	insee, reason, _ = r.commune(o.Address, locations[0])
	return insee, reason, nil
}
