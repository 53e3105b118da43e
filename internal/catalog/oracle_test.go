package catalog_test

import (
	"fmt"
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

var (
	testNeeds = mediation.Needs{
		{ID: "caf", Label: "Faire une démarche CAF", Synonyms: []string{"rsa", "allocations familiales"}},
		{ID: "ameli", Label: "Compte Améli", Synonyms: []string{"amelie", "carte vitale", "sécu"}},
		{ID: "cv", Label: "Faire un CV", Synonyms: []string{"curriculum"}},
	}
	testCommunes = []mediation.Commune{
		{INSEE: "50129", Name: "Cherbourg-en-Cotentin", Postcodes: []string{"50100", "50110"}, Population: 79000, EPCI: "200067205", Centre: orb.Point{-1.62, 49.63}, Former: []string{"50173", "50602"}},
		{INSEE: "50502", Name: "Saint-Lô", Postcodes: []string{"50000"}, Population: 19000, EPCI: "200066389", Centre: orb.Point{-1.09, 49.11}},
		{INSEE: "50147", Name: "Coutances", Postcodes: []string{"50200"}, Population: 8600, Centre: orb.Point{-1.44, 49.05}},
	}
	testEPCIs  = []mediation.EPCI{{SIREN: "200067205", Name: "CA du Cotentin"}, {SIREN: "200066389", Name: "Saint-Lô Agglo"}}
	testHours  = []string{"", "Mo-Fr 09:00-12:00,14:00-17:00", "Tu,Th 10:00-12:30", "Sa 09:00-12:00", "Fr 22:00-02:00", "24/7", "Mo[1] 14:00-16:00", "n'importe quoi"}
	testPoints = orb.Bound{Min: orb.Point{-1.95, 48.45}, Max: orb.Point{-0.73, 49.73}}
)

// some draws a sublist.
func some[T any](t *rapid.T, from []T, label string) []T {
	var list []T
	for i, v := range from {
		if rapid.IntRange(0, 2).Draw(t, fmt.Sprint(label, i)) == 0 {
			list = append(list, v)
		}
	}
	return list
}

func drawPoint(t *rapid.T, label string) orb.Point {
	return orb.Point{
		rapid.Float64Range(testPoints.Min[0], testPoints.Max[0]).Draw(t, label+" lon"),
		rapid.Float64Range(testPoints.Min[1], testPoints.Max[1]).Draw(t, label+" lat"),
	}
}

func drawOffer(t *rapid.T, i int) mediation.Offer {
	o := mediation.Offer{
		Source: "test", SourceID: fmt.Sprint(i), Name: rapid.SampledFrom([]string{"Médiathèque", "Mairie annexe", "Maison de l'État"}).Draw(t, "name"),
		Kind:     rapid.SampledFrom(mediation.Kinds).Draw(t, "kind"),
		Hours:    rapid.SampledFrom(testHours).Draw(t, "hours"),
		Audience: some(t, mediation.Audiences.Slugs(), "audience"), Care: some(t, mediation.Cares.Slugs(), "care"),
		Fee: some(t, mediation.Fees.Slugs(), "fee"), Access: some(t, mediation.Accesses.Slugs(), "access"),
		Support: some(t, mediation.Supports.Slugs(), "support"),
	}
	for _, need := range some(t, testNeeds, "service") {
		o.Services = append(o.Services, mediation.Claim{ID: need.ID,
			Certainty: rapid.SampledFrom([]mediation.Certainty{mediation.Declared, mediation.Implied, mediation.Possible}).Draw(t, "certainty")})
	}
	return o
}

func drawData(t *rapid.T) catalog.Data {
	d := catalog.Data{Revision: 7, Needs: testNeeds,
		Territory: mediation.Territory{Departement: "50", Communes: testCommunes, EPCIs: testEPCIs}}
	n := rapid.IntRange(0, 25).Draw(t, "places")
	for i := range n {
		commune := rapid.SampledFrom(testCommunes).Draw(t, "commune")
		p := mediation.Place{ID: fmt.Sprintf("p%02d", i), Name: "Lieu " + commune.Name, Point: drawPoint(t, "place"),
			Address: mediation.Address{Street: "1 rue de la Mairie", City: commune.Name, Postcode: commune.Postcodes[0], INSEE: commune.INSEE}}
		for j := range rapid.IntRange(1, 3).Draw(t, "offers") {
			p.Offers = append(p.Offers, drawOffer(t, 10*i+j))
		}
		mediation.SortOffers(p.Offers)
		d.Places = append(d.Places, p)
	}
	return d
}

func maybe(t *rapid.T, label string) bool { return rapid.IntRange(0, 3).Draw(t, "with "+label) == 0 }

func drawFilter(t *rapid.T) mediation.Filter {
	var f mediation.Filter
	if maybe(t, "box") {
		a, b := drawPoint(t, "a"), drawPoint(t, "b")
		box := orb.MultiPoint{a, b}.Bound()
		f.Box = &box
	}
	if maybe(t, "near") {
		f.Near = &mediation.Near{Point: drawPoint(t, "near"), Radius: rapid.SampledFrom([]float64{0, 5000, 40000}).Draw(t, "radius")}
	}
	if maybe(t, "commune") {
		f.Communes = some(t, []string{"50129", "50173", "50502"}, "communes")
	}
	if maybe(t, "epci") {
		f.EPCIs = some(t, []string{"200067205", "200066389"}, "epcis")
	}
	if maybe(t, "kind") {
		f.Kinds = some(t, mediation.Kinds, "kinds")
	}
	if maybe(t, "service") {
		f.Services = some(t, []mediation.ServiceID{"caf", "ameli", "cv"}, "services")
	}
	f.ConfirmedOnly = maybe(t, "confirmed")
	for _, v := range []struct {
		to   *[]string
		from mediation.Vocabulary
	}{{&f.Audience, mediation.Audiences}, {&f.Care, mediation.Cares}, {&f.Fee, mediation.Fees}, {&f.Access, mediation.Accesses}, {&f.Support, mediation.Supports}} {
		if rapid.IntRange(0, 7).Draw(t, "with list") == 0 {
			*v.to = some(t, v.from.Slugs(), "list")
		}
	}
	if maybe(t, "open") {
		at := drawInstant(t)
		f.OpenAt = &at
	}
	if maybe(t, "window") {
		from := time.Date(2026, 10, 1+rapid.IntRange(0, 60).Draw(t, "from"), 0, 0, 0, 0, hours.Paris)
		f.Window = &mediation.Window{From: from, To: from.AddDate(0, 0, rapid.IntRange(0, 3).Draw(t, "days"))}
	}
	if maybe(t, "words") {
		f.Words = rapid.SampledFrom([]string{"mairie", "CHERBOURG", "mediatheque saint", "50000", "introuvable"}).Draw(t, "words")
	}
	return f
}

// drawInstant often falls on a working hour, sometimes of a public holiday.
func drawInstant(t *rapid.T) time.Time {
	day := rapid.SampledFrom([]int{rapid.IntRange(0, 60).Draw(t, "day"), 41 /* 11 November */}).Draw(t, "or holiday")
	minute := rapid.SampledFrom([]int{rapid.IntRange(0, 24*60-1).Draw(t, "minute"), 10 * 60, 15 * 60}).Draw(t, "or daytime")
	return time.Date(2026, 10, 1+day, 0, minute, 0, 0, hours.Paris)
}

// oracle answers a filter the plainest way, from the words of the design.
type oracle struct{ catalog.Data }

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
		text += " " + offer.Name
		if offerMeets(offer, f) {
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
	for _, id := range f.Services {
		sure, possible := false, false
		for _, offer := range meeting {
			for _, c := range offer.Services {
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

func offerMeets(o mediation.Offer, f mediation.Filter) bool {
	anyOf := func(asked, has []string) bool {
		if len(asked) == 0 {
			return true
		}
		for _, a := range asked {
			for _, h := range has {
				if a == h {
					return true
				}
			}
		}
		return false
	}
	schedule, err := hours.Parse(o.Hours)
	neverOpen := err != nil || o.Hours == "" || o.Kind == mediation.Van || slices.Contains(o.Access, "pas-de-public")
	if f.OpenAt != nil && (neverOpen || !schedule.OrHolidaysOff().At(*f.OpenAt).Open) {
		return false
	}
	if f.Window != nil {
		open := false
		for at := f.Window.From; !neverOpen && at.Before(f.Window.To.AddDate(0, 0, 1)); at = at.Add(15 * time.Minute) {
			open = open || schedule.OrHolidaysOff().At(at).Open
		}
		if !open {
			return false
		}
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
		s, err := catalog.New(drawData(t))
		if err != nil {
			t.Fatal(err)
		}
		o := oracle{s.Data}
		f := drawFilter(t)
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
		s, err := catalog.New(drawData(t))
		if err != nil {
			t.Fatal(err)
		}
		o, f := oracle{s.Data}, drawFilter(t)
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
			g.Services = append(slices.Clone(f.Services), id)
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
