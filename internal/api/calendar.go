package api

import (
	"cmp"
	"mime"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/mediation"
	"escale/internal/tour"
	"escale/internal/web"
)

const (
	calendarPath = "/calendar/:scope/:file"
	calendarType = "text/calendar; charset=utf-8"
	// calendarHost ends the identifiers of events. It is not the public
	// address: an event must stay the same when that changes.
	calendarHost = "escale"
)

// calendar answers GET /calendar/{commune|stop|tour|service|series}/{id}.ics:
// one event for each visit and each workshop of the last 31 days and to come.
func (a *API) calendar(c echo.Context) error {
	s, err := a.data.Current()
	if err != nil {
		return err
	}
	if err := web.NewQuery(c.QueryParams()).Err(); err != nil {
		return err
	}
	id, ics := strings.CutSuffix(c.Param("file"), ".ics")
	feed, err := feedOf(s, c.Param("scope"), id)
	if err != nil || !ics {
		return cmp.Or(err, errNoCalendar)
	}
	m := s.At(a.now())
	if done, err := web.Fresh(c, a.stamp(m)); done || err != nil {
		return err
	}
	base := web.Origin(c, a.baseURL)
	text, err := a.calendars.Get(keptCalendar{m.Tag(), base, c.Param("scope"), id}, func() ([]byte, error) { return a.writeCalendar(m, feed, base) })
	if err != nil {
		return err
	}
	c.Response().Header().Set("Content-Disposition",
		mime.FormatMediaType("inline", map[string]string{"filename": c.Param("scope") + "-" + id + ".ics"}))
	return c.Blob(http.StatusOK, calendarType, text)
}

// keptCalendar names a calendar, of one state of the data.
type keptCalendar struct{ tag, base, scope, id string }

// mostCalendars bounds how many are kept: those of the largest départements.
const mostCalendars = 500

func (a *API) writeCalendar(m *catalog.Moment, f feed, base string) ([]byte, error) {
	events := []tour.Event{}
	if f.series == nil {
		for _, i := range m.Feed(f.filter) {
			event, err := a.event(m.Snapshot, i, base)
			if err != nil {
				return nil, err
			}
			events = append(events, event)
		}
	}
	for _, w := range m.WorkshopFeed(f.feedWorkshops()) {
		event, err := a.workshopEvent(m.Snapshot, w, base)
		if err != nil {
			return nil, err
		}
		events = append(events, event)
	}
	text, err := tour.Calendar(f.name, calendarHost, events)
	return []byte(text), err
}

var errNoCalendar error = &mediation.Error{Kind: mediation.NotFound,
	Sentence: "Il n'y a pas de calendrier à cette adresse : il faut /calendar/commune/…, stop, tour, service ou series, et .ics à la fin."}

// feed is what one calendar holds.
type feed struct {
	name   string
	filter mediation.VisitFilter
	// series are the only ones of a calendar of workshops, nil for one of visits.
	series []string
}

func feedOf(s *catalog.Snapshot, scope, id string) (f feed, err error) {
	switch scope {
	case "commune":
		c, err := s.Commune(id)
		if err != nil {
			return f, err
		}
		f.name, f.filter.Communes = "Passages du bus "+catalog.AtTown(c.Name), []string{c.INSEE}
	case "stop":
		stop, err := s.Stop(id)
		if err != nil {
			return f, err
		}
		place, _ := s.StopPlace(stop)
		f.name, f.filter.Stops = titleOf(tourOf(s, stop.Tour), s.Places[place].Address.City), []string{id}
	case "tour":
		t, err := s.Tour(id)
		if err != nil {
			return f, err
		}
		f.name, f.filter.Tours = t.Name, []string{id}
	case "service":
		need, ok := s.Needs.Find(mediation.NeedID(id))
		if !ok {
			return f, &mediation.Error{Kind: mediation.NotFound, Parameter: "id", Sentence: "Aucun besoin ne porte cet identifiant."}
		}
		f.name = "Passages du bus : " + need.Label
		f.filter.Needs, f.filter.ConfirmedOnly = []mediation.NeedID{need.ID}, true
	case "series":
		return seriesFeed(s, id)
	default:
		return f, errNoCalendar
	}
	return f, nil
}

// titleOf names a visit to a town: "Camion bleu à Ducey".
func titleOf(t mediation.Tour, city string) string {
	name := cmp.Or(t.Name, "Passage du bus")
	if city == "" {
		return name
	}
	return name + " " + catalog.AtTown(city)
}

// event describes a visit to a calendar, which adds by itself what became of
// it and why.
func (a *API) event(s *catalog.Snapshot, i int, base string) (tour.Event, error) {
	v, err := siteOf(s, i)
	if err != nil {
		return tour.Event{}, err
	}
	where := join(", ", v.name, v.address.Street, join(" ", v.address.Postcode, v.address.City))
	about := []string{where, labelled("Salle : ", v.Room), labelled("Accès : ", v.access)}
	if phone := mediation.PhoneText(v.phone); phone != "" {
		about = append(about, "Téléphonez avant de vous déplacer : "+phone)
	}
	e := tour.Event{
		Visit: *v.Visit, Title: titleOf(v.tour, v.address.City), Where: join(", ", v.Room, where), Point: v.point(),
	}
	if v.Theme != "" {
		e.Title += " : " + v.Theme
		about = append([]string{"Thème : " + v.Theme}, about...)
	} else if len(v.stop.Themes) > 0 {
		about = append(about, "Thèmes : "+strings.Join(v.stop.Themes, ", "))
	}
	if v.Venue != nil {
		about = append(about, "Ce n’est pas le lieu habituel ("+join(", ", v.place.Name, v.place.Address.City)+").")
	}
	e.URL = base + "/passages/" + v.ID
	about = append(about, "Toutes les dates : "+base+"/etapes/"+v.stop.ID+"-"+v.place.Slug())
	e.Description = join("\n", about...)
	e.Visit.Changed = orSnapshot(e.Visit.Changed, s)
	return e, nil
}

// labelled is a text with what it is before it, "" for none.
func labelled(what, text string) string {
	if text == "" {
		return ""
	}
	return what + text
}

// join leaves out what is empty.
func join(between string, parts ...string) string {
	var list []string
	for _, p := range parts {
		if p != "" {
			list = append(list, p)
		}
	}
	return strings.Join(list, between)
}
