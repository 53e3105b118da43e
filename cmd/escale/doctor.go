package main

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/spf13/pflag"
	"golang.org/x/sys/unix"

	"escale/internal/catalog"
	"escale/internal/doctor"
	"escale/internal/mediation"
	"escale/internal/postgres"
	"escale/internal/postgres/backup"
)

// errUnwell ends a command that found a fault.
var errUnwell = errors.New("des points sont à régler")

// freeSpace is the room of the disk that holds a path, in bytes; tests fill it.
var freeSpace = func(path string) (uint64, error) {
	var disk unix.Statfs_t
	err := unix.Statfs(path, &disk)
	return disk.Bavail * uint64(disk.Bsize), err
}

func prepareDoctor(p *program, flags *pflag.FlagSet) action {
	served := flags.Bool("served", false, "regarde seulement si la carte est servie ici")
	return func(ctx context.Context, args []string) error {
		if err := noArguments(args); err != nil {
			return err
		}
		if *served {
			return p.checkServed(ctx)
		}
		checks, err := p.checks()
		if err != nil {
			return err
		}
		all := doctor.Examine(ctx, checks...)
		for _, f := range all {
			p.sayFinding(f)
		}
		if doctor.Worst(all) == doctor.Fault {
			return errUnwell
		}
		return nil
	}
}

var errNotServed = errors.New("la carte n’est pas servie ici")

// checkServed is for supervisors: it asks the server of this machine, and nothing else.
func (p *program) checkServed(ctx context.Context) error {
	if !doctor.Ready(ctx, p.here()) {
		return errNotServed
	}
	return nil
}

// here is the address of the server of this machine.
func (p *program) here() string {
	host := p.config.Listen
	if ip, err := netip.ParseAddr(host); err != nil || ip.IsUnspecified() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, strconv.Itoa(p.config.Port))
}

// marks are what a terminal without colours shows of a level.
var marks = map[doctor.Level]string{doctor.Good: "bien", doctor.Warning: "ATTENTION", doctor.Fault: "PANNE"}

func (p *program) sayFinding(f doctor.Finding) {
	p.say("%-9s  %s : %s", marks[f.Level], f.About, f.Says)
	if f.Do != "" {
		p.say("%-9s  → %s", "", f.Do)
	}
}

// checks are what this map needs.
func (p *program) checks() ([]doctor.Check, error) {
	c := p.config
	var try func(context.Context) error
	if c.SMTPHost != "" {
		sender, err := p.sender()
		if err != nil {
			return nil, err
		}
		try = sender.Check
	}
	list := []doctor.Check{
		doctor.Database(p.examination(), time.Now),
		doctor.Folder("dossier ESCALE_VAR", c.Var, freeSpace),
		doctor.Snapshot(p.snapshotFile(), catalog.CheckFile),
		doctor.Backups(c.BackupDir, p.backupFolder().Latest, backup.CheckTools, time.Now),
	}
	if c.BackupDir != "" {
		list = append(list, doctor.Folder("dossier ESCALE_BACKUP_DIR", c.BackupDir, freeSpace))
	}
	return append(list,
		doctor.Port(net.JoinHostPort(c.Listen, strconv.Itoa(c.Port)), func(ctx context.Context) bool {
			return doctor.Serves(ctx, p.here())
		}),
		doctor.BaseURL(c.BaseURL, version, http.DefaultClient, time.Now),
		doctor.Mail(try),
		doctor.Frozen(c.Now),
	), nil
}

// examination reads the state of the database, nil while the private one is not made.
func (p *program) examination() func(context.Context) (mediation.DatabaseState, error) {
	if _, err := os.Stat(filepath.Join(p.config.Var, "postgres", "data")); err != nil && p.config.DatabaseURL == "" {
		return nil
	}
	return func(ctx context.Context) (state mediation.DatabaseState, err error) {
		url, stop, err := p.databaseURL(ctx)
		if err != nil {
			return state, err
		}
		defer stop()
		return postgres.Examine(ctx, url, p.config.Area)
	}
}
