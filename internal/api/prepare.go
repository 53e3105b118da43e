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
	text.whole.after = a.renderer.forget
	text.whole.start(len(text.full.All), text.writeWhole(newWhole(m, nil)))
	all := &momentMap{moment: m}
	all.after = a.renderer.forget
	a.renderer.allMap[current].Store(all)
	all.start(len(text.markers.All), text.writeMarkers(newWhole(m, url.Values{"fields": {"map"}}), everyPlace, m.Question(mediation.Filter{Now: m.At})))
}

// newWhole is the one page of the answer to no filter at all.
func newWhole(m *catalog.Moment, query url.Values) page {
	return page{path: placesPath, query: query, at: m.At, moment: m, matched: len(m.Places), returned: len(m.Places)}
}

// hitAt is the hit with that number of a page.
type hitAt func(i int) catalog.Hit

// everyPlace is what answers no filter at all, without a list as long as the map.
func everyPlace(i int) catalog.Hit { return catalog.Hit{Place: i, Metres: -1} }

func among(hits []catalog.Hit) hitAt { return func(i int) catalog.Hit { return hits[i] } }

// writePlaces writes whole features.
func (t *momentText) writePlaces(p page, hit hitAt, days *mediation.Window) func(io.Writer) error {
	return func(w io.Writer) error {
		head := func(b []byte) []byte { return append(b, t.allSources...) }
		return p.write(w, head, func(b []byte, i int) []byte { return t.append(b, hit(i), days) })
	}
}

// writeWhole writes the whole features of all places.
func (t *momentText) writeWhole(p page) func(io.Writer) error {
	if len(t.joined.All) == 0 {
		return t.writePlaces(p, everyPlace, nil)
	}
	return func(w io.Writer) error {
		head := append(append(p.appendHead(nil), t.allSources...), `,"features":[`...)
		const foot = "]}\n"
		features := t.joined.All[:len(t.joined.All)-1] // without the last comma
		if s, ok := w.(*sender); ok {
			s.announce(len(head) + len(features) + len(foot))
		}
		for _, part := range [][]byte{head, features, []byte(foot)} {
			if _, err := w.Write(part); err != nil {
				return err
			}
		}
		return nil
	}
}

// writeMarkers writes what markers need.
func (t *snapshotText) writeMarkers(p page, hit hitAt, question catalog.Question) func(io.Writer) error {
	return func(w io.Writer) error {
		head := func(b []byte) []byte { return t.sets.appendUsed(b, p.returned, hit) }
		return p.write(w, head, func(b []byte, i int) []byte {
			h := hit(i)
			return t.appendMarker(b, h, question.Open(h.Place))
		})
	}
}
