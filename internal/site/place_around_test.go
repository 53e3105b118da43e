package site_test

import (
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"escale/internal/catalog"
	"escale/internal/mediation"
)

// network has a helper of each kind around an EPN at "here".
func network(t *testing.T) *catalog.Snapshot {
	t.Helper()
	one := func(id string, km float64, kind mediation.Kind, access ...string) mediation.Place {
		point := orb.Point{-1, 49 + km/111.3}
		return mediation.Place{ID: id, Name: "Lieu " + id, Point: point, Address: mediation.Address{City: "Ducey"}, Offers: []mediation.Offer{{
			Source: "exemple", SourceID: id, Kind: kind, Name: "Lieu " + id, Point: &point, Access: access, Contact: mediation.Contact{Phone: "+33261910001"},
		}}}
	}
	s, err := catalog.New(catalog.Data{Places: []mediation.Place{
		one("here", 0, mediation.EPN), one("otherepn", 1, mediation.EPN), one("office", 1, mediation.FranceServices, mediation.NoPublic),
		one("house", 4, mediation.FranceServices), one("farhouse", 9, mediation.FranceServices),
		one("adviser", 12, mediation.ConseillerNumerique), one("bus", 60, mediation.Van),
	}})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestAPlaceNamesItsRelays(t *testing.T) {
	h := newHandler(t, data{current: network(t)})
	_, section, found := strings.Cut(textOf(get(t, h, "/lieux/here-lieu-here")), `class="around"`)
	section, _, _ = strings.Cut(section, `class="foot"`)
	if !found {
		t.Fatal("no section")
	}
	for _, want := range []string{
		"Qui fait quoi autour d’ici", "On y trouve des ordinateurs, une connexion et des ateliers.", "Ensuite : une maison France Services, pour une démarche précise.",
		"Un agent aide à faire les démarches", `href="/lieux/house-lieu-house"`, ">4 km<", `href="/lieux/adviser-lieu-adviser"`, ">12 km<", `href="tel:+33261910001"`,
	} {
		if !strings.Contains(section, want) {
			t.Errorf("lacks %q", want)
		}
	}
	for _, not := range []string{"otherepn", "office", "farhouse", "bus", "Lieu here"} {
		if strings.Contains(section, not) {
			t.Errorf("names %q: %s", not, section)
		}
	}
	if english := textOf(get(t, h, "/lieux/here-lieu-here?lang=en")); !strings.Contains(english, "Who does what around here") || !strings.Contains(english, "An agent helps with official procedures") {
		t.Error("in English it is French")
	}
}

func TestEachKindHasARemitAndARelayOfAnotherKind(t *testing.T) {
	for _, k := range mediation.Kinds {
		remit := k.Remit()
		if remit.Does == "" || remit.Comes == "" || !strings.HasPrefix(remit.Then, "Ensuite : ") || remit.Relay == k || remit.Relay.Label() == "" || remit.Level == "" {
			t.Errorf("%+v", remit)
		}
	}
	if len(mediation.Remits) != len(mediation.Kinds) {
		t.Errorf("%d remits", len(mediation.Remits))
	}
}
