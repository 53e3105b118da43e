package site

import (
	"html/template"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
)

// visitView is the page of one visit, which prints as a poster for the
// commune's notice board.
type visitView struct {
	frame
	visitLine
	Script string
	Stop   *mediation.Stop
	// TourName is said large; Brings says what the vehicle brings, Themes what
	// the visits of the stop are about.
	TourName, Brings, Themes string
	// Past is true once the visit has ended, Room when people may still ask
	// for a seat.
	Past, Seats bool
	// StopURL is "" when its stop is not on the map any more.
	StopURL  string
	Address  string // of this page, with its host
	QR       template.HTML
	Calendar calendarLinks
	Event    *event
	// Confirmed are the needs done there.
	Confirmed []string
	// Old is true for what its source has not touched for over a year, since
	// the day Updated.
	Old     bool
	Updated string
}

// visit answers GET /passages/{id}.
func (s *Site) visit(c echo.Context) error {
	snapshot, err := s.data.Current()
	if err != nil {
		return err
	}
	snapshot, i, err := snapshot.WithVisit(c.Param("id"))
	if err != nil {
		return err
	}
	m, l := snapshot.At(s.opts.Now()), pages.Spoken(c.QueryParams())
	v := &snapshot.Visits[i]
	line, err := pages.NewVisitLine(l, m, v)
	if err != nil {
		return err
	}
	view, err := s.newVisit(c, l, m, v, line)
	if err != nil {
		return err
	}
	return s.Render(c, l, m, visitPage, view)
}

func (s *Site) newVisit(c echo.Context, l *language.Language, m *catalog.Moment, v *mediation.Visit, line visitLine) (visitView, error) {
	stop, err := m.Stop(v.Stop)
	if err != nil {
		return visitView{}, err
	}
	place, offer := m.StopPlace(stop)
	o := s.newOffer(l, m, place, offer)
	title := l.Say("Le bus %s, %s", catalog.TownText(l, line.City), line.Date)
	if line.Note != "" {
		title = line.Note + " – " + title
	}
	address := s.origin(c) + pages.InLanguage(l, line.URL)
	code, err := qrSVG(l, address)
	if err != nil {
		return visitView{}, err
	}
	view := visitView{
		frame:     s.Frame(l, title, m.Snapshot).Under(pages.BusPath, visitParent(m, stop)...).Named(hours.Capital(line.Date)),
		visitLine: line, Script: s.Path("page.js"), Stop: stop,
		Seats: v.Available() && v.End.After(s.opts.Now()) && stop.Capacity > 0, TourName: line.Tour, Past: !v.End.After(s.opts.Now()), Address: address, QR: code,
		Calendar: s.calendar(s.host(c), "stop", stop.ID), Confirmed: o.Confirmed, Themes: hours.ListIn(l, stop.Themes),
		Old: o.Stale != "", Updated: o.UpdatedText,
	}
	if t, err := m.Tour(v.Tour); err == nil {
		view.Brings = t.Description
	}
	if !m.Past() {
		view.StopURL = pages.StopURL(m.Snapshot, stop)
	}
	if e, ok := s.newEvent(c, m, v, line); ok {
		view.Event = &e
	}
	view.AddLanguages(c)
	return view, nil
}

// Takes is true when people may ask for a seat at one of its workshops.
func (v visitView) Takes() bool {
	return slices.ContainsFunc(v.Workshops, func(w pages.WorkshopLine) bool { return w.Open })
}

// visitParent is the page above that of a visit: its stop, or its commune when the stop
// is not on the map any more.
func visitParent(m *catalog.Moment, stop *mediation.Stop) []anchor {
	place, _ := m.StopPlace(stop)
	p := m.Places[place]
	if !m.Past() {
		return []anchor{{URL: pages.StopURL(m.Snapshot, stop), Label: p.Name}}
	}
	if commune, err := m.Commune(p.Address.INSEE); err == nil {
		return []anchor{{URL: pages.CommunePath(commune), Label: commune.Name}}
	}
	return nil
}

// event is a visit in the words of https://schema.org/Event.
type event struct {
	Context   string        `json:"@context"`
	Type      string        `json:"@type"`
	Name      string        `json:"name"`
	StartDate string        `json:"startDate"`
	EndDate   string        `json:"endDate"`
	Previous  string        `json:"previousStartDate,omitempty"`
	Status    string        `json:"eventStatus"`
	Mode      string        `json:"eventAttendanceMode"`
	URL       string        `json:"url"`
	Location  eventPlace    `json:"location"`
	Organizer *organisation `json:"organizer,omitempty"`
	Offers    *eventOffer   `json:"offers,omitempty"`
	Free      bool          `json:"isAccessibleForFree,omitempty"`
}

type eventPlace struct {
	Type    string       `json:"@type"`
	Name    string       `json:"name"`
	Address eventAddress `json:"address"`
}

type eventAddress struct {
	Type     string `json:"@type"`
	Street   string `json:"streetAddress,omitempty"`
	Locality string `json:"addressLocality"`
	Country  string `json:"addressCountry"`
}

type organisation struct {
	Type string `json:"@type"`
	Name string `json:"name"`
}

type eventOffer struct {
	Type         string `json:"@type"`
	Availability string `json:"availability"`
}

var eventStatus = map[mediation.VisitStatus]string{
	mediation.Planned:   "https://schema.org/EventScheduled",
	mediation.Full:      "https://schema.org/EventScheduled",
	mediation.Moved:     "https://schema.org/EventRescheduled",
	mediation.Cancelled: "https://schema.org/EventCancelled",
}

// newEvent describes a visit to machines; ok is false for one that is not
// confirmed, of which there is nothing sure to say.
func (s *Site) newEvent(c echo.Context, m *catalog.Moment, v *mediation.Visit, line visitLine) (e event, ok bool) {
	status, ok := eventStatus[v.Status]
	if !ok {
		return e, false
	}
	e = event{
		Context: "https://schema.org", Type: "Event", Name: line.Tour + " à " + line.City,
		StartDate: line.DateTime, EndDate: hours.Local(v.End).Format(time.RFC3339),
		Status: status, Mode: "https://schema.org/OfflineEventAttendanceMode", URL: s.origin(c) + line.URL,
		Location: eventPlace{"Place", line.Name, eventAddress{"PostalAddress", line.Street, line.City, "FR"}},
	}
	if !v.WasStart.IsZero() {
		e.Previous = hours.Local(v.WasStart).Format(time.RFC3339)
	}
	if v.Status == mediation.Full {
		e.Offers = &eventOffer{"Offer", "https://schema.org/SoldOut"}
	}
	if t, err := m.Tour(v.Tour); err == nil && t.Operator != "" {
		e.Organizer = &organisation{"Organization", t.Operator}
	}
	return e, true
}
