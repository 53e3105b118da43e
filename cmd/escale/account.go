package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/pflag"

	"escale/internal/desk"
	"escale/internal/ingest"
	"escale/internal/mediation"
	"escale/internal/planning"
	"escale/internal/postgres"
)

// newDesk wires the use cases of those who sign in.
func (p *program) newDesk(db *postgres.DB) *desk.Desk {
	return p.deskOn(postgres.As[desk.Tx]{DB: db}, string(p.config.Area))
}

// deskOn is a desk with its settings, for one département.
func (p *program) deskOn(store desk.Store, departement string) *desk.Desk {
	d := &desk.Desk{
		Store: store, Departement: departement, Now: p.now, RemindMonths: p.config.RemindMonths,
		VansKept: p.config.VansKept, CallShare: p.config.CallShare, SeatOffer: p.config.SeatOffer, SeatsKept: p.config.SeatsKept,
	}
	if p.config.SMTPHost != "" {
		if mailer, err := p.mailer(); err == nil { // the server refuses to start without it
			d.Mailer = mailer
		}
	}
	return d
}

// followers has workshops, and requests for the van, follow the visits of a département.
func (p *program) followers(departement string) func(context.Context, planning.Tx, []mediation.VisitHolding) error {
	d := p.deskOn(nil, departement)
	return func(ctx context.Context, tx planning.Tx, visits []mediation.VisitHolding) error {
		if err := d.FollowVanVisits(ctx, tx.(desk.Tx), visits); err != nil {
			return err
		}
		return d.FollowVisits(ctx, tx.(desk.Tx), visits)
	}
}

// withDesk runs f on the use cases of those who sign in.
func (p *program) withDesk(ctx context.Context, f func(*desk.Desk) error) error {
	return p.withDatabase(ctx, func(db *postgres.DB, _ *ingest.Loader) error { return f(p.newDesk(db)) })
}

func oneAddress(args []string) (string, error) {
	if len(args) != 1 {
		return "", errors.New("il faut une adresse de courriel, et elle seule")
	}
	return args[0], nil
}

func prepareAccountCreate(p *program, flags *pflag.FlagSet) action {
	admin := flags.Bool("admin", false, "le compte administre toute la carte")
	moderator := flags.Bool("moderator", false, "le compte modère le département")
	name := flags.String("name", "", "nom du service")
	p.departementFlag(flags)
	return func(ctx context.Context, args []string) error {
		address, err := oneAddress(args)
		if err != nil {
			return err
		}
		invitation := desk.Invitation{Address: address, Name: *name, Departement: string(p.config.Area)}
		switch {
		case *admin == *moderator:
			return errors.New("il faut --admin ou --moderator : les autres rôles se donnent dans /gestion")
		case *admin:
			invitation.Role, invitation.Scope = mediation.Admin, mediation.Scope{Kind: mediation.ScopeAll}
		case p.config.Area.Several():
			return errSeveral
		default:
			invitation.Role, invitation.Scope = mediation.Moderator, mediation.Scope{Kind: mediation.ScopeDepartement, ID: p.config.Area.Only()}
		}
		return p.withDesk(ctx, func(d *desk.Desk) error {
			account, err := d.Invite(ctx, desk.Actor{Command: "escale account create"}, invitation)
			if err != nil {
				return err
			}
			p.say("Compte ouvert : %s. « escale account link %s » donne un lien pour entrer.", account.Email, account.Email)
			return nil
		})
	}
}

// prepareAccountLink prints a link on the output of the command, never in the log.
func prepareAccountLink(p *program, _ *pflag.FlagSet) action {
	return func(ctx context.Context, args []string) error {
		address, err := oneAddress(args)
		if err != nil {
			return err
		}
		return p.withDesk(ctx, func(d *desk.Desk) error {
			link, err := d.NewLink(ctx, address)
			if err != nil {
				return err
			}
			p.say("Ce lien fait entrer %s, une fois, pendant 15 minutes :\n%s", link.Account.Email, p.link(mediation.Letter{Secret: link.Secret}))
			return nil
		})
	}
}

func prepareAccountList(p *program, _ *pflag.FlagSet) action {
	return func(ctx context.Context, args []string) error {
		if err := noArguments(args); err != nil {
			return err
		}
		return p.withDesk(ctx, func(d *desk.Desk) error {
			list, err := d.Accounts(ctx)
			if err != nil {
				return err
			}
			for _, a := range list {
				p.say("%s", accountText(a))
			}
			p.say("Comptes : %d", len(list))
			return nil
		})
	}
}

func accountText(a mediation.Account) string {
	var b strings.Builder
	b.WriteString(a.Email)
	if a.Name != "" {
		fmt.Fprintf(&b, " · %s", a.Name)
	}
	if !a.Closed.IsZero() {
		b.WriteString(" · fermé")
	}
	for _, g := range a.Grants {
		fmt.Fprintf(&b, "\n    %s %s", g.Role.Label(), strings.TrimSpace(string(g.Scope.Kind)+" "+g.Scope.ID))
	}
	return b.String()
}

func prepareAccountClose(p *program, _ *pflag.FlagSet) action {
	return func(ctx context.Context, args []string) error {
		address, err := oneAddress(args)
		if err != nil {
			return err
		}
		return p.withDesk(ctx, func(d *desk.Desk) error {
			if err := d.Close(ctx, desk.Actor{Command: "escale account close"}, address); err != nil {
				return err
			}
			p.say("Compte fermé : %s. Il ne peut plus entrer, ses modifications restent.", address)
			return nil
		})
	}
}
