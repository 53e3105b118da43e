package orientation

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"

	"escale/internal/catalog"
	"escale/internal/mediation"
)

// RowType says what a row is.
type RowType string

// The types of row.
const (
	PlaceRow RowType = "place"
	VisitRow RowType = "visit"
)

// State says how sure it is that a need is met.
type State string

// The states, from the surest.
const (
	Sure     State = "sure"
	Possible State = "possible"
	None     State = "none"
)

// NeedAnswer is what a row does for one need.
type NeedAnswer struct {
	ID    mediation.ServiceID
	State State
	// Certainty is "" for none.
	Certainty mediation.Certainty
	// Next is when one can come for it, to who does it that surely; nil when
	// unknown. There is true when one can at the time of the row.
	Next  *Span
	There bool
}

// Row is a place, or a coming visit, that does something that is asked.
type Row struct {
	Type RowType
	ID   string
	// Place is the index of the place in [catalog.Data].Places, Offers those
	// of its offers that the row tells of: the ones that do something asked
	// and fit, or the one that lacks least when none fits.
	Place  int
	Offers []int
	// Visit is nil for a place.
	Visit *Visit
	// Point is where one goes, Metres how far that is as the crow flies.
	Point  orb.Point
	Metres float64
	Needs  []NeedAnswer
	// When is the first time that fits, nil when unknown. Class is 0 for one
	// within a week, 1 for a later one, 2 when unknown.
	When     *Span
	Class    int
	Verdicts []Answered
	// Rank says in French why the row stands where it does.
	Rank string
	// Reasons are why it does not fit, none when it does.
	Reasons []Reason

	sure, met uint // needs, as bits: surely met, surely or possibly met
}

// weighed is an offer that does something asked, held against the request.
type weighed struct {
	index int
	offer *mediation.Offer
	fit
	answered []Answered
	reasons  []Reason
}

const week = 7 * dayMinutes

// rows makes a row of the offers of a place that stay, and one of each that
// moves.
func (f *frame) rows(s *catalog.Snapshot, place int) []Row {
	var staying []weighed
	var list []Row
	for i := range s.Places[place].Offers {
		o := &s.Places[place].Offers[i]
		if !f.helps(o) {
			continue
		}
		w := f.weigh(s, place, i)
		if o.Mobile() {
			list = append(list, f.row(s, place, []weighed{w}))
		} else {
			staying = append(staying, w)
		}
	}
	if len(staying) > 0 {
		list = append([]Row{f.row(s, place, staying)}, list...)
	}
	return list
}

// helps is true when the offer does at least one thing that is asked.
func (f *frame) helps(o *mediation.Offer) bool {
	for _, id := range f.Needs {
		if certainty(o, id) != "" {
			return true
		}
	}
	return false
}

// certainty is how sure it is that an offer helps with a need, "" if it does not.
func certainty(o *mediation.Offer, id mediation.ServiceID) (best mediation.Certainty) {
	for _, c := range o.Services {
		if c.ID == id && (best == "" || c.Certainty.Rank() < best.Rank()) {
			best = c.Certainty
		}
	}
	return best
}

func (f *frame) weigh(s *catalog.Snapshot, place, offer int) weighed {
	w := weighed{index: offer, offer: &s.Places[place].Offers[offer]}
	w.fit = f.fit(f.clock.Times(s, place, offer))
	w.answered = verdicts(w.offer, f.Request)
	w.reasons = reasons(w.offer, w.answered, w.fit, f.Request)
	return w
}

// row sums up the offers that fit; when none does, the one that lacks least.
func (f *frame) row(s *catalog.Snapshot, place int, all []weighed) Row {
	counted := fitting(all)
	p := &s.Places[place]
	r := Row{Type: PlaceRow, ID: p.ID, Place: place, Point: p.Point}
	if v := all[0].visit; v != nil {
		r.Type, r.ID, r.Visit = VisitRow, v.ID, v
		if v.Venue != nil {
			r.Point = v.Venue.Point
		}
	}
	r.Metres = geo.DistanceHaversine(f.From, told(r.Point))
	answered := make([][]Answered, len(counted))
	for i, w := range counted {
		r.Offers, answered[i] = append(r.Offers, w.index), w.answered
	}
	r.Verdicts = together(answered)
	f.answer(&r, counted)
	if r.Metres > f.Reach.Metres() {
		r.Reasons = []Reason{{AboutReach, farText(r.Metres, f.Reach)}}
	}
	r.Reasons = append(r.Reasons, counted[0].reasons...)
	r.Rank = f.rankText(&r, p)
	return r
}

// fitting are the offers without any reason against them, or else the first
// of those with the fewest.
func fitting(all []weighed) (list []weighed) {
	least := all[0]
	for _, w := range all {
		if len(w.reasons) == 0 {
			list = append(list, w)
		}
		if len(w.reasons) < len(least.reasons) {
			least = w
		}
	}
	if len(list) == 0 {
		return []weighed{least}
	}
	return list
}

// answer says what the offers do between them for each need, and when.
func (f *frame) answer(r *Row, counted []weighed) {
	r.Class = 2
	for _, w := range counted {
		r.When = earlier(r.When, w.slot)
	}
	for i, id := range f.Needs {
		answer := r.need(id, counted)
		switch answer.State {
		case Sure:
			r.sure |= 1 << i
			r.met |= 1 << i
		case Possible:
			r.met |= 1 << i
		}
		r.Needs = append(r.Needs, answer)
	}
	if r.When != nil {
		r.Class = 1
		if r.When.Start < f.horizon.Start+week {
			r.Class = 0
		}
	}
}

// need says how surely the offers do a need, and when those do that do it
// that surely.
func (r *Row) need(id mediation.ServiceID, counted []weighed) NeedAnswer {
	answer := NeedAnswer{ID: id, State: None}
	for _, w := range counted {
		c := certainty(w.offer, id)
		state := stateOf(c)
		if c != "" && c.Rank() < answer.Certainty.Rank() {
			answer.Certainty = c
		}
		if stateRank[state] < stateRank[answer.State] {
			answer.State, answer.Next, answer.There = state, nil, false
		}
		if state == answer.State && state != None {
			answer.Next = earlier(answer.Next, w.slot)
			answer.There = answer.There || r.When != nil && w.openAt(r.When.Start)
		}
	}
	return answer
}

func stateOf(c mediation.Certainty) State {
	switch {
	case c.Confirmed():
		return Sure
	case c != "":
		return Possible
	}
	return None
}

// earlier is the time that starts first; one that is unknown never does.
func earlier(a, b *Span) *Span {
	if a == nil || b != nil && b.Start < a.Start {
		return b
	}
	return a
}

// told is a point with the decimals that the API tells, so that whoever
// compares from there measures the same.
func told(p orb.Point) orb.Point {
	const decimals = 1e6
	return orb.Point{math.Round(p[0]*decimals) / decimals, math.Round(p[1]*decimals) / decimals}
}
