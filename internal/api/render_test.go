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

// The texts of a snapshot go with it, unless somebody goes on reading there.
func TestTheTextsOfASnapshotGoWithIt(t *testing.T) {
	made := func(revision int64) *catalog.Snapshot {
		s, err := catalog.New(catalog.Data{Revision: revision, Places: []mediation.Place{{ID: "a", Offers: []mediation.Offer{{Source: "s", SourceID: "a", Kind: mediation.EPN}}}}})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	at := time.Date(2026, 12, 1, 10, 0, 0, 0, time.UTC)
	for _, linked := range []bool{true, false} {
		first, second := made(1), made(2)
		data := &snapshots{now: first}
		r := renderer{data: data}
		for _, s := range []*catalog.Snapshot{first, second} {
			if _, err := r.prepare(s.At(at)); err != nil {
				t.Fatal(err)
			}
		}
		r.forget()
		if r.base(first) == nil {
			t.Fatal("the texts of today are gone before those of tomorrow are read")
		}
		data.now = second
		if linked {
			data.before = first
		}
		r.forget()
		if (r.base(first) != nil) != linked || r.base(second) == nil {
			t.Errorf("linked %v: texts of before %v, of today %v", linked, r.base(first) != nil, r.base(second) != nil)
		}
	}
}
