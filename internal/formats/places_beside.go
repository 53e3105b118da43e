package formats

import (
	"regexp"
	"slices"

	"escale/internal/hours"
	"escale/internal/mediation"
)

// Dates in columns that are no field of an offer: until when its hours hold, and when a
// van comes.

var (
	untilColumn = regexp.MustCompile(`(^|_)(jusqu|fin|valable|valide|validite|expire|expiration|echeance)(_|$)`)
	fromColumn  = regexp.MustCompile(`(^|_)(debut|depuis|partir|compter)(_|$)`)
	visitColumn = regexp.MustCompile(`(^|_)(dates?|passages?|calendrier|planning)(_|$)`)
	// otherDates are columns of dates about the file, or about the place as a whole.
	otherDates = regexp.MustCompile(`(^|_)(maj|mise|mis|modif\w*|creation|cree|saisie|actualis\w*|verif\w*|label\w*|conventions?|import|publication|validation|signature|collecte|enquete|source|inauguration|ouverture)(_|$)`)
)

// dayIn is the day that a cell of a column of dates writes, be it as the number that a
// workbook makes of it.
func (r *row) dayIn(text string) (mediation.Day, bool) {
	numbered := row{serial: true, from1904: r.from1904}
	if day, ok := numbered.serialDay(text); ok {
		return day, true
	}
	t, ok := plainDate(text)
	if !ok {
		return "", false
	}
	return mediation.DayOf(t), true
}

// limitsOf are what the name and the value of a column say together that limits hours.
func (r *row) limitsOf(cell besideCell) []string {
	name := foldName(cell.name)
	if !untilColumn.MatchString(name) && !fromColumn.MatchString(name) {
		return besideLimit(cell)
	}
	day, ok := r.dayIn(cell.value)
	switch {
	case !ok:
		return besideLimit(cell)
	case fromColumn.MatchString(name):
		return []string{"à partir du " + frenchDay(day)}
	}
	return []string{"jusqu’au " + frenchDay(day)}
}

// visitCells are the unknown columns of dates: beside the hours of a van they mean that
// it does not come every week.
func (r *row) visitCells() []besideCell {
	return slices.DeleteFunc(slices.Clone(r.beside), func(cell besideCell) bool { return !isVisit(cell) })
}

func isVisit(cell besideCell) bool {
	name := foldName(cell.name)
	if otherDates.MatchString(name) || untilColumn.MatchString(name) || fromColumn.MatchString(name) || len(cell.value) > longText {
		return false
	}
	_, dated := wholeDates(cell.value)
	_, plain := plainDate(cell.value)
	return dated || plain || visitColumn.MatchString(name) && len(besideLimit(cell)) == 0
}

// visitsBeside makes visits of the dates in such columns when all can be read, and else
// takes its weeks for unknown.
func (r *row) visitsBeside(o *mediation.Offer) {
	var days []mediation.Day
	for _, cell := range r.visitCells() {
		r.limiting = append(r.limiting, cell.name)
		some, good := wholeDates(cell.value)
		if day, ok := r.dayIn(cell.value); ok && !good {
			some, good = []mediation.Day{day}, true
		}
		if !good {
			o.Hours = hours.Qualify(o.Hours, weeksUnknown)
			r.note(cell.name, mediation.WithoutPersons(cell.value), "Les dates de ces passages ne peuvent pas toutes être lues : semaines à confirmer.")
			return
		}
		days = append(days, some...)
	}
	slices.Sort(days)
	r.dateVisits(o, slices.Compact(days))
}

const weeksUnknown = "semaines à confirmer"

// freeText are the columns in which people write of anything.
var freeText = []string{"presentation_resume", "presentation_detail", "horaires", "commentaire", "complement_adresse"}

// readCells are the cells that something was read from: what a file says beside, in its
// contacts and remarks, is kept nowhere.
func (r *row) readCells() map[string]string {
	for key, name := range r.unread {
		if !slices.Contains(r.limiting, name) {
			delete(r.raw, key)
			continue
		}
		r.raw[key] = mediation.WithoutPersons(r.raw[key])
	}
	r.withoutPersons(freeText)
	return r.raw
}

// withoutPersons keeps the cells of some columns without what tells of one person.
func (r *row) withoutPersons(columns []string) {
	for _, column := range columns {
		key := storable(r.name(fold(column)))
		if value, kept := r.raw[key]; kept {
			r.raw[key] = mediation.WithoutPersons(value)
		}
	}
}
