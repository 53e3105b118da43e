package catalog_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"escale/internal/catalog"
	"escale/internal/language"
	"escale/internal/mediation"
)

// changing is a database that can tell what changed since any revision.
type changing struct {
	t    *rapid.T
	data catalog.Data
	// places and visits say at which revision each last changed, be it gone.
	places, visits map[string]int64
	loads          int
}

func (c *changing) Load(context.Context) (catalog.Data, error) {
	c.loads++
	return c.copy(), nil
}

// copy shares nothing with what was read before, as rows read anew do not.
func (c *changing) copy() (d catalog.Data) {
	text, err := json.Marshal(c.data)
	if err == nil {
		err = json.Unmarshal(text, &d)
	}
	if err != nil {
		c.t.Fatal(err)
	}
	d.Territory = c.data.Territory
	mediation.LendContacts(d.Places, d.Tours, d.Stops)
	return d
}

func (c *changing) Revision(context.Context) (int64, error) { return c.data.Revision, nil }

func (c *changing) Listen(ctx context.Context, _ func()) error { <-ctx.Done(); return ctx.Err() }

func (c *changing) Since(_ context.Context, revision int64) (out catalog.Changes, known bool, err error) {
	now := c.copy()
	out.Revision = now.Revision
	for id, at := range c.places {
		if at <= revision {
			continue
		}
		if i := slices.IndexFunc(now.Places, func(p mediation.Place) bool { return p.ID == id }); i >= 0 {
			out.Places = append(out.Places, now.Places[i])
		} else {
			out.GonePlaces = append(out.GonePlaces, id)
		}
	}
	for id, at := range c.visits {
		if at <= revision {
			continue
		}
		if i := slices.IndexFunc(now.Visits, func(v mediation.Visit) bool { return v.ID == id }); i >= 0 {
			out.Visits = append(out.Visits, now.Visits[i])
		} else {
			out.GoneVisits = append(out.GoneVisits, id)
		}
	}
	return out, true, nil
}

// change does one thing that people or sources do.
func (c *changing) change(step int) {
	c.data.Revision++
	d := &c.data
	act := rapid.IntRange(0, 4).Draw(c.t, "act")
	if len(d.Places) == 0 {
		act = 0
	}
	switch act {
	case 0: // a place appears
		p := drawData(c.t).Places
		if len(p) == 0 {
			return
		}
		p[0].ID = fmt.Sprintf("n%d", step)
		for i := range p[0].Offers {
			p[0].Offers[i].SourceID = fmt.Sprintf("%s-%d", p[0].ID, i)
		}
		d.Places = append(d.Places, p[0])
		c.places[p[0].ID] = d.Revision
	case 1: // one goes
		i := rapid.IntRange(0, len(d.Places)-1).Draw(c.t, "place")
		c.places[d.Places[i].ID] = d.Revision
		d.Places = slices.Delete(slices.Clone(d.Places), i, i+1)
	case 2: // something of one changes
		p := &d.Places[rapid.IntRange(0, len(d.Places)-1).Draw(c.t, "place")]
		j := rapid.IntRange(0, len(p.Offers)-1).Draw(c.t, "offer")
		key := p.Offers[j].SourceID
		p.Offers[j] = drawOffer(c.t, 0)
		p.Offers[j].SourceID = key
		if rapid.Bool().Draw(c.t, "moves") {
			p.Point = drawPoint(c.t, "to")
		}
		if rapid.Bool().Draw(c.t, "renamed") {
			p.Name = fmt.Sprint("Tiers-lieu ", step)
		}
		c.places[p.ID] = d.Revision
	case 3: // a visit changes
		if len(d.Visits) > 0 {
			v := &d.Visits[rapid.IntRange(0, len(d.Visits)-1).Draw(c.t, "visit")]
			v.Status = rapid.SampledFrom(mediation.VisitStatuses).Draw(c.t, "status")
			v.Start, v.End = v.Start.Add(time.Hour), v.End.Add(2*time.Hour)
			c.visits[v.ID] = d.Revision
		}
	case 4: // one is withdrawn
		if len(d.Visits) > 0 {
			c.visits[d.Visits[0].ID] = d.Revision
			d.Visits = slices.Clone(d.Visits[1:])
		}
	}
}

// After any sequence of changes, what follows them is what is read anew.
func TestFollowingChangesIsReadingEverything(t *testing.T) {
	followed := 0
	rapid.Check(t, func(t *rapid.T) {
		source := &changing{t: t, data: drawData(t), places: map[string]int64{}, visits: map[string]int64{}}
		at := time.Date(2026, 11, 1, 10, 0, 0, 0, time.UTC)
		now := func() time.Time { return at }
		keeper := catalog.NewKeeper(source, catalog.KeeperOptions{Poll: time.Hour, Now: now})
		for step := range 6 {
			if step > 0 {
				source.change(step)
				at = at.Add(time.Duration(rapid.IntRange(0, 60).Draw(t, "hours later")) * time.Hour) // rooms leave the map
			}
			loads := source.loads
			if err := keeper.Refresh(context.Background()); err != nil {
				t.Fatal(err)
			}
			if source.loads == loads {
				followed++
			}
			got, err := keeper.Current()
			if err != nil {
				t.Fatal(err)
			}
			anew := source.copy()
			anew.At = at
			want, err := catalog.New(anew)
			if err != nil {
				t.Fatal(err)
			}
			compareSnapshots(t, got, want)
		}
	})
	if followed == 0 {
		t.Error("everything was read each time: the test shows nothing")
	}
}

func compareSnapshots(t *rapid.T, got, want *catalog.Snapshot) {
	if got.Version != want.Version {
		t.Fatalf("version %s, want %s", got.Version, want.Version)
	}
	if !got.Data.Until.Equal(want.Data.Until) {
		t.Fatalf("good until %s, want %s", got.Data.Until, want.Data.Until)
	}
	for range 3 {
		f := drawFilter(t, want.Data)
		if g, w := ids(got, got.Find(f)), ids(want, want.Find(f)); !slices.Equal(g, w) {
			t.Fatalf("filter %+v\ngot  %v\nwant %v", f, g, w)
		}
		hits, _ := got.FindPage(f, catalog.Beginning, 3)
		others, _ := want.FindPage(f, catalog.Beginning, 3)
		if g, w := ids(got, hits), ids(want, others); !slices.Equal(g, w) {
			t.Fatalf("filter %+v\nfirst three %v\nwant %v", f, g, w)
		}
		if g, w := got.Facets(f), want.Facets(f); fmt.Sprint(g) != fmt.Sprint(w) {
			t.Fatalf("filter %+v\nfacets %v\nwant   %v", f, g, w)
		}
	}
	at := drawInstant(t, want.Data)
	g, w := got.At(at), want.At(at)
	if !g.Until.Equal(w.Until) {
		t.Fatalf("until %s, want %s", g.Until, w.Until)
	}
	for i := range want.Places {
		saying := func(m *catalog.Moment) string {
			return fmt.Sprint(m.Open(i).Open, m.Open(i).Text(language.French), " ", idOf(m.NextVisit(i)))
		}
		if saying(g) != saying(w) {
			t.Fatalf("%s at %s: %s, want %s", want.Places[i].ID, at, saying(g), saying(w))
		}
	}
}

func idOf(v *mediation.Visit) string {
	if v == nil {
		return ""
	}
	return v.ID
}
