package planning

import (
	"fmt"
	"slices"
	"strings"

	"escale/internal/mediation"
	"escale/internal/tour"
)

// Conflict is something that someone must settle, on one day or on many alike.
type Conflict struct {
	// Kind is as in [tour.Conflict], Stops are in words: "tour / stop".
	Kind  string   `json:"kind"`
	Stops []string `json:"stops"`
	// Days are those in question; none for a stop without hours.
	Days     []mediation.Day `json:"days,omitempty"`
	Sentence string          `json:"sentence"`
}

// group puts the conflicts of the same stops together: two buses that clash
// each week are one thing to settle, not fifty-two.
func (s *session) group(conflicts []tour.Conflict) []Conflict {
	names := map[string]string{}
	for _, h := range s.stops {
		names[h.Stop.ID] = h.Stop.Tour + " / " + h.Stop.Code
	}
	var list []Conflict
	for _, c := range conflicts {
		stops := make([]string, len(c.Stops))
		for i, id := range c.Stops {
			stops[i] = names[id]
		}
		slices.Sort(stops)
		i := slices.IndexFunc(list, func(g Conflict) bool { return g.Kind == c.Kind && slices.Equal(g.Stops, stops) })
		if i < 0 || len(stops) == 0 {
			list = append(list, Conflict{Kind: c.Kind, Stops: stops, Sentence: c.Sentence})
			i = len(list) - 1
		}
		if c.Day != "" {
			list[i].Days = append(list[i].Days, c.Day)
		}
	}
	for i := range list {
		list[i].Sentence = list[i].text()
	}
	return list
}

// namedDays is how many days of a conflict are named.
const namedDays = 4

func (c Conflict) text() string {
	stops := strings.Join(c.Stops, " et ")
	switch c.Kind {
	case tour.HolidayConflict:
		return fmt.Sprintf("%s : un jour férié, %s", stops, c.dayWords())
	case tour.WeekendConflict:
		return fmt.Sprintf("%s : un samedi ou un dimanche, %s", stops, c.dayWords())
	case tour.ClashConflict:
		return fmt.Sprintf("%s : le même véhicule aux deux endroits, %s", stops, c.dayWords())
	}
	return c.Sentence
}

func (c Conflict) dayWords() string {
	words := make([]string, min(len(c.Days), namedDays))
	for i := range words {
		words[i] = dayWords(c.Days[i])
	}
	text := strings.Join(words, ", ")
	if more := len(c.Days) - len(words); more > 0 {
		text += fmt.Sprintf(" et %d autres dates", more)
	}
	return text
}

// ConflictText says what must be settled, and how; "" when nothing must.
func (o Outcome) ConflictText() string {
	if len(o.Conflicts) == 0 {
		return ""
	}
	var b strings.Builder
	for _, c := range o.Conflicts {
		fmt.Fprintf(&b, "  à régler : %s\n", c.Sentence)
	}
	b.WriteString("  Ces passages sont montrés « à confirmer » jusqu'à une ligne « passage maintenu », « passage annulé », « passage déplacé » ou « pas de passage ».\n")
	return b.String()
}

// IsEmpty is true when there is no visit to come, and nothing changed.
func (o Outcome) IsEmpty() bool { return o.Visits+o.Added+o.Changed+o.Withdrawn+len(o.Conflicts) == 0 }

// VisitText counts the visits to come.
func (o Outcome) VisitText() string {
	text := fmt.Sprintf("Passages à venir : %d", o.Visits)
	if o.Added+o.Changed+o.Withdrawn > 0 {
		text += fmt.Sprintf(" (%d nouveaux, %d changés, %d retirés)", o.Added, o.Changed, o.Withdrawn)
	}
	return text + "."
}
