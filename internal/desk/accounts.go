package desk

import (
	"context"
	"slices"
	"strings"

	"escale/internal/mediation"
)

// Actor is who acts: an account, or a command on the machine itself, which may do
// all.
type Actor struct {
	mediation.Account
	// Command is the name of a command, "" for an account.
	Command string
}

func (a Actor) name() string {
	if a.Command != "" {
		return a.Command
	}
	if a.Name != "" {
		return a.Name
	}
	return a.Email
}

func (a Actor) check(act mediation.Act, on Subject) error {
	if a.Command != "" {
		return nil
	}
	return check(a.Account, act, on)
}

// May tells whether an actor may do an act on a subject.
func (a Actor) May(act mediation.Act, on Subject) bool { return a.check(act, on) == nil }

// Invitation opens an account, or gives one more thing to do to one that is there.
type Invitation struct {
	Address, Name string
	Role          mediation.Role
	Scope         mediation.Scope
	// ScopeName is what people call the scope: of an offer, of a tour.
	ScopeName string
	// Departement is where the scope lies.
	Departement string
	// Request is the request for access that this answers, 0 for none.
	Request int64
}

func (i Invitation) check() (email string, err error) {
	email, ok := mediation.ReadAddress(i.Address)
	switch {
	case !ok:
		return "", errNoAddress
	case !slices.Contains(mediation.Roles, i.Role):
		return "", mediation.InvalidParameter("role", "Choisissez ce que ce compte pourra faire.")
	case !slices.Contains(mediation.ScopesOf[i.Role], i.Scope.Kind):
		return "", mediation.InvalidParameter("portee", "Ce rôle ne se donne pas pour cela.")
	case (i.Scope.ID == "") != (i.Scope.Kind == mediation.ScopeAll):
		return "", mediation.InvalidParameter("portee", "Dites pour quoi ce rôle est donné.")
	case strings.ContainsAny(i.Name, "\r\n\x00"), len(i.Name) > maxName:
		return "", mediation.InvalidParameter("nom", "Ce nom est trop long, ou a plusieurs lignes.")
	}
	return email, nil
}

// maxName is the longest name of a service, in bytes.
const maxName = 200

// Invite gives a role to an address, and has the invitation sent there.
func (d *Desk) Invite(ctx context.Context, by Actor, i Invitation) (account mediation.Account, err error) {
	err = d.Store.InTx(ctx, func(tx Tx) error {
		account, err = d.invite(ctx, tx, by, i)
		return err
	})
	return account, err
}

func (d *Desk) invite(ctx context.Context, tx Tx, by Actor, i Invitation) (account mediation.Account, err error) {
	email, err := i.check()
	if err != nil {
		return account, err
	}
	if err := by.check(mediation.ActInvite, Subject{Object: mediation.Object{Kind: mediation.ObjectAccount}, Role: i.Role, Departement: i.Departement}); err != nil {
		return account, err
	}
	id, err := tx.SaveAccount(ctx, email, strings.TrimSpace(i.Name))
	if err != nil {
		return account, err
	}
	grant := mediation.Grant{Account: id, Role: i.Role, Scope: i.Scope, ScopeName: i.ScopeName, GrantedBy: by.ID}
	if grant.ID, err = tx.SaveGrant(ctx, grant); err != nil {
		return account, err
	}
	if account, err = tx.Account(ctx, id); err != nil {
		return account, err
	}
	if err := d.queueLink(ctx, tx, account, mediation.Mail{Kind: mediation.MailInvitation, Grant: grant.ID, Request: i.Request}); err != nil {
		return account, err
	}
	_, err = tx.SaveChange(ctx, by.change(mediation.ActInvite, account, grant, i.ScopeName))
	return account, err
}

// queueLink queues a mail with a link that nobody asked for, where mail is set up.
func (d *Desk) queueLink(ctx context.Context, tx Tx, account mediation.Account, m mediation.Mail) (err error) {
	if d.Mailer == nil {
		return nil
	}
	if m.SignIn, err = tx.OpenSignIn(ctx, account.Email, m.Kind, longLink); err != nil {
		return err
	}
	m.Account = account.ID
	return tx.QueueMail(ctx, d.Departement, m)
}

// change tells of a grant that was given or taken back.
func (a Actor) change(act mediation.Act, account mediation.Account, g mediation.Grant, scope string) mediation.Change {
	c := mediation.Change{
		Account: a.ID, Author: a.name(), Act: act, Object: mediation.Object{Kind: mediation.ObjectAccount, ID: idText(account.ID)},
		Name: accountName(account), Field: string(g.Role),
	}
	what := strings.TrimSpace(string(g.Scope.Kind) + " " + scope)
	if scope == "" {
		what = strings.TrimSpace(string(g.Scope.Kind) + " " + g.Scope.ID)
	}
	if act == mediation.ActInvite {
		c.After = what
	} else {
		c.Before = what
	}
	return c
}

// accountName is what the history calls an account: its service, or its number,
// never its address, which is a person's.
func accountName(a mediation.Account) string {
	if a.Name != "" {
		return a.Name
	}
	return "compte " + idText(a.ID)
}

// Withdraw takes a grant back; the account is signed out everywhere.
func (d *Desk) Withdraw(ctx context.Context, by Actor, account, grant int64) error {
	of := func(role mediation.Role) Subject {
		return Subject{Object: mediation.Object{Kind: mediation.ObjectAccount}, Role: role, Departement: d.Departement}
	}
	if err := by.check(mediation.ActWithdraw, of(mediation.Editor)); err != nil {
		return err // who may take nothing back learns nothing of what is there
	}
	return d.Store.InTx(ctx, func(tx Tx) error {
		whose, err := tx.Account(ctx, account)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(whose.Grants, func(g mediation.Grant) bool { return g.ID == grant })
		if i < 0 {
			return &mediation.Error{Kind: mediation.NotFound, Sentence: "Ce droit n’existe plus."}
		}
		g := whose.Grants[i]
		if err := by.check(mediation.ActWithdraw, of(g.Role)); err != nil {
			return err
		}
		if err := keepsAnAdmin(ctx, tx, whose, g); err != nil {
			return err
		}
		if _, err := tx.DeleteGrant(ctx, grant); err != nil {
			return err
		}
		_, err = tx.SaveChange(ctx, by.change(mediation.ActWithdraw, whose, g, g.ScopeName))
		return err
	})
}

// keepsAnAdmin refuses to take from the last account that administers the map one
// of its grants, if that is what it administers by.
func keepsAnAdmin(ctx context.Context, tx Tx, account mediation.Account, taken ...mediation.Grant) error {
	isAdmin := func(g mediation.Grant) bool { return g.Role == mediation.Admin }
	if !account.Closed.IsZero() || !slices.ContainsFunc(taken, isAdmin) {
		return nil
	}
	others, err := tx.OtherAdmins(ctx, account.ID)
	if err == nil && others == 0 {
		err = &mediation.Error{Kind: mediation.Conflict,
			Sentence: "C’est le dernier compte qui administre la carte : donnez d’abord ce droit à quelqu’un d’autre."}
	}
	return err
}

// Accounts lists the accounts with their grants.
func (d *Desk) Accounts(ctx context.Context) (list []mediation.Account, err error) {
	err = d.Store.InTx(ctx, func(tx Tx) (err error) {
		list, err = tx.Accounts(ctx)
		return err
	})
	return list, err
}

// Account reads an account that is open.
func (d *Desk) Account(ctx context.Context, id int64) (account mediation.Account, err error) {
	err = d.Store.InTx(ctx, func(tx Tx) (err error) {
		account, err = tx.Account(ctx, id)
		return err
	})
	if err == nil && !account.Closed.IsZero() {
		err = errForbidden
	}
	return account, err
}

// Close ends the account of an address.
func (d *Desk) Close(ctx context.Context, by Actor, address string) error {
	email, ok := mediation.ReadAddress(address)
	if !ok {
		return errNoAddress
	}
	return d.close(ctx, by, func(tx Tx) (mediation.Account, error) { return tx.AccountOf(ctx, email) })
}

// CloseAccount ends an account.
func (d *Desk) CloseAccount(ctx context.Context, by Actor, id int64) error {
	return d.close(ctx, by, func(tx Tx) (mediation.Account, error) { return tx.Account(ctx, id) })
}

func (d *Desk) close(ctx context.Context, by Actor, find func(Tx) (mediation.Account, error)) error {
	if err := by.check(mediation.ActClose, Subject{Object: mediation.Object{Kind: mediation.ObjectAccount}}); err != nil {
		return err
	}
	return d.Store.InTx(ctx, func(tx Tx) error {
		account, err := find(tx)
		if err != nil {
			return err
		}
		if err := keepsAnAdmin(ctx, tx, account, account.Grants...); err != nil {
			return err
		}
		if err := tx.CloseAccount(ctx, account.ID); err != nil {
			return err
		}
		_, err = tx.SaveChange(ctx, mediation.Change{
			Account: by.ID, Author: by.name(), Act: mediation.ActClose, Object: mediation.Object{Kind: mediation.ObjectAccount, ID: idText(account.ID)}, Name: accountName(account),
		})
		return err
	})
}
