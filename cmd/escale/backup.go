package main

import (
	"context"
	"errors"
	"time"

	"github.com/spf13/pflag"

	"escale/internal/postgres"
	"escale/internal/postgres/backup"
)

func prepareBackup(p *program, _ *pflag.FlagSet) action {
	return func(ctx context.Context, args []string) error {
		if len(args) != 1 {
			return errors.New("il faut le nom du fichier à écrire")
		}
		m, err := p.backup(ctx, args[0])
		if err != nil {
			return err
		}
		p.say("%s : %d lignes de %d tables, %.1f Mo. Il contient des données personnelles : gardez-le comme la base.",
			args[0], m.Total(), len(m.Rows), float64(m.Size)/1e6)
		return nil
	}
}

// backup writes the database into a new file.
func (p *program) backup(ctx context.Context, file string) (m backup.Manifest, err error) {
	url, stop, err := p.databaseURL(ctx)
	if err != nil {
		return m, err
	}
	defer stop()
	return backup.Write(ctx, url, file, backup.Manifest{Program: version, Area: string(p.config.Area), MadeAt: time.Now().UTC().Truncate(time.Second)})
}

func prepareRestore(p *program, flags *pflag.FlagSet) action {
	replace := flags.Bool("replace", false, "remplace tout ce que la base contient")
	return func(ctx context.Context, args []string) error {
		if len(args) != 1 {
			return errors.New("il faut le nom du fichier à restaurer")
		}
		return p.restore(ctx, args[0], *replace)
	}
}

// restore makes the database what a file says, of the shape of this program, and
// without what is past its term.
func (p *program) restore(ctx context.Context, file string, replace bool) error {
	url, stop, err := p.databaseURL(ctx)
	if err != nil {
		return err
	}
	defer stop()
	m, err := backup.Restore(ctx, url, file, replace)
	if err != nil {
		return err
	}
	db, err := postgres.Open(ctx, url)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := p.eraseNow(ctx, db); err != nil {
		return err
	}
	p.say("Base restaurée : %d lignes de %d tables, telles que le %s (version %s). Chacun devra se connecter à nouveau.",
		m.Total(), len(m.Rows), m.MadeAt.Local().Format("02/01/2006 à 15:04"), m.Program)
	if m.Area != string(p.config.Area) {
		p.say("Attention : cette sauvegarde est du département %s, et ESCALE_DEPARTEMENT dit %s.", m.Area, p.config.Area)
	}
	return nil
}
