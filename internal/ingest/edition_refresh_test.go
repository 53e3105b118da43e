package ingest_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/jackc/pgx/v5"

	"escale/internal/ingest"
	"escale/internal/mediation"
	"escale/internal/mirrortest"
	"escale/internal/postgres"
	"escale/internal/postgres/pgtest"
)

// differenceOf is what a report says of an edition.
func differenceOf(r ingest.Report) difference {
	d := difference{Changed: map[string][]string{}, Renamed: map[string]string{}}
	for _, line := range r.Records {
		switch line.Outcome {
		case "changed":
			var names []string
			for _, f := range line.Fields {
				names = append(names, f.Field)
			}
			d.Changed[line.ID] = names
		case "renamed":
			d.Renamed[line.ID] = line.Former
		case "gone":
			d.Gone = append(d.Gone, line.ID)
		case "added":
			d.Added = append(d.Added, line.ID)
		}
	}
	return d
}

// together joins what the reports of several départements say.
func together(reports []ingest.Report) difference {
	d := difference{Changed: map[string][]string{}, Renamed: map[string]string{}}
	for _, r := range reports {
		one := differenceOf(r)
		for id, fields := range one.Changed {
			d.Changed[id] = fields
		}
		for id, former := range one.Renamed {
			d.Renamed[id] = former
		}
		d.Gone, d.Added = append(d.Gone, one.Gone...), append(d.Added, one.Added...)
	}
	slices.Sort(d.Gone)
	slices.Sort(d.Added)
	return d
}

func (f *fixture) fingerprint() (sum string) {
	f.Helper()
	ctx := context.Background()
	err := f.db.InTx(ctx, func(tx *postgres.Tx) (err error) {
		sum, err = tx.Fingerprint(ctx)
		return err
	})
	if err != nil {
		f.Fatal(err)
	}
	return sum
}

// shown are the offers of a source that the public sees, by id.
func (f *fixture) shown(source string, departements ...string) map[string]mediation.Offer {
	f.Helper()
	ctx, shown := context.Background(), map[string]mediation.Offer{}
	err := f.db.InTx(ctx, func(tx *postgres.Tx) error {
		for _, d := range departements {
			list, err := tx.Offers(ctx, source, d)
			if err != nil {
				return err
			}
			for _, h := range list {
				if !h.Gone {
					shown[h.Offer.SourceID] = h.Offer
				}
			}
		}
		return nil
	})
	if err != nil {
		f.Fatal(err)
	}
	return shown
}

func (f *fixture) undo(id int64) error {
	f.Helper()
	_, _, err := f.importer.Undo(context.Background(), id)
	return err
}

// territories loads those of the départements; without a mirror, the Manche
// of the example alone.
func (f *fixture) territories(departements ...string) []string {
	f.Helper()
	mirror, found := mirrortest.Find(f)
	if !found {
		mirror, departements = "", []string{"50"}
	}
	l := newLoader(f.T, f, mirror)
	l.TerritoryURL = ""
	if err := l.LoadTerritories(context.Background(), departements...); err != nil {
		f.Fatal(err)
	}
	return departements
}

// The whole country in one transaction: every row is accounted for, a made-up
// next edition is recognised exactly, and undoing it leaves no trace.
func TestTheWholeCountryAndItsNextEdition(t *testing.T) {
	for _, source := range []struct{ file, format string }{
		{"france/france-services-20240801.csv", "france-services"},
		{"france/conseillers-numeriques-20221201.json", "conseillers-numeriques"},
	} {
		path, there := onMirror(t, source.file)
		if !there {
			source.format = "standard"
		}
		t.Run(source.format, func(t *testing.T) {
			e := newEditions(t, path, source.format, "16", "23", "36", "42", "50", "80")
			e.follow(1)
		})
	}
}

func TestManyNextEditions(t *testing.T) {
	e := newEditions(t, "../../data/exemple/lieux.csv", "standard", "50")
	for seed := range uint64(8) {
		e.follow(seed)
	}
}

// editions are a file that is loaded, and those that could follow it.
type editions struct {
	*fixture
	base         *sheet
	req          ingest.Request
	departements []string
}

func newEditions(t *testing.T, path, format string, departements ...string) *editions {
	t.Helper()
	f := &fixture{T: t, db: pgtest.New(t)}
	f.importer = ingest.Importer{Store: postgres.As[ingest.Tx]{DB: f.db}, Now: time.Now, GoneDelay: 14 * 24 * time.Hour}
	e := &editions{fixture: f, base: readSheet(t, path, format), departements: f.territories(departements...)}
	e.req = ingest.Request{Source: "s", Format: format, Origin: path, Content: e.base.write(t)}
	started := time.Now()
	first := f.each(e.req, e.departements)
	t.Logf("%d départements in %s: %+v", len(e.departements), time.Since(started).Round(time.Millisecond), first.Total)
	if first.Total.Read != len(e.base.rows) || first.Total.Shown == 0 {
		t.Errorf("%d rows of the file: %+v", len(e.base.rows), first.Total)
	}
	return e
}

// follow makes up a next edition, tries it, applies it, undoes it, sees that
// it stays undone, forces it and undoes it again.
func (e *editions) follow(seed uint64) {
	e.Helper()
	before, shown := e.fingerprint(), e.shown("s", e.departements...)
	next, want := e.base.next(rand.New(rand.NewPCG(50, seed)), shown, usual)
	req := e.req
	req.Content = next.write(e.T)
	recognised := func(how string, reports []ingest.Report) {
		e.Helper()
		if diff := cmp.Diff(want, together(reports), cmpopts.EquateEmpty()); diff != "" {
			e.Errorf("seed %d, %s:\n%s", seed, how, diff)
		}
		unchanged := 0
		for _, r := range reports {
			unchanged += r.Unchanged
		}
		if rest := len(shown) - len(want.Changed) - len(want.Renamed) - len(want.Gone); unchanged != rest {
			e.Errorf("seed %d, %s: %d unchanged, want %d", seed, how, unchanged, rest)
		}
	}
	asBefore := func(how string, err error) {
		e.Helper()
		if after := e.fingerprint(); err != nil || after != before {
			e.Fatalf("seed %d, %s: state %s, was %s, error %v", seed, how, after, before, err)
		}
	}
	trial := req
	trial.DryRun = true
	recognised("tried", e.each(trial, e.departements).Reports)
	asBefore("tried", nil)
	applied := e.each(req, e.departements).Reports
	recognised("applied", applied)
	if e.fingerprint() == before {
		e.Errorf("seed %d: the edition changed nothing", seed)
	}
	asBefore("undone", e.undo(applied[0].Run))
	if refused := e.each(req, e.departements).Reports; !refused[0].Refused() {
		e.Errorf("seed %d: what was undone came back by itself", seed)
	}
	asBefore("refused", nil)
	req.Force = true
	forced := e.each(req, e.departements).Reports
	recognised("forced", forced)
	asBefore("undone again", e.undo(forced[0].Run))
}

// each imports for several départements and checks that every row is
// accounted for, in each and in all.
func (f *fixture) each(req ingest.Request, departements []string) ingest.Outcome {
	f.Helper()
	outcome, err := f.importer.ImportEach(context.Background(), req, departements)
	if err != nil {
		f.Fatal(err)
	}
	for _, r := range outcome.Reports {
		if sum := r.Elsewhere + r.Superseded + r.SetAside + r.Kept(); sum != r.Read {
			f.Errorf("%s: %d rows read, %d accounted for", r.Departement, r.Read, sum)
		}
	}
	if t := outcome.Total; t.Shown+t.SetAside+t.Superseded+t.Elsewhere != t.Read {
		f.Errorf("total: %+v", t)
	}
	return outcome
}

// Records without a date of their own take the file's: that alone is no change.
func TestANewDateOfTheFileIsNoChange(t *testing.T) {
	f := newFixture(t)
	undated := strings.ReplaceAll(mairie+poste, "2026-05-04", "")
	day := func(d int) time.Time { return time.Date(2026, 11, d, 0, 0, 0, 0, time.UTC) }
	for _, tt := range []struct {
		rows          string
		date, updated time.Time
		want          counts
	}{
		{undated, day(1), day(1), counts{Read: 2, Added: 2}},
		{undated, day(2), day(2), counts{Read: 2, Unchanged: 2}},
		{undated, time.Time{}, day(2), counts{Read: 2, Unchanged: 2}},
		{mairie + poste, day(3), time.Date(2026, 5, 4, 0, 0, 0, 0, time.UTC), counts{Read: 2, Changed: 2}},
	} {
		req := f.request("s", tt.rows)
		req.Date = tt.date
		f.want(f.load(req), tt.want)
		for _, p := range f.places() {
			if got := p.Offers[0].Updated; !got.Equal(tt.updated) {
				t.Errorf("file of %v: %s is of %v", tt.date, p.Name, got)
			}
		}
	}
}

// many are n records of the fixture's commune, each at a door of its own.
func many(from, to int) string {
	var b strings.Builder
	for n := from; n <= to; n++ {
		b.WriteString(row(fmt.Sprint(n), fmt.Sprintf("Lieu %d", n), "Saint-Lô", "50000", "50502",
			fmt.Sprintf("%d rue de la Paix", n), "49.1157", fmt.Sprintf("%.4f", -1.12+0.005*float64(n))))
	}
	return b.String()
}

func TestAnEditionThatLosesTooMuchWaitsForAPerson(t *testing.T) {
	for _, tt := range []struct {
		had, has int
		waits    bool
	}{{10, 8, false}, {10, 6, false}, {4, 1, false}, {10, 5, true}, {10, 1, true}, {6, 1, true}} {
		f := newFixture(t)
		f.load(f.request("s", many(1, tt.had)))
		before, revision := f.fingerprint(), f.revision()
		report := f.load(f.request("s", many(1, tt.has)))
		if report.Waits() != tt.waits || (f.fingerprint() == before) != tt.waits || (f.revision() == revision) != tt.waits {
			t.Errorf("%d records, then %d: %q", tt.had, tt.has, report.Status)
		}
		if !tt.waits {
			continue
		}
		accepted := f.request("s", many(1, tt.has))
		accepted.Accept = true
		f.want(f.load(accepted), counts{Read: tt.has, Unchanged: tt.has, Gone: tt.had - tt.has})
	}
}

func TestARecordThatLeftIsMarkedThenHiddenAndComesBackAsItWas(t *testing.T) {
	f := newFixture(t)
	now := time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)
	f.importer.Now, f.importer.GoneDelay = func() time.Time { return now }, 14*24*time.Hour
	first := f.load(f.request("s", mairie+poste)).Run
	had := f.places()
	f.load(f.request("s", mairie))
	hidden := now.Add(f.importer.GoneDelay)
	for _, tt := range []struct {
		at     time.Time
		places int
		until  time.Time
	}{{now, 2, hidden}, {hidden.Add(-time.Second), 2, hidden}, {hidden, 1, time.Time{}}} {
		public, err := f.db.Public(context.Background(), "50", tt.at)
		if err != nil || len(public.Places) != tt.places || !public.Until.Equal(tt.until) {
			t.Errorf("at %v: %d places, until %v, error %v", tt.at, len(public.Places), public.Until, err)
		}
		marked := 0
		for _, p := range public.Places {
			if o := p.Offers[0]; o.GoneSince.Equal(now) && o.SourceID == "2" {
				marked++
			}
		}
		if marked != tt.places-1 {
			t.Errorf("at %v: %d records marked", tt.at, marked)
		}
	}
	now = hidden.Add(time.Hour)
	report := f.load(f.request("s", mairie+poste))
	if line := report.Records[0]; report.Changed != 1 || line.Reason != "de retour dans la source" || len(line.Fields) != 0 {
		t.Errorf("back: %+v", report)
	}
	if diff := cmp.Diff(had, f.places()); diff != "" {
		t.Errorf("what comes back is what was: %s", diff)
	}
	if since := f.firstRun("s", "2"); since != first {
		t.Errorf("first seen by run %d, want %d", since, first)
	}
}

func TestWhatIsSetAsideOrSupersededIsHiddenAtOnce(t *testing.T) {
	f := newFixture(t)
	f.importer.GoneDelay = 14 * 24 * time.Hour
	f.load(f.request("s", mairie+poste))
	report := f.load(f.request("s", mairie+strings.Replace(poste, "49.51", "48.11", 1)))
	f.want(report, counts{Read: 2, Unchanged: 1, SetAside: 1, Gone: 1})
	if got := f.places(); len(got) != 1 || got[0].Name != "Mairie annexe" {
		t.Errorf("places: %+v", got)
	}
}

func TestARenamedRecordKeepsItsPlaceHistoryAndDecisions(t *testing.T) {
	ctx, f := context.Background(), newFixture(t)
	f.load(f.request("a", mairie))
	first := f.load(f.request("b", row("tmp-7", "Permanence", "Saint-Lô", "50000", "", "1 rue de la Paix", "49.1157", "-1.09"))).Run
	if err := f.importer.Detach(ctx, "50", "b", "tmp-7"); err != nil {
		t.Fatal(err)
	}
	place := func(id string) string {
		for _, p := range f.places() {
			if p.Offers[0].SourceID == id {
				return p.ID
			}
		}
		return ""
	}
	was := place("tmp-7")
	report := f.load(f.request("b", row("42", "Permanence", "Saint-Lô", "50000", "", "1 rue de la Paix", "49.1157", "-1.09")))
	line := report.Records[0]
	if report.Renamed != 1 || line.Former != "tmp-7" || line.ID != "42" || !strings.Contains(line.Reason, "même nom") {
		t.Errorf("report: %+v", report)
	}
	if is := place("42"); is != was || was == "" || f.firstRun("b", "42") != first {
		t.Errorf("place %s, was %s; first run %d, want %d", is, was, f.firstRun("b", "42"), first)
	}
	// Said to be another door under its former id, it is so under the new one.
	forced := f.request("a", strings.Replace(mairie, "49.1157", "49.1170", 1))
	f.load(forced)
	f.load(f.request("a", mairie))
	if len(f.places()) != 2 {
		t.Errorf("places: %+v", f.places())
	}
	// A source that gives its temporary ids again founds other places.
	f.load(f.request("b", row("42", "Permanence", "Saint-Lô", "50000", "", "1 rue de la Paix", "49.1157", "-1.09")+
		row("tmp-7", "Autre chose", "Saint-Lô", "50000", "", "80 rue Neuve", "49.13", "-1.07")))
	if again := place("tmp-7"); again == was || again == "" || place("42") != was {
		t.Errorf("the new tmp-7 is at %q, the former one at %q", again, was)
	}
}

func (f *fixture) firstRun(source, id string) (run int64) {
	f.Helper()
	conn, err := pgx.Connect(context.Background(), f.url)
	if err != nil {
		f.Fatal(err)
	}
	defer conn.Close(context.Background())
	err = conn.QueryRow(context.Background(), `SELECT first_run FROM offers WHERE source = $1 AND source_id = $2`, source, id).Scan(&run)
	if err != nil {
		f.Fatal(err)
	}
	return run
}
