package history

import (
	"cmp"
	"strings"

	"escale/internal/hours"
	"escale/internal/mediation"
)

// Spoken is a value of a field as people read it in a line: hours in French, a
// number in pairs, needs by their names.
func Spoken(needs mediation.Needs, field, value string) string {
	switch field {
	case "hours":
		return cmp.Or(hours.Words(value), value)
	case "phone":
		return mediation.PhoneText(value)
	case mediation.NeedsField:
		ids := strings.Split(value, ", ")
		for i, id := range ids {
			if need, known := needs.Find(mediation.NeedID(id)); known {
				ids[i] = need.Label
			}
		}
		return strings.Join(ids, ", ")
	}
	return value
}
