package main

import (
	"context"
	"errors"
	"flag"
	"strconv"
	"sync/atomic"

	"escale/internal/hours"
	"escale/internal/mediation"
	"escale/internal/postgres"
)

// notices stores what readers of one département say is wrong.
type notices struct {
	db          *postgres.DB
	departement string
}

func (n notices) SaveNotice(ctx context.Context, notice mediation.Notice) error {
	return n.db.SaveNotice(ctx, n.departement, notice)
}

// lateNotices is where they go, absent until the database is there.
type lateNotices struct{ inner atomic.Pointer[notices] }

func (l *lateNotices) set(n notices) { l.inner.Store(&n) }

var errNoNotices = &mediation.Error{Kind: mediation.Unavailable,
	Sentence: "Votre message n'a pas pu être gardé. Réessayez dans un moment, ou téléphonez au lieu."}

func (l *lateNotices) SaveNotice(ctx context.Context, n mediation.Notice) error {
	inner := l.inner.Load()
	if inner == nil {
		return errNoNotices
	}
	err := inner.SaveNotice(ctx, n)
	if mediation.KindOf(err) == mediation.Unavailable {
		return &mediation.Error{Kind: mediation.Unavailable, Sentence: errNoNotices.Sentence, Cause: err}
	}
	return err
}

func prepareNotices(p *program, flags *flag.FlagSet) func(context.Context, []string) error {
	flags.StringVar(&p.config.Departement, "departement", p.config.Departement, "code du département")
	return func(ctx context.Context, args []string) error {
		if len(args) != 0 && (len(args) != 2 || args[0] != "regler") {
			return errors.New("il faut « escale signalements », ou « escale signalements regler NUMÉRO »")
		}
		db, closeDB, err := p.database(ctx)
		if err != nil {
			return err
		}
		defer closeDB()
		if len(args) == 2 {
			return p.settleNotice(ctx, db, args[1])
		}
		return p.listNotices(ctx, db)
	}
}

func (p *program) settleNotice(ctx context.Context, db *postgres.DB, number string) error {
	id, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return errors.New("« " + number + " » n'est pas le numéro d'un signalement")
	}
	if err := db.SettleNotice(ctx, p.config.Departement, id); err != nil {
		return err
	}
	p.say("Le signalement %d est réglé.", id)
	return nil
}

func (p *program) listNotices(ctx context.Context, db *postgres.DB) error {
	list, err := db.Notices(ctx, p.config.Departement)
	if err != nil {
		return err
	}
	for _, n := range list {
		p.say("%d · %s à %s · %s (/lieux/%s)\n    %s", n.ID, hours.FormatDay(n.At), hours.FormatTime(n.At), n.PlaceName, n.Place,
			mediation.NoticeSubjects.Label(n.Subject))
		if n.Text != "" {
			p.say("    « %s »", n.Text)
		}
	}
	p.say("Signalements à régler : %d", len(list))
	return nil
}
