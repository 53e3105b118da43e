package ingest_test

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"escale/internal/mediation"
	"escale/internal/postgres"
)

// What the public sees of several départements is what it sees of each.
func TestAnAreaIsTheSumOfItsDepartements(t *testing.T) {
	f, ctx, now := newTwo(t), context.Background(), time.Now()
	f.each(f.request("s", mairie+poste+inAmiens(11, "Amiens")+inAmiens(12, "Sans point")+
		row("13", "Mise de côté", "Saint-Lô", "50000", "50502", "3 rue", "49.9", "2.3")), []string{"50", "80"})
	read := func(area mediation.Area) postgres.Public {
		public, err := f.db.Public(ctx, area, now)
		if err != nil {
			t.Fatal(err)
		}
		return public
	}
	both, first, second := read("50,80"), read("50"), read("80")
	want := postgres.Public{Revision: both.Revision, Changed: both.Changed, Declared: first.Declared, SetAside: map[string]int{}}
	for _, one := range []postgres.Public{first, second} {
		want.Places = append(want.Places, one.Places...)
		want.Territory.Communes = append(want.Territory.Communes, one.Territory.Communes...)
		for source, n := range one.SetAside {
			want.SetAside[source] += n
		}
	}
	want.Territory.Area, want.Territory.EPCIs = "50,80", both.Territory.EPCIs
	slices.SortFunc(want.Places, func(a, b mediation.Place) int { return strings.Compare(a.ID, b.ID) })
	if diff := cmp.Diff(want, both); diff != "" || len(both.Places) != 4 {
		t.Errorf("%d places\n%s", len(both.Places), diff)
	}
}

// A server of several départements reads what changed in any of them.
func TestAChangeInOneDepartementIsReadByTheArea(t *testing.T) {
	f, ctx, now := newTwo(t), context.Background(), time.Now()
	both := []string{"50", "80"}
	f.each(f.request("s", mairie+inAmiens(11, "Amiens")), both)
	before := f.revision()
	f.each(f.request("s", mairie+inAmiens(11, "Amiens centre")), both)
	for area, want := range map[mediation.Area][]string{"50,80": {"Amiens centre"}, "80": {"Amiens centre"}, "50": nil} {
		changes, known, err := f.db.Since(ctx, area, now, before)
		var names []string
		for _, p := range changes.Places {
			names = append(names, p.Name)
		}
		if err != nil || !known || !slices.Equal(names, want) {
			t.Errorf("%s: %v, known %v, %v", area, names, known, err)
		}
	}
}

// A file that was loaded in all départements is not read again, and counts the same.
func TestAFileOfSeveralDepartementsIsReadOnce(t *testing.T) {
	f, both := newTwo(t), []string{"50", "80"}
	req := f.request("s", mairie+inAmiens(11, "Amiens")+row("13", "Paris", "Paris", "75001", "75101", "6 rue", "48.85", "2.35"))
	first := f.each(req, both)
	again := f.each(req, both)
	if diff := cmp.Diff(first.Total, again.Total); diff != "" || !again.Reports[0].Skipped || !again.Reports[1].Skipped {
		t.Errorf("read again: %+v\n%s", again.Reports, diff)
	}
	if third := f.each(req, []string{"80"}); !third.Reports[0].Skipped {
		t.Error("read again for one of them")
	}
	counted := map[string]int{}
	for _, r := range again.Reports {
		counted[r.Departement] = r.Kept()
	}
	if !maps.Equal(counted, map[string]int{"50": 1, "80": 1}) {
		t.Error(counted)
	}
}
