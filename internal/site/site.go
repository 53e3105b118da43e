// Package site is what residents see: pages rendered on the server out of the
// snapshot, complete without JavaScript.
package site

import (
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/language"
)

//go:embed templates
var templates embed.FS

// Data gives the snapshot that pages are rendered from.
type Data interface {
	Current() (*catalog.Snapshot, error)
	// Age is how long the data have not been confirmed, 0 normally.
	Age() time.Duration
}

// Departement names the département as people write it.
type Departement struct {
	Code string
	Name string // "Manche"
	In   string // "dans la Manche"
}

// Source describes where records come from, by the id that offers carry.
type Source struct{ Name, Licence, URL string }

// Options are what the pages need beside the data.
type Options struct {
	Now         func() time.Time
	Departement Departement
	// BaseURL is the public address, "" to take the one that is asked for.
	BaseURL string
	Sources map[string]Source
	// Dist holds the built client, Client its page templates.
	Dist, Client             fs.FS
	TileURL, TileAttribution string
	// Publisher says who answers for this map, Geocoder whether what people
	// type may be sent to a service of addresses.
	Publisher Publisher
	Geocoder  bool
	// Notices keeps what readers say is wrong.
	Notices Notices
	// Build names the program; see api.Options.
	Build string
}

// Site answers the requests for pages.
type Site struct {
	data   Data
	opts   Options
	assets assets
	// pages are the templates in each language, words what their scripts say.
	pages map[*language.Language]*template.Template
	words map[*language.Language]template.JS
}

// New parses every template and reads the list of built files, so that what
// is missing is known at the start.
func New(data Data, opts Options) (*Site, error) {
	pages, err := template.New("").Funcs(functions(language.French)).ParseFS(opts.Client, "templates/*.tmpl")
	if err != nil {
		return nil, err
	}
	if pages, err = pages.ParseFS(templates, "templates/*.tmpl"); err != nil {
		return nil, err
	}
	for _, name := range []string{mapPage, placePage, agendaPage, stopPage, visitPage, noticePage, qualityPage, accessibilityPage, legalPage, planPage, orientationPage, errorPage} {
		if pages.Lookup(name) == nil {
			return nil, fmt.Errorf("template %s is missing", name)
		}
	}
	assets, err := newAssets(opts.Dist)
	if err != nil {
		return nil, err
	}
	s := &Site{data: data, opts: opts, assets: assets, pages: map[*language.Language]*template.Template{}}
	if err := s.translate(pages); err != nil {
		return nil, err
	}
	return s, nil
}

// The templates that pages are made of.
const (
	mapPage    = "map.html.tmpl"
	placePage  = "place.html.tmpl"
	agendaPage = "passages.html.tmpl"
	stopPage   = "etape.html.tmpl"
	visitPage  = "passage.html.tmpl"
	noticePage = "signaler.html.tmpl"
	errorPage  = "error.html.tmpl"
	// qualityPage tells how far the data can be relied on.
	qualityPage = "donnees.html.tmpl"

	accessibilityPage = "accessibilite.html.tmpl"
	legalPage         = "mentions.html.tmpl"
	planPage          = "plan.html.tmpl"
	// orientationPage compares places for one person, in the browser.
	orientationPage = "orientation.html.tmpl"
)

// follow lets a webcal: address, which only names a calendar of ours, stand in
// a link.
func follow(address string) template.URL { return template.URL(address) } //nolint:gosec // made here, never from data

// Register adds the routes.
func (s *Site) Register(e *echo.Echo) {
	e.GET("/", s.home)
	e.GET("/lieux/:id", s.place)
	s.registerNotices(e)
	e.GET("/accessibilite", s.accessibility)
	e.GET("/mentions-legales", s.legal)
	e.GET("/donnees", s.quality)
	e.GET(planPath, s.plan)
	e.GET(orientationPath, s.orientation)
	e.GET("/passages", s.agenda)
	e.GET("/passages/:id", s.visit)
	e.GET("/etapes/:id", s.stop)
	e.GET(staticPath+"/:name", s.static)
	e.GET("/"+workerFile, s.worker)
	e.GET("/robots.txt", s.robots)
}

// frame is what every page shows around its content.
type frame struct {
	// Language is that of the page, Words what its script says in it, Languages
	// the same page in each.
	Language  *language.Language
	Words     template.JS
	Languages []languageLink
	Title     string
	Style     string
	// Aloud is the script that reads aloud, for those who ask.
	Aloud string
	// Example warns that the places are invented; DataAge, when not empty,
	// says how old the data are.
	Example       bool
	DataAge       string
	Accessibility string
	Links         []anchor
}

// origin is the public address of the site, without a path.
func (s *Site) origin(c echo.Context) string {
	if s.opts.BaseURL != "" {
		return strings.TrimSuffix(s.opts.BaseURL, "/")
	}
	return c.Scheme() + "://" + c.Request().Host
}

// host is the origin without its scheme.
func (s *Site) host(c echo.Context) string {
	_, host, _ := strings.Cut(s.origin(c), "://")
	return host
}

type anchor struct{ URL, Label string }

func (s *Site) frame(l *language.Language, title string, snapshot *catalog.Snapshot) frame {
	f := frame{
		Language: l, Words: s.words[l],
		Title: title, Style: s.Style(), Aloud: s.assets.path("aloud.js"),
		// Nobody has audited it yet, and the law then calls it so.
		Accessibility: language.Mark("Accessibilité : non conforme (audit à venir)"),
		Links:         []anchor{{"/passages", language.Mark("Passages du bus")}, {orientationPath, language.Mark("Pour les professionnels")}, {planPath, language.Mark("Plan du site")}, {"/mentions-legales", language.Mark("Mentions légales")}, {"/donnees", language.Mark("Les données")}},
	}
	if snapshot != nil {
		f.Example = snapshot.Example()
	}
	if age := s.data.Age(); age > 0 {
		f.DataAge = "Ces informations datent d’il y a " + ageText(age) + ". Téléphonez avant de vous déplacer."
	}
	return f
}

// ageText says a duration in the unit that matters.
func ageText(age time.Duration) string {
	plural := func(n int, unit string) string {
		if n < 2 {
			return fmt.Sprintf("1 %s", unit)
		}
		return fmt.Sprintf("%d %ss", n, unit)
	}
	switch {
	case age < time.Hour:
		return plural(int(age.Minutes()), "minute")
	case age < 48*time.Hour:
		return plural(int(age.Hours()), "heure")
	}
	return plural(int(age.Hours()/24), "jour")
}
