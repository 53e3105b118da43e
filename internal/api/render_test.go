package api

import (
	"testing"
	"time"

	"escale/internal/catalog"
	"escale/internal/language"
	"escale/internal/mediation"
)

type snapshots struct{ now, before *catalog.Snapshot }

func (s snapshots) Current() (*catalog.Snapshot, error) { return s.now, nil }
func (s snapshots) Version(string) *catalog.Snapshot    { return s.before }
func (s snapshots) Age() time.Duration                  { return 0 }

// Somebody who goes on in a list of before does not make everybody else wait
// until the texts of today are written again.
func TestAnEarlierSnapshotLeavesTheTextsOfToday(t *testing.T) {
	made := func(id string) *catalog.Snapshot {
		s, err := catalog.New(catalog.Data{Places: []mediation.Place{{ID: id, Offers: []mediation.Offer{{Source: "s", SourceID: id, Kind: mediation.EPN}}}}})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	before, older, now := made("a"), made("b"), made("c")
	r := renderer{data: snapshots{now, before}}
	at := time.Date(2026, 12, 1, 10, 0, 0, 0, time.UTC)
	text := func(s *catalog.Snapshot) *momentText {
		text, err := r.text(s.At(at), language.French)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	first := text(now)
	all := r.wholeMap(now.At(at))
	for _, s := range []*catalog.Snapshot{before, older, before} {
		if text(s).snapshot != s {
			t.Error("the texts of another snapshot")
		}
		r.wholeMap(s.At(at))
	}
	if text(now) != first || r.wholeMap(now.At(at)) != all {
		t.Error("the texts of today were written again")
	}
	if r.texts[current].Load().snapshot != now {
		t.Error("the texts of today are gone")
	}
}
