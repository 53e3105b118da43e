package api

import (
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/mediation"
	"escale/internal/web"
)

// Counts tells how often pages were seen.
type Counts interface {
	// Published lists the views of the days that are over, the latest first, and
	// names that state of them. A count of 0 stands for few.
	Published() (list []mediation.Views, version int)
}

// errNotCounted answers where views are not counted.
var errNotCounted = &mediation.Error{Kind: mediation.NotFound, Sentence: "Les consultations ne sont pas comptées ici."}

// dayViews are the views of one page on one day.
type dayViews struct {
	Day       string               `json:"day"`
	Page      mediation.ViewedPage `json:"page"`
	Territory string               `json:"territory"`
	Name      string               `json:"name,omitempty"`
	// Views is null when there were few.
	Views *int `json:"views"`
}

// views answers GET /views: how often the pages of territories were seen, by
// day, without anything about who saw them.
func (a *API) views(c echo.Context) error {
	if a.counts == nil {
		return errNotCounted
	}
	s, err := a.data.Current()
	if err != nil {
		return err
	}
	p, err := readViews(web.NewQuery(c.QueryParams(), viewsNames...), s)
	if err != nil {
		return err
	}
	past, version := a.counts.Published()
	out := struct {
		FewerThan int        `json:"fewer_than"`
		Views     []dayViews `json:"views"`
	}{mediation.FewViews, []dayViews{}}
	for _, v := range past {
		if p.matches(v) {
			out.Views = append(out.Views, newDayViews(s, v))
		}
	}
	stamp := web.NewStamp(0, s.Version, strconv.Itoa(version), a.now().Format(time.DateOnly), a.build)
	return web.JSON(c, stamp, echo.MIMEApplicationJSON, out)
}

func (p viewsParams) matches(v mediation.Views) bool {
	inside := func(w mediation.Window) bool {
		day := v.Day.Format(time.DateOnly)
		return day >= w.From.Format(time.DateOnly) && day <= w.To.Format(time.DateOnly)
	}
	return (len(p.Territories) == 0 || slices.Contains(p.Territories, v.Territory)) &&
		(len(p.Pages) == 0 || slices.Contains(p.Pages, v.Page)) && (p.Window == nil || inside(*p.Window))
}

func newDayViews(s *catalog.Snapshot, v mediation.Views) dayViews {
	out := dayViews{Day: v.Day.Format(time.DateOnly), Page: v.Page, Territory: v.Territory}
	if c, err := s.Commune(v.Territory); err == nil {
		out.Name = c.Name
	} else if e, known := s.EPCI(v.Territory); known {
		out.Name = e.Name
	}
	if v.Count > 0 {
		out.Views = &v.Count
	}
	return out
}
