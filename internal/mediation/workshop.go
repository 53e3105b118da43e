package mediation

import (
	"crypto/rand"
	"encoding/base32"
	"strings"
	"time"
)

// Series is a group of workshops with one theme: one date, or about ten with the
// same people.
type Series struct {
	// ID is public and stable, "" until it is opened.
	ID string `json:"id"`
	// Theme is in words; Need is the need that it teaches, "" for none of the list.
	Theme string        `json:"theme"`
	Need  NeedID        `json:"need,omitempty"`
	Level WorkshopLevel `json:"level,omitempty"`
	// Seats are those of each date, [UsualSeats] when 0.
	Seats int `json:"-"`
	// Whole is true when one registration is for all the dates.
	Whole bool `json:"whole"`
	// Bring says what to bring, Open who may come; both "" when there is nothing to say.
	Bring string `json:"bring,omitempty"`
	Open  string `json:"open,omitempty"`
}

// UsualSeats and UsualLength are those of a workshop of which nobody says otherwise.
const (
	UsualSeats  = 12
	UsualLength = 90 * time.Minute
)

// Limits of a series: of texts in characters.
const (
	MaxTheme    = 80
	MaxBring    = 300
	MaxSeats    = 200
	MaxSessions = 40
)

// WorkshopLevel says how much people are to know already.
type WorkshopLevel string

// The levels.
const (
	Beginner     WorkshopLevel = "debutant"
	Intermediate WorkshopLevel = "intermediaire"
	Advanced     WorkshopLevel = "avance"
)

// WorkshopLevels lists them; "" is for everybody.
var WorkshopLevels = []WorkshopLevel{Beginner, Intermediate, Advanced}

// WorkshopDate is one date of a series to open: at a visit, within its hours, or at a
// fixed place.
type WorkshopDate struct {
	// Visit is the id of a visit that is stored, Place that of a place; one of them.
	Visit, Place string
	// Start and End may be zero at a visit: it then begins with the visit and lasts
	// [UsualLength], or until the visit ends.
	Start, End time.Time
}

// Workshop is one dated session of a series, as everybody may see it.
type Workshop struct {
	// ID is public and stable.
	ID     string `json:"id"`
	Series Series `json:"series"`
	// Number is which of the Dates of its series it is, from 1.
	Number int `json:"number"`
	Dates  int `json:"dates"`
	// Visit is the one at which it takes place, "" at a fixed place; Place is where
	// in both cases, Tour whose visit it is.
	Visit string    `json:"visit,omitempty"`
	Tour  string    `json:"tour,omitempty"`
	Place string    `json:"place"`
	Start time.Time `json:"start"`
	End   time.Time `json:"end"`
	// Status is planned, moved or cancelled, and unconfirmed to who reads it while its
	// visit is.
	Status VisitStatus `json:"status"`
	Reason string      `json:"reason,omitempty"`
	// WasStart is the start that was announced before it moved, else zero.
	WasStart time.Time `json:"was_start,omitzero"`
	Seats    Seats     `json:"seats"`
	// Sequence and Changed are those of calendars, as of a [Visit].
	Sequence int       `json:"sequence"`
	Changed  time.Time `json:"changed,omitzero"`
}

// Seats counts those of a workshop. A series for one group has the same for all
// its dates.
type Seats struct {
	All int `json:"all"`
	// Kept are given to people who telephone only.
	Kept int `json:"kept"`
	// Taken are given, or kept a while for who waited; Online those of them that were
	// taken on the web.
	Taken  int `json:"taken"`
	Online int `json:"online"`
}

// Free is how many are left for anybody, by telephone at least.
func (s Seats) Free() int { return max(0, s.All-s.Taken) }

// FreeOnline is how many are left for who asks on the web.
func (s Seats) FreeOnline() int { return max(0, min(s.Free(), s.All-s.Kept-s.Online)) }

// Open is true when people may still ask for a seat at an instant.
func (w Workshop) Open(now time.Time) bool { return w.Status != Cancelled && w.Start.After(now) }

// SureAs has a workshop be no surer than the visit at which it takes place.
func (w *Workshop) SureAs(v Visit) {
	if v.Status == Unconfirmed && w.Status != Cancelled {
		w.Status, w.Reason = Unconfirmed, v.Reason
	}
}

// NewSeriesID makes the id of a series.
func NewSeriesID() string {
	random := make([]byte, 6)
	_, _ = rand.Read(random) // never fails: it ends the program instead
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(random))
}

// NewWorkshopID derives the id of a workshop from its series and its number there.
func NewWorkshopID(series, number string) string { return shortID("workshop", series, number) }

// WorkshopHolding is a workshop as it is kept, with what it takes place at.
type WorkshopHolding struct {
	Workshop
	// Group are those who sit together.
	Group int64
	// AfterStart is how long after the start of its visit it begins; ByVisit is true
	// when its visit was cancelled, and Venue where that was sent to.
	AfterStart time.Duration
	ByVisit    bool
	Venue      string
	// Offer is that of the stop, or of the fixed place; At is the visit, without an id
	// at a fixed place.
	Offer Offer
	At    Visit
}

// WorkshopFilter says which workshops are wanted: what is empty does not count.
type WorkshopFilter struct {
	IDs, Series, Visits []string
	Groups              []int64
	// From and To bound when they end, To excluded.
	From, To time.Time
}
