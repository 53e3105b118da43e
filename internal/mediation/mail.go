package mediation

import (
	"strings"
	"time"
)

// Mail is a message that is to be sent, or was. It names what it is about; the
// address comes from there.
type Mail struct {
	ID   int64
	Kind MailKind
	// SignIn is the link that it brings, Grant the right that it tells of, Account
	// whose it is, Request the one that it confirms or answers; 0 for none.
	SignIn, Grant, Account, Request int64
	// Van is the request for the van that it is about, 0 for none, Visit the one of its
	// visits, "" for none.
	Van   int64
	Visit string
	// Registration is the one that it is about, 0 for none, Workshop the date.
	Registration int64
	Workshop     string
	// Address is where it goes, once that is known.
	Address string
	At      time.Time
	// Ended is when it left, or was given up, zero while it waits.
	Ended   time.Time
	Outcome MailOutcome
	// Failure says why it did not leave: it holds no address.
	Failure string
}

// MailKind says what a mail is for.
type MailKind string

// The kinds of mail.
const (
	MailSignIn     MailKind = "sign-in"    // the link and the code that somebody asked for
	MailInvitation MailKind = "invitation" // a right that was given
	MailReminder   MailKind = "reminder"   // offers that nobody confirmed for long
	MailRequest    MailKind = "request"    // to confirm a request for access
	MailRefusal    MailKind = "refusal"    // of a request for access

	MailSeat      MailKind = "seat"       // a seat, or a place in the waiting list
	MailFreed     MailKind = "freed"      // a seat is kept for who waited
	MailMoved     MailKind = "moved"      // a workshop
	MailCalledOff MailKind = "called-off" // a workshop
	MailEve       MailKind = "eve"        // a workshop is in two days
)

// The mails of a request for the van.
const (
	MailVanConfirm   MailKind = "van-confirm"   // to confirm the address
	MailVanProposed  MailKind = "van-proposed"  // dates to accept
	MailVanAccepted  MailKind = "van-accepted"  // the visits are public
	MailVanRefused   MailKind = "van-refused"   // no
	MailVanPostponed MailKind = "van-postponed" // not now
	MailVanLapsed    MailKind = "van-lapsed"    // nobody answered in time
	MailVanCancelled MailKind = "van-cancelled" // a visit that was agreed upon is called off

	MailTeamVan MailKind = "team-van" // to the team: a commune asks
)

// MailKinds lists them.
var MailKinds = []MailKind{MailTeamVan, MailVanConfirm, MailVanProposed, MailVanAccepted, MailVanRefused, MailVanPostponed, MailVanLapsed, MailVanCancelled,
	MailSignIn, MailInvitation, MailReminder, MailRequest, MailRefusal, MailSeat, MailFreed, MailMoved, MailCalledOff, MailEve}

// OfVan is true of the mails of a request for the van.
func (k MailKind) OfVan() bool { return strings.HasPrefix(string(k), "van-") }

// Label names a kind in French.
func (k MailKind) Label() string {
	return map[MailKind]string{MailTeamVan: "Nouvelle demande de passage", MailSignIn: "Lien pour entrer", MailInvitation: "Invitation", MailReminder: "Rappel", MailRequest: "Confirmation d’une demande", MailRefusal: "Réponse à une demande",
		MailSeat: "Inscription à un atelier", MailFreed: "Place libérée", MailMoved: "Atelier déplacé", MailCalledOff: "Atelier annulé", MailEve: "Rappel d’un atelier",
		MailVanConfirm: "Confirmation d’une demande de passage", MailVanProposed: "Dates proposées", MailVanAccepted: "Passage confirmé", MailVanRefused: "Demande de passage refusée",
		MailVanPostponed: "Demande de passage reportée", MailVanLapsed: "Dates sans réponse", MailVanCancelled: "Passage annulé"}[k]
}

// MailOutcome is what became of a mail.
type MailOutcome string

// The outcomes.
const (
	MailSent   MailOutcome = "sent"
	MailFailed MailOutcome = "failed"
	// MailNobody is when the address has no account: nothing is sent, and who asked
	// cannot tell.
	MailNobody MailOutcome = "nobody"
)

// Letter is what a mail says. Secret is that of its link, Code the one to type.
type Letter struct {
	Mail         int64
	Kind         MailKind
	To           string
	Secret, Code string
	// Right and Scope say what an invitation gives.
	Right, Scope string
	// About is what a request is about, Reason what was answered to it.
	About, Reason string
	// Names are those of the offers to look at, More how many there are beside.
	Names []string
	More  int
	// When and Where are those of a workshop or a visit, Bring what to bring; Until is how
	// long an offered seat, or proposed dates, are kept. Waits is true of who is on the waiting list.
	When, Where, Bring, Until string
	Waits                     bool
	// Back is true when a workshop takes place as it was first announced, after a change
	// that was taken back.
	Back bool
	// Dates are the other ones of the same registration that are still to come.
	Dates []string
	// Van is the request that the team is to look at, 0 for none.
	Van int64
	// Call is the phone and address for questions, in words; "" for none.
	Call string
}
