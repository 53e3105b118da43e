package main

import (
	"context"
	"errors"
	"sync/atomic"

	"github.com/spf13/pflag"

	"escale/internal/hours"
	"escale/internal/ingest"
	"escale/internal/mediation"
	"escale/internal/postgres"
)

// notices stores what readers say is wrong.
type notices struct {
	db   *postgres.DB
	area mediation.Area
}

func (n notices) SaveNotice(ctx context.Context, notice mediation.Notice) error {
	return n.db.SaveNotice(ctx, n.area, notice)
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
	if mediation.KindOf(err) == mediation.Unavailable && !errors.Is(err, mediation.ErrTooManyNotices) {
		return &mediation.Error{Kind: mediation.Unavailable, Sentence: errNoNotices.Sentence, Cause: err}
	}
	return err
}

func prepareNotices(p *program, flags *pflag.FlagSet) action {
	p.departementFlag(flags)
	return func(ctx context.Context, args []string) error {
		if err := noArguments(args); err != nil {
			return err
		}
		return p.withDatabase(ctx, func(db *postgres.DB, _ *ingest.Loader) error { return p.listNotices(ctx, db) })
	}
}

func prepareSettle(p *program, flags *pflag.FlagSet) action {
	p.departementFlag(flags)
	place := flags.String("lieu", "", "règle tous ceux d’un lieu, par son identifiant (celui de /lieux/…)")
	all := flags.Bool("tous", false, "règle tous ceux qui restent")
	return func(ctx context.Context, args []string) error {
		if *all || *place != "" {
			return p.settleMany(ctx, args, *place)
		}
		id, err := number(args, "un signalement")
		if err != nil {
			return err
		}
		return p.withDatabase(ctx, func(db *postgres.DB, _ *ingest.Loader) error {
			if err := db.SettleNotice(ctx, p.config.Area, id); err != nil {
				return err
			}
			p.say("Le signalement %d est réglé.", id)
			return nil
		})
	}
}

// settleMany settles the notices of a place, all of them when it is "".
func (p *program) settleMany(ctx context.Context, args []string, place string) error {
	if err := noArguments(args); err != nil {
		return err
	}
	return p.withDatabase(ctx, func(db *postgres.DB, _ *ingest.Loader) error {
		n, err := db.SettleNotices(ctx, p.config.Area, place)
		if err == nil {
			p.say("Signalements réglés : %d", n)
		}
		return err
	})
}

func (p *program) listNotices(ctx context.Context, db *postgres.DB) error {
	list, err := db.Notices(ctx, p.config.Area)
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
