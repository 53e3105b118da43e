package mediation

import "time"

// Mail is a message that is to be sent, or was. It names what it is about; the
// address comes from there.
type Mail struct {
	ID   int64
	Kind MailKind
	// SignIn is the link that it brings, Grant the right that it tells of, Account
	// whose it is; 0 for none.
	SignIn, Grant, Account int64
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
)

// MailKinds lists them.
var MailKinds = []MailKind{MailSignIn, MailInvitation, MailReminder}

// Label names a kind in French.
func (k MailKind) Label() string {
	return map[MailKind]string{MailSignIn: "Lien pour entrer", MailInvitation: "Invitation", MailReminder: "Rappel"}[k]
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
	// Names are those of the offers to look at.
	Names []string
}
