package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/google/go-cmp/cmp"
)

const tourSheet = `type;tournée;étape;nom;commune;quand;date;nouvelle date;début;fin;motif;téléphone;démarches
tournée;Bus essai;;;;;;;;;;02 61 91 00 77;caf
étape;Bus essai;saint-lo;Mairie de Saint-Lô;Saint-Lô;tous les mardis;;;14h;16h30;;;
étape;Bus essai;valognes;Mairie de Valognes;Valognes;tous les jeudis;;;9h;12h;;;
`

// feature is what the tests look at of a place or a visit.
type feature struct {
	ID         string
	Properties map[string]any
}

func (s *server) features(path string) map[string]feature {
	s.Helper()
	status, body := s.get(path)
	var collection struct{ Features []feature }
	if err := json.Unmarshal(body, &collection); err != nil || status != http.StatusOK {
		s.Fatalf("%s: status %d, %v", path, status, err)
	}
	byID := map[string]feature{}
	for _, f := range collection.Features {
		byID[f.ID] = f
	}
	return byID
}

// tours runs `escale tour` beside the server.
func (s *server) tours(environ []string, args ...string) string {
	s.Helper()
	var out output
	if err := run(context.Background(), append([]string{"tour"}, args...), environ, &out); err != nil {
		s.Fatalf("%v: %v\n%s", args, err, out.String())
	}
	return out.String()
}

// TestOneChangeIsSeenEverywhere changes one visit by a spreadsheet while the
// program serves, and looks for it wherever it shows.
func TestOneChangeIsSeenEverywhere(t *testing.T) {
	folder := t.TempDir()
	environ := []string{
		"PORT=0", "ESCALE_VAR=" + filepath.Join(folder, "var"), "ESCALE_MIRROR=" + t.TempDir(),
		"ESCALE_NOW=2026-12-02T10:00:00+01:00",
	}
	s := serve(t, environ...)
	s.eventually("the example is loaded", func() bool { return strings.Contains(s.out.String(), "est prête") })
	file := filepath.Join(folder, "tournees.csv")
	take := func(more string) {
		if err := os.WriteFile(file, []byte(tourSheet+more), 0o600); err != nil {
			t.Fatal(err)
		}
		s.tours(environ, "import", file)
	}
	// settled waits for what was changed: jobs make revisions too.
	settled := func(seen func() bool) {
		t.Helper()
		for end := time.Now().Add(2 * time.Second); !seen(); time.Sleep(20 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatal("the change is not seen within two seconds")
			}
		}
	}
	take("")
	settled(func() bool { return s.hasTour("Bus essai") })
	tour := s.tourOf("Bus essai")
	visits := func() map[string]feature { return s.features("/api/v1/visits?tour=" + tour) }

	for _, tt := range []struct{ line, status, note, summary string }{
		{"passage annulé;Bus essai;saint-lo;;;;08/12/2026;;;;Verglas;;\n", "cancelled", "Annulé : Verglas", "ANNULÉ – "},
		{"passage déplacé;Bus essai;saint-lo;;;;08/12/2026;09/12/2026;10h;11h;;;\n", "moved", "Déplacé", ""},
		{"passage complet;Bus essai;saint-lo;;;;08/12/2026;;;;;;\n", "full", "Complet", "COMPLET – "},
	} {
		all, before := s.features("/api/v1/visits"), visits()
		take(tt.line)
		settled(func() bool { return !cmp.Equal(before, visits()) })
		was := visits()
		changed := s.onlyChange(before, visits(), tt.status)
		s.unchangedElsewhere(all, s.features("/api/v1/visits"), changed.ID)
		s.seenInPlaces(changed, tt.status)
		s.seenOnPages(changed, tt.note, tt.status)
		s.seenInCalendars(changed, tt.summary)
		take("")
		settled(func() bool { return !cmp.Equal(was, visits()) })
	}
}

func (s *server) hasTour(name string) bool { return s.tourOf(name) != "" }

// tourOf is the id of a tour that has visits, "" for none.
func (s *server) tourOf(name string) string {
	s.Helper()
	for _, f := range s.features("/api/v1/visits") {
		if f.Properties["tour_name"] == name {
			return f.Properties["tour"].(string)
		}
	}
	return ""
}

// onlyChange returns the one visit that differs.
func (s *server) onlyChange(before, after map[string]feature, status string) (changed feature) {
	s.Helper()
	n := 0
	for id, f := range after {
		if !cmp.Equal(f, before[id]) {
			n++
			changed = f
		}
	}
	if n != 1 || len(after) != len(before) || changed.Properties["status"] != status {
		s.Fatalf("%d visits changed, %d of %d there, status %v", n, len(after), len(before), changed.Properties["status"])
	}
	return changed
}

func (s *server) unchangedElsewhere(before, after map[string]feature, but string) {
	s.Helper()
	for id, f := range before {
		if id != but && !cmp.Equal(f, after[id]) {
			s.Errorf("visit %s of %v changed too", id, f.Properties["tour_name"])
		}
	}
}

// seenInPlaces looks at what reusers read, and at what the map is drawn from.
func (s *server) seenInPlaces(v feature, status string) {
	s.Helper()
	want := map[string]string{"cancelled": "2026-12-15T14:00:00+01:00", "full": "2026-12-15T14:00:00+01:00", "moved": "2026-12-09T10:00:00+01:00"}[status]
	place := v.Properties["place"].(string)
	const path = "/api/v1/places?kind=van"
	next, _ := s.features(path)[place].Properties["next_visit"].(map[string]any)
	if next["start"] != want {
		s.Errorf("%s: next visit %v, want %s", path, next["start"], want)
	}
	inWindow := s.features("/api/v1/places?fields=map&from=2026-12-08&to=2026-12-09")
	if _, listed := inWindow[place]; listed != (status == "moved") {
		s.Errorf("%s: listed on 8 and 9 December: %v", status, listed)
	}
}

// seenOnPages looks at the agenda, the stop's page, the poster and the list
// without JavaScript.
func (s *server) seenOnPages(v feature, note, status string) {
	s.Helper()
	stop := "/etapes/" + v.Properties["stop"].(string)
	for _, path := range []string{"/passages", stop, "/passages/" + v.ID} {
		if _, body := s.get(path); !strings.Contains(strings.ReplaceAll(string(body), "\u00a0", " "), note) {
			s.Errorf("%s does not say %q", path, note)
		}
	}
	schema := map[string]string{"cancelled": "EventCancelled", "moved": "EventRescheduled", "full": "SoldOut"}[status]
	for _, path := range []string{stop, "/passages/" + v.ID} {
		if _, body := s.get(path); !strings.Contains(strings.ReplaceAll(string(body), `\/`, "/"), "https://schema.org/"+schema) {
			s.Errorf("%s: no %s for machines", path, schema)
		}
	}
	wanted := "mardi 15 décembre"
	if status == "moved" {
		wanted = "mercredi 9 décembre"
	}
	if _, body := s.get("/?q=Saint-L%C3%B4&kind=van"); !strings.Contains(string(body), wanted) {
		s.Errorf("the list does not say %q", wanted)
	}
}

// seenInCalendars reads every calendar that holds the visit with two
// independent readers.
func (s *server) seenInCalendars(v feature, prefix string) {
	s.Helper()
	for _, scope := range []string{
		"stop/" + v.Properties["stop"].(string), "tour/" + v.Properties["tour"].(string),
		"commune/" + v.Properties["insee"].(string), "service/caf",
	} {
		status, body := s.get("/calendar/" + scope + ".ics")
		if status != http.StatusOK {
			s.Errorf("%s: status %d", scope, status)
			continue
		}
		start := v.Properties["start"].(string)
		for reader, read := range map[string]func([]byte) (map[string]string, error){"golang-ical": readICS, "icalendar": readICSInPython} {
			events, err := read(body)
			if err != nil {
				s.Fatalf("%s, %s: %v", scope, reader, err)
			}
			got := ""
			for uid, event := range events {
				if strings.HasPrefix(uid, v.ID) {
					got = event
				}
			}
			if want := start + " " + prefix + "Bus essai à Saint-Lô"; got != want {
				s.Errorf("%s, %s: %q, want %q", scope, reader, got, want)
			}
		}
	}
}

// readICS maps each UID to "start summary".
func readICS(body []byte) (map[string]string, error) {
	calendar, err := ics.ParseCalendar(strings.NewReader(string(body)))
	if err != nil {
		return nil, err
	}
	events := map[string]string{}
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		return nil, err
	}
	for _, e := range calendar.Events() {
		start, err := e.GetStartAt()
		if err != nil {
			return nil, err
		}
		events[e.Id()] = start.In(paris).Format(time.RFC3339) + " " + e.GetProperty(ics.ComponentPropertySummary).Value
	}
	return events, nil
}

const pythonReader = `
import sys, json, icalendar
out = {}
for e in icalendar.Calendar.from_ical(sys.stdin.buffer.read()).walk('VEVENT'):
    out[str(e['UID'])] = e['DTSTART'].dt.isoformat() + ' ' + str(e['SUMMARY'])
print(json.dumps(out))
`

func readICSInPython(body []byte) (map[string]string, error) {
	cmd := exec.Command("/usr/bin/python3", "-c", pythonReader)
	cmd.Stdin = strings.NewReader(string(body))
	answer, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("Debian's python3-icalendar: %w", err)
	}
	var events map[string]string
	return events, json.Unmarshal(answer, &events)
}
