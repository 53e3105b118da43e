package desk

import (
	"context"

	"escale/internal/mediation"
)

// tellTeam writes to those who answer a request that has just come. Whoever typed it
// knows it already.
func (d *Desk) tellTeam(ctx context.Context, tx Tx, by Actor, r mediation.VanRequest) error {
	if d.Mailer == nil {
		return nil
	}
	accounts, err := tx.Accounts(ctx)
	if err != nil {
		return err
	}
	for _, account := range d.vanTeam(accounts, r) {
		if account.ID == by.ID {
			continue
		}
		if err := tx.QueueMail(ctx, d.Departement, mediation.Mail{Kind: mediation.MailTeamVan, Van: r.ID, Account: account.ID}); err != nil {
			return err
		}
	}
	return nil
}

// vanTeam are the operators and moderators who answer a request; admins only where there
// are none: they have other work.
func (d *Desk) vanTeam(accounts []mediation.Account, r mediation.VanRequest) (list []mediation.Account) {
	for _, roles := range [][]mediation.Role{{mediation.Operator, mediation.Moderator}, {mediation.Admin}} {
		for _, account := range accounts {
			if may(inRoles(account, roles...), mediation.ActVan, d.vanSubject(r)) {
				list = append(list, account)
			}
		}
		if len(list) > 0 {
			break
		}
	}
	return list
}

// composeTeamVan makes what the team reads: of the request, the commune alone. An error of
// kind [mediation.NotFound] once somebody looked at it, or the account answers none any more.
func (d *Desk) composeTeamVan(ctx context.Context, tx Tx, m *mediation.Mail, l *mediation.Letter) error {
	account, err := tx.Account(ctx, m.Account)
	if err != nil {
		return err
	}
	r, err := tx.VanRequest(ctx, d.Departement, m.Van)
	if err != nil {
		return err
	}
	if r.State != mediation.VanReceived || !may(account, mediation.ActVan, d.vanSubject(r)) {
		return &mediation.Error{Kind: mediation.NotFound, Sentence: "Ce message n’a plus lieu d’être."}
	}
	l.Secret, l.To, l.About, l.Van = "", account.Email, r.CommuneName, r.ID
	return nil
}
