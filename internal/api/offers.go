package api

import (
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/mediation"
	"escale/internal/orientation"
	"escale/internal/tour"
	"escale/internal/web"
)

// candidates are all that a browser needs to compare offers by itself.
type candidates struct {
	Revision  string           `json:"revision"`
	TimeStamp string           `json:"timeStamp"`
	From      string           `json:"from"`
	Days      int              `json:"days"`
	Now       dayMinute        `json:"now"`
	Timezone  calendarZone     `json:"timezone"`
	Places    []candidatePlace `json:"places"`
}

// calendarZone is the clock of all times, as calendars describe it (RFC 5545).
type calendarZone struct {
	ID    string   `json:"id"`
	Lines []string `json:"lines"`
}

type dayMinute struct {
	Day    int `json:"day"`
	Minute int `json:"minute"`
}

type candidatePlace struct {
	ID          string           `json:"id"`
	Slug        string           `json:"slug"`
	Name        string           `json:"name"`
	Address     string           `json:"address,omitempty"`
	City        string           `json:"city,omitempty"`
	Postcode    string           `json:"postcode,omitempty"`
	INSEE       string           `json:"insee,omitempty"`
	Lat         float64          `json:"lat"`
	Lon         float64          `json:"lon"`
	Phone       string           `json:"phone,omitempty"`
	Approximate bool             `json:"approximate,omitempty"`
	Offers      []candidateOffer `json:"offers"`
}

type candidateOffer struct {
	Kind          mediation.Kind   `json:"kind"`
	Name          string           `json:"name"`
	Operator      string           `json:"operator,omitempty"`
	Phone         string           `json:"phone,omitempty"`
	Services      servicesByHow    `json:"services"`
	Fee           []string         `json:"fee,omitempty"`
	Access        []string         `json:"access,omitempty"`
	Support       []string         `json:"support,omitempty"`
	Care          []string         `json:"care,omitempty"`
	Pass          bool             `json:"pass,omitempty"`
	Accessibility string           `json:"accessibility_url,omitempty"`
	Booking       string           `json:"booking,omitempty"`
	Updated       string           `json:"updated,omitempty"`
	Hours         string           `json:"hours"`
	Spans         [][3]int         `json:"spans,omitempty"`
	Visits        []candidateVisit `json:"visits,omitempty"`
}

type candidateVisit struct {
	ID      string                `json:"id"`
	Day     int                   `json:"day"`
	Start   int                   `json:"start"`
	End     int                   `json:"end"`
	Status  mediation.VisitStatus `json:"status"`
	Counts  bool                  `json:"counts"`
	Theme   string                `json:"theme,omitempty"`
	Reason  string                `json:"reason,omitempty"`
	Lat     float64               `json:"lat"`
	Lon     float64               `json:"lon"`
	Name    string                `json:"name,omitempty"`
	Address string                `json:"address,omitempty"`
	City    string                `json:"city,omitempty"`
	INSEE   string                `json:"insee,omitempty"`
}

var timetableNames = map[catalog.Timetable]string{
	catalog.HoursUnknown: "unknown", catalog.HoursKnown: "known", catalog.ReceivesNobody: "none",
	catalog.VisitsKnown: "visits", catalog.VisitsUnknown: "visits-unknown",
}

// steady is for how long an answer that holds "from now on" is given again.
const steady = 5 * time.Minute

// orientationOffers answers GET /orientation/offers: every offer with the
// times at which it helps in the coming weeks.
func (a *API) orientationOffers(c echo.Context) error {
	s, err := a.data.Current()
	if err != nil {
		return err
	}
	if err := web.NewQuery(c.QueryParams()).Err(); err != nil {
		return err
	}
	now := a.now()
	m := s.At(now)
	if since := now.Truncate(steady); since.After(m.At) {
		now = since
	} else {
		now = m.At
	}
	stamp := web.NewStamp(a.data.Age(), a.stamp(m).Tag, strconv.FormatInt(now.Unix(), 36))
	if done, err := web.Fresh(c, stamp); done || err != nil {
		return err
	}
	packed, err := a.offers.Get(stamp.Tag, func() ([]byte, error) { return encode(newCandidates(m, orientation.NewClock(now.In(m.Zone())))) })
	if err != nil {
		return err
	}
	return packed.Send(c, echo.MIMEApplicationJSON)
}

func newCandidates(m *catalog.Moment, clock orientation.Clock) candidates {
	now := clock.Now()
	out := candidates{
		Revision: m.Version, TimeStamp: clock.Instant.Format(time.RFC3339), From: clock.Instant.Format(time.DateOnly),
		Days: orientation.Days, Now: dayMinute{now.Day(), now.OfDay()},
		Timezone: calendarZone{m.Zone().String(), tour.Timezone(m.Zone())}, Places: make([]candidatePlace, len(m.Places)),
	}
	for i, p := range m.Places {
		place := candidatePlace{
			ID: p.ID, Slug: p.Slug(), Name: p.Name, Address: p.Address.Street, City: p.Address.City, Postcode: p.Address.Postcode,
			INSEE: p.Address.INSEE, Lat: rounded(p.Point[1]), Lon: rounded(p.Point[0]), Phone: p.Contact().Phone,
			Approximate: p.Approximate(), Offers: make([]candidateOffer, len(p.Offers)),
		}
		for j := range p.Offers {
			place.Offers[j] = newCandidateOffer(m.Snapshot, clock, i, j)
		}
		out.Places[i] = place
	}
	return out
}

func newCandidateOffer(s *catalog.Snapshot, clock orientation.Clock, place, offer int) candidateOffer {
	o, times := s.Places[place].Offers[offer], clock.Times(s, place, offer)
	out := candidateOffer{
		Kind: o.Kind, Name: o.Name, Operator: o.Operator, Phone: o.Contact.Phone, Services: newServicesByHow(o.Claims),
		Fee: o.Fee, Access: o.Access, Support: o.Support, Care: o.Care, Pass: o.AcceptsPass(),
		Accessibility: o.AccessibilityURL, Booking: o.Booking, Hours: timetableNames[times.Timetable],
	}
	if !o.Updated.IsZero() {
		out.Updated = o.Updated.Format(time.DateOnly)
	}
	for _, span := range times.Openings {
		out.Spans = append(out.Spans, [3]int{span.Start.Day(), span.Start.OfDay(), int(span.End) - span.Start.Day()*24*60})
	}
	for _, v := range times.Visits {
		out.Visits = append(out.Visits, newCandidateVisit(&s.Places[place], v))
	}
	return out
}

func newCandidateVisit(p *mediation.Place, v orientation.Visit) candidateVisit {
	name, address, point := "", p.Address, p.Point
	if v.Venue != nil {
		name, address, point = v.Venue.Name, v.Venue.Address, v.Venue.Point
	}
	day := v.Span.Start.Day()
	return candidateVisit{
		ID: v.ID, Day: day, Start: v.Span.Start.OfDay(), End: int(v.Span.End) - day*24*60,
		Status: v.Status, Counts: v.Counts, Theme: v.Theme, Reason: v.Reason, Lat: rounded(point[1]), Lon: rounded(point[0]),
		Name: name, Address: address.Street, City: address.City, INSEE: address.INSEE,
	}
}

// servicesByHow lists services by how sure they are.
type servicesByHow struct {
	Declared []mediation.NeedID `json:"declared,omitempty"`
	Implied  []mediation.NeedID `json:"implied,omitempty"`
	Possible []mediation.NeedID `json:"possible,omitempty"`
}

func newServicesByHow(claims []mediation.Claim) (out servicesByHow) {
	for _, c := range claims {
		sure := &out.Possible
		switch c.Certainty {
		case mediation.Declared:
			sure = &out.Declared
		case mediation.Implied:
			sure = &out.Implied
		}
		*sure = append(*sure, c.ID)
	}
	return out
}
