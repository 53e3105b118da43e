package catalog_test

import (
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

func drawVisitFilter(t *rapid.T, d catalog.Data) mediation.VisitFilter {
	f := mediation.VisitFilter{Filter: drawFilter(t, d)}
	if maybe(t, "status") {
		f.Statuses = some(t, mediation.VisitStatuses, "statuses")
	}
	if maybe(t, "tour") {
		f.Tours = some(t, []string{"bleu", "sud", "rouge"}, "tours")
	}
	if maybe(t, "stop") {
		for _, stop := range some(t, d.Stops, "stops") {
			f.Stops = append(f.Stops, stop.ID)
		}
	}
	if maybe(t, "place") {
		for _, p := range some(t, d.Places, "places") {
			f.Places = append(f.Places, p.ID)
		}
	}
	return f
}

// host finds the place and offer of a visit's stop, false for one that nobody
// may see.
func (o oracle) host(v mediation.Visit) (mediation.Place, mediation.Offer, mediation.Stop, bool) {
	for _, stop := range o.Stops {
		for _, p := range o.Places {
			for _, offer := range p.Offers {
				if stop.ID == v.Stop && stop.Offer == offer.Source+"/"+offer.SourceID && offer.Kind == mediation.Van {
					return p, offer, stop, true
				}
			}
		}
	}
	return mediation.Place{}, mediation.Offer{}, mediation.Stop{}, false
}

func (o oracle) findVisits(f mediation.VisitFilter) []string {
	type found struct {
		mediation.Visit
		unsure bool
		metres float64
	}
	var all []found
	for _, v := range o.Visits {
		p, offer, stop, ok := o.host(v)
		if !ok || !asksForVisit(f, p, stop, v) || !describes(offer, f.Filter) || !o.takesPlaceIn(f.Filter, p, offer, v) {
			continue
		}
		gives, unsure := true, false
		for _, id := range f.Needs {
			i := slices.IndexFunc(offer.Claims, func(c mediation.Claim) bool { return c.ID == id })
			gives = gives && i >= 0
			unsure = unsure || i >= 0 && offer.Claims[i].Certainty == mediation.Possible
		}
		metres := 0.0
		if f.Near != nil {
			metres = geo.DistanceHaversine(f.Near.Point, pointOf(p, v))
		}
		if gives && (!unsure || !f.ConfirmedOnly) && (f.Near == nil || f.Near.Radius == 0 || metres <= f.Near.Radius) {
			all = append(all, found{v, unsure, metres})
		}
	}
	sort.SliceStable(all, func(i, j int) bool {
		a, b := all[i], all[j]
		switch {
		case a.unsure != b.unsure:
			return b.unsure
		case a.metres != b.metres:
			return a.metres < b.metres
		case !a.Start.Equal(b.Start):
			return a.Start.Before(b.Start)
		}
		return a.ID < b.ID
	})
	ids := []string{}
	for _, x := range all {
		ids = append(ids, x.ID)
	}
	return ids
}

func pointOf(p mediation.Place, v mediation.Visit) orb.Point {
	if v.Venue != nil {
		return v.Venue.Point
	}
	return p.Point
}

// asksForVisit looks at ids, status and times.
func asksForVisit(f mediation.VisitFilter, p mediation.Place, stop mediation.Stop, v mediation.Visit) bool {
	has := func(list []string, id string) bool { return len(list) == 0 || slices.Contains(list, id) }
	if !has(f.Stops, stop.ID) || !has(f.Tours, stop.Tour) || !has(f.Places, p.ID) ||
		len(f.Statuses) > 0 && !slices.Contains(f.Statuses, v.Status) || !v.End.After(f.Now) {
		return false
	}
	day := v.Start.In(hours.Paris).Format(time.DateOnly)
	return f.Window == nil || f.Window.From.Format(time.DateOnly) <= day && day <= f.Window.To.Format(time.DateOnly)
}

// takesPlaceIn looks at where the visit is, at words and at what is under way.
func (o oracle) takesPlaceIn(f mediation.Filter, p mediation.Place, offer mediation.Offer, v mediation.Visit) bool {
	codes := []string{p.Address.INSEE}
	text := p.Name + " " + p.Address.Street + " " + p.Address.Postcode + " " + p.Address.City
	for _, other := range p.Offers {
		text += " " + other.Name + " " + o.toursOf(other)
	}
	if v.Venue != nil {
		text += " " + v.Venue.Name + " " + v.Venue.Address.City
		codes = append(codes, strings.Replace(v.Venue.Address.INSEE, "50173", "50129", 1))
	}
	for _, w := range strings.Fields(mediation.Fold(f.Words)) {
		if !strings.Contains(mediation.Fold(text), w) {
			return false
		}
	}
	inCommune := slices.ContainsFunc(f.Communes, func(code string) bool {
		return slices.Contains(codes, strings.Replace(code, "50173", "50129", 1))
	})
	inEPCI := slices.ContainsFunc(testCommunes, func(c mediation.Commune) bool {
		return slices.Contains(codes, c.INSEE) && slices.Contains(f.EPCIs, c.EPCI)
	})
	underWay := f.OpenAt == nil || v.Available() && !slices.Contains(offer.Access, "pas-de-public") &&
		!f.OpenAt.Before(v.Start) && f.OpenAt.Before(v.End)
	return underWay && (len(f.Communes) == 0 || inCommune) && (len(f.EPCIs) == 0 || inEPCI) &&
		(f.Box == nil || f.Box.Contains(pointOf(p, v)))
}

func TestEveryFilterOfVisitsAnswersAsTheOracle(t *testing.T) {
	answers := 0
	rapid.Check(t, func(t *rapid.T) {
		s, o := drawSnapshot(t)
		f := drawVisitFilter(t, o.Data)
		got := []string{}
		for _, h := range s.FindVisits(f) {
			v := s.Visits[h.Visit]
			got = append(got, v.ID)
			place, _, _, _ := o.host(v)
			if f.Near == nil {
				continue
			}
			if want := geo.DistanceHaversine(f.Near.Point, pointOf(place, v)); h.Metres < want-0.5 || h.Metres > want+0.5 {
				t.Fatalf("distance %v, want %v", h.Metres, want)
			}
		}
		if want := o.findVisits(f); !slices.Equal(got, want) {
			t.Fatalf("filter %+v\ngot  %v\nwant %v", f, got, want)
		}
		answers += len(got)
	})
	if answers == 0 {
		t.Error("no visit was ever found: this test says nothing")
	}
}

// next finds the first visit to a place that counts, the plainest way.
func (o oracle) next(p mediation.Place, from, to, now time.Time) string {
	var first *mediation.Visit
	for _, offer := range p.Offers {
		if slices.Contains(offer.Access, "pas-de-public") {
			continue
		}
		for _, v := range o.visitsTo(offer) {
			if !countsFor(p, v, now) || !v.End.After(from) || !v.Start.Before(to) {
				continue
			}
			if first == nil || v.Start.Before(first.Start) || v.Start.Equal(first.Start) && v.ID < first.ID {
				first = &v
			}
		}
	}
	return visitID(first)
}

func visitID(v *mediation.Visit) string {
	if v == nil {
		return ""
	}
	return v.ID
}

func TestTheNextVisitIsTheOraclesOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, o := drawSnapshot(t)
		at := drawInstant(t, o.Data)
		m := s.At(at)
		from := time.Date(2026, 10, rapid.IntRange(1, 60).Draw(t, "from"), 0, 0, 0, 0, hours.Paris)
		w := mediation.Window{From: from, To: from.AddDate(0, 0, rapid.IntRange(0, 20).Draw(t, "days"))}
		for i, p := range s.Places {
			if got, want := visitID(m.NextVisit(i)), o.next(p, at, at.AddDate(10, 0, 0), at); got != want {
				t.Fatalf("%v: %s, want %s", at, got, want)
			}
			if got, want := visitID(m.VisitDuring(i, w)), o.next(p, w.From, w.To.AddDate(0, 0, 1), at); got != want {
				t.Fatalf("%v, %v: %s, want %s", at, w, got, want)
			}
		}
	})
}

func TestComingKeepsCancelledVisitsUntilTheirDayIsPast(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, o := drawSnapshot(t)
		at := drawInstant(t, o.Data)
		today := at.In(hours.Paris).Format(time.DateOnly)
		for _, stop := range s.Stops {
			want := []string{}
			for _, v := range s.Visits {
				if v.Stop == stop.ID && (v.End.After(at) || v.Status == "cancelled" && v.Start.In(hours.Paris).Format(time.DateOnly) >= today) {
					want = append(want, v.ID)
				}
			}
			got := []string{}
			for _, v := range s.At(at).Coming(stop.ID) {
				got = append(got, v.ID)
			}
			if !slices.Equal(got, want) {
				t.Fatalf("%v: %v, want %v", at, got, want)
			}
		}
	})
}
