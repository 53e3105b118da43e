package api

import (
	"io"
	"log/slog"
	"net/url"

	"escale/internal/catalog"
	"escale/internal/mediation"
)

// Prepare makes ready what answers out of a snapshot need, before anybody reads
// it; what many ask for as a whole is compressed afterwards, while others read.
func (a *API) Prepare(s *catalog.Snapshot) {
	m := s.At(a.now())
	text, err := a.renderer.prepare(m)
	if err != nil {
		slog.Error("answers are not ready before they are asked for", "error", err)
		return
	}
	places := page{path: placesPath, at: m.At, moment: m, mark: catalog.Beginning}
	text.whole.start(text.writePlaces(places, places.find(mediation.Filter{Now: m.At}, 0), nil))
	markers := page{path: placesPath, query: url.Values{"fields": {"map"}}, at: m.At, moment: m, mark: catalog.Beginning}
	f := mediation.Filter{Now: m.At}
	all := &momentMap{moment: m}
	a.renderer.allMap[current].Store(all)
	all.start(text.writeMarkers(markers, markers.find(f, 0), m.Question(f)))
}

// writePlaces writes whole features.
func (t *momentText) writePlaces(p page, hits []catalog.Hit, days *mediation.Window) func(io.Writer) error {
	return func(w io.Writer) error {
		head := func(b []byte) []byte { return append(b, t.allSources...) }
		return p.write(w, head, func(b []byte, i int) []byte { return t.append(b, hits[i], days) })
	}
}

// writeMarkers writes what markers need.
func (t *snapshotText) writeMarkers(p page, hits []catalog.Hit, question catalog.Question) func(io.Writer) error {
	return func(w io.Writer) error {
		head := func(b []byte) []byte { return t.sets.appendUsed(b, hits) }
		return p.write(w, head, func(b []byte, i int) []byte { return t.appendMarker(b, hits[i], question.Open(hits[i].Place)) })
	}
}
