package main

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"escale/internal/mail/mailtest"
	"escale/internal/postgres/local"
	"escale/internal/postgres/pgtest"
)

// patient is a map in good health, and what may be done to it.
type patient struct {
	*testing.T
	url, folder, port string
	settings          map[string]string
}

func newPatient(t *testing.T) *patient {
	t.Helper()
	folder := t.TempDir()
	cluster, err := local.Start(context.Background(), filepath.Join(folder, "base"), local.Options{Volatile: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cluster.Stop() })
	_, port, err := net.SplitHostPort(freeAddress(t))
	if err != nil {
		t.Fatal(err)
	}
	p := &patient{T: t, url: cluster.URL(), folder: folder, port: port}
	p.settings = map[string]string{
		"PORT": port, "ESCALE_LISTEN": "127.0.0.1", "DATABASE_URL": p.url, "ESCALE_VAR": filepath.Join(folder, "var"), "ESCALE_MIRROR": t.TempDir(),
		"ESCALE_BACKUP_DIR": filepath.Join(folder, "sauvegardes"), "ESCALE_BASE_URL": "http://localhost:" + port, "ESCALE_DRAIN_SECONDS": "0",
		"ESCALE_SMTP_HOST": "localhost", "ESCALE_SMTP_PORT": strconv.Itoa(mailtest.Start(t).Port), "ESCALE_SMTP_TLS": "off", "ESCALE_SMTP_FROM": "escale@manche.example",
	}
	s := serve(t, p.environ(nil)...)
	s.eventually("the map and its backup are there", func() bool {
		files, _ := filepath.Glob(filepath.Join(folder, "sauvegardes", "*.zip"))
		return s.state().Status == "ok" && len(files) == 1
	})
	p.sql(`INSERT INTO fetches (source, departement, url, tried_at, read_at) VALUES ('essai', '50', '', now(), now())`)
	var out output
	if err := run(t.Context(), []string{"account", "create", "--admin", "a@b.example"}, p.environ(nil), &out); err != nil {
		t.Fatal(err)
	}
	return p
}

func (p *patient) environ(with map[string]string) (list []string) {
	for name, value := range p.settings {
		if other, ok := with[name]; ok {
			value = other
		}
		list = append(list, name+"="+value)
	}
	for name, value := range with {
		if _, ok := p.settings[name]; !ok {
			list = append(list, name+"="+value)
		}
	}
	return list
}

func (p *patient) sql(statement string) { p.Helper(); pgtest.Exec(p.T, p.url, statement) }

// examine runs the command, and gives what it prints.
func (p *patient) examine(with map[string]string) (string, error) {
	p.Helper()
	var out output
	err := run(p.Context(), []string{"doctor"}, p.environ(with), &out)
	return out.String(), err
}

// illness is something that goes wrong.
type illness struct {
	name string
	// with are settings that are wrong; does does the harm and returns what heals it.
	with map[string]string
	does func(p *patient) (heal func())
	// about is the line that names it, do the advice.
	about, do string
}

func harm(wrong, right string) func(*patient) func() {
	return func(p *patient) func() { p.sql(wrong); return func() { p.sql(right) } }
}

func (p *patient) write(path, content string) func() {
	p.Helper()
	before, missing := os.ReadFile(path)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		p.Fatal(err)
	}
	return func() {
		if missing != nil {
			_ = os.Remove(path)
			return
		}
		_ = os.WriteFile(path, before, 0o600)
	}
}

func illnesses(t *testing.T) []illness {
	elsewhere := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(elsewhere.Close)
	unknown := httptest.NewTLSServer(http.NotFoundHandler())
	t.Cleanup(unknown.Close)
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { taken.Close() })
	_, takenPort, _ := net.SplitHostPort(taken.Addr().String())
	full := func(room uint64) func(*patient) func() {
		return func(*patient) func() {
			before := freeSpace
			freeSpace = func(path string) (uint64, error) {
				if filepath.Base(path) == "var" {
					return room, nil
				}
				return before(path)
			}
			return func() { freeSpace = before }
		}
	}
	return []illness{
		{"the database is away", map[string]string{"DATABASE_URL": "postgres://escale@127.0.0.1:1/escale"}, nil, "base de données : ", "Démarrez PostgreSQL"},
		{"no such database", map[string]string{"DATABASE_URL": "@autre"}, nil, "base de données : ", "createdb"},
		{"no such account", map[string]string{"DATABASE_URL": "@inconnu"}, nil, "base de données : ", "Ce compte"},
		{"an extension is missing", nil, harm(`DROP EXTENSION pg_trgm CASCADE`, `CREATE EXTENSION pg_trgm`), "extensions : ", "CREATE EXTENSION pg_trgm"},
		{"the database is newer", nil, harm(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, true)`, `DELETE FROM goose_db_version WHERE version_id = 99999`), "tables : ", "Installez cette version"},
		{"the clock went back", nil, harm(`UPDATE data_revision SET changed_at = now() + interval '2 days'`, `UPDATE data_revision SET changed_at = now()`), "horloge : ", "Réglez l’heure"},
		{"a job was given up", nil, harm(`INSERT INTO river_job (kind, queue, max_attempts, args, state, finalized_at) VALUES ('none', 'departement_50', 1, '{}', 'discarded', now())`, `DELETE FROM river_job WHERE state = 'discarded'`), "travaux de fond : ", "journal"},
		{"a mail was refused", nil, harm(`INSERT INTO mails (kind, ended_at, outcome) VALUES ('sign-in', now(), 'failed')`, `DELETE FROM mails`), "courriels : ", "/gestion"},
		{"a source cannot be read", nil, harm(`UPDATE fetches SET read_at = now() - interval '40 days', fault = 'perdu'`, `UPDATE fetches SET read_at = now(), fault = ''`), "sources : ", "escale refresh"},
		{"the disk is full", nil, full(1 << 20), "dossier ESCALE_VAR : ", "Faites de la place"},
		{"a folder is a file", map[string]string{"ESCALE_BACKUP_DIR": "@fichier/x"}, nil, "dossier ESCALE_BACKUP_DIR : ", "chown"},
		{"the copy is damaged", nil, func(p *patient) func() {
			return p.write(filepath.Join(p.folder, "var", "snapshot-50.json.gz"), "abîmé")
		}, "copie des données : ", "Supprimez ce fichier"},
		{"backups stopped", map[string]string{"ESCALE_BACKUP_DIR": "@vieux"}, nil, "sauvegardes : ", "escale backup"},
		{"the port is taken", map[string]string{"PORT": takenPort}, nil, "port : ", "changez PORT"},
		{"the address leads elsewhere", map[string]string{"ESCALE_BASE_URL": elsewhere.URL}, nil, "adresse publique : ", "Corrigez ESCALE_BASE_URL"},
		{"the certificate is nobody's", map[string]string{"ESCALE_BASE_URL": unknown.URL}, nil, "adresse publique : ", "certificat"},
		{"the mail server is away", map[string]string{"ESCALE_SMTP_PORT": "1"}, nil, "serveur de courriel : ", "ESCALE_SMTP_HOST"},
	}
}

// settle writes the settings that depend on the patient.
func (p *patient) settle(with map[string]string) map[string]string {
	out := map[string]string{}
	for name, value := range with {
		switch value {
		case "@autre":
			value = strings.Replace(p.url, "/"+local.Database, "/autre", 1)
		case "@inconnu":
			u, err := url.Parse(p.url)
			if err != nil {
				p.Fatal(err)
			}
			query := u.Query()
			query.Set("user", "inconnu")
			u.RawQuery = query.Encode()
			value = u.String()
		case "@fichier/x":
			file := filepath.Join(p.TempDir(), "fichier")
			p.write(file, "")
			value = filepath.Join(file, "x")
		case "@vieux":
			value = p.TempDir()
			p.write(filepath.Join(value, "escale-50-2020-01-01.zip"), "")
		}
		out[name] = value
	}
	return out
}

// Each fault, made one by one, is the only one named, with what to do.
func TestTheDoctorNamesWhatIsWrong(t *testing.T) {
	p := newPatient(t)
	if text, err := p.examine(nil); err != nil || strings.Contains(text, marks[2]) {
		t.Fatalf("in good health: %v\n%s", err, text)
	}
	for port, want := range map[string]error{p.port: nil, "1": errNotServed} {
		if err := run(t.Context(), []string{"doctor", "--served"}, p.environ(map[string]string{"PORT": port}), &output{}); !errors.Is(err, want) {
			t.Errorf("served on port %s: %v", port, err)
		}
	}
	for _, ill := range illnesses(t) {
		t.Run(ill.name, func(t *testing.T) {
			with, heal := p.settle(ill.with), func() {}
			if ill.does != nil {
				heal = ill.does(p)
			}
			defer heal()
			start := time.Now()
			text, err := p.examine(with)
			if !errors.Is(err, errUnwell) {
				t.Errorf("it ends with %v", err)
			}
			var found []string
			lines := strings.Split(text, "\n")
			for i, line := range lines {
				if strings.HasPrefix(line, marks[2]) {
					found = append(found, line)
					if !strings.Contains(line, ill.about) || !strings.Contains(lines[i+1], ill.do) {
						t.Errorf("%q\n%q", line, lines[i+1])
					}
				}
			}
			if len(found) == 0 {
				t.Errorf("it says nothing of it:\n%s", text)
			}
			if took := time.Since(start); took > 25*time.Second {
				t.Errorf("it takes %s", took)
			}
		})
	}
}
