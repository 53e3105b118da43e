// Package site is what residents see: pages rendered on the server out of the
// snapshot, complete without JavaScript.
//
// A file is named after the page that it serves: question_ reads what the
// address of the map page says, answer_ shows what was found, place_, bus_ and
// territory_ are the pages of a place, of the vans, of a commune; page_ are the
// others; site_ is what all of them share.
package site

import (
	"embed"
	"io/fs"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/mediation"
	"escale/internal/pages"
	"escale/internal/reach"
	"escale/internal/web"
)

//go:embed templates
var templates embed.FS

// Options are what the pages need beside the data.
type Options struct {
	Now func() time.Time
	// Shell is what all pages say of this map.
	Shell pages.Shell
	// BaseURL is the public address, "" to take the one that is asked for.
	BaseURL string
	// Sources describes the sources that the program knows, by id.
	Sources map[string]mediation.SourceInfo
	// Dist holds the built client, Client its page templates.
	Dist, Client             fs.FS
	TileURL, TileAttribution string
	// Grounds draw the territory and the land around it.
	Grounds *pages.Grounds
	// Reach tells who is far from help; nil when that is not published.
	Reach *reach.Reach
	// Publisher says who answers for this map, Geocoder whether what people
	// type may be sent to a service of addresses.
	Publisher Publisher
	Geocoder  bool
	// Seen counts the views of a page of a territory; nil for not at all.
	Seen func(page mediation.ViewedPage, territory string)
	// Notices keeps what readers say is wrong.
	Notices Notices
	// Van is what communes may ask of the van.
	Van VanOptions
	// Seats gives seats of workshops, nil where there is no back office; SeatDays is for
	// how many days it is known who came.
	Seats    Seats
	SeatDays int
	// Build names the program; see api.Options.
	Build string
}

// Site answers the requests for pages.
type Site struct {
	*pages.Pages
	data catalog.Snapshots
	opts Options
	// framed are the pages that other sites show.
	framed  *pages.Pages
	grounds *pages.Grounds
}

// New parses every template and reads the list of built files, so that what
// is missing is known at the start.
func New(data catalog.Snapshots, opts Options) (*Site, error) {
	assets, err := pages.NewAssets(opts.Dist)
	if err != nil {
		return nil, err
	}
	names := []string{mapPage, placePage, placeComponent, agendaPage, stopPage, visitPage, workshopPage, slipPage, noticePage, qualityPage, territoryPage, communesPage, accessibilityPage, legalPage, planPage, orientationPage, coveragePage, vanPage, vanFollowPage, vanChangePage, errorPage}
	set, err := pages.NewSet(opts.Dist, false, names, opts.Client, templates)
	if err != nil {
		return nil, err
	}
	framed, err := pages.NewSet(opts.Dist, true, []string{mapPage}, opts.Client)
	if err != nil {
		return nil, err
	}
	s := &Site{data: data, opts: opts, grounds: opts.Grounds}
	if s.grounds == nil {
		s.grounds = pages.NewGrounds(nil)
	}
	around := pages.Options{BaseURL: opts.BaseURL, Age: data.Age, Build: opts.Build, Shell: opts.Shell}
	s.Pages, s.framed = pages.New(assets, set, around), pages.New(assets, framed, around)
	return s, nil
}

// The templates that pages are made of.
const (
	mapPage   = "map.html.tmpl"
	placePage = "place.html.tmpl"
	// placeComponent is all that is said of a place, for its page and for the map.
	placeComponent = "place"
	agendaPage     = "passages.html.tmpl"
	stopPage       = "etape.html.tmpl"
	visitPage      = "passage.html.tmpl"
	noticePage     = "signaler.html.tmpl"
	workshopPage   = "atelier.html.tmpl"
	slipPage       = "inscription.html.tmpl"
	errorPage      = "error.html.tmpl"
	// qualityPage tells how far the data can be relied on.
	qualityPage = "donnees.html.tmpl"

	// coveragePage tells who is far from help.
	coveragePage = "couverture.html.tmpl"

	accessibilityPage = "accessibilite.html.tmpl"
	legalPage         = "mentions.html.tmpl"
	planPage          = "plan.html.tmpl"
	territoryPage     = "commune.html.tmpl"
	communesPage      = "communes.html.tmpl"
	// orientationPage compares places for one person, in the browser.
	orientationPage = "orientation.html.tmpl"
	// vanPage asks for the van; the two others follow and change what was sent.
	vanPage       = "demander.html.tmpl"
	vanFollowPage = "demander-suivi.html.tmpl"
	vanChangePage = "demander-changer.html.tmpl"
)

// Register adds the routes.
func (s *Site) Register(e *echo.Echo) {
	e.GET("/", s.home)
	e.GET("/lieux/:id", s.place)
	s.registerNotices(e)
	s.registerVan(e)
	s.registerSeats(e)
	e.GET("/accessibilite", s.accessibility)
	e.GET("/mentions-legales", s.legal)
	e.GET("/donnees", s.quality)
	if s.opts.Reach != nil {
		e.GET(pages.CoveragePath, s.coverage)
	}
	e.GET(planPath, s.plan)
	e.GET("/communes", s.communes)
	e.GET("/communes/:id", s.commune)
	e.GET("/intercommunalites/:id", s.epci)
	e.GET(sitemapPath, s.sitemap)
	e.GET(sitemapParts+":part", s.sitemap)
	e.GET(pages.OrientationPath, s.orientation)
	e.GET("/passages", s.agenda)
	e.GET("/passages/:id", s.visit)
	e.GET("/etapes/:id", s.stop)
	s.opts.Shell.Logo.Register(e)
	e.GET(pages.StaticPath+"/:name", s.Static)
	e.GET(pages.GroundPath+"/:name", s.ground)
	e.GET("/"+workerFile, s.worker)
	e.GET("/robots.txt", s.robots)
}

// origin is the public address of the site, without a path.
func (s *Site) origin(c echo.Context) string { return web.Origin(c, s.opts.BaseURL) }

// host is the origin without its scheme.
func (s *Site) host(c echo.Context) string {
	_, host, _ := strings.Cut(s.origin(c), "://")
	return host
}

// workerFile is the service worker among the built files.
const workerFile = "sw.js"

// worker serves the service worker, at the root so that it may answer for all
// pages. It names the files of this build, so browsers ask for it each time.
// Without it the answer is 404, which makes the workers that readers have
// remove themselves: that is how to be rid of them.
func (s *Site) worker(c echo.Context) error { return s.Stable(c, workerFile, "no-cache") }
