package reach_test

import (
	"fmt"
	"runtime"
	"testing"
	"time"
	"weak"

	"github.com/paulmach/orb"

	"escale/internal/catalog"
	"escale/internal/coverage"
	"escale/internal/mediation"
	"escale/internal/reach"
	"escale/internal/reach/reachtest"
)

// country is a map of so many communes, where nobody helps.
func country(t *testing.T, revision int64, communes int) *catalog.Snapshot {
	t.Helper()
	d := catalog.Data{Revision: revision, Changed: reachtest.Today, Needs: reachtest.Needs(t), Territory: mediation.Territory{Area: "50"}}
	for i := range communes {
		code := fmt.Sprintf("%05d", 50_000+i)
		d.Territory.Communes = append(d.Territory.Communes, mediation.Commune{INSEE: code, Name: code, Centre: orb.Point{float64(i%100) / 100, 49 + float64(i/100)/1000}})
	}
	s, err := catalog.New(d)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// eachDistance asks as many ways as a program would keep at the most, and returns the
// answers.
func eachDistance(t *testing.T, r *reach.Reach, m *catalog.Moment) (list []*reach.Answer) {
	t.Helper()
	for km := range 60 {
		a, err := r.Answer(m, coverage.Question{Days: 1, Reach: float64(1 + km)})
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, a)
	}
	return list
}

// The answers about a country grew with the ways to ask, megabytes each.
func TestKeptAnswersAreBoundedByTheirLines(t *testing.T) {
	for communes, want := range map[int]int{40: 48, 10_000: 30} {
		r := reach.New(reach.Options{})
		m := country(t, 1, communes).At(reachtest.Today)
		first, kept := eachDistance(t, r, m), 0
		for i := len(first) - 1; i >= 0; i-- { // the latest first: asking keeps
			if a, err := r.Answer(m, first[i].Question); err == nil && a == first[i] {
				kept++
			}
		}
		if kept != want {
			t.Errorf("of %d communes, %d answers are kept, not %d", communes, kept, want)
		}
	}
}

// The count of the month wants an answer for every need: 27 about the country stayed.
func TestOnceKeepsNothing(t *testing.T) {
	r := reach.New(reach.Options{})
	m := country(t, 1, 40).At(reachtest.Today)
	once, err := r.Once(m, question())
	if err != nil {
		t.Fatal(err)
	}
	line, lines := weak.Make(&once.Lines[0]), len(once.Lines)
	once = nil
	if !collected(func() bool { return line.Value() == nil }) {
		t.Error("the answer is kept")
	}
	if a, err := r.Answer(m, question()); err != nil || len(a.Lines) != lines {
		t.Errorf("%v, %v", a, err)
	}
}

// An answer holds its moment, and that its snapshot: those of older data stayed for as
// long as nobody asked 48 other questions.
func TestAnswersDoNotKeepOlderSnapshots(t *testing.T) {
	r := reach.New(reach.Options{})
	old := country(t, 1, 40)
	eachDistance(t, r, old.At(reachtest.Today))
	eachDistance(t, r, old.At(reachtest.Today.Add(time.Hour)))
	older := weak.Make(old)
	old = nil
	eachDistance(t, r, country(t, 2, 40).At(reachtest.Today))
	if !collected(func() bool { return older.Value() == nil }) {
		t.Error("the older snapshot is kept")
	}
	runtime.KeepAlive(r)
}

// collected collects garbage until something is gone, or says that it stays.
func collected(gone func() bool) bool {
	for range 20 {
		if gone() {
			return true
		}
		runtime.GC()
		time.Sleep(time.Millisecond)
	}
	return gone()
}
