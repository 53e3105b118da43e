package site

import (
	"bytes"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/web"
)

// Style is the address of the style sheet that all pages but the map share.
func (s *Site) Style() string { return s.assets.path("pages.css") }

// render answers with a page, or 304 when the client holds this state of it.
func (s *Site) render(c echo.Context, m *catalog.Moment, name string, view any) error {
	return s.renderIn(c, language.French, m, name, view)
}

// renderIn is render in a language.
func (s *Site) renderIn(c echo.Context, l *language.Language, m *catalog.Moment, name string, view any) error {
	tag := m.Version + "-" + strconv.FormatInt(m.Until.Unix(), 36) + "-" + s.opts.Build
	if done, err := web.Fresh(c, web.Stamp{Tag: tag, Age: s.data.Age()}); done || err != nil {
		return err
	}
	var body bytes.Buffer
	if err := s.pages[l].ExecuteTemplate(&body, name, view); err != nil {
		return err
	}
	return c.HTMLBlob(http.StatusOK, body.Bytes())
}

// renderForm answers with a page that is never kept: it shows what one reader
// sent.
func (s *Site) renderForm(c echo.Context, status int, view noticeView) error {
	c.Response().Header().Set("Cache-Control", "no-store")
	var body bytes.Buffer
	if err := s.pages[language.French].ExecuteTemplate(&body, noticePage, view); err != nil {
		return err
	}
	return c.HTMLBlob(status, body.Bytes())
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
	var body bytes.Buffer
	view := errorView{s.frame(language.French, title, nil), fault.Sentence}
	if err := s.pages[language.French].ExecuteTemplate(&body, errorPage, view); err != nil {
		return err
	}
	return c.HTMLBlob(status, body.Bytes())
}

func (s *Site) robots(c echo.Context) error {
	return c.String(http.StatusOK, "User-agent: *\nDisallow: /api/\nSitemap: "+s.origin(c)+sitemapPath+"\n")
}
