//go:build drills

package main

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// alarm is an alert of deploy/prometheus/alerts.yml, and what makes it ring.
type alarm struct {
	name  string
	cause func(w *watched)
}

func alarms() []alarm {
	old := func(w *watched, days int) {
		folder := w.setting("ESCALE_BACKUP_DIR")
		files, _ := filepath.Glob(filepath.Join(folder, "*.zip"))
		day := time.Now().AddDate(0, 0, -days).Format(time.DateOnly)
		if len(files) != 1 || os.Rename(files[0], filepath.Join(folder, "escale-50-"+day+".zip")) != nil {
			w.Fatal(files)
		}
	}
	return []alarm{
		{"EscaleJobs", jobs(1, "discarded", ", finalized_at", ", now(), now()")},
		{"EscaleMails", statement(`INSERT INTO mails (kind, ended_at, outcome) VALUES ('sign-in', now(), 'failed')`)},
		{"EscaleSourceOld", statement(`INSERT INTO fetches (source, departement, url, tried_at, read_at, fault) VALUES ('essai', '50', '', now(), now() - interval '40 days', 'perdu')`)},
		{"EscaleBackupOld", func(w *watched) { old(w, 4) }},
		{"EscaleDatabaseAway", func(w *watched) { w.relay.Freeze() }},
		{"EscaleDataUnconfirmed", func(w *watched) {
			w.eventually("the data age", func() bool { return w.figures()["escale_snapshot_unconfirmed_seconds"] > 0 })
		}},
		{"EscaleErrors", func(w *watched) {
			_, _ = w.post("/lieux/"+w.aPlace()+"-x/signaler", url.Values{"sujet": {"horaires"}, "texte": {"Essai"}})
		}},
		{"EscaleDown", nil},
	}
}

// Each alert of Prometheus rings for figures that a server gave after what causes
// it, and was silent before: promtool decides.
func TestDrillEachAlertRings(t *testing.T) {
	promtool, err := filepath.Abs("../../bin/promtool")
	if err != nil {
		t.Fatal(err)
	}
	rules, err := filepath.Abs("../../deploy/prometheus/alerts.yml")
	if err != nil {
		t.Fatal(err)
	}
	w := watch(t)
	defer w.relay.Thaw()
	w.eventually("the backup of the day is there", func() bool { return w.figures()["escale_backup_timestamp_seconds"] > 1e9 })
	content, err := os.ReadFile(rules)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(content), "- alert:"); n != len(alarms()) {
		t.Errorf("%d alerts, %d have a cause", n, len(alarms()))
	}
	for _, a := range alarms() {
		before := w.figures()
		if a.cause == nil {
			checkAlert(t, promtool, rules, a, map[string]float64{"up": 1}, map[string]float64{"up": 0})
			continue
		}
		a.cause(w)
		time.Sleep(time.Second)
		checkAlert(t, promtool, rules, a, before, w.figures())
	}
}

// checkAlert has promtool play figures of before for an hour, then those of after.
func checkAlert(t *testing.T, promtool, rules string, a alarm, before, after map[string]float64) {
	t.Helper()
	names := map[string]bool{}
	for name := range maps.Keys(after) {
		names[name] = strings.HasPrefix(name, "escale_") || name == "up"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "rule_files: [%s]\nevaluation_interval: 1m\ntests:\n- interval: 1m\n  input_series:\n", rules)
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if !names[name] || strings.Contains(name, "_bucket") {
			continue
		}
		from, to := played(name, before[name]), played(name, after[name])
		fmt.Fprintf(&b, "  - series: '%s'\n    values: '%f+0x60 %s'\n", labelled(name), from, rising(name, from, to))
	}
	fmt.Fprintf(&b, "  alert_rule_test:\n  - {eval_time: 60m, alertname: %s, exp_alerts: []}\n", a.name)
	file := filepath.Join(t.TempDir(), "essai.yml")
	if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(promtool, "test", "rules", file).CombinedOutput(); err != nil {
		t.Errorf("%s rings before: %s", a.name, out)
	}
	ringing := strings.Replace(b.String(), "eval_time: 60m", "eval_time: 119m", 1)
	if err := os.WriteFile(file, []byte(ringing), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(promtool, "test", "rules", file).CombinedOutput()
	if err == nil || !strings.Contains(string(out), `alertname="`+a.name+`"`) {
		t.Errorf("%s does not ring: %s", a.name, out)
	}
}

// rising is a counter that grows by the same in each minute, or a figure that stays.
func rising(name string, from, to float64) string {
	switch {
	case strings.Contains(name, "_total"):
		return fmt.Sprintf("%f+%fx60", from, to-from)
	case strings.Contains(name, "unconfirmed"): // it grows while the cause lasts
		return fmt.Sprintf("%f+60x60", to)
	}
	return fmt.Sprintf("%f+0x60", to)
}

// played moves times, for promtool plays from 1970 on.
func played(name string, value float64) float64 {
	if strings.Contains(name, "timestamp") && value > 0 {
		return value - float64(time.Now().Unix())
	}
	return value
}

func labelled(name string) string {
	if metric, labels, ok := strings.Cut(name, "{"); ok {
		return metric + `{job="escale",instance="a",` + labels
	}
	return name + `{job="escale",instance="a"}`
}

func (w *watched) setting(name string) string {
	for _, one := range w.environ {
		if value, ok := strings.CutPrefix(one, name+"="); ok {
			return value
		}
	}
	return ""
}

func (w *watched) aPlace() string { return w.public()["places"][0]["id"].(string) }

func (w *watched) post(path string, form url.Values) (status int, body string) {
	b := &browser{server: w.server}
	return b.send(http.MethodPost, path, form)
}
