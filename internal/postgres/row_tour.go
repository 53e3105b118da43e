package postgres

import (
	"time"

	"github.com/paulmach/orb"

	"escale/internal/mediation"
)

// The layouts of the rows below.
const (
	tourVersion   = 1
	stopVersion   = 1
	visitVersion  = 1
	rosterVersion = 1
	dayVersion    = 1
)

// tourRow is a tour in tours.content and tours.told.
type tourRow struct {
	Version     int        `json:"version"`
	ID          string     `json:"id"`
	Name        string     `json:"name"`
	Source      string     `json:"source"`
	Vehicle     string     `json:"vehicle,omitempty"`
	Operator    string     `json:"operator,omitempty"`
	Contact     contactRow `json:"contact"`
	Description string     `json:"description,omitempty"`
	Services    []string   `json:"services,omitempty"`
}

// stopRow is a stop in stops.content and stops.told, without exceptions, and in
// tour_imports.before, with them.
type stopRow struct {
	Version    int            `json:"version"`
	ID         string         `json:"id"`
	Tour       string         `json:"tour"`
	Code       string         `json:"code"`
	Offer      string         `json:"offer"`
	Rule       string         `json:"rule"`
	Dates      string         `json:"dates"`
	From       string         `json:"from,omitempty"`
	To         string         `json:"to,omitempty"`
	Room       string         `json:"room,omitempty"`
	Access     string         `json:"access,omitempty"`
	Capacity   int            `json:"capacity,omitempty"`
	Themes     []string       `json:"themes,omitempty"`
	Exceptions []exceptionRow `json:"exceptions,omitempty"`
}

type exceptionRow struct {
	Kind   string    `json:"kind"`
	Day    string    `json:"day"`
	To     string    `json:"to,omitempty"`
	Start  string    `json:"start,omitempty"`
	End    string    `json:"end,omitempty"`
	Theme  string    `json:"theme,omitempty"`
	Reason string    `json:"reason,omitempty"`
	Venue  *venueRow `json:"venue,omitempty"`
}

// dayRow is all that befalls one day of a stop, in stop_exceptions.content.
type dayRow struct {
	Version int            `json:"version"`
	List    []exceptionRow `json:"list"`
}

// exceptionsRow is the exceptions that an import left, in tour_imports.after.
type exceptionsRow struct {
	Version int                       `json:"version"`
	Stops   map[string][]exceptionRow `json:"stops"`
}

type venueRow struct {
	Name        string     `json:"name"`
	Address     addressRow `json:"address"`
	Point       orb.Point  `json:"point"` // [longitude, latitude]
	Approximate bool       `json:"approximate,omitempty"`
}

// visitRow is a visit in visits.content.
type visitRow struct {
	Version  int       `json:"version"`
	ID       string    `json:"id"`
	Stop     string    `json:"stop"`
	Tour     string    `json:"tour"`
	Place    string    `json:"place"`
	Day      string    `json:"day"`
	Start    time.Time `json:"start"`
	End      time.Time `json:"end"`
	Status   string    `json:"status"`
	Theme    string    `json:"theme,omitempty"`
	Room     string    `json:"room,omitempty"`
	Reason   string    `json:"reason,omitempty"`
	WasStart time.Time `json:"was_start,omitzero"`
	Venue    *venueRow `json:"venue,omitempty"`
	Sequence int       `json:"sequence"`
	Changed  time.Time `json:"changed,omitzero"`
}

// rosterRow is what a spreadsheet of tours changed, in tour_imports.before.
type rosterRow struct {
	Version int              `json:"version"`
	Tours   []tourHoldingRow `json:"tours"`
	Stops   []stopHoldingRow `json:"stops"`
}

type tourHoldingRow struct {
	Tour       tourRow  `json:"tour"`
	FromSource *tourRow `json:"told,omitempty"`
	Gone       bool     `json:"gone,omitempty"`
}

type stopHoldingRow struct {
	Stop       stopRow  `json:"stop"`
	FromSource *stopRow `json:"told,omitempty"`
	Gone       bool     `json:"gone,omitempty"`
	Offer      offerRow `json:"offer"`
	PlaceID    string   `json:"place_id"`
	OfferGone  bool     `json:"offer_gone,omitempty"`
}

func newTourRow(t mediation.Tour) tourRow {
	return tourRow{
		Version: tourVersion, ID: t.ID, Name: t.Name, Source: t.Source, Vehicle: t.Vehicle, Operator: t.Operator,
		Contact: newContactRow(t.Contact), Description: t.Description,
		Services: convertAll(t.Services, func(id mediation.NeedID) string { return string(id) }),
	}
}

func (r tourRow) tour() (mediation.Tour, error) {
	return mediation.Tour{
		ID: r.ID, Name: r.Name, Source: r.Source, Vehicle: r.Vehicle, Operator: r.Operator,
		Contact: r.Contact.contact(), Description: r.Description,
		Services: convertAll(r.Services, func(id string) mediation.NeedID { return mediation.NeedID(id) }),
	}, knownVersion("tours", r.Version, tourVersion)
}

func newStopRow(s mediation.Stop) stopRow {
	return stopRow{
		Version: stopVersion, ID: s.ID, Tour: s.Tour, Code: s.Code, Offer: s.Offer, Rule: s.Rule, Dates: string(s.Dates),
		From: s.From, To: s.To, Room: s.Room, Access: s.Access, Capacity: s.Capacity, Themes: s.Themes,
		Exceptions: convertAll(s.Exceptions, newExceptionRow),
	}
}

func (r stopRow) stop() (mediation.Stop, error) {
	return mediation.Stop{
		ID: r.ID, Tour: r.Tour, Code: r.Code, Offer: r.Offer, Rule: r.Rule, Dates: mediation.StopDates(r.Dates),
		From: r.From, To: r.To, Room: r.Room, Access: r.Access, Capacity: r.Capacity, Themes: r.Themes,
		Exceptions: convertAll(r.Exceptions, exceptionRow.exception),
	}, knownVersion("stops", r.Version, stopVersion)
}

func newExceptionRow(e mediation.Exception) exceptionRow {
	return exceptionRow{Kind: string(e.Kind), Day: string(e.Day), To: string(e.To), Start: e.Start, End: e.End,
		Theme: e.Theme, Reason: e.Reason, Venue: convertOptional(e.Venue, newVenueRow)}
}

func (r exceptionRow) exception() mediation.Exception {
	return mediation.Exception{Kind: mediation.ExceptionKind(r.Kind), Day: mediation.Day(r.Day), To: mediation.Day(r.To),
		Start: r.Start, End: r.End, Theme: r.Theme, Reason: r.Reason, Venue: convertOptional(r.Venue, venueRow.venue)}
}

func newDayRow(list []mediation.Exception) dayRow {
	return dayRow{Version: dayVersion, List: convertAll(list, newExceptionRow)}
}

func (r dayRow) exceptions() ([]mediation.Exception, error) {
	return convertAll(r.List, exceptionRow.exception), knownVersion("stop_exceptions", r.Version, dayVersion)
}

func newExceptionsRow(after map[string][]mediation.Exception) exceptionsRow {
	return exceptionsRow{dayVersion, convertLists(after, newExceptionRow)}
}

func (r exceptionsRow) exceptions() (map[string][]mediation.Exception, error) {
	return convertLists(r.Stops, exceptionRow.exception), knownVersion("tour_imports", r.Version, dayVersion)
}

// convertLists converts the lists of a map; nil stays nil.
func convertLists[A, B any](from map[string][]A, convert func(A) B) map[string][]B {
	if from == nil {
		return nil
	}
	to := make(map[string][]B, len(from))
	for key, list := range from {
		to[key] = convertAll(list, convert)
	}
	return to
}

func newVenueRow(v mediation.Venue) venueRow {
	return venueRow{Name: v.Name, Address: newAddressRow(v.Address), Point: v.Point, Approximate: v.Approximate}
}

func (r venueRow) venue() mediation.Venue {
	return mediation.Venue{Name: r.Name, Address: r.Address.address(), Point: r.Point, Approximate: r.Approximate}
}

func newVisitRow(v mediation.Visit) visitRow {
	return visitRow{
		Version: visitVersion, ID: v.ID, Stop: v.Stop, Tour: v.Tour, Place: v.Place, Day: string(v.Day),
		Start: v.Start, End: v.End, Status: string(v.Status), Theme: v.Theme, Room: v.Room, Reason: v.Reason,
		WasStart: v.WasStart, Venue: convertOptional(v.Venue, newVenueRow), Sequence: v.Sequence, Changed: v.Changed,
	}
}

func (r visitRow) visit() (mediation.Visit, error) {
	return mediation.Visit{
		ID: r.ID, Stop: r.Stop, Tour: r.Tour, Place: r.Place, Day: mediation.Day(r.Day),
		Start: r.Start, End: r.End, Status: mediation.VisitStatus(r.Status), Theme: r.Theme, Room: r.Room, Reason: r.Reason,
		WasStart: r.WasStart, Venue: convertOptional(r.Venue, venueRow.venue), Sequence: r.Sequence, Changed: r.Changed,
	}, knownVersion("visits", r.Version, visitVersion)
}

func newRosterRow(before mediation.TourImport) rosterRow {
	return rosterRow{Version: rosterVersion,
		Tours: convertAll(before.Tours, newTourHoldingRow), Stops: convertAll(before.Stops, newStopHoldingRow)}
}

// roster puts the tours and stops of the row into an import.
func (r rosterRow) roster(before *mediation.TourImport) (err error) {
	if err := knownVersion("tour_imports", r.Version, rosterVersion); err != nil {
		return err
	}
	if before.Tours, err = readRows(r.Tours, tourHoldingRow.holding); err != nil {
		return err
	}
	before.Stops, err = readRows(r.Stops, stopHoldingRow.holding)
	return err
}

func newTourHoldingRow(h mediation.TourHolding) tourHoldingRow {
	return tourHoldingRow{Tour: newTourRow(h.Tour), FromSource: convertOptional(h.FromSource, newTourRow), Gone: h.Gone}
}

func (r tourHoldingRow) holding() (h mediation.TourHolding, err error) {
	h.Gone = r.Gone
	if h.Tour, err = r.Tour.tour(); err != nil {
		return h, err
	}
	h.FromSource, err = readOptional(r.FromSource, tourRow.tour)
	return h, err
}

func newStopHoldingRow(h mediation.StopHolding) stopHoldingRow {
	return stopHoldingRow{
		Stop: newStopRow(h.Stop), FromSource: convertOptional(h.FromSource, newStopRow), Gone: h.Gone,
		Offer: newOfferRow(h.Offer), PlaceID: h.PlaceID, OfferGone: h.OfferGone,
	}
}

func (r stopHoldingRow) holding() (h mediation.StopHolding, err error) {
	h.Gone, h.PlaceID, h.OfferGone = r.Gone, r.PlaceID, r.OfferGone
	if h.Stop, err = r.Stop.stop(); err != nil {
		return h, err
	}
	if h.FromSource, err = readOptional(r.FromSource, stopRow.stop); err != nil {
		return h, err
	}
	h.Offer, err = r.Offer.offer()
	return h, err
}
