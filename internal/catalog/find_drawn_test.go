package catalog_test

import (
	"fmt"
	"time"

	"github.com/paulmach/orb"
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
		{INSEE: "14047", Name: "Bayeux", Postcodes: []string{"14400"}, Population: 12800, EPCI: "200066389", Centre: orb.Point{-0.7, 49.28}},
		{INSEE: "61001", Name: "Alençon", Postcodes: []string{"61000"}, Population: 25000, Centre: orb.Point{0.09, 48.43}},
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
		o.Claims = append(o.Claims, mediation.Claim{ID: need.ID,
			Certainty: rapid.SampledFrom([]mediation.Certainty{mediation.Declared, mediation.Implied, mediation.Possible}).Draw(t, "certainty")})
	}
	return o
}

func drawData(t *rapid.T) catalog.Data {
	d := catalog.Data{Revision: 7, Needs: testNeeds,
		Territory: mediation.Territory{Area: "14,50,61", Communes: testCommunes, EPCIs: testEPCIs}}
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
	drawTours(t, &d)
	return d
}

func maybe(t *rapid.T, label string) bool { return rapid.IntRange(0, 3).Draw(t, "with "+label) == 0 }

func drawFilter(t *rapid.T, d catalog.Data) mediation.Filter {
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
		f.Needs = some(t, []mediation.NeedID{"caf", "ameli", "cv"}, "services")
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
	if maybe(t, "asked") {
		f.Now = drawInstant(t, d)
	}
	if maybe(t, "open") {
		at := drawInstant(t, d)
		f.OpenAt = &at
	}
	if maybe(t, "window") {
		from := time.Date(2026, 10, 1+rapid.IntRange(0, 60).Draw(t, "from"), 0, 0, 0, 0, hours.Paris)
		f.Window = &mediation.Window{From: from, To: from.AddDate(0, 0, rapid.IntRange(0, 3).Draw(t, "days"))}
	}
	if maybe(t, "words") {
		f.Words = rapid.SampledFrom([]string{"mairie", "CHERBOURG", "mediatheque saint", "50000", "introuvable", "camion", "bus saint"}).Draw(t, "words")
	}
	return f
}

// drawInstant often falls on a working hour, sometimes of a public holiday,
// or on the start or end of a visit, to the second.
func drawInstant(t *rapid.T, d catalog.Data) time.Time {
	if len(d.Visits) > 0 && rapid.Bool().Draw(t, "at a visit") {
		v := rapid.SampledFrom(d.Visits).Draw(t, "visit")
		edge := rapid.SampledFrom([]time.Time{v.Start, v.Start.Add(30 * time.Minute), v.End}).Draw(t, "edge")
		return edge.Add(time.Duration(rapid.IntRange(-1, 1).Draw(t, "second")) * time.Second)
	}
	day := rapid.SampledFrom([]int{rapid.IntRange(0, 60).Draw(t, "day"), 41 /* 11 November */}).Draw(t, "or holiday")
	minute := rapid.SampledFrom([]int{rapid.IntRange(0, 24*60-1).Draw(t, "minute"), 10 * 60, 15 * 60}).Draw(t, "or daytime")
	return time.Date(2026, 10, 1+day, 0, minute, 0, 0, hours.Paris)
}

// drawTours adds stops at most van offers, some that nobody may see, and
// visits of every status, here and elsewhere.
func drawTours(t *rapid.T, d *catalog.Data) {
	d.Tours = []mediation.Tour{{ID: "bleu", Name: "Camion bleu"}, {ID: "sud", Name: "Bus du Sud"}}
	keys := []string{"test/nowhere"}
	for _, p := range d.Places {
		for _, o := range p.Offers {
			if o.Kind == mediation.Van && rapid.IntRange(0, 4).Draw(t, "with stops") > 0 || o.Kind == mediation.EPN && maybe(t, "wrong stop") {
				keys = append(keys, o.Key(), o.Key())
			}
		}
	}
	for i, key := range keys[:rapid.IntRange(1, len(keys)).Draw(t, "stops")] {
		stop := mediation.Stop{
			Tour: rapid.SampledFrom([]string{"bleu", "sud"}).Draw(t, "tour"), Code: fmt.Sprint("s", i), Offer: key, Rule: "mardi",
			Dates: rapid.SampledFrom([]mediation.StopDates{mediation.DatesKnown, mediation.DatesUnconfirmed, mediation.DatesUnpublished, mediation.DatesOnRequest, mediation.DatesOnRequest, mediation.DatesEnded}).Draw(t, "dates"),
		}
		stop.ID = mediation.NewStopID(stop.Tour, stop.Code)
		d.Stops = append(d.Stops, stop)
		for j := range rapid.IntRange(0, 5).Draw(t, "visits") {
			d.Visits = append(d.Visits, drawVisit(t, stop, j))
		}
	}
	d.Visits = append(d.Visits, drawVisit(t, mediation.Stop{ID: "unknown", Tour: "sud"}, 0))
}

// drawVisit often starts with another one, sometimes goes past midnight, and
// sometimes follows another without a break.
func drawVisit(t *rapid.T, stop mediation.Stop, j int) mediation.Visit {
	day := rapid.SampledFrom([]int{12, rapid.IntRange(0, 60).Draw(t, "visit day")}).Draw(t, "or a common one")
	start := time.Date(2026, 10, 1+day, rapid.SampledFrom([]int{9, 10, 14, 15, 23}).Draw(t, "hour"), 0, 0, 0, hours.Paris)
	v := mediation.Visit{
		ID: mediation.NewVisitID(stop.ID, mediation.DayOf(start), j > 0) + fmt.Sprint(j), Stop: stop.ID, Tour: stop.Tour, Day: mediation.DayOf(start),
		Start: start, End: start.Add(time.Duration(rapid.IntRange(1, 6).Draw(t, "half hours")) * 30 * time.Minute),
		Status: rapid.SampledFrom(append([]mediation.VisitStatus{mediation.Planned, mediation.Planned}, mediation.VisitStatuses...)).Draw(t, "status"),
	}
	if maybe(t, "venue") {
		code := rapid.SampledFrom([]string{"50129", "50173", "50502", "50147", ""}).Draw(t, "venue commune")
		v.Venue = &mediation.Venue{Name: "Salle des fêtes", Point: drawPoint(t, "venue"), Address: mediation.Address{City: "Céaux", INSEE: code}}
	}
	return v
}
