package api

import (
	"time"

	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/web"
)

// sourceQuality is what is known of the offers of one source, or of all.
type sourceQuality struct {
	Source      string `json:"source,omitempty"`
	Name        string `json:"name,omitempty"`
	Offers      int    `json:"offers"`
	Score       int    `json:"score"`
	Phone       int    `json:"phone"`
	Hours       int    `json:"hours"`
	Unreadable  int    `json:"unreadable_hours"`
	Sure        int    `json:"sure_services"`
	Approximate int    `json:"approximate"`
	Gone        int    `json:"gone"`
	SetAside    int    `json:"set_aside"`
	Oldest      string `json:"oldest,omitempty"`
	Newest      string `json:"newest,omitempty"`
}

// offerQuality is the score of one offer, with what it lacks.
type offerQuality struct {
	Place  string   `json:"place"`
	Source string   `json:"source"`
	Record string   `json:"record_id"`
	Score  int      `json:"score"`
	Lacks  []string `json:"lacks"`
}

// quality answers GET /quality: how far the data can be relied on.
func (a *API) quality(c echo.Context) error {
	return a.answer(c, nil, func(s *catalog.Snapshot, _ *web.Query) (any, error) {
		all, sources, offers := s.At(a.now()).Quality()
		out := struct {
			All     sourceQuality   `json:"all"`
			Sources []sourceQuality `json:"sources"`
			Offers  []offerQuality  `json:"offers"`
		}{a.sourceQuality(s, all), make([]sourceQuality, len(sources)), make([]offerQuality, len(offers))}
		for i, q := range sources {
			out.Sources[i] = a.sourceQuality(s, q)
		}
		for i, q := range offers {
			o := s.Places[q.Place].Offers[q.Offer]
			out.Offers[i] = offerQuality{s.Places[q.Place].ID, o.Source, o.SourceID, q.Score, list(q.Lacks)}
		}
		return out, nil
	})
}

func (a *API) sourceQuality(s *catalog.Snapshot, q catalog.SourceQuality) sourceQuality {
	return sourceQuality{
		q.Source, catalog.SourceOf(s, a.renderer.sources, q.Source).Name, q.Offers, q.Score, q.Phone, q.Hours, q.Unreadable, q.Sure, q.Approximate, q.Gone, q.SetAside,
		dayText(q.Oldest), dayText(q.Newest),
	}
}

func dayText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}
