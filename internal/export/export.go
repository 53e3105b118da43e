// Package export gives the data away as files: the national standard as CSV
// and JSON for programs, GeoJSON, a workbook for people, and the visits to
// come. Each file holds all that the map shows, or what a filter leaves of it.
package export

import (
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/geojson"
	"escale/internal/hours"
	"escale/internal/mediation"
	"escale/internal/reach"
	"escale/internal/web"
)

const root = "/export/"

// noticePath tells the sources, their licences, and what could not be written.
const noticePath = root + "notice.json"

// Options are what the files need beside the data.
type Options struct {
	Now func() time.Time
	// Sources describes the sources that the program knows, by id.
	Sources map[string]mediation.SourceInfo
	// BaseURL is the public address, "" to take the one that is asked for.
	BaseURL string
	// Build names the program, so that another program's answers are never
	// taken for unchanged ones.
	Build string
	// Reach tells who is far from help; nil when that is not published.
	Reach *reach.Reach
	// Heavy is where answers are written that nobody asked for before.
	Heavy *web.Heavy
}

// Export answers the requests under /export.
type Export struct {
	data  catalog.Snapshots
	opts  Options
	files []*file
	// described is the catalogue of them.
	described web.Latest

	mu       sync.Mutex
	prepared prepared
}

// file is one address.
type file struct {
	// name ends the address; the file that is saved is called title, a date
	// and extension.
	name, title, extension, mediaType string
	// filters are the parameters that it takes.
	filters []string
	// timed is true when it changes with the time of day.
	timed bool
	write func(content) ([]byte, error)

	kept web.Latest
}

// content is what one answer is made of.
type content struct {
	moment   *catalog.Moment
	filter   mediation.Filter
	sources  map[string]mediation.SourceInfo
	prepared [][]*record
}

// New returns the files on data.
func New(data catalog.Snapshots, opts Options) *Export {
	const help = "lieux-aide-numerique"
	return &Export{data: data, opts: opts, files: []*file{
		{name: "lieux.csv", title: help, extension: ".csv", mediaType: "text/csv; charset=utf-8", filters: placesNames, write: standardCSV},
		{name: "lieux.json", title: help, extension: ".json", mediaType: echo.MIMEApplicationJSON, filters: placesNames, write: standardJSON},
		{name: "lieux.geojson", title: help, extension: ".geojson", mediaType: geojson.MediaType, filters: placesNames, write: features},
		{name: "lieux.xlsx", title: help, extension: ".xlsx", mediaType: workbookType, filters: placesNames, write: workbook},
		{name: "passages.csv", title: "passages-du-bus", extension: ".csv", mediaType: "text/csv; charset=utf-8", filters: visitsNames, timed: true, write: visitsCSV},
		{name: "notice.json", title: "notice", extension: ".json", mediaType: echo.MIMEApplicationJSON, write: noticeJSON},
	}}
}

const workbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// Register adds the routes.
func (x *Export) Register(e *echo.Echo) {
	web.Publish(e, cataloguePath, x.catalogue)
	if x.opts.Reach != nil {
		x.registerCoverage(e)
	}
	for _, f := range x.files {
		web.Publish(e, root+f.name, func(c echo.Context) error { return x.send(c, f) })
	}
}

func (x *Export) send(c echo.Context, f *file) error {
	s, err := x.data.Current()
	if err != nil {
		return err
	}
	filter, err := readFilter(web.NewQuery(c.QueryParams(), f.filters...), s)
	if err != nil {
		return err
	}
	now := x.opts.Now()
	m := s.At(now)
	filter.Now = now
	stamp := web.NewStamp(x.data.Age(), f.state(m), x.opts.Build)
	f.describe(c.Response().Header(), s.Territory.Area, now)
	if done, err := web.Fresh(c, stamp); done || err != nil {
		return err
	}
	write := func() ([]byte, error) {
		records, err := x.prepare(m)
		if err != nil {
			return nil, err
		}
		return f.write(content{m, filter, x.opts.Sources, records})
	}
	if everything(filter) {
		packed, err := f.kept.Get(stamp.Tag, write)
		if err != nil {
			return err
		}
		return packed.Send(c, f.mediaType)
	}
	body, err := x.opts.Heavy.Write(write)
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, f.mediaType, body)
}

// state names what the file is written from: the data, and the moment where
// the file says who is there.
func (f *file) state(m *catalog.Moment) string {
	if f.timed {
		return m.Tag()
	}
	return m.Version
}

// describe says under what name to save the file, and where its licences are.
func (f *file) describe(h http.Header, area mediation.Area, now time.Time) {
	name := strings.Join([]string{f.title, area.Name(), hours.Local(now).Format(time.DateOnly)}, "-")
	h.Set("Content-Disposition", `attachment; filename="`+name+f.extension+`"`)
	if f.name != "notice.json" {
		h.Set("Link", `<`+noticePath+`>; rel="license describedby"; type="application/json"`)
	}
}
