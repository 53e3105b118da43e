package site

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
	"escale/internal/search"
	"escale/internal/web"
)

// indexView lists all the territories that have a page.
type indexView struct {
	frame
	// Query is what was typed, Found what goes by that name; Unfound says that
	// nothing does, and OnMapURL then looks for it among the places.
	Query, Unfound, OnMapURL string
	Found                    []pages.Anchor
	Doubt                    *doubtView
	All                      allTerritories
}

// allTerritories are the territories of a snapshot that have a page: the communes of
// one letter, or of all when letter is "".
type allTerritories struct {
	snapshot *catalog.Snapshot
	letter   string
}

func newAllTerritories(snapshot *catalog.Snapshot, typed string) allTerritories {
	t := allTerritories{snapshot: snapshot}
	if len(snapshot.Territory.Communes) > pages.MostCommunes {
		index := t.Letters()
		t.letter = index[0].Letter
		for _, l := range index {
			if strings.EqualFold(l.Letter, typed) {
				t.letter = l.Letter
			}
		}
	}
	return t
}

// Key lets the list be written once for each state of the data.
func (t allTerritories) Key() any { return t.snapshot.Version + " " + t.letter }

// Index leads to the communes of each letter, on this page or on its own.
func (t allTerritories) Index() (list []pages.Anchor) {
	all := allTerritories{snapshot: t.snapshot}
	for _, l := range all.Letters() {
		to := "#lettre-" + l.Letter
		if t.letter != "" {
			to = pages.CommunesPath + "?lettre=" + l.Letter + to
		}
		list = append(list, pages.Anchor{URL: to, Label: l.Letter})
	}
	return list
}

// EPCIs lists the intercommunalités by name.
func (t allTerritories) EPCIs() (list []pages.Anchor) {
	for _, e := range t.snapshot.Territory.EPCIs {
		list = append(list, pages.Anchor{URL: pages.EPCIPath(e), Label: pages.EPCIName(e)})
	}
	slices.SortFunc(list, byLabel)
	return list
}

// Letters lists the communes by name, letter by letter.
func (t allTerritories) Letters() []letter {
	all := byLetter(t.snapshot.Territory.Communes, t.snapshot.Search().CommuneName)
	if t.letter == "" {
		return all
	}
	return slices.DeleteFunc(all, func(l letter) bool { return l.Letter != t.letter })
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
	return s.RenderOnce(c, l, snapshot.At(s.opts.Now()), communesPage, func() (any, error) { return s.indexView(c, l, snapshot), nil })
}

func (s *Site) indexView(c echo.Context, l *language.Language, snapshot *catalog.Snapshot) indexView {
	view := indexView{frame: s.Frame(l, l.Say("Votre commune %s", s.opts.Shell.Departement.Where(l)), snapshot).In(pages.CommunesPath).Named(l.Say("Communes")), Query: web.NewForm(c.QueryParams()).Text("q")}
	if view.Query != "" {
		view.search(l, snapshot, s.opts.Now())
	}
	view.All = newAllTerritories(snapshot, web.NewForm(c.QueryParams()).Text("lettre"))
	view.AddLanguages(c)
	return view
}

func (v *indexView) search(l *language.Language, snapshot *catalog.Snapshot, now time.Time) {
	where, doubt := communesNamed(l, snapshot, v.Query, now)
	if where != nil {
		v.Found = []pages.Anchor{{URL: groundPath(snapshot, *where), Label: where.Label}}
		return
	}
	if v.Doubt = newDoubt(l, snapshot, doubt, func(c search.Suggestion) string { return groundPath(snapshot, c) }); v.Doubt == nil {
		v.Unfound = l.Say("Nous ne connaissons ici ni commune ni code postal « %s ».", v.Query)
		v.OnMapURL = "/?" + url.Values{"q": {v.Query}}.Encode()
	}
}

// groundPath is the page of a commune or an intercommunalité, "" for none.
func groundPath(snapshot *catalog.Snapshot, s search.Suggestion) string {
	if e, ok := snapshot.EPCI(s.ID); ok && s.Type == search.EPCI {
		return pages.EPCIPath(e)
	}
	if c, err := snapshot.Commune(s.ID); err == nil && s.IsGround() {
		return pages.CommunePath(c)
	}
	return ""
}

func byLetter(communes []mediation.Commune, name func(insee string) string) []letter {
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
		last.Communes = append(last.Communes, pages.Anchor{URL: pages.CommunePath(&c), Label: name(c.INSEE)})
	}
	return letters
}
