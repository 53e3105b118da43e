package api_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"

	"escale/internal/catalog"
	"escale/internal/mediation"
	"escale/internal/web"
)

type comparison struct {
	NumberMatched int
	Rows, Unfit   []comparedRow
	Pair          *struct {
		Rows  []comparedRow
		Needs []struct {
			ID string
			By *int
		}
	}
}

type comparedRow struct {
	ID, Type, Reason, Certainty string
	Distance                    int
	When                        *struct{ Start, End string }
	Reasons                     []string
	Verdicts                    map[string]string
	Place                       struct{ ID, Name, URL, Phone string }
	Needs                       []struct{ ID, State string }
	Visit                       *struct{ Start, URL string }
}

func (t *tester) compare(query string) (c comparison) {
	t.Helper()
	recorder := t.get("/api/v1/orientation?" + query)
	if recorder.Code != http.StatusOK {
		t.Fatalf("%s: status %d: %s", query, recorder.Code, recorder.Body)
	}
	if got := recorder.Header().Get("Cache-Control"); got != "no-store" {
		t.Errorf("%s: Cache-Control %q", query, got)
	}
	if err := json.Unmarshal(recorder.Body.Bytes(), &c); err != nil {
		t.Fatal(err)
	}
	return c
}

func idsOf(rows []comparedRow) string {
	var ids []string
	for _, r := range rows {
		ids = append(ids, r.ID)
	}
	return strings.Join(ids, " ")
}

// region has offers of all sorts around Saint-Lô.
func region(t *testing.T) *catalog.Snapshot {
	t.Helper()
	change := func(p mediation.Place, change func(*mediation.Offer)) mediation.Place {
		change(&p.Offers[0])
		return p
	}
	cv := []mediation.Claim{{ID: "cv", Certainty: mediation.Declared}}
	d := bus(mediation.DatesKnown, onDay("cancelled", 3, 14, mediation.Cancelled), onDay("thursday", 10, 14, mediation.Planned))
	d.Places = append(d.Places,
		place("house", mediation.FranceServices, 5000, mediation.Implied), place("near", mediation.EPN, 200, mediation.Possible),
		change(place("paying", mediation.EPN, 900, mediation.Declared), func(o *mediation.Offer) { o.Fee = []string{"payant"} }),
		change(place("pass", mediation.EPN, 950, mediation.Declared), func(o *mediation.Offer) {
			o.Fee, o.Labels = []string{"payant"}, []string{mediation.PassLabel}
		}),
		change(place("silent", mediation.EPN, 1500, mediation.Declared), func(o *mediation.Offer) { o.Hours, o.Fee = "", nil }),
		change(place("workshop", mediation.EPN, 2500, mediation.Declared), func(o *mediation.Offer) {
			o.Services, o.Support, o.Care, o.Hours = cv, []string{"atelier"}, []string{"illettrisme"}, "Th 13:30-17:00"
		}),
		place("far", mediation.FranceServices, 20_000, mediation.Declared),
		change(place("office", mediation.EPN, 100, mediation.Declared), func(o *mediation.Offer) { o.Access = []string{mediation.NoPublic} }),
	)
	return newSnapshotOf(t, d)
}

func TestAComparison(t *testing.T) {
	test := newTester(t, &data{current: region(t)})
	c := test.compare("service=caf,cv&commune=50502&reach=sans-voiture&free=je-apm,ma-matin&fee=gratuit&care=illettrisme")
	if got := idsOf(c.Rows); got != "workshop house thursday silent near" || c.NumberMatched != 5 {
		t.Errorf("rows %s", got)
	}
	if got := idsOf(c.Unfit); got != "paying pass far office" {
		t.Errorf("unfit %s", got)
	}
	workshop, visit := c.Rows[0], c.Rows[2]
	if workshop.Verdicts["illettrisme"] != "yes" || workshop.Verdicts["gratuit"] != "yes" || visit.Verdicts["illettrisme"] != "unknown" {
		t.Errorf("%v %v", workshop.Verdicts, visit.Verdicts)
	}
	if visit.Type != "visit" || visit.Place.URL != "https://escale.example/lieux/bus-lieu-bbus-b" || visit.Visit.URL != "https://escale.example/passages/thursday" ||
		visit.When.Start != "2026-12-10T14:00:00+01:00" || visit.Distance < 2990 || visit.Distance > 3010 || visit.Place.Phone != "+33261910001" {
		t.Errorf("%+v", visit)
	}
	if got := strings.ReplaceAll(workshop.Reason, "\u00a0", " "); got != "1 besoin sur 2, dès jeudi 3 décembre à 13 h 30, à 2,5 km" {
		t.Errorf("reason %s", got)
	}
	if c.Pair == nil || idsOf(c.Pair.Rows) != "workshop house" {
		t.Errorf("pair %+v", c.Pair)
	}
}

// TestTheComparisonFollowsFromThePublicData compares by hand, from what a
// browser gets, and in steps of one minute.
func TestTheComparisonFollowsFromThePublicData(t *testing.T) {
	test := newTester(t, &data{current: region(t)})
	var offers publicData
	if err := json.Unmarshal(test.get("/api/v1/orientation/offers").Body.Bytes(), &offers); err != nil {
		t.Fatal(err)
	}
	for _, q := range []struct {
		query string
		needs []string
		reach float64
		free  func(day, minute int) bool
	}{
		{"service=caf&reach=partout", []string{"caf"}, 1e9, func(int, int) bool { return true }},
		{"service=caf,cv", []string{"caf", "cv"}, 30_000, func(int, int) bool { return true }},
		{"service=cv,caf&reach=sans-voiture&free=je-apm", []string{"cv", "caf"}, 10_000, func(day, minute int) bool { return day%7 == 2 && minute >= 780 && minute < 1080 }},
		{"service=caf&reach=pied&free=ma-matin,me-soir", []string{"caf"}, 3000, func(day, minute int) bool { return day%7 == 0 && minute < 780 || day%7 == 1 && minute >= 1080 }},
	} {
		rows, unfit := offers.compare(q.needs, q.reach, q.free)
		got := test.compare(q.query + "&lat=49.1157&lon=-1.0906")
		if idsOf(got.Rows) != strings.Join(rows, " ") || len(got.Unfit) != unfit {
			t.Errorf("%s\ngot  %s, %d unfit\nwant %s, %d unfit", q.query, idsOf(got.Rows), len(got.Unfit), strings.Join(rows, " "), unfit)
		}
	}
}

type publicData struct {
	Now    struct{ Minute int }
	Places []struct {
		ID       string
		Lat, Lon float64
		Offers   []struct {
			Hours    string
			Services map[string][]string
			Spans    [][3]int
			Visits   []struct {
				ID              string
				Day, Start, End int
				Counts          bool
				Lat, Lon        float64
			}
		}
	}
}

// compare knows places of one offer, and no constraint but reach and time.
func (d publicData) compare(needs []string, reach float64, free func(day, minute int) bool) (ids []string, unfit int) {
	type row struct {
		id        string
		sure, met int
		class     int
		metres    float64
		at        int
	}
	const unknown = 1 << 30
	first := func(spans [][3]int) int {
		for m, run := d.Now.Minute, 0; m < d.Now.Minute+42*1440; m++ {
			open := slices.ContainsFunc(spans, func(s [3]int) bool { return s[0]*1440+s[1] <= m && m < s[0]*1440+s[2] })
			if !open || !free(m/1440, m%1440) {
				run = 0
			} else if run++; run == 30 {
				return m - 29
			}
		}
		return -1
	}
	var rows []row
	for _, p := range d.Places {
		o, r := p.Offers[0], row{id: p.ID, at: unknown}
		for _, need := range needs {
			sure := slices.Contains(o.Services["declared"], need) || slices.Contains(o.Services["implied"], need)
			if sure {
				r.sure++
			}
			if sure || slices.Contains(o.Services["possible"], need) {
				r.met++
			}
		}
		if r.met == 0 {
			continue
		}
		lat, lon := p.Lat, p.Lon
		switch o.Hours {
		case "known":
			r.at = first(o.Spans)
		case "visits":
			r.at = -1
			for _, v := range o.Visits {
				if at := first([][3]int{{v.Day, v.Start, v.End}}); v.Counts && at >= 0 {
					r.at, r.id, lat, lon = at, v.ID, v.Lat, v.Lon
					break
				}
			}
		}
		r.metres = geo.DistanceHaversine(orb.Point{-1.0906, 49.1157}, orb.Point{lon, lat})
		switch {
		case r.at < 0, r.metres > reach, o.Hours == "none":
			unfit++
			continue
		case r.at == unknown:
			r.class = 2
		case r.at >= d.Now.Minute+7*1440:
			r.class = 1
		}
		rows = append(rows, r)
	}
	slices.SortFunc(rows, func(a, b row) int {
		return cmp.Or(b.sure-a.sure, b.met-a.met, a.class-b.class, cmp.Compare(a.metres, b.metres), a.at-b.at, cmp.Compare(a.id, b.id))
	})
	for _, r := range rows {
		ids = append(ids, r.id)
	}
	return ids, unfit
}

func TestAPassPaysWhereItIsTaken(t *testing.T) {
	test := newTester(t, &data{current: region(t)})
	for query, want := range map[string]string{
		"": "paying pass house thursday silent", "&fee=gratuit": "house thursday silent", "&fee=gratuit&pass=yes": "pass house thursday silent",
	} {
		var sure []string
		for _, r := range test.compare("service=caf&commune=50502&reach=sans-voiture" + query).Rows {
			if r.Certainty != "possible" {
				sure = append(sure, r.ID)
			}
		}
		if got := strings.Join(sure, " "); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
}

func TestComparisonsAreLimited(t *testing.T) {
	test := newTester(t, &data{current: region(t)})
	all := test.compare("service=caf&commune=50502")
	some := test.compare("service=caf&commune=50502&limit=2")
	if len(some.Rows) != 2 || some.NumberMatched != all.NumberMatched || idsOf(some.Rows) != idsOf(all.Rows[:2]) || len(all.Rows) < 4 {
		t.Errorf("%s of %s", idsOf(some.Rows), idsOf(all.Rows))
	}
	if got := test.compare("service=cv&lat=10&lon=10"); len(got.Rows) != 0 || got.Rows == nil || len(got.Unfit) != 1 || len(got.Unfit[0].Reasons) != 1 {
		t.Errorf("%+v", got)
	}
}

func TestBadComparisonsNameTheirParameter(t *testing.T) {
	test := newTester(t, &data{current: region(t)})
	const ok = "service=caf&commune=50502"
	if got := test.compare(ok); len(got.Rows) == 0 {
		t.Error("no row")
	}
	for query, parameter := range map[string]string{
		"": "commune", "service=caf": "commune", "commune=50502": "service", "service=&commune=50502": "service", "service=kaf&commune=50502": "service",
		"service=caf&commune=": "commune", "service=caf&commune=99999": "commune", "service=caf&commune=50502,50129": "commune",
		"service=caf&lat=49": "lon", "service=caf&lat=91&lon=0": "lat", ok + "&lat=49&lon=-1": "commune", ok + "&radius=3": "radius", ok + "&cursor=x": "cursor",
		ok + "&reach=avion": "reach", ok + "&reach=pied,voiture": "reach", ok + "&free=lu": "free", ok + "&free=lu-nuit": "free", ok + "&free=": "free",
		ok + "&fee=payant": "fee", ok + "&pass=1": "pass", ok + "&care=x": "care", ok + "&support=distance": "support", ok + "&support=individuel,atelier": "support",
		ok + "&limit=0": "limit", ok + "&nom=Dupont": "nom", ok + "&service=cv": "service", "service=caf;cv&commune=50502": "service",
	} {
		recorder := test.get("/api/v1/orientation?" + query)
		var problem web.Problem
		err := json.Unmarshal(recorder.Body.Bytes(), &problem)
		if recorder.Code != http.StatusBadRequest || err != nil || problem.Parameter != parameter || problem.Detail == "" {
			t.Errorf("%s: status %d, %s", query, recorder.Code, recorder.Body)
		}
	}
}

// What a person needs is nobody's business: the log has the path, at its most
// talkative, whether the request is right or wrong.
func TestTheLogKeepsNothingOfAComparison(t *testing.T) {
	var log bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	t.Cleanup(func() { slog.SetDefault(before) })
	test := newTester(t, &data{current: region(t)})
	for _, query := range []string{"service=caf&commune=50502&free=ma-apm&care=illettrisme&support=individuel&pass=yes", "service=caf&commune=50502&care=secret", "service=%zz"} {
		test.get("/api/v1/orientation?"+query, "Referer", "https://escale.example/orientation?besoins=caf")
	}
	text := log.String()
	if strings.Count(text, "path=/api/v1/orientation ") != 3 || strings.Count(text, "status=400") != 2 {
		t.Errorf("log: %s", text)
	}
	for _, word := range []string{"caf", "50502", "ma-apm", "illettrisme", "individuel", "pass", "secret", "service", "?", "%zz"} {
		if strings.Contains(text, word) {
			t.Errorf("the log holds %q: %s", word, text)
		}
	}
}

func TestAComparisonIsOfTheInstantItIsAsked(t *testing.T) {
	test := newTester(t, &data{current: newSnapshot(t, place("house", mediation.FranceServices, 10, mediation.Implied))})
	for later, want := range map[time.Duration]string{0: "2026-12-01T11:30:00+01:00", time.Minute: "2026-12-08T09:00:00+01:00"} {
		test.now = noon.Add(later) // half an hour before it closes, and less
		if got := test.compare("service=caf&commune=50502").Rows[0].When.Start; got != want {
			t.Errorf("%s later: %s, want %s", later, got, want)
		}
	}
}
