package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"time"

	"escale/internal/bench/load"
	"escale/internal/bench/synth"
	"escale/internal/ingest"
	"escale/internal/postgres"
)

// changes measures how long a corrected phone takes until the API says so, and
// what that costs the server.
func (b *bench) changes(ctx context.Context) error {
	small, err := b.smallServer(ctx)
	if err != nil {
		return err
	}
	if err := b.timeChange(ctx, small, smallDatabase, synth.Small, 200); err != nil || b.quick {
		return err
	}
	large, err := b.largeServer(ctx)
	if err != nil {
		return err
	}
	return b.timeChange(ctx, large, largeDatabase, synth.Large, 1000)
}

// timeChange corrects the phone of one place after the other.
func (b *bench) timeChange(ctx context.Context, server *child, database string, places int, limit float64) error {
	db, err := postgres.Open(ctx, b.url(database))
	if err != nil {
		return err
	}
	defer db.Close()
	importer := ingest.Importer{Store: postgres.As[ingest.Tx]{DB: db}, Needs: b.needs, Now: time.Now}
	public, err := db.Public(ctx, synth.Departement, time.Now())
	if err != nil {
		return err
	}
	var took, cpu []time.Duration
	for i := range 2*b.long + 1 {
		p := public.Places[i*7]
		if err := server.rest(ctx, shortRest); err != nil {
			return err
		}
		before, err := server.cpu()
		if err != nil {
			return err
		}
		phone := fmt.Sprintf("02339999%02d", i)
		_, err = importer.Correct(ctx, ingest.CorrectRequest{Departement: synth.Departement, Source: p.Offers[0].Source, SourceID: p.Offers[0].SourceID,
			Cells: map[string]string{"telephone": phone}})
		if err != nil {
			return err
		}
		start := time.Now()
		if err := waitFor(ctx, server, placesPath+"/"+p.ID, "+33"+phone[1:]); err != nil {
			return err
		}
		took = append(took, time.Since(start))
		if err := server.rest(ctx, shortRest); err != nil {
			return err
		}
		after, err := server.cpu()
		if err != nil {
			return err
		}
		cpu = append(cpu, after-before)
	}
	same := func(list []time.Duration) time.Duration {
		return median(list, func(i int) time.Duration { return list[i] })
	}
	b.table.add(line{what: fmt.Sprintf("a phone corrected, until the API says so, %d places", places), short: fmt.Sprintf("change %d", places), unit: " ms", limit: limit,
		value: same(took).Seconds() * 1000, detail: fmt.Sprintf("%s of CPU of the server, compressing the whole anew included", short(same(cpu)))})
	return nil
}

// waitFor asks until an answer holds a text.
func waitFor(ctx context.Context, server *child, path, text string) error {
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(2 * time.Millisecond) {
		reply, err := fetch(ctx, server, load.Request{Path: path}, http.StatusOK)
		if err != nil {
			return err
		}
		if bytes.Contains(reply.Body, []byte(text)) {
			return nil
		}
	}
	return fmt.Errorf("%s never says %s", path, text)
}
