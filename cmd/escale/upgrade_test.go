package main

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"escale/internal/config"
	"escale/internal/postgres/pgtest"
)

// versionsBefore are those whose database is kept in testdata, made by that very
// version: a backup, and what the public read of it.
var versionsBefore = []string{"0.1.0"}

// atThatTime is when each was made.
const atThatTime = "ESCALE_NOW=2026-12-02T10:00:00+01:00"

// A database of each version before becomes one of today, and the public reads in
// it all that it read.
func TestADatabaseOfEachVersionBeforeIsMigrated(t *testing.T) {
	for _, before := range versionsBefore {
		t.Run(before, func(t *testing.T) {
			s, environ := restored(t, filepath.Join("testdata", before+".zip"))
			was := publicOf(t, filepath.Join("testdata", before+".public.json.gz"))
			s.reads(was)
			b := s.enter(environ) // and who signs in can take back what was done
			status, page := b.send(http.MethodGet, "/gestion/passage?passage=mjtshwrqfx", nil)
			if status != http.StatusOK || !strings.Contains(page, "Météo") {
				t.Errorf("the visit that was cancelled: %d", status)
			}
		})
	}
}

// restored serves what a backup has, in a new place.
func restored(t *testing.T, file string) (*server, []string) {
	t.Helper()
	environ := []string{"PORT=0", "ESCALE_VAR=" + filepath.Join(t.TempDir(), "var"), "ESCALE_MIRROR=" + t.TempDir(), "ESCALE_REFRESH=off", atThatTime}
	var out output
	if err := run(context.Background(), []string{"restore", file}, environ, &out); err != nil {
		t.Fatal(err, out.String())
	}
	s := serveArgs(t, []string{"serve"}, environ...)
	s.eventually("the map is there", func() bool { st := s.state(); return st.Places > 0 && st.Status == "ok" })
	return s, environ
}

// published is what the public reads: features by the name of their list.
type published map[string][]map[string]any

func publicOf(t *testing.T, file string) (p published) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	unzipped, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.NewDecoder(unzipped).Decode(&p); err != nil {
		t.Fatal(err)
	}
	return p
}

// public asks a server for all that the public reads.
func (s *server) public() published {
	s.Helper()
	p := published{}
	for _, list := range []string{"places", "visits"} {
		status, body := s.get("/api/v1/" + list + "?limit=1000")
		var answer struct{ Features []map[string]any }
		if err := json.Unmarshal(body, &answer); err != nil || status != http.StatusOK {
			s.Fatal(list, status, err)
		}
		p[list] = answer.Features
	}
	return p
}

// reads compares what the public reads with what it read: a newer version may say
// more, and says nothing else.
func (s *server) reads(was published) {
	s.Helper()
	now := s.public()
	for list, features := range was {
		if len(now[list]) != len(features) || len(features) == 0 {
			s.Errorf("%d %s, there were %d", len(now[list]), list, len(features))
			continue
		}
		for i, feature := range features {
			if where := lacks(now[list][i], feature, ""); where != "" {
				s.Errorf("%s %v: %s", list, feature["id"], where)
			}
		}
	}
}

// lacks says where a value has not all that another has, "" when it has.
func lacks(now, was any, where string) string {
	switch was := was.(type) {
	case map[string]any:
		members, _ := now.(map[string]any)
		for name, value := range was {
			if fault := lacks(members[name], value, where+"."+name); fault != "" {
				return fault
			}
		}
		return ""
	case []any:
		items, _ := now.([]any)
		if len(items) != len(was) {
			return fmt.Sprintf("%s has %d items, not %d", where, len(items), len(was))
		}
		for i := range was {
			if fault := lacks(items[i], was[i], fmt.Sprintf("%s[%d]", where, i)); fault != "" {
				return fault
			}
		}
		return ""
	}
	if !reflect.DeepEqual(now, was) {
		return fmt.Sprintf("%s is %v, was %v", where, now, was)
	}
	return ""
}

// A program that is older than its database would write what it does not know.
func TestADatabaseOfANewerVersionIsRefused(t *testing.T) {
	folder := t.TempDir()
	environ := []string{"PORT=0", "ESCALE_VAR=" + folder, "ESCALE_MIRROR="}
	var out output
	if err := run(context.Background(), []string{"migrate"}, environ, &out); err != nil {
		t.Fatal(err)
	}
	p := &program{config: config.Config{Var: folder}, out: &out}
	url, stop, err := p.databaseURL(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	pgtest.Exec(t, url, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, true)`)
	stop()
	for _, args := range [][]string{{"serve"}, {"migrate"}, {"load"}} {
		err := run(context.Background(), args, environ, &out)
		if err == nil || !strings.Contains(inWords(err), "version plus récente d’Escale") {
			t.Errorf("%q: %v", args, err)
		}
	}
}
