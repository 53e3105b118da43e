package site

import (
	"encoding/xml"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/pages"
	"escale/internal/web"
)

// sitemapPath is where the list of pages for search engines is, as
// https://www.sitemaps.org/protocol.html has it.
const sitemapPath = "/sitemap.xml"

type sitemap struct {
	XMLName xml.Name      `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	Pages   []sitemapPage `xml:"url"`
}

type sitemapPage struct {
	Address string `xml:"loc"`
	Changed string `xml:"lastmod,omitempty"`
}

// sitemap answers GET /sitemap.xml with the pages that last: not the visits,
// which pass.
func (s *Site) sitemap(c echo.Context) error {
	snapshot, err := s.data.Current()
	if err != nil {
		return err
	}
	if done, err := web.Fresh(c, web.NewStamp(s.data.Age(), snapshot.Version, s.opts.Build)); done || err != nil {
		return err
	}
	document, err := xml.Marshal(sitemap{Pages: sitemapPages(s.origin(c), snapshot)})
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, echo.MIMEApplicationXMLCharsetUTF8, append([]byte(xml.Header), document...))
}

func sitemapPages(origin string, snapshot *catalog.Snapshot) []sitemapPage {
	var list []sitemapPage
	add := func(path string, changed time.Time) {
		page := sitemapPage{Address: origin + path}
		if !changed.IsZero() {
			page.Changed = changed.Format(time.DateOnly)
		}
		list = append(list, page)
	}
	for _, path := range []string{"/", "/passages", "/communes", "/integrer", planPath, "/donnees", "/accessibilite", "/mentions-legales"} {
		add(path, time.Time{})
	}
	for _, c := range snapshot.Territory.Communes {
		add(pages.CommunePath(&c), time.Time{})
	}
	for _, e := range snapshot.Territory.EPCIs {
		add(pages.EPCIPath(e), time.Time{})
	}
	for _, p := range snapshot.Places {
		add(pages.PlaceURL(p), p.Updated())
	}
	m := snapshot.At(snapshot.Read)
	for i := range snapshot.Stops {
		add(pages.StopURL(m, &snapshot.Stops[i]), time.Time{})
	}
	return list
}
