package main

import (
	"io/fs"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"escale/frontend"
	"escale/internal/api"
	"escale/internal/catalog"
	"escale/internal/export"
	"escale/internal/formats"
	"escale/internal/iframe"
	"escale/internal/mediation"
	"escale/internal/ogc"
	"escale/internal/pages"
	"escale/internal/site"
	"escale/internal/web"
)

// ownTours is what the source of the stops of a spreadsheet is called.
const ownTours = "Tournées saisies par ceux qui font rouler le bus"

// ownPlaces is what the source of the records added here is called.
const ownPlaces = "Ajouté localement"

// server serves the audiences.
func (s *serving) server() (*http.Server, error) {
	e, err := s.routes()
	if err != nil {
		return nil, err
	}
	return web.Server(net.JoinHostPort(s.config.Listen, strconv.Itoa(s.config.Port)), e), nil
}

// routes wires the audiences.
func (s *serving) routes() (*echo.Echo, error) {
	sources, err := s.sources()
	if err != nil {
		return nil, err
	}
	build, err := buildTag()
	if err != nil {
		return nil, err
	}
	if s.grounds, s.reach, err = s.program.reaching(); err != nil {
		return nil, err
	}
	build += s.coverageTag()
	if err := s.openOffice(); err != nil {
		return nil, err
	}
	residents, err := s.pages(sources, build)
	if err != nil {
		return nil, err
	}
	e := web.New(web.Options{
		TileOrigin: s.config.TileOrigin(), TrustedProxies: s.config.TrustedProxies,
		Secure: hasHTTPS(s.config.BaseURL), Page: residents.ErrorPage, Answered: s.answered(),
	})
	residents.Register(e)
	frames, err := s.frames(residents, build)
	if err != nil {
		return nil, err
	}
	frames.Register(e)
	if s.office != nil {
		office, err := s.backOffice(build, residents)
		if err != nil {
			return nil, err
		}
		office.Register(e)
	}
	return e, s.registerData(e, residents, sources, build)
}

// pages makes what residents see.
func (s *serving) pages(sources []formats.Source, build string) (*site.Site, error) {
	shell, dist, err := s.front()
	if err != nil {
		return nil, err
	}
	van, err := s.vanPages()
	if err != nil {
		return nil, err
	}
	return site.New(s.keeper, site.Options{
		Van: van,
		Now: s.now, Shell: shell, Sources: named(sources), Build: build, BaseURL: s.config.BaseURL,
		Notices: &s.notices,
		Seats:   s.seats(), SeatDays: int(s.config.SeatsKept / (24 * time.Hour)),
		Seen:      s.seen(),
		Publisher: site.Publisher{Name: s.config.Publisher, Host: s.config.Host, Contact: s.config.Contact},
		Geocoder:  s.config.GeocoderURL != "",
		Dist:      dist, Client: frontend.Templates,
		TileURL: s.config.TileURL, TileAttribution: s.config.TileAttribution, Grounds: s.grounds, Reach: s.published(),
	})
}

// front is what all pages for people are made with: what they say of this map,
// and the built client.
func (s *serving) front() (shell pages.Shell, dist fs.FS, err error) {
	shell.Publisher, shell.Contact, shell.Clock = s.config.Publisher, s.config.Contact, s.config.Now
	if shell.Departement, err = namedArea(s.config.Area); err != nil {
		return shell, nil, err
	}
	if shell.Logo, err = pages.ReadLogo(s.config.Logo); err != nil {
		return shell, nil, err
	}
	dist, err = fs.Sub(frontend.Dist, "dist")
	return shell, dist, err
}

// frames makes what other sites show.
func (s *serving) frames(residents *site.Site, build string) (*iframe.Iframe, error) {
	shell, dist, err := s.front()
	if err != nil {
		return nil, err
	}
	return iframe.New(s.keeper, iframe.Options{
		Now: s.now, Shell: shell, Seen: s.seen(), BaseURL: s.config.BaseURL, Dist: dist, Client: frontend.Templates,
		Map: residents, Ancestors: s.config.FrameAncestors, Build: build,
	})
}

// registerData adds what programs read: the API, calendars, OGC API, files.
func (s *serving) registerData(e *echo.Echo, residents *site.Site, sources []formats.Source, build string) error {
	addresses, err := s.addresses()
	if err != nil {
		return err
	}
	shell, dist, err := s.front()
	if err != nil {
		return err
	}
	public := api.New(s.keeper, api.Options{
		Now: s.now, Sources: named(sources), Build: build, BaseURL: s.config.BaseURL, Addresses: addresses,
		Counts: s.views(), Version: version, Listening: s.keeper.Listening, Leaving: s.leaving.Load, Reach: s.published(),
	})
	public.Register(e)
	s.keeper.Prepare(func(snapshot *catalog.Snapshot) {
		public.Prepare(snapshot)
		residents.Prepare(snapshot)
	})
	features, err := ogc.New(s.keeper, ogc.Options{
		Now: s.now, Sources: named(sources), Build: build, BaseURL: s.config.BaseURL,
		Dist: dist, Client: frontend.Templates, Shell: shell,
	})
	if err != nil {
		return err
	}
	features.Register(e)
	export.New(s.keeper, export.Options{Now: s.now, Sources: named(sources), BaseURL: s.config.BaseURL, Build: build, Heavy: web.NewHeavy(), Reach: s.published()}).Register(e)
	return nil
}

// seen counts views, nil when nothing is counted.
func (s *serving) seen() func(mediation.ViewedPage, string) {
	if s.counts == nil {
		return nil
	}
	return s.counts.See
}

// views is what the API publishes of views, nil when nothing is counted.
func (s *serving) views() api.Counts {
	if s.counts == nil {
		return nil
	}
	return s.counts
}

// named describes the sources that the program knows, by id.
func named(sources []formats.Source) map[string]mediation.SourceInfo {
	byID := map[string]mediation.SourceInfo{mediation.OwnTours: {Name: ownTours}, mediation.LocalSource: {Name: ownPlaces}}
	for _, s := range sources {
		byID[s.ID] = mediation.SourceInfo{Name: s.Name, Licence: s.Licence, URL: s.Page()}
	}
	return byID
}
