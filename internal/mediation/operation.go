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
