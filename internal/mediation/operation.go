package mediation

import "time"

// Operation is what the database says of the work that is done in it, for those who
// watch over a map.
type Operation struct {
	// Schema is the number of the latest migration.
	Schema int64
	// Clock is the time of the database.
	Clock time.Time
	// JobsWaiting are due and not begun, JobsFailed were given up within a day;
	// OldestJob is for how long the first of those that wait has been due.
	JobsWaiting, JobsRunning, JobsFailed int
	OldestJob                            time.Duration
	// MailsWaiting are not sent yet, MailsFailed could not be sent within a day.
	MailsWaiting, MailsFailed int
	// EditionsPending wait until a person accepts them.
	EditionsPending int
	// Reads says when each source was last read.
	Reads []SourceRead
}

// SourceRead is how the last reading of a source went.
type SourceRead struct {
	Source, Departement string
	// ReadAt is when it was last read without a fault, zero for never; Fault says why
	// the latest try failed, "" when it did not.
	ReadAt time.Time
	Fault  string
}

// DatabaseState is what a database says of itself before anything is done to it.
type DatabaseState struct {
	// Server is the version of PostgreSQL, 150004 for 15.4.
	Server int
	// Missing are the extensions that the program needs and that are neither there
	// nor to be had.
	Missing []string
	// ReadOnly is true for a standby.
	ReadOnly bool
	// Empty is true while no program has made its tables.
	Empty bool
	// Newest is the latest migration that this program knows.
	Newest int64
	// Changed is when what the public sees last changed.
	Changed time.Time
	// Admins counts the accounts that may do everything.
	Admins int
	Operation
}
