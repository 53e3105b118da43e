package mediation

import (
	"time"

	"github.com/paulmach/orb"
)

// Holding is an offer as it is kept: the place it hangs on, and every cell
// that its source wrote.
type Holding struct {
	Offer   Offer
	PlaceID string
	// JoinReason says why the offer shares a place, "" when it founded it.
	JoinReason string
	Raw        map[string]string
	// Gone is true once the source no longer has the record.
	Gone bool
	// Undone is true for a record that is only kept because a stop refers to
	// it: the edition that brought it was undone.
	Undone bool
}

// SetAside is a record that cannot be shown before a person has looked at it.
type SetAside struct {
	// Line is where the record stands in its file.
	Line   int
	Offer  Offer
	Reason string
	Raw    map[string]string
}

// Neighbour is a pair of offers near enough to be one door. Stored is nil
// when Other is part of the same import and not stored yet.
type Neighbour struct {
	Key, Other string
	Stored     *Holding
}

// Situation asks where a point lies, and how far from the commune that its
// source declares (an INSEE code, or "").
type Situation struct {
	Point    orb.Point
	Declared string
}

// Location answers a [Situation].
type Location struct {
	// Commune contains the point; "" when none that we know of does.
	Commune string
	// Metres from the declared commune's contour (or its centre when it has no
	// contour), 0 inside, -1 when the declared commune is unknown.
	Metres float64
	// HasContour is false when the declared commune is only known by its centre.
	HasContour bool
}

// TourHolding is a tour as it is kept.
type TourHolding struct {
	Tour Tour
	// FromSource is the tour as its source has it; nil for one of a spreadsheet.
	// Where it differs from Tour, people changed the tour here.
	FromSource *Tour
	Gone       bool
}

// StopHolding is a stop as it is kept, with the offer that it is.
type StopHolding struct {
	Stop       Stop
	FromSource *Stop // as in [TourHolding]
	Gone       bool

	Offer   Offer
	PlaceID string
	// OfferGone is true when the offer left its source.
	OfferGone bool
}

// VisitHolding is a visit as it is kept. Withdrawn ones left the plan.
type VisitHolding struct {
	Visit     Visit
	Withdrawn bool
}

// TourImport is what a spreadsheet changed, so that it can be undone.
type TourImport struct {
	ID     int64
	Origin string
	At     time.Time
	// Tours and Stops are as they were before, Exceptions, by the ids of stops, as
	// it left them.
	Tours      []TourHolding
	Stops      []StopHolding
	Exceptions map[string][]Exception
	// Touched are the ids of the tours that it changed.
	Touched []string
}
