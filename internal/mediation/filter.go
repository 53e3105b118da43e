package mediation

import (
	"slices"
	"time"

	"github.com/paulmach/orb"
)

// Near asks for what lies around a point.
type Near struct {
	Point orb.Point
	// Radius is in metres; 0 means no limit.
	Radius float64
}

// Window is a span of local days, both included. Start leaves out the
// beginning of the first, End, when it is not 0, what follows in the last: both
// are counted from midnight.
type Window struct {
	From, To   time.Time
	Start, End time.Duration
}

// Filter is the question a reader asks of the map. The zero value asks for
// everything. Lists mean "any of", but Needs means "all of, at one place".
type Filter struct {
	Box      *orb.Bound
	Near     *Near
	Communes []string
	EPCIs    []string
	Kinds    []Kind
	Needs    []NeedID
	// ConfirmedOnly leaves out places where a need is only possible.
	ConfirmedOnly bool
	// Slugs of the national standard's vocabularies.
	Audience, Care, Fee, Access, Support []string
	// OpenAt keeps what is open at that instant.
	OpenAt *time.Time
	// Window keeps what is open at least once in those days.
	Window *Window
	// Words must all occur in name, commune or address.
	Words string
	// Now is the instant of the question: a visit that ended by then does
	// not count. The zero value counts every visit.
	Now time.Time
}

// DescribesOffers is true when the filter asks something of what offers are and
// give, whatever the time.
func (f Filter) DescribesOffers() bool {
	return len(f.Kinds)+len(f.Needs)+len(f.Audience)+len(f.Care)+len(f.Fee)+len(f.Access)+len(f.Support) > 0
}

// And asks for one more need.
func (f Filter) And(id NeedID) Filter {
	if !slices.Contains(f.Needs, id) {
		f.Needs = append(slices.Clone(f.Needs), id)
	}
	return f
}

// VisitFilter is the question a reader asks of the visits: those of a place,
// and what concerns visits alone. Lists mean "any of".
type VisitFilter struct {
	Filter
	Statuses []VisitStatus
	// Stops, Tours and Places are ids.
	Stops, Tours, Places []string
}
