package ingest_test

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"escale/internal/formats"
	"escale/internal/ingest"
)

func day(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

// updated is the one day that all the offers of the map have.
func (f *fixture) updated() time.Time {
	f.Helper()
	places := f.places()
	for _, p := range places {
		if o := p.Offers[0]; !o.Updated.Equal(places[0].Offers[0].Updated) {
			f.Errorf("%s is of %v, %s of %v", o.Name, o.Updated, places[0].Name, places[0].Offers[0].Updated)
		}
	}
	return places[0].Offers[0].Updated
}

// An offer always has a date, and that of a record that says nothing new never
// goes back nor away.
func TestEveryOfferHasADate(t *testing.T) {
	undated := strings.ReplaceAll(mairie+poste, "2026-05-04", "")
	renewed := strings.ReplaceAll(undated, "Mo-Fr 09:00-12:00", "Mo-Fr 10:00-12:00")
	own := day(2026, time.May, 4)
	type edition struct {
		rows      string
		now, file time.Time
		updated   time.Time
		want      counts
		today     int // how many take the day of the run
	}
	evening := time.Date(2026, 11, 22, 23, 30, 0, 0, time.UTC) // the 23rd in Paris
	for name, editions := range map[string][]edition{
		"the day of the run, in Paris": {
			{undated, evening, time.Time{}, day(2026, 11, 23), counts{Read: 2, Added: 2}, 2},
			{undated + "\n", evening.AddDate(0, 0, 5), time.Time{}, day(2026, 11, 23), counts{Read: 2, Unchanged: 2}, 0},
			{renewed, evening.AddDate(0, 0, 9), time.Time{}, day(2026, 12, 2), counts{Read: 2, Changed: 2}, 2},
		},
		"its own, which stays": {
			{mairie + poste, evening, day(2026, 11, 2), own, counts{Read: 2, Added: 2}, 0},
			{undated, evening, time.Time{}, own, counts{Read: 2, Unchanged: 2}, 0},
			{undated, evening, day(2026, 1, 1), own, counts{Read: 2, Unchanged: 2}, 0},
			{renewed, evening, day(2026, 11, 3), day(2026, 11, 3), counts{Read: 2, Changed: 2}, 0},
		},
		"the file's, unless it has not come": {
			{undated, evening, day(2026, 11, 2), day(2026, 11, 2), counts{Read: 2, Added: 2}, 0},
			{renewed, evening, day(2027, 1, 1), day(2026, 11, 23), counts{Read: 2, Changed: 2}, 2},
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			for _, e := range editions {
				f.importer.Now = func() time.Time { return e.now }
				req := f.request("s", e.rows)
				req.Date = e.file
				report := f.load(req)
				f.want(report, e.want)
				if got := f.updated(); !got.Equal(e.updated) || report.DatedToday != e.today {
					t.Errorf("the offers are of %v, not of %v; %d are dated today, want %d", got, e.updated, report.DatedToday, e.today)
				}
			}
		})
	}
}

func TestADateToComeIsReportedAndLeftOut(t *testing.T) {
	f := newFixture(t)
	f.importer.Now = func() time.Time { return time.Date(2026, 5, 3, 12, 0, 0, 0, time.UTC) }
	report := f.load(f.request("s", mairie))
	if len(report.Remarks) == 0 || report.Remarks[len(report.Remarks)-1].Column != "date_maj" {
		t.Errorf("remarks: %+v", report.Remarks)
	}
	if got := f.updated(); !got.Equal(day(2026, 5, 3)) {
		t.Errorf("the offer is of %v", got)
	}
}

// What a server says of a file dates it, as does the list of sources for
// the mirror's copies.
func TestTheDateOfAFile(t *testing.T) {
	o, mirror := newOnline(t), t.TempDir()
	o.now = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	o.answer = func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Last-Modified", "Mon, 02 Nov 2026 23:30:00 GMT") // the 3rd in Paris
		_, _ = w.Write([]byte(header + strings.ReplaceAll(mairie, "2026-05-04", "")))
	}
	for _, name := range []string{"year.csv", "day.csv", "other.csv"} {
		if err := os.WriteFile(filepath.Join(mirror, name), []byte(header+mairie), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	o.Mirror = mirror
	o.Sources = append(o.Sources, formats.Source{ID: "year", Mirror: "year.csv", Date: "2021"}, formats.Source{ID: "day", Mirror: "day.csv", Date: "2022-12-01"})
	for _, tt := range []struct {
		source, origin string
		given, want    time.Time
	}{
		{"s", o.Sources[0].URL, time.Time{}, day(2026, 11, 3)},
		{"s", o.Sources[0].URL, day(2026, 10, 1), day(2026, 10, 1)},
		{"year", filepath.Join(mirror, "year.csv"), time.Time{}, day(2021, 12, 31)},
		{"day", filepath.Join(mirror, "sub", "..", "day.csv"), time.Time{}, day(2022, 12, 1)},
		{"day", filepath.Join(mirror, "other.csv"), time.Time{}, time.Time{}},
	} {
		req, err := o.Open(context.Background(), ingest.Request{Source: tt.source, Origin: tt.origin, Date: tt.given})
		if err != nil || !req.Date.Equal(tt.want) {
			t.Errorf("%s of %s: of %v, not of %v (%v)", tt.origin, tt.source, req.Date, tt.want, err)
		}
	}
	o.Mirror = ""
	if list := o.refresh("s"); list[0].Failed {
		t.Fatal(list[0].Sentence)
	}
	if got := o.updated(); !got.Equal(day(2026, 11, 3)) {
		t.Errorf("refreshed: the offer is of %v", got)
	}
}

// The report says what readers of the standard's files will not find, unless
// the place or a correction gives it.
func TestTheReportTellsWhatTheStandardRefuses(t *testing.T) {
	f := newFixture(t)
	nowhere := row("3", "Bibliothèque", "Valognes", "50700", "50615", "", "49.5105", "-1.4695")
	report := f.load(f.request("s", mairie+poste+nowhere))
	want := []ingest.Refusal{{Column: "adresse", Message: "Cette colonne est obligatoire.", Offers: 1}}
	if diff := cmp.Diff(want, report.NotExported); diff != "" {
		t.Error(diff)
	}
	if text := report.Summary(); !strings.Contains(text, "1 offre ne peut pas être écrite dans les fichiers de la norme : colonne adresse") {
		t.Error(text)
	}
	err := f.correct(ingest.CorrectRequest{Departement: "50", Source: "s", SourceID: "3", Cells: map[string]string{"adresse": "1 rue du Gisors"}})
	if err != nil {
		t.Fatal(err)
	}
	if report := f.load(f.request("s", nowhere+mairie+poste)); len(report.NotExported) > 0 {
		t.Errorf("still %+v", report.NotExported)
	}
}
