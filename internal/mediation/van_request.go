package mediation

import (
	"slices"
	"time"

	"github.com/paulmach/orb"
)

// VanRequest is what a commune sends that wants the van to come.
type VanRequest struct {
	ID int64
	// Commune is its INSEE code of today, CommuneName what it is called.
	Commune, CommuneName string
	Requester            Requester
	Room                 Room
	// Wishes are when the van would be welcome, none for any time.
	Wishes []Wish
	// Needs are what people there want to learn or to be helped with, Level how far
	// they are, "" when nobody knows.
	Needs []NeedID
	Level WorkshopLevel
	// Group is how many people are expected, 0 when nobody knows; Lacking are the slugs of the
	// equipment that they would need.
	Group   int
	Lacking []string
	Comment string
	// ByPhone is true when the team typed it after a call.
	ByPhone bool
	State   VanState
	// Tour is the id of the one that answers, "" while it belongs to none.
	Tour string
	// Answer is what the team wrote last: why it refuses, or postpones.
	Answer string
	// Dates are those proposed, or agreed upon, in order; Until is when the proposed ones are free
	// again. Stop is the stop that the room became.
	Dates []VanDate
	Until time.Time
	Stop  string
	// Plan is what the visits are to be, as the team proposes it.
	Plan VanPlan
	// At is when it was sent, Sure when its address was confirmed, zero for never;
	// Since is when it came to its state.
	At, Sure, Since time.Time
}

// Readable is true once the team may read it: nobody's word is taken for an address.
func (r VanRequest) Readable() bool { return !r.Sure.IsZero() || r.Requester.Email == "" }

// ErrNoVan is for a request that is not there.
var ErrNoVan = &Error{Kind: NotFound, Sentence: "Cette demande n’existe pas, ou plus."}

// VanPlan is what visits are to be: workshops with a theme, for one group all along when
// Whole is true.
type VanPlan struct {
	Theme string
	Seats int
	Whole bool
}

// Requester is who asks. All of it concerns a person, and is erased in time.
type Requester struct{ Name, Function, Email, Phone string }

// Room is where people would sit.
type Room struct {
	Name, Street string
	// Part is the former commune that it lies in, "" when nobody named one.
	Part string
	// StepFree, Power, Network and Tables say what is there.
	StepFree, Power, Network, Tables bool
	// From is from which hour it is free, "09:00"; "" for any.
	From string
	// Holder is who opens it, HolderPhone their number: both concern a person.
	Holder, HolderPhone string
	// Point is where it stands, nil unless its address was just found: it is not stored.
	Point *orb.Point
}

// Wish is a half-day that would suit: each week on a weekday, or on one day.
type Wish struct {
	// Day is "" for each week; Weekday then counts, 1 for Monday to 7.
	Day     Day
	Weekday int
	Half    Half
}

// Half is a half of a day.
type Half string

// The halves of a day.
const (
	Morning   Half = "morning"
	Afternoon Half = "afternoon"
)

// Halves lists them in order.
var Halves = []Half{Morning, Afternoon}

// Label names a half in French.
func (h Half) Label() string { return map[Half]string{Morning: "matin", Afternoon: "après-midi"}[h] }

// VanDate is a time of a vehicle that is kept for a request.
type VanDate struct {
	ID         int64
	Start, End time.Time
	// Visit is the id of the visit that it became, "" while it is only proposed.
	Visit string
}

// Booking is a time for which a vehicle is taken by a request.
type Booking struct {
	VanDate
	Request int64
	// Vehicle is its key, as [tour.VehicleKey] writes it.
	Vehicle string
	Commune string
}

// Booked is true for a date that the commune agreed to.
func (d VanDate) Booked() bool { return d.Visit != "" }

// VanState is how far a request is.
type VanState string

// The states of a request.
const (
	VanReceived  VanState = "received"
	VanInReview  VanState = "review"
	VanProposed  VanState = "proposed"
	VanConfirmed VanState = "confirmed"
	VanDone      VanState = "done"
	VanRefused   VanState = "refused"
	VanWithdrawn VanState = "withdrawn"
	VanExpired   VanState = "expired"
)

// VanStates lists them in the order in which a request goes through them.
var VanStates = []VanState{VanReceived, VanInReview, VanProposed, VanExpired, VanConfirmed, VanDone, VanRefused, VanWithdrawn}

// Label names a state in French.
func (s VanState) Label() string {
	return map[VanState]string{
		VanReceived: "Reçue", VanInReview: "À l’étude", VanProposed: "Dates proposées", VanConfirmed: "Confirmée", VanDone: "Passée",
		VanRefused: "Refusée", VanWithdrawn: "Retirée", VanExpired: "Sans réponse à temps",
	}[s]
}

// Open is true while somebody must still do something.
func (s VanState) Open() bool {
	return slices.Contains([]VanState{VanReceived, VanInReview, VanProposed, VanExpired}, s)
}

// VanAct is what somebody, or time, does to a request.
type VanAct string

// The acts.
const (
	VanTake     VanAct = "take"     // the team looks at it
	VanPropose  VanAct = "propose"  // the team proposes dates; those of before are free again
	VanPostpone VanAct = "postpone" // the team cannot say yet, and why
	VanRefuse   VanAct = "refuse"   // the team says no, and why
	VanAccept   VanAct = "accept"   // the commune agrees, by its link or by telephone
	VanDecline  VanAct = "decline"  // no date suits the commune
	VanChange   VanAct = "change"   // the commune says something else than before
	VanWithdraw VanAct = "withdraw" // the commune does not want it any more
	VanLapse    VanAct = "lapse"    // the proposed dates were kept long enough
	VanFinish   VanAct = "finish"   // the last visit is over
)

// VanActs lists them.
var VanActs = []VanAct{VanTake, VanPropose, VanPostpone, VanRefuse, VanAccept, VanDecline, VanChange, VanWithdraw, VanLapse, VanFinish}

// vanSteps is which act leads from which state to which: the one place that
// says so. What is not here cannot be done.
var vanSteps = map[VanState]map[VanAct]VanState{
	VanReceived: {
		VanTake: VanInReview, VanPropose: VanProposed, VanPostpone: VanInReview, VanRefuse: VanRefused,
		VanChange: VanReceived, VanWithdraw: VanWithdrawn,
	},
	VanInReview: {
		VanPropose: VanProposed, VanPostpone: VanInReview, VanRefuse: VanRefused, VanChange: VanInReview, VanWithdraw: VanWithdrawn,
	},
	// What changes under proposed dates makes them doubtful: they are proposed anew.
	VanProposed: {
		VanPropose: VanProposed, VanPostpone: VanInReview, VanRefuse: VanRefused, VanAccept: VanConfirmed, VanDecline: VanInReview,
		VanChange: VanInReview, VanWithdraw: VanWithdrawn, VanLapse: VanExpired,
	},
	VanExpired: {
		VanPropose: VanProposed, VanPostpone: VanInReview, VanRefuse: VanRefused, VanChange: VanInReview, VanWithdraw: VanWithdrawn,
	},
	// One that is changed must be accepted again, whoever changes it.
	VanConfirmed: {
		VanPropose: VanProposed, VanChange: VanInReview, VanWithdraw: VanWithdrawn, VanFinish: VanDone,
	},
}

// Next is the state that an act leads to; ok is false when it cannot be done.
func (s VanState) Next(act VanAct) (next VanState, ok bool) {
	next, ok = vanSteps[s][act]
	return next, ok
}

// May tells whether an act can be done.
func (s VanState) May(act VanAct) bool {
	_, ok := s.Next(act)
	return ok
}

// Doubles is true of two open requests that may be one and the same: of one commune, and by
// the same telephone or for the same half-days.
func (r VanRequest) Doubles(other VanRequest) bool {
	phone := r.Requester.Phone
	return r.ID != other.ID && r.Commune == other.Commune && r.State.Open() && other.State.Open() &&
		(phone != "" && phone == other.Requester.Phone || meet(r.Wishes, other.Wishes))
}

// meet tells whether some half-day is in both lists; an empty one means any.
func meet(a, b []Wish) bool {
	if len(a) == 0 || len(b) == 0 {
		return true
	}
	return slices.ContainsFunc(a, func(w Wish) bool { return slices.ContainsFunc(b, w.meets) })
}

func (w Wish) meets(other Wish) bool {
	if w.Half != other.Half {
		return false
	}
	if w.Day != "" && other.Day != "" {
		return w.Day == other.Day
	}
	return w.weekday() == other.weekday()
}

// weekday is 1 for Monday to 7, 0 for a day that is none.
func (w Wish) weekday() int {
	if w.Day == "" {
		return w.Weekday
	}
	t, err := time.Parse(time.DateOnly, string(w.Day))
	if err != nil {
		return 0
	}
	return (int(t.Weekday())+6)%7 + 1
}

// VanEquipment is what a commune may lack.
var VanEquipment = Vocabulary{
	{Slug: "ordinateurs", Label: "Des ordinateurs"}, {Slug: "tablettes", Label: "Des tablettes"}, {Slug: "connexion", Label: "Une connexion à internet"},
	{Slug: "rallonges", Label: "Des rallonges et des multiprises"}, {Slug: "ecran", Label: "Un écran ou un vidéoprojecteur"},
}

// MaxGroup is the largest group that a form takes, MaxVanText how long its texts may be and
// MaxVanLine its lines, in characters.
const (
	MaxGroup   = 500
	MaxVanText = 1000
	MaxVanLine = 200
)

// RoomVisits are visits to add in a room that a commune lends.
type RoomVisits struct {
	Tour, Commune string
	Room          Room
	Dates         []VanDate
	// Needs are what the visits are for, Theme the same in words, Capacity how many people there are
	// seats for.
	Needs    []NeedID
	Theme    string
	Capacity int
	By       Author
}

// RoomBooked is the stop that a room became, with the id of the visit of each date.
type RoomBooked struct {
	Stop   string
	Visits []string
}
