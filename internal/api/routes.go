// Package api is the public API, version 1: GeoJSON, JSON and calendars out of
// the snapshot. Its contract is openapi.json, which tests hold against it.
package api

import (
	"embed"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/mediation"
	"escale/internal/reach"
	"escale/internal/web"
)

const (
	root       = "/api/v1"
	placesPath = root + "/places"
	visitsPath = root + "/visits"
)

//go:embed openapi.json
var files embed.FS

// API answers the requests of version 1.
type API struct {
	data      catalog.Snapshots
	now       func() time.Time
	build     string
	baseURL   string
	addresses AddressFinder
	counts    Counts
	opts      Options
	renderer  renderer
	offers    web.Latest // of [API.orientationOffers]
	calendars web.Kept[keptCalendar]
	latest    atomic.Pointer[momentStamp]
}

// Options are what the API needs beside the data.
type Options struct {
	Now func() time.Time
	// Sources describes the sources that the program knows, by id.
	Sources map[string]mediation.SourceInfo
	// Build names the program, so that another program's answers are never
	// taken for unchanged ones.
	Build string
	// BaseURL is the public address, without a slash at its end; "" leaves
	// the addresses of pages out of calendars.
	BaseURL string
	// Addresses adds addresses to suggestions; nil for none.
	Addresses AddressFinder
	// Counts tells how often pages were seen; nil when they are not counted.
	Counts Counts
	// Version is that of the program.
	Version string
	// Listening is true while changes of the data are heard of as they happen,
	// Leaving once the server is about to end; nil for always and never.
	Listening, Leaving func() bool
	// Reach tells who is far from help; nil when that is not published.
	Reach *reach.Reach
}

// New returns the API on data.
func New(data catalog.Snapshots, opts Options) *API {
	return &API{
		data: data, now: opts.Now, build: opts.Build, baseURL: opts.BaseURL, addresses: opts.Addresses, counts: opts.Counts, opts: opts,
		renderer: renderer{sources: opts.Sources, data: data}, calendars: web.NewKept[keptCalendar](mostCalendars),
	}
}

// Register adds the routes.
func (a *API) Register(e *echo.Echo) {
	for path, answer := range map[string]echo.HandlerFunc{
		placesPath:                   a.places,
		placesPath + "/:id":          a.place,
		visitsPath:                   a.visits,
		visitsPath + "/:id":          a.visit,
		root + "/workshops":          a.workshops,
		root + "/workshops/:id":      a.workshop,
		root + "/services":           a.services,
		root + "/facets":             a.facets,
		root + "/quality":            a.quality,
		root + "/views":              a.views,
		root + "/coverage":           a.coverage,
		root + "/suggest":            a.suggest,
		root + "/communes":           a.communes,
		root + "/communes/:insee":    a.commune,
		root + "/orientation/offers": a.orientationOffers,
		calendarPath:                 a.calendar,
		"/openapi.json":              a.openapi,
	} {
		web.Publish(e, path, answer)
	}
	e.GET("/healthz", a.healthz)
	e.GET("/readyz", a.readyz)
}

// momentStamp is the stamp of the answers of a moment.
type momentStamp struct {
	moment *catalog.Moment
	web.Stamp
}

func (a *API) stamp(m *catalog.Moment) web.Stamp {
	kept, age := a.latest.Load(), a.data.Age()
	if kept == nil || kept.moment != m || kept.Age != age {
		kept = &momentStamp{m, web.NewStamp(age, m.Tag(), a.build)}
		a.latest.Store(kept)
	}
	return kept.Stamp
}

func (a *API) openapi(c echo.Context) error {
	document, err := files.ReadFile("openapi.json")
	if err != nil {
		return err
	}
	if done, err := web.Fresh(c, web.NewStamp(0, a.build)); done || err != nil {
		return err
	}
	return c.Blob(http.StatusOK, echo.MIMEApplicationJSON, document)
}

// health tells a supervisor how the service is.
type health struct {
	Status string `json:"status"` // "ok", "stale" (the database is away), "starting" or "ending"
	// Revision names the data, AgeSeconds how long nobody has confirmed them.
	Revision   string `json:"revision,omitempty"`
	Places     int    `json:"places"`
	Visits     int    `json:"visits"`
	Read       string `json:"read,omitempty"`
	AgeSeconds int    `json:"age_seconds"`
	Version    string `json:"version"`
	// Listening is false while changes are only found by asking, late.
	Listening bool `json:"listening"`
}

func (a *API) health() health {
	s, err := a.data.Current()
	if err != nil {
		return health{Status: "starting", Version: a.opts.Version}
	}
	h := health{Status: "ok", Version: a.opts.Version, Revision: s.Version, Places: len(s.Places), Visits: len(s.Visits), Read: s.Read.UTC().Format(time.RFC3339), Listening: a.opts.Listening == nil || a.opts.Listening()}
	if age := a.data.Age(); age > 0 {
		h.Status, h.AgeSeconds = "stale", int(age.Seconds())
	}
	if a.opts.Leaving != nil && a.opts.Leaving() {
		h.Status = "ending"
	}
	return h
}

// healthz answers 200 as long as the process lives.
func (a *API) healthz(c echo.Context) error { return noStore(c, http.StatusOK, a.health()) }

// readyz answers 200 once there are data to serve, fresh or not, and 503 when
// the server is about to end: others should get the requests then.
func (a *API) readyz(c echo.Context) error {
	h := a.health()
	if h.Status == "starting" || h.Status == "ending" {
		return noStore(c, http.StatusServiceUnavailable, h)
	}
	return noStore(c, http.StatusOK, h)
}

func noStore(c echo.Context, status int, value any) error {
	c.Response().Header().Set("Cache-Control", "no-store")
	return c.JSON(status, value)
}
