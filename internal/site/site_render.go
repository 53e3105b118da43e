package site

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"escale/internal/language"
	"escale/internal/mediation"
)

// renderForm answers with a page that is never kept: it shows what one reader
// sent.
func (s *Site) renderForm(c echo.Context, status int, view noticeView) error {
	c.Response().Header().Set("Cache-Control", "no-store")
	return s.Write(c, status, language.French, noticePage, view)
}

type errorView struct {
	frame
	Sentence string
}

var errorTitles = map[int]string{
	http.StatusNotFound:           "Page introuvable",
	http.StatusServiceUnavailable: "La carte arrive",
}

// ErrorPage answers an error as a page for people.
func (s *Site) ErrorPage(c echo.Context, status int, fault *mediation.Error) error {
	title, known := errorTitles[status]
	if !known {
		title = "Un problème est survenu"
	}
	snapshot, _ := s.data.Current() // without one, the page says less
	return s.Write(c, status, language.French, errorPage, errorView{s.Frame(language.French, title, snapshot).In(""), fault.Sentence})
}

func (s *Site) robots(c echo.Context) error {
	return c.String(http.StatusOK, "User-agent: *\nDisallow: /api/\nSitemap: "+s.origin(c)+sitemapPath+"\n")
}
