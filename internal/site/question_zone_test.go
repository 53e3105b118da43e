package site_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"

	"escale/internal/catalog"
	"escale/internal/mediation"
)

// scattered is a snapshot of places all over, of two kinds.
func scattered(t *testing.T, random *rand.Rand) *catalog.Snapshot {
	t.Helper()
	d := catalog.Data{Needs: mediation.Needs{{ID: "caf", Label: "CAF", Short: "CAF"}}, Territory: mediation.Territory{Area: "50",
		Communes: []mediation.Commune{{INSEE: "50502", Name: "Saint-Lô", Postcodes: []string{"50000"}, Centre: orb.Point{-1.09, 49.11}}}}}
	for i := range 60 {
		o := mediation.Offer{Source: "s", SourceID: fmt.Sprint(i), Kind: mediation.EPN, Claims: []mediation.Claim{{ID: "caf", Certainty: mediation.Declared}}}
		if i%3 == 0 {
			o.Kind, o.Claims[0].Certainty = mediation.ConseillerNumerique, mediation.Possible
		}
		d.Places = append(d.Places, mediation.Place{ID: fmt.Sprintf("p%02d", i), Name: "Lieu", Offers: []mediation.Offer{o},
			Point: orb.Point{-1.9 + random.Float64(), 48.6 + random.Float64()}, Address: mediation.Address{City: "Saint-Lô"}})
	}
	s, err := catalog.New(d)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// nearestInside is the oracle: those inside, what is sure first, then the
// nearest to the middle.
func nearestInside(s *catalog.Snapshot, box orb.Bound, kind mediation.Kind, needed bool) []string {
	var inside []mediation.Place
	for _, p := range s.Places {
		if box.Contains(p.Point) && (kind == "" || p.Offers[0].Kind == kind) {
			inside = append(inside, p)
		}
	}
	middle := orb.Point{(box.Min[0] + box.Max[0]) / 2, (box.Min[1] + box.Max[1]) / 2}
	slices.SortFunc(inside, func(a, b mediation.Place) int {
		if a.Offers[0].Kind != b.Offers[0].Kind && needed {
			return cmp.Compare(b.Offers[0].Kind, a.Offers[0].Kind) // an EPN is sure here, an adviser is not
		}
		return cmp.Or(cmp.Compare(geo.DistanceHaversine(middle, a.Point), geo.DistanceHaversine(middle, b.Point)), strings.Compare(a.ID, b.ID))
	})
	ids := make([]string, len(inside))
	for i, p := range inside {
		ids[i] = p.ID
	}
	return ids
}

var dataPlace = regexp.MustCompile(`data-place="(\w+)"`)

func TestAZoneKeepsWhatLiesInItTheNearestToItsMiddleFirst(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	s := scattered(t, random)
	h := newHandler(t, data{current: s})
	found := 0
	for i := range 100 {
		west, south := -1.9+0.02*float64(random.IntN(45)), 48.6+0.02*float64(random.IntN(45))
		box := orb.Bound{Min: orb.Point{west, south}, Max: orb.Point{west + 0.02*float64(1+random.IntN(15)), south + 0.02*float64(1+random.IntN(15))}}
		query := fmt.Sprintf("/?zone=%.4f,%.4f,%.4f,%.4f", box.Min[0], box.Min[1], box.Max[0], box.Max[1])
		kind, needed := mediation.Kind(""), i%2 == 0
		if needed {
			query += "&service=caf&plus=loin"
		}
		if i%3 == 0 {
			kind = mediation.EPN
			query += "&kind=epn"
		}
		want := nearestInside(s, box, kind, needed)
		page := textOf(get(t, h, query))
		var got []string
		for _, match := range dataPlace.FindAllStringSubmatch(page, -1) {
			got = append(got, match[1])
		}
		if !slices.Equal(got, want[:min(20, len(want))]) {
			t.Errorf("%s\ngot  %v\nwant %v", query, got, want)
		}
		if strings.Contains(page, `class="distance"`) {
			t.Errorf("%s tells a distance from the middle of a map", query)
		}
		found += len(want)
	}
	if found < 100 {
		t.Errorf("only %d places were found in all", found)
	}
}

func TestThePageOfAZoneSaysSoAndLeadsOut(t *testing.T) {
	h := newHandler(t, data{current: scattered(t, rand.New(rand.NewPCG(1, 2)))})
	const whole = `<a class="button" href="/?kind=epn&amp;service=caf" data-focus="summary" data-view="">Voir tout le département</a>`
	recorder := get(t, h, "/?zone=-1.9,48.6,-0.9,49.6&service=caf&kind=epn")
	if page := recorder.Body.String(); !strings.Contains(page, whole) || !strings.Contains(textOf(recorder), ">CAF dans la zone de la carte : 40 lieux<") {
		t.Errorf("no way out, or no word of the zone")
	}
	for _, query := range []string{"/?etape=reponse", "/?etape=reponse&zone=", "/?zone=1,2,3", "/?zone=2,1,1,3", "/?zone=0,-91,1,1", "/?zone=1e0,1,2,3", "/?zone=NaN,1,2,3", "/?zone=a,b,c,d",
		"/?zone=-1,49,-0.9,49.1&lat=49.1&lon=-1", "/?zone=-1,49,-0.9,49.1&q=Saint-L%C3%B4"} {
		page := textOf(get(t, h, query))
		if !strings.Contains(page, `data-count="60"`) || strings.Contains(page, "zone de la carte") || strings.Contains(page, `class="zone"`) {
			t.Errorf("%s is about a zone", query)
		}
	}
}

func TestAnEmptyZoneLeadsToTheNearestPlaceOutside(t *testing.T) {
	h := newHandler(t, data{current: lacking(t)})
	const nowhere = "zone=-1.5,49.17,-1.41,49.19" // just west of Périers
	for target, want := range map[string][]string{
		"/?" + nowhere:                            {"Aucun lieu dans cette zone.", "Sans « la zone de la carte » : 3 lieux. Le plus proche : cyber, à 4 km."},
		"/?service=cv&" + nowhere:                 {"Aucun lieu dans cette zone pour ce besoin.", "Sans « la zone de la carte » : 1 lieu. Le plus proche : maison, à 4 km."},
		"/?q=mais&kind=epn&" + nowhere:            {"même avec un de moins", "Sans aucun de ces choix : 3 lieux."},
		"/?q=maison&" + nowhere:                   {"Aucun lieu dans cette zone", "Sans « la zone de la carte » : 1 lieu. Par exemple : maison"},
		"/?zone=-1.5,49.1,-1.3,49.182&service=cv": {"Aucun lieu n’aide pour « CV » avec vos autres choix.", "Sans « CV » : 1 lieu. Par exemple : cyber (Périers)."},
	} {
		page := textOf(get(t, h, target))
		for _, text := range want {
			if !strings.Contains(strings.Join(strings.Fields(message(page)), " "), text) {
				t.Errorf("%s lacks %q: %s", target, text, message(page))
			}
		}
		for _, way := range wayOut.FindAllStringSubmatch(textOf(get(t, h, target)), -1) {
			follow(t, h, target, way)
		}
	}
}

// A link with a part that cannot be read still answers the rest, and says what
// it left out.
func TestWhatIsLeftOutOfALinkIsNamed(t *testing.T) {
	h := newHandler(t, data{current: lacking(t)})
	const left = "Nous n’avons pas tenu compte de « "
	for query, want := range map[string]string{
		"/?service=caf,natation": "natation", "/?kind=epn&kind=piscine": "piscine", "/?quand=hier&kind=epn": "hier", "/?zone=1,2,3": "1,2,3",
		"/?kind=epn&lat=49": "49", "/?etape=quand&kind=piscine": "piscine", "/passages?mois=2026-13": "2026-13", "/passages?par=couleur": "couleur",
		"/?zone=-1.4,49,-1.4,49": "", "/?kind=epn&utm_source=x&quand=": "", "/passages?mois=2026-12&utm_source=x": "",
	} {
		page := textOf(get(t, h, query))
		if got := strings.Contains(page, left); got != (want != "") || !strings.Contains(page, want) {
			t.Errorf("%s: says what it leaves out: %v, want %q", query, got, want)
		}
	}
	if page := textOf(get(t, h, "/?etape=reponse&jour=2020-01-01")); !strings.Contains(page, "Ce jour est passé : voici tous les jours à venir.") {
		t.Error("a day that is past is dropped without a word")
	}
}
