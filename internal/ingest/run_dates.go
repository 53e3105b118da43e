package ingest

import (
	"slices"
	"time"

	"escale/internal/formats"
	"escale/internal/mediation"
)

// fileDate is the day of the file, zero when it is not known or has not come.
func (r *run) fileDate() time.Time {
	if r.req.Date.After(r.Now()) {
		return time.Time{}
	}
	return r.req.Date
}

// checkDate leaves out a day that has not come: nothing was updated then.
func (r *run) checkDate(rec *formats.Record) {
	if !rec.Offer.Updated.After(formats.Day(r.Now())) {
		return
	}
	rec.Problems = append(slices.Clone(rec.Problems), formats.Problem{Line: rec.Line, Column: "date_maj",
		Value: rec.Offer.Updated.Format(time.DateOnly), Message: "Cette date n’est pas encore venue : elle est laissée de côté."})
	rec.Offer.Updated = time.Time{}
}

// date is that of a record that has none itself, and that was stored with a
// date (zero for one that is new): as long as it says the same, the latest
// that is known; else the file's, else today.
func (r *run) date(stored time.Time, same bool) time.Time {
	date := r.fileDate()
	if same && stored.After(date) {
		date = stored
	}
	if date.IsZero() {
		r.report.DatedToday++
		date = formats.Day(r.Now())
	}
	return date
}

// dateAfter gives a candidate its date, next to the record that it follows,
// and reports whether it says the same under the same id or another.
func (r *run) dateAfter(stored mediation.Offer, k *candidate) (same bool, err error) {
	next := k.offer
	next.SourceID = stored.SourceID
	if !k.dated {
		next.Updated = stored.Updated
	}
	same, err = equal(stored, next)
	if !k.dated {
		k.offer.Updated = r.date(stored.Updated, same)
	}
	return same, err
}
