package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
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
	return backup.Write(ctx, url, file, p.aboutBackup())
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
	m, err := backup.Open(file)
	if err != nil {
		return err
	}
	if m.Area != string(p.config.Area) {
		return fmt.Errorf("cette sauvegarde est du département %s, et ESCALE_DEPARTEMENT dit %s : rien n’est changé", m.Area, p.config.Area)
	}
	if m, err = backup.Restore(ctx, url, file, replace); err != nil {
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
		m.Total(), len(m.Rows), m.MadeAt.In(p.now().Location()).Format("02/01/2006 à 15:04"), m.Program)
	return nil
}

// backupFolder is where backups are kept by themselves.
func (p *program) backupFolder() backup.Folder {
	return backup.Folder{Path: p.config.BackupDir, Name: "escale-" + p.config.Area.Name(), Days: p.config.BackupDays}
}

// backupEvery is how often a server looks whether the backup of the day is there.
const backupEvery = time.Hour

// keepBackups writes the backup of each day until ctx ends. Each server with a
// folder keeps its own: two machines are better than one.
func (p *program) keepBackups(ctx context.Context) {
	for tick := time.NewTicker(backupEvery); ; {
		file, err := p.backupOfTheDay(ctx)
		switch {
		case err != nil && ctx.Err() == nil:
			slog.Error("the backup of the day could not be written; it is tried again in an hour", "error", err)
		case file != "":
			slog.Info("the backup of the day is written", "file", file)
		}
		select {
		case <-ctx.Done():
			tick.Stop()
			return
		case <-tick.C:
		}
	}
}

func (p *program) backupOfTheDay(ctx context.Context) (file string, err error) {
	url, stop, err := p.databaseURL(ctx)
	if err != nil {
		return "", err
	}
	defer stop()
	today := time.Now().In(p.now().Location())
	return p.backupFolder().Daily(ctx, url, today, p.aboutBackup())
}

func (p *program) aboutBackup() backup.Manifest {
	return backup.Manifest{Program: version, Area: string(p.config.Area), MadeAt: time.Now().UTC().Truncate(time.Second)}
}
