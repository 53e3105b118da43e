package ingest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"escale/internal/formats"
	"escale/internal/ingest"
	"escale/internal/mediation"
	"escale/internal/mirrortest"
)

// exportOf writes the places of a database in the national standard, as
// /export/lieux.csv does.
func exportOf(t *testing.T, places []mediation.Place, needs mediation.Needs) []byte {
	t.Helper()
	var rows []formats.StandardRow
	for _, p := range places {
		for _, o := range p.Offers {
			row, problems := formats.NewStandardRow(p, o, o.Source, needs)
			if i := slices.IndexFunc(problems, func(p formats.Problem) bool { return p.Fatal }); i >= 0 {
				t.Errorf("%s is refused: %+v", o.Key(), problems[i])
				continue
			}
			rows = append(rows, row)
		}
	}
	var content bytes.Buffer
	if err := formats.WriteStandardCSV(&content, rows); err != nil {
		t.Fatal(err)
	}
	return content.Bytes()
}

// essence is what the standard carries of the map: which offers are behind one
// door, and of each where, when, whom to call, for what and how. Of services it
// knows the nine national ones, and coordinates to six decimals.
func essence(t *testing.T, places []mediation.Place, needs mediation.Needs, key func(mediation.Offer) string) []string {
	t.Helper()
	var all []string
	for _, p := range places {
		var doors []string
		for _, o := range p.Offers {
			hours := o.Hours
			if o.Mobile() {
				hours = "" // those of its rounds are not those of a place
			}
			encoded, err := json.Marshal(map[string]any{
				"key": key(o), "kind": o.Kind, "name": o.Name, "city": mediation.Fold(p.Address.City), "insee": p.Address.INSEE,
				"point": fmt.Sprintf("%.5f %.5f", math.Abs(p.Point.Lat()), p.Point.Lon()), "hours": hours, "phone": o.Contact.Phone, "email": o.Contact.Email,
				"fee": o.Fee, "access": o.Access, "support": o.Support, "audience": o.Audience, "care": o.Care, "services": needs.National(o),
			})
			if err != nil {
				t.Fatal(err)
			}
			doors = append(doors, string(encoded))
		}
		slices.Sort(doors)
		all = append(all, strings.Join(doors, "\n"))
	}
	slices.Sort(all)
	return all
}

// TestAnExportImportedElsewhereGivesTheSame exports the real Manche, or else
// the example set, and imports the file into an empty base.
func TestAnExportImportedElsewhereGivesTheSame(t *testing.T) {
	mirror, found := mirrortest.Find(t)
	least := 100
	if !found {
		mirror, least = t.TempDir(), 60 // an empty mirror gives the example set
	}
	here := exampleFixture(t)
	here.importer.SupersededBy = map[string][]string{"conseillers-numeriques": {"aidant-bus-sud-manche"}}
	l := newLoader(t, here, mirror)
	here.importer.Needs = l.Importer.Needs
	if _, err := l.Load(context.Background(), "50"); err != nil {
		t.Fatal(err)
	}
	needs := l.Importer.Needs
	before := here.places()

	there := exampleFixture(t)
	there.importer.Needs = needs
	other := newLoader(t, there, mirror)
	if err := other.LoadTerritories(context.Background(), "50"); err != nil {
		t.Fatal(err)
	}
	report, err := there.importer.Import(context.Background(), ingest.Request{
		Source: "autre", Format: "standard", Departement: "50", Origin: "lieux.csv", Content: exportOf(t, before, needs), Date: time.Now(),
	})
	if err != nil {
		t.Fatal(err)
	}
	if report.Kept() != report.Read || report.Read < least {
		t.Errorf("%d of %d rows came back", report.Kept(), report.Read)
	}
	was := essence(t, before, needs, mediation.Offer.Key)
	is := essence(t, there.places(), needs, func(o mediation.Offer) string { return o.SourceID })
	if diff := cmp.Diff(was, is); diff != "" {
		t.Error(diff)
	}
}
