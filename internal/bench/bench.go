package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"escale/internal/bench/load"
	"escale/internal/bench/synth"
)

// connections is how many clients ask at once.
const connections = 32

// bench is a run: the data, the servers on them, and the table.
type bench struct {
	settings
	*warehouse
	table *table
	// Servers start when a group first needs them.
	small, large, sql *child
}

func newBench(ctx context.Context, s settings) (*bench, error) {
	w, err := newWarehouse(ctx)
	if err != nil {
		return nil, err
	}
	return &bench{settings: s, warehouse: w, table: &table{out: os.Stdout, start: time.Now()}}, nil
}

func (b *bench) close() {
	for _, c := range []*child{b.small, b.large, b.sql} {
		if c != nil {
			c.stop()
		}
	}
	if err := b.warehouse.close(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
	}
}

// ours starts our server on a database of n places, made first.
func (b *bench) ours(ctx context.Context, slot **child, database string, n int) (c *child, err error) {
	if *slot != nil {
		return *slot, nil
	}
	if err := b.fill(ctx, database, n); err != nil {
		return nil, err
	}
	*slot, err = b.startOurs(ctx, database)
	return *slot, err
}

// startOurs starts our server on a database, until what it does at first is done.
func (b *bench) startOurs(ctx context.Context, database string) (*child, error) {
	args := []string{"-database", b.url(database), "-folder", filepath.Join(b.folder, database), "-profile", b.profile(database)}
	if err := os.MkdirAll(args[3], 0o755); err != nil {
		return nil, err
	}
	c, err := startChild(ctx, "serve-ours", args...)
	if err != nil {
		return nil, err
	}
	return c, warmUp(ctx, c)
}

// firstOnes are the questions that make a server get answers ready.
var firstOnes = []struct {
	what string
	load.Request
}{{"a bbox", places(views[0])}, {"all, gzip", wholeGzip}, {"all, fields=map, brotli", mapBrotli}}

// warmUp asks the first ones, and notes how long they wait; then it waits for
// what the server does by itself afterwards.
func warmUp(ctx context.Context, c *child) error {
	for _, f := range firstOnes {
		start := time.Now()
		if _, err := fetch(ctx, c, f.Request, http.StatusOK); err != nil {
			return err
		}
		c.first = append(c.first, time.Since(start))
	}
	return c.rest(ctx, shortRest)
}

// How long a server does nothing before it is measured: the whole program has
// jobs that follow one another.
const (
	shortRest = 300 * time.Millisecond
	longRest  = 1500 * time.Millisecond
)

// rest waits until a server has done nothing by itself for a while.
func (c *child) rest(ctx context.Context, quiet time.Duration) error {
	for since := time.Now(); ctx.Err() == nil && time.Since(since) < quiet; {
		if works, err := c.works(ctx); err != nil {
			return err
		} else if works {
			since = time.Now()
		}
	}
	return ctx.Err()
}

// works is whether a server did something during a moment, or waits for its turn or its
// database: counting the month of a country takes that one many seconds.
func (c *child) works(ctx context.Context) (bool, error) {
	const look, idle = 300 * time.Millisecond, 5 * time.Millisecond
	before, err := c.cpu()
	if err != nil {
		return false, err
	}
	time.Sleep(look)
	after, err := c.cpu()
	if err != nil || after-before >= idle || c.busy == nil {
		return after-before >= idle, err
	}
	return c.busy(ctx)
}

func (b *bench) smallServer(ctx context.Context) (*child, error) {
	return b.ours(ctx, &b.small, smallDatabase, synth.Small)
}

func (b *bench) largeServer(ctx context.Context) (*child, error) {
	return b.ours(ctx, &b.large, largeDatabase, synth.Large)
}

func (b *bench) bothServers(ctx context.Context) (small, large *child, err error) {
	if small, err = b.smallServer(ctx); err == nil {
		large, err = b.largeServer(ctx)
	}
	return small, large, err
}

// side is one of the things that are measured in turn: a server that is asked
// these, one after the other.
type side struct {
	server   *child
	requests []load.Request
	status   int
}

func (s side) ok() int { return cmp.Or(s.status, http.StatusOK) }

// inTurn measures each side in the usual number of rounds.
func (b *bench) inTurn(ctx context.Context, sides ...side) ([]series, error) {
	return b.inRounds(ctx, b.rounds, sides...)
}

// inRounds measures each side once a round, every round beginning with another.
func (b *bench) inRounds(ctx context.Context, rounds int, sides ...side) ([]series, error) {
	costs := make([]series, len(sides))
	for round := range rounds {
		for k := range sides {
			i := (round + k) % len(sides)
			plan := load.Plan{Connections: connections, Warm: b.warm, For: b.each, Status: sides[i].ok()}
			cost, err := load.Run(ctx, sides[i].server.host, sides[i].requests, plan, sides[i].server.cpu)
			if err != nil {
				return nil, err
			}
			if cost.Answers == 0 {
				return nil, fmt.Errorf("%s: no answer within %s", sides[i].requests[0].Path, b.each)
			}
			costs[i] = append(costs[i], cost)
		}
	}
	return costs, nil
}

// fetch asks once and wants a certain status.
func fetch(ctx context.Context, server *child, request load.Request, status int) (load.Reply, error) {
	reply, err := load.Fetch(ctx, server.host, request)
	if err == nil && reply.Status != status {
		err = errors.New(request.Path + ": " + http.StatusText(reply.Status) + " " + strings.TrimSpace(string(reply.Body)))
	}
	return reply, err
}
