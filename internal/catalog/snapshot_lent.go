package catalog

import (
	"slices"
	"time"

	"escale/internal/hours"
	"escale/internal/mediation"
)

// A room that a commune lends is on the map while a visit there is to come, or was today.
// After that the bus does not come there any more, as nobody planned it to: the room would
// only mislead. Its visits stay readable at their own addresses, from a picture beside.

// lentPlaces are the rooms that are not on the map any more, and when the next one leaves it.
type lentPlaces struct {
	stops  map[string]bool
	offers map[string]bool // of which no other stop is left, by key
	next   time.Time       // zero for none
}

// lent finds the rooms that are over at the instant of the data.
func (d *Data) lent() lentPlaces {
	l := lentPlaces{stops: map[string]bool{}, offers: map[string]bool{}}
	seen := d.requested()
	if len(seen) == 0 {
		return l
	}
	last, kept := d.lastVisits(), map[string]bool{}
	zone := hours.ZoneOf(d.Territory.Area.First())
	for i := range d.Stops {
		stop := &d.Stops[i]
		leaves := hours.Midnight(last[stop.ID].In(zone), 1)
		switch {
		case stop.Dates != mediation.DatesOnRequest:
			kept[stop.Offer] = true
		case !seen[stop.Offer]:
		case leaves.After(d.At):
			kept[stop.Offer] = true
			if l.next.IsZero() || leaves.Before(l.next) {
				l.next = leaves
			}
		default:
			l.stops[stop.ID], l.offers[stop.Offer] = true, true
		}
	}
	for key := range kept {
		delete(l.offers, key)
	}
	return l
}

// requested are the keys of the offers that stops on request are, of those that are there to
// see; none where nobody knows what time it is.
func (d *Data) requested() map[string]bool {
	keys, seen := map[string]bool{}, map[string]bool{}
	for i := range d.Stops {
		if d.Stops[i].Dates == mediation.DatesOnRequest && !d.At.IsZero() {
			keys[d.Stops[i].Offer] = true
		}
	}
	if len(keys) == 0 {
		return nil
	}
	for i := range d.Places {
		for _, key := range mobile(&d.Places[i]) {
			seen[key] = keys[key]
		}
	}
	return seen
}

// lastVisits is when the last visit of each stop ends.
func (d *Data) lastVisits() map[string]time.Time {
	last := map[string]time.Time{}
	for i := range d.Visits {
		if v := &d.Visits[i]; v.End.After(last[v.Stop]) {
			last[v.Stop] = v.End
		}
	}
	return last
}

// split parts the data into what is on the map and the rooms that are over.
func (d Data) split() (shown, over Data, whole []mediation.Place) {
	l := d.lent()
	if shown = d; !l.next.IsZero() && (d.Until.IsZero() || l.next.Before(d.Until)) {
		shown.Until = l.next
	}
	if len(l.stops) == 0 {
		return shown, over, nil
	}
	over = d
	isOver := func(s mediation.Stop) bool { return l.stops[s.ID] }
	shown.Stops = slices.DeleteFunc(slices.Clone(d.Stops), isOver)
	over.Stops = slices.DeleteFunc(slices.Clone(d.Stops), func(s mediation.Stop) bool { return !isOver(s) })
	keys := map[string]bool{}
	for _, stop := range over.Stops {
		keys[stop.Offer] = true
	}
	lent := func(o mediation.Offer) bool { return o.Mobile() && keys[o.Key()] }
	stays := func(o mediation.Offer) bool { return !o.Mobile() || !l.offers[o.Key()] }
	shown.Places, over.Places = make([]mediation.Place, 0, len(d.Places)), nil
	for _, p := range d.Places {
		if !slices.ContainsFunc(p.Offers, lent) {
			shown.Places = append(shown.Places, p)
			continue
		}
		whole = append(whole, p)
		shown.Places = appendWith(shown.Places, p, stays)
		over.Places = appendWith(over.Places, p, lent)
	}
	return shown, over, whole
}

// appendWith adds a place with some of its offers, unless none is left.
func appendWith(list []mediation.Place, p mediation.Place, wanted func(mediation.Offer) bool) []mediation.Place {
	p.Offers = slices.DeleteFunc(slices.Clone(p.Offers), func(o mediation.Offer) bool { return !wanted(o) })
	if len(p.Offers) == 0 {
		return list
	}
	return append(list, p)
}

// whole are the data of which the snapshot shows a part.
func (s *Snapshot) whole() Data {
	d := s.Data
	if s.past == nil {
		return d
	}
	parted := map[string]bool{}
	for _, p := range s.parted {
		parted[p.ID] = true
	}
	d.Places = append(without(d.Places, func(p *mediation.Place) bool { return parted[p.ID] }), s.parted...)
	d.Stops = slices.Concat(d.Stops, s.past.Stops)
	d.Visits = slices.Concat(d.Visits, s.past.Visits)
	d.Workshops = slices.Concat(d.Workshops, s.past.Workshops)
	return d
}

// WithVisit is the picture that has a visit, with its index there: this one, or that of
// the rooms that are over.
func (s *Snapshot) WithVisit(id string) (*Snapshot, int, error) {
	i, err := s.Visit(id)
	if err != nil && s.past != nil {
		if j, failed := s.past.Visit(id); failed == nil {
			return s.past, j, nil
		}
	}
	return s, i, err
}

// WithWorkshop is [Snapshot.WithVisit] for a workshop.
func (s *Snapshot) WithWorkshop(id string) (*Snapshot, *mediation.Workshop, error) {
	w, err := s.Workshop(id)
	if err != nil && s.past != nil {
		if over, failed := s.past.Workshop(id); failed == nil {
			return s.past, over, nil
		}
	}
	return s, w, err
}

// Past is true of the picture of the rooms that are over.
func (s *Snapshot) Past() bool { return s.isPast }
