package mediation

import (
	"cmp"

	"github.com/paulmach/orb"
)

// VanTerms are what whoever runs the van says of coming on demand.
type VanTerms struct {
	// Gives is what the service brings, Asks what the commune lends, each in a
	// line; none where nobody wrote it.
	Gives, Asks []string
	// Contact is the phone and address of the service.
	Contact Contact
	// Prices are those by size of commune, in order, as known on the day PricesOn.
	Prices   []VanPrice
	PricesOn Day
	// Base is where the vehicle spends the night, nil where that is not known.
	Base *orb.Point
	// Speed is in km/h; Detour is how much longer roads are than the straight line.
	Speed, Detour float64
	// Hours are when it works in each half of a day.
	Hours map[Half]Span
	// Leave is the earliest hour at which it leaves its base, Back the latest at which
	// it is there again: "07:30", "19:00".
	Leave, Back string
	// KeepDays is for how long proposed dates are kept; NoticeDays from how many days on,
	// and Months how far ahead, they are looked for.
	KeepDays, NoticeDays, Months int
}

// Span is from one hour to another on the clock: "09:30" to "12:00".
type Span struct{ From, To string }

// VanPrice is what a visit costs a commune of at most that many inhabitants, 0 for
// those that are larger.
type VanPrice struct {
	UpTo  int
	Price string
}

// DefaultVanTerms are those of whoever sets none: they promise nothing.
func DefaultVanTerms() VanTerms {
	return VanTerms{
		Speed: 50, Detour: 1.3, Leave: "07:30", Back: "19:00", KeepDays: 10, NoticeDays: 7, Months: 6,
		Hours: map[Half]Span{Morning: {"09:30", "11:30"}, Afternoon: {"14:00", "16:00"}},
	}
}

// ContactFor is the contact for a request: that of the terms, else of its tour.
func (t VanTerms) ContactFor(tour Contact) Contact {
	return Contact{Phone: cmp.Or(t.Contact.Phone, tour.Phone), Email: cmp.Or(t.Contact.Email, tour.Email)}
}

// PriceFor is the one for a commune of that many inhabitants; ok is false when none is
// given, or when nobody knows how many they are.
func (t VanTerms) PriceFor(inhabitants int) (p VanPrice, ok bool) {
	for _, p := range t.Prices {
		if inhabitants > 0 && (inhabitants <= p.UpTo || p.UpTo == 0) {
			return p, true
		}
	}
	return VanPrice{}, false
}
