package planning

import (
	"cmp"
	"context"
	"slices"

	"escale/internal/hours"
	"escale/internal/mediation"
)

// ComingsIn is [Planner.Comings] in a transaction of the caller's.
func (p *Planner) ComingsIn(ctx context.Context, tx Tx, from, to mediation.Day) ([]mediation.Coming, error) {
	s := p.session(tx)
	if err := s.read(ctx); err != nil {
		return nil, err
	}
	return s.comings(from, to), nil
}

// AddVisits adds visits in a room that a commune lends, in a transaction of the caller's,
// which holds the lock of the tours. The room becomes a stop of the tour, unless it is one.
func (p *Planner) AddVisits(ctx context.Context, tx Tx, r mediation.RoomVisits) (booked mediation.RoomBooked, err error) {
	s := p.session(tx)
	if err := s.read(ctx); err != nil {
		return booked, err
	}
	h, err := s.roomStop(ctx, r)
	if err != nil {
		return booked, err
	}
	booked.Stop = h.Stop.ID
	visits, _ := s.plan()
	for _, d := range r.Dates {
		e := s.addedOn(h, d)
		if slices.ContainsFunc(visits, func(v mediation.Visit) bool {
			return v.Stop == h.Stop.ID && v.Day == e.Day && v.Status != mediation.Cancelled
		}) {
			return booked, &mediation.Error{Kind: mediation.Conflict, Sentence: "Le bus vient déjà dans cette salle le " + dayWords(e.Day) + "."}
		}
		e.Theme = r.Theme
		if err := s.changeDay(ctx, h, mediation.DayChange{Stop: h.Stop.ID, Exception: e, By: r.By}); err != nil {
			return booked, err
		}
		booked.Visits = append(booked.Visits, mediation.NewVisitID(h.Stop.ID, e.Day, true))
	}
	return booked, s.planAnew(ctx)
}

// addedOn is the exception that adds a visit at a date.
func (s *session) addedOn(h mediation.StopHolding, d mediation.VanDate) mediation.Exception {
	zone := hours.ZoneOf(cmp.Or(mediation.DepartementOf(h.Offer.Address.INSEE), s.Departement))
	start, end := d.Start.In(zone), d.End.In(zone)
	return mediation.Exception{Kind: mediation.Add, Day: mediation.DayOf(start), Start: start.Format("15:04"), End: end.Format("15:04")}
}

// CancelVisits cancels visits to come, in a transaction of the caller's, which holds the lock
// of the tours. Those that are gone or cancelled already stay so.
func (p *Planner) CancelVisits(ctx context.Context, tx Tx, visits []string, reason string, by mediation.Author) error {
	s := p.session(tx)
	if err := s.read(ctx); err != nil {
		return err
	}
	planned, _ := s.plan()
	for _, v := range planned {
		if !slices.Contains(visits, v.ID) || v.Status == mediation.Cancelled {
			continue
		}
		h, _ := s.stop(v.Stop)
		e := mediation.Exception{Kind: mediation.Cancel, Day: v.Day, Reason: reason}
		if err := s.changeDay(ctx, h, mediation.DayChange{Stop: v.Stop, Exception: e, By: by}); err != nil {
			return err
		}
	}
	return s.planAnew(ctx)
}

// planAnew plans the visits of what was just changed.
func (s *session) planAnew(ctx context.Context) error {
	if err := s.read(ctx); err != nil {
		return err
	}
	if _, err := s.replan(ctx); err != nil {
		return err
	}
	return s.finish(ctx)
}

// roomStop finds the stop that a room is, or makes it one.
func (s *session) roomStop(ctx context.Context, r mediation.RoomVisits) (mediation.StopHolding, error) {
	tours, stops := s.live()
	i := slices.IndexFunc(tours, func(t mediation.Tour) bool { return t.ID == r.Tour })
	if i < 0 {
		return mediation.StopHolding{}, &mediation.Error{Kind: mediation.NotFound, Sentence: "Cette tournée n’est plus sur la carte."}
	}
	name := mediation.Fold(r.Room.Name)
	for _, h := range stops {
		if h.Stop.Tour == r.Tour && h.Offer.Address.INSEE == r.Commune && h.Stop.Dates != mediation.DatesEnded && h.Offer.Address.Complement == r.Room.Part &&
			slices.Contains([]string{mediation.Fold(h.Offer.Name), mediation.Fold(h.Stop.Room)}, name) {
			return h, nil
		}
	}
	communes, err := s.tx.Communes(ctx, s.Departement)
	if err != nil {
		return mediation.StopHolding{}, err
	}
	at := slices.IndexFunc(communes, func(c mediation.Commune) bool { return c.INSEE == r.Commune })
	if at < 0 {
		return mediation.StopHolding{}, invalid("commune", "Cette commune n’est pas connue dans le département.")
	}
	h := s.newRoom(tours[i], communes[at], r)
	if err := s.saveOffers(ctx, []mediation.StopHolding{h}); err != nil {
		return h, err
	}
	if err := s.saveStops(ctx, []mediation.StopHolding{h}); err != nil {
		return h, err
	}
	if err := s.read(ctx); err != nil {
		return h, err
	}
	h, _ = s.stop(h.Stop.ID)
	return h, nil
}

// onRequest is the rule of a stop that has visits on demand only.
const onRequest = "sur demande"

// stepFree is how one enters a room without a step.
const stepFree = "De plain-pied"

// newRoom is the stop that a room becomes: in the middle of its commune, unless its address
// was found.
func (s *session) newRoom(t mediation.Tour, commune mediation.Commune, r mediation.RoomVisits) mediation.StopHolding {
	code := mediation.Slug(commune.Name + " " + r.Room.Part + " " + r.Room.Name)
	id := mediation.NewStopID(t.ID, code)
	point := commune.Centre
	if r.Room.Point != nil {
		point = *r.Room.Point
	}
	offer := mediation.Offer{
		Source: mediation.OwnTours, SourceID: id, Kind: mediation.Van, Name: r.Room.Name, Operator: t.Operator, Description: t.Description, Contact: t.Contact,
		Address: mediation.Address{Street: r.Room.Street, Complement: r.Room.Part, City: commune.Name, INSEE: commune.INSEE}, Point: &point, Approximate: r.Room.Point == nil,
		Claims: s.roomClaims(t, r.Needs),
	}
	if len(commune.Postcodes) > 0 {
		offer.Address.Postcode = commune.Postcodes[0]
	}
	rule := newRule(onRequest)
	stop := mediation.Stop{
		ID: id, Tour: t.ID, Code: code, Offer: offer.Key(), Rule: rule.text, Dates: rule.dates, Capacity: r.Capacity,
	}
	if r.Room.StepFree {
		stop.Access = stepFree
	}
	return mediation.StopHolding{Stop: stop, Offer: offer, PlaceID: mediation.NewPlaceID(offer.Source, offer.SourceID)}
}

// roomClaims are what the tour helps with, and what the commune wants.
func (s *session) roomClaims(t mediation.Tour, needs []mediation.NeedID) []mediation.Claim {
	var wanted []mediation.Claim
	for _, id := range needs {
		wanted = append(wanted, mediation.Claim{ID: id, Certainty: mediation.Declared})
	}
	d := draft{session: s}
	return mediation.MergeClaims(wanted, d.servicesOf(&draftTour{tour: t}))
}
