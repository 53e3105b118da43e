package site_test

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/mediation"
)

// lacking is a snapshot in which many questions find nobody: a house that is
// closed on Sundays, an EPN that may help, a stop of a bus in ten days.
func lacking(t *testing.T) *catalog.Snapshot {
	t.Helper()
	d := catalog.Data{
		Needs: mediation.Needs{{ID: "caf", Label: "CAF", Short: "CAF"}, {ID: "cv", Label: "CV", Short: "CV"}, {ID: "pix", Label: "Pix", Short: "Pix"}, {ID: "van", Label: "Bus", Short: "Bus"}},
		Tours: []mediation.Tour{{ID: "bus", Name: "Le bus"}},
	}
	add := func(id string, lat float64, o mediation.Offer, claims ...mediation.Claim) {
		o.Source, o.SourceID, o.Name, o.Claims, o.Contact.Phone = "s", id, id, claims, "+33261910001"
		d.Places = append(d.Places, mediation.Place{ID: id, Name: id, Point: orb.Point{-1.4, lat},
			Address: mediation.Address{City: "Périers", INSEE: "50394"}, Offers: []mediation.Offer{o}})
	}
	add("maison", 49.183, mediation.Offer{Kind: mediation.FranceServices, Hours: "Mo-Fr 09:00-17:00"},
		mediation.Claim{ID: "caf", Certainty: mediation.Implied}, mediation.Claim{ID: "cv", Certainty: mediation.Implied})
	add("cyber", 49.181, mediation.Offer{Kind: mediation.EPN, Hours: "Su 09:00-12:00", Fee: []string{"gratuit"}},
		mediation.Claim{ID: "caf", Certainty: mediation.Possible}, mediation.Claim{ID: "pix", Certainty: mediation.Declared})
	add("etape", 49.3, mediation.Offer{Kind: mediation.Van}, mediation.Claim{ID: "van", Certainty: mediation.Declared})
	start := time.Date(2026, 12, 10, 14, 0, 0, 0, hours.Paris)
	d.Stops = []mediation.Stop{{ID: "e", Tour: "bus", Code: "e", Offer: "s/etape", Dates: mediation.DatesKnown}}
	d.Visits = []mediation.Visit{{ID: "e1", Stop: "e", Tour: "bus", Start: start, End: start.Add(time.Hour), Status: mediation.Planned}}
	s, err := catalog.New(d)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

const nearPeriers = "&q=Périers&commune=50394&lat=49.18&lon=-1.4"

// message is what an empty page says, without its tags.
func message(page string) string {
	_, rest, _ := strings.Cut(page, `id="message"`)
	text, _, _ := strings.Cut(rest, "</div>")
	return regexp.MustCompile(`<[^>]*>`).ReplaceAllString(text, "")
}

// Hours that are unknown are not closed ones.
func TestAnEmptyAnswerCallsNoUnknownClosed(t *testing.T) {
	d := lacking(t).Data
	quiet := d.Places[slices.IndexFunc(d.Places, func(p mediation.Place) bool { return p.ID == "maison" })]
	quiet.ID, quiet.Offers = "silence", []mediation.Offer{quiet.Offers[0]}
	quiet.Offers[0].SourceID, quiet.Offers[0].Hours = "silence", ""
	d.Places = append(d.Places, quiet)
	s, err := catalog.New(d)
	if err != nil {
		t.Fatal(err)
	}
	page := textOf(get(t, newHandler(t, data{current: s}), "/?service=caf,cv&jour=2026-12-06"))
	if want := "Aucun lieu ne s’annonce ouvert dimanche 6 décembre"; !strings.Contains(message(page), want) || !strings.Contains(page, "Horaires non renseignés (1)") {
		t.Errorf("%s lacks %q, or the place without hours", message(page), want)
	}
}

func TestAnEmptyAnswerSaysWhyAndWhoIsNearest(t *testing.T) {
	h := newHandler(t, data{current: lacking(t)})
	for target, want := range map[string][]string{
		"/?service=caf,cv&jour=2026-12-06" + nearPeriers: {
			"Aucun lieu n’est ouvert dimanche 6 décembre pour ces deux besoins.",
			"Sans « dimanche 6 décembre » : 1 lieu. Le plus proche : maison, à 330 m. Ouvert jusqu’à 17 h.",
			"Sans « CV » : 1 lieu à vérifier. Le plus proche : cyber, à 110 m. Dimanche 6 : 9 h – 12 h. À vérifier par téléphone.",
		},
		"/?service=caf,pix&kind=france-services":                   {"Aucun lieu n’aide pour ces deux besoins à la fois avec vos autres choix.", "Sans « Pix » : 1 lieu. Par exemple : maison (Périers)."},
		"/?service=caf,cv,pix":                                     {"Aucun lieu n’aide pour ces 3 besoins à la fois.", "Sans « Pix » : 1 lieu."},
		"/?service=van&kind=epn":                                   {"Aucun lieu « Espace public numérique » n’a été trouvé pour ce besoin.", "Le bus passe jeudi 10 décembre à 14 h, jusqu’à 15 h."},
		"/?service=van&kind=epn&jour=2026-12-06":                   {"Aucun lieu n’aide pour « Bus » avec vos autres choix.", "Sans « Bus » : 1 lieu. Par exemple : cyber (Périers)."},
		"/?service=caf&kind=van&quand=semaine":                     {"Aucun lieu « "},
		"/?service=caf&kind=epn&certainty=confirmed" + nearPeriers: {"Sans « Aide confirmée » : 1 lieu à vérifier. Le plus proche : cyber, à 110 m.", "À vérifier par téléphone."},
		"/?service=cv&fee=gratuit":                                 {"Aucun lieu ne se dit gratuit pour ce besoin.", "Sans « Gratuit » : 1 lieu."},
		"/?care=surdite,illettrisme":                               {"Aucun lieu n’annonce « Personnes sourdes ou malentendantes ou Difficultés à lire ou à écrire ».", "3 lieux"},
		"/?service=cv&fee=gratuit&kind=van&care=surdite":           {"même avec un de moins", "Avec ce besoin seul : 1 lieu. Par exemple : maison"},
		"/?q=zzz&kind=epn&care=surdite":                            {"même avec un de moins", "Sans aucun de ces choix : 3 lieux."},
		"/?q=zzz":                                                  {"Rien ne correspond à « zzz »", "Tout effacer : 3 lieux"},
	} {
		page := textOf(get(t, h, target))
		for _, text := range want {
			if !strings.Contains(strings.Join(strings.Fields(message(page)), " "), text) {
				t.Errorf("%s lacks %q: %s", target, text, message(page))
			}
		}
	}
}

var (
	wayOut   = regexp.MustCompile(`(?s)<a class="button" href="([^"]+)" data-focus="summary"><strong>[^<]* : (\d[^<]*)\.</strong> <span class="detail">(?:Le plus proche|Par exemple) : (\w+)`)
	lineID   = regexp.MustCompile(`data-place="(\w+)"`)
	needIDs  = []string{"", "caf", "caf,cv", "caf,cv,pix", "pix,van", "caf,pix,van"}
	otherAsk = []string{"", "&kind=van", "&kind=epn&quand=semaine", "&jour=2026-12-06", "&certainty=confirmed", "&fee=gratuit&care=surdite", "&q=zzz", "&q=maison&kind=van", "&kind=epn&jour=2026-12-08&support=atelier", nearPeriers + "&jour=2026-12-06"}
)

// Whatever is asked, an empty answer leads on; each way gives as many places
// as it says, and first the one that it names.
func TestEachWayOutKeepsItsPromise(t *testing.T) {
	h := newHandler(t, data{current: lacking(t)})
	empty := 0
	for _, needs := range needIDs {
		for _, other := range otherAsk {
			target := "/?etape=reponse&service=" + needs + other
			page := textOf(get(t, h, target))
			if len(linesOf(page)) > 0 {
				if strings.Contains(page, "Tout effacer") && strings.Contains(message(page), "Tout effacer") {
					t.Errorf("%s finds something, and offers to ask less", target)
				}
				continue
			}
			empty++
			ways := wayOut.FindAllStringSubmatch(page, -1)
			if len(ways) == 0 && !strings.Contains(page, `href="tel:+33261910001"`) {
				t.Errorf("%s: no next step: %s", target, message(page))
			}
			for _, way := range ways {
				follow(t, h, target, way)
			}
		}
	}
	if empty < 30 {
		t.Errorf("only %d questions find nobody", empty)
	}
}

func follow(t *testing.T, h http.Handler, from string, way []string) {
	t.Helper()
	page := textOf(get(t, h, way[1]))
	if !strings.Contains(page, way[2]+"</h1>") {
		t.Errorf("%s: %s does not give %s", from, way[1], way[2])
	}
	if first := lineID.FindStringSubmatch(page); first == nil || first[1] != way[3] {
		t.Errorf("%s: %s shows %v first, not %s", from, way[1], first, way[3])
	}
}

func TestWhenNothingHelpsThereIsSomeoneToCall(t *testing.T) {
	page := textOf(get(t, newHandler(t, data{current: lacking(t)}), "/?service=caf,cv,pix,van"+nearPeriers))
	for _, text := range []string{"Appelez le lieu le plus proche : on vous dira qui peut vous aider.", ">cyber</a>", `href="tel:+33261910001"`, "02 61 91 00 01"} {
		if !strings.Contains(page, text) {
			t.Errorf("no %q: %s", text, message(page))
		}
	}
}
