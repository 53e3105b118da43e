package site

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
)

// weakest is how many of the offers that lack most the page names.
const weakest = 30

type qualityView struct {
	frame
	All     qualityPart
	Sources []qualityPart
	Offers  []weakOffer
	// Coverage is true where it is published who is far from help.
	Coverage bool
}

// qualityPart is what is known of one source, or of all.
type qualityPart struct {
	Name, Licence, URL string
	Offers, Score      int
	Facts              []condition
}

// weakOffer is one that somebody should complete.
type weakOffer struct {
	Name, City, URL string
	Score           int
	Lacks           []string
}

// quality answers GET /donnees: what is known, how well, and what is missing.
func (s *Site) quality(c echo.Context) error {
	snapshot, err := s.data.Current()
	if err != nil {
		return err
	}
	m := snapshot.At(s.opts.Now())
	all, sources, offers := m.Quality()
	view := qualityView{frame: s.Frame(language.French, "Les données", snapshot).In(""), All: qualityPart{Offers: all.Offers, Score: all.Score, Facts: facts(all)}, Coverage: s.opts.Reach != nil}
	for _, q := range sources {
		source := catalog.SourceOf(snapshot, s.opts.Sources, q.Source)
		part := qualityPart{cmp.Or(source.Name, q.Source), source.Licence, source.URL, q.Offers, q.Score, facts(q)}
		view.Sources = append(view.Sources, part)
	}
	for _, q := range offers[:min(weakest, len(offers))] {
		if q.Score == mediation.MaxQuality {
			break
		}
		p := m.Places[q.Place]
		view.Offers = append(view.Offers, weakOffer{p.Offers[q.Offer].Name, p.Address.City, pages.PlaceURL(p), q.Score, slices.Clone(q.Lacks)})
	}
	return s.Render(c, language.French, m, qualityPage, view)
}

// facts says the counts of a source, those that are worth a line.
func facts(q catalog.SourceQuality) []condition {
	share := func(n int) string {
		if q.Offers == 0 {
			return "0"
		}
		return fmt.Sprintf("%d (%d %%)", n, (100*n+q.Offers/2)/q.Offers)
	}
	list := []condition{
		{"Avec un téléphone", share(q.Phone)}, {"Avec des horaires lisibles ou des passages datés", share(q.Hours)},
		{"Avec au moins une démarche sûre", share(q.Sure)},
	}
	for _, c := range []struct {
		label string
		n     int
	}{
		{"Horaires montrés tels qu’ils sont écrits", q.Unreadable}, {"Position approximative", q.Approximate},
		{"Que la source ne cite plus", q.Gone}, {"Mis de côté, pas montrés", q.SetAside},
	} {
		if c.n > 0 {
			list = append(list, condition{c.label, pages.CountText(language.French, c.n)})
		}
	}
	if !q.Newest.IsZero() {
		list = append(list, condition{"Dates des renseignements", spanText(q.Oldest, q.Newest)})
	}
	return list
}

// spanText says from when to when, in months.
func spanText(oldest, newest time.Time) string {
	from, to := hours.MonthYearIn(language.French, oldest), hours.MonthYearIn(language.French, newest)
	if from == to {
		return from
	}
	return "entre " + from + " et " + to
}
