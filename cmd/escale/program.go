package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"escale/data"
	"escale/internal/catalog"
	"escale/internal/config"
	"escale/internal/formats"
	"escale/internal/geocode"
	"escale/internal/ground"
	"escale/internal/hours"
	"escale/internal/ingest"
	"escale/internal/mediation"
	"escale/internal/pages"
	"escale/internal/planning"
	"escale/internal/postgres"
	"escale/internal/postgres/local"
)

// program is what every command works with.
type program struct {
	config config.Config
	now    func() time.Time
	out    io.Writer
}

func (p *program) say(format string, args ...any) { fmt.Fprintf(p.out, format+"\n", args...) }

// checkDatabase refuses a DATABASE_URL that is none: no waiting mends it.
func (p *program) checkDatabase() error {
	if p.config.DatabaseURL == "" {
		return nil
	}
	return postgres.CheckURL(p.config.DatabaseURL)
}

// database opens the configured database, or else starts the private cluster.
// The function returned closes what was opened.
func (p *program) database(ctx context.Context) (*postgres.DB, func(), error) {
	url, stop, err := p.databaseURL(ctx)
	if err != nil {
		return nil, nil, err
	}
	db, err := postgres.Open(ctx, url)
	if err != nil {
		stop()
		return nil, nil, err
	}
	return db, func() { db.Close(); stop() }, nil
}

// databaseURL is the address of the database, whose private cluster runs until
// stop is called.
func (p *program) databaseURL(ctx context.Context) (url string, stop func(), err error) {
	if p.config.DatabaseURL != "" {
		return p.config.DatabaseURL, func() {}, nil
	}
	cluster, err := local.Start(ctx, filepath.Join(p.config.Var, "postgres"), local.Options{})
	if err != nil {
		return "", nil, err
	}
	return cluster.URL(), func() {
		if err := cluster.Stop(); err != nil {
			p.say("la base privée ne s'est pas arrêtée : %v", err)
		}
	}, nil
}

// readsPrivate is true in tests, whose sources are on this machine.
var readsPrivate = false

// loader wires the use case that loads data.
func (p *program) loader(db *postgres.DB) (*ingest.Loader, error) {
	needs, err := readNeeds()
	if err != nil {
		return nil, err
	}
	sources, err := p.sources()
	if err != nil {
		return nil, err
	}
	find, err := p.pointFinder()
	if err != nil {
		return nil, err
	}
	return &ingest.Loader{
		Importer: ingest.Importer{
			Store: postgres.As[ingest.Tx]{DB: db}, Needs: needs, Now: p.now, GoneDelay: p.config.GoneDelay, UndoRuns: p.config.UndoRuns, SupersededBy: supersededBy(sources),
			FindPoint: find, Progress: func(s string) { p.say("%s", s) },
		},
		Sources:      sources,
		Fetcher:      ingest.Fetcher{Tokens: p.tokens(sources), AllowPrivate: readsPrivate},
		Mirror:       p.config.Mirror,
		Official:     data.Official,
		TerritoryURL: ingest.TerritoryAPI,
		Embedded:     data.Files,
	}, nil
}

// patience is how long an import waits for one address.
const patience = 3 * time.Second

// pointFinder finds points of addresses with the configured geocoder, nil
// without one.
func (p *program) pointFinder() (ingest.PointFinder, error) {
	if p.config.GeocoderURL == "" {
		return nil, nil
	}
	geocoder, err := geocode.New(geocode.Options{URL: p.config.GeocoderURL, Area: p.config.Area, Limit: patience})
	if err != nil {
		return nil, err
	}
	return geocoder.Pin, nil
}

// supersededBy lists, for a source, those that tell some of its records better.
func supersededBy(sources []formats.Source) map[string][]string {
	lists := map[string][]string{}
	for _, s := range sources {
		if s.Supersedes != "" {
			lists[s.Supersedes] = append(lists[s.Supersedes], s.ID)
		}
	}
	return lists
}

// planners wires the use case that keeps the tours, once for each département.
func (p *program) planners(db *postgres.DB) (list []*planning.Planner, err error) {
	needs, err := readNeeds()
	if err != nil {
		return nil, err
	}
	sources, err := p.sources()
	if err != nil {
		return nil, err
	}
	oneVehicle := map[string]string{}
	for _, s := range sources {
		if s.Tour != "" {
			oneVehicle[s.ID] = s.Tour
		}
	}
	all := p.config.Area.Departements()
	for _, departement := range all {
		list = append(list, &planning.Planner{
			Store: postgres.As[planning.Tx]{DB: db}, Departement: departement, OneOfSeveral: len(all) > 1, Needs: needs, OneVehicle: oneVehicle, Now: p.now, Follow: p.followers(departement),
		})
	}
	return list, nil
}

func readNeeds() (mediation.Needs, error) { return readData("services.yaml", formats.ReadNeeds) }

// readLand reads the land around the départements.
func readLand() (*ground.Land, error) { return readData("terres.json", ground.ReadLand) }

func readData[T any](name string, read func(io.Reader) (T, error)) (value T, err error) {
	content, err := data.Files.ReadFile(name)
	if err != nil {
		return value, err
	}
	if value, err = read(bytes.NewReader(content)); err != nil {
		return value, fmt.Errorf("data/%s : %w", name, err)
	}
	return value, nil
}

// namedArea finds how the départements of an area are called.
func namedArea(area mediation.Area) (named pages.Departement, err error) {
	rows, err := readData("departements.csv", func(r io.Reader) ([][]string, error) { return csv.NewReader(r).ReadAll() })
	if err != nil {
		return named, err
	}
	var list []pages.Departement
	for _, row := range rows {
		if area.Has(row[0]) && hours.ZoneOf(row[0]) != hours.ZoneOf(area.First()) {
			return named, fmt.Errorf("les départements %s n’ont pas la même heure : il leur faut chacun leur carte", area)
		}
		if area.Has(row[0]) {
			list = append(list, pages.Departement{Area: mediation.Area(row[0]), Name: row[1], In: row[2]})
		}
	}
	if len(list) < len(area.Departements()) {
		return named, fmt.Errorf("un des départements %s n'est pas dans data/departements.csv", area)
	}
	return pages.NewArea(list), nil
}

// What the use cases ask of a transaction.
var (
	_ ingest.Tx   = (*postgres.Tx)(nil)
	_ planning.Tx = (*postgres.Tx)(nil)
)

// source gives the catalog what the public may see of a database.
type source struct {
	*postgres.DB
	area  mediation.Area
	needs mediation.Needs
	now   func() time.Time
}

func (s source) Load(ctx context.Context) (catalog.Data, error) {
	public, err := s.Public(ctx, s.area, s.now())
	return catalog.Data{
		Revision: public.Revision, Changed: public.Changed, Until: public.Until,
		Territory: public.Territory, Places: public.Places, Needs: s.needs, SetAside: public.SetAside, Declared: public.Declared,
		Tours: public.Tours, Stops: public.Stops, Visits: public.Visits, Workshops: public.Workshops,
	}, err
}

// Since tells what changed since a revision.
func (s source) Since(ctx context.Context, revision int64) (catalog.Changes, bool, error) {
	changes, known, err := s.DB.Since(ctx, s.area, s.now(), revision)
	return catalog.Changes(changes), known, err
}

func (s source) Revision(ctx context.Context) (int64, error) {
	number, _, err := s.DB.Revision(ctx)
	return number, err
}
