package api

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/mediation"
	"escale/internal/orientation"
)

const orientationPath = root + "/orientation"

// compared is how many rows are answered unless limit asks for less or more.
const (
	compared    = 20
	maxCompared = 100
)

// comparisonAnswer is a comparison with what was asked.
type comparisonAnswer struct {
	Request       comparisonRequest `json:"request"`
	NumberMatched int               `json:"numberMatched"`
	Rows          []comparisonRow   `json:"rows"`
	Pair          *comparisonPair   `json:"pair"`
	Unfit         []comparisonRow   `json:"unfit"`
	TimeStamp     string            `json:"timeStamp"`
	Revision      string            `json:"revision"`
}

type comparisonRequest struct {
	Service []mediation.ServiceID `json:"service"`
	Commune string                `json:"commune,omitempty"`
	Lat     float64               `json:"lat"`
	Lon     float64               `json:"lon"`
	Reach   orientation.Reach     `json:"reach"`
	Free    []orientation.HalfDay `json:"free"`
	Fee     string                `json:"fee,omitempty"`
	Pass    string                `json:"pass,omitempty"`
	Care    []string              `json:"care"`
	Support string                `json:"support,omitempty"`
}

// orientation answers GET /orientation: places and coming visits held against
// what one person needs. Nobody on the way may keep it: it tells of a person.
func (a *API) orientation(c echo.Context) error {
	s, err := a.data.Current()
	if err != nil {
		return err
	}
	p := newParams(c.QueryParams(), s, "service", "commune", "lat", "lon", "reach", "free", "fee", "pass", "care", "support", "limit")
	request := p.orientation(a.now())
	most := compared
	if n := p.limit(); n > 0 {
		most = min(n, maxCompared)
	}
	if p.err != nil {
		return p.err
	}
	w := comparisonWriter{s, orientation.NewClock(request.Asked), a.base(c)}
	found := orientation.Compare(s, request)
	return noStore(c, http.StatusOK, comparisonAnswer{
		Request: newComparisonRequest(request, p.values.Get("commune")), NumberMatched: len(found.Rows),
		Rows: w.rows(found.Rows[:min(most, len(found.Rows))]), Pair: w.pair(found), Unfit: w.rows(found.Unfit[:min(most, len(found.Unfit))]),
		TimeStamp: request.Asked.In(hours.Paris).Format(time.RFC3339), Revision: s.Version,
	})
}

func newComparisonRequest(r orientation.Request, commune string) comparisonRequest {
	out := comparisonRequest{
		Service: r.Needs, Commune: commune, Lat: rounded(r.From[1]), Lon: rounded(r.From[0]), Reach: r.Reach, Free: list(r.Free),
		Care: list(r.Care), Support: r.Support,
	}
	if r.FreeOfCharge {
		out.Fee = freeOfCharge
	}
	if r.Pass {
		out.Pass = holdsPass
	}
	return out
}

// The only values of fee and pass.
const (
	freeOfCharge = "gratuit"
	holdsPass    = "yes"
)

// orientation reads what a person needs. Faults are kept in err.
func (p *params) orientation(now time.Time) orientation.Request {
	r := orientation.Request{
		Asked: now, Needs: typed[mediation.ServiceID](p.slugs("service", needIDs(p.snapshot.Needs))), From: p.from(),
		Reach: orientation.Reach(p.choice("reach", untyped(orientation.Reaches))),
		Free:  typed[orientation.HalfDay](p.slugs("free", untyped(orientation.HalfDays))),
		Care:  p.slugs("care", mediation.Cares.Slugs()), Support: p.choice("support", orientation.Supports),
		FreeOfCharge: p.one("fee", freeOfCharge) != "", Pass: p.one("pass", holdsPass) != "",
	}
	if r.Reach == "" {
		r.Reach = orientation.ByCar
	}
	if n := len(r.Needs); n == 0 || n > orientation.MaxNeeds {
		p.refuse("service", "Il faut de 1 à %d besoins, séparés par des virgules, comme caf,cv.", orientation.MaxNeeds)
	}
	return r
}

// from reads where the person starts: the centre of a commune, or a point.
func (p *params) from() orb.Point {
	const commune = "commune"
	near := p.near()
	switch {
	case near != nil && p.values.Has(commune):
		p.refuse(commune, "Il faut commune, ou lat et lon, mais pas les deux.")
	case near != nil:
		return near.Point
	default:
		code, _ := p.given(commune)
		found, err := p.snapshot.Commune(code)
		if err == nil {
			return orb.Point{rounded(found.Centre[0]), rounded(found.Centre[1])}
		}
		p.refuse(commune, "Il faut le code INSEE d'une commune de cette carte, comme 50484, ou lat et lon : c'est de là que l'on part.")
	}
	return orb.Point{}
}

// choice reads one of several values, "" for none.
func (p *params) choice(name string, allowed []string) string {
	switch list := p.slugs(name, allowed); len(list) {
	case 0:
		return ""
	case 1:
		return list[0]
	}
	p.refuse(name, "Il ne faut qu'une valeur.")
	return ""
}

// comparisonWriter writes rows with the addresses of their pages.
type comparisonWriter struct {
	snapshot *catalog.Snapshot
	clock    orientation.Clock
	base     string
}
