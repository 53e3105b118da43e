package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/paulmach/orb"

	"escale/internal/bench/load"
	"escale/internal/bench/proc"
)

// inland is a part of the Manche far from other départements, whose boxes hold the same
// places on both maps.
var inland = orb.Bound{Min: orb.Point{-1.60, 48.80}, Max: orb.Point{-1.15, 49.15}}

// The maps that are compared.
var (
	allOfFrance = deployment{area: "france", database: "map_france"}
	theManche   = deployment{area: "50", database: "map_50"}
)

// france loads all of the mirror, and compares its map with that of the Manche.
func (b *bench) france(ctx context.Context) error {
	if os.Getenv("ESCALE_MIRROR") == "" {
		fmt.Fprintln(b.table.out, "all of France: not measured, the mirror of open data is not here")
		return nil
	}
	if err := b.loadFrance(ctx); err != nil {
		return err
	}
	if err := b.escale(ctx, theManche, "load"); err != nil {
		return err
	}
	france, err := b.firstPage(ctx, allOfFrance)
	if err != nil {
		return err
	}
	defer france.stop()
	manche, err := b.firstPage(ctx, theManche)
	if err != nil {
		return err
	}
	defer manche.stop()
	if err := b.sameCost(ctx, france, manche); err != nil {
		return err
	}
	return b.weighFrance(ctx, france)
}

// firstPage serves a map, and notes how long its first page takes.
func (b *bench) firstPage(ctx context.Context, d deployment) (*child, error) {
	start := time.Now()
	c, err := b.serve(ctx, d)
	if err != nil {
		return nil, err
	}
	b.table.add(line{what: "map of " + d.area + ": from its start to its first page", unit: " ms", value: float64(time.Since(start).Milliseconds())})
	return c, c.rest(ctx, longRest)
}

// loadFrance loads contours, then everything else.
func (b *bench) loadFrance(ctx context.Context) error {
	var took [2]time.Duration
	for i, command := range []string{"territory", "load"} {
		start := time.Now()
		if err := b.escale(ctx, allOfFrance, command); err != nil {
			return err
		}
		took[i] = time.Since(start)
	}
	b.table.add(line{what: "all of France: load, contours there already", short: "France load", unit: " s", limit: 60, value: took[1].Seconds()})
	b.table.add(line{what: "all of France: contours, then load", short: "France with contours", unit: " s", limit: 120, value: (took[0] + took[1]).Seconds(),
		detail: fmt.Sprintf("contours %.0f s", took[0].Seconds())})
	return nil
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
