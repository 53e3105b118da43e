package pages

import (
	"slices"
	"time"

	"escale/internal/hours"
	"escale/internal/language"
)

// UsualAge says once how old most of a list of information is: the note, ""
// when most is recent, and the day before which something is older than that.
func UsualAge(l *language.Language, updated []time.Time, now time.Time) (note string, usual time.Time) {
	var old []time.Time
	for _, t := range updated {
		if isStale(t, now) {
			old = append(old, t)
		}
	}
	if 2*len(old) <= len(updated) {
		return "", now // each says its own
	}
	slices.SortFunc(old, time.Time.Compare)
	// One in ten may be older still, and says so itself.
	first, last := hours.Local(old[len(old)/10]).Year(), hours.Local(old[len(old)-1]).Year()
	usual = time.Date(first, 1, 1, 0, 0, 0, 0, hours.Paris)
	if first == last {
		return l.Say("Infos de %d : appelez d’abord.", first), usual
	}
	return l.Say("Infos de %d à %d : appelez d’abord.", first, last), usual
}
