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

// Invite gives a role to an address.
func (d *Desk) Invite(ctx context.Context, by Actor, i Invitation) (account mediation.Account, err error) {
	email, err := i.check()
	if err != nil {
		return account, err
	}
	if err := by.check(mediation.ActInvite, Subject{Object: mediation.Object{Kind: mediation.ObjectAccount}, Role: i.Role, Departement: i.Departement}); err != nil {
		return account, err
	}
	err = d.Store.InTx(ctx, func(tx Tx) error {
		id, err := tx.SaveAccount(ctx, email, strings.TrimSpace(i.Name))
		if err != nil {
			return err
		}
		grant := mediation.Grant{Account: id, Role: i.Role, Scope: i.Scope, GrantedBy: by.ID}
		if _, err := tx.SaveGrant(ctx, grant); err != nil {
			return err
		}
		if account, err = tx.Account(ctx, id); err != nil {
			return err
		}
		_, err = tx.SaveChange(ctx, by.change(mediation.ActInvite, account, grant, i.ScopeName))
		return err
	})
	return account, err
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
		if _, err := tx.DeleteGrant(ctx, grant); err != nil {
			return err
		}
		_, err = tx.SaveChange(ctx, by.change(mediation.ActWithdraw, whose, g, ""))
		return err
	})
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

// Close ends an account.
func (d *Desk) Close(ctx context.Context, address string) error {
	email, ok := mediation.ReadAddress(address)
	if !ok {
		return errNoAddress
	}
	return d.Store.InTx(ctx, func(tx Tx) error {
		account, err := tx.AccountOf(ctx, email)
		if err != nil {
			return err
		}
		return tx.CloseAccount(ctx, account.ID)
	})
}
