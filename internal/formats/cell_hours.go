package formats

import (
	"strings"

	"escale/internal/hours"
)

// hours reads opening hours, OSM's or in French, and tells what was made of the
// cell. text is what the source wrote, when nothing of it was understood.
func (r *row) hours(column string) (osm, text string) {
	cell := plainText(r.text(column))
	if isNothing(cell) {
		return "", ""
	}
	line := strings.Join(strings.Fields(cell), " ")
	if _, err := hours.Parse(line); err == nil {
		return line, ""
	}
	reading := hours.Read(cell)
	switch {
	case reading.OSM == "":
		r.problem(column, "%s Ils sont montrés tels que la source les écrit.", whyUnread(line))
		return "", line
	case len(reading.Left) > 0:
		r.problem(column, "« %s » n’est pas compris : montré tel quel pour ses jours, jamais comptés ouverts. Le reste est lu ainsi : %s.",
			strings.Join(reading.Left, " », « "), reading.OSM)
	default:
		r.problem(column, "Horaires lus ainsi : %s.", reading.OSM)
	}
	return reading.OSM, ""
}

// whyUnread says why hours cannot be read, in the terms of the language they are in.
func whyUnread(text string) string {
	_, french := hours.FromFrench(text)
	if strings.ContainsAny(text, `"[]`) || french == nil || hours.LooksOSM(text) {
		_, err := hours.Parse(text)
		return err.Error()
	}
	return "Horaires illisibles : " + french.Error() + "."
}
