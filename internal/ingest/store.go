package ingest

import (
	"context"
	"time"

	"github.com/paulmach/orb"

	"escale/internal/mediation"
)

// Store runs an import's transaction.
type Store interface {
	// InTx commits when f returns nil and rolls back otherwise.
	InTx(ctx context.Context, f func(Tx) error) error
	Territory(ctx context.Context, departement string) (mediation.Territory, error)
	SaveTerritory(ctx context.Context, t mediation.Territory) (changed bool, err error)
	SaveIndicators(ctx context.Context, departement string, list []mediation.Indicator) error
	DeleteIndicators(ctx context.Context, departement string, layers []mediation.Layer) ([]mediation.Layer, error)
	// Departements lists the codes of those whose communes are stored.
	Departements(ctx context.Context) ([]string, error)
}

// Tx is what an import asks of the database.
type Tx interface {
	// LockImports waits until no other transaction imports or undoes.
	LockImports(ctx context.Context) error
	// CurrentIDs lists the ids of the records of the sources that are not gone.
	CurrentIDs(ctx context.Context, sources []string) ([]string, error)
	StartRun(ctx context.Context, source, departement, fingerprint string, at time.Time) (int64, error)
	EndRun(ctx context.Context, run mediation.ImportRun, finished time.Time) error
	DropPending(ctx context.Context, source, departement string) error
	Records
	Corrections
	// Fetches are what is kept of reading sources at their addresses.
	Fetches(ctx context.Context, departement string) (map[string]mediation.Fetch, error)
	SaveFetch(ctx context.Context, f mediation.Fetch) error

	// Unproject converts points to degrees; nil for one that its projection does not have.
	Unproject(ctx context.Context, points []mediation.Projected) ([]*orb.Point, error)
	Locate(ctx context.Context, situations []mediation.Situation) ([]mediation.Location, error)
	Neighbours(ctx context.Context, offers []mediation.Offer, metres float64) ([]mediation.Neighbour, error)

	Offers(ctx context.Context, source, departement string) ([]mediation.Holding, error)
	// Columns lists those of its file that some record filled in.
	Columns(ctx context.Context, source string, ids []string) ([]string, error)
	OffersAt(ctx context.Context, places []string) (map[string][]mediation.Offer, error)
	SaveOffers(ctx context.Context, run int64, holdings []mediation.Holding) error
	MoveOffers(ctx context.Context, holdings []mediation.Holding) error
	KeepApart(ctx context.Context, source, sourceID string) error
	SavePlaces(ctx context.Context, places []mediation.Place) error
	// MarkLeaving marks records that left their source; the public sees them,
	// marked, until they are hidden.
	MarkLeaving(ctx context.Context, source string, ids []string, at, hidden time.Time) error
	RenameOffers(ctx context.Context, source string, before, after []string) error
	ReplaceSetAside(ctx context.Context, run int64, source, departement string, list []mediation.SetAside) error
	BumpRevision(ctx context.Context) error
}

// Records is the store of past imports.
type Records interface {
	// LastRun is the latest that is applied, RunOfFile the latest that read a
	// file; nil when there is none.
	LastRun(ctx context.Context, source, departement string) (*mediation.ImportRun, error)
	RunOfFile(ctx context.Context, source, departement, file string) (*mediation.ImportRun, error)
	// Declared describes the sources that imports in force declared, by id.
	Declared(ctx context.Context) (map[string]mediation.SourceInfo, error)
	// Runs lists the latest, newest first; Batch those applied with one.
	Runs(ctx context.Context, limit int) ([]mediation.ImportRun, error)
	Batch(ctx context.Context, id int64) ([]mediation.ImportRun, error)

	// KeepOffers and KeepPlaces remember what a run is about to change,
	// NoteOutcome where it leaves it.
	KeepOffers(ctx context.Context, run int64, source string, list []mediation.Written) error
	KeepPlaces(ctx context.Context, run int64, ids []string) error
	NoteOutcome(ctx context.Context, run int64) error
	// LaterRun is the number of a run that was applied after one, 0 for none;
	// TouchedSince names the records that something else has changed.
	LaterRun(ctx context.Context, run mediation.ImportRun) (int64, error)
	TouchedSince(ctx context.Context, run mediation.ImportRun) ([]string, error)
	// UndoRun lists the places concerned.
	UndoRun(ctx context.Context, run mediation.ImportRun, at time.Time) ([]string, error)
	// PruneRuns deletes what undoing the runs of a source needs, but for the
	// latest; ForgetRuns takes runs that cannot be undone out of the history.
	PruneRuns(ctx context.Context, source string, keep int, at time.Time) error
	ForgetRuns(ctx context.Context, before time.Time) error
	Fingerprint(ctx context.Context) (string, error)
}

// Corrections is the store of what people here say in place of sources.
type Corrections interface {
	// Corrections lists those in force, the first made first.
	Corrections(ctx context.Context) ([]mediation.Correction, error)
	Correction(ctx context.Context, id int64) (mediation.Correction, error)
	// SaveCorrection names the correction that it takes the place of, 0 for none.
	SaveCorrection(ctx context.Context, c mediation.Correction) (id, replaced int64, err error)
	RestoreCorrection(ctx context.Context, id int64) error
	// SaveChange adds a line to the audit trail, Change reads one, and LaterChange
	// finds the next of the same field, 0 for none.
	SaveChange(ctx context.Context, c mediation.Change) (int64, error)
	Change(ctx context.Context, id int64) (mediation.Change, error)
	LaterChange(ctx context.Context, c mediation.Change) (int64, error)
	// IdleRenewal finds the change that renewed the day of an object for
	// corrections of which none is in force, ChangeOf the one that made something.
	IdleRenewal(ctx context.Context, of mediation.Object) (c mediation.Change, found bool, err error)
	ChangeOf(ctx context.Context, kind mediation.ObjectKind, made int64) (c mediation.Change, found bool, err error)
	// OfferShown reads an offer of a département by its key, as the public sees it.
	OfferShown(ctx context.Context, departement, key string) (mediation.Holding, error)
	WithdrawCorrections(ctx context.Context, ids []int64, at time.Time) error
	// SetAside reads a record that was set aside; found is false for none.
	SetAside(ctx context.Context, source, sourceID, departement string) (aside mediation.SetAside, found bool, err error)
	// Holdings reads records by their keys, as their sources give them.
	Holdings(ctx context.Context, keys []string) (map[string]mediation.Holding, error)
	// ReplaceCorrected and ReplaceCorrectedPlaces store what the public sees
	// otherwise; ShownAt reads the offers that it sees at places.
	ReplaceCorrected(ctx context.Context, list []mediation.Shown) error
	ReplaceCorrectedPlaces(ctx context.Context, places []mediation.Place) error
	ShownAt(ctx context.Context, places []string, at time.Time) (map[string][]mediation.Offer, error)
	// Retire makes a record as if it had never been there.
	Retire(ctx context.Context, source, sourceID string, at time.Time) error
}
