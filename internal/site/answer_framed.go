package site

import (
	"cmp"
	"maps"
	"net/url"
	"slices"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"

	"escale/internal/catalog"
	"escale/internal/mediation"
	"escale/internal/pages"
)

// Framed answers with the map as another site shows it.
func (s *Site) Framed(c echo.Context, f pages.Framed) error {
	snapshot, err := s.data.Current()
	if err != nil {
		return err
	}
	m := snapshot.At(s.opts.Now())
	q := readFramed(c.QueryParams(), &f, snapshot, s.opts.Now())
	view, err := s.mapView(m, q, c.QueryParams())
	if err != nil {
		return err
	}
	view.Title, view.Colour, view.Links, view.Outside = f.Title, f.Colour, f.Links, q.outside(m)
	view.Back = q.backToTerritory()
	for name := range f.Fixed {
		if name != pages.LangName { // the form keeps it by itself
			view.Fixed = append(view.Fixed, pair{name, f.Fixed.Get(name)})
		}
	}
	slices.SortFunc(view.Fixed, func(a, b pair) int { return cmp.Compare(a.Name, b.Name) })
	view.AddLanguages(c)
	c.Response().Header().Set("Access-Control-Allow-Origin", "*") // a sandboxed frame is of no origin
	return s.framed.Render(c, q.language, m, templateOf(c.QueryParams()), view)
}

// readFramed reads the question that the address of a frame asks: some of its
// parameters mean other things there, and it begins with the answer.
func readFramed(query url.Values, f *pages.Framed, s *catalog.Snapshot, now time.Time) question {
	own := maps.Clone(query)
	for _, name := range []string{"commune", "epci", "view"} {
		own.Del(name)
	}
	if !own.Has(stepName) {
		own.Set(stepName, answerName)
	}
	q := readQuestion(own, s, now)
	q.framed, q.filter.Communes, q.filter.EPCIs = f, f.Communes, f.EPCIs
	return q
}

// frameAddress is the address of the question inside a frame. It names a
// point by its coordinates, for "commune" is the territory's.
func (q question) frameAddress(query url.Values) string {
	query.Del("commune")
	maps.Copy(query, q.framed.Fixed)
	query.Del(stepName)
	if q.step != theAnswer {
		query.Set(stepName, q.step.name())
	}
	return pages.FramePath + "?" + query.Encode()
}

// path is that of the map page.
func (q question) path() string {
	if q.framed != nil {
		return pages.FramePath
	}
	return "/"
}

// blank is the question that asks nothing, of the same territory.
func (q question) blank(at step) question {
	return question{language: q.language, framed: q.framed, step: at,
		filter: mediation.Filter{Communes: q.filter.Communes, EPCIs: q.filter.EPCIs, Now: q.filter.Now}}
}

// outside is what a frame says of what it does not show.
type outside struct{ Text, URL string }

// backToTerritory leads a frame of the whole map back to that of a territory.
func (q question) backToTerritory() *way {
	back := q.framed.Back()
	if back == nil {
		return nil
	}
	q.framed = back
	return &way{URL: q.blank(theAnswer).address(), Title: back.Name}
}

// outside tells a search that the territory does not hold, and what is nearest
// in it; else, that it has no place at all; and where to search everywhere.
func (q question) outside(m *catalog.Moment) outside {
	if q.framed == nil {
		return outside{}
	}
	wide := q
	wide.framed = q.framed.Widened()
	o := outside{Text: q.framed.Nothing, URL: wide.at(theAnswer)}
	if q.filter.Near == nil || q.framed.Holds(m.Snapshot, q.town, q.filter.Near.Point) {
		return o
	}
	l, name := q.language, q.framed.Name
	o.Text = l.Say("Vous êtes hors de cette carte, qui montre : %s.", name)
	if q.near != "" {
		o.Text = l.Say("%s est hors de cette carte, qui montre : %s.", q.near, name)
	}
	if hits := q.find(m.Snapshot); len(hits) > 0 {
		nearest := slices.MinFunc(hits, func(a, b catalog.Hit) int { return cmp.Compare(a.Metres, b.Metres) })
		o.Text += " " + l.Say("Le plus proche de cette carte est %s, %s.", catalog.TownText(l, m.Places[nearest.Place].Address.City), catalog.DistanceText(l, nearest.Metres))
	}
	return o
}

func boxOf(b orb.Bound) [4]float64 { return [4]float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]} }
