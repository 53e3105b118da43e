package ingest

import (
	"context"
	"path/filepath"
	"slices"
	"time"

	"escale/internal/formats"
	"escale/internal/mediation"
)

// Open reads the file of a request, whose source must be declared. A file whose
// date is unknown takes that of its address, or that of the mirror's copy of
// the source when it is that.
func (l *Loader) Open(ctx context.Context, req Request) (Request, error) {
	if err := l.declare(ctx, &req); err != nil {
		return req, err
	}
	file, err := l.Fetcher.Open(ctx, req.Origin)
	req.Content = file.Content
	if req.Date.IsZero() {
		req.Date = file.Date()
	}
	if req.Date.IsZero() {
		req.Date = l.mirrorDate(req)
	}
	return req, err
}

// mirrorDate is the date of the mirror's copy of a source, zero for any other
// file.
func (l *Loader) mirrorDate(req Request) time.Time {
	i := slices.IndexFunc(l.Sources, func(s formats.Source) bool { return s.ID == req.Source })
	if i < 0 || l.Mirror == "" || l.Sources[i].Mirror == "" || !samePath(req.Origin, filepath.Join(l.Mirror, l.Sources[i].Mirror)) {
		return time.Time{}
	}
	return sourceDate(l.Sources[i])
}

func samePath(a, b string) bool {
	a, errA := filepath.Abs(a)
	b, errB := filepath.Abs(b)
	return errA == nil && errB == nil && a == b
}

// sourceDate is the date in data/sources.yaml; of a year alone, the
// latest day that the copy can be of.
func sourceDate(s formats.Source) time.Time {
	if date, err := time.Parse(time.DateOnly, s.Date); err == nil {
		return date
	}
	if year, err := time.Parse("2006", s.Date); err == nil {
		return year.AddDate(1, 0, -1)
	}
	return time.Time{}
}

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
