package geocode

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"math"
	"net"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/paulmach/orb"

	"escale/internal/mediation"
)

// What is taken from an answer.
const (
	resultLimit = 10 // some may be left out
	answerLimit = 5
	// lowest score, of 1, at which an address is worth showing; an address
	// that is not typed to its end scores less than a whole one.
	lowest     = 0.4
	maxAnswer  = 256 << 10 // bytes
	maxHeaders = 64 << 10  // bytes
	maxLabel   = 200       // characters
)

// Silence that 429 calls for: the Géoplateforme shuts out for 5 s; an absurd
// Retry-After shall not last until the next start.
const (
	usualSilence   = 5 * time.Second
	longestSilence = time.Hour
)

// refusal is an answer without addresses.
type refusal struct {
	why string
	// wait is how long the service wants to be left alone, 0 if it did not say.
	wait time.Duration
}

func (r *refusal) Error() string { return r.why }

func network() http.RoundTripper {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.MaxIdleConnsPerHost = callsAtOnce
	t.MaxResponseHeaderBytes = maxHeaders
	return t
}

// call asks the service for what a text that may be unfinished means.
func (g *Geocoder) call(ctx context.Context, text string) ([]Address, error) {
	parameters := []string{"autocomplete", "1"}
	if code := g.area.Only(); code != "" { // the service takes one
		parameters = append(parameters, "depcode", code)
	}
	content, err := g.fetch(ctx, text, parameters...)
	if err != nil {
		return nil, err
	}
	return read(content, g.address)
}

// fetch asks the service once. It goes past http.Client on purpose: that would
// follow redirects, and its errors name the whole address, text included.
func (g *Geocoder) fetch(ctx context.Context, text string, parameters ...string) ([]byte, error) {
	to := *g.url
	query := to.Query()
	query.Set("q", text)
	query.Set("limit", strconv.Itoa(resultLimit))
	for i := 0; i < len(parameters); i += 2 {
		query.Set(parameters[i], parameters[i+1])
	}
	to.RawQuery = query.Encode()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, to.String(), nil)
	if err != nil {
		return nil, &refusal{why: "the address cannot be asked"}
	}
	request.Header.Set("Accept", "application/json")
	request.Header.Set("User-Agent", "Escale")
	response, err := g.transport.RoundTrip(request)
	if err != nil {
		return nil, ended(ctx, err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, refused(response)
	}
	content, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer+1))
	if err != nil {
		return nil, ended(ctx, err)
	}
	if len(content) > maxAnswer {
		return nil, &refusal{why: "the answer is too large"}
	}
	return content, nil
}

// ended prefers the context's own error to what the network makes of it.
func ended(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

// reason is what the log may say of an error: nothing that could hold a part
// of the request or of an answer that repeats it.
func reason(err error) string {
	if r, ok := errors.AsType[*refusal](err); ok {
		return r.why
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return "no answer in time"
	}
	if op, ok := errors.AsType[*net.OpError](err); ok {
		return op.Error() // addresses and ports
	}
	return fmt.Sprintf("the exchange failed (%T)", err)
}

func refused(response *http.Response) *refusal {
	r := &refusal{why: "status " + strconv.Itoa(response.StatusCode), wait: retryAfter(response.Header.Get("Retry-After"))}
	switch {
	case response.StatusCode == http.StatusTooManyRequests && r.wait == 0:
		r.wait = usualSilence
	case response.StatusCode/100 == 3:
		r.why += ": redirects are not followed, the setting must name the final address"
	}
	return r
}

// retryAfter reads that header (RFC 9110, section 10.2.3), 0 when it says
// nothing.
func retryAfter(header string) time.Duration {
	var wait time.Duration
	if seconds, err := strconv.ParseFloat(header, 64); err == nil && seconds > 0 {
		wait = time.Duration(min(seconds, longestSilence.Seconds()) * float64(time.Second))
	} else if date, err := http.ParseTime(header); err == nil {
		wait = time.Until(date)
	}
	return max(0, min(wait, longestSilence))
}

type feature struct {
	Geometry struct {
		Type        string
		Coordinates []float64
	}
	Properties struct {
		ID, Label, CityCode, Type string
		Score                     float64
	}
}

var errShape = &refusal{why: "the answer is not a GeoJSON collection of addresses"}

// read takes the addresses that are wanted out of an answer. One that cannot
// be read does not spoil the others.
func read(content []byte, wanted func(feature) (Address, bool)) ([]Address, error) {
	var collection struct {
		Type     string
		Features []json.RawMessage
	}
	if json.Unmarshal(content, &collection) != nil || collection.Type != "FeatureCollection" || collection.Features == nil {
		return nil, errShape
	}
	found, unread := []Address{}, 0
	for _, raw := range collection.Features {
		var f feature
		if json.Unmarshal(raw, &f) != nil || f.Geometry.Type != "Point" {
			unread++
			continue
		}
		a, ok := wanted(f)
		known := slices.ContainsFunc(found, func(b Address) bool { return a.ID == b.ID || a.Label == b.Label })
		if ok && !known && len(found) < answerLimit {
			found = append(found, a)
		}
	}
	if unread > 0 && unread == len(collection.Features) {
		return nil, errShape
	}
	return found, nil
}

// plainID is an identifier that can go into an address of ours as it is.
var plainID = regexp.MustCompile(`^[0-9A-Za-z_-]{1,64}$`)

// address checks one result. Communes are not wanted: the map knows them.
func (g *Geocoder) address(f feature) (a Address, ok bool) {
	p := f.Properties
	a = Address{ID: p.ID, Label: clean(p.Label), INSEE: p.CityCode}
	ok = slices.Contains([]string{"housenumber", "street", "locality"}, p.Type) &&
		p.Score >= lowest && a.Label != "" && len([]rune(a.Label)) <= maxLabel &&
		g.area.Has(mediation.DepartementOf(p.CityCode)) && len(f.Geometry.Coordinates) >= 2
	if !ok {
		return a, false
	}
	a.Point = orb.Point(f.Geometry.Coordinates[:2])
	if !plainID.MatchString(a.ID) {
		hash := fnv.New64a()
		_, _ = io.WriteString(hash, a.Label)
		a.ID = fmt.Sprintf("adresse-%016x", hash.Sum64())
	}
	return a, math.Abs(a.Point[0]) <= 180 && math.Abs(a.Point[1]) <= 90
}

// clean keeps of a label what can be seen: no control characters, and no
// marks that turn the direction of writing.
func clean(label string) string {
	visible := strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Cc, unicode.Cf) || r == unicode.ReplacementChar {
			return ' '
		}
		return r
	}, label)
	return strings.Join(strings.Fields(visible), " ")
}
