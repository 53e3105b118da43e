package site

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
	"escale/internal/web"
)

// indexView lists all the territories that have a page.
type indexView struct {
	frame
	// Query is what was typed, Found what goes by that name; Unfound says that
	// nothing does, and OnMapURL then looks for it among the places.
	Query, Unfound, OnMapURL string
	Found                    []pages.Anchor
	EPCIs                    []pages.Anchor
	Letters                  []letter
}

// letter are the communes whose names begin with it.
type letter struct {
	Letter   string
	Communes []pages.Anchor
}

// communes answers GET /communes.
func (s *Site) communes(c echo.Context) error {
	snapshot, err := s.data.Current()
	if err != nil {
		return err
	}
	l := pages.Spoken(c.QueryParams())
	view := indexView{frame: s.Frame(l, l.Say("Votre commune %s", s.opts.Shell.Departement.Where(l)), snapshot).In(pages.CommunesPath).Named(l.Say("Communes")), Query: web.NewForm(c.QueryParams()).Text("q")}
	if view.Query != "" {
		view.search(l, snapshot)
	}
	for _, e := range snapshot.Territory.EPCIs {
		view.EPCIs = append(view.EPCIs, pages.Anchor{URL: pages.EPCIPath(e), Label: pages.EPCIName(e)})
	}
	slices.SortFunc(view.EPCIs, byLabel)
	view.Letters = byLetter(snapshot.Territory.Communes)
	view.AddLanguages(c)
	return s.Render(c, l, snapshot.At(s.opts.Now()), communesPage, view)
}

func (v *indexView) search(l *language.Language, snapshot *catalog.Snapshot) {
	for _, found := range communesNamed(snapshot, v.Query) {
		v.Found = append(v.Found, pages.Anchor{URL: pages.CommunePath(found.commune), Label: found.label})
	}
	if len(v.Found) == 0 {
		v.Unfound = l.Say("Nous ne connaissons ici ni commune ni code postal « %s ».", v.Query)
		v.OnMapURL = "/?" + url.Values{"q": {v.Query}}.Encode()
	}
}

// foundCommune is a commune and what it was found by: its name, a former one, or a
// postcode.
type foundCommune struct {
	commune *mediation.Commune
	label   string
}

// mostNamed is how many communes a name may find.
const mostNamed = 12

// communesNamed finds the communes that have a postcode or an INSEE code, or
// else those that go by a name like that, the likeliest first.
func communesNamed(snapshot *catalog.Snapshot, text string) []foundCommune {
	var list []foundCommune
	for i := range snapshot.Territory.Communes {
		if c := &snapshot.Territory.Communes[i]; slices.Contains(c.Postcodes, text) {
			list = append(list, foundCommune{c, text + " " + c.Name})
		}
	}
	if len(list) > 0 {
		return list
	}
	if c, err := snapshot.Commune(text); err == nil {
		return []foundCommune{{c, c.Name}}
	}
	for _, found := range snapshot.Suggest(text, mostNamed) {
		if c, err := snapshot.Commune(found.ID); err == nil && found.Type == catalog.SuggestCommune {
			list = append(list, foundCommune{c, found.Label})
		}
	}
	return list
}

func byLetter(communes []mediation.Commune) []letter {
	sorted := slices.Clone(communes)
	slices.SortFunc(sorted, func(a, b mediation.Commune) int {
		return cmp.Or(strings.Compare(mediation.Fold(a.Name), mediation.Fold(b.Name)), strings.Compare(a.INSEE, b.INSEE))
	})
	var letters []letter
	for _, c := range sorted {
		first := strings.ToUpper(mediation.Fold(c.Name)[:1])
		if n := len(letters); n == 0 || letters[n-1].Letter != first {
			letters = append(letters, letter{Letter: first})
		}
		last := &letters[len(letters)-1]
		last.Communes = append(last.Communes, pages.Anchor{URL: pages.CommunePath(&c), Label: c.Name})
	}
	return letters
}
