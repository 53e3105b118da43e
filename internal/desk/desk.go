// Package desk holds the use cases of those who sign in: who they are, what
// they may do, and what they did.
package desk

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"strconv"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"escale/internal/mediation"
)

// Store runs transactions.
type Store interface {
	InTx(ctx context.Context, f func(Tx) error) error
}

// Tx is what the use cases need of a transaction.
type Tx interface {
	Accounts(ctx context.Context) ([]mediation.Account, error)
	Account(ctx context.Context, id int64) (mediation.Account, error)
	AccountOf(ctx context.Context, email string) (mediation.Account, error)
	SaveAccount(ctx context.Context, email, name string) (int64, error)
	CloseAccount(ctx context.Context, id int64) error
	SaveGrant(ctx context.Context, g mediation.Grant) (int64, error)
	DeleteGrant(ctx context.Context, id int64) (mediation.Grant, error)

	OtherAdmins(ctx context.Context, account int64) (int, error)

	signing
	mails
	access
	persons
	workshops
	seats
	calls
	vans
	teamCalendars

	SaveChange(ctx context.Context, c mediation.Change) (int64, error)
	Change(ctx context.Context, id int64) (mediation.Change, error)
	Changes(ctx context.Context, of mediation.ChangeFilter) ([]mediation.Change, error)

	// OffersShown lists the offers of a département as the public sees them,
	// OfferShown reads one by its key.
	OffersShown(ctx context.Context, departement string) ([]mediation.Holding, error)
	OfferShown(ctx context.Context, departement, key string) (mediation.Holding, error)
	OffersOfPlace(ctx context.Context, departement, place string) ([]mediation.Holding, error)
	CommuneNames(ctx context.Context, departement string) (map[string]string, error)
	Tours(ctx context.Context, departement string) ([]mediation.TourHolding, error)
}

// Desk runs the use cases.
type Desk struct {
	Store       Store
	Corrections Corrections
	Tours       Tours
	// Mailer is nil where no mail is set up.
	Mailer Mailer
	// RemindMonths is after how long without a word people are asked whether their
	// offers are right, 0 for never; Now is the clock of the map.
	RemindMonths int
	Now          func() time.Time
	// Departement is the code of the one on the map.
	Departement string
	// Vans plans the visits of requests for the van, VanTerms are the terms of coming
	// on demand, VansKept is how long requesters are kept.
	Vans     VanTours
	VanTerms mediation.VanTerms
	VansKept time.Duration
	// PinAddress finds the point of an address in a commune, nil where no service does.
	PinAddress func(ctx context.Context, address, insee string) (point orb.Point, ok bool)
	// CallShare is how many seats in a hundred are kept for who telephones.
	CallShare int
	// SeatOffer is how long a freed seat is kept for who waited, SeatsKept for how long
	// it is known who came.
	SeatOffer, SeatsKept time.Duration
}

// hashed is how a secret is stored.
func hashed(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}

// newSecret is 160 random bits, in letters and digits that mail leaves alone.
func newSecret() string {
	secret := make([]byte, 20)
	_, _ = rand.Read(secret) // never fails: it ends the program instead
	return base32.StdEncoding.EncodeToString(secret)
}

// noSpaces takes out the spaces that people put between digits.
var noSpaces = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "")

func idText(id int64) string { return strconv.FormatInt(id, 10) }
