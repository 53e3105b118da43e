package admin

import (
	"cmp"
	"net/http"

	"github.com/labstack/echo/v4"
)

const mailsPath = Root + "/courriels"

// mailsView lists the mails that did not leave.
type mailsView struct {
	view
	Mails []mailLine
}

type mailLine struct{ Kind, Address, Failure, When string }

// failedMails answers GET /gestion/courriels.
func (a *Admin) failedMails(c echo.Context) error {
	list, err := a.desk.FailedMails(c.Request().Context(), actor(c))
	if err != nil {
		return err
	}
	v := mailsView{view: a.newView(c, "Courriels qui ne sont pas partis")}
	for _, m := range list {
		v.Mails = append(v.Mails, mailLine{m.Kind.Label(), cmp.Or(m.Address, "une adresse effacée"), m.Failure, momentText(m.Ended)})
	}
	return a.show(c, http.StatusOK, mailsPage, v)
}
