package api

import (
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"

	"escale/internal/catalog"
	"escale/internal/geojson"
	"escale/internal/hours"
	"escale/internal/mediation"
	"escale/internal/tour"
	"escale/internal/web"
)

// workshopProperties are those of a workshop. They name nobody.
type workshopProperties struct {
	Start         string                  `json:"start"`
	End           string                  `json:"end"`
	Status        mediation.VisitStatus   `json:"status"`
	StatusLabel   string                  `json:"status_label"`
	Reason        string                  `json:"reason"`
	PreviousStart *string                 `json:"previous_start"`
	Theme         string                  `json:"theme"`
	Service       mediation.NeedID        `json:"service"`
	Level         mediation.WorkshopLevel `json:"level"`
	Bring         string                  `json:"bring"`
	Audience      string                  `json:"audience"`
	Series        string                  `json:"series"`
	Number        int                     `json:"number"`
	Dates         int                     `json:"dates"`
	// Whole is true when one registration is for all the dates.
	Whole bool `json:"whole"`
	// Seats are all, SeatsFree those left for anybody, SeatsOnline those of them that
	// the web may give.
	Seats       int     `json:"seats"`
	SeatsFree   int     `json:"seats_free"`
	SeatsOnline int     `json:"seats_online"`
	Visit       string  `json:"visit"`
	Tour        string  `json:"tour"`
	Place       string  `json:"place"`
	PlaceName   string  `json:"place_name"`
	Address     string  `json:"address"`
	Postcode    string  `json:"postcode"`
	City        string  `json:"city"`
	INSEE       string  `json:"insee"`
	Room        string  `json:"room"`
	Phone       string  `json:"phone"`
	Sequence    int     `json:"sequence"`
	Updated     *string `json:"updated"`
}

// visitWorkshop is a workshop as its visit names it.
type visitWorkshop struct {
	ID        string                `json:"id"`
	Start     string                `json:"start"`
	End       string                `json:"end"`
	Status    mediation.VisitStatus `json:"status"`
	Theme     string                `json:"theme"`
	Service   mediation.NeedID      `json:"service"`
	Seats     int                   `json:"seats"`
	SeatsFree int                   `json:"seats_free"`
}

func workshopsAt(s *catalog.Snapshot, visit string) []visitWorkshop {
	list := []visitWorkshop{}
	for _, w := range s.WorkshopsAt(visit) {
		list = append(list, visitWorkshop{
			w.ID, hours.Local(w.Start).Format(time.RFC3339), hours.Local(w.End).Format(time.RFC3339), w.Status, w.Series.Theme, w.Series.Need, w.Seats.All, w.Seats.Free(),
		})
	}
	return list
}

// workshopSite is where a workshop takes place.
type workshopSite struct {
	name, room, phone string
	address           mediation.Address
	point             orb.Point
}

func workshopSiteOf(s *catalog.Snapshot, w *mediation.Workshop) (site workshopSite, err error) {
	if w.Visit == "" {
		i, err := s.Place(w.Place)
		if err != nil {
			return site, err
		}
		p := s.Places[i]
		return workshopSite{p.Name, "", p.Contact().Phone, p.Address, p.Point}, nil
	}
	i, err := s.Visit(w.Visit)
	if err != nil {
		return site, err
	}
	v, err := siteOf(s, i)
	return workshopSite{v.name, v.Room, v.phone, v.address, v.point()}, err
}

func newWorkshop(s *catalog.Snapshot, w *mediation.Workshop) (geojson.Feature[workshopProperties], error) {
	at, err := workshopSiteOf(s, w)
	if err != nil {
		return geojson.Feature[workshopProperties]{}, err
	}
	out := workshopProperties{
		Start: hours.Local(w.Start).Format(time.RFC3339), End: hours.Local(w.End).Format(time.RFC3339), Status: w.Status, StatusLabel: w.Status.Label(),
		Reason: w.Reason, PreviousStart: instant(w.WasStart), Theme: w.Series.Theme, Service: w.Series.Need, Level: w.Series.Level,
		Bring: w.Series.Bring, Audience: w.Series.Open, Series: w.Series.ID, Number: w.Number, Dates: w.Dates, Whole: w.Series.Whole,
		Seats: w.Seats.All, SeatsFree: w.Seats.Free(), SeatsOnline: w.Seats.FreeOnline(), Visit: w.Visit, Tour: w.Tour, Place: w.Place, PlaceName: at.name,
		Address: at.address.Street, Postcode: at.address.Postcode, City: at.address.City, INSEE: at.address.INSEE,
		Room: at.room, Phone: at.phone, Sequence: w.Sequence, Updated: instant(w.Changed),
	}
	return geojson.Feature[workshopProperties]{ID: w.ID, Geometry: geojson.Geometry{Value: at.point}, Properties: out}, nil
}

// workshopCollection is the answer of /workshops.
type workshopCollection struct {
	Type          string                                `json:"type"`
	NumberMatched int                                   `json:"numberMatched"`
	Revision      string                                `json:"revision"`
	Features      []geojson.Feature[workshopProperties] `json:"features"`
}

var workshopNames = []string{"commune", "service", "tour", "place", "from", "to"}

func readWorkshops(q *web.Query, s *catalog.Snapshot) (w catalog.WorkshopQuery, err error) {
	exists := func(_ any, err error) bool { return err == nil }
	w.Communes, w.Window = q.Communes(s), q.Window(s.Zone())
	w.Tours = q.Known("tour", func(id string) bool { return exists(s.Tour(id)) }, "l’identifiant d’une tournée")
	w.Places = q.Known("place", func(id string) bool { return exists(s.Place(id)) }, "l’identifiant d’un lieu")
	for _, id := range q.Known("service", func(id string) bool { _, ok := s.Needs.Find(mediation.NeedID(id)); return ok }, "l’identifiant d’un besoin") {
		w.Needs = append(w.Needs, mediation.NeedID(id))
	}
	return w, q.Err()
}

// workshops answers GET /workshops: those that are not past, whatever became of them.
func (a *API) workshops(c echo.Context) error {
	s, err := a.data.Current()
	if err != nil {
		return err
	}
	wanted, err := readWorkshops(web.NewQuery(c.QueryParams(), workshopNames...), s)
	if err != nil {
		return err
	}
	m := s.At(a.now())
	if done, err := web.Fresh(c, a.stamp(m)); done || err != nil {
		return err
	}
	out := workshopCollection{Type: "FeatureCollection", Revision: s.Version, Features: []geojson.Feature[workshopProperties]{}}
	for _, w := range m.FindWorkshops(wanted) {
		feature, err := newWorkshop(s, w)
		if err != nil {
			return err
		}
		out.Features = append(out.Features, feature)
	}
	out.NumberMatched = len(out.Features)
	return writeGeoJSON(c, out)
}

// workshop answers GET /workshops/{id}: one feature, past or not.
func (a *API) workshop(c echo.Context) error {
	s, err := a.data.Current()
	if err != nil {
		return err
	}
	if err := web.NewQuery(c.QueryParams()).Err(); err != nil {
		return err
	}
	s, w, err := s.WithWorkshop(c.Param("id"))
	if err != nil {
		return err
	}
	if done, err := web.Fresh(c, a.stamp(s.At(a.now()))); done || err != nil {
		return err
	}
	feature, err := newWorkshop(s, w)
	if err != nil {
		return err
	}
	return writeGeoJSON(c, feature)
}

func writeGeoJSON(c echo.Context, value any) error {
	text, err := encode(value)
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, geojson.MediaType, append(text, '\n'))
}

// workshopEvent describes a workshop to a calendar.
func (a *API) workshopEvent(s *catalog.Snapshot, w *mediation.Workshop, base string) (tour.Event, error) {
	at, err := workshopSiteOf(s, w)
	if err != nil {
		return tour.Event{}, err
	}
	where := join(", ", at.name, at.address.Street, join(" ", at.address.Postcode, at.address.City))
	about := []string{where, labelled("Salle : ", at.room), labelled("Apportez : ", w.Series.Bring), labelled("Pour qui : ", w.Series.Open)}
	if phone := mediation.PhoneText(at.phone); phone != "" {
		about = append(about, "S’inscrire au téléphone : "+phone)
	}
	about = append(about, "S’inscrire : "+base+"/ateliers/"+w.ID)
	return tour.Event{
		Visit: mediation.Visit{ID: w.ID, Start: w.Start, End: w.End, Status: w.Status, Reason: w.Reason, WasStart: w.WasStart, Sequence: w.Sequence, Changed: orSnapshot(w.Changed, s)},
		Title: strings.TrimSpace("Atelier : " + w.Series.Theme + " " + catalog.AtTown(at.address.City)), Where: join(", ", at.room, where), Point: at.point,
		Description: join("\n", about...), URL: base + "/ateliers/" + w.ID,
	}, nil
}

// orSnapshot dates what has no date of its own: an event must be dated.
func orSnapshot(t time.Time, s *catalog.Snapshot) time.Time {
	if t.IsZero() {
		return s.Changed
	}
	return t
}

// feedWorkshops are those that belong in a calendar of visits.
func (f feed) feedWorkshops() catalog.WorkshopQuery {
	v := f.filter
	return catalog.WorkshopQuery{Communes: v.Communes, Stops: v.Stops, Tours: v.Tours, Needs: v.Needs, Series: f.series}
}

// seriesFeed is the calendar of one series.
func seriesFeed(s *catalog.Snapshot, id string) (f feed, err error) {
	for i := range s.Workshops {
		if s.Workshops[i].Series.ID == id {
			return feed{name: "Atelier : " + s.Workshops[i].Series.Theme, series: []string{id}}, nil
		}
	}
	return f, errNoCalendar
}
