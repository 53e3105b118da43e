package formats

import (
	"strings"

	"escale/internal/hours"
)

// hours reads OSM opening hours; when they cannot be understood, text is what
// the source wrote.
func (r *row) hours(column string) (osm, text string) {
	osm = r.words(column)
	if osm == "" {
		return "", ""
	}
	if _, err := hours.Parse(osm); err != nil {
		r.problem(column, "%s Ils sont montrés tels que la source les écrit.", err)
		return "", osm
	}
	return osm, ""
}

// inWords turns the hours of something that moves into words: its address is
// a base, where nobody stands at those hours.
func inWords(osm, text string) string {
	schedule, err := hours.Parse(osm)
	if err != nil {
		return text
	}
	return strings.Join(schedule.Text(), " ; ")
}
