// Package ogc publishes the map as OGC API – Features 1.0.1 (OGC 17-069r4):
// core, GeoJSON, HTML and OpenAPI 3.0, for GIS software such as QGIS.
package ogc

import (
	"embed"
	"io/fs"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
	"escale/internal/web"
)

const root = "/ogc"

//go:embed templates
var files embed.FS

// Options are what the service needs beside the data.
type Options struct {
	Now func() time.Time
	// Sources describes the sources that the program knows, by id.
	Sources map[string]mediation.SourceInfo
	// BaseURL is the public address, "" to take the one that is asked for.
	BaseURL string
	// Build names the program.
	Build string
	// Dist holds the built client, Client the templates that all pages share,
	// Shell what they say of this map.
	Dist, Client fs.FS
	Shell        pages.Shell
}

// OGC answers the requests under /ogc.
type OGC struct {
	data   catalog.Snapshots
	opts   Options
	pages  *pages.Pages
	latest atomic.Pointer[layers]
}

// New parses the templates, so that what is missing is known at the start.
func New(data catalog.Snapshots, opts Options) (*OGC, error) {
	assets, err := pages.NewAssets(opts.Dist)
	if err != nil {
		return nil, err
	}
	set, err := pages.NewSet(opts.Dist, false, nil, opts.Client, files)
	if err != nil {
		return nil, err
	}
	return &OGC{data: data, opts: opts, pages: pages.New(assets, set, pages.Options{Age: data.Age, Build: opts.Build, BaseURL: opts.BaseURL, Shell: opts.Shell})}, nil
}

// Register adds the routes.
func (o *OGC) Register(e *echo.Echo) {
	for path, answer := range map[string]echo.HandlerFunc{
		root:                                 o.landing,
		root + "/api":                        o.definition,
		root + "/conformance":                o.conformance,
		root + "/collections":                o.collections,
		root + "/collections/:id":            o.collection,
		root + "/collections/:id/items":      o.items,
		root + "/collections/:id/items/:fid": o.item,
	} {
		web.Publish(e, path, answer)
	}
}

// link is a link object (OGC 17-069r4, Annex B).
type link struct {
	Href  string `json:"href"`
	Rel   string `json:"rel"`
	Type  string `json:"type,omitempty"`
	Title string `json:"title,omitempty"`
}

const (
	jsonType    = "application/json"
	htmlType    = "text/html"
	openapiType = "application/vnd.oai.openapi+json;version=3.0"
)

// base is the public address of the service.
func (o *OGC) base(c echo.Context) string {
	return web.Origin(c, o.opts.BaseURL) + root
}

// wantsHTML reads the parameter f, or else what the client accepts.
func wantsHTML(c echo.Context) (bool, error) {
	q := web.NewForm(c.QueryParams())
	if f := web.One(q, formatName, "json", "html"); f != "" || q.Err() != nil {
		return f == "html", q.Err()
	}
	accept := c.Request().Header.Get("Accept")
	return strings.Contains(accept, htmlType) && !strings.Contains(strings.SplitN(accept, htmlType, 2)[0], "json"), nil
}

// htmlPage is how a value shows to people.
type htmlPage struct{ template, title string }

// above are the pages above those of this service.
var above = []pages.Anchor{{URL: "/donnees", Label: "Les données"}, {URL: root + "?f=html", Label: "OGC API"}}

// answer writes a value as JSON, or as a page.
func (o *OGC) answer(c echo.Context, m *catalog.Moment, page htmlPage, mediaType string, value any) error {
	asHTML, err := wantsHTML(c)
	if err != nil {
		return err
	}
	c.Response().Header().Add("Vary", "Accept")
	stamp := web.NewStamp(o.data.Age(), m.Tag(), o.opts.Build)
	if !asHTML {
		return web.JSON(c, stamp, mediaType, value)
	}
	stamp.Tag += "-html"
	if done, err := web.Fresh(c, stamp); done || err != nil {
		return err
	}
	trail := above
	if c.Path() == root {
		trail = above[:1]
	}
	return o.pages.Write(c, http.StatusOK, language.French, page.template, struct {
		pages.Frame
		Value any
	}{o.pages.Frame(language.French, page.title, m.Snapshot).In("", trail...), value})
}

// moment returns the snapshot as it is now.
func (o *OGC) moment() (*catalog.Moment, error) {
	s, err := o.data.Current()
	if err != nil {
		return nil, err
	}
	return s.At(o.opts.Now()), nil
}

// plain returns the moment for a request that takes no parameter but f.
func (o *OGC) plain(c echo.Context) (*catalog.Moment, error) {
	if err := web.NewQuery(c.QueryParams(), formatName).Err(); err != nil {
		return nil, err
	}
	return o.moment()
}
