package mediation

import "time"

// Registration is a seat, or a place in the waiting list.
type Registration struct {
	ID, Group int64
	// FirstName, Phone and Email are erased some days after the last session; Email
	// is "" for who gave none.
	FirstName, Phone, Email string
	// Online is true when it came from the web, false when the team or a town
	// hall typed it.
	Online bool
	State  SeatState
	At     time.Time
	// Expires is until when an offered seat is kept, zero as long as the person was
	// not telephoned.
	Expires time.Time
	// Erased is true once it names nobody.
	Erased bool
	// Mark is what became of it at one workshop, "" when not marked.
	Mark Mark
}

// SeatState says what became of a registration.
type SeatState string

// The states.
const (
	Seated  SeatState = "seated"
	Waiting SeatState = "waiting"
	// Offered: a seat is kept for who waited, for a while.
	Offered SeatState = "offered"
	// Lapsed: it was offered, and nobody took it in time.
	Lapsed SeatState = "lapsed"
	// Left: it was given up.
	Left SeatState = "left"
)

// Label names a state in French.
func (s SeatState) Label() string {
	return map[SeatState]string{Seated: "A une place", Waiting: "Sur la liste d’attente", Offered: "Une place est gardée", Lapsed: "N’a pas répondu à temps", Left: "A annulé"}[s]
}

// TakesSeat is true for the states that count among the seats taken.
func (s SeatState) TakesSeat() bool { return s == Seated || s == Offered }

// Lives is true for the states of somebody who comes, or would.
func (s SeatState) Lives() bool { return s.TakesSeat() || s == Waiting }

// SeatsOfOnePhone is how many registrations one number may have in a group.
const SeatsOfOnePhone = 2

// MaxFirstName is the longest first name, in characters.
const MaxFirstName = 60

// Mark says whether somebody came.
type Mark string

// The marks.
const (
	Seen    Mark = "seen"
	Absent  Mark = "absent"
	Excused Mark = "excused"
)

// Marks lists them.
var Marks = []Mark{Seen, Absent, Excused}

// Label names a mark in French.
func (m Mark) Label() string {
	return map[Mark]string{Seen: "Présent", Absent: "Absent", Excused: "Excusé"}[m]
}

// SeatRequest is what somebody gives to have a seat, and nothing else.
type SeatRequest struct {
	Workshop                string
	FirstName, Phone, Email string
}

// Slip is what somebody sees of their own registration: nobody else is in it.
type Slip struct {
	State SeatState
	// FirstName is theirs, Expires until when a seat is kept for them.
	FirstName string
	Expires   time.Time
	// Dates are those that they come to, Phone the number to call.
	Dates []WorkshopHolding
	Phone string
	// Position is which one they are in the waiting list, from 1; 0 for none.
	Position int
}

// SeatAct is what somebody does with their registration.
type SeatAct string

// The acts on a registration.
const (
	TakeOffer SeatAct = "venir"   // take the seat that is offered
	GiveUp    SeatAct = "annuler" // not to come, or no longer to wait
)
