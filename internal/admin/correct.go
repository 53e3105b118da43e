package admin

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"escale/internal/desk"
	"escale/internal/mediation"
	"escale/internal/pages"
)

// correctView is the form of one field.
type correctView struct {
	view
	Field fieldForm
	// Offer is its name, Back leads to it, Key names it.
	Offer, Back, Key string
	// Before is what the field is now, Value what the form holds.
	Before, Value string
	Choices       []pages.Choice
	// Week asks for hours, Preview shows them before they are kept; Cell is what
	// was typed then.
	Week    *weekForm
	Preview []dayField
	Cell    string
}

// newCorrect is the form of a field as the offer has it.
func (a *Admin) newCorrect(c echo.Context) (v correctView, o mediation.Offer, err error) {
	key := c.QueryParam(keyName)
	f, known := fieldNamed(c.QueryParam(fieldName))
	if !known {
		return v, o, echo.ErrNotFound
	}
	h, err := a.desk.Offer(c.Request().Context(), actor(c), key)
	if err != nil {
		return v, o, err
	}
	o = h.Offer
	v = correctView{view: a.newView(c, f.Label+" : "+o.Name), Field: f, Offer: o.Name, Back: offerURL("/lieu", key), Key: key, Before: f.text(o), Value: f.text(o)}
	v.Here = f.Label
	v.Trail = append(v.Trail, pages.Anchor{URL: Root + "/lieux", Label: "Mes lieux"}, pages.Anchor{URL: v.Back, Label: o.Name})
	if f.Name == mediation.NeedsField {
		v.Choices = a.needChoices(o)
	}
	for _, term := range f.terms {
		v.Choices = append(v.Choices, pages.Choice{ID: term.Label, Label: term.Label, Checked: slices.Contains(f.chosen(o), term.Label)})
	}
	if f.Name == hoursField {
		week := newWeekForm(o)
		week.Shown = week.Text
		v.Week = &week
	}
	return v, o, nil
}

// correctForm answers GET /gestion/lieu/corriger.
func (a *Admin) correctForm(c echo.Context) error {
	v, _, err := a.newCorrect(c)
	if err != nil {
		return err
	}
	return a.show(c, http.StatusOK, correctPage, v)
}

// correct answers POST /gestion/lieu/corriger. Hours are shown before they are
// kept.
func (a *Admin) correct(c echo.Context) error {
	v, _, err := a.newCorrect(c)
	if err != nil {
		return err
	}
	cell, err := v.Field.typed(c)
	if err != nil {
		return err
	}
	if v.Field.Name == mediation.NeedsField {
		return a.confirmNeeds(c, &v)
	}
	if v.Week != nil {
		if cell, err = a.readWeek(c, &v); err != nil || v.Preview != nil {
			return a.answerCorrect(c, &v, err)
		}
	}
	v.Value = cell
	for i := range v.Choices {
		v.Choices[i].Checked = slices.Contains(splitList(cell), v.Choices[i].ID)
	}
	before := c.FormValue("avant")
	notes, err := a.desk.Correct(c.Request().Context(), actor(c), desk.Correction{Key: v.Key, Cells: map[string]string{v.Field.Column: cell}, Before: &before})
	if err != nil {
		return a.answerCorrect(c, &v, err)
	}
	sentence := "C’est corrigé : la carte le dit déjà."
	for _, note := range notes {
		sentence += " " + note
	}
	return a.done(c, v.Back, sentence)
}

// readWeek reads the hours: those of the form, shown first, or those that were
// shown and are kept now.
func (a *Admin) readWeek(c echo.Context, v *correctView) (cell string, err error) {
	if kept := c.FormValue("garder"); kept != "" {
		return kept, nil
	}
	if c.FormValue("inconnus") != "" {
		return "", nil
	}
	week := readWeekForm(c)
	v.Week = &week
	osm, err := week.osm()
	switch {
	case err != nil:
		return "", err
	case osm == "":
		return "", mediation.InvalidParameter("lundi", "Écrivez les horaires d’un jour au moins, ou cochez « Horaires inconnus ».")
	}
	v.Cell, v.Preview = osm, a.preview(osm)
	return osm, nil
}

// answerCorrect shows the form again, with what is wrong or with the hours to keep.
func (a *Admin) answerCorrect(c echo.Context, v *correctView, err error) error {
	status := http.StatusOK
	if err != nil {
		status = http.StatusUnprocessableEntity
		if err := refuse(&v.view, err); err != nil {
			return err
		}
		if v.Week == nil {
			v.FaultOf = "valeur"
		}
	}
	return a.show(c, status, correctPage, v)
}
