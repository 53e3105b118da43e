package site

import (
	"cmp"
	"context"
	"errors"
	"html/template"
	"net/http"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
	"escale/internal/web"
)

// Seats gives seats of workshops, to people without an account.
type Seats interface {
	// Register gives a seat, or a place in the waiting list; the secret opens the slip.
	Register(ctx context.Context, r mediation.SeatRequest) (secret string, err error)
	// Slip reads a registration, and changes nothing.
	Slip(ctx context.Context, secret string) (mediation.Slip, error)
	ActOnSeat(ctx context.Context, secret string, act mediation.SeatAct) error
}

// How many seats one client may ask for at once, and then how often: a town hall does
// it for many.
const (
	seatBurst = 20
	seatThen  = time.Minute
)

// registerSeats adds the pages of workshops, and the forms where there are seats to
// give.
func (s *Site) registerSeats(e *echo.Echo) {
	e.GET(pages.WorkshopPath+"/:id", s.workshop)
	if s.opts.Seats == nil {
		return
	}
	own, slowly := web.OwnPages(s.opts.BaseURL), web.PerClient(seatBurst, seatThen)
	e.POST(pages.WorkshopPath+"/:id", s.takeSeat, own, slowly)
	e.GET(pages.SlipPath, s.slip)
	e.POST(pages.SlipPath, s.actOnSeat, own, slowly)
}

// takeSeat answers POST /ateliers/{id}.
func (s *Site) takeSeat(c echo.Context) error {
	l, m, w, err := s.findWorkshop(c)
	if err != nil {
		return err
	}
	if c.FormValue("site") != "" { // people do not see this field: only robots fill it
		return c.Redirect(http.StatusSeeOther, pages.InLanguage(l, pages.WorkshopPath+"/"+w.ID))
	}
	r := mediation.SeatRequest{Workshop: w.ID, FirstName: c.FormValue("prenom"), Phone: c.FormValue("telephone"), Email: c.FormValue("courriel")}
	secret, err := s.opts.Seats.Register(c.Request().Context(), r)
	if err == nil {
		return c.Redirect(http.StatusSeeOther, pages.InLanguage(l, slipURL(secret)))
	}
	fault, ok := faultToShow(err)
	if !ok {
		return err
	}
	view := s.newWorkshop(c, l, m, w)
	view.Typed, view.Fault, view.FaultOf = r, l.Say(fault.Sentence), fault.Parameter
	return s.writePrivate(c, http.StatusUnprocessableEntity, l, workshopPage, view)
}

func slipURL(secret string) string {
	return pages.SlipPath + "?" + url.Values{"jeton": {secret}}.Encode()
}

// faultToShow is an error that is the reader's to mend.
func faultToShow(err error) (*mediation.Error, bool) {
	fault, ok := errors.AsType[*mediation.Error](err)
	return fault, ok && (fault.Kind == mediation.Invalid || fault.Kind == mediation.Conflict)
}

// writePrivate answers with a page that no cache keeps, that no engine finds, and
// whose address no other site learns: it shows what is one reader's.
func (s *Site) writePrivate(c echo.Context, status int, l *language.Language, name string, view any) error {
	h := c.Response().Header()
	h.Set("Cache-Control", "no-store")
	h.Set("X-Robots-Tag", "noindex, nofollow")
	h.Set("Referrer-Policy", "same-origin") // without any, browsers send forms from nowhere: in clear we then refuse them
	return s.Write(c, status, l, name, view)
}

// slipView is what somebody keeps of their registration, on the screen or on paper.
type slipView struct {
	frame
	Script string
	// Secret is what the buttons send, Address this page with its host, QR draws it.
	Secret, Address string
	QR              template.HTML
	State           mediation.SeatState
	FirstName       string
	// Until is how long an offered seat is kept, "" as long as nobody called.
	Until string
	// Position is which one they are in the waiting list.
	Position int
	Dates    []slipDate
	Bring    string
	// Phone is the number to call, Name whose it is.
	Phone, Name string
	Lives       bool
	Days        int
	// BackURL leads the team back to the workshop, "" for anybody else.
	BackURL string
}

type slipDate struct {
	Theme, Date, Hours, DateTime, Where, Note string
	OwnTheme                                  bool
}

// slip answers GET /inscription: whoever opens it changes nothing.
func (s *Site) slip(c echo.Context) error {
	return s.showSlip(c, http.StatusOK, c.QueryParam("jeton"), "")
}

func (s *Site) showSlip(c echo.Context, status int, secret, fault string) error {
	slip, err := s.opts.Seats.Slip(c.Request().Context(), secret)
	if err != nil {
		return err
	}
	snapshot, err := s.data.Current()
	if err != nil {
		return err
	}
	l := pages.Spoken(c.QueryParams())
	view := slipView{
		frame: s.Frame(l, l.Say("Mon inscription"), snapshot).Under(pages.BusPath), Script: s.Path("page.js"),
		Secret: secret, Address: s.origin(c) + slipURL(secret), State: slip.State, FirstName: slip.FirstName,
		Position: slip.Position, Phone: slip.Phone, Lives: slip.State.Lives(), Days: s.opts.SeatDays,
	}
	view.Fault = fault
	if !slip.Expires.IsZero() {
		view.Until = l.Say("%s à %s", hours.DayIn(l, slip.Expires), hours.TimeIn(l, slip.Expires))
	}
	m := snapshot.At(s.opts.Now())
	for _, h := range slip.Dates {
		line := pages.NewWorkshopLine(l, m, &h.Workshop)
		view.Dates, view.Bring = append(view.Dates, newSlipDate(l, m, h)), h.Series.Bring
		if h.ID == c.QueryParam(pages.BackToClass) {
			view.BackURL = pages.ClassURL(h.ID)
		}
		view.Name, view.Phone = cmp.Or(line.Callee, tourName(m, h.Tour), h.Offer.Name), cmp.Or(view.Phone, line.Phone)
	}
	if view.QR, err = qrSVG(l, view.Address); err != nil {
		return err
	}
	return s.writePrivate(c, status, l, slipPage, view)
}

// tourName is how a tour is called, "" for none that is known.
func tourName(m *catalog.Moment, id string) string {
	t, err := m.Tour(id)
	if err != nil {
		return ""
	}
	return t.Name
}

// newSlipDate writes a date as it is stored now: the picture that pages are made of
// may be a moment late, and this is what the person goes by.
func newSlipDate(l *language.Language, m *catalog.Moment, h mediation.WorkshopHolding) slipDate {
	h.Start, h.End = h.Start.In(m.Zone()), h.End.In(m.Zone())
	line := pages.NewWorkshopLine(l, m, &h.Workshop)
	place := h.Offer.Name
	address := h.Offer.Address
	if v := h.At.Venue; v != nil {
		place, address = v.Name, v.Address
	}
	where := place
	for _, part := range []string{h.At.Room, address.Street, address.City} {
		if part != "" {
			where += l.Say(", ") + part
		}
	}
	return slipDate{line.Theme, line.Date, line.Hours, line.DateTime, where, line.Note, line.OwnTheme}
}

// actOnSeat answers POST /inscription.
func (s *Site) actOnSeat(c echo.Context) error {
	secret := c.FormValue("jeton")
	err := s.opts.Seats.ActOnSeat(c.Request().Context(), secret, mediation.SeatAct(c.FormValue("acte")))
	l := pages.Spoken(c.QueryParams())
	if fault, ok := faultToShow(err); ok {
		return s.showSlip(c, http.StatusConflict, secret, l.Say(fault.Sentence))
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, pages.InLanguage(l, slipURL(secret)))
}
