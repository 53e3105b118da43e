package main

import (
	"context"
	"errors"
	"net"
	"net/http"
	"testing"
	"time"
)

// Whatever ends first, or at the same instant, the program ends.
func TestTheServerAndItsDatabaseEndTogether(t *testing.T) {
	broken := errors.New("the database failed")
	for name, beside := range map[string]func(ctx context.Context, stop func()) error{
		"it is stopped":                 func(ctx context.Context, stop func()) error { stop(); <-ctx.Done(); return nil },
		"stopped as the database ends":  func(_ context.Context, stop func()) error { stop(); return nil },
		"stopped as the database fails": func(_ context.Context, stop func()) error { stop(); return broken },
		"the database fails by itself":  func(context.Context, func()) error { return broken },
		"it fails while it is stopped":  func(ctx context.Context, stop func()) error { stop(); <-ctx.Done(); return broken },
	} {
		for range 20 {
			listener, err := net.Listen("tcp", "localhost:0")
			if err != nil {
				t.Fatal(err)
			}
			ctx, stop := context.WithCancel(t.Context())
			done := make(chan error, 1)
			go func() {
				done <- together(ctx, &http.Server{ReadHeaderTimeout: time.Second}, listener, func(context.Context) {}, func(ctx context.Context) error { return beside(ctx, stop) })
			}()
			select {
			case err := <-done:
				if err != nil && !errors.Is(err, broken) {
					t.Errorf("%s: %v", name, err)
				}
			case <-time.After(5 * time.Second):
				t.Fatalf("%s: it hangs", name)
			}
			stop()
		}
	}
}
