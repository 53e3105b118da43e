package admin

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"escale/internal/desk"
	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/tour"
	"escale/internal/web"
)

// Today is what the team has to do: the sheet of the day, and its calendar.
type Today interface {
	TeamDay(ctx context.Context, by desk.Actor, from, to time.Time) (desk.TeamDay, error)
	HasCalendar(ctx context.Context, by desk.Actor) (bool, error)
	RenewCalendar(ctx context.Context, by desk.Actor) (secret string, err error)
	EndCalendar(ctx context.Context, by desk.Actor) error
	CalendarOf(ctx context.Context, secret string, from, to time.Time) (desk.TeamDay, error)
}

const (
	todayPath    = Root + "/jour"
	calendarPath = Root + "/agenda"
	feedPath     = Root + "/agenda.ics"
	// sheetWorker keeps the sheet of the day on the telephone, and nothing else.
	sheetWorker = "jour-sw.js"
)

// sheetView is the sheet of the day: it is kept on the telephone for a day at most, so
// that it serves where there is no network.
type sheetView struct {
	view
	Day    string
	Visits []sheetVisit
}

// sheetVisit is a visit, or a fixed place, with what happens there.
type sheetVisit struct {
	Hours, Town, Name, Street, Room, Access, Phone, Note, Theme string
	// Holder is who opens the room, with their number.
	Holder, HolderPhone string
	// Asker is the requester with their number, when the key has no holder.
	Asker, AskerPhone string
	Cancelled         bool
	Workshops         []sheetWorkshop
}

type sheetWorkshop struct {
	ID, Theme, Hours, Note string
	Cancelled              bool
	People                 []person
	Waiting                int
	URL                    string
}

// sheetOfDay answers GET /gestion/jour.
func (a *Admin) sheetOfDay(c echo.Context) error {
	ctx, day := c.Request().Context(), a.today()
	t, err := a.desk.TeamDay(ctx, actor(c), day, day)
	if err != nil {
		return err
	}
	v := sheetView{view: a.newView(c, "La feuille du jour"), Day: hours.Capital(hours.DateYearIn(language.French, day))}
	at := map[string]int{}
	for _, coming := range t.Visits {
		at[coming.Visit.ID] = len(v.Visits)
		v.Visits = append(v.Visits, newSheetVisit(coming, t.Rooms[coming.Visit.ID], day.Location()))
	}
	for _, h := range t.Workshops {
		w, err := a.newSheetWorkshop(ctx, actor(c), h, day.Location())
		if err != nil {
			return err
		}
		i, known := at[h.Visit]
		if h.Visit == "" || !known {
			i, v.Visits = len(v.Visits), append(v.Visits, placeOnSheet(h))
		}
		v.Visits[i].Workshops = append(v.Visits[i].Workshops, w)
	}
	return a.show(c, http.StatusOK, sheetPage, v)
}

func newSheetVisit(coming mediation.Coming, room desk.LentRoom, zone *time.Location) sheetVisit {
	card, v := newVisitCard(coming, zone), coming.Visit
	out := sheetVisit{
		Hours: card.Hours, Town: card.Town, Name: card.Name, Street: coming.Offer.Address.Street, Room: v.Room, Access: coming.Stop.Access,
		Phone: coming.Offer.Contact.Phone, Note: card.Note, Theme: v.Theme, Cancelled: v.Status == mediation.Cancelled,
		Holder: room.Holder, HolderPhone: room.HolderPhone,
	}
	if room.Holder == "" && room.HolderPhone == "" {
		out.Asker, out.AskerPhone = room.Requester.Name, room.Requester.Phone
	}
	if v.Venue != nil {
		out.Street, out.Access = v.Venue.Address.Street, ""
	}
	return out
}

// placeOnSheet is a fixed place at which a workshop takes place.
func placeOnSheet(h mediation.WorkshopHolding) sheetVisit {
	return sheetVisit{Town: h.Offer.Address.City, Name: h.Offer.Name, Street: h.Offer.Address.Street, Phone: h.Offer.Contact.Phone}
}

func (a *Admin) newSheetWorkshop(ctx context.Context, by desk.Actor, h mediation.WorkshopHolding, zone *time.Location) (w sheetWorkshop, err error) {
	class, err := a.desk.Class(ctx, by, h.ID)
	if err != nil {
		return w, err
	}
	card := newWorkshopCard(h, zone)
	w = sheetWorkshop{ID: h.ID, Theme: card.Theme, Hours: card.Hours, Note: card.Note, Cancelled: h.Status == mediation.Cancelled, URL: card.URL}
	for _, r := range class.People {
		switch r.State {
		case mediation.Seated:
			w.People = append(w.People, newPerson(r))
		case mediation.Waiting, mediation.Offered:
			w.Waiting++
		}
	}
	return w, nil
}

// markPeople answers POST /gestion/jour: the marks of one workshop, each in a field
// that is named by its registration.
func (a *Admin) markPeople(c echo.Context) error {
	params, err := c.FormParams()
	if err != nil {
		return err
	}
	workshop := params.Get(workshopName)
	class, err := a.desk.Class(c.Request().Context(), actor(c), workshop)
	if err != nil {
		return err
	}
	for _, r := range class.People {
		mark, sent := params["p"+strconv.FormatInt(r.ID, 10)]
		if !sent || mediation.Mark(mark[0]) == r.Mark {
			continue
		}
		if err := a.desk.Mark(c.Request().Context(), actor(c), workshop, r.ID, mediation.Mark(mark[0])); err != nil {
			return err
		}
	}
	if c.Request().Header.Get("Sec-Fetch-Dest") == "empty" { // sent by the script
		return c.NoContent(http.StatusNoContent)
	}
	return a.done(c, todayPath, "Les présences sont notées.")
}

// sheetWorkerFile answers GET /gestion/jour-sw.js. It holds nothing of anybody, and may answer
// for the sheet alone.
func (a *Admin) sheetWorkerFile(c echo.Context) error {
	c.Response().Header().Set("Service-Worker-Allowed", todayPath)
	return a.Stable(c, sheetWorker, "no-cache")
}

// calendarView is where an account gets the secret address of its calendar.
type calendarView struct {
	view
	Has bool
	// Address is shown once, right after it is made.
	Address, Follow string
}

// calendarForm answers GET /gestion/agenda.
func (a *Admin) calendarForm(c echo.Context) error {
	has, err := a.desk.HasCalendar(c.Request().Context(), actor(c))
	if err != nil {
		return err
	}
	return a.show(c, http.StatusOK, calendarPage, calendarView{view: a.newView(c, "Agenda de l’équipe"), Has: has})
}

// renewCalendar answers POST /gestion/agenda.
func (a *Admin) renewCalendar(c echo.Context) error {
	if c.FormValue(actField) == "fermer" {
		if err := a.desk.EndCalendar(c.Request().Context(), actor(c)); err != nil {
			return err
		}
		return a.done(c, calendarPath, "L’adresse de votre agenda est fermée.")
	}
	secret, err := a.desk.RenewCalendar(c.Request().Context(), actor(c))
	if err != nil {
		return err
	}
	v := calendarView{view: a.newView(c, "Agenda de l’équipe"), Has: true}
	path := feedPath + "?" + url.Values{linkField: {secret}}.Encode()
	origin, err := url.Parse(web.Origin(c, a.opts.BaseURL))
	if err != nil {
		return err
	}
	v.Address, v.Follow = origin.String()+path, "webcal://"+origin.Host+path
	return a.show(c, http.StatusOK, calendarPage, v)
}

// How far the calendar of the team reaches, in days before and months after today.
const (
	feedBefore = -31
	feedAfter  = 6
)

// feed answers GET /gestion/agenda.ics: whoever has its secret.
func (a *Admin) feed(c echo.Context) error {
	today := a.today()
	t, err := a.desk.CalendarOf(c.Request().Context(), c.QueryParam(linkField), today.AddDate(0, 0, feedBefore), today.AddDate(0, feedAfter, 0))
	if err != nil {
		return err
	}
	text, err := tour.Calendar("Équipe", "equipe.escale", teamEvents(t, a.opts.Now()))
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, "text/calendar; charset=utf-8", []byte(text))
}

// teamEvents are visits and workshops with room, key holder and phone; never participants.
func teamEvents(t desk.TeamDay, now time.Time) (events []tour.Event) {
	for _, coming := range t.Visits {
		s := newSheetVisit(coming, t.Rooms[coming.Visit.ID], coming.Visit.Start.Location())
		v := coming.Visit
		if v.Changed.IsZero() {
			v.Changed = now
		}
		events = append(events, tour.Event{
			Visit: v, Title: coming.Tour.Name + " : " + s.Town, Where: lines(", ", s.Name, s.Room, s.Street, s.Town),
			Description: lines("\n", label("Salle : ", s.Room), label("Pour entrer : ", s.Access), label("Clé : ", lines(", ", s.Holder, mediation.PhoneText(s.HolderPhone))), label("Mairie : ", lines(", ", s.Asker, mediation.PhoneText(s.AskerPhone))), label("Contact : ", mediation.PhoneText(s.Phone)), label("Thème : ", s.Theme)),
		})
	}
	for _, h := range t.Workshops {
		s := placeOnSheet(h)
		if v := h.At.Venue; v != nil {
			s.Name, s.Street, s.Town = v.Name, v.Address.Street, v.Address.City
		}
		events = append(events, tour.Event{
			Visit: mediation.Visit{ID: h.ID, Start: h.Start, End: h.End, Status: h.Status, Reason: h.Reason, WasStart: h.WasStart, Sequence: h.Sequence, Changed: h.Changed},
			Title: "Atelier : " + h.Series.Theme, Where: lines(", ", s.Name, h.At.Room, s.Street, s.Town),
			Description: lines("\n", label("Salle : ", h.At.Room), label("Contact : ", mediation.PhoneText(s.Phone)), label("Apportez : ", h.Series.Bring)),
		})
	}
	return events
}

// lines joins what is not empty.
func lines(between string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(part string) bool { return part == "" }), between)
}

// label is a text with what it is before it, "" for none.
func label(what, text string) string {
	if text == "" {
		return ""
	}
	return what + text
}
