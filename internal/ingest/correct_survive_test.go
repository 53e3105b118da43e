package ingest_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"escale/internal/ingest"
	"escale/internal/mediation"
	"escale/internal/postgres"
	"escale/internal/postgres/pgtest"
)

// What people say wins over every later edition and everything else follows
// the source, whatever comes, goes, changes or is renamed; undoing an edition
// leaves corrections; and without them the map is what it would have been.
func TestLocalCorrectionsMadeBeforeARefreshStillWinAfterIt(t *testing.T) {
	for seed := range uint64(3) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) { correctionsSurvive(t, rand.New(rand.NewPCG(seed, 7))) })
	}
}

// corrected is what one record must say, by its present id.
type corrected struct{ phone, name, hidden, closed, meets bool }

// exampleFixture has the communes of the Manche, and a clock of its own, so
// that two of them can be compared.
func exampleFixture(t *testing.T) *fixture {
	f := &fixture{T: t, db: pgtest.New(t)}
	f.importer = ingest.Importer{Store: postgres.As[ingest.Tx]{DB: f.db}, Now: func() time.Time { return time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC) }}
	f.territories("50")
	return f
}

// holidays are days on which some close; today is that of the fixture, which
// corrections of an account renew.
var (
	holidays = []mediation.Closure{{From: "2026-12-24", To: "2027-01-02", Reason: "Congés"}}
	today    = time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC)
)

func correctionsSurvive(t *testing.T, r *rand.Rand) {
	f, plain := exampleFixture(t), exampleFixture(t)
	load := func(x *fixture, s *sheet) ingest.Report {
		return x.load(ingest.Request{Source: "s", Format: "standard", Departement: "50", Origin: "s", Content: s.write(t), Accept: true})
	}
	for _, x := range []*fixture{f, plain} {
		x.importer.Needs = mediation.Needs{{ID: "caf", ImpliedBy: []string{"france-services"}}, {ID: "souris", PossibleAt: []string{"france-services"}}}
	}
	account := f.account()
	first := readSheet(t, "../../data/exemple/lieux.csv", "standard")
	load(f, first)
	load(plain, first)
	following := follow(f)
	corrections := map[string]corrected{}
	for id, o := range f.onMap() {
		c := corrected{r.IntN(3) == 0, r.IntN(4) == 0, r.IntN(9) == 0, r.IntN(4) == 0 && !o.Mobile(), r.IntN(4) == 0}
		req := ingest.CorrectRequest{Source: "s", SourceID: id, Hide: c.hidden, Cells: map[string]string{}, Account: int64(r.IntN(2)) * account}
		if c.closed {
			req.Closures = &holidays
		}
		if c.meets {
			req.Needs = &[]mediation.NeedID{"souris"}
		}
		if c.phone {
			req.Cells["telephone"] = "0233999999"
		}
		if c.name {
			req.Cells["nom"] = "Dit ici"
		}
		if c != (corrected{}) {
			f.mustCorrect(req)
			corrections[id] = c
			following.check("corrected")
		}
	}
	check := func(why string) {
		t.Helper()
		following.check(why)
		got := f.onMap()
		for id, o := range plain.onMap() {
			c := corrections[id]
			if c.phone {
				o.Contact.Phone = "+33233999999"
			}
			if c.name {
				o.Name = "Dit ici"
			}
			shown, there := got[id]
			if c.closed {
				o.Closures = holidays
			}
			if c.meets {
				o.Met = shown.Met
				o.Claims = f.importer.Needs.Meet(o.Claims, &mediation.NeedsMet{Needs: []mediation.NeedID{"souris"}})
			}
			if c != (corrected{}) && shown.Updated.Equal(today) {
				o.Updated = today
			}
			shown.Corrected = nil
			if there == c.hidden || there && !cmp.Equal(o, shown) {
				t.Errorf("%s: %s, said %+v: on the map %v\n%s", why, id, c, there, cmp.Diff(o, shown))
			}
		}
		if f.fingerprint() != plain.fingerprint() {
			t.Errorf("%s: what the source says is not kept as it says it", why)
		}
	}
	check("at first")
	sheet := first
	for edition := range 2 {
		next, d := sheet.next(r, plain.shown("s", "50"), usual)
		run, other := load(f, next).Run, load(plain, next).Run
		before := corrections
		corrections = renamed(corrections, d.Renamed)
		check(fmt.Sprintf("edition %d", edition+2))
		if err := f.undo(run); err != nil {
			t.Fatal(err)
		}
		if err := plain.undo(other); err != nil {
			t.Fatal(err)
		}
		corrections = before
		check("undone")
		corrections = renamed(corrections, d.Renamed)
		force := func(x *fixture) {
			x.load(ingest.Request{Source: "s", Format: "standard", Departement: "50", Origin: "s", Content: next.write(t), Accept: true, Force: true})
		}
		force(f)
		force(plain)
		check("applied again")
		sheet = next
	}
	if r.IntN(2) == 0 {
		f.withdrawAll()
	} else {
		f.undoChanges()
	}
	corrections = nil
	check("all withdrawn")
	if diff := cmp.Diff(plain.places(), f.places()); diff != "" {
		t.Error("all withdrawn: " + diff)
	}
	if following.known < 10 {
		t.Errorf("what changed is known %d times only", following.known)
	}
}

// renamed moves corrections to the new ids.
func renamed(corrections map[string]corrected, ids map[string]string) map[string]corrected {
	next := map[string]corrected{}
	for id, c := range corrections {
		next[id] = c
	}
	for id, former := range ids {
		if c, ok := corrections[former]; ok {
			delete(next, former)
			next[id] = c
		}
	}
	return next
}
