package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/paulmach/orb"

	"escale/internal/bench/load"
	"escale/internal/bench/proc"
)

// program is the one that make built: all of France is measured as an operator has it.
const program = "bin/escale"

// inland is a part of the Manche far from other départements, whose boxes hold the same
// places on both maps.
var inland = orb.Bound{Min: orb.Point{-1.60, 48.80}, Max: orb.Point{-1.15, 49.15}}

// franceReady is how long a server may take until it answers.
const franceReady = 2 * time.Minute

// france loads all of the mirror, and compares its map with that of the Manche.
func (b *bench) france(ctx context.Context) error {
	if os.Getenv("ESCALE_MIRROR") == "" {
		fmt.Fprintln(b.table.out, "all of France: not measured, the mirror of open data is not here")
		return nil
	}
	if err := b.loadFrance(ctx); err != nil {
		return err
	}
	if err := b.escale(ctx, "50", "load"); err != nil {
		return err
	}
	france, err := b.serve(ctx, "france")
	if err != nil {
		return err
	}
	defer france.stop()
	manche, err := b.serve(ctx, "50")
	if err != nil {
		return err
	}
	defer manche.stop()
	if err := b.sameCost(ctx, france, manche); err != nil {
		return err
	}
	if err := b.pageCosts(ctx, manche); err != nil {
		return err
	}
	return b.weighFrance(ctx, france)
}

// loadFrance loads contours, then everything else.
func (b *bench) loadFrance(ctx context.Context) error {
	var took [2]time.Duration
	for i, command := range []string{"territory", "load"} {
		start := time.Now()
		if err := b.escale(ctx, "france", command); err != nil {
			return err
		}
		took[i] = time.Since(start)
	}
	b.table.add(line{what: "all of France: load, contours there already", short: "France load", unit: " s", limit: 60, value: took[1].Seconds()})
	b.table.add(line{what: "all of France: contours, then load", short: "France with contours", unit: " s", limit: 120, value: (took[0] + took[1]).Seconds(),
		detail: fmt.Sprintf("contours %.0f s", took[0].Seconds())})
	return nil
}

// escale runs a command on a map's own database, made when it is first used.
func (b *bench) escale(ctx context.Context, area string, args ...string) error {
	if err := os.MkdirAll(b.folderOf(area), 0o755); err != nil {
		return err
	}
	if err := b.execute(ctx, "CREATE DATABASE "+databaseOf(area)); err != nil && !strings.Contains(err.Error(), "already exists") {
		return err
	}
	out, err := b.command(ctx, area, args...).CombinedOutput()
	if err != nil && !strings.Contains(string(out), "Total") { // an edition that waits for a person is no failure
		return fmt.Errorf("%s %s: %w: %s", area, args[0], err, out)
	}
	return nil
}

func (b *bench) folderOf(area string) string { return filepath.Join(b.folder, databaseOf(area)) }

func databaseOf(area string) string { return "map_" + area }

func (b *bench) command(ctx context.Context, area string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Env = append(os.Environ(), "ESCALE_DEPARTEMENT="+area, "DATABASE_URL="+b.url(databaseOf(area)), "ESCALE_VAR="+b.folderOf(area),
		"ESCALE_REFRESH=off", "ESCALE_NOW="+opening.Format(time.RFC3339))
	return cmd
}

// terminated ends a program that does not watch its standard input.
type terminated struct{ process *os.Process }

func (t terminated) Close() error { return t.process.Signal(syscall.SIGTERM) }

// serve starts the server of a map and waits until it does nothing more by itself.
func (b *bench) serve(ctx context.Context, area string) (*child, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	host := listener.Addr().String()
	_ = listener.Close() // the program opens it again
	_, port, _ := strings.Cut(host, ":")
	cmd := b.command(ctx, area, "serve")
	cmd.Env = append(cmd.Env, "PORT="+port, "ESCALE_LISTEN=127.0.0.1")
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	c := &child{cmd: cmd, stdin: terminated{cmd.Process}, host: host}
	c.cpu = func() (time.Duration, error) { return proc.CPU(c.pid()) }
	c.busy = func(ctx context.Context) (bool, error) { return b.busy(ctx, databaseOf(area)) }
	return c, b.answers(ctx, c, area)
}

// answers waits for a server's first answer, and notes how long that took.
func (b *bench) answers(ctx context.Context, c *child, area string) error {
	start := time.Now()
	for {
		if _, err := fetch(ctx, c, load.Request{Path: "/"}, http.StatusOK); err == nil {
			break
		}
		if time.Since(start) > franceReady {
			return fmt.Errorf("the map of %s does not answer", area)
		}
		time.Sleep(50 * time.Millisecond)
	}
	b.table.add(line{what: "map of " + area + ": from its start to its first page", unit: " ms", value: float64(time.Since(start).Milliseconds())})
	return c.rest(ctx, longRest)
}

// sameCost compares boxes that hold the same places.
func (b *bench) sameCost(ctx context.Context, france, manche *child) error {
	const least = 100
	var same []load.Request
	for _, request := range eachWith(boxes(inland, viewWidth*0.8, viewHeight*0.6), "") {
		if _, err := sameFeatures(ctx, france, manche, request); err == nil {
			same = append(same, request)
		}
	}
	if len(same) < least {
		return fmt.Errorf("of the boxes of the Manche, %d hold the same places on both maps", len(same))
	}
	costs, err := b.inTurn(ctx, side{server: france, requests: same}, side{server: manche, requests: slices.Clone(same)})
	if err != nil {
		return err
	}
	b.table.add(line{what: "same bboxes on the map of France ÷ on the Manche's", short: "France ÷ Manche", limit: 1.25,
		value: costs[0].ratio(costs[1]), detail: fmt.Sprintf("%s; %d boxes", against(costs[0], costs[1]), len(same))})
	return nil
}

// weighFrance weighs the server of France after a load run.
func (b *bench) weighFrance(ctx context.Context, france *child) error {
	if err := b.everything(ctx, france); err != nil {
		return err
	}
	if err := france.rest(ctx, longRest); err != nil {
		return err
	}
	m, err := proc.MemoryOf(france.pid())
	if err != nil {
		return err
	}
	b.table.add(line{what: "memory (PSS) of the map of France after a load run", short: "memory France", unit: " MB", limit: 400,
		value: megabytes(m.Proportional), detail: fmt.Sprintf("resident %.0f MB", megabytes(m.Resident))})
	return nil
}
