package main

import (
	"context"
	"errors"
	"net/http"
	"time"

	"escale/internal/mediation"
	"escale/internal/metrics"
)

// newMetrics wires the figures of this server, nil when nobody reads them.
func (s *serving) newMetrics() *metrics.Metrics {
	if s.config.Metrics == "" {
		return nil
	}
	opts := metrics.Options{Version: version, Snapshot: s.snapshotState, Operation: func(ctx context.Context) (o mediation.Operation, err error) {
		if db := s.desk.db.Load(); db != nil {
			return db.Operation(ctx, s.config.Area)
		}
		return o, errNoDatabase
	}}
	if s.config.BackupDir != "" {
		opts.Backup = s.backupFolder().Latest
	}
	return metrics.New(opts)
}

func (s *serving) snapshotState() (metrics.Snapshot, bool) {
	now, err := s.keeper.Current()
	if err != nil {
		return metrics.Snapshot{}, false
	}
	return metrics.Snapshot{
		Places: len(now.Places), Visits: len(now.Visits), Revision: now.Revision, Age: s.keeper.Age(), Listening: s.keeper.Listening(),
	}, true
}

// answered is called after each answer, nil when nobody counts.
func (s *serving) answered() func(method, route string, status int, took time.Duration) {
	if s.metrics == nil {
		return nil
	}
	return s.metrics.Answered
}

// serveMetrics answers at the private address until ctx ends.
func (s *serving) serveMetrics(ctx context.Context) error {
	if s.metrics == nil {
		return nil
	}
	listener, err := listen(s.config.Metrics)
	if err != nil {
		return err
	}
	server := &http.Server{Handler: s.metrics.Handler(), ReadHeaderTimeout: 5 * time.Second}
	stop := context.AfterFunc(ctx, func() { _ = server.Close() })
	defer stop()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
