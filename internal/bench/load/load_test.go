package load_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"escale/internal/bench/load"
)

func TestFetchAndRun(t *testing.T) {
	var requests, others atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests.Add(1)
		if r.URL.Path == "/other" {
			others.Add(1)
		}
		w.Header().Set("X-Encoding", r.Header.Get("Accept-Encoding"))
		_, _ = w.Write([]byte(strings.Repeat("x", 10_000)))
	}))
	defer server.Close()
	host := server.Listener.Addr().String()
	request := load.Request{Path: "/a?b=c", Header: map[string]string{"Accept-Encoding": "br"}}
	list := []load.Request{request, {Path: "/other"}}

	reply, err := load.Fetch(context.Background(), host, request)
	if err != nil || reply.Status != http.StatusOK || len(reply.Body) != 10_000 || !reply.Chunked || reply.Header.Get("X-Encoding") != "br" {
		t.Fatalf("Fetch = %d, %d bytes, %v, %v", reply.Status, len(reply.Body), reply.Header, err)
	}
	plan := load.Plan{Connections: 4, For: 50 * time.Millisecond, Status: http.StatusOK}
	cpu := func() (time.Duration, error) { return time.Duration(requests.Load()), nil }
	cost, err := load.Run(context.Background(), host, list, plan, cpu)
	if err != nil || cost.Answers == 0 || cost.CPU < time.Duration(cost.Answers)-4 || cost.Took < plan.For {
		t.Fatalf("Run = %+v, %v", cost, err)
	}
	if all, part := requests.Load(), others.Load(); part < all/2-8 || part > all/2+8 {
		t.Fatalf("%d of %d requests were the second one", part, all)
	}
	plan.Status = http.StatusTeapot
	if _, err := load.Run(context.Background(), host, list, plan, cpu); err == nil {
		t.Fatal("a wrong status is no error")
	}
}
