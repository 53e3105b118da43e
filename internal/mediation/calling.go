package mediation

import "time"

// Call is a person that the team must telephone. It is erased with its term.
type Call struct {
	ID int64
	// Name and Phone are theirs.
	Name, Phone string
	Why         CallReason
	// About says in words what it is about: it names no person.
	About string
	// Object is whose task it is: a tour, or an offer; zero for that of moderators.
	Object Object
	// Origin is what the call comes from: the kind of a thing and its number.
	Origin Origin
	At     time.Time
	// Until is the day on which it is erased, whether done or not.
	Until time.Time
	// Done is when it was ticked, zero while it is to be made.
	Done time.Time
}

// Origin names what a call comes from.
type Origin struct{ Kind, ID string }

// The kinds of origins.
const (
	FromRegistration = "registration"
	FromVanRequest   = "van-request"
)

// CallReason says why somebody is to be telephoned.
type CallReason string

// The reasons.
const (
	CallOffer     CallReason = "offer"     // a seat is free for who waited
	CallMoved     CallReason = "moved"     // a workshop moved
	CallCancelled CallReason = "cancelled" // a workshop is cancelled
	CallDates     CallReason = "dates"     // dates are proposed to a commune
	CallAnswer    CallReason = "answer"    // a request was answered, or a visit changed
	CallConfirm   CallReason = "confirm"   // a request came without an address to confirm
)

var callLabels = map[CallReason]string{
	CallOffer: "Une place s’est libérée", CallMoved: "C’est changé : dites quand et où", CallCancelled: "C’est annulé",
	CallDates: "Des dates à proposer", CallAnswer: "Une réponse à donner", CallConfirm: "Une demande à confirmer",
}

// Label says a reason in French.
func (r CallReason) Label() string { return callLabels[r] }
