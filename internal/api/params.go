package api

import (
	"slices"
	"time"

	"escale/internal/catalog"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/web"
)

// maxLimit is the most features one page holds; a greater limit is clamped.
const maxLimit = 1000

// found is what /places, /visits and /facets look for.
type found struct {
	Filter mediation.Filter
	// OpenNow looks for what is open at the instant of the answer.
	OpenNow bool
	// Limit is 0 for everything.
	Limit int
}

func readFound(q *web.Query, s *catalog.Snapshot) (f found) {
	f.Filter, f.OpenNow = q.Filter(s, s.Needs)
	f.Limit = q.Limit(maxLimit)
	return f
}

// at is the filter at an instant.
func (f found) at(t time.Time) mediation.Filter {
	filter := f.Filter
	filter.Now = t
	if f.OpenNow {
		filter.OpenAt = &t
	}
	return filter
}

// days are those whose visits are listed; nil lists the next ones.
func (f found) days() *mediation.Window {
	if at := f.Filter.OpenAt; at != nil && f.Filter.Window == nil {
		return &mediation.Window{From: *at, To: *at}
	}
	return f.Filter.Window
}

// placesParams are the parameters of /places.
type placesParams struct {
	found
	// Brief is true for fields=map.
	Brief bool
	// Language is that of the sentences.
	Language *language.Language
}

var placesNames = slices.Concat(web.FilterNames, []string{"limit", "cursor", "fields", web.LanguageName})

func readPlaces(q *web.Query, s *catalog.Snapshot) (placesParams, error) {
	p := placesParams{found: readFound(q, s), Brief: web.One(q, "fields", "map") != "", Language: q.Language()}
	return p, q.Err()
}

// visitParams are the parameters of /visits.
type visitParams struct {
	found
	// Only holds what is looked for in visits alone; its Filter is not used.
	Only mediation.VisitFilter
}

var visitNames = slices.Concat(web.FilterNames, []string{"status", "stop", "tour", "place", "limit", "cursor"})

func readVisits(q *web.Query, s *catalog.Snapshot) (visitParams, error) {
	exists := func(_ any, err error) bool { return err == nil }
	p := visitParams{found: readFound(q, s)}
	p.Only.Statuses = web.Slugs(q, "status", mediation.VisitStatuses)
	p.Only.Stops = q.Known("stop", func(id string) bool { return exists(s.Stop(id)) }, "l’identifiant d’une étape")
	p.Only.Tours = q.Known("tour", func(id string) bool { return exists(s.Tour(id)) }, "l’identifiant d’une tournée")
	p.Only.Places = q.Known("place", func(id string) bool { return exists(s.Place(id)) }, "l’identifiant d’un lieu")
	return p, q.Err()
}

// facetParams are the parameters of /facets.
type facetParams struct{ found }

func readFacets(q *web.Query, s *catalog.Snapshot) (facetParams, error) {
	p := facetParams{readFound(q, s)}
	return p, q.Err()
}

// suggestParams are the parameters of /suggest.
type suggestParams struct {
	// Text is what the person typed, Limit how many suggestions are wanted.
	Text     string
	Limit    int
	Language *language.Language
}

var suggestNames = []string{"q", "limit", web.LanguageName}

func readSuggest(q *web.Query) (suggestParams, error) {
	p := suggestParams{Text: q.Typing("q"), Limit: suggested, Language: q.Language()}
	if !q.Has("q") {
		q.Refuse("q", "Il faut le paramètre q : ce que la personne a tapé.")
	}
	if n := q.Limit(maxSuggested); n > 0 {
		p.Limit = n
	}
	return p, q.Err()
}

// viewsParams are the parameters of /views; what is empty or nil leaves out
// nothing.
type viewsParams struct {
	// Territories are INSEE codes and SIREN.
	Territories []string
	Pages       []mediation.ViewedPage
	Window      *mediation.Window
}

var viewsNames = []string{"commune", "epci", "page", "from", "to"}

func readViews(q *web.Query, s *catalog.Snapshot) (viewsParams, error) {
	p := viewsParams{
		Territories: append(q.Communes(s), q.EPCIs(s)...),
		Pages:       web.Slugs(q, "page", []mediation.ViewedPage{mediation.ViewedCommune, mediation.ViewedEPCI, mediation.ViewedEmbed}),
		Window:      q.Window(s.Zone()),
	}
	return p, q.Err()
}
