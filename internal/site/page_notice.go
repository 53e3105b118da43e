package site

import (
	"context"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
	"escale/internal/web"
)

// Notices stores what readers say is wrong.
type Notices interface {
	SaveNotice(ctx context.Context, n mediation.Notice) error
}

// How many notices one address may send at once, and then how often. What robots
// with many addresses send meets the daily limit of [mediation.NoticesADay].
const (
	noticeBurst = 20
	noticeThen  = time.Minute
)

type noticeView struct {
	frame
	PlaceName, PlaceURL string
	Phone               string
	Subjects            mediation.Vocabulary
	// Subject and Text are what was sent, when something about it is wrong.
	Subject, Text string
	Max           int
	Sent          bool
}

// registerNotices adds the routes of the form.
func (s *Site) registerNotices(e *echo.Echo) {
	const path = "/lieux/:id/signaler"
	e.GET(path, s.noticeForm)
	e.POST(path, s.sendNotice, web.OwnPages(s.opts.BaseURL), web.PerClient(noticeBurst, noticeThen))
}

// noticeForm answers GET /lieux/{id}-{slug}/signaler.
func (s *Site) noticeForm(c echo.Context) error {
	view, _, err := s.newNotice(c)
	if err != nil {
		return err
	}
	view.Sent = c.QueryParam("merci") != ""
	return s.renderForm(c, http.StatusOK, view)
}

// sendNotice answers POST /lieux/{id}-{slug}/signaler.
func (s *Site) sendNotice(c echo.Context) error {
	view, place, err := s.newNotice(c)
	if err != nil {
		return err
	}
	n := mediation.Notice{
		Place: place.ID, PlaceName: place.Name, At: s.opts.Now(),
		Subject: c.FormValue("sujet"), Text: strings.TrimSpace(strings.ToValidUTF8(c.FormValue("texte"), "")),
	}
	if c.FormValue("site") != "" { // people do not see this field: only robots fill it
		return c.Redirect(http.StatusSeeOther, c.Request().URL.Path+"?merci=1")
	}
	view.Subject, view.Text = n.Subject, n.Text
	view.Fault, view.FaultOf = noticeFault(n)
	if view.Fault != "" {
		return s.renderForm(c, http.StatusUnprocessableEntity, view)
	}
	if err := s.opts.Notices.SaveNotice(c.Request().Context(), n); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, c.Request().URL.Path+"?merci=1")
}

// noticeFault says what is wrong with a notice, and in which field; "" when nothing is.
func noticeFault(n mediation.Notice) (sentence, field string) {
	switch {
	case mediation.NoticeSubjects.Label(n.Subject) == "":
		return "Choisissez ce qui ne va pas.", "sujet"
	case n.Subject == "autre" && n.Text == "":
		return "Dites en quelques mots ce qui ne va pas.", "texte"
	case utf8.RuneCountInString(n.Text) > mediation.MaxNotice:
		return "Votre message est trop long : 1 000 caractères au plus.", "texte"
	case strings.ContainsRune(n.Text, 0):
		return "Votre message contient un caractère qui ne peut pas être gardé.", "texte"
	}
	return "", ""
}

func (s *Site) newNotice(c echo.Context) (view noticeView, place mediation.Place, err error) {
	snapshot, err := s.data.Current()
	if err != nil {
		return view, place, err
	}
	id, _, _ := strings.Cut(c.Param("id"), "-")
	i, err := snapshot.Place(id)
	if err != nil {
		return view, place, err
	}
	place = snapshot.Places[i]
	view = noticeView{
		frame:     s.Frame(language.French, "Signaler une erreur : "+place.Name, snapshot).In(pages.MapPath, anchor{URL: pages.PlaceURL(place), Label: place.Name}).Named("Signaler une erreur"),
		PlaceName: place.Name, PlaceURL: pages.PlaceURL(place),
		Phone: place.Contact().Phone, Subjects: mediation.NoticeSubjects, Max: mediation.MaxNotice,
	}
	return view, place, nil
}
