package postgres

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"escale/internal/mediation"
)

// Job is work that is to be done once in each period, by one of the servers
// of an area.
type Job struct {
	Name string
	// Every is the period: the hour, the day, on the real clock.
	Every time.Duration
	// Limit is how long it may take; another server does it after that.
	Limit time.Duration
	Work  func(ctx context.Context) error
}

// ErrNotYet is what a job returns that cannot be done yet: it comes again a
// little later, and that is no failure.
var ErrNotYet = errors.New("not yet")

const (
	// enqueueEvery is how often each server asks for the jobs of the period:
	// those that were asked for already are not again.
	enqueueEvery = time.Minute
	pollEvery    = 2 * time.Second
	// jobLimit is for jobs without a limit of their own; rescueAfter is when
	// those of a server that died are given to another.
	jobLimit    = time.Minute
	rescueAfter = 90 * time.Second
	attempts    = 3
	notYet      = 2 * time.Second // until a job comes again that could not be done
	jobsAtOnce  = 2
	stopLimit   = 5 * time.Second
)

// jobArgs name a job. They hold no address and no token.
type jobArgs struct {
	Name string `json:"name"`
}

// Kind is what all our jobs are to the queue.
func (jobArgs) Kind() string { return "escale" }

// worker does the jobs by their names.
type worker struct {
	river.WorkerDefaults[jobArgs]
	jobs map[string]Job
}

// Timeout is how long a job may take.
func (w *worker) Timeout(job *river.Job[jobArgs]) time.Duration { return w.jobs[job.Args.Name].Limit }

// Work does a job.
func (w *worker) Work(ctx context.Context, job *river.Job[jobArgs]) error {
	known, ok := w.jobs[job.Args.Name]
	if !ok {
		return river.JobCancel(fmt.Errorf("no job is called %q", job.Args.Name)) // of another version of the program
	}
	err := known.Work(ctx)
	if errors.Is(err, ErrNotYet) {
		return river.JobSnooze(notYet)
	}
	return err
}

// Work is what a server does for all.
type Work struct {
	// Area is that of its map.
	Area mediation.Area
	Jobs []Job
	// SendMail sends a mail that was queued; last is true when it will not be
	// tried again. Nil for a server that sends none.
	SendMail func(ctx context.Context, mail int64, last bool) error
}

// client is what does the work of a server.
func (db *DB) client(work Work) (*river.Client[pgx.Tx], error) {
	w := &worker{jobs: map[string]Job{}}
	for _, job := range work.Jobs {
		w.jobs[job.Name] = job
	}
	workers, queues := river.NewWorkers(), map[string]river.QueueConfig{jobQueue(work.Area): {MaxWorkers: jobsAtOnce}}
	if err := river.AddWorkerSafely(workers, w); err != nil {
		return nil, err
	}
	if work.SendMail != nil {
		queues[mailQueue(work.Area.Name())] = river.QueueConfig{MaxWorkers: mailsAtOnce}
		if err := river.AddWorkerSafely(workers, &mailWorker{send: work.SendMail}); err != nil {
			return nil, err
		}
	}
	return river.NewClient(riverpgxv5.New(db.pool), &river.Config{
		Queues: queues, Workers: workers,
		// It asks: a connection that it listened on could be lost unnoticed.
		PollOnly: true, FetchPollInterval: pollEvery, JobTimeout: jobLimit, RescueStuckJobsAfter: rescueAfter, MaxAttempts: attempts,
		Logger: slog.New(&quiet{slog.Default().Handler()}),
	})
}

func jobQueue(area mediation.Area) string { return "departement_" + strings.ToLower(area.Name()) }

// RunJobs asks for the jobs of a département as they fall due, and does those
// that fall to this server, until ctx ends.
func (db *DB) RunJobs(ctx context.Context, work Work) error {
	queue := jobQueue(work.Area)
	client, err := db.client(work)
	if err != nil {
		return err
	}
	if err := client.Start(ctx); err != nil {
		return unavailable(err)
	}
	defer stopJobs(ctx, client)
	for tick := time.NewTicker(enqueueEvery); ; {
		for _, job := range work.Jobs {
			if err := enqueue(ctx, client, queue, job); err != nil && ctx.Err() == nil {
				slog.Warn("a job cannot be asked for; it will be later", "job", job.Name, "error", err)
			}
		}
		select {
		case <-ctx.Done():
			tick.Stop()
			return nil
		case <-tick.C:
		}
	}
}

// enqueue asks for a job once in its period, whichever server does.
func enqueue(ctx context.Context, client *river.Client[pgx.Tx], queue string, job Job) error {
	ctx, cancel := context.WithTimeout(ctx, revisionWait)
	defer cancel()
	_, err := client.Insert(ctx, jobArgs{job.Name}, &river.InsertOpts{
		Queue: queue, UniqueOpts: river.UniqueOpts{ByArgs: true, ByQueue: true, ByPeriod: job.Every},
	})
	return err
}

// revisionWait is how long a small question to the database may take.
const revisionWait = 5 * time.Second

// stopJobs lets the jobs under way end, for a moment; what is cut is done by
// another server, or later.
func stopJobs(ctx context.Context, client *river.Client[pgx.Tx]) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopLimit)
	defer cancel()
	if err := client.StopAndCancel(ctx); err != nil && !errors.Is(err, context.Canceled) {
		slog.Warn("a job did not end in time", "error", err)
	}
}

// quiet leaves what the queue says of its daily life to those who debug.
type quiet struct{ slog.Handler }

// Handle lowers what only informs.
func (q *quiet) Handle(ctx context.Context, r slog.Record) error {
	if r.Level == slog.LevelInfo {
		if r.Level = slog.LevelDebug; !q.Enabled(ctx, r.Level) {
			return nil
		}
	}
	return q.Handler.Handle(ctx, r)
}
