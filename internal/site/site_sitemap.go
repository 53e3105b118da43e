package site

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/pages"
	"escale/internal/web"
)

// The list of pages for search engines, as https://www.sitemaps.org/protocol.html has it:
// one file, or several that the first names.
const (
	sitemapPath  = "/sitemap.xml"
	sitemapParts = "/sitemap-"
)

// sitemapMost is how many pages a file lists; the protocol allows 50,000.
const sitemapMost = 10_000

type sitemap struct {
	XMLName xml.Name      `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	Pages   []sitemapPage `xml:"url"`
}

type sitemapIndex struct {
	XMLName xml.Name      `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
	Files   []sitemapPage `xml:"sitemap"`
}

type sitemapPage struct {
	Address string `xml:"loc"`
	Changed string `xml:"lastmod,omitempty"`
}

// sitemap answers GET /sitemap.xml, and /sitemap-1.xml and so on, with the pages that last:
// not the visits, which pass.
func (s *Site) sitemap(c echo.Context) error {
	snapshot, err := s.data.Current()
	if err != nil {
		return err
	}
	if done, err := web.Fresh(c, web.NewStamp(s.data.Age(), snapshot.Version, s.opts.Build)); done || err != nil {
		return err
	}
	origin := s.origin(c)
	file := sitemapFile(origin, strings.TrimSuffix(c.Param("part"), ".xml"), sitemapPages(origin, snapshot), sitemapMost)
	if file == nil {
		return echo.ErrNotFound
	}
	document, err := xml.Marshal(file)
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, echo.MIMEApplicationXMLCharsetUTF8, append([]byte(xml.Header), document...))
}

// sitemapFile is the first file, for the part "", or one of those that it names, of so many
// pages each; nil for none.
func sitemapFile(origin, part string, list []sitemapPage, most int) any {
	if part == "" && len(list) <= most {
		return sitemap{Pages: list}
	}
	var index sitemapIndex
	number := 0
	for pages := range slices.Chunk(list, most) {
		number++
		if part == strconv.Itoa(number) {
			return sitemap{Pages: pages}
		}
		index.Files = append(index.Files, sitemapPage{Address: fmt.Sprintf("%s%s%d.xml", origin, sitemapParts, number)})
	}
	if part != "" {
		return nil
	}
	return index
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
	for i := range snapshot.Stops {
		add(pages.StopURL(snapshot, &snapshot.Stops[i]), time.Time{})
	}
	return list
}
