package mediation

import (
	"strings"
	"time"
)

// Change is one line of the audit trail, written in the transaction of what it
// tells. Before and After say a value as people read it, and never hold what
// concerns a person.
type Change struct {
	ID int64
	At time.Time
	// Account is whose it is, 0 for a command; Author is its name at that time,
	// or that of the command.
	Account int64
	Author  string
	Act     Act
	// Object is what was changed, Name what people call it.
	Object        Object
	Name          string
	Field         string
	Before, After string
	// Made is what it made, Replaced what was in force before, 0 for none: undoing
	// needs them. Of an offer they are corrections, of a tour the exceptions of a
	// day, or the import of a spreadsheet.
	Made, Replaced int64
	// Undoes is the change that this one took back, 0 for none; Undone is true
	// once another took this one back.
	Undoes int64
	Undone bool
}

// Signature names who made a change, without the address of a person: that of an
// account that has no name of a service.
func (c Change) Signature() string {
	if strings.Contains(c.Author, "@") {
		return "un compte de la gestion"
	}
	return c.Author
}

// ChangeFilter says which changes are wanted, the newest first.
type ChangeFilter struct {
	// Object is what they are of, zero for all; Field "" stands for all its fields.
	Object Object
	Field  string
	// Account is who made them, or who is concerned, 0 for anybody.
	Account int64
	Limit   int
}

// CanBeUndone is true for a change that made something and was not taken back.
func (c Change) CanBeUndone() bool { return c.Made != 0 && !c.Undone }

// Author is who makes a change: an account, or a command, whose account is 0.
type Author struct {
	Account int64
	Name    string
}

// CommandLine names who acts when nobody signed in.
const CommandLine = "ligne de commande"

// Object is a thing that acts are about.
type Object struct {
	Kind ObjectKind
	// ID is the key of an offer, the id of a tour or of an account.
	ID string
}

// ObjectKind says what an object is.
type ObjectKind string

// The kinds of objects.
const (
	ObjectOffer   ObjectKind = "offer"
	ObjectTour    ObjectKind = "tour"
	ObjectAccount ObjectKind = "account"
	ObjectRequest ObjectKind = "request"
	ObjectVan     ObjectKind = "van" // a request for the van
)

// Act is something that people who sign in do.
type Act string

// The acts. The table of who may do which is in internal/desk.
const (
	ActCorrect  Act = "correct"  // a field of an offer
	ActConfirm  Act = "confirm"  // that all an offer says is right
	ActSuspend  Act = "suspend"  // an offer, for dated days
	ActMove     Act = "visit"    // a visit of a tour: cancelled, moved, full, added
	ActImport   Act = "import"   // the spreadsheet of a tour
	ActUndo     Act = "undo"     // a change
	ActInvite   Act = "invite"   // an account, by a grant
	ActWithdraw Act = "withdraw" // a grant
	ActRead     Act = "read"     // the history
	ActClose    Act = "close"    // an account
	ActMails    Act = "mails"    // what mails did not leave
	ActSuggest  Act = "suggest"  // where the van could stop; it changes nothing
	ActAnswer   Act = "answer"   // a request for access
	ActVan      Act = "van"      // a request for the van
	ActTeach    Act = "teach"    // workshops: opened, changed, cancelled
	ActSeats    Act = "seats"    // who comes to a workshop

	ActAddresses Act = "addresses" // those of accounts, in the history
)
