package mediation

import "encoding/json"

// PersonalRows are what one table keeps of a person.
type PersonalRows struct {
	Table string            `json:"table"`
	Rows  []json.RawMessage `json:"rows"`
	// Public is true for what the source of a place publishes: it is mended there.
	Public bool `json:"public"`
}
