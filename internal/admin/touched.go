package admin

import (
	"fmt"
	"net/url"

	"escale/internal/mediation"
	"escale/internal/pages"
)

// touched is what the public sees of one visit: all that changes with it.
type touched struct {
	// Sentence counts them: "6 pages, 4 agendas et le cadre de la commune".
	Sentence string
	Links    []pages.Anchor
}

func newTouched(c mediation.Coming) touched {
	v, commune := c.Visit, c.Commune()
	shown := []pages.Anchor{
		{URL: "/passages/" + v.ID, Label: "La page de ce passage"},
		{URL: "/passages", Label: "La page de tous les passages"},
		{URL: "/etapes/" + v.Stop, Label: "La page de l’étape"},
		{URL: "/lieux/" + v.Place, Label: "La page du lieu"},
		{URL: "/communes/" + commune, Label: "La page de la commune"},
	}
	if c.EPCI != "" {
		shown = append(shown, pages.Anchor{URL: "/intercommunalites/" + c.EPCI, Label: "La page de l’intercommunalité"})
	}
	calendars := []pages.Anchor{
		{URL: calendarURL("commune", commune), Label: "L’agenda de la commune"},
		{URL: calendarURL("stop", v.Stop), Label: "L’agenda de l’étape"},
		{URL: calendarURL("tour", v.Tour), Label: "L’agenda de la tournée"},
	}
	for _, claim := range c.Offer.Claims {
		if claim.Certainty != mediation.Possible {
			calendars = append(calendars, pages.Anchor{URL: calendarURL("service", string(claim.ID)), Label: "L’agenda de la démarche : " + string(claim.ID)})
		}
	}
	frame := pages.Anchor{URL: pages.FramePath + "?" + url.Values{"commune": {commune}}.Encode(), Label: "Le cadre que la commune met sur son site"}
	return touched{
		Sentence: fmt.Sprintf("%d pages, %d agendas et le cadre de la commune", len(shown), len(calendars)),
		Links:    append(append(shown, calendars...), frame),
	}
}

func calendarURL(scope, id string) string { return "/calendar/" + scope + "/" + id + ".ics" }
