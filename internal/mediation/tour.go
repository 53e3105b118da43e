package mediation

import (
	"crypto/sha256"
	"encoding/base32"
	"strings"
	"time"

	"github.com/paulmach/orb"
)

// Tour is what one vehicle does: it goes from stop to stop and brings help.
type Tour struct {
	// ID is the short name that addresses carry: "aidant-bus-sud-manche".
	ID   string `json:"id"`
	Name string `json:"name"`
	// Source is where the tour came from: [OwnTours], or the id of a
	// source of data/sources.yaml.
	Source string `json:"source"`
	// Vehicle names what drives. Tours with one vehicle cannot be in two
	// places at once; "" means a vehicle of the tour's own.
	Vehicle  string  `json:"vehicle,omitempty"`
	Operator string  `json:"operator,omitempty"`
	Contact  Contact `json:"contact"`
	// Description says what it brings.
	Description string `json:"description,omitempty"`
	// Services are the needs that it helps with, for stops of a
	// spreadsheet; a source's stops carry their own.
	Services []NeedID `json:"services,omitempty"`
}

// OwnTours is the source of the tours and stops of a spreadsheet.
const OwnTours = "tournees"

// Stop is a place of a tour, with a rule that says when the vehicle comes.
type Stop struct {
	// ID is stable and public: see [NewStopID].
	ID string `json:"id"`
	// Tour is the id of its tour; Code names the stop within the tour, as
	// people write it in the spreadsheet.
	Tour string `json:"tour"`
	Code string `json:"code"`
	// Offer is the key of the offer of kind [Van] that the stop is; it says
	// where the stop is, on whose phone one asks, and what helps there.
	Offer string `json:"offer"`
	// Rule says in French on which days the vehicle comes (internal/tour),
	// Dates how much of it is known.
	Rule  string    `json:"rule"`
	Dates StopDates `json:"dates"`
	// From and To are the usual hours on the clocks there, "14:00"; both "" when
	// nobody said them.
	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"`
	// Room and Access say where inside, and how to get in.
	Room   string `json:"room,omitempty"`
	Access string `json:"access,omitempty"`
	// Capacity is the number of people, 0 when unknown.
	Capacity   int         `json:"capacity,omitempty"`
	Themes     []string    `json:"themes,omitempty"`
	Exceptions []Exception `json:"exceptions,omitempty"`
}

// StopDates says how much is known of a stop's dates.
type StopDates string

// The degrees of knowledge. Only DatesKnown gives visits.
const (
	DatesKnown StopDates = "known"
	// DatesUnconfirmed: the day of the week is known, not which weeks.
	DatesUnconfirmed StopDates = "unconfirmed"
	// DatesUnpublished: the stop is on the tour, its dates are not published.
	DatesUnpublished StopDates = "unpublished"
	// DatesOnRequest: it comes when the commune asks; its visits are added one by one.
	DatesOnRequest StopDates = "on-request"
	// DatesEnded: the vehicle does not come any more.
	DatesEnded StopDates = "ended"
)

// ExceptionKind is what happens to one dated visit.
type ExceptionKind string

// The kinds of exception.
const (
	// Skip: the vehicle does not come, and it was never announced.
	Skip ExceptionKind = "skip"
	// Keep confirms a visit that falls on a public holiday or clashes, and
	// may give it hours or a theme of its own.
	Keep   ExceptionKind = "keep"
	Move   ExceptionKind = "move"
	Add    ExceptionKind = "add"
	Cancel ExceptionKind = "cancel"
	// MarkFull: no seat is left.
	MarkFull ExceptionKind = "full"
)

// Exception changes one dated visit of a stop.
type Exception struct {
	Kind ExceptionKind `json:"kind"`
	// Day is the day on which the rule has the visit, or that of an added one.
	Day Day `json:"day"`
	// To is the new day of a moved visit, "" when it keeps its day.
	To Day `json:"to,omitempty"`
	// Start and End are hours other than the usual ones, "" to keep them.
	Start string `json:"start,omitempty"`
	End   string `json:"end,omitempty"`
	Theme string `json:"theme,omitempty"`
	// Reason is shown to the public.
	Reason string `json:"reason,omitempty"`
	// Venue is where the visit takes place when not at its stop.
	Venue *Venue `json:"venue,omitempty"`
}

// Venue is where one visit takes place when not at its stop.
type Venue struct {
	Name    string    `json:"name"`
	Address Address   `json:"address"`
	Point   orb.Point `json:"point"`
	// Approximate is true when Point is only the centre of the commune.
	Approximate bool `json:"approximate,omitempty"`
}

// Day is a calendar day of the place, "2026-12-08".
type Day string

// DayOf returns the day that it is at t in t's own zone.
func DayOf(t time.Time) Day { return Day(t.Format(time.DateOnly)) }

// Visit is one dated coming of a vehicle to a stop.
type Visit struct {
	// ID is stable: see [NewVisitID].
	ID    string `json:"id"`
	Stop  string `json:"stop"`
	Tour  string `json:"tour"`
	Place string `json:"place"` // id of the stop's place
	// Day is the day on which the rule has it: moving it changes Start only.
	Day    Day         `json:"day"`
	Start  time.Time   `json:"start"`
	End    time.Time   `json:"end"`
	Status VisitStatus `json:"status"`
	Theme  string      `json:"theme,omitempty"`
	Room   string      `json:"room,omitempty"`
	// Reason says why it is moved, cancelled or unconfirmed.
	Reason string `json:"reason,omitempty"`
	// WasStart is the start that was announced before it moved, else zero.
	WasStart time.Time `json:"was_start,omitzero"`
	// Venue is where it takes place when not at its stop.
	Venue *Venue `json:"venue,omitempty"`
	// Sequence counts its changes since it was first announced (RFC 5545,
	// section 3.8.7.4), Changed is when the latest came.
	Sequence int       `json:"sequence"`
	Changed  time.Time `json:"changed,omitzero"`
}

// VisitStatus says what became of a visit.
type VisitStatus string

// The statuses of a visit.
const (
	Planned   VisitStatus = "planned"
	Moved     VisitStatus = "moved"
	Cancelled VisitStatus = "cancelled"
	Full      VisitStatus = "full"
	// Unconfirmed: it falls on a public holiday, or its vehicle is expected
	// elsewhere too, and nobody has settled that yet.
	Unconfirmed VisitStatus = "unconfirmed"
)

// VisitStatuses lists every status.
var VisitStatuses = []VisitStatus{Planned, Moved, Cancelled, Full, Unconfirmed}

var statusLabels = map[VisitStatus]string{
	Planned: "Prévu", Moved: "Déplacé", Cancelled: "Annulé", Full: "Complet", Unconfirmed: "À confirmer",
}

// Label returns the French name of the status.
func (s VisitStatus) Label() string { return statusLabels[s] }

// Available is true when someone who comes will be helped: the visit takes
// place and has room. That it is not past is for the caller to see.
func (v Visit) Available() bool { return v.Status == Planned || v.Status == Moved }

// NewStopID derives a stop's id from its tour and its code, so that the same
// data give the same addresses on every machine.
func NewStopID(tour, code string) string { return shortID("stop", tour, code) }

// NewVisitID derives a visit's id from its stop and the day on which the rule
// has it. A visit that was added beside the rule's own is another one.
func NewVisitID(stop string, day Day, added bool) string {
	origin := "rule"
	if added {
		origin = "added"
	}
	return shortID("visit", stop, string(day), origin)
}

// shortID makes ten characters out of what identifies something.
func shortID(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	text := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:])
	return strings.ToLower(text[:10])
}
