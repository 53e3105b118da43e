// Command bench measures the server of Escale against its budgets. A figure is a
// ratio to a reference program measured in the same run, in turn, as a median
// of several rounds, so that a faster machine changes both. It prints one line
// for each budget; a missed budget is no error.
//
// Both sides run in processes of their own: this program, started again with
// one of the names of [roles].
package main

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// roles are the servers that this program can be.
var roles = map[string]func(ctx context.Context, args []string) error{
	"serve-ours":  serveOurs,
	"serve-bare":  serveBare,
	"serve-least": serveLeast,
	"serve-sql":   serveSQL,
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	slog.SetDefault(slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelInfo})))
	run := measureAll
	if len(os.Args) > 1 && roles[os.Args[1]] != nil {
		run = roles[os.Args[1]]
		os.Args = append(os.Args[:1], os.Args[2:]...)
	}
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// settings say how long to measure, and what.
type settings struct {
	// rounds is the usual number of times that a side is measured. near is the number
	// for lines near their targets (boxes and the large map beside bare net/http), long
	// for what takes seconds or lies far from its target.
	rounds, near, long int
	// each is how long a round is, warm how long one is asked before.
	each, warm time.Duration
	// quick leaves out what needs the places of a country.
	quick bool
	// record is the file that gets the line of this run, "" for none.
	record string
	// group and detail are what the names of what is measured must hold.
	group, detail string
	profiling     string
}

// named is whether a group's name holds one of the words that are wanted.
func (s settings) named(group string) bool {
	return slices.ContainsFunc(strings.Split(s.group, ","), func(word string) bool { return strings.Contains(group, word) })
}

func (s settings) wants(detail string) bool { return strings.Contains(detail, s.detail) }

func readSettings(args []string) (s settings, err error) {
	s = settings{rounds: 7, near: 13, long: 3, each: 300 * time.Millisecond, warm: 100 * time.Millisecond}
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.BoolVar(&s.quick, "quick", false, "short rounds, and only with the places of a département")
	flags.StringVar(&s.record, "record", "", "file that gets the line of this run")
	only := flags.String("only", "", "measure only the groups (\"sql\", \"change,memory\"), or their lines (\"bare/304\"), whose names hold this")
	flags.StringVar(&s.profiling, "profile", "", "folder where our servers and the bench itself write profiles of CPU and heap")
	if err := flags.Parse(args); err != nil {
		return s, err
	}
	s.group, s.detail, _ = strings.Cut(*only, "/")
	if s.quick {
		s.rounds, s.near, s.long, s.each = 3, 3, 1, 200*time.Millisecond
	}
	return s, nil
}

// group is a part of the table.
type group struct {
	name string
	// country is true when it needs the places of a country.
	country bool
	run     func(*bench, context.Context) error
	// alone is true when it is measured only if its name is given.
	alone bool
}

// groups stand in the order of the table of budgets.
var groups = []group{
	{name: "bare", run: (*bench).againstBare},
	{name: "filters", run: (*bench).filters},
	{name: "sizes", country: true, run: (*bench).sizes},
	{name: "sql", run: (*bench).againstSQL},
	{name: "snapshot", country: true, run: (*bench).snapshots},
	{name: "change", run: (*bench).changes},
	{name: "suggest", run: (*bench).suggestions},
	{name: "memory", run: (*bench).memory},
	{name: "import", country: true, run: (*bench).imports},
	{name: "payload", run: (*bench).payload},
	{name: "pages", country: true, run: (*bench).pages},
	{name: "france", country: true, run: (*bench).france},
	{name: "limits", country: true, run: (*bench).limits, alone: true},
}

func measureAll(ctx context.Context, args []string) error {
	s, err := readSettings(args)
	if err != nil {
		return err
	}
	b, err := newBench(ctx, s)
	if err != nil {
		return err
	}
	defer b.close()
	return profiled(s.profile("bench"), func() error { return b.measure(ctx) })
}

// profile names the file of a process's profile, "" for none.
func (s settings) profile(process string) string {
	if s.profiling == "" {
		return ""
	}
	return filepath.Join(s.profiling, process+".pprof")
}

func (b *bench) measure(ctx context.Context) error {
	b.table.head()
	for _, g := range groups {
		if !b.named(g.name) || g.country && b.quick || g.alone && b.group == "" {
			continue
		}
		start := time.Now()
		if err := g.run(b, ctx); err != nil {
			return fmt.Errorf("%s: %w", g.name, err)
		}
		slog.Info("measured", "group", g.name, "took", time.Since(start).Round(time.Second))
	}
	b.table.foot()
	return b.recordLine()
}
