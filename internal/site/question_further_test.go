package site_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"escale/internal/catalog"
	"escale/internal/mediation"
)

// described is a snapshot of places whose offers say many things: every pair
// of a price and a way of helping, and one door with two offers.
func described(t *testing.T) *catalog.Snapshot {
	t.Helper()
	d := catalog.Data{Needs: mediation.Needs{{ID: "caf", Family: "demarches", Label: "Faire une démarche CAF", Short: "CAF"}}}
	add := func(id string, offers ...mediation.Offer) {
		for i := range offers {
			o := &offers[i]
			o.Source, o.SourceID, o.Kind, o.Name = "s", id+o.Fee[0]+o.Support[0], mediation.EPN, id
			o.Claims = []mediation.Claim{{ID: "caf", Certainty: mediation.Possible}}
			if o.Support[0] == "atelier" {
				o.Claims[0].Certainty = mediation.Declared
			}
		}
		d.Places = append(d.Places, mediation.Place{ID: id, Name: id, Point: orb.Point{-1, 49}, Offers: offers,
			Address: mediation.Address{City: "Saint-Lô"}})
	}
	offer := func(fee, support string, care ...string) mediation.Offer {
		return mediation.Offer{Fee: []string{fee}, Support: []string{support}, Care: care, Access: []string{"telephoner"}}
	}
	for _, fee := range []string{"gratuit", "payant"} {
		for _, support := range []string{"atelier", "individuel"} {
			add(fee+support, offer(fee, support))
		}
	}
	add("deaf", offer("gratuit", "atelier", "surdite", "illettrisme"))
	add("door", offer("gratuit", "individuel"), offer("payant", "atelier", "surdite"))
	s, err := catalog.New(d)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// meets is the oracle: one offer of the place must have all that is asked.
func meets(p mediation.Place, fee, support, care string) bool {
	has := func(list []string, value string) bool {
		return value == "" || slices.ContainsFunc(strings.Split(value, ","), func(v string) bool { return slices.Contains(list, v) })
	}
	return slices.ContainsFunc(p.Offers, func(o mediation.Offer) bool {
		return has(o.Fee, fee) && has(o.Support, support) && has(o.Care, care)
	})
}

func TestFurtherChoicesFilterTheList(t *testing.T) {
	s := described(t)
	h := newHandler(t, data{current: s})
	for _, fee := range []string{"", "gratuit"} {
		for _, support := range []string{"", "atelier", "individuel", "atelier,individuel", "distance"} {
			for _, care := range []string{"", "surdite", "illettrisme"} {
				want := map[string]bool{}
				for _, p := range s.Places {
					if meets(p, fee, support, care) {
						want[p.ID] = true
					}
				}
				target := "/?etape=reponse&fee=" + fee + "&support=" + support + "&care=" + care
				got := linesOf(get(t, h, target).Body.String())
				if !slices.Equal(slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want))) {
					t.Errorf("%s: %v, want %v", target, slices.Sorted(maps.Keys(got)), want)
				}
			}
		}
	}
}

func TestThePanelOffersWhatSourcesSpeakOf(t *testing.T) {
	h := newHandler(t, data{current: described(t)})
	for target, want := range map[string][]string{
		"/?etape=reponse":                      {`name="fee" value="gratuit"`, `name="support" value="atelier"`, `name="care" value="surdite"`, "Non renseigné : pour qui en particulier.", `class="chosen"></span>`},
		"/?fee=gratuit&support=atelier":        {`name="fee" value="gratuit" checked`, `class="chosen">2 choisis<`},
		"/?support=atelier&support=individuel": {`value="atelier" checked`, `value="individuel" checked`},
		"/?audience=femmes":                    {`name="audience" value="femmes" checked`},
		"/?fee=payant&support=x":               {"6 lieux<", `class="chosen"></span>`},
		"/?service=caf":                        {">CAF : 4 lieux, 2 à vérifier<", `name="certainty"`, "À vérifier par téléphone (2)"},
		"/?service=caf&certainty=confirmed":    {">CAF : 4 lieux<", `value="confirmed" checked`, `class="chosen">1 choisi<`},
		"/?certainty=confirmed":                {"6 lieux<", `class="chosen"></span>`},
	} {
		page := textOf(get(t, h, target))
		for _, text := range want {
			if !strings.Contains(page, text) {
				t.Errorf("%s lacks %q", target, text)
			}
		}
	}
	if page := textOf(get(t, h, "/?service=caf&certainty=confirmed")); strings.Contains(page, `class="fold"`) {
		t.Error("nothing is folded away, and there is a link to it")
	}
}

// Without a point the list holds what is sure, and the rest is one link away.
func TestWhatIsToBeCheckedIsFoldedAway(t *testing.T) {
	h := newHandler(t, data{current: described(t)})
	for target, want := range map[string][2]int{"/?service=caf": {4, 0}, "/?service=caf&plus=loin": {4, 2}} {
		page := textOf(get(t, h, target))
		if sure, unsure := strings.Count(page, "tag-sure"), strings.Count(page, "tag-check\">À vérifier")-strings.Count(page, "tag-check\">À vérifier sur place</span></p>\n<p class=\"links\">"); sure != want[0] || unsure != want[1] {
			t.Errorf("%s: %d sure and %d to check, want %v", target, sure, unsure, want)
		}
	}
}

func TestALineSaysThePriceAndHowToCome(t *testing.T) {
	lines := linesOf(textOf(get(t, newHandler(t, data{current: described(t)}), "/?lat=49.01&lon=-1")))
	const free, come, walk = "Gratuit · téléphoner", "éléphoner", "environ 14 min à pied<"
	for id, isFree := range map[string]bool{"gratuitatelier": true, "payantatelier": false, "door": false} {
		if line := lines[id]; !strings.Contains(line, ">1,1 km</strong>") || strings.Contains(line, free) != isFree || !strings.Contains(line, come) || !strings.Contains(line, walk) {
			t.Errorf("%s: %s", id, line)
		}
	}
	if recorder := get(t, newHandler(t, data{current: described(t)}), "/?lat=49.03&lon=-1"); recorder.Code != http.StatusOK || strings.Contains(recorder.Body.String(), "à pied") {
		t.Error("three kilometres are no walk")
	}
}
