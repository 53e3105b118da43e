package admin

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"escale/internal/desk"
	"escale/internal/mediation"
	"escale/internal/pages"
)

const (
	accountsPath = Root + "/comptes"
	givePath     = accountsPath + "/donner"
)

// accountsView lists the accounts.
type accountsView struct {
	view
	Accounts []accountLine
}

type accountLine struct {
	Email, Name string
	// Closed and Waiting are true for one that was closed, and for one whose
	// invitation nobody opened yet.
	Closed, Waiting bool
	Grants          []grantLine
	// CloseURL ends it, "" for who may not.
	CloseURL string
}

// grantLine is what an account may do, with the page that takes it back.
type grantLine struct{ Text, URL string }

func accountPath(id int64, act string) string {
	return accountsPath + "/" + strconv.FormatInt(id, 10) + act
}

func newGrantLine(account int64, g mediation.Grant) grantLine {
	text := g.Role.Label()
	switch name := strings.TrimSpace(g.ScopeName); {
	case name != "":
		text += " : " + name
	case g.Scope.Kind != mediation.ScopeAll && g.Scope.Kind != mediation.ScopeDepartement:
		text += " : " + g.Scope.ID
	}
	return grantLine{text, accountPath(account, "/droits/"+strconv.FormatInt(g.ID, 10)+"/retirer")}
}

func actor(c echo.Context) desk.Actor { return desk.Actor{Account: current(c)} }

// here is an account of this département, as the subject of an act.
func (a *Admin) here(role mediation.Role) desk.Subject {
	return desk.Subject{Object: mediation.Object{Kind: mediation.ObjectAccount}, Departement: a.opts.Departement, Role: role}
}

// invites tells whether an account gives rights to others.
func (a *Admin) invites(account mediation.Account) bool {
	for _, role := range mediation.Roles {
		if (desk.Actor{Account: account}).May(mediation.ActInvite, a.here(role)) {
			return true
		}
	}
	return false
}

func (a *Admin) newAccounts(c echo.Context) (v accountsView, err error) {
	if !a.invites(current(c)) {
		return v, &mediation.Error{Kind: mediation.Forbidden, Sentence: "Votre compte ne donne pas de droits à d’autres."}
	}
	v.view = a.newView(c, "Comptes")
	list, err := a.desk.Accounts(c.Request().Context())
	for _, account := range list {
		v.Accounts = append(v.Accounts, a.newAccountLine(c, account))
	}
	return v, err
}

func (a *Admin) newAccountLine(c echo.Context, account mediation.Account) accountLine {
	line := accountLine{Email: account.Email, Name: account.Name, Closed: !account.Closed.IsZero(), Waiting: account.Entered.IsZero()}
	if !line.Closed && actor(c).May(mediation.ActClose, a.here("")) {
		line.CloseURL = accountPath(account.ID, "/fermer")
	}
	for _, g := range account.Grants {
		grant := newGrantLine(account.ID, g)
		if !actor(c).May(mediation.ActWithdraw, a.here(g.Role)) {
			grant.URL = ""
		}
		line.Grants = append(line.Grants, grant)
	}
	return line
}

// accounts answers GET /gestion/comptes.
func (a *Admin) accounts(c echo.Context) error { return a.showAccounts(c, nil) }

// showAccounts shows the accounts, with what keeps one from being changed.
func (a *Admin) showAccounts(c echo.Context, fault error) error {
	v, err := a.newAccounts(c)
	if err != nil {
		return err
	}
	if fault == nil {
		return a.show(c, http.StatusOK, accountsPage, v)
	}
	if err := refuse(&v.view, fault); err != nil {
		return err
	}
	v.FaultOf = "" // no field of a form
	return a.show(c, http.StatusConflict, accountsPage, v)
}

// giveView searches what an account may be given, and gives it.
type giveView struct {
	view
	rightsForm
	// Address and Name are what was typed.
	Address, Name string
}

// rightsForm is a search of rights and what it found.
type rightsForm struct {
	Query string
	// Roles need no search; Rights were found, More have no room.
	Roles, Rights []pages.Choice
	More          int
	Searched      bool
}

// newRights looks for what was asked, and keeps what was chosen.
func (a *Admin) newRights(c echo.Context) (f rightsForm, err error) {
	f.Query, f.Searched = strings.TrimSpace(c.FormValue("q")), strings.TrimSpace(c.FormValue("q")) != ""
	list, more, err := a.desk.Rights(c.Request().Context(), actor(c), f.Query)
	f.More = more
	for _, r := range list {
		choice := rightChoice(c, r)
		if r.Name == "" {
			f.Roles = append(f.Roles, choice)
		} else {
			f.Rights = append(f.Rights, choice)
		}
	}
	return f, err
}

func rightChoice(c echo.Context, r desk.Right) pages.Choice {
	return pages.Choice{ID: r.ID(), Label: r.Label(), Checked: c.FormValue("droit") == r.ID()}
}

func (a *Admin) newGive(c echo.Context) (v giveView, err error) {
	v.view = a.newView(c, "Donner un droit")
	v.Trail = append(v.Trail, pages.Anchor{URL: accountsPath, Label: "Comptes"})
	v.Address, v.Name = c.FormValue("courriel"), c.FormValue("nom")
	v.rightsForm, err = a.newRights(c)
	return v, err
}

// give answers POST /gestion/comptes/donner.
func (a *Admin) give(c echo.Context) error {
	account, err := a.desk.Give(c.Request().Context(), actor(c), c.FormValue("courriel"), c.FormValue("nom"), c.FormValue("droit"))
	if err == nil {
		sentence := "C’est fait : une invitation part vers " + account.Email + "."
		if !a.opts.Mail {
			sentence = "C’est fait : " + account.Email + " a ce droit. Cette carte n’envoie pas de courriel : donnez-lui un lien vous-même."
		}
		return a.done(c, accountsPath, sentence)
	}
	v, failed := a.newGive(c)
	if failed != nil {
		return failed
	}
	if err := refuse(&v.view, err); err != nil {
		return err
	}
	return a.show(c, http.StatusUnprocessableEntity, givePage, v)
}

// withdraw answers POST /gestion/comptes/{account}/droits/{grant}/retirer.
func (a *Admin) withdraw(c echo.Context) error {
	account, err1 := strconv.ParseInt(c.Param("account"), 10, 64)
	grant, err2 := strconv.ParseInt(c.Param("grant"), 10, 64)
	if err1 != nil || err2 != nil {
		return echo.ErrNotFound
	}
	if err := a.desk.Withdraw(c.Request().Context(), actor(c), account, grant); err != nil {
		return a.showAccounts(c, err)
	}
	return a.done(c, accountsPath, "Ce droit est retiré. La personne est déconnectée.")
}

// closeAccount answers POST /gestion/comptes/{account}/fermer.
func (a *Admin) closeAccount(c echo.Context) error {
	account, err := strconv.ParseInt(c.Param("account"), 10, 64)
	if err != nil {
		return echo.ErrNotFound
	}
	if err := a.desk.CloseAccount(c.Request().Context(), actor(c), account); err != nil {
		return a.showAccounts(c, err)
	}
	return a.done(c, accountsPath, "Ce compte est fermé. Ses modifications restent.")
}
