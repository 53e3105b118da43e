package metrics

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"escale/internal/mediation"
)

// figure describes one figure of the state.
func figure(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc("escale_"+name, help, labels, nil)
}

// The figures of the state.
var (
	snapshotPlaces   = figure("snapshot_places", "Places on the map.")
	snapshotVisits   = figure("snapshot_visits", "Visits that are known.")
	snapshotRevision = figure("snapshot_revision", "Number of the state of the data that is served.")
	snapshotAge      = figure("snapshot_unconfirmed_seconds", "For how long nobody has confirmed the data served, 0 while they are.")
	snapshotHears    = figure("snapshot_listening", "1 while changes are heard of as they happen.")
	databaseUp       = figure("database_up", "1 while the database answers.")
	jobs             = figure("jobs", "Jobs that are due (waiting), under way (running), or given up within a day (failed).", "state")
	oldestJob        = figure("job_oldest_waiting_seconds", "For how long the first of the jobs that wait has been due.")
	mails            = figure("mails", "Mails not sent yet (waiting), or that could not be within a day (failed).", "state")
	editions         = figure("editions_pending", "Editions of sources that wait until a person accepts them.")
	sourceRead       = figure("source_read_timestamp_seconds", "When a source was last read without a fault, 0 for never.", "source", "departement")
	sourceFault      = figure("source_fault", "1 when the latest reading of a source failed.", "source", "departement")
	backupDay        = figure("backup_timestamp_seconds", "Day of the latest backup of this server, 0 for none.")
)

// state reads, at each request, the figures that are not counted.
type state struct{ opts Options }

// readLimit is how long the database may take; without it the other figures come.
const readLimit = 2 * time.Second

// Describe names nothing: which sources there are is not known before.
func (s *state) Describe(chan<- *prometheus.Desc) {}

// Collect reads the figures.
func (s *state) Collect(to chan<- prometheus.Metric) {
	send := func(d *prometheus.Desc, value float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
	}
	if now, ok := s.opts.Snapshot(); ok {
		send(snapshotPlaces, float64(now.Places))
		send(snapshotVisits, float64(now.Visits))
		send(snapshotRevision, float64(now.Revision))
		send(snapshotAge, now.Age.Seconds())
		send(snapshotHears, truth(now.Listening))
	}
	if s.opts.Backup != nil {
		day, _ := s.opts.Backup() // without a folder there is none
		send(backupDay, seconds(day))
	}
	ctx, cancel := context.WithTimeout(context.Background(), readLimit)
	defer cancel()
	o, err := s.opts.Operation(ctx)
	send(databaseUp, truth(err == nil))
	if err == nil {
		operation(send, o)
	}
}

func operation(send func(*prometheus.Desc, float64, ...string), o mediation.Operation) {
	send(jobs, float64(o.JobsWaiting), "waiting")
	send(jobs, float64(o.JobsRunning), "running")
	send(jobs, float64(o.JobsFailed), "failed")
	send(oldestJob, o.OldestJob.Seconds())
	send(mails, float64(o.MailsWaiting), "waiting")
	send(mails, float64(o.MailsFailed), "failed")
	send(editions, float64(o.EditionsPending))
	for _, r := range o.Reads {
		send(sourceRead, seconds(r.ReadAt), r.Source, r.Departement)
		send(sourceFault, truth(r.Fault != ""), r.Source, r.Departement)
	}
}

func truth(is bool) float64 {
	if is {
		return 1
	}
	return 0
}

func seconds(t time.Time) float64 {
	if t.IsZero() {
		return 0
	}
	return float64(t.Unix())
}
