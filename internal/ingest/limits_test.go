package ingest_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"
	"time"

	"escale/internal/ingest"
	"escale/internal/mediation"
	"escale/internal/postgres"
)

// Forty names and addresses of 60 KB took 41 s: comparing two costs the product of
// their lengths. They are compared by their beginnings, so that ten times the
// length costs some ten times as much, to read and to store, and not a hundred.
func TestLongNamesAreComparedByTheirBeginnings(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	took := func(size int) time.Duration {
		f := newFixture(t)
		text := func() string {
			var b strings.Builder
			for b.Len() < size {
				fmt.Fprintf(&b, "%x ", r.Uint32())
			}
			return b.String()
		}
		var rows strings.Builder
		for i := range 40 {
			rows.WriteString(row(fmt.Sprint(i), text(), "Saint-Lô", "50000", "50502", text(), "49.1157", "-1.09"))
		}
		start := time.Now()
		if report := f.load(f.request("s", rows.String())); report.Added != 40 {
			t.Errorf("%d added", report.Added)
		}
		return time.Since(start)
	}
	short, long := took(6_000), took(60_000)
	t.Logf("names of 6 KB %v, of 60 KB %v", short, long)
	if long > 30*short {
		t.Errorf("names of 60 KB take %v, of 6 KB %v", long, short)
	}
}

// Records that crowd at one door would each be compared with all others.
func TestACrowdAtOneDoorIsRefused(t *testing.T) {
	for name, point := range map[string]func(i int) (lat, lon string){
		"at one point":      func(i int) (lat, lon string) { return fmt.Sprintf("49.1157%d", i%1000), "-1.09" },
		"without any point": func(int) (lat, lon string) { return "", "" },
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			var rows strings.Builder
			for i := range 3_000 {
				lat, lon := point(i)
				rows.WriteString(row(fmt.Sprint(i), "Mairie", "Saint-Lô", "50000", "50502", "1 rue de la Paix", lat, lon))
			}
			_, err := f.importer.Import(context.Background(), f.request("s", rows.String()))
			if mediation.KindOf(err) != mediation.Invalid || len(f.places()) != 0 {
				t.Errorf("error %v, %d places", err, len(f.places()))
			}
		})
	}
}

// What is read may end the program: the next start must not read it again at
// once.
func TestAnAttemptIsNotedBeforeItStarts(t *testing.T) {
	for name, read := range map[string]func(o *online) error{
		"refresh": func(o *online) error { _, err := o.Refresh(context.Background(), "50", nil, false); return err },
		"load":    func(o *online) error { _, err := o.Load(context.Background(), "50"); return err },
	} {
		t.Run(name, func(t *testing.T) {
			o := newOnline(t)
			o.Sources = o.Sources[:1]
			var noted mediation.Fetch
			o.answer = func(w http.ResponseWriter, r *http.Request) {
				noted = o.fetch()
				sends(mairie, `"1"`)(w, r)
			}
			if err := read(o); err != nil || noted.TriedAt.IsZero() || noted.Fault == "" {
				t.Fatalf("while it is read: %+v, %v", noted, err)
			}
			o.saveFetch(noted) // as if the program had ended then
			before := len(o.requests)
			o.now = o.now.Add(time.Minute)
			if err := read(o); err != nil || len(o.requests) != before {
				t.Errorf("a minute later: %d requests, %v", len(o.requests)-before, err)
			}
			o.now = o.now.Add(7 * time.Hour)
			if err := read(o); err != nil || len(o.requests) != before+1 || o.fetch().Fault != "" {
				t.Errorf("hours later: %d requests, %+v, %v", len(o.requests)-before, o.fetch(), err)
			}
		})
	}
}

func (o *online) fetch() (f mediation.Fetch) {
	o.Helper()
	err := o.db.InTx(context.Background(), func(tx *postgres.Tx) error {
		known, err := tx.Fetches(context.Background(), "50")
		f = known["s"]
		return err
	})
	if err != nil {
		o.Fatal(err)
	}
	return f
}

func (o *online) saveFetch(f mediation.Fetch) {
	o.Helper()
	if err := o.db.InTx(context.Background(), func(tx *postgres.Tx) error { return tx.SaveFetch(context.Background(), f) }); err != nil {
		o.Fatal(err)
	}
}

// The address of a source is a link on public pages.
func TestASourceIsDeclaredAtAWebAddressOnly(t *testing.T) {
	l := &ingest.Loader{Importer: newFixture(t).importer}
	for address, refused := range map[string]bool{
		"javascript:alert(1)": true, "JavaScript:alert(1)": true, "data:text/html,x": true, " https://a.fr": true, "//a.fr": true, "https://a.fr/x": false, "": false,
	} {
		_, err := l.Open(context.Background(), ingest.Request{Source: "s", Format: "standard", Origin: "/dev/null",
			Declared: mediation.SourceInfo{Name: "N", Licence: "L", URL: address}})
		if (mediation.KindOf(err) == mediation.Invalid) != refused {
			t.Errorf("%q: %v", address, err)
		}
	}
}
