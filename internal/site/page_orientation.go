package site

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
)

// orientationView is the page that compares. It carries what the form asks;
// the answer is made in the browser, out of public data.
type orientationView struct {
	frame
	// Code is the script that draws the code of a sheet, fetched with the sheet.
	Script, OwnStyle, Code                string
	Needs                                 []levelledGroup
	Reaches, Days, Parts, Supports, Cares []orientationChoice
	Remits                                []remitView
	Levels                                []levelView
}

// levelledGroup are the needs of a family.
type levelledGroup struct {
	Label string
	Needs []levelledNeed
}

type levelledNeed struct {
	ID    mediation.NeedID
	Label string
	Level mediation.Level
}

// orientationChoice is one answer to a question; Explanation stands beside its
// label, Spoken replaces it within a sentence, Every is the label of all days.
type orientationChoice struct {
	ID, Label, Explanation, Spoken, Every string
	Checked                               bool
}

// remitView says what a kind of helper does, and where it sends people next.
type remitView struct {
	ID    mediation.Kind
	Label string
	mediation.Remit
}

// levelView are the needs of a step of learning, and who is right for them.
type levelView struct {
	Label, Who string
	Needs      []string
}

// orientation answers GET /orientation. What someone asks lives in the
// fragment of the address, which browsers do not send: a query does not
// belong here, and is dropped so that nobody takes it for a way to ask.
func (s *Site) orientation(c echo.Context) error {
	if c.Request().URL.RawQuery != "" {
		return c.Redirect(http.StatusSeeOther, pages.OrientationPath)
	}
	snapshot, err := s.data.Current()
	if err != nil {
		return err
	}
	view := orientationView{
		frame:  s.Frame(language.French, "Orienter une personne", snapshot).In(pages.OrientationPath),
		Script: s.Path("orientation.js"), OwnStyle: s.Path("orientation.css"), Code: s.Path("qrcode.js"),
		Needs:   levelledGroups(snapshot.Needs),
		Reaches: reaches, Days: halfDayDays, Parts: halfDayParts, Supports: supportChoices, Cares: careChoices(),
		Remits: remitViews(len(snapshot.Stops) > 0), Levels: levelViews(snapshot.Needs),
	}
	return s.Render(c, language.French, snapshot.At(s.opts.Now()), orientationPage, view)
}

func levelledGroups(needs mediation.Needs) []levelledGroup {
	var groups []levelledGroup
	needFamilies(needs, func(label string, list []mediation.Need) {
		group := levelledGroup{Label: label}
		for _, need := range list {
			group.Needs = append(group.Needs, levelledNeed{need.ID, need.Label, need.Level})
		}
		groups = append(groups, group)
	})
	return groups
}

// What the form asks; frontend/src/orientation/request/fragment.ts has the same ids.
var (
	reaches = []orientationChoice{
		{ID: "pied", Label: "À pied, jusqu’à 3 km"}, {ID: "sans-voiture", Label: "Sans voiture, jusqu’à 10 km"},
		{ID: "voiture", Label: "En voiture, jusqu’à 30 km", Checked: true}, {ID: "partout", Label: "Partout"},
	}
	halfDayDays = []orientationChoice{
		{ID: "lu", Label: "Lundi"}, {ID: "ma", Label: "Mardi"}, {ID: "me", Label: "Mercredi"}, {ID: "je", Label: "Jeudi"},
		{ID: "ve", Label: "Vendredi"}, {ID: "sa", Label: "Samedi"}, {ID: "di", Label: "Dimanche"},
	}
	halfDayParts = []orientationChoice{
		{ID: "matin", Label: "Matin", Explanation: "avant 13 h", Spoken: "matin", Every: "Tous les matins"},
		{ID: "apm", Label: "Après-midi", Explanation: "13 h à 18 h", Spoken: "après-midi", Every: "Tous les après-midis"},
		{ID: "soir", Label: "Soir", Explanation: "après 18 h", Spoken: "soir", Every: "Tous les soirs"},
	}
	supportChoices = []orientationChoice{
		{ID: "", Label: "Peu importe", Checked: true}, {ID: "individuel", Label: "Seul à seul avec quelqu’un"}, {ID: "atelier", Label: "En atelier, à plusieurs"},
	}
)

// careChoices are the standard's particular situations.
func careChoices() []orientationChoice {
	var choices []orientationChoice
	for _, term := range mediation.Cares {
		choices = append(choices, orientationChoice{ID: term.Slug, Label: term.Label})
	}
	return choices
}

// remitViews are the kinds in the order in which people go from one to the
// next; the van is named where there is one.
func remitViews(van bool) []remitView {
	var views []remitView
	for _, r := range mediation.Remits {
		if r.Kind == mediation.Van && !van {
			continue
		}
		views = append(views, remitView{r.Kind, r.Kind.Label(), r})
	}
	return views
}

var levels = []struct {
	Level      mediation.Level
	Label, Who string
}{
	{mediation.FirstSteps, "Premiers pas", "D’abord un conseiller numérique ou le bus. Ensuite un espace public numérique."},
	{mediation.Procedure, "Démarches", "D’abord France Services. Ensuite un conseiller numérique, pour devenir autonome."},
	{mediation.Further, "Pour aller plus loin", "D’abord un espace public numérique, ou un atelier."},
}

func levelViews(needs mediation.Needs) []levelView {
	var views []levelView
	for _, l := range levels {
		view := levelView{Label: l.Label, Who: l.Who}
		for _, n := range needs {
			if n.Level == l.Level {
				view.Needs = append(view.Needs, n.Label)
			}
		}
		if len(view.Needs) > 0 {
			views = append(views, view)
		}
	}
	return views
}
