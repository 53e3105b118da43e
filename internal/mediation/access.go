package mediation

import "time"

// AccessRequest is what somebody sends who wants to keep a place right:
// "C’est mon lieu".
type AccessRequest struct {
	ID int64
	// Email is theirs, Name that of their service.
	Email, Name string
	// Place is the id of the place that it came from, "" for none; About says in
	// words which one it is.
	Place, About string
	// Reason says why they ask, in their words.
	Reason string
	At     time.Time
}

// Limits of a request, in characters.
const (
	MaxAbout  = 200
	MaxReason = 1000
)
