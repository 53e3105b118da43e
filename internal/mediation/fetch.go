package mediation

import "time"

// Fetch is what is kept of reading a source at its address.
type Fetch struct {
	Source, Departement, URL string
	// ETag and LastModified are those of the file as it was last read, Basis
	// covers what else its import depends on.
	ETag, LastModified, Basis string
	// TriedAt is when it was last requested, ReadAt when that last went well
	// (zero for never), Fault a sentence on why it did not.
	TriedAt, ReadAt time.Time
	Fault           string
}
