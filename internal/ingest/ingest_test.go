package ingest_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"escale/data"
	"escale/internal/formats"
	"escale/internal/ingest"
	"escale/internal/mediation"
	"escale/internal/mirrortest"
	"escale/internal/postgres"
	"escale/internal/postgres/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

type fixture struct {
	*testing.T
	db       *postgres.DB
	url      string // of the database
	importer ingest.Importer
}

func square(c orb.Point, half float64) orb.MultiPolygon {
	return orb.MultiPolygon{{{{c[0] - half, c[1] - half}, {c[0] + half, c[1] - half}, {c[0] + half, c[1] + half}, {c[0] - half, c[1] + half}, {c[0] - half, c[1] - half}}}}
}

// newFixture opens an empty database with two communes, one of which has a
// contour.
func newFixture(t *testing.T) *fixture {
	t.Helper()
	url := pgtest.URL(t)
	db, err := postgres.Open(context.Background(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	saintLo, valognes := orb.Point{-1.09, 49.1157}, orb.Point{-1.47, 49.51}
	_, err = db.SaveTerritory(context.Background(), mediation.Territory{Area: "50", Communes: []mediation.Commune{
		{INSEE: "50502", Name: "Saint-Lô", Postcodes: []string{"50000"}, Centre: saintLo, Contour: square(saintLo, 0.05), Parts: []mediation.Part{{INSEE: "50467", Name: "Sainte-Croix"}}},
		{INSEE: "50615", Name: "Valognes", Postcodes: []string{"50700"}, Centre: valognes},
	}})
	if err != nil {
		t.Fatal(err)
	}
	needs := mediation.Needs{{ID: "caf", ImpliedBy: []string{"france-services"}}}
	return &fixture{t, db, url, ingest.Importer{Store: postgres.As[ingest.Tx]{DB: db}, Needs: needs, Now: time.Now}}
}

const header = "id,pivot,nom,commune,code_postal,code_insee,adresse,latitude,longitude,telephone,horaires,services,dispositif_programmes_nationaux,date_maj\n"

// row is a record of the national standard.
func row(id, name, city, postcode, insee, street, lat, lon string) string {
	return fmt.Sprintf("%s,00000000000000,%s,%s,%s,%s,%s,%s,%s,+33261910001,Mo-Fr 09:00-12:00,,France Services,2026-05-04\n",
		id, name, city, postcode, insee, street, lat, lon)
}

var (
	mairie = row("1", "Mairie annexe", "SAINT LO", "50000", "", "1 rue de la Paix", "49.1157", "-1.09")
	poste  = row("2", "La Poste", "Valognes", "50700", "50615", "22 rue de Poterie", "49.51", "-1.469")
)

func (f *fixture) request(source, rows string) ingest.Request {
	return ingest.Request{Source: source, Format: "standard", Departement: "50", Origin: source + ".csv", Content: []byte(header + rows)}
}

func (f *fixture) load(req ingest.Request) ingest.Report {
	f.Helper()
	report, err := f.importer.Import(context.Background(), req)
	if err != nil {
		f.Fatal(err)
	}
	if sum := report.Elsewhere + report.Superseded + report.SetAside + report.Kept(); sum != report.Read {
		f.Errorf("%d records read, %d accounted for: %+v", report.Read, sum, report)
	}
	return report
}

func (f *fixture) places() []mediation.Place {
	f.Helper()
	public, err := f.db.Public(context.Background(), "50", time.Now())
	if err != nil {
		f.Fatal(err)
	}
	return public.Places
}

func (f *fixture) revision() int64 {
	f.Helper()
	n, _, err := f.db.Revision(context.Background())
	if err != nil {
		f.Fatal(err)
	}
	return n
}

type counts struct{ Read, Elsewhere, Added, Changed, Unchanged, SetAside, Gone int }

func countsOf(r ingest.Report) counts {
	return counts{r.Read, r.Elsewhere, r.Added, r.Changed, r.Unchanged, r.SetAside, r.Gone}
}

func (f *fixture) want(report ingest.Report, want counts) {
	f.Helper()
	if diff := cmp.Diff(want, countsOf(report)); diff != "" {
		f.Error(diff)
	}
}

func TestEditionsOfASource(t *testing.T) {
	f := newFixture(t)
	f.want(f.load(f.request("s", mairie+poste)), counts{Read: 2, Added: 2})
	first := f.places()
	if len(first) != 2 || first[0].Offers[0].Address.City+first[1].Offers[0].Address.City != "Saint-LôValognes" &&
		first[0].Offers[0].Address.City+first[1].Offers[0].Address.City != "ValognesSaint-Lô" {
		t.Errorf("places: %+v", first)
	}
	if got := first[0].Offers[0].Claims; len(got) != 1 || got[0].Certainty != mediation.Implied {
		t.Errorf("services: %+v", got)
	}
	before := f.revision()
	again := f.load(f.request("s", mairie+poste))
	f.want(again, counts{Read: 2, Unchanged: 2})
	forced := f.request("s", mairie+poste)
	forced.Force = true
	f.want(f.load(forced), counts{Read: 2, Unchanged: 2})
	if !again.Skipped || f.revision() != before {
		t.Error("the second load of a file did something")
	}
	if diff := cmp.Diff(first, f.places()); diff != "" {
		t.Error(diff)
	}
	f.want(f.load(f.request("s", strings.Replace(mairie, "+33261910001", "+33261910002", 1))), counts{Read: 1, Changed: 1, Gone: 1})
	if got := f.places(); len(got) != 1 || got[0].Contact().Phone != "+33261910002" {
		t.Errorf("places: %+v", got)
	}
	f.want(f.load(f.request("s", mairie+poste)), counts{Read: 2, Changed: 2})
	if diff := cmp.Diff(first, f.places()); diff != "" {
		t.Errorf("what comes back is what was: %s", diff)
	}
}

func TestWhatCannotBeShownIsSetAsideWithItsReason(t *testing.T) {
	f := newFixture(t)
	report := f.load(f.request("s", mairie+
		row("3", "Sans point", "Saint-Lô", "50000", "", "2 rue", "0", "0")+
		row("4", "Ailleurs dans la Manche", "Saint-Lô", "50000", "", "3 rue", "49.51", "-1.469")+
		row("5", "Point à Paris", "Saint-Lô", "50000", "", "4 rue", "48.85", "2.35")+
		row("6", "Adresse à Paris", "Paris", "75001", "75101", "5 rue", "49.1157", "-1.09")+
		row("7", "Vraiment à Paris", "Paris", "75001", "75101", "6 rue", "48.85", "2.35")+
		row("1", "Même identifiant", "Saint-Lô", "50000", "", "7 rue", "49.1157", "-1.09")+
		row("8", "Commune inconnue", "Ys", "50999", "", "8 rue", "49.7", "-1.9")+
		"10,trop court\n"+
		row("9", "Au bord", "Saint-Lô", "50000", "", "9 rue", "49.17", "-1.09")))
	f.want(report, counts{Read: 10, Elsewhere: 1, Added: 1, SetAside: 8})
	for id, want := range map[string]string{
		"3": "pas de point", "4": "km de la commune déclarée (Saint-Lô)", "5": "hors du département",
		"6": "l'adresse est à 75001 Paris", "1": "identifiant en double : lignes 2 et 8", "8": "« Ys » (50999) est inconnue",
		"10": "manque",
	} {
		found := false
		for _, line := range report.Records {
			found = found || line.Outcome == "set aside" && line.ID == id && strings.Contains(line.Reason, want)
		}
		if !found {
			t.Errorf("record %s is not set aside for %q: %+v", id, want, report.Records)
		}
	}
	for _, p := range f.places() {
		if p.Name != "Au bord" {
			t.Errorf("%s is shown", p.Name)
		}
	}
}

func TestOneDoorSeveralHelpersAndBack(t *testing.T) {
	ctx, f := context.Background(), newFixture(t)
	f.load(f.request("a", mairie+poste))
	report := f.load(f.request("b", row("x", "Permanence", "Saint-Lô", "50000", "", "1 rue de la Paix", "49.1157", "-1.09")))
	if len(report.Joined) != 1 || !strings.Contains(report.Joined[0].Reason, "même adresse") {
		t.Errorf("joined: %+v", report.Joined)
	}
	if got := f.places(); len(got) != 2 {
		t.Fatalf("%d places, want 2", len(got))
	}
	if err := f.importer.Detach(ctx, "50", "b", "x"); err != nil {
		t.Fatal(err)
	}
	if got := f.places(); len(got) != 3 {
		t.Fatalf("%d places after detaching, want 3", len(got))
	}
	// Neither a new edition of either side nor the same file joins them again.
	f.load(f.request("b", row("x", "Permanence du mardi", "Saint-Lô", "50000", "", "1 rue de la Paix", "49.1157", "-1.09")))
	forced := f.request("a", mairie+poste)
	forced.Force = true
	f.load(forced)
	if got := f.places(); len(got) != 3 {
		t.Errorf("%d places after the next editions, want 3", len(got))
	}
	err := f.importer.Detach(ctx, "50", "b", "x")
	if mediation.KindOf(err) != mediation.NotFound {
		t.Errorf("detaching an offer alone at its door: %v", err)
	}
}

func TestAPlaceKeepsItsAddressWhenItsFounderMoves(t *testing.T) {
	f := newFixture(t)
	f.load(f.request("a", mairie))
	id := f.places()[0].ID
	f.load(f.request("b", row("x", "Permanence", "Saint-Lô", "50000", "", "1 rue de la Paix", "49.1157", "-1.09")))
	f.load(f.request("a", row("1", "Mairie annexe", "Saint-Lô", "50000", "", "40 rue Neuve", "49.125", "-1.08")))
	byID := map[string]string{}
	for _, p := range f.places() {
		byID[p.ID] = p.Name
	}
	if len(byID) != 2 || byID[id] != "Permanence" {
		t.Errorf("places: %v; %s was shared", byID, id)
	}
}

func TestDryRunWritesNothing(t *testing.T) {
	f := newFixture(t)
	req := f.request("s", mairie)
	req.DryRun = true
	f.want(f.load(req), counts{Read: 1, Added: 1})
	if got := f.places(); len(got) != 0 {
		t.Errorf("%d places after a dry run", len(got))
	}
	f.want(f.load(f.request("s", mairie)), counts{Read: 1, Added: 1})
}

func TestABadFileChangesNothing(t *testing.T) {
	f := newFixture(t)
	f.load(f.request("s", mairie))
	for why, content := range map[string]string{
		"empty": "", "web page": "<!doctype html><html><body>403</body></html>", "doubled header": "id,id,nom\n1,2,a\n", "no header": mairie,
	} {
		req := f.request("s", "")
		req.Content = []byte(content)
		if _, err := f.importer.Import(context.Background(), req); mediation.KindOf(err) != mediation.Invalid {
			t.Errorf("%s: error %v", why, err)
		}
	}
	if got := f.places(); len(got) != 1 {
		t.Errorf("%d places, want 1", len(got))
	}
}

// failing breaks an import at its very end.
type failing struct{ postgres.As[ingest.Tx] }

var errBroken = errors.New("broken")

func (s failing) InTx(ctx context.Context, f func(ingest.Tx) error) error {
	return s.As.InTx(ctx, func(tx ingest.Tx) error {
		if err := f(tx); err != nil {
			return err
		}
		return errBroken
	})
}

func TestABrokenImportLeavesEverythingAsItWas(t *testing.T) {
	f := newFixture(t)
	f.load(f.request("s", mairie))
	broken := f.importer
	broken.Store = failing{postgres.As[ingest.Tx]{DB: f.db}}
	if _, err := broken.Import(context.Background(), f.request("s", poste)); !errors.Is(err, errBroken) {
		t.Fatalf("error %v", err)
	}
	if got := f.places(); len(got) != 1 || got[0].Name != "Mairie annexe" {
		t.Errorf("places: %+v", got)
	}
}

func newLoader(t *testing.T, f *fixture, mirror string) *ingest.Loader {
	t.Helper()
	read := func(name string) *os.File {
		file, err := os.Open("../../data/" + name)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { file.Close() })
		return file
	}
	needs, err := formats.ReadNeeds(read("services.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	sources, err := formats.ReadSources(read("sources.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	f.importer.Needs = needs
	return &ingest.Loader{Importer: f.importer, Sources: sources, Mirror: mirror, Embedded: data.Files,
		Official: data.Official}
}

// The counts are those of the mirror's own README: 42 EPN, 38 France Services
// houses and 50 permanences of the Manche.
func TestTheManche(t *testing.T) {
	mirror := mirrortest.Path(t, ".")
	f := newFixture(t)
	f.importer.SupersededBy = map[string][]string{"conseillers-numeriques": {"aidant-bus-sud-manche"}}
	l := newLoader(t, f, mirror)
	reports, err := l.Load(context.Background(), "50")
	if err != nil {
		t.Fatal(err)
	}
	kept, aside := map[string]int{}, map[string]int{}
	for _, r := range reports {
		kept[r.Source], aside[r.Source] = r.Kept(), r.SetAside+r.Superseded
	}
	for source, want := range map[string]int{"epn-normandie": 42, "france-services": 38, "conseillers-numeriques": 50, "aidant-bus-sud-manche": 12} {
		if got := kept[source] + aside[source]; got != want {
			t.Errorf("%s: %d records, want %d", source, got, want)
		}
	}
	kinds := map[mediation.Kind]int{}
	for _, p := range f.places() {
		for _, o := range p.Offers {
			kinds[o.Kind]++
		}
	}
	want := map[mediation.Kind]int{mediation.EPN: 39, mediation.FranceServices: 36, mediation.ConseillerNumerique: 37, mediation.Van: 17}
	if diff := cmp.Diff(want, kinds); diff != "" {
		t.Error(diff)
	}
	before := f.revision()
	if _, err := l.Load(context.Background(), "50"); err != nil || f.revision() != before {
		t.Errorf("second load: revision %d after %d, error %v", f.revision(), before, err)
	}
}

func TestWithoutMirrorAndOfflineTheExampleShowsUntilRealPlacesCome(t *testing.T) {
	ctx := context.Background()
	f := &fixture{T: t, db: pgtest.New(t)}
	f.importer = ingest.Importer{Store: postgres.As[ingest.Tx]{DB: f.db}, Now: time.Now}
	l := newLoader(t, f, "")
	for i := range l.Sources {
		l.Sources[i].URL = "" // nothing is reached from a test
	}
	first, err := l.Load(ctx, "50")
	if err != nil || len(first) != 1 || first[0].Kept() != len(examples(f)) || first[0].Kept() < 55 {
		t.Fatalf("%+v, %v: %d offers of the example", first, err, len(examples(f)))
	}
	if again, err := l.Load(ctx, "50"); err != nil || len(again) != 1 || !again[0].Skipped {
		t.Errorf("second load: %+v, %v", again, err)
	}
	real := filepath.Join(t.TempDir(), "real.csv")
	if err := os.WriteFile(real, []byte(header+mairie), 0o644); err != nil {
		t.Fatal(err)
	}
	l.Sources = append(l.Sources, formats.Source{ID: "real", Format: "standard", URL: real})
	if _, err := l.Load(ctx, "50"); err != nil || len(examples(f)) != 0 || len(f.places()) != 1 {
		t.Errorf("with a real source: %d invented of %d places, %v", len(examples(f)), len(f.places()), err)
	}
}

func examples(f *fixture) (list []mediation.Offer) {
	for _, p := range f.places() {
		for _, o := range p.Offers {
			if o.Source == "exemple" {
				list = append(list, o)
			}
		}
	}
	return list
}
