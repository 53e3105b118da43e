package admin_test

import (
	"context"
	"encoding/csv"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"escale/internal/catalog"
	"escale/internal/mediation"
	"escale/internal/reach/reachtest"
)

// wholeMap is the map of a département.
type wholeMap struct{ testing.TB }

func (w wholeMap) Current() (*catalog.Snapshot, error) { return reachtest.Map(w, "50"), nil }
func (w wholeMap) Version(string) *catalog.Snapshot    { return nil }
func (w wholeMap) Age() time.Duration                  { return 0 }

// requesting are the communes that ask for the van.
func requesting(context.Context) ([]string, error) { return []string{"50129"}, nil }

var proposed = regexp.MustCompile(`name="forbidden" value="([^"]+)"> <span>Ne pas proposer`)

// ids are the stops that the page proposes.
func ids(page string) (list []string) {
	for _, match := range proposed.FindAllStringSubmatch(page, -1) {
		list = append(list, match[1])
	}
	return list
}

// An operator gets stops, keeps some, leaves some out, and takes the rest away as a
// spreadsheet; nothing of it is stored.
func TestWhereTheVanGoesNext(t *testing.T) {
	o, db := newOfficeOn(t)
	o.withOffers(db)
	p := o.member("bus@manche.example", mediation.Operator, mediation.Scope{Kind: mediation.ScopeTour, ID: "bus"})
	if home := p.get("/gestion"); !strings.Contains(home.text, `href="/gestion/etapes"`) {
		t.Error("the menu does not lead there")
	}
	query := url.Values{"service": {"caf"}, "distance": {"3"}, "halfdays": {"2"}}
	page := p.get("/gestion/etapes?" + query.Encode())
	first := ids(page.text)
	if page.StatusCode != http.StatusOK || len(first) != 4 {
		t.Fatalf("%d, stops %q: %s", page.StatusCode, first, page.text)
	}
	for _, want := range []string{"Ces 4 étapes aideraient", "choix possible", "Une demi-journée de plus", "Sans elle", "(demande le bus)"} {
		if !strings.Contains(page.text, want) {
			t.Errorf("lacks %q", want)
		}
	}
	query["forbidden"], query["fixed"] = first[:1], []string{"", "50129"}
	again := ids(p.get("/gestion/etapes?" + query.Encode()).text)
	if slices.Contains(again, first[0]) || !slices.Contains(again, "50129") || len(again) != 4 {
		t.Errorf("without %s, with 50129: %q", first[0], again)
	}
	sheet := p.get("/gestion/etapes/tableur?forme=csv&" + query.Encode())
	reader := csv.NewReader(strings.NewReader(strings.TrimPrefix(sheet.text, "\ufeff")))
	reader.Comma = ';'
	rows, err := reader.ReadAll()
	if err != nil || len(rows) != 5 || rows[1][6] != "oui" || rows[1][7] != "oui" {
		t.Errorf("%v %q", err, rows)
	}
	if book := p.get("/gestion/etapes/tableur?" + query.Encode()); !strings.HasPrefix(book.text, "PK") {
		t.Error("no workbook")
	}
	if both := p.get("/gestion/etapes?halfdays=2&fixed=50129&forbidden=50129"); !strings.Contains(both.text, "est à la fois fixée et écartée") || len(ids(both.text)) > 0 {
		t.Errorf("one stop is fixed and left out: %q", ids(both.text))
	}
	if few := p.get("/gestion/etapes?halfdays=1&period=month&days=7"); !strings.Contains(few.text, "aucune étape ne peut être desservie") {
		t.Error("too few half-days")
	}
	for wrong, want := range wrongWishes {
		page := p.get("/gestion/etapes?service=caf&distance=3&" + wrong)
		if found := faultOf.FindStringSubmatch(page.text); found == nil || !strings.Contains(plain(found[1]), want) || len(ids(page.text)) > 0 {
			t.Errorf("%s: %q, %d stops, want %q", wrong, found, len(ids(page.text)), want)
		}
		if sheet := p.get("/gestion/etapes/tableur?forme=csv&service=caf&" + wrong); sheet.StatusCode != http.StatusBadRequest || !strings.Contains(plain(sheet.text), want) {
			t.Errorf("%s: the spreadsheet answers %d", wrong, sheet.StatusCode)
		}
	}
}

// wrongWishes are questions that cannot be answered, with what the page says: it never
// answers for all inhabitants in their place.
var wrongWishes = map[string]string{
	"weight=0": "Tous les poids sont à zéro", "weight=0&weight-plus-65=0": "Tous les poids sont à zéro", "weight-plus-65=0": "Tous les poids sont à zéro",
	"weight=-1": "Combien compte chaque personne (tous les habitants) : Il faut un nombre entier entre 0 et 3", "weight=NaN": "nombre entier entre 0 et 3",
	"weight=1e999": "nombre entier entre 0 et 3", "weight=": "Ce champ est vide", "weight=1,5": "nombre entier entre 0 et 3", "weight=99999999999999999999": "nombre entier entre 0 et 3",
	"weight=1&weight-plus-65=beaucoup": "Combien compte chaque personne (65 ans et plus)", "weight-sans-diplome=2": "Personne n’a encore donné ces chiffres",
	"halfdays=": "Demi-journées de plus : Ce champ est vide", "halfdays=0": "entre 1 et 60", "halfdays=-2": "entre 1 et 60", "halfdays=1e999": "entre 1 et 60",
	"halfdays=99999999999999999999": "entre 1 et 60", "halfdays=2,5": "entre 1 et 60", "halfdays=NaN": "entre 1 et 60", "days=1000": "Chaque étape est desservie tous les",
	"period=year": "Tous les combien", "service=nager": "Démarche",
}

var faultOf = regexp.MustCompile(`(?s)<p class="failure"[^>]*>(.*?)</p>`)

func plain(text string) string {
	return html.UnescapeString(strings.ReplaceAll(text, "\u00a0", " "))
}
