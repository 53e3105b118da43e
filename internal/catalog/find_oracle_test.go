package catalog_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"
	"pgregory.net/rapid"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/mediation"
)

// oracle answers a filter the plainest way, from the words of the design.
type oracle struct{ catalog.Data }

// drawSnapshot returns a snapshot of random data, and the oracle on the data
// as they were given.
func drawSnapshot(t *rapid.T) (*catalog.Snapshot, oracle) {
	d := drawData(t)
	s, err := catalog.New(d)
	if err != nil {
		t.Fatal(err)
	}
	return s, oracle{d}
}

func (o oracle) find(f mediation.Filter) []string {
	type found struct {
		id     string
		unsure bool
		metres float64
	}
	var all []found
	for _, p := range o.Places {
		metres := 0.0
		if f.Near != nil {
			metres = geo.DistanceHaversine(f.Near.Point, p.Point)
		}
		if ok, unsure := o.answers(p, f, metres); ok {
			all = append(all, found{p.ID, unsure, metres})
		}
	}
	sort.SliceStable(all, func(i, j int) bool {
		a, b := all[i], all[j]
		if a.unsure != b.unsure {
			return b.unsure
		}
		if a.metres != b.metres {
			return a.metres < b.metres
		}
		return a.id < b.id
	})
	ids := []string{}
	for _, x := range all {
		ids = append(ids, x.id)
	}
	return ids
}

func (o oracle) answers(p mediation.Place, f mediation.Filter, metres float64) (ok, unsure bool) {
	if f.Box != nil && !f.Box.Contains(p.Point) || f.Near != nil && f.Near.Radius > 0 && metres > f.Near.Radius {
		return false, false
	}
	if len(f.Communes) > 0 && !slices.ContainsFunc(f.Communes, func(code string) bool {
		return code == p.Address.INSEE || code == "50173" && p.Address.INSEE == "50129"
	}) {
		return false, false
	}
	if len(f.EPCIs) > 0 && !slices.ContainsFunc(testCommunes, func(c mediation.Commune) bool {
		return c.INSEE == p.Address.INSEE && slices.Contains(f.EPCIs, c.EPCI)
	}) {
		return false, false
	}
	text := p.Name + " " + p.Address.Street + " " + p.Address.Postcode + " " + p.Address.City
	var meeting []mediation.Offer
	for _, offer := range p.Offers {
		text += " " + offer.Name + " " + o.toursOf(offer)
		if o.meets(p, offer, f) {
			meeting = append(meeting, offer)
		}
	}
	for _, w := range strings.Fields(mediation.Fold(f.Words)) {
		if !strings.Contains(mediation.Fold(text), w) {
			return false, false
		}
	}
	if len(meeting) == 0 {
		return false, false
	}
	for _, id := range f.Needs {
		sure, possible := false, false
		for _, offer := range meeting {
			for _, c := range offer.Claims {
				sure = sure || c.ID == id && c.Certainty != mediation.Possible
				possible = possible || c.ID == id
			}
		}
		if !possible {
			return false, false
		}
		unsure = unsure || !sure
	}
	return !unsure || !f.ConfirmedOnly, unsure
}

// toursOf names the tours that stop at an offer.
func (o oracle) toursOf(offer mediation.Offer) (names string) {
	for _, stop := range o.Stops {
		for _, tour := range o.Tours {
			if offer.Kind == mediation.Van && stop.Offer == offer.Source+"/"+offer.SourceID && stop.Tour == tour.ID {
				names += " " + tour.Name
			}
		}
	}
	return names
}

func (o oracle) meets(p mediation.Place, offer mediation.Offer, f mediation.Filter) bool {
	if f.OpenAt != nil && !o.open(p, offer, *f.OpenAt, f.Now) {
		return false
	}
	if f.Window != nil {
		open := false
		for at := f.Window.From; at.Before(f.Window.To.AddDate(0, 0, 1)); at = at.Add(15 * time.Minute) {
			if end := at.Add(15 * time.Minute); end.After(f.Now) { // what is over does not count
				open = open || o.open(p, offer, latest(at, f.Now), f.Now)
			}
		}
		if !open {
			return false
		}
	}
	return describes(offer, f)
}

func latest(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

// open tells whether someone at the place at that time is helped, by hours or
// by a visit.
func (o oracle) open(p mediation.Place, offer mediation.Offer, at, now time.Time) bool {
	if slices.Contains(offer.Access, "pas-de-public") {
		return false
	}
	if offer.Kind != mediation.Van {
		schedule, err := hours.Parse(offer.Hours)
		return err == nil && offer.Hours != "" && schedule.OrHolidaysOff().At(at).Open
	}
	for _, v := range o.visitsTo(offer) {
		if countsFor(p, v, now) && !at.Before(v.Start) && at.Before(v.End) {
			return true
		}
	}
	return false
}

// visitsTo lists the visits of the stops that an offer of kind van is.
func (o oracle) visitsTo(offer mediation.Offer) (list []mediation.Visit) {
	for _, v := range o.Visits {
		for _, stop := range o.Stops {
			if offer.Kind == mediation.Van && v.Stop == stop.ID && stop.Offer == offer.Source+"/"+offer.SourceID {
				list = append(list, v)
			}
		}
	}
	return list
}

// countsFor is what "available" means for who goes to the stop's place.
func countsFor(p mediation.Place, v mediation.Visit, now time.Time) bool {
	if v.Status != "planned" && v.Status != "moved" || !v.End.After(now) {
		return false
	}
	if v.Venue == nil {
		return true
	}
	at := v.Venue.Address.INSEE
	return at == p.Address.INSEE || at == "50173" && p.Address.INSEE == "50129"
}

func describes(o mediation.Offer, f mediation.Filter) bool {
	anyOf := func(wanted, has []string) bool {
		if len(wanted) == 0 {
			return true
		}
		for _, a := range wanted {
			for _, h := range has {
				if a == h {
					return true
				}
			}
		}
		return false
	}
	return (len(f.Kinds) == 0 || slices.Contains(f.Kinds, o.Kind)) && anyOf(f.Audience, o.Audience) &&
		anyOf(f.Care, o.Care) && anyOf(f.Fee, o.Fee) && anyOf(f.Access, o.Access) && anyOf(f.Support, o.Support)
}

func ids(s *catalog.Snapshot, hits []catalog.Hit) []string {
	list := []string{}
	for _, h := range hits {
		list = append(list, s.Places[h.Place].ID)
	}
	return list
}

func TestEveryFilterAnswersAsTheOracle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, o := drawSnapshot(t)
		f := drawFilter(t, o.Data)
		hits := s.Find(f)
		if got, want := ids(s, hits), o.find(f); !slices.Equal(got, want) {
			t.Fatalf("filter %+v\ngot  %v\nwant %v", f, got, want)
		}
		for _, h := range hits {
			if f.Near == nil {
				continue
			}
			want := geo.DistanceHaversine(f.Near.Point, s.Places[h.Place].Point)
			if h.Metres < want-0.5 || h.Metres > want+0.5 {
				t.Fatalf("distance %v, want %v", h.Metres, want)
			}
		}
	})
}

func TestEveryFacetCountsWhatChoosingItWouldLeave(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, o := drawSnapshot(t)
		f := drawFilter(t, o.Data)
		facets := s.Facets(f)
		if want := len(o.find(f)); facets.Total != want {
			t.Fatalf("total %d, want %d", facets.Total, want)
		}
		for kind, n := range facets.Kinds {
			g := f
			g.Kinds = []mediation.Kind{kind}
			if want := len(o.find(g)); n != want {
				t.Fatalf("kind %s: %d, want %d", kind, n, want)
			}
		}
		for id, n := range facets.Service {
			g := f
			g.Needs = append(slices.Clone(f.Needs), id)
			if want := len(o.find(g)); n != want {
				t.Fatalf("service %s: %d, want %d", id, n, want)
			}
		}
		for slug, n := range facets.Values["fee"] {
			g := f
			g.Fee = []string{slug}
			if want := len(o.find(g)); n != want {
				t.Fatalf("fee %s: %d, want %d", slug, n, want)
			}
		}
	})
}

// Whoever pages through an answer finds what is found at once, whatever the
// filter and the length of pages: around a point each page is looked for from
// where the one before ended.
func TestPagesAddUpToWhatTheOracleFinds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, o := drawSnapshot(t)
		f := drawFilter(t, o.Data)
		if rapid.Bool().Draw(t, "anywhere") { // more often than it would be drawn
			f.Box, f.Communes, f.EPCIs, f.Words = nil, nil, nil, ""
			f.Near = &mediation.Near{Point: drawPoint(t, "around")}
		}
		if rapid.Bool().Draw(t, "at a moment") {
			s.At(f.Now)
		}
		limit := rapid.IntRange(1, 4).Draw(t, "limit")
		want := o.find(f)
		var got []string
		for mark := catalog.Beginning; ; {
			hits, matched := s.FindPage(f, mark, limit)
			if matched != len(want) {
				t.Fatalf("filter %+v: %d matched, want %d", f, matched, len(want))
			}
			if len(hits) == 0 {
				break
			}
			got, mark = append(got, ids(s, hits)...), mark.After(hits)
		}
		if !slices.Equal(got, want) && len(want)+len(got) > 0 {
			t.Fatalf("filter %+v\ngot  %v\nwant %v", f, got, want)
		}
	})
}

// A great many places, some on one spot: the nearest are found as by measuring
// all of them.
func TestTheNearestAmongMany(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	var d catalog.Data
	for i := range 3000 {
		at := orb.Point{random.Float64()*6 - 5, 43 + 6*random.Float64()}
		if i%3 == 0 {
			at = orb.Point{math.Round(at[0]), math.Round(at[1])}
		}
		kind := mediation.Kinds[random.IntN(len(mediation.Kinds))]
		certainty := []mediation.Certainty{mediation.Declared, mediation.Possible}[random.IntN(2)]
		p := mediation.Place{ID: fmt.Sprintf("p%04d", i), Point: at, Offers: []mediation.Offer{{Source: "s", SourceID: fmt.Sprint(i), Kind: kind}}}
		if i%50 < 20 {
			p.Offers[0].Claims = []mediation.Claim{{ID: "caf", Certainty: certainty}}
		}
		if i%500 == 0 {
			p.Offers[0].Claims = []mediation.Claim{{ID: "cv", Certainty: certainty}}
		}
		d.Places = append(d.Places, p)
	}
	s, err := catalog.New(d)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 200 {
		f := mediation.Filter{Near: &mediation.Near{Point: orb.Point{random.Float64()*8 - 6, 42 + 8*random.Float64()}}}
		f.Needs = [][]mediation.NeedID{nil, {"caf"}, {"cv"}}[i%3]
		if i%2 == 0 {
			f.Kinds = []mediation.Kind{mediation.Van}
		}
		all := s.Find(f)
		mark := catalog.Beginning
		for page := 0; page < 5; page++ {
			hits, matched := s.FindPage(f, mark, 17)
			want := all[min(mark.Start, len(all)):min(mark.Start+17, len(all))]
			if matched != len(all) || !slices.Equal(hits, want) {
				t.Fatalf("%+v, page %d: %v of %d, want %v of %d", f, page, hits, matched, want, len(all))
			}
			mark = mark.After(hits)
		}
	}
}
