package site

import (
	"fmt"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
)

// stopView is the page of a stop, with its coming dates.
type stopView struct {
	frame
	Script string
	Stop   *mediation.Stop
	Tour   *mediation.Tour
	Place  mediation.Place
	// Name is whose number Phone is.
	Name string
	// When says the rule, Next the next visit or what is known instead.
	When, Next string
	Phone      string
	// Themes are those of the stop, in words.
	Themes string
	// Months are the next dates, Later those further ahead.
	Months, Later    []visitGroup
	Calendar         calendarLinks
	PlaceURL, MapURL string
	// Confirmed are the needs done there, Possible those to ask for by phone.
	Confirmed, Possible []string
	Others              []option // the other stops of the tour
	Events              []event
	SourceName, Licence string
	Updated             string
	// Old is true for what its source has not touched for over a year.
	Old bool
}

// stop answers GET /etapes/{id}-{slug}. The slug is for people: a wrong one
// leads to the right page.
func (s *Site) stop(c echo.Context) error {
	snapshot, err := s.data.Current()
	if err != nil {
		return err
	}
	id, _, _ := strings.Cut(c.Param("id"), "-")
	stop, err := snapshot.Stop(id)
	if err != nil {
		return err
	}
	m, l := snapshot.At(s.opts.Now()), pages.Spoken(c.QueryParams())
	if moved, err := pages.AtOwnPath(c, pages.StopURL(m.Snapshot, stop)); moved {
		return err
	}
	view, err := s.newStop(c, l, m, stop)
	if err != nil {
		return err
	}
	return s.Render(c, l, m, stopPage, view)
}

func (s *Site) newStop(c echo.Context, l *language.Language, m *catalog.Moment, stop *mediation.Stop) (stopView, error) {
	place, offer := m.StopPlace(stop)
	p := m.Places[place]
	o := p.Offers[offer]
	tour, err := m.Tour(stop.Tour)
	if err != nil {
		return stopView{}, err
	}
	coming := m.Coming(stop.ID)
	lines, err := pages.NewVisitLines(l, m, coming)
	if err != nil {
		return stopView{}, err
	}
	needs := s.newOffer(l, m, place, offer)
	view := stopView{
		frame: s.Frame(l, l.Say("Passages du bus : %s, %s", p.Name, p.Address.City), m.Snapshot).Under(pages.BusPath).Named(p.Name), Script: s.Path("page.js"),
		Stop: stop, Tour: tour, Place: p, Name: tour.Name, When: catalog.StopText(l, stop), Next: m.OfferOpen(place, offer).Text(l),
		Phone: o.Contact.Phone, Calendar: s.calendar(s.host(c), "stop", stop.ID),
		PlaceURL: pages.PlaceURL(p), MapURL: fmt.Sprintf("/?view=15/%.4f/%.4f&tab=carte", p.Point.Lat(), p.Point.Lon()),
		Confirmed: needs.Confirmed, Possible: needs.Possible, Others: otherStops(m, stop),
		Themes: hours.ListIn(l, stop.Themes), SourceName: needs.SourceName, Licence: needs.Licence, Updated: needs.UpdatedText, Old: needs.Stale != "",
	}
	view.AddLanguages(c)
	months := byMonth(l, coming, lines)
	view.Months, view.Later = months[:min(nextMonths, len(months))], months[min(nextMonths, len(months)):]
	for i, v := range coming {
		if e, ok := s.newEvent(c, m, v, lines[i]); ok {
			view.Events = append(view.Events, e)
		}
	}
	return view, nil
}

// nextMonths is how many months of dates are shown at once.
const nextMonths = 3

func byMonth(l *language.Language, visits []*mediation.Visit, lines []visitLine) []visitGroup {
	var groups []visitGroup
	for i, v := range visits {
		title := hours.Capital(hours.MonthYearIn(l, v.Start))
		if n := len(groups); n == 0 || groups[n-1].Title != title {
			groups = append(groups, visitGroup{Title: title})
		}
		last := &groups[len(groups)-1]
		last.Visits = append(last.Visits, lines[i])
	}
	return groups
}

// otherStops lists the other stops of the same tour, by commune.
func otherStops(m *catalog.Moment, stop *mediation.Stop) []option {
	var list []option
	for i := range m.Stops {
		other := &m.Stops[i]
		if other.Tour != stop.Tour || other.ID == stop.ID {
			continue
		}
		place, _ := m.StopPlace(other)
		p := m.Places[place]
		list = append(list, option{Label: p.Address.City + ", " + p.Name, URL: pages.StopURL(m.Snapshot, other)})
	}
	slices.SortFunc(list, func(a, b option) int { return strings.Compare(mediation.Fold(a.Label), mediation.Fold(b.Label)) })
	return list
}
