package backup

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Folder keeps one backup a day.
type Folder struct {
	// Path is the folder, Name what begins the names of the files: "escale-50".
	Path, Name string
	// Days is for how many days a backup is kept.
	Days int
}

// Daily writes the backup of a day unless it is there, and removes those that are
// too old; the latest one always stays. It returns the new file, "" for none.
// Servers that share the folder do not disturb each other: the first is kept.
func (f Folder) Daily(ctx context.Context, url string, day time.Time, about Manifest) (file string, err error) {
	if err := os.MkdirAll(f.Path, 0o700); err != nil {
		return "", err
	}
	file = f.file(day)
	if _, err := os.Stat(file); err == nil {
		return "", f.prune(day)
	}
	if _, err := Write(ctx, url, file, about); err != nil {
		return "", err
	}
	return file, f.prune(day)
}

func (f Folder) file(day time.Time) string {
	return filepath.Join(f.Path, f.Name+"-"+day.Format(time.DateOnly)+".zip")
}

// Latest is the day of the newest backup, zero when there is none.
func (f Folder) Latest() (day time.Time, err error) {
	days, err := f.days()
	if len(days) > 0 {
		day = days[len(days)-1]
	}
	return day, err
}

// days lists the days that have a backup, in order.
func (f Folder) days() (list []time.Time, err error) {
	entries, err := os.ReadDir(f.Path)
	for _, entry := range entries {
		name, ours := strings.CutPrefix(entry.Name(), f.Name+"-")
		text, whole := strings.CutSuffix(name, ".zip")
		if day, err := time.Parse(time.DateOnly, text); err == nil && ours && whole {
			list = append(list, day)
		}
	}
	slices.SortFunc(list, time.Time.Compare)
	return list, err
}

// prune removes what is too old, and what a cut left unfinished on a day before.
func (f Folder) prune(today time.Time) error {
	unfinished, _ := filepath.Glob(filepath.Join(f.Path, f.Name+"-*.zip.partiel-*")) // the pattern is well written
	for _, part := range unfinished {
		if !strings.Contains(part, today.Format(time.DateOnly)) {
			_ = os.Remove(part)
		}
	}
	days, err := f.days()
	if err != nil || len(days) == 0 {
		return err
	}
	oldest := today.AddDate(0, 0, -f.Days).Format(time.DateOnly)
	var faults []error
	for _, day := range days[:len(days)-1] {
		if day.Format(time.DateOnly) < oldest {
			faults = append(faults, os.Remove(f.file(day)))
		}
	}
	return errors.Join(faults...)
}
