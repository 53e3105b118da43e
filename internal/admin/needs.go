package admin

import (
	"slices"

	"github.com/labstack/echo/v4"

	"escale/internal/desk"
	"escale/internal/mediation"
	"escale/internal/pages"
)

// needChoices are the needs of which an offer does not surely help already by what
// its source says, those that were confirmed checked.
func (a *Admin) needChoices(o mediation.Offer) (list []pages.Choice) {
	for _, need := range a.opts.Needs {
		confirmed := o.Met != nil && slices.Contains(o.Met.Needs, need.ID)
		sure := slices.ContainsFunc(o.Claims, func(c mediation.Claim) bool { return c.ID == need.ID && c.Certainty != mediation.Possible })
		if confirmed || !sure {
			list = append(list, pages.Choice{ID: string(need.ID), Label: need.Label, Checked: confirmed})
		}
	}
	return list
}

// confirmNeeds keeps the needs that were checked.
func (a *Admin) confirmNeeds(c echo.Context, v *correctView) error {
	form, err := c.FormParams()
	if err != nil {
		return mediation.InvalidParameter("valeur", "Ce formulaire ne peut pas être lu.")
	}
	needs := []mediation.NeedID{}
	for i, choice := range v.Choices {
		if v.Choices[i].Checked = slices.Contains(form["valeur"], choice.ID); v.Choices[i].Checked {
			needs = append(needs, mediation.NeedID(choice.ID))
		}
	}
	before := c.FormValue(beforeField)
	if _, err := a.desk.Correct(c.Request().Context(), actor(c), desk.Correction{Key: v.Key, Needs: &needs, Before: &before}); err != nil {
		return a.answerCorrect(c, v, err)
	}
	return a.done(c, v.Back, "C’est confirmé : la carte le dit déjà.")
}

// needLabels writes the needs of a list of ids for people.
func (a *Admin) needLabels(ids []mediation.NeedID) (labels []string) {
	for _, id := range ids {
		if need, known := a.opts.Needs.Find(id); known {
			labels = append(labels, need.Label)
		}
	}
	return labels
}
