package doctor

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"time"
)

// The free space, in bytes, below which one is warned, and below which soon nothing
// can be written.
const (
	littleSpace = 2 << 30
	noSpace     = 200 << 20
)

// Folder looks whether a folder can be written to, and has room; free tells the
// room of the disk that holds it.
func Folder(about, path string, free func(path string) (uint64, error)) Check {
	return func(context.Context) []Finding {
		if err := tryWrite(path); err != nil {
			return []Finding{fault(about, err.Error(), "Donnez ce dossier au compte qui fait tourner Escale (chown), ou choisissez-en un autre.")}
		}
		room, err := free(path)
		switch {
		case err != nil:
			return []Finding{fault(about, err.Error(), "Vérifiez ce disque.")}
		case room < noSpace:
			return []Finding{fault(about, fmt.Sprintf("Le disque de %s est plein : il reste %d Mo.", path, room>>20), "Faites de la place : sans elle la base s’arrête d’écrire.")}
		case room < littleSpace:
			return []Finding{warning(about, fmt.Sprintf("Le disque de %s est presque plein : il reste %d Mo.", path, room>>20), "Faites de la place.")}
		}
		return []Finding{good(about, "%s, %d Go libres", path, room>>30)}
	}
}

func tryWrite(path string) error {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return err
	}
	file, err := os.CreateTemp(path, ".essai-*")
	if err != nil {
		return err
	}
	return errors.Join(file.Close(), os.Remove(file.Name()))
}

// Port looks whether the port of the map can be had; ours tells whether the server
// there is a map already.
func Port(address string, ours func(ctx context.Context) bool) Check {
	const about = "port"
	return func(ctx context.Context) []Finding {
		listener, err := net.Listen("tcp", address)
		switch {
		case err == nil && listener.Close() == nil:
			return []Finding{good(about, "%s est libre : la carte n’est pas servie", address)}
		case errors.Is(err, fs.ErrPermission):
			return []Finding{fault(about, fmt.Sprintf("Ce compte n’a pas le droit d’écouter sur %s.", address), "Prenez un port au-dessus de 1024 (PORT=8080), et un relais devant.")}
		case ours(ctx):
			return []Finding{good(about, "la carte est servie sur %s", address)}
		}
		return []Finding{fault(about, fmt.Sprintf("%s est pris par un autre programme : %v", address, err), "Arrêtez-le (ss -ltnp dit lequel), ou changez PORT ou ESCALE_LISTEN.")}
	}
}

// Snapshot looks at the copy of the data on disk, which read opens.
func Snapshot(path string, read func(path string) error) Check {
	const about = "copie des données"
	return func(context.Context) []Finding {
		switch err := read(path); {
		case errors.Is(err, fs.ErrNotExist):
			return []Finding{warning(about, "Il n’y en a pas : sans la base, la carte serait vide.", "Elle s’écrit au premier démarrage.")}
		case err != nil:
			return []Finding{fault(about, fmt.Sprintf("%s ne se lit pas : %v", filepath.Base(path), err), "Supprimez ce fichier : il se refait au démarrage.")}
		}
		return []Finding{good(about, "se lit")}
	}
}

// oldBackup is the age of a backup that is too old.
const oldBackup = 60 * time.Hour

// Backups looks at the day of the latest backup; folder is "" where none is made.
// tools is an error when the programs that write one are missing.
func Backups(folder string, latest func() (time.Time, error), tools func() error, now func() time.Time) Check {
	const about = "sauvegardes"
	return func(context.Context) []Finding {
		if folder == "" {
			return []Finding{warning(about, "Aucune n’est faite d’elle-même.", "Donnez un dossier à ESCALE_BACKUP_DIR, sur un autre disque que la base.")}
		}
		if err := tools(); err != nil {
			return []Finding{fault(about, "Aucune ne peut être écrite.", cause(err))}
		}
		day, _ := latest() // a folder that cannot be read is another finding
		switch {
		case day.IsZero():
			return []Finding{warning(about, "Il n’y en a pas encore.", "Le serveur écrit la première en démarrant.")}
		case now().Sub(day) > oldBackup:
			return []Finding{fault(about, "La dernière est du "+day.Format("02/01/2006")+".", "Le journal dit pourquoi il n’y en a plus ; « escale backup FICHIER » en fait une.")}
		}
		return []Finding{good(about, "la dernière est du %s", day.Format("02/01/2006"))}
	}
}

// Frozen looks at the setting that stops the clock.
func Frozen(at time.Time) Check {
	return func(context.Context) []Finding {
		if at.IsZero() {
			return nil
		}
		return []Finding{warning("ESCALE_NOW", "L’heure de la carte est arrêtée au "+at.Format("02/01/2006 à 15:04")+".", "Retirez ESCALE_NOW : c’est un réglage d’essai.")}
	}
}
