// Package metrics counts what a server does, in the form that Prometheus reads.
// docs/exploitation.md says what each figure means and when it is a fault.
package metrics

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"escale/internal/mediation"
)

// Snapshot is what is known of the data that a server answers from.
type Snapshot struct {
	Places, Visits int
	Revision       int64
	// Age is for how long nobody has confirmed them, 0 while they are.
	Age time.Duration
	// Listening is true while changes are heard of as they happen.
	Listening bool
}

// Options are where the figures come from.
type Options struct {
	// Version is that of the program.
	Version string
	// Snapshot is false while there is none.
	Snapshot func() (Snapshot, bool)
	// Operation reads the database.
	Operation func(ctx context.Context) (mediation.Operation, error)
	// Backup is the day of the latest backup, zero for none; nil where none is made.
	Backup func() (time.Time, error)
}

// Metrics are the figures of one server.
type Metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
}

// buckets are seconds: most answers take under a millisecond.
var buckets = []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10}

// New returns the figures of a server.
func New(opts Options) *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "escale_requests_total", Help: "Requests answered."}, []string{"method", "route", "status"}),
		seconds:  prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "escale_request_seconds", Help: "Time to answer a request.", Buckets: buckets}, []string{"route"}),
	}
	build := prometheus.NewGauge(prometheus.GaugeOpts{Name: "escale_build_info", Help: "The version that runs.", ConstLabels: prometheus.Labels{"version": opts.Version}})
	build.Set(1)
	m.registry.MustRegister(m.requests, m.seconds, build, &state{opts},
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// unknownRoute is where all requests go that no route answers: addresses that people
// invent must not each make a figure.
const unknownRoute = "aucune"

// Answered counts a request. route is that of the program, "/lieux/:id", never the
// address in the request; "" when there is none.
func (m *Metrics) Answered(method, route string, status int, took time.Duration) {
	if route == "" {
		route = unknownRoute
	}
	m.requests.WithLabelValues(knownMethod(method), route, strconv.Itoa(status)).Inc()
	m.seconds.WithLabelValues(route).Observe(took.Seconds())
}

// knownMethod keeps invented methods from making figures of their own.
func knownMethod(method string) string {
	switch method {
	case http.MethodGet, http.MethodPost, http.MethodHead, http.MethodOptions:
		return method
	}
	return "autre"
}

// Handler answers /metrics.
func (m *Metrics) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{}))
	return mux
}
