package site_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"escale/internal/catalog"
	"escale/internal/mediation"
)

// villages is a snapshot of communes whose names and postcodes are easily
// taken for one another.
func villages(t *testing.T) *catalog.Snapshot {
	t.Helper()
	commune := func(insee, name, postcode string, lon, lat float64, parts ...mediation.Part) mediation.Commune {
		return mediation.Commune{INSEE: insee, Name: name, Postcodes: []string{postcode}, Population: 900, EPCI: "200067205", Centre: orb.Point{lon, lat}, Parts: parts}
	}
	epn := mediation.Offer{Source: "s", SourceID: "1", Kind: mediation.EPN, Hours: "Sa 09:00-12:00", Claims: []mediation.Claim{{ID: "caf", Certainty: mediation.Declared}}}
	s, err := catalog.New(catalog.Data{
		Needs: mediation.Needs{{ID: "caf", Label: "Faire une démarche CAF", Short: "CAF", Synonyms: []string{"rsa"}}},
		Territory: mediation.Territory{Area: "50", EPCIs: []mediation.EPCI{{SIREN: "200067205", Name: "CA du Cotentin"}}, Communes: []mediation.Commune{
			commune("50147", "Coutances", "50200", -1.44, 49.05),
			commune("50129", "Cherbourg-en-Cotentin", "50100", -1.62, 49.63,
				mediation.Part{INSEE: "50602", Name: "Tourlaville"}, mediation.Part{INSEE: "50203", Name: "La Glacerie", Centre: &orb.Point{-1.58, 49.6}}),
			commune("50299", "Le Mesnil", "50580", -1.69, 49.37),
			commune("50305", "Le Mesnil-au-Val", "50110", -1.53, 49.6),
			commune("50095", "Canisy", "50750", -1.18, 49.07),
			commune("50420", "Quibou", "50750", -1.2, 49.07),
		}},
		Places: []mediation.Place{{ID: "p", Name: "Médiathèque Léo-Lagrange", Point: orb.Point{-1.45, 49.05}, Address: mediation.Address{City: "Coutances", INSEE: "50147"}, Offers: []mediation.Offer{epn}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

var markup = regexp.MustCompile(`<[^>]*>|\s+`)

// wordsOn is the text that a page shows, in one line.
func wordsOn(page string) string {
	return strings.Join(strings.Fields(markup.ReplaceAllString(page, " ")), " ")
}

func TestWhatIsTypedIsUnderstood(t *testing.T) {
	h := newHandler(t, data{current: villages(t)})
	for typed, want := range map[string]string{
		"CAF à Coutances samedi matin":         "CAF près de Coutances, samedi 5 décembre, le matin : 1 lieu",
		"Le Mesnil":                            "Près du Mesnil :",
		"le mesnil au val":                     "Près du Mesnil-au-Val :",
		"Tourlaville":                          "Distances depuis le centre de Cherbourg-en-Cotentin, environ.",
		"tourlaville caf":                      "CAF près de Tourlaville, commune de Cherbourg-en-Cotentin :",
		"La Glacerie":                          "Près de La Glacerie, commune de Cherbourg-en-Cotentin :",
		"Tourlavile":                           "Nous ne sommes pas sûrs de « Tourlavile ». Vouliez-vous dire : Tourlaville, commune de Cherbourg-en-Cotentin Ancienne commune",
		"50750":                                "Vouliez-vous dire : Canisy Commune · CA du Cotentin Quibou Commune · CA du Cotentin 50750 (2 communes) Code postal",
		"50200 Coutances":                      "Près de Coutances :",
		"Rennes":                               "Rennes est en Ille-et-Vilaine, hors de cette carte. Notre lieu le plus proche du milieu de ce département : Médiathèque Léo-Lagrange, Coutances Voir la carte de toute la France",
		"3 le bourg 50200 Coutances":           "Nous n’avons pas tenu compte de « 3 le bourg ».",
		"médiathèque de Coutances":             "« médiathèque » près de Coutances : 1 lieu",
		"mot de passe caf à Coutances demain":  "CAF près de Coutances, mercredi 2 décembre",
		"rsa à Coutances la semaine prochaine": "CAF près de Coutances, la semaine prochaine",
	} {
		page := wordsOn(textOf(get(t, h, "/?etape=reponse&q="+url.QueryEscape(typed))))
		if !strings.Contains(page, want) {
			t.Errorf("%q does not say %q: %s", typed, want, page[strings.Index(page, "lieu"):])
		}
		if strings.Contains(want, "Glacerie") && strings.Contains(page, "Distances depuis") {
			t.Errorf("%q has its own centre", typed)
		}
	}
}

// The same search serves the other pages, and each proposes the same choices.
func TestEveryPageSearchesAlike(t *testing.T) {
	h := newHandler(t, data{current: villages(t)})
	for target, want := range map[string]string{
		"/communes?q=":          "Vouliez-vous dire : Tourlaville, commune de Cherbourg-en-Cotentin",
		"/passages?q=":          "Vouliez-vous dire : Tourlaville, commune de Cherbourg-en-Cotentin",
		"/?q=":                  "Vouliez-vous dire : Tourlaville, commune de Cherbourg-en-Cotentin",
		"/?etape=ou&q=":         "Vouliez-vous dire : Tourlaville, commune de Cherbourg-en-Cotentin",
		"/?lang=en&etape=ou&q=": "Did you mean: Tourlaville, commune de Cherbourg-en-Cotentin Former town",
	} {
		if page := wordsOn(textOf(get(t, h, target+"Tourlavile"))); !strings.Contains(page, want) {
			t.Errorf("%s does not say %q", target, want)
		}
	}
	if page := wordsOn(textOf(get(t, h, "/communes?q=Tourlaville"))); !strings.Contains(page, "Votre recherche : Tourlaville Tourlaville, commune de Cherbourg-en-Cotentin") {
		t.Error("/communes does not show both names")
	}
}

// Each choice of a doubt leads to an answer that is sure.
func TestAChoiceSettlesTheDoubt(t *testing.T) {
	h := newHandler(t, data{current: villages(t)})
	page := textOf(get(t, h, "/?q="+url.QueryEscape("caf 50750 samedi")))
	_, doubt, _ := strings.Cut(page, `class="doubt"`)
	links := regexp.MustCompile(`href="(/\?[^"]*)"`).FindAllStringSubmatch(doubt[:strings.Index(doubt, "</ul>")], -1)
	if len(links) != 3 {
		t.Fatalf("%d choices", len(links))
	}
	for _, link := range links {
		if page := wordsOn(textOf(get(t, h, link[1]))); strings.Contains(page, "Nous ne sommes pas sûrs") || !strings.Contains(page, "CAF près de") || !strings.Contains(page, "samedi 5 décembre") {
			t.Errorf("%s is not sure, or lost the need or the day", link[1])
		}
	}
}
