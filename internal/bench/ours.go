package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"strings"
	"time"

	"escale/data"
	"escale/internal/api"
	"escale/internal/bench/synth"
	"escale/internal/catalog"
	"escale/internal/formats"
	"escale/internal/hours"
	"escale/internal/mediation"
	"escale/internal/postgres"
	"escale/internal/web"
)

// poll is that of the real server.
const poll = 30 * time.Second

// opening is when our servers' clock starts: on a working day, when some
// places are open and none opens or closes for a while.
var opening = time.Date(2026, time.December, 1, 10, 16, 0, 0, hours.Paris)

// clock runs from opening on.
func clock() func() time.Time {
	start := time.Now()
	return func() time.Time { return opening.Add(time.Since(start)) }
}

// The sources that the made-up offers name.
const (
	standardSource = "lieux"
	advisersSource = "conseillers"
)

var apiSources = map[string]mediation.SourceInfo{
	standardSource: {Name: "Lieux de médiation numérique inventés", Licence: "Licence Ouverte 2.0", URL: "https://www.data.gouv.fr/fr/datasets/r/31576dff"},
	advisersSource: {Name: "Permanences des conseillers numériques", Licence: "Licence Ouverte 2.0"},
}

// serveOurs is the server of Escale on a database, wired as cmd/escale does.
func serveOurs(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("serve-ours", flag.ContinueOnError)
	database := flags.String("database", "", "address of the database")
	folder := flags.String("folder", "", "where the snapshot is kept")
	profile := flags.String("profile", "", "file of the CPU profile")
	if err := flags.Parse(args); err != nil {
		return err
	}
	db, err := postgres.Open(ctx, *database)
	if err != nil {
		return err
	}
	defer db.Close()
	needs, err := readNeeds()
	if err != nil {
		return err
	}
	keeper := catalog.NewKeeper(source{db, needs}, catalog.KeeperOptions{
		File: filepath.Join(*folder, "snapshot.json.gz"), Poll: poll, Now: time.Now,
	})
	if err := keeper.Refresh(ctx); err != nil {
		return err
	}
	go keeper.Run(ctx)
	e := web.New(web.Options{})
	public := api.New(keeper, api.Options{Now: clock(), Sources: apiSources, Build: "bench"})
	public.Register(e)
	keeper.Prepare(public.Prepare)
	return profiled(*profile, func() error { return serveChild(web.Server("", e)) })
}

// profiled writes what f spends its time on to a file, and what is in use at
// its end to another beside it, unless file is "".
func profiled(file string, f func() error) error {
	if file == "" {
		return f()
	}
	out, err := os.Create(file)
	if err != nil {
		return err
	}
	if err := pprof.StartCPUProfile(out); err != nil {
		return err
	}
	err = f()
	pprof.StopCPUProfile()
	return errors.Join(err, out.Close(), heapProfile(strings.TrimSuffix(file, ".pprof")+".heap.pprof"))
}

func heapProfile(file string) error {
	out, err := os.Create(file)
	if err != nil {
		return err
	}
	runtime.GC()
	return errors.Join(pprof.Lookup("heap").WriteTo(out, 0), out.Close())
}

func readNeeds() (mediation.Needs, error) {
	content, err := data.Files.ReadFile("services.yaml")
	if err != nil {
		return nil, err
	}
	return formats.ReadNeeds(bytes.NewReader(content))
}

// source gives the catalog what the public may see of a database.
type source struct {
	*postgres.DB
	needs mediation.Needs
}

func (s source) Load(ctx context.Context) (catalog.Data, error) {
	public, err := s.Public(ctx, synth.Departement, time.Now())
	return catalog.Data{
		Revision: public.Revision, Changed: public.Changed,
		Territory: public.Territory, Places: public.Places, Needs: s.needs, SetAside: public.SetAside,
		Tours: public.Tours, Stops: public.Stops, Visits: public.Visits,
	}, err
}

// Since tells what changed since a revision.
func (s source) Since(ctx context.Context, revision int64) (catalog.Changes, bool, error) {
	changes, known, err := s.DB.Since(ctx, synth.Departement, time.Now(), revision)
	return catalog.Changes(changes), known, err
}

func (s source) Revision(ctx context.Context) (int64, error) {
	number, _, err := s.DB.Revision(ctx)
	return number, err
}
