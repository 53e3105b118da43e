// Package iframe is what other sites show of the map: the help of a commune,
// of an EPCI or of the whole département inside their own page, and the page
// that writes what they paste for it.
package iframe

import (
	"embed"
	"errors"
	"io/fs"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/mediation"
	"escale/internal/pages"
	"escale/internal/web"
)

//go:embed templates
var templates embed.FS

// Map answers with the page of the map, inside another site.
type Map interface {
	Framed(c echo.Context, f pages.Framed) error
}

// Options are what the pages need beside the data.
type Options struct {
	Now func() time.Time
	// Shell is what all pages say of this map.
	Shell pages.Shell
	// BaseURL is the public address, "" to take the one that is asked for.
	BaseURL string
	// Dist holds the built client, Client its page templates.
	Dist, Client fs.FS
	Map          Map
	// Ancestors are the origins that may show the map; none for any.
	Ancestors []string
	// Seen counts the views of the frame of a territory; nil for not at all.
	Seen func(page mediation.ViewedPage, territory string)
	// Build names the program; see api.Options.
	Build string
}

// Iframe answers the requests of other sites.
type Iframe struct {
	data catalog.Snapshots
	opts Options
	// framed are the pages shown inside other sites, whole those that are not.
	framed, whole *pages.Pages
}

// The templates of this package.
const (
	framePage  = "embed.html.tmpl"
	faultPage  = "fault.html.tmpl"
	writerPage = "integrer.html.tmpl"
)

// New parses every template and reads the list of built files.
func New(data catalog.Snapshots, opts Options) (*Iframe, error) {
	assets, err := pages.NewAssets(opts.Dist)
	if err != nil {
		return nil, err
	}
	framed, err := pages.NewSet(opts.Dist, true, []string{framePage, faultPage}, opts.Client, templates)
	if err != nil {
		return nil, err
	}
	whole, err := pages.NewSet(opts.Dist, false, []string{writerPage}, opts.Client, templates)
	if err != nil {
		return nil, err
	}
	around := pages.Options{BaseURL: opts.BaseURL, Age: data.Age, Build: opts.Build, Shell: opts.Shell}
	return &Iframe{data, opts, pages.New(assets, framed, around), pages.New(assets, whole, around)}, nil
}

// Register adds the routes.
func (f *Iframe) Register(e *echo.Echo) {
	framed := web.Framed(f.opts.Ancestors)
	e.GET(pages.FramePath, f.frame, framed)
	e.GET(colourPath+"/:name", f.colour)
	e.GET("/"+scriptFile, f.script)
	e.GET(writerPath, f.write, web.Framing())
}

// scriptFile fits the height of frames in the pages that show them. Sites
// paste its address once: it never changes.
const scriptFile = "embed.js"

func (f *Iframe) script(c echo.Context) error {
	h := c.Response().Header()
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Set("Access-Control-Allow-Origin", "*")
	return f.framed.Stable(c, scriptFile, "public, max-age=3600")
}

// frame answers GET /embed. A fault is fault in the frame, whose reader sees
// nothing else.
func (f *Iframe) frame(c echo.Context) error {
	snapshot, err := f.data.Current()
	if err != nil {
		return f.fault(c, err)
	}
	m := snapshot.At(f.opts.Now())
	o, err := readOptions(c.QueryParams(), snapshot)
	if err != nil {
		return f.fault(c, err)
	}
	around, err := m.Around(o.filter, daysAhead)
	if err != nil {
		return f.fault(c, err)
	}
	f.seen(c, o)
	o.name(around.Communes)
	o.nameEPCIs(snapshot)
	if o.view == mapView {
		framed, err := f.mapOf(o, m, around)
		if err != nil {
			return f.fault(c, err)
		}
		return f.opts.Map.Framed(c, framed)
	}
	view, err := f.agenda(o, m, around)
	if err != nil {
		return f.fault(c, err)
	}
	view.AddLanguages(c)
	return f.framed.Render(c, o.language, m, framePage, view)
}

// seen counts a view of each commune or EPCI of the frame, or of the whole
// département; what web.Counts leaves out is not a view, nor is a choice made in
// the frame, which asks for a part of it.
func (f *Iframe) seen(c echo.Context, o options) {
	if f.opts.Seen == nil || c.QueryParams().Has(pages.PartName) || !web.Counts(c.Request()) {
		return
	}
	territories := slices.Concat(o.filter.Communes, o.filter.EPCIs)
	if len(territories) == 0 {
		territories = f.opts.Shell.Departement.Area.Departements()
	}
	for _, territory := range territories {
		f.opts.Seen(mediation.ViewedEmbed, territory)
	}
}

type faultView struct {
	pages.Frame
	// Parameter is that at fault, "" for none.
	Parameter, Sentence string
}

// fault answers an error inside the frame.
func (f *Iframe) fault(c echo.Context, err error) error {
	fault, ok := errors.AsType[*mediation.Error](err)
	if !ok {
		return err
	}
	status := http.StatusBadRequest
	if fault.Kind == mediation.Unavailable {
		status = http.StatusServiceUnavailable
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	l := pages.Spoken(c.QueryParams())
	view := faultView{f.framed.Frame(l, l.Say("Aide numérique %s", f.opts.Shell.Departement.Where(l)), nil), fault.Parameter, fault.Sentence}
	view.Style, view.Links = f.framed.Path("embed.css"), nil
	if status == http.StatusServiceUnavailable {
		view.Parameter = ""
	}
	return f.framed.Write(c, status, l, faultPage, view)
}
