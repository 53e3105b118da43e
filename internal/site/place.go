package site

import (
	"fmt"
	"html/template"
	"strings"

	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
)

// placeView is the page of a place: what it shares with the map's panel, and
// what stands around.
type placeView struct {
	frame
	placePart
	Script   string
	SmallMap *pages.SmallMap
	MapURL   string
	Machine  civicPlace
	Around   network
}

// placePart is all that is said of a place, on its page and on the map alike.
type placePart struct {
	Place      mediation.Place
	Name       string
	KindLabels []choice
	Status     pages.Status
	// Phone, or else Email, is what the button calls or writes to.
	Phone, Email string
	URL          string
	// Directions is the way there in any browser; the script gives the program
	// for maps of the device instead.
	Directions string
	// Address is that of this page, with its host; QR draws it.
	Address string
	QR      template.HTML
	Share   shareLinks
	// Owned is true where a back office takes requests for places.
	Owned bool
	// Stale warns when all that is known is over a year old.
	Stale  string
	Offers []offerView
	// Workshops are those to come.
	Workshops []pages.WorkshopLine
}

// place answers GET /lieux/{id}-{slug}, and with part=place its component
// alone. The slug is for people: a wrong one leads to the right page.
func (s *Site) place(c echo.Context) error {
	snapshot, err := s.data.Current()
	if err != nil {
		return err
	}
	id, _, _ := strings.Cut(c.Param("id"), "-")
	i, err := snapshot.Place(id)
	if err != nil {
		return err
	}
	query := c.QueryParams()
	m, l := snapshot.At(s.opts.Now()), pages.Spoken(query)
	if query.Get(pages.PartName) == "place" {
		c.Response().Header().Set("X-Robots-Tag", "noindex")
		c.Response().Header().Set("Access-Control-Allow-Origin", "*") // a sandboxed frame is of no origin
		part, err := s.newPlacePart(c, l, m, i)
		if err != nil {
			return err
		}
		return s.Render(c, l, m, placeComponent, struct {
			placePart
			Aloud string
		}{part, s.Path("aloud.js")})
	}
	if moved, err := pages.AtOwnPath(c, pages.PlaceURL(snapshot.Places[i])); moved {
		return err
	}
	return s.RenderOnce(c, l, m, placePage, func() (any, error) { return s.placeView(c, l, m, i) })
}

func (s *Site) placeView(c echo.Context, l *language.Language, m *catalog.Moment, i int) (placeView, error) {
	snapshot, p := m.Snapshot, m.Places[i]
	part, err := s.newPlacePart(c, l, m, i)
	if err != nil {
		return placeView{}, err
	}
	view := placeView{
		frame:     s.Frame(l, part.Name+", "+p.Address.City, snapshot).In(pages.MapPath, townOf(snapshot, p)...).Named(part.Name),
		placePart: part, Script: s.Path("page.js"),
		MapURL:  fmt.Sprintf("/?view=15/%.4f/%.4f&tab=carte", p.Point.Lat(), p.Point.Lon()),
		Machine: newCivicPlace(m, i, part.Address), Around: newAround(l, m, i),
	}
	view.SmallMap, err = s.smallMap(l, snapshot, p)
	view.AddLanguages(c)
	return view, err
}

// townOf leads to the page of the commune of a place, if that is known.
func townOf(snapshot *catalog.Snapshot, p mediation.Place) []anchor {
	commune, err := snapshot.Commune(p.Address.INSEE)
	if err != nil {
		return nil
	}
	return []anchor{{URL: pages.CommunePath(commune), Label: commune.Name}}
}

func (s *Site) newPlacePart(c echo.Context, l *language.Language, m *catalog.Moment, place int) (placePart, error) {
	p, timing := m.Places[place], m.Question(mediation.Filter{Now: m.At}).Timing(place)
	part := placePart{
		Place: p, Name: p.Name, KindLabels: pages.KindLabels(p.Kinds()),
		Status: pages.NewStatus(l, timing, m.At),
		Phone:  p.Contact().Phone, Email: p.Contact().Email, URL: pages.PlaceURL(p), Directions: pages.WayURL(p),
		Address: s.origin(c) + pages.InLanguage(l, pages.PlaceURL(p)),
		Owned:   !s.opts.Shell.Departement.Area.Several(),
	}
	part.Workshops = pages.NewWorkshopLines(l, m, m.ComingWorkshops(p.ID))
	part.Share = newShareLinks(l, p, timing.Visit, part.Address)
	_, part.Stale = pages.Freshness(l, p.Updated(), m.At)
	var err error
	if part.QR, err = qrSVG(l, part.Address); err != nil {
		return part, err
	}
	for j := range p.Offers {
		offer := s.newOffer(l, m, place, j)
		if offer.Stops, err = newStopDates(l, m, place, j); err != nil {
			return part, err
		}
		if offer.hasDates() {
			offer.Hours = nil // the rule of the stop says it better
		}
		if part.Stale != "" {
			offer.Stale = "" // said above, once for all
		}
		part.Offers = append(part.Offers, offer)
	}
	return part, nil
}
