package mediation

import (
	"strings"
	"time"
)

// Closure is some days on which an offer is closed, whatever its hours say: they are
// not changed, and hold again when it is over.
type Closure struct {
	// From and To are its first and last day.
	From Day `json:"from"`
	To   Day `json:"to"`
	// Reason is shown to the public, "" for none.
	Reason string `json:"reason,omitempty"`
}

// ClosuresField is the field of an offer's closures.
const ClosuresField = "closures"

// Time is midnight UTC of a day, zero for a text that is none.
func (d Day) Time() time.Time {
	t, _ := time.Parse(time.DateOnly, string(d))
	return t
}

// Overlaps is true for closures that have a day in common.
func (c Closure) Overlaps(other Closure) bool { return c.From <= other.To && other.From <= c.To }

// Text writes a closure for people, with its years.
func (c Closure) Text() string {
	text := "du " + dayText(c.From.Time()) + " au " + dayText(c.To.Time())
	if c.Reason != "" {
		text += " (" + c.Reason + ")"
	}
	return text
}

// closuresText writes the closures of an offer for people.
func closuresText(o Offer) string {
	texts := make([]string, len(o.Closures))
	for i, c := range o.Closures {
		texts[i] = c.Text()
	}
	return strings.Join(texts, " ; ")
}
