package ingest

import (
	"context"
	"slices"
	"strings"

	"github.com/paulmach/orb/geo"

	"escale/internal/mediation"
)

// matching is a comparison whose new and changed records are on places.
type matching struct {
	*comparison
	// founded are the places that did not exist before.
	founded []mediation.Place
	placer  placer
}

// match gives the new and moved records the place that they share with a
// neighbour, or one of their own.
func (r *run) match(ctx context.Context, c *comparison) (matching, error) {
	p := placer{
		tx:     r.tx,
		joined: func(j JoinLine) { r.report.Joined = append(r.report.Joined, j) },
		unsure: func(j JoinLine) { r.report.Unsure = append(r.report.Unsure, j) },
	}
	founded, err := p.settle(ctx, c.fresh)
	return matching{c, founded, p}, err
}

// movedMetres is how far a record's point may shift and still be the same door.
const movedMetres = 50

// moved reports whether a record's new edition has to be matched anew. One that
// stayed keeps its place, so that public addresses last.
func moved(before, after mediation.Offer) bool {
	return before.Point == nil || before.Mobile() != after.Mobile() ||
		geo.Distance(*before.Point, *after.Point) > movedMetres
}

// placer hangs offers on places.
type placer struct {
	tx Tx
	// joined receives each offer that shares a place, and why; may be nil.
	joined func(JoinLine)
	// unsure receives pairs that may be one door; may be nil.
	unsure func(JoinLine)
}

// settle gives every holding without a place one that it shares with a
// neighbour, or one of its own, and returns the places that must be founded.
func (p placer) settle(ctx context.Context, holdings []mediation.Holding) ([]mediation.Place, error) {
	slices.SortFunc(holdings, func(a, b mediation.Holding) int { return strings.Compare(a.Offer.Key(), b.Offer.Key()) })
	homeless := map[string]*mediation.Holding{}
	var offers []mediation.Offer
	for i := range holdings {
		if h := &holdings[i]; h.PlaceID == "" {
			homeless[h.Offer.Key()] = h
			offers = append(offers, h.Offer)
		}
	}
	if len(offers) == 0 {
		return nil, nil
	}
	neighbours, err := p.tx.Neighbours(ctx, offers, mediation.DoorReach)
	if err != nil {
		return nil, err
	}
	taken, err := p.taken(ctx, homeless)
	if err != nil {
		return nil, err
	}
	return p.assign(offers, homeless, neighbours, taken), nil
}

// assign sets the place of each homeless holding, in the order of offers, and
// returns the places that must be founded.
func (p placer) assign(offers []mediation.Offer, homeless map[string]*mediation.Holding, neighbours []mediation.Neighbour, taken map[string]bool) []mediation.Place {
	around := map[string][]mediation.Neighbour{}
	for _, n := range neighbours {
		around[n.Key] = append(around[n.Key], n)
	}
	var founded []mediation.Place
	for _, o := range offers {
		h := homeless[o.Key()]
		if with, door := bestDoor(o, around[o.Key()], homeless); door.Same {
			h.PlaceID, h.JoinReason = with.PlaceID, door.Reason
			if p.joined != nil {
				p.joined(JoinLine{o.Key(), with.Offer.Key(), door.Reason})
			}
		} else {
			h.PlaceID, h.JoinReason = freePlaceID(o, taken), ""
			taken[h.PlaceID] = true
			founded = append(founded, mediation.PlaceOf(h.PlaceID, []mediation.Offer{o}))
		}
		p.tellUnsure(*h, around[o.Key()], homeless)
	}
	return founded
}

// tellUnsure names the neighbours, at other places, whose door may be the same.
// Of two offers that are placed together, the second names the first.
func (p placer) tellUnsure(h mediation.Holding, around []mediation.Neighbour, homeless map[string]*mediation.Holding) {
	if p.unsure == nil {
		return
	}
	for _, n := range around {
		other, placed := placedNeighbour(n, homeless)
		if !placed || other.PlaceID == h.PlaceID {
			continue
		}
		if door := mediation.SameDoor(h.Offer, other.Offer); door.Unsure {
			p.unsure(JoinLine{h.Offer.Key(), other.Offer.Key(), door.Reason})
		}
	}
}

// placedNeighbour is the other of a pair, if it is on a place already.
func placedNeighbour(n mediation.Neighbour, homeless map[string]*mediation.Holding) (other mediation.Holding, placed bool) {
	found := n.Stored
	if found == nil {
		found = homeless[n.Other]
	}
	if found == nil || found.PlaceID == "" || found.Gone {
		return other, false
	}
	return *found, true
}

// bestDoor returns the neighbour, already on a place, whose door the offer
// most surely shares.
func bestDoor(o mediation.Offer, around []mediation.Neighbour, homeless map[string]*mediation.Holding) (with mediation.Holding, best mediation.Door) {
	for _, n := range around {
		other, placed := placedNeighbour(n, homeless)
		if !placed {
			continue
		}
		if door := mediation.SameDoor(o, other.Offer); door.Same && (!best.Same || door.Score > best.Score) {
			with, best = other, door
		}
	}
	return with, best
}

// placeIDs lists the ids that an offer may found a place under, in order. The
// later ones serve when the offer left a place that others still share, and
// when its source gives one id to several records in turn.
func placeIDs(o mediation.Offer) []string {
	ids := []string{mediation.NewPlaceID(o.Source, o.SourceID)}
	for again := "\x00moved"; len(ids) < mostPlaceIDs; again += "+" {
		ids = append(ids, mediation.NewPlaceID(o.Source, o.SourceID+again))
	}
	return ids
}

// mostPlaceIDs is how many a record can found before the last serves again.
const mostPlaceIDs = 8

// taken lists the ids of places with offers that stay there.
func (p placer) taken(ctx context.Context, homeless map[string]*mediation.Holding) (map[string]bool, error) {
	var ids []string
	for _, h := range homeless {
		ids = append(ids, placeIDs(h.Offer)...)
	}
	stored, err := p.tx.OffersAt(ctx, ids)
	if err != nil {
		return nil, err
	}
	taken := map[string]bool{}
	for id, offers := range stored {
		for _, o := range offers {
			if _, leaves := homeless[o.Key()]; !leaves {
				taken[id] = true
			}
		}
	}
	return taken, nil
}

func freePlaceID(o mediation.Offer, taken map[string]bool) string {
	ids := placeIDs(o)
	for _, id := range ids {
		if !taken[id] {
			return id
		}
	}
	return ids[len(ids)-1]
}

// describe derives each place again from the offers it now has.
func (p placer) describe(ctx context.Context, ids []string) error {
	offers, err := p.tx.OffersAt(ctx, ids)
	if err != nil {
		return err
	}
	var places []mediation.Place
	for id, list := range offers {
		places = append(places, mediation.PlaceOf(id, list))
	}
	return p.tx.SavePlaces(ctx, places)
}
