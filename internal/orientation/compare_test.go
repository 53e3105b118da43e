package orientation_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/mediation"
	"escale/internal/orientation"
)

var (
	needs     = []mediation.ServiceID{"caf", "cv", "souris-clavier", "ameli", "email"}
	someHours = []string{"", "Mo-Fr 09:00-12:00,14:00-17:00", "Tu,Th 10:00-12:30", "Tu 12:45-13:15", "We 12:45-13:10", "Sa 09:00-12:00", "Fr 22:00-02:00", "24/7",
		"Mo[1] 14:00-16:00", "We 11:00-18:30", "n'importe quoi", `Mo-Fr 09:00-12:00 "sur rendez-vous"`, "Jul-Aug Mo 09:00-12:00", "Tu 09:00-12:00; PH 10:00-11:00"}
	// instants lie in working hours, at night, on the eve of a public holiday
	// and on both days on which the clocks change.
	instants = []time.Time{
		time.Date(2026, 12, 1, 10, 0, 0, 0, hours.Paris), time.Date(2026, 10, 25, 1, 0, 0, 0, hours.Paris),
		time.Date(2026, 11, 10, 17, 40, 0, 0, hours.Paris), time.Date(2027, 3, 27, 23, 55, 0, 0, hours.Paris),
	}
)

func draw[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

func some[T any](r *rand.Rand, list []T, oneIn int) (out []T) {
	for _, v := range list {
		if r.IntN(oneIn) == 0 {
			out = append(out, v)
		}
	}
	return out
}

// point is one of a few, so that distances are often the same, and never
// nearly so.
func point(r *rand.Rand) orb.Point {
	n := float64(r.IntN(20))
	return orb.Point{-1.1 - math.Mod(n*0.618033, 1)*0.5, 48.6 + math.Mod(n*n*0.123457, 1)*0.4}
}

func drawOffer(r *rand.Rand, id string) mediation.Offer {
	o := mediation.Offer{
		Source: "test", SourceID: id, Kind: draw(r, append(mediation.Kinds, mediation.Van)), Hours: draw(r, someHours),
		Fee:     draw(r, [][]string{nil, {"gratuit"}, {"payant"}, {"gratuit-sous-condition"}, {"gratuit", "payant"}, {"payant", "gratuit-sous-condition"}}),
		Support: draw(r, [][]string{nil, nil, {"individuel"}, {"atelier", "autonomie"}, {"distance"}}),
		Care:    some(r, mediation.Cares.Slugs(), 4),
	}
	if r.IntN(8) == 0 {
		o.Access = []string{mediation.NoPublic}
	}
	if r.IntN(3) == 0 {
		o.Labels = []string{"Accepte le Pass numérique"}
	}
	for _, id := range some(r, needs, 3) {
		o.Services = append(o.Services, mediation.Claim{ID: id, Certainty: draw(r, []mediation.Certainty{mediation.Declared, mediation.Implied, mediation.Possible})})
	}
	return o
}

func drawData(r *rand.Rand, asked time.Time) (d catalog.Data) {
	for i := range r.IntN(30) {
		p := mediation.Place{ID: fmt.Sprintf("p%02d", i), Point: point(r)}
		for j := range 1 + r.IntN(3) {
			p.Offers = append(p.Offers, drawOffer(r, fmt.Sprint(i, "-", j)))
		}
		mediation.SortOffers(p.Offers)
		d.Places = append(d.Places, p)
	}
	for _, p := range d.Places {
		for _, o := range p.Offers {
			if o.Kind == mediation.Van && r.IntN(5) > 0 {
				drawStops(r, &d, o, asked)
			}
		}
	}
	return d
}

func drawStops(r *rand.Rand, d *catalog.Data, o mediation.Offer, asked time.Time) {
	for range 1 + r.IntN(2) {
		stop := mediation.Stop{ID: fmt.Sprint("s", len(d.Stops)), Tour: "bleu", Code: fmt.Sprint(len(d.Stops)), Offer: o.Key(),
			Dates: draw(r, []mediation.StopDates{mediation.DatesKnown, mediation.DatesKnown, mediation.DatesUnconfirmed, mediation.DatesUnpublished, mediation.DatesEnded})}
		d.Stops = append(d.Stops, stop)
		for range r.IntN(6) {
			d.Visits = append(d.Visits, drawVisit(r, stop, fmt.Sprint("v", len(d.Visits)), asked))
		}
	}
}

func drawVisit(r *rand.Rand, stop mediation.Stop, id string, asked time.Time) mediation.Visit {
	y, m, day := asked.Date()
	start := time.Date(y, m, day-1+r.IntN(46), draw(r, []int{9, 10, 11, 14, 17, 23}), draw(r, []int{0, 30, 45}), 0, 0, hours.Paris)
	v := mediation.Visit{ID: id, Stop: stop.ID, Start: start, End: start.Add(time.Duration(1+r.IntN(12)) * 15 * time.Minute),
		Status: draw(r, append(mediation.VisitStatuses, mediation.Planned, mediation.Planned))}
	if r.IntN(4) == 0 {
		v.Venue = &mediation.Venue{Name: "Salle", Point: point(r), Address: mediation.Address{INSEE: "50129"}}
	}
	return v
}

func drawRequest(r *rand.Rand, asked time.Time) orientation.Request {
	out := orientation.Request{From: point(r), Reach: draw(r, orientation.Reaches), Asked: asked, FreeOfCharge: r.IntN(3) == 0, Pass: r.IntN(3) == 0,
		Support: draw(r, append(orientation.Supports, "", "", "")), Care: some(r, mediation.Cares.Slugs(), 5)}
	for len(out.Needs) == 0 {
		out.Needs = some(r, needs, 2)
	}
	if r.IntN(3) > 0 {
		out.Free = some(r, orientation.HalfDays, 1+r.IntN(10))
	}
	return out
}

// check holds an answer against the oracle.
func check(t *testing.T, s *catalog.Snapshot, o oracle, r orientation.Request) orientation.Answer {
	t.Helper()
	got := orientation.Compare(s, r)
	rows, unfit, pair := o.compare(r)
	if diff := cmp.Diff(texts(rows), texts(lines(got.Rows))); diff != "" {
		t.Errorf("%+v\nrows: %s", r, diff)
	}
	if diff := cmp.Diff(texts(unfit), texts(lines(got.Unfit))); diff != "" {
		t.Errorf("%+v\nunfit: %s", r, diff)
	}
	ids := ""
	if got.Pair != nil {
		ids = got.Rows[got.Pair.Rows[0]].ID + " " + got.Rows[got.Pair.Rows[1]].ID
	}
	if ids != pair {
		t.Errorf("%+v\npair %q, want %q", r, ids, pair)
	}
	for i, l := range append(rows, unfit...) {
		if row := append(got.Rows[:len(got.Rows):len(got.Rows)], got.Unfit...)[i]; math.Abs(row.Metres-l.metres) > 0.2 {
			t.Errorf("%s: %f m, want %f", row.ID, row.Metres, l.metres)
		}
	}
	return got
}

func texts(list []line) []string {
	out := []string{}
	for _, l := range list {
		out = append(out, l.String())
	}
	return out
}

func lines(rows []orientation.Row) (list []line) {
	for _, r := range rows {
		l := line{id: r.ID, kind: string(r.Type), when: never, class: r.Class}
		for _, n := range r.Needs {
			l.states = append(l.states, string(n.State))
		}
		if r.When != nil {
			l.when = int(r.When.Start)
		}
		for _, reason := range r.Reasons {
			l.reasons = append(l.reasons, reason.About)
		}
		list = append(list, l)
	}
	return list
}

func snapshot(t testing.TB, d catalog.Data) *catalog.Snapshot {
	t.Helper()
	s, err := catalog.New(d)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestEveryComparisonIsThatOfTheSlowWay(t *testing.T) {
	fits, pairs, visits := 0, 0, 0
	days := map[string][]bool{}
	for seed := range uint64(100) {
		r := rand.New(rand.NewPCG(seed, 6))
		asked := draw(r, instants)
		s := snapshot(t, drawData(r, asked))
		for range 10 {
			got := check(t, s, oracle{s.Data, days}, drawRequest(r, asked))
			fits += len(got.Rows)
			if got.Pair != nil {
				pairs++
			}
			for _, row := range got.Rows {
				if row.Type == orientation.VisitRow {
					visits++
				}
			}
			if t.Failed() {
				t.Fatalf("seed %d", seed)
			}
		}
	}
	if fits < 2000 || pairs < 100 || visits < 200 {
		t.Errorf("%d rows, %d pairs, %d visits: too few to tell", fits, pairs, visits)
	}
}

func TestThePairNamesWhoDoesWhat(t *testing.T) {
	one := func(id string, metres float64, c mediation.Certainty, services ...mediation.ServiceID) mediation.Place {
		p := mediation.Place{ID: id, Point: orb.Point{-1.1, 48.6 + metres/111195}, Offers: []mediation.Offer{{Source: "test", SourceID: id, Kind: mediation.EPN, Hours: "We 14:00-17:00"}}}
		for _, service := range services {
			p.Offers[0].Services = append(p.Offers[0].Services, mediation.Claim{ID: service, Certainty: c})
		}
		return p
	}
	s := snapshot(t, catalog.Data{Places: []mediation.Place{
		one("a", 100, mediation.Implied, "caf"), one("b", 9000, mediation.Declared, "cv"), one("c", 200, mediation.Possible, "caf", "cv"), one("d", 400, mediation.Declared, "cv"),
	}})
	got := orientation.Compare(s, orientation.Request{Needs: []mediation.ServiceID{"caf", "cv", "email"}, From: orb.Point{-1.1, 48.6}, Reach: orientation.ByCar, Asked: instants[0]})
	if got.Pair == nil {
		t.Fatal("no pair")
	}
	want := []orientation.PairNeed{{ID: "caf", State: orientation.Sure, By: 0}, {ID: "cv", State: orientation.Sure, By: 1}, {ID: "email", State: orientation.None, By: -1}}
	if diff := cmp.Diff(want, got.Pair.Needs); diff != "" {
		t.Error(diff)
	}
	if a, b := got.Rows[got.Pair.Rows[0]].ID, got.Rows[got.Pair.Rows[1]].ID; a != "a" || b != "d" {
		t.Errorf("%s and %s", a, b)
	}
	alone := orientation.Compare(s, orientation.Request{Needs: []mediation.ServiceID{"caf"}, From: orb.Point{-1.1, 48.6}, Reach: orientation.ByCar, Asked: instants[0]})
	if alone.Pair != nil {
		t.Errorf("a pair where one place does it all: %+v", alone.Pair)
	}
}

func TestWordsOfARow(t *testing.T) {
	house := mediation.Place{ID: "house", Point: orb.Point{-1.1, 48.6 + 6000.0/111319}, Offers: []mediation.Offer{{
		Source: "test", SourceID: "house", Kind: mediation.FranceServices, Hours: "Th 14:00-17:00", Fee: []string{"payant"}, Support: []string{"distance"},
		Services: []mediation.Claim{{ID: "caf", Certainty: mediation.Implied}, {ID: "cv", Certainty: mediation.Possible}},
	}}}
	request := orientation.Request{Needs: []mediation.ServiceID{"caf", "cv", "email"}, From: orb.Point{-1.1, 48.6}, Reach: orientation.ByCar, Asked: instants[0]}
	told := func(change func(*mediation.Offer, *orientation.Request)) string {
		p, r := house, request
		p.Offers = []mediation.Offer{house.Offers[0]}
		change(&p.Offers[0], &r)
		a := orientation.Compare(snapshot(t, catalog.Data{Places: []mediation.Place{p}}), r)
		var words []string
		for _, row := range append(a.Rows, a.Unfit...) {
			for _, reason := range row.Reasons {
				words = append(words, reason.Text)
			}
			if len(words) == 0 {
				words = append(words, row.Rank)
			}
		}
		return plainSpaces(strings.Join(words, " | "))
	}
	for want, change := range map[string]func(*mediation.Offer, *orientation.Request){
		"1 besoin sur 3 et 1 à vérifier, dès jeudi 3 décembre à 14 h, à 6 km": func(*mediation.Offer, *orientation.Request) {},
		"1 besoin sur 1 à vérifier, dès jeudi 3 décembre à 14 h, à 6 km":      func(_ *mediation.Offer, r *orientation.Request) { r.Needs = []mediation.ServiceID{"cv"} },
		"1 besoin sur 1, horaires à demander, à 6 km": func(o *mediation.Offer, r *orientation.Request) {
			o.Hours, r.Needs = "", []mediation.ServiceID{"caf"}
		},
		"1 besoin sur 1, dates à demander, à 6 km": func(o *mediation.Offer, r *orientation.Request) {
			o.Kind, r.Needs = mediation.Van, []mediation.ServiceID{"caf"}
		},
		"1 besoin sur 3 et 1 à vérifier, dès jeudi 7 janvier 2027 à 14 h, à 6 km": func(o *mediation.Offer, _ *orientation.Request) { o.Hours = "2027 Jan 07 14:00-17:00" },
		"à 6 km, trop loin à pied | payant":                                       func(_ *mediation.Offer, r *orientation.Request) { r.Reach, r.FreeOfCharge = orientation.OnFoot, true },
		"pas d’atelier | fermé les mardis et jeudis matin et mardis après-midi": func(_ *mediation.Offer, r *orientation.Request) {
			r.Support, r.Free = "atelier", []orientation.HalfDay{"ma-matin", "je-matin", "ma-apm"}
		},
		"fermé tous les jours soir": func(_ *mediation.Offer, r *orientation.Request) {
			r.Free = []orientation.HalfDay{"lu-soir", "ma-soir", "me-soir", "je-soir", "ve-soir", "sa-soir", "di-soir"}
		},
		"fermé dans les six semaines": func(o *mediation.Offer, _ *orientation.Request) { o.Hours = "Jul-Aug Mo 09:00-12:00" },
		"ne reçoit pas de public": func(o *mediation.Offer, r *orientation.Request) {
			o.Access, r.FreeOfCharge = []string{mediation.NoPublic}, true
		},
	} {
		if got := told(change); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

// What can be done at the first time of a row is told apart from what can be
// done by others, at another time or at one that has to be asked for.
func TestARowSaysForHowManyNeedsItsTimeHolds(t *testing.T) {
	offer := func(id, open string, claims ...mediation.Claim) mediation.Offer {
		return mediation.Offer{Source: "test", SourceID: id, Kind: mediation.EPN, Hours: open, Services: claims}
	}
	sure := func(id mediation.ServiceID) mediation.Claim {
		return mediation.Claim{ID: id, Certainty: mediation.Declared}
	}
	maybe := func(id mediation.ServiceID) mediation.Claim {
		return mediation.Claim{ID: id, Certainty: mediation.Possible}
	}
	for want, offers := range map[string][]mediation.Offer{
		"2 besoins sur 2, dès jeudi 3 décembre à 14 h, à 10 m":                    {offer("a", "Th 14:00-17:00", sure("caf")), offer("b", "Th 14:00-14:30", sure("cv"))},
		"2 besoins sur 2, dès jeudi 3 décembre à 14 h pour l’un d’eux, à 10 m":    {offer("a", "Th 14:00-17:00", sure("caf")), offer("b", "", sure("cv"))},
		"2 besoins sur 2, dès jeudi 3 décembre à 9 h pour l’un d’eux, à 10 m":     {offer("a", "Th 14:00-17:00", sure("caf")), offer("b", "Th 09:00-12:00", sure("cv"))},
		"3 besoins sur 3, dès jeudi 3 décembre à 14 h pour 2 d’entre eux, à 10 m": {offer("a", "Th 14:00-17:00", sure("caf"), sure("email")), offer("b", "", sure("cv"))},
		"1 besoin sur 1, dès jeudi 3 décembre à 14 h (à vérifier), à 10 m":        {offer("a", "Th 14:00-17:00", maybe("caf")), offer("b", "", sure("caf"))},
	} {
		request := orientation.Request{From: orb.Point{-1.1, 48.6}, Reach: orientation.ByCar, Asked: instants[0]}
		for _, id := range []mediation.ServiceID{"caf", "cv", "email"} {
			for _, o := range offers {
				if slices.ContainsFunc(o.Services, func(c mediation.Claim) bool { return c.ID == id }) && !slices.Contains(request.Needs, id) {
					request.Needs = append(request.Needs, id)
				}
			}
		}
		place := mediation.Place{ID: "house", Point: orb.Point{-1.1, 48.6}, Offers: offers}
		rows := orientation.Compare(snapshot(t, catalog.Data{Places: []mediation.Place{place}}), request).Rows
		if len(rows) != 1 || plainSpaces(rows[0].Rank) != want {
			t.Errorf("got  %+v\nwant %s", rows, want)
		}
	}
}
