package main

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"escale/internal/postgres/local"
	"escale/internal/postgres/pgtest"
	"escale/internal/postgres/relay"
)

// watched is a server whose figures are read, and whose database can be cut.
type watched struct {
	*server
	relay   *relay.Relay
	url     string // of the database, past the relay
	environ []string
	address string
}

func watch(t *testing.T) *watched {
	t.Helper()
	r, environ := behindRelay(t, local.Options{Volatile: true})
	w := &watched{relay: r, address: freeAddress(t)}
	w.environ = append(environ, "ESCALE_METRICS_LISTEN="+w.address, "ESCALE_BACKUP_DIR="+filepath.Join(t.TempDir(), "sauvegardes"))
	for _, setting := range environ {
		if url, ok := strings.CutPrefix(setting, "DATABASE_URL="); ok {
			w.url = url
		}
	}
	w.server = serve(t, w.environ...)
	w.eventually("the example is loaded", func() bool { st := w.state(); return st.Places > 0 && st.Status == "ok" })
	return w
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// figures reads all figures, by their name with its labels.
func (w *watched) figures() map[string]float64 {
	w.Helper()
	response, err := http.Get("http://" + w.address + "/metrics")
	if err != nil {
		w.Fatal(err)
	}
	defer response.Body.Close()
	list := map[string]float64{}
	for lines := bufio.NewScanner(response.Body); lines.Scan(); {
		name, text, ok := strings.Cut(lines.Text(), "} ")
		if ok {
			name += "}"
		} else {
			name, text, _ = strings.Cut(lines.Text(), " ")
		}
		if value, err := strconv.ParseFloat(text, 64); err == nil && !strings.HasPrefix(name, "#") {
			list[name] = value
		}
	}
	return list
}

// cause is what makes a figure move.
type cause struct {
	figure string
	// to says which value it then has, of what it had.
	to    func(before, now float64) bool
	cause func(w *watched)
}

func exactly(value float64) func(before, now float64) bool {
	return func(before, now float64) bool { return before != value && now == value }
}

func grows(before, now float64) bool { return now > before }

func statement(sql string) func(*watched) {
	return func(w *watched) { pgtest.Exec(w.T, w.url, sql) }
}

func ask(path string) func(*watched) {
	return func(w *watched) { _, _ = w.get(path) }
}

// jobs are rows of the queue, in a state. The server takes none of them: it
// works on what is available, and makes available what is scheduled or to be
// tried again; "pending" waits for somebody else. Its own jobs come and go
// meanwhile, so that a figure that they are in too needs more than one.
func jobs(number int, state, columns, values string) func(*watched) {
	return statement(fmt.Sprintf(`INSERT INTO river_job (kind, queue, max_attempts, args, state, scheduled_at%s)
		SELECT 'none', 'departement_50', 1, '{}', '%s'%s FROM generate_series(1, %d)`, columns, state, values, number))
}

// causes has something for each figure of ours; the database goes at the end.
func causes() []cause {
	return []cause{
		{`escale_requests_total{method="GET",route="/api/v1/places",status="200"}`, grows, ask("/api/v1/places")},
		{`escale_requests_total{method="GET",route="/api/v1/places",status="400"}`, exactly(1), ask("/api/v1/places?nimporte=1")},
		{`escale_requests_total{method="GET",route="aucune",status="404"}`, exactly(2), func(w *watched) { ask("/a1")(w); ask("/b2")(w) }},
		{`escale_request_seconds_count{route="/healthz"}`, grows, ask("/healthz")},
		{"escale_snapshot_revision", grows, func(w *watched) { w.command("correct", "exemple", "exemple-31", "telephone=02 33 05 05 50") }},
		{"escale_snapshot_places", func(before, now float64) bool { return now == before+1 }, func(w *watched) { w.command("detach", "exemple", "exemple-09") }},
		{"escale_snapshot_visits", func(before, now float64) bool { return now < before },
			statement(`UPDATE visits SET withdrawn_at = now() WHERE id = (SELECT id FROM visits WHERE starts_at > now() LIMIT 1); UPDATE data_revision SET revision = revision + 1; NOTIFY escale_revision`)},
		{`escale_jobs{state="failed"}`, exactly(1), jobs(1, "discarded", ", finalized_at", ", now(), now()")},
		{`escale_jobs{state="waiting"}`, grows, jobs(20, "pending", "", ", now() - interval '1 hour'")},
		{`escale_jobs{state="running"}`, grows, jobs(20, "running", ", attempted_at, attempt", ", now(), now(), 1")},
		{"escale_job_oldest_waiting_seconds", func(_, now float64) bool { return now > 7000 }, jobs(1, "pending", "", ", now() - interval '2 hours'")},
		{`escale_mails{state="waiting"}`, exactly(1), statement(`INSERT INTO mails (kind) VALUES ('sign-in')`)},
		{`escale_mails{state="failed"}`, exactly(1), statement(`INSERT INTO mails (kind, ended_at, outcome) VALUES ('sign-in', now(), 'failed')`)},
		{"escale_editions_pending", exactly(1), statement(`INSERT INTO import_runs (source, departement, fingerprint, started_at, finished_at, report, status) VALUES ('x', '50', '', now(), now(), '{}', 'held')`)},
		{`escale_source_read_timestamp_seconds{departement="50",source="essai"}`, grows, statement(`INSERT INTO fetches (source, departement, url, tried_at, read_at) VALUES ('essai', '50', '', now(), now() - interval '40 days')`)},
		{`escale_source_fault{departement="50",source="essai"}`, exactly(1), statement(`UPDATE fetches SET fault = 'perdu' WHERE source = 'essai'`)},
		{"escale_database_up", exactly(0), func(w *watched) { w.relay.Freeze() }},
		{"escale_snapshot_listening", exactly(0), func(*watched) {}},
		{"escale_snapshot_unconfirmed_seconds", grows, func(*watched) {}},
	}
}

func (w *watched) command(args ...string) {
	w.Helper()
	var out output
	if err := run(context.Background(), args, w.environ, &out); err != nil {
		w.Fatal(args, err)
	}
}

// Each figure of ours moves when what it counts does, and none is without a cause.
func TestEachFigureMoves(t *testing.T) {
	w := watch(t)
	w.eventually("the backup of the day is there", func() bool { return w.figures()["escale_backup_timestamp_seconds"] > 1e9 })
	moved := map[string]bool{"escale_backup_timestamp_seconds": true, "escale_build_info": true}
	before := w.figures()
	if before["escale_database_up"] != 1 || before["escale_snapshot_unconfirmed_seconds"] != 0 {
		t.Fatalf("at rest: %v", before)
	}
	for _, c := range causes() {
		before := before
		if c.figure != "escale_snapshot_listening" {
			before = w.figures()
		}
		c.cause(w)
		w.eventually(c.figure+" moves", func() bool { return c.to(before[c.figure], w.figures()[c.figure]) })
		moved[family(c.figure)] = true
	}
	w.relay.Thaw()
	for name := range before {
		if strings.HasPrefix(name, "escale_") && !moved[family(name)] {
			t.Errorf("nothing moves %s", name)
		}
	}
}

// family is the name of a figure without its labels and what a histogram adds.
func family(name string) string {
	name, _, _ = strings.Cut(name, "{")
	for _, part := range []string{"_bucket", "_sum", "_count"} {
		name = strings.TrimSuffix(name, part)
	}
	return name
}

// An address that people invent makes no figure of its own.
func TestFiguresDoNotGrowWithWhatPeopleType(t *testing.T) {
	w := watch(t)
	before := len(w.figures())
	for n := range 200 {
		ask(fmt.Sprintf("/inconnu-%d", n))(w)
		ask(fmt.Sprintf("/lieux/inconnu%d", n))(w)
		ask(fmt.Sprintf("/api/v1/places?q=%d", n))(w)
	}
	r, err := http.NewRequest("INVENTE", w.server.url+"/", nil)
	if err != nil {
		t.Fatal(err)
	}
	if response, err := http.DefaultClient.Do(r); err == nil {
		response.Body.Close()
	}
	if after := len(w.figures()); after > before+100 {
		t.Errorf("%d figures, then %d", before, after)
	}
	if status, _ := w.get("/metrics"); status != http.StatusNotFound {
		t.Errorf("the public reads the figures: %d", status)
	}
}

// What the alerts and the dashboard ask for is there.
func TestAlertsAndDashboardNameFiguresThatExist(t *testing.T) {
	w := watch(t)
	w.eventually("the backup of the day is there", func() bool { return w.figures()["escale_backup_timestamp_seconds"] > 1e9 })
	statement(`INSERT INTO fetches (source, departement, url, tried_at) VALUES ('essai', '50', '', now())`)(w)
	there := map[string]bool{}
	for name := range w.figures() {
		there[family(name)] = true
	}
	figure := regexp.MustCompile(`\b(escale|process)_[a-z_]+`)
	for _, file := range []string{"../../deploy/prometheus/alerts.yml", "../../deploy/grafana/escale.json", "../../docs/exploitation.md"} {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		named := figure.FindAllString(string(content), -1)
		for _, name := range named {
			if !there[family(name)] {
				t.Errorf("%s names %s, which no server gives", file, name)
			}
		}
		if len(named) < 5 {
			t.Errorf("%s names %d figures", file, len(named))
		}
	}
}
