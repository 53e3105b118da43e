package site

import (
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/language"
	"escale/internal/mediation"
)

// Publisher says who answers for this map; what is "" is not known, and
// the pages say so.
type Publisher struct {
	// Name and address of the publisher, and who hosts the service.
	Name, Host string
	// Contact is an e-mail address or a telephone number.
	Contact string
}

type legalView struct {
	frame
	By Publisher
	// TileHost is where the map's background comes from, Geocoder true when
	// what people type may be sent to a service of addresses.
	TileHost string
	Geocoder bool
	// Counted is true when views of pages are.
	Counted bool
	Sources []mediation.SourceInfo
}

// accessibility answers GET /accessibilite.
func (s *Site) accessibility(c echo.Context) error {
	return s.legalPage(c, "Accessibilité", accessibilityPage)
}

// legal answers GET /mentions-legales.
func (s *Site) legal(c echo.Context) error { return s.legalPage(c, "Mentions légales", legalPage) }

func (s *Site) legalPage(c echo.Context, title, page string) error {
	snapshot, err := s.data.Current()
	if err != nil {
		return err
	}
	view := legalView{frame: s.Frame(language.French, title, snapshot).In(""), By: s.opts.Publisher, Geocoder: s.opts.Geocoder, Counted: s.opts.Seen != nil}
	if u, err := url.Parse(strings.ReplaceAll(s.opts.TileURL, "{s}.", "")); err == nil {
		view.TileHost = u.Host
	}
	shown := map[string]bool{}
	for _, p := range snapshot.Places {
		for _, o := range p.Offers {
			if source := catalog.SourceOf(snapshot, s.opts.Sources, o.Source); source.Name != "" && !shown[o.Source] {
				shown[o.Source] = true
				view.Sources = append(view.Sources, source)
			}
		}
	}
	sortSources(view.Sources)
	return s.Render(c, language.French, snapshot.At(s.opts.Now()), page, view)
}

func sortSources(list []mediation.SourceInfo) {
	slices.SortFunc(list, func(a, b mediation.SourceInfo) int { return strings.Compare(a.Name, b.Name) })
}
