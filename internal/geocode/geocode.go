// Package geocode finds the point of an address with a geocoder like that of the
// Géoplateforme (https://data.geopf.fr/geocodage/search). The service may be
// slow, down or wrong: a reader gets addresses or none, soon, and never an
// error.
//
// Privacy: what people type goes to the configured address and nowhere else
// (redirects are not followed), and never into the log.
//
// Time is the computer's own clock, even where that of the map is frozen: a
// service that rests comes back whatever day the map shows.
package geocode

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/paulmach/orb"
	"github.com/sony/gobreaker/v2"
	"golang.org/x/time/rate"

	"escale/internal/mediation"
)

// How the service is treated.
const (
	// timeLimit bounds a call, so that whoever types never waits long.
	timeLimit = 600 * time.Millisecond
	// failuresToRest failures in a row, and the service is left alone for
	// restAfterFailures; then one call tries again.
	failuresToRest    = 5
	restAfterFailures = 30 * time.Second
	// callsPerSecond stays under the 50 that the Géoplateforme grants one
	// computer, however many people type.
	callsPerSecond, callsAtOnce = 40, 10
	// lifetime of an answer: the national file of addresses changes weekly.
	lifetime   = time.Hour
	maxAnswers = 1024
)

// The service refuses texts shorter or longer than this, in characters.
const shortest, longest = 3, 200

// Address is one that the service knows.
type Address struct {
	ID, Label string
	// INSEE is the code of its commune.
	INSEE string
	Point orb.Point
}

// Options are the service to call and the territory to search.
type Options struct {
	// URL is the address of the search. Whoever runs the map chose it, so it
	// may be one of their own network.
	URL string
	// Area is where addresses are wanted.
	Area mediation.Area
	// Limit is the longest that a call may take, 0 for 600 ms.
	Limit time.Duration
	// Transport carries the calls, nil for the network.
	Transport http.RoundTripper
}

// Geocoder finds addresses. It may be used by many at once.
type Geocoder struct {
	url       *url.URL
	area      mediation.Area
	limit     time.Duration
	transport http.RoundTripper
	breaker   *gobreaker.CircuitBreaker[[]Address]
	pace      *rate.Limiter
	answers   *lru.Cache[string, answer]
	flights   flights

	mu sync.Mutex
	// silence is until when the service wants no call.
	silence time.Time
}

// answer is a remembered answer of the service.
type answer struct {
	addresses []Address
	until     time.Time
}

// New returns a geocoder, or an error when the address is not one of the web.
func New(opts Options) (*Geocoder, error) {
	u, err := url.Parse(opts.URL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, fmt.Errorf("géocodeur %q : il faut une adresse http ou https", opts.URL)
	}
	answers, err := lru.New[string, answer](maxAnswers)
	if err != nil {
		return nil, err
	}
	g := &Geocoder{
		url: u, area: opts.Area, limit: cmp.Or(opts.Limit, timeLimit), transport: opts.Transport,
		pace: rate.NewLimiter(callsPerSecond, callsAtOnce), answers: answers,
		breaker: gobreaker.NewCircuitBreaker[[]Address](gobreaker.Settings{
			Timeout:       restAfterFailures,
			ReadyToTrip:   func(c gobreaker.Counts) bool { return c.ConsecutiveFailures >= failuresToRest },
			IsExcluded:    provesNothing,
			OnStateChange: logState,
		}),
	}
	if g.transport == nil {
		g.transport = network()
	}
	return g, nil
}

// Find returns the addresses that text may mean, the likeliest first, or none.
// It returns when ctx ends at the latest.
func (g *Geocoder) Find(ctx context.Context, text string) []Address {
	text, ok := askable(text)
	if !ok {
		return nil
	}
	key := mediation.Fold(text)
	if known, ok := g.answers.Get(key); ok && time.Now().Before(known.until) {
		return known.addresses
	}
	return g.flights.wait(ctx, key, func(ctx context.Context) []Address { return g.ask(ctx, key, text) })
}

// askable returns what the service would accept of a text: it must start with
// a letter or a figure.
func askable(text string) (string, bool) {
	text = strings.TrimLeftFunc(strings.Join(strings.Fields(text), " "), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r)
	})
	n := utf8.RuneCountInString(text)
	return text, shortest <= n && n <= longest
}

// ask calls the service, unless it is to be left alone.
func (g *Geocoder) ask(ctx context.Context, key, text string) []Address {
	if g.silent() || !g.pace.Allow() {
		return nil
	}
	found, err := g.try(ctx, func(ctx context.Context) ([]Address, error) { return g.call(ctx, text) })
	if err == nil {
		g.answers.Add(key, answer{found, time.Now().Add(lifetime)})
	}
	return found
}

// try makes one call, and minds how the service takes it.
func (g *Geocoder) try(ctx context.Context, call func(context.Context) ([]Address, error)) ([]Address, error) {
	ctx, cancel := context.WithTimeout(ctx, g.limit)
	defer cancel()
	found, err := g.breaker.Execute(func() ([]Address, error) { return call(ctx) })
	switch {
	case err == nil:
	case errors.Is(err, context.Canceled), errors.Is(err, gobreaker.ErrOpenState), errors.Is(err, gobreaker.ErrTooManyRequests):
		// nobody waits any more, or no call was made
	default:
		slog.Warn("the geocoder gave no addresses", "reason", reason(err))
		if r, ok := errors.AsType[*refusal](err); ok && r.wait > 0 {
			g.keepSilent(r.wait)
		}
	}
	return found, err
}

func (g *Geocoder) silent() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return time.Now().Before(g.silence)
}

func (g *Geocoder) keepSilent(wait time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if until := time.Now().Add(wait); until.After(g.silence) {
		g.silence = until
	}
}

// provesNothing is true of an error that does not show whether the service
// works: the readers left, or it says itself when to come back.
func provesNothing(err error) bool {
	r, ok := errors.AsType[*refusal](err)
	return errors.Is(err, context.Canceled) || ok && r.wait > 0
}

func logState(_ string, _, to gobreaker.State) {
	switch to {
	case gobreaker.StateOpen:
		slog.Warn("the geocoder failed too often: it is left alone for a while", "duration", restAfterFailures)
	case gobreaker.StateClosed:
		slog.Info("the geocoder answers again")
	}
}
