package ingest

import (
	"context"
	"path/filepath"
	"slices"
	"time"

	"escale/internal/formats"
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
