package web

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/paulmach/orb"

	"escale/internal/mediation"
)

// town is the one commune of the tests, Périers, with a former code.
type town struct{}

func (town) Commune(insee string) (*mediation.Commune, error) {
	if insee == "50394" || insee == "50999" {
		return &mediation.Commune{INSEE: "50394"}, nil
	}
	return nil, &mediation.Error{Kind: mediation.NotFound}
}

func (town) EPCI(siren string) (mediation.EPCI, bool) {
	return mediation.EPCI{SIREN: siren}, siren == "200067205"
}

func (town) Zone() *time.Location { return time.UTC }

func parse(t *testing.T, text string) url.Values {
	t.Helper()
	values, err := url.ParseQuery(text)
	if err != nil {
		t.Fatal(err)
	}
	return values
}

var someNeeds = mediation.Needs{{ID: "caf"}, {ID: "cv"}}

// The same addresses are read for programs, which get the first fault, and
// for people, whose page goes on with the rest.
func TestFaultsNameTheirParameter(t *testing.T) {
	for query, want := range map[string]string{
		"bbox=1,2,3": "bbox", "bbox=2,1,1,3": "bbox", "bbox=0,-91,1,1": "bbox", "bbox=1e0,1,2,3": "bbox", "bbox=NaN,1,2,3": "bbox",
		"bbox=-1,49,-1,49": "", "bbox=-1,49,0,-0.5,50,10": "", "bbox=1,2,3,4,5": "bbox", "bbox=1,2,3,4,5,6,7": "bbox",
		"lat=49": "lon", "lon=-1": "lat", "lat=49&lon=-1": "", "lat=x&lon=-1": "lat", "lat=91&lon=0": "lat", "radius=5": "radius",
		"lat=49&lon=-1&radius=0": "radius", "lat=49&lon=-1&radius=0.5": "",
		"commune=50394": "", "commune=50999,50394": "", "commune=1": "commune", "epci=1": "epci", "kind=epn,van": "", "kind=pool": "kind",
		"service=caf,cv": "", "service=swim": "service", "certainty=confirmed": "", "certainty=maybe": "certainty", "audience=x": "audience",
		"care=x": "care", "fee=x": "fee", "access=x": "access", "support=x": "support",
		"open=now": "", "open=2026-12-01T10:00": "", "open=10:00": "open", "from=2026-12-01": "to", "to=2026-12-01": "from",
		"from=2026-12-02&to=2026-12-01": "to", "from=2026-12-01&to=2028-01-01": "to", "from=1999-12-01&to=2026-01-01": "from",
		"q=" + strings.Repeat("é", 200): "", "q=" + strings.Repeat("é", 201): "q",
	} {
		for how, q := range map[string]*Query{"program": NewQuery(parse(t, query), FilterNames...), "people": NewForm(parse(t, query))} {
			q.Filter(town{}, someNeeds)
			got := ""
			if fault, ok := errors.AsType[*mediation.Error](q.Err()); ok {
				got = fault.Parameter
			}
			if got != want || (want == "") != (len(q.Left()) == 0) {
				t.Errorf("%s: %s: fault of %q, left %q, want %q", query, how, got, q.Left(), want)
			}
		}
	}
}

func TestProgramsGiveEachParameterOnceAndFull(t *testing.T) {
	for query, want := range map[string]string{
		"colour=red": "colour", "kind=epn&kind=van": "kind", "q=": "q", "kind=": "kind", "kind=epn,": "kind", "lat=&lon=1": "lat", "utm_source=x": "utm_source",
	} {
		q := NewQuery(parse(t, query), FilterNames...)
		q.Filter(town{}, someNeeds)
		if fault, ok := errors.AsType[*mediation.Error](q.Err()); !ok || fault.Parameter != want || fault.Kind != mediation.Invalid {
			t.Errorf("%s: %v, want the fault of %s", query, q.Err(), want)
		}
	}
	if err := NewQuery(url.Values{}).Err(); err != nil {
		t.Error(err)
	}
	if err := NewQuery(url.Values{"a": {"1"}}).Err(); err == nil {
		t.Error("an address without parameters takes one")
	}
}

func TestPeopleKeepWhatCanBeRead(t *testing.T) {
	q := NewForm(parse(t, "kind=epn&kind=pool,van&service=&lat=&q=+mairie+&page=2&page=3&utm_source=x&other=y"))
	f, _ := q.Filter(town{}, someNeeds)
	if !slices.Equal(f.Kinds, []mediation.Kind{mediation.EPN, mediation.Van}) || f.Words != "mairie" || f.Needs != nil || f.Near != nil {
		t.Errorf("read %+v", f)
	}
	if page := q.Whole("page", 1, 10); page != 2 {
		t.Errorf("page %d", page)
	}
	if want := []string{"pool", "3"}; !slices.Equal(q.Left(), want) {
		t.Errorf("left %q, want %q", q.Left(), want)
	}
	q = NewForm(parse(t, "utm_source=x&fbclid=y&gclid=z&mc_cid=a&other=b&kind=epn"))
	q.Only("kind")
	if want := []string{"b"}; !slices.Equal(q.Left(), want) {
		t.Errorf("left %q, want %q", q.Left(), want)
	}
}

// Boxes are read as PostGIS and OGC mean them: four sides in order, on Earth,
// each written in plain digits; equal sides are a point or a line.
func TestBoxesAreReadExactly(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	side := func(most float64) float64 { return float64(random.IntN(int(most*4)+5)-int(most*2)-2) / 2 }
	valid := 0
	for range 5000 {
		v := [4]float64{side(180), side(90), side(180), side(90)}
		if random.IntN(4) == 0 {
			v[2], v[3] = v[0], v[1]
		}
		text := fmt.Sprintf("%g,%g,%g,%g", v[0], v[1], v[2], v[3])
		if random.IntN(2) == 0 {
			text = fmt.Sprintf("%g,%g,-5,%g,%g,9", v[0], v[1], v[2], v[3])
		}
		wanted := -180 <= v[0] && v[0] <= v[2] && v[2] <= 180 && -90 <= v[1] && v[1] <= v[3] && v[3] <= 90
		box := NewQuery(url.Values{"bbox": {text}}, "bbox").Box("bbox")
		if (box != nil) != wanted || wanted && *box != (orb.Bound{Min: orb.Point{v[0], v[1]}, Max: orb.Point{v[2], v[3]}}) {
			t.Fatalf("%s: %v", text, box)
		}
		if wanted {
			valid++
		}
	}
	if valid < 500 {
		t.Errorf("only %d boxes were valid", valid)
	}
}

func TestTimesAreReadExactly(t *testing.T) {
	for text, want := range map[string]string{"09:30": "09:30", "9:30": "", "24:00": "", "14h": "", "14:60": "", "": ""} {
		if got := NewForm(url.Values{"heure": {text}}).Clock("heure"); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{"2026-12": "2026-12-01", "2026-13": "0001-01-01", "2100-01": "0001-01-01", "12/2026": "0001-01-01"} {
		if got := NewForm(url.Values{"mois": {text}}).Month("mois", time.UTC).Format(time.DateOnly); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestLimitsAreClamped(t *testing.T) {
	for text, want := range map[string]int{"1": 1, "50": 50, "51": 50, "99999999999999999999": 50, "0": 0, "-1": 0, "-99999999999999999999": 0, "1.5": 0, "x": 0} {
		q := NewQuery(url.Values{"limit": {text}}, "limit")
		if got := q.Limit(50); got != want || (want == 0) != (q.Err() != nil) {
			t.Errorf("%s: %d %v, want %d", text, got, q.Err(), want)
		}
	}
}

func FuzzQuery(f *testing.F) {
	f.Add("bbox=1,2,3,4&kind=epn")
	f.Add("open=now&q=%ff&lat=1")
	f.Fuzz(func(t *testing.T, text string) {
		values, err := url.ParseQuery(text)
		if err != nil {
			return
		}
		for _, q := range []*Query{NewQuery(values, FilterNames...), NewForm(values)} {
			q.Filter(town{}, someNeeds)
			q.Language()
			for _, left := range q.Left() {
				if utf8.RuneCountInString(left) > 41 {
					t.Errorf("%q is long", left)
				}
			}
		}
	})
}
