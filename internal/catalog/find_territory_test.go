package catalog_test

import (
	"errors"
	"fmt"
	"slices"
	"sort"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"
	"pgregory.net/rapid"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/mediation"
)

// measure is the distance from the nearest centre of a filter's territory; -1
// for the whole map.
func (o oracle) measure(f mediation.Filter, to orb.Point) (metres float64, from string) {
	metres = -1
	for _, c := range testCommunes {
		chosen := len(f.Communes)+len(f.EPCIs) > 0 && (len(f.EPCIs) == 0 || slices.Contains(f.EPCIs, c.EPCI))
		if len(f.Communes) > 0 {
			chosen = chosen && slices.ContainsFunc(f.Communes, func(code string) bool { return code == c.INSEE || slices.Contains(c.Former, code) })
		}
		if d := geo.DistanceHaversine(c.Centre, to); chosen && (metres < 0 || d < metres) {
			metres, from = d, c.INSEE
		}
	}
	return metres, from
}

// line says all of a place or a visit seen from a territory.
func line(id string, metres float64, from string, flags ...bool) string {
	return fmt.Sprintf("%s %.0f m from %q %v", id, metres, from, flags)
}

func lineOf(s *catalog.Snapshot, n catalog.Nearby) string {
	return line(s.Places[n.Place].ID, n.Metres, codeOf(n.From), n.Unsure, n.There, n.OpenThisWeek)
}

func visitLine(s *catalog.Snapshot, n catalog.NearbyVisit) string {
	return line(s.Visits[n.Visit].ID, n.Metres, codeOf(n.From), n.Unsure)
}

func codeOf(c *mediation.Commune) string {
	if c == nil {
		return ""
	}
	return c.INSEE
}

// seen is what the oracle knows of a place or a visit seen from a territory.
type seen struct {
	text          string
	there, unsure bool
	metres        float64
	kinds         []mediation.Kind
	visit         mediation.Visit
}

func nearestFirst(all []seen) {
	sort.SliceStable(all, func(i, j int) bool {
		if all[i].unsure != all[j].unsure {
			return all[j].unsure
		}
		return all[i].metres < all[j].metres
	})
}

func (o oracle) placesSeen(f mediation.Filter, at time.Time) (all []seen) {
	wide := f
	wide.Communes, wide.EPCIs = nil, nil
	for _, p := range o.Places {
		ok, unsure := o.answers(p, wide, 0)
		if !ok {
			continue
		}
		there, _ := o.answers(p, f, 0)
		metres, from := o.measure(f, p.Point)
		x := seen{there: there, unsure: unsure, metres: metres}
		week := false
		for _, offer := range p.Offers {
			x.addKind(f, o, p, offer, at)
			week = week || opensSoon(offer, at)
		}
		x.text = line(p.ID, metres, from, unsure, there, week)
		all = append(all, x)
	}
	nearestFirst(all)
	return all
}

func (x *seen) addKind(f mediation.Filter, o oracle, p mediation.Place, offer mediation.Offer, at time.Time) {
	helps := offer.Kind != mediation.Van
	for _, v := range o.visitsTo(offer) {
		helps = helps || countsFor(p, v, at)
	}
	if helps && !slices.Contains(offer.Access, "pas-de-public") && (len(f.Kinds) == 0 || slices.Contains(f.Kinds, offer.Kind)) {
		x.kinds = append(x.kinds, offer.Kind)
	}
}

// opensSoon is true when fixed hours open in the seven local days from at on.
func opensSoon(offer mediation.Offer, at time.Time) bool {
	schedule, err := hours.Parse(offer.Hours)
	if err != nil || offer.Hours == "" || offer.Kind == mediation.Van || slices.Contains(offer.Access, "pas-de-public") {
		return false
	}
	state := schedule.OrHolidaysOff().At(at)
	y, m, d := at.In(hours.Paris).Date()
	return state.Open || !state.Next.IsZero() && state.Next.Before(time.Date(y, m, d+7, 0, 0, 0, 0, hours.Paris))
}

func (o oracle) visitsSeen(s *catalog.Snapshot, f mediation.Filter, days int, at time.Time) (there, elsewhere []seen) {
	y, m, d := at.In(hours.Paris).Date()
	f.Now, f.Window = at, &mediation.Window{
		From: time.Date(y, m, d, 0, 0, 0, 0, hours.Paris), To: time.Date(y, m, d+days-1, 0, 0, 0, 0, hours.Paris)}
	wide := f
	wide.Communes, wide.EPCIs = nil, nil
	here := o.findVisits(mediation.VisitFilter{Filter: f})
	for _, id := range o.findVisits(mediation.VisitFilter{Filter: wide}) {
		i, err := s.Visit(id)
		if err != nil {
			panic(err)
		}
		v := s.Visits[i]
		p, offer, _, _ := o.host(v)
		metres, from := o.measure(f, pointOf(p, v))
		unsure := slices.ContainsFunc(offer.Claims, func(c mediation.Claim) bool {
			return slices.Contains(f.Needs, c.ID) && c.Certainty == mediation.Possible
		})
		x := seen{text: line(id, metres, from, unsure), unsure: unsure, metres: metres, visit: v}
		if slices.Contains(here, id) {
			there = append(there, x)
		} else if (v.Status == "planned" || v.Status == "moved") && !slices.Contains(offer.Access, "pas-de-public") {
			elsewhere = append(elsewhere, x)
		}
	}
	return there, elsewhere
}

func compareLists(t *rapid.T, what string, got, want []string) {
	if !slices.Equal(got, want) {
		t.Fatalf("%s\ngot  %q\nwant %q", what, got, want)
	}
}

func TestWhatIsAroundATerritoryIsTheOraclesOne(t *testing.T) {
	outside, elsewhere := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		s, o := drawSnapshot(t)
		f := mediation.Filter{Needs: some(t, []mediation.NeedID{"caf"}, "service"), Kinds: some(t, mediation.Kinds, "kinds")}
		f.Communes = rapid.SampledFrom([][]string{nil, {"50129"}, {"50173"}, {"50147"}, {"50502", "50147"}}).Draw(t, "communes")
		if f.Communes == nil {
			f.EPCIs = some(t, []string{"200067205", "200066389"}, "epcis")
		}
		at, days := drawInstant(t, o.Data), rapid.IntRange(1, 30).Draw(t, "days")
		f.Now = at
		a, err := s.At(at).Around(f, days)
		if err != nil {
			t.Fatal(err)
		}
		o.comparePlaces(t, s, a, o.placesSeen(f, at))
		o.compareVisits(t, s, a, f, days, at)
		if a.Outside != nil {
			outside++
		}
		elsewhere += len(a.Elsewhere)
	})
	if outside == 0 || elsewhere == 0 {
		t.Errorf("%d outside, %d visits elsewhere: this test says little", outside, elsewhere)
	}
}

func (o oracle) comparePlaces(t *rapid.T, s *catalog.Snapshot, a catalog.Around, all []seen) {
	var there, outside []string
	nearest := map[mediation.Kind]string{}
	for _, x := range all {
		if x.there {
			there = append(there, x.text)
		} else if len(x.kinds) > 0 {
			outside = append(outside, x.text)
		}
		for _, kind := range x.kinds {
			if nearest[kind] == "" {
				nearest[kind] = x.text
			}
		}
	}
	var got []string
	for _, n := range a.Places {
		got = append(got, lineOf(s, n))
	}
	compareLists(t, "places", got, there)
	for _, kind := range mediation.Kinds {
		text := ""
		if n, ok := a.Nearest[kind]; ok {
			text = lineOf(s, n)
		}
		compareLists(t, "nearest "+string(kind), []string{text}, []string{nearest[kind]})
	}
	got = nil
	if a.Outside != nil {
		got = []string{lineOf(s, *a.Outside)}
	}
	compareLists(t, "outside", got, outside[:min(1, len(outside))])
}

func (o oracle) compareVisits(t *rapid.T, s *catalog.Snapshot, a catalog.Around, f mediation.Filter, days int, at time.Time) {
	there, elsewhere := o.visitsSeen(s, f, days, at)
	inTime := func(list []seen) {
		sort.SliceStable(list, func(i, j int) bool {
			return list[i].visit.Start.Before(list[j].visit.Start) ||
				list[i].visit.Start.Equal(list[j].visit.Start) && list[i].visit.ID < list[j].visit.ID
		})
	}
	inTime(there)
	inTime(elsewhere)
	nearestFirst(elsewhere)
	var got, want []string
	for _, n := range a.Visits {
		got = append(got, visitLine(s, n))
	}
	for _, x := range there {
		want = append(want, x.text)
	}
	compareLists(t, "visits", got, want)
	got, want = nil, nil
	for _, n := range a.Elsewhere {
		got = append(got, visitLine(s, n))
	}
	once := map[string]bool{}
	for _, x := range elsewhere {
		if !once[x.visit.Stop] {
			want = append(want, x.text)
		}
		once[x.visit.Stop] = true
	}
	compareLists(t, "elsewhere", got, want)
}

func TestAnUnknownTerritoryIsNamed(t *testing.T) {
	s, err := catalog.New(catalog.Data{Territory: mediation.Territory{Communes: testCommunes, EPCIs: testEPCIs}})
	if err != nil {
		t.Fatal(err)
	}
	m := s.At(time.Date(2026, 12, 1, 10, 0, 0, 0, hours.Paris))
	for want, f := range map[string]mediation.Filter{"insee": {Communes: []string{"50129", "99999"}}, "epci": {EPCIs: []string{"1"}}} {
		_, err := m.Around(f, 14)
		var problem *mediation.Error
		if !errors.As(err, &problem) || problem.Kind != mediation.NotFound || problem.Parameter != want {
			t.Errorf("%+v: %v", f, err)
		}
	}
	a, err := m.Around(mediation.Filter{Communes: []string{"50602"}}, 14)
	if err != nil || len(a.Communes) != 1 || a.Communes[0].INSEE != "50129" {
		t.Errorf("a commune that merged: %+v, %v", a.Communes, err)
	}
}
