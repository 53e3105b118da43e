package admin

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"escale/internal/history"
	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
)

// historyView lists the changes of a place, of a tour, or of an account.
type historyView struct {
	view
	FileURL string
	Changes []changeLine
}

// The parameters that say of what the history is.
const (
	kindField = "objet"
	idField   = "id"
)

func historyURL(kind mediation.ObjectKind, id string) string {
	return Root + "/historique?" + url.Values{kindField: {string(kind)}, idField: {id}}.Encode()
}

// history answers GET /gestion/historique: a page, or a file.
func (a *Admin) history(c echo.Context) error {
	ctx, of := c.Request().Context(), mediation.Object{Kind: mediation.ObjectKind(c.QueryParam(kindField)), ID: c.QueryParam(idField)}
	if c.QueryParam("forme") == "csv" {
		content, err := a.desk.HistoryCSV(ctx, actor(c), of)
		if err != nil {
			return err
		}
		return sendFile(c, "historique.csv", "text/csv; charset=utf-8", content)
	}
	changes, err := a.desk.History(ctx, actor(c), of)
	if err != nil {
		return err
	}
	here := historyURL(of.Kind, of.ID)
	v := historyView{view: a.newView(c, "Ce qui a changé"), FileURL: here + "&forme=csv", Changes: a.newChangeLines(changes, here)}
	for i := range v.Changes {
		v.Changes[i].What = v.Changes[i].Name + " : " + v.Changes[i].What
	}
	return a.show(c, http.StatusOK, historyPage, v)
}

// changeLine is a line of the history, with the form that takes it back and the
// page to show then.
type changeLine struct{ When, Who, Name, What, Before, After, UndoURL, Back string }

// actWords say of a change what no field says.
var actWords = map[mediation.Act]string{
	mediation.ActImport: "Tableur", mediation.ActInvite: "Droit donné", mediation.ActWithdraw: "Droit retiré", mediation.ActConfirm: "Tout est juste", mediation.ActVan: "Demande de passage", mediation.ActTeach: "Atelier",
}

// whatOf says what a change changed.
func whatOf(c mediation.Change) string {
	if word := actWords[c.Act]; word != "" {
		return word
	}
	if c.Object.Kind == mediation.ObjectTour {
		return "Passage"
	}
	if f, known := mediation.FieldNamed(c.Field); known {
		return hours.Capital(f.Label)
	}
	return c.Field
}

func (a *Admin) newChangeLine(c mediation.Change, back string) changeLine {
	line := changeLine{
		When: hours.DateYearIn(language.French, c.At) + " à " + hours.FormatTime(c.At), Who: cmp.Or(c.Author, "nom effacé"), Name: c.Name, What: whatOf(c),
		Before: history.Spoken(a.opts.Needs, c.Field, c.Before), After: history.Spoken(a.opts.Needs, c.Field, c.After), Back: back,
	}
	switch {
	case c.Act == mediation.ActUndo:
		line.What += ", remis comme avant"
	case c.Undone:
		line.What += ", remis comme avant depuis"
	case c.CanBeUndone():
		line.UndoURL = Root + "/modifications/" + strconv.FormatInt(c.ID, 10) + "/annuler"
	}
	return line
}

// newChangeLines are the lines of a page. The day that a correction renewed is part
// of that correction, and goes with it.
func (a *Admin) newChangeLines(changes []mediation.Change, back string) (lines []changeLine) {
	for _, c := range changes {
		renewed := c.Act == mediation.ActConfirm && slices.ContainsFunc(changes, func(other mediation.Change) bool {
			return other.ID != c.ID && other.Object == c.Object && other.At.Equal(c.At)
		})
		if !renewed {
			lines = append(lines, a.newChangeLine(c, back))
		}
	}
	return lines
}

// backField is the page of ours that a form leads back to.
const backField = "retour"

// backOf is that page, the first one when the form names none of ours.
func backOf(c echo.Context) string {
	back := c.FormValue(backField)
	if !strings.HasPrefix(back, Root+"/") || strings.ContainsAny(back, "\\\r\n") {
		return Root
	}
	return back
}

// undo answers POST /gestion/modifications/{id}/annuler.
func (a *Admin) undo(c echo.Context) error {
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil {
		return echo.ErrNotFound
	}
	err = a.desk.Undo(c.Request().Context(), actor(c), id)
	if fault, ok := faultOf(err); ok && fault.Kind == mediation.Conflict {
		return a.done(c, backOf(c), fault.Sentence)
	}
	if err != nil {
		return err
	}
	return a.done(c, a.stillThere(c, backOf(c)), "C’est remis comme avant. La carte le dit déjà.")
}

// stillThere is a page of ours, or that of all visits when it was about one that is gone:
// a visit that was added, and taken back.
func (a *Admin) stillThere(c echo.Context, page string) string {
	query, ofVisit := strings.CutPrefix(page, visitPath+"?")
	if !ofVisit {
		return page
	}
	named, err := url.ParseQuery(query)
	if err == nil {
		_, _, err = a.desk.Coming(c.Request().Context(), actor(c), named.Get(visitName))
	}
	if err != nil {
		return Root + "/tournees"
	}
	return page
}
