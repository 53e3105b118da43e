package admin

import (
	"encoding/base64"
	"io"
	"net/http"
	"path/filepath"
	"strings"

	"github.com/labstack/echo/v4"

	"escale/internal/mediation"
	"escale/internal/pages"
)

// tourView is one tour: what can be done with it beside single visits.
type tourView struct {
	view
	Name                                          string
	AddURL, WorkbookURL, TextURL, UploadURL, Past string
	// Answer is what the file that came changes, nil without one; File and Content
	// bring it back once it was read.
	Answer        *mediation.SheetAnswer
	File, Content string
}

func (a *Admin) newTour(c echo.Context) (v tourView, id string, err error) {
	id = c.QueryParam(tourName)
	tours, _, err := a.desk.Roster(c.Request().Context(), actor(c))
	if err != nil {
		return v, id, err
	}
	for _, t := range tours {
		if t.ID != id {
			continue
		}
		v = tourView{
			view: a.newView(c, t.Name), Name: t.Name, AddURL: tourURL("/passage/ajouter", id), UploadURL: tourURL("/tournee/tableur", id),
			WorkbookURL: tourURL("/tournee/tableur", id) + "&forme=xlsx", TextURL: tourURL("/tournee/tableur", id) + "&forme=csv", Past: historyURL(mediation.ObjectTour, id),
		}
		v.Trail = append(v.Trail, pages.Anchor{URL: Root + "/tournees", Label: "Mes tournées"})
		return v, id, nil
	}
	return v, id, &mediation.Error{Kind: mediation.Forbidden, Sentence: "Votre compte ne tient pas cette tournée à jour."}
}

// tour answers GET /gestion/tournee.
func (a *Admin) tour(c echo.Context) error {
	v, _, err := a.newTour(c)
	if err != nil {
		return err
	}
	return a.show(c, http.StatusOK, tourPage, v)
}

// sheet answers GET /gestion/tournee/tableur.
func (a *Admin) sheet(c echo.Context) error {
	_, id, err := a.newTour(c)
	if err != nil {
		return err
	}
	workbook := c.QueryParam("forme") != "csv"
	content, err := a.desk.Sheet(c.Request().Context(), actor(c), id, workbook)
	if err != nil {
		return err
	}
	return sendSheet(c, id, content, workbook)
}

// sendSheet gives a spreadsheet to be saved under a name.
func sendSheet(c echo.Context, name string, content []byte, workbook bool) error {
	kind := "text/csv; charset=utf-8"
	if workbook {
		kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
		name += ".xlsx"
	} else {
		name += ".csv"
	}
	return sendFile(c, name, kind, content)
}

func sendFile(c echo.Context, name, kind string, content []byte) error {
	c.Response().Header().Set(echo.HeaderContentDisposition, `attachment; filename="`+name+`"`)
	return c.Blob(http.StatusOK, kind, content)
}

// takeSheet answers POST /gestion/tournee/tableur: what a file changes is shown
// before it is taken.
func (a *Admin) takeSheet(c echo.Context) error {
	v, id, err := a.newTour(c)
	if err != nil {
		return err
	}
	up := mediation.SheetUpload{Tour: id, Write: c.FormValue("garder") != "", State: c.FormValue("etat")}
	if up.Name, up.Content, err = upload(c); err != nil {
		return a.refused(c, &v.view, tourPage, &v, err)
	}
	answer, err := a.desk.TakeSheet(c.Request().Context(), actor(c), up)
	if mediation.KindOf(err) == mediation.Conflict {
		if err := refuse(&v.view, err); err != nil {
			return err
		}
		up.Write, up.State = false, ""
		answer, err = a.desk.TakeSheet(c.Request().Context(), actor(c), up)
	}
	if err != nil {
		return a.refused(c, &v.view, tourPage, &v, err)
	}
	if up.Write && len(answer.Faults) == 0 {
		return a.done(c, tourURL("/tournee", id), "Le tableur est pris. La carte le dit déjà.")
	}
	if len(answer.Faults) > 0 && v.Fault == "" {
		v.Fault, v.FaultOf = "À corriger : rien n’est écrit.", "faults"
	}
	v.Answer, v.File, v.Content = &answer, up.Name, base64.StdEncoding.EncodeToString(up.Content)
	return a.show(c, http.StatusOK, tourPage, v)
}

// upload is the file that was chosen, or the one that was shown before.
func upload(c echo.Context) (name string, content []byte, err error) {
	if kept := c.FormValue("contenu"); kept != "" {
		content, err = base64.StdEncoding.DecodeString(kept)
		return cleanName(c.FormValue("fichier")), content, err
	}
	header, err := c.FormFile("tableur")
	if err != nil {
		return "", nil, mediation.InvalidParameter("tableur", "Choisissez un tableur, en .xlsx ou en .csv.")
	}
	file, err := header.Open()
	if err != nil {
		return "", nil, err
	}
	defer file.Close()
	content, err = io.ReadAll(file)
	return cleanName(header.Filename), content, err
}

// longestName is how much of the name of a file is kept, in letters.
const longestName = 80

// cleanName is the name of a file without its folder.
func cleanName(name string) string {
	letters := []rune(filepath.Base(strings.ToValidUTF8(name, "")))
	return string(letters[:min(len(letters), longestName)])
}
