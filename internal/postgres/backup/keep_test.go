package backup_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"escale/internal/postgres/backup"
)

// Day after day there is one backup for each of the last days, and other files of
// the folder stay.
func TestBackupsOfTheLastDaysAreKept(t *testing.T) {
	url, _ := filled(t)
	f := backup.Folder{Path: filepath.Join(t.TempDir(), "sauvegardes"), Name: "escale-50", Days: 3}
	if day, err := f.Latest(); !day.IsZero() || !os.IsNotExist(err) {
		t.Errorf("%v, %v before there is any", day, err)
	}
	start := time.Date(2026, 11, 28, 3, 0, 0, 0, time.UTC)
	for n := range 6 {
		day := start.AddDate(0, 0, n)
		for again := range 2 {
			file, err := f.Daily(t.Context(), url, day, about)
			if err != nil || (file == "") != (again == 1) {
				t.Fatalf("%s: %q, %v", day, file, err)
			}
		}
		if n == 0 {
			for _, other := range []string{"escale-80-2020-01-01.zip", "notes.txt", "escale-50-hier.zip", "escale-50-2026-11-27.zip.partiel-7"} {
				if err := os.WriteFile(filepath.Join(f.Path, other), nil, 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	want := []string{"escale-50-2026-11-30.zip", "escale-50-2026-12-01.zip", "escale-50-2026-12-02.zip", "escale-50-2026-12-03.zip",
		"escale-50-hier.zip", "escale-80-2020-01-01.zip", "notes.txt"}
	if got := names(t, f.Path); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	latest, err := f.Latest()
	if err != nil || latest.Format(time.DateOnly) != "2026-12-03" {
		t.Errorf("the latest is of %v, %v", latest, err)
	}
	cut, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := f.Daily(cut, url, start.AddDate(0, 0, 30), about); err == nil {
		t.Error("a backup that was cut is none")
	}
	if got := names(t, f.Path); !slices.Equal(got, want) {
		t.Errorf("a failure leaves %q", got)
	}
}

func names(t *testing.T, folder string) (list []string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return list
}
