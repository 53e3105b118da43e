package formats

import "escale/internal/hours"

// hours reads OSM opening hours, or hours in French that have one meaning; when
// they cannot be understood, text is what the source wrote.
func (r *row) hours(column string) (osm, text string) {
	osm = r.words(column)
	if osm == "" {
		return "", ""
	}
	if _, err := hours.Parse(osm); err != nil {
		if read, notFrench := hours.FromFrench(osm); notFrench == nil {
			r.problem(column, "Horaires écrits en français, lus ainsi : %s.", read)
			return read, ""
		}
		r.problem(column, "%s Ils sont montrés tels que la source les écrit.", err)
		return "", osm
	}
	return osm, ""
}
