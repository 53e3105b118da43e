package admin

import (
	"cmp"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"escale/internal/desk"
	"escale/internal/mediation"
	"escale/internal/pages"
)

// accountsView lists the accounts, and invites.
type accountsView struct {
	view
	Accounts []accountLine
	// Roles are those that may be given, Scopes what for.
	Roles, Scopes []pages.Choice
	// Address, Name and Target are what was typed.
	Address, Name, Target string
}

type accountLine struct {
	Email, Name string
	Closed      bool
	Grants      []grantLine
}

// grantLine is what an account may do, with the form that takes it back.
type grantLine struct{ Text, URL string }

// scopeLabels name what a role may be given for.
var scopeLabels = map[mediation.ScopeKind]string{
	mediation.ScopeOffer: "un lieu (sa source et son identifiant)", mediation.ScopeOrganisation: "une structure (son nom)",
	mediation.ScopeCommune: "une commune (son code INSEE)", mediation.ScopeTour: "une tournée (son nom court)",
	mediation.ScopeDepartement: "le département", mediation.ScopeAll: "toute la carte",
}

func newGrantLine(account int64, g mediation.Grant) grantLine {
	text := g.Role.Label() + " : " + scopeLabels[g.Scope.Kind]
	if g.Scope.ID != "" {
		text = g.Role.Label() + " : " + g.Scope.ID
	}
	return grantLine{text, Root + "/comptes/" + strconv.FormatInt(account, 10) + "/droits/" + strconv.FormatInt(g.ID, 10) + "/retirer"}
}

func actor(c echo.Context) desk.Actor { return desk.Actor{Account: current(c)} }

// here is an account of this département, as the subject of an act.
func (a *Admin) here(role mediation.Role) desk.Subject {
	return desk.Subject{Object: mediation.Object{Kind: mediation.ObjectAccount}, Departement: a.opts.Departement, Role: role}
}

// givable lists the roles that an account may give.
func (a *Admin) givable(account mediation.Account) (roles []mediation.Role) {
	for _, role := range mediation.Roles {
		if (desk.Actor{Account: account}).May(mediation.ActInvite, a.here(role)) {
			roles = append(roles, role)
		}
	}
	return roles
}

func (a *Admin) invites(account mediation.Account) bool { return len(a.givable(account)) > 0 }

func (a *Admin) newAccounts(c echo.Context) (v accountsView, err error) {
	v.view = a.newView(c, "Comptes")
	roles := a.givable(current(c))
	if len(roles) == 0 {
		return v, &mediation.Error{Kind: mediation.Forbidden, Sentence: "Votre compte ne donne pas de droits à d’autres."}
	}
	for _, role := range roles {
		v.Roles = append(v.Roles, pages.Choice{ID: string(role), Label: role.Label(), Checked: c.FormValue("role") == string(role)})
		for _, kind := range mediation.ScopesOf[role] {
			v.Scopes = append(v.Scopes, pages.Choice{ID: string(kind), Label: scopeLabels[kind], Checked: c.FormValue("portee") == string(kind)})
		}
	}
	v.Address, v.Name, v.Target = c.FormValue("courriel"), c.FormValue("nom"), c.FormValue("cible")
	list, err := a.desk.Accounts(c.Request().Context())
	for _, account := range list {
		line := accountLine{Email: account.Email, Name: account.Name, Closed: !account.Closed.IsZero()}
		for _, g := range account.Grants {
			grant := newGrantLine(account.ID, g)
			if !actor(c).May(mediation.ActWithdraw, a.here(g.Role)) {
				grant.URL = ""
			}
			line.Grants = append(line.Grants, grant)
		}
		v.Accounts = append(v.Accounts, line)
	}
	return v, err
}

// accounts answers GET /gestion/comptes.
func (a *Admin) accounts(c echo.Context) error {
	v, err := a.newAccounts(c)
	if err != nil {
		return err
	}
	return a.show(c, http.StatusOK, accountsPage, v)
}

// invite answers POST /gestion/comptes.
func (a *Admin) invite(c echo.Context) error {
	i := desk.Invitation{
		Address: c.FormValue("courriel"), Name: c.FormValue("nom"), Role: mediation.Role(c.FormValue("role")), Departement: a.opts.Departement,
		Scope: mediation.Scope{Kind: mediation.ScopeKind(c.FormValue("portee")), ID: strings.TrimSpace(c.FormValue("cible"))},
	}
	switch i.Scope.Kind {
	case mediation.ScopeAll:
		i.Scope.ID = ""
	case mediation.ScopeDepartement:
		i.Scope.ID = cmp.Or(i.Scope.ID, a.opts.Departement)
	case mediation.ScopeCommune:
		i.Departement = mediation.DepartementOf(i.Scope.ID)
	}
	account, err := a.desk.Invite(c.Request().Context(), actor(c), i)
	if err == nil {
		return a.done(c, Root+"/comptes", "C’est fait : "+account.Email+" a ce droit.")
	}
	v, failed := a.newAccounts(c)
	if failed != nil {
		return failed
	}
	if err := refuse(&v.view, err); err != nil {
		return err
	}
	return a.show(c, http.StatusUnprocessableEntity, accountsPage, v)
}

// withdraw answers POST /gestion/comptes/{account}/droits/{grant}/retirer.
func (a *Admin) withdraw(c echo.Context) error {
	account, err1 := strconv.ParseInt(c.Param("account"), 10, 64)
	grant, err2 := strconv.ParseInt(c.Param("grant"), 10, 64)
	if err1 != nil || err2 != nil {
		return echo.ErrNotFound
	}
	if err := a.desk.Withdraw(c.Request().Context(), actor(c), account, grant); err != nil {
		return err
	}
	return a.done(c, Root+"/comptes", "Ce droit est retiré. La personne est déconnectée.")
}
