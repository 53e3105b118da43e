package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/spf13/pflag"

	"golang.org/x/sync/errgroup"

	"escale/internal/api"
	"escale/internal/catalog"
	"escale/internal/counts"
	"escale/internal/desk"
	"escale/internal/geocode"
	"escale/internal/mediation"
	"escale/internal/metrics"
	"escale/internal/pages"
	"escale/internal/planning"
	"escale/internal/postgres"
	"escale/internal/postgres/local"
	"escale/internal/reach"
)

const (
	poll          = 30 * time.Second
	shutdownLimit = 30 * time.Second
	retryFirst    = time.Second
	retryMost     = time.Minute
	saveCounts    = time.Minute
)

func prepareServe(p *program, flags *pflag.FlagSet) action {
	loadFirst := flags.Bool("load", false, "charge le territoire et ses sources avant de servir")
	p.sourceFlags(flags)
	return func(ctx context.Context, args []string) error {
		if err := noArguments(args); err != nil {
			return err
		}
		s := &serving{program: p, load: *loadFirst}
		return s.run(ctx)
	}
}

// serving is the server and what keeps its data up to date.
type serving struct {
	*program
	load    bool
	source  lateSource
	notices lateNotices
	desk    lateStore
	layer   lateCorrections
	tours   lateTours
	office  *desk.Desk      // nil on a map of several départements
	counts  *counts.Counter // nil when nothing is counted
	metrics *metrics.Metrics
	keeper  *catalog.Keeper
	leaving atomic.Bool // the program ends
	grounds *pages.Grounds
	reach   *reach.Reach
}

// run serves until ctx ends. What is on disk is served at once; the database
// may come later, or go.
func (s *serving) run(ctx context.Context) error {
	if err := s.checkDatabase(); err != nil {
		return err
	}
	if err := os.MkdirAll(s.config.Var, 0o755); err != nil {
		return err
	}
	s.keeper = catalog.NewKeeper(&s.source, catalog.KeeperOptions{
		File: s.snapshotFile(), Poll: poll, Now: time.Now, Clock: s.now,
	})
	if s.config.Counts {
		s.counts = counts.New(s.now)
	}
	s.metrics = s.newMetrics()
	server, err := s.server()
	if err != nil {
		return err
	}
	listener, err := listen(server.Addr)
	if err != nil {
		return err
	}
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		return err
	}
	s.say("Escale écoute sur http://localhost:%s", port)
	return together(ctx, server, listener, s.leave, func(ctx context.Context) error {
		group, ctx := errgroup.WithContext(ctx)
		group.Go(func() error { return s.serveMetrics(ctx) })
		group.Go(func() error { return s.follow(ctx, port) })
		return group.Wait()
	})
}

// listen takes an address of this machine.
func listen(address string) (net.Listener, error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("l’adresse %s ne peut pas être prise (« escale doctor » dit pourquoi) : %w", address, err)
	}
	return listener, nil
}

// snapshotFile is the copy of the data on disk.
func (p *program) snapshotFile() string {
	return filepath.Join(p.config.Var, "snapshot-"+p.config.Area.Name()+".json.gz")
}

// together serves until ctx ends, or until the server or what works beside it
// fails; then both end in order. leave is called first: it tells others not to
// send requests any more. Those under way are answered, and what works beside
// ends last: they may need its database.
func together(ctx context.Context, server *http.Server, listener net.Listener, leave func(context.Context), beside func(context.Context) error) error {
	group, ctx := errgroup.WithContext(ctx)
	working, stop := context.WithCancel(context.WithoutCancel(ctx))
	group.Go(func() error {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return nil
	})
	group.Go(func() error { return beside(working) })
	group.Go(func() error {
		defer stop()
		<-ctx.Done()
		finishing, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownLimit)
		defer cancel()
		leave(finishing)
		if err := server.Shutdown(finishing); err != nil {
			slog.Warn("some requests did not end in time and are cut", "error", err)
			return server.Close()
		}
		return nil
	})
	return group.Wait()
}

// leave has readyz say that this server ends, and gives those who ask for it
// the time to send their requests elsewhere.
func (s *serving) leave(ctx context.Context) {
	s.leaving.Store(true)
	select {
	case <-ctx.Done():
	case <-time.After(time.Duration(s.config.Drain) * time.Second):
	}
}

// addresses finds addresses with the configured geocoder, nil without one.
func (s *serving) addresses() (api.AddressFinder, error) {
	if s.config.GeocoderURL == "" {
		return nil, nil
	}
	geocoder, err := geocode.New(geocode.Options{URL: s.config.GeocoderURL, Area: s.config.Area})
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, text string) []api.Address {
		found := geocoder.Find(ctx, text)
		list := make([]api.Address, len(found))
		for i, f := range found {
			list[i] = api.Address(f)
		}
		return list
	}, nil
}

// follow opens the database, again and again while it is away, loads the
// département if asked to, then keeps the snapshot up to date.
func (s *serving) follow(ctx context.Context, port string) error {
	db, closeDB, err := s.await(ctx)
	if err != nil || db == nil {
		return err
	}
	defer closeDB()
	loader, err := s.loader(db)
	if err != nil {
		return err
	}
	if s.load {
		if _, err := s.program.load(ctx, loader); err != nil && ctx.Err() == nil {
			s.say("le chargement a échoué, la carte garde ce qu'elle a : %v", err)
		}
	}
	planners, err := s.planners(db)
	if err != nil {
		return err
	}
	s.plan(ctx, planners)
	if err := s.eraseNow(ctx, db); err != nil {
		slog.Warn("what is past its term cannot be erased now; it will be later", "error", err)
	}
	s.desk.db.Store(db)
	var beside sync.WaitGroup
	defer beside.Wait()
	beside.Go(func() { s.work(ctx, db, loader, planners) })
	needs, err := readNeeds()
	if err != nil {
		return err
	}
	s.notices.set(notices{db, s.config.Area})
	s.layer.importer.Store(&loader.Importer)
	s.tours.inner.Store(planners[0]) // the back office is of one département
	if s.counts != nil {
		beside.Go(func() {
			s.counts.Run(ctx, db, saveCounts, func(err error) { slog.Warn("the views could not be stored; they wait", "error", err) })
		})
	}
	if s.config.BackupDir != "" {
		beside.Go(func() { s.keepBackups(ctx) })
	}
	s.source.set(source{db, s.config.Area, needs, s.now})
	if err := s.keeper.Refresh(ctx); err == nil {
		s.announce(port)
	}
	s.keeper.Run(ctx)
	return nil
}

func (s *serving) plan(ctx context.Context, planners []*planning.Planner) {
	if err := s.updateEach(ctx, planners); err != nil && ctx.Err() == nil {
		slog.Warn("the visits ahead cannot be computed; those stored stay", "error", err)
	}
}

// await opens the database. It returns nil without error when ctx ends
// first, and an error when there is no hope and nothing to serve.
func (s *serving) await(ctx context.Context) (*postgres.DB, func(), error) {
	for wait := retryFirst; ; wait = min(2*wait, retryMost) {
		db, closeDB, err := s.database(ctx)
		if err == nil {
			return db, closeDB, nil
		}
		if _, empty := s.keeper.Current(); empty != nil && errors.Is(err, local.ErrMissing) || mediation.KindOf(err) == mediation.Conflict {
			return nil, nil, err
		}
		_ = s.keeper.Refresh(ctx) // fails, and so tells readers that the data grow old
		s.say("base de données : %v ; nouvel essai dans %s, la carte garde ce qu'elle a", err, wait)
		select {
		case <-ctx.Done():
			return nil, nil, nil
		case <-time.After(wait):
		}
	}
}

func (s *serving) announce(port string) {
	snapshot, err := s.keeper.Current()
	if err != nil {
		return
	}
	s.say("%d lieux sur la carte.", len(snapshot.Places))
	s.say("Escale est prête : http://localhost:%s", port)
}

// lateSource is the catalog's source, absent until the database is there.
type lateSource struct{ inner atomic.Pointer[source] }

func (l *lateSource) set(s source) { l.inner.Store(&s) }

var errNoDatabase = &mediation.Error{Kind: mediation.Unavailable, Sentence: "La base de données n'est pas encore là."}

func (l *lateSource) Load(ctx context.Context) (catalog.Data, error) {
	if s := l.inner.Load(); s != nil {
		return s.Load(ctx)
	}
	return catalog.Data{}, errNoDatabase
}

func (l *lateSource) Since(ctx context.Context, revision int64) (catalog.Changes, bool, error) {
	if s := l.inner.Load(); s != nil {
		return s.Since(ctx, revision)
	}
	return catalog.Changes{}, false, errNoDatabase
}

func (l *lateSource) Revision(ctx context.Context) (int64, error) {
	if s := l.inner.Load(); s != nil {
		return s.Revision(ctx)
	}
	return 0, errNoDatabase
}

func (l *lateSource) Listen(ctx context.Context, notify func()) error {
	if s := l.inner.Load(); s != nil {
		return s.Listen(ctx, notify)
	}
	return errNoDatabase
}
