package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"path/filepath"
	"slices"

	"escale/internal/bench/load"
	"escale/internal/bench/synth"
)

// plainCase is a question whose answer the bare server gives too.
type plainCase struct {
	what  string
	limit float64
	side
}

// againstBare compares our server with net/http writing the same bytes.
func (b *bench) againstBare(ctx context.Context) error {
	ours, err := b.smallServer(ctx)
	if err != nil {
		return err
	}
	cases, err := b.plainCases(ctx, ours)
	if err != nil {
		return err
	}
	if err := b.startBare(ctx, cases); err != nil {
		return err
	}
	for _, c := range cases {
		if !b.wants(c.what) {
			continue
		}
		mimic := c.side
		mimic.server = b.bare
		reply, err := sameReply(ctx, c.side, mimic)
		if err != nil {
			return err
		}
		costs, err := b.inTurn(ctx, c.side, mimic)
		if err != nil {
			return err
		}
		b.table.add(line{what: c.what + " ÷ bare net/http, same bytes", limit: c.limit, value: costs[0].ratio(costs[1]),
			detail: against(costs[0], costs[1]) + "; " + size(len(reply.Body))})
	}
	return nil
}

// plainCases asks for what the later ones are made of: an id, and a tag.
func (b *bench) plainCases(ctx context.Context, ours *child) ([]plainCase, error) {
	reply, err := fetch(ctx, side{server: ours, request: view})
	if err != nil {
		return nil, err
	}
	found, err := ids(reply)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, errors.New("no place in view")
	}
	one := load.Request{Path: placesPath + "/" + found[0]}
	same := with(view, tagHeader, reply.Header.Get("ETag"))
	return []plainCase{
		{fmt.Sprintf("bbox, %d places", len(found)), 1.3, side{ours, view, 0}},
		{"bbox + service", 1.3, side{ours, viewService, 0}},
		{fmt.Sprintf("all %d places, raw", synth.Small), 1.3, side{ours, whole, 0}},
		{"one place by id", 1.2, side{ours, one, 0}},
		{"304, bbox", 1.2, side{ours, same, http.StatusNotModified}},
	}, nil
}

func (b *bench) startBare(ctx context.Context, cases []plainCase) (err error) {
	var answers []taken
	for _, c := range cases {
		reply, err := fetch(ctx, c.side)
		if err != nil {
			return err
		}
		answers = append(answers, taken{c.request, reply})
	}
	file := filepath.Join(b.folder, "answers.gob")
	if err := writeTaken(file, answers); err != nil {
		return err
	}
	b.bare, err = startChild(ctx, "serve-bare", file)
	return err
}

// sameReply fails unless two servers answer with the same bytes.
func sameReply(ctx context.Context, a, b side) (load.Reply, error) {
	ra, err := fetch(ctx, a)
	if err != nil {
		return ra, err
	}
	rb, err := fetch(ctx, b)
	if err != nil {
		return ra, err
	}
	if !bytes.Equal(ra.Body, rb.Body) || !maps.EqualFunc(ra.Header, rb.Header, slices.Equal) || ra.Chunked != rb.Chunked {
		return ra, fmt.Errorf("%s: the bare server answers otherwise: %v %v", a.request.Path, ra.Header, rb.Header)
	}
	return ra, nil
}

// filters compares harder questions with the plain box.
func (b *bench) filters(ctx context.Context) error {
	ours, err := b.smallServer(ctx)
	if err != nil {
		return err
	}
	names := []string{"nearest 20 to a point", "bbox + open now", "bbox + service + open now"}
	costs, err := b.inTurn(ctx, side{server: ours, request: view}, side{server: ours, request: nearest},
		side{server: ours, request: viewOpen}, side{server: ours, request: viewBoth})
	if err != nil {
		return err
	}
	for i, name := range names {
		b.table.add(line{what: fmt.Sprintf("%s ÷ bbox, %d places", name, synth.Small), limit: 2.5,
			value: costs[i+1].ratio(costs[0]), detail: against(costs[i+1], costs[0])})
	}
	return nil
}

// sizes compares questions with one answer on few and on many places.
func (b *bench) sizes(ctx context.Context) error {
	small, large, err := b.bothServers(ctx)
	if err != nil {
		return err
	}
	found, err := sameFeatures(ctx, side{server: small, request: view}, side{server: large, request: view})
	if err != nil {
		return err
	}
	costs, err := b.inTurn(ctx, side{server: small, request: view}, side{server: large, request: view},
		side{server: large, request: nearest}, side{server: large, request: viewBoth})
	if err != nil {
		return err
	}
	b.table.add(line{what: fmt.Sprintf("bbox at %d places ÷ at %d, %d found", synth.Large, synth.Small, found), limit: 1.25,
		value: costs[1].ratio(costs[0]), detail: against(costs[1], costs[0])})
	b.table.add(line{what: fmt.Sprintf("nearest 20 to a point ÷ bbox, %d places", synth.Large), limit: 2.5,
		value: costs[2].ratio(costs[1]), detail: against(costs[2], costs[1])})
	b.table.add(line{what: fmt.Sprintf("bbox + service + open now ÷ bbox, %d places", synth.Large), limit: 2.5,
		value: costs[3].ratio(costs[1]), detail: against(costs[3], costs[1])})
	return nil
}

// againstSQL compares our server with one query per request.
func (b *bench) againstSQL(ctx context.Context) (err error) {
	ours, err := b.smallServer(ctx)
	if err != nil {
		return err
	}
	if b.sql, err = startChild(ctx, "serve-sql", b.url(smallDatabase)); err != nil {
		return err
	}
	b.sql.cpu = sum(b.sql.cpu, b.warehouse.cpu)
	for _, c := range []struct {
		what    string
		limit   float64
		request load.Request
	}{
		{"bbox", 15, view},
		{fmt.Sprintf("all %d places, gzip", synth.Small), 200, wholeGzip},
	} {
		if !b.wants(c.what) {
			continue
		}
		sql, own := side{server: b.sql, request: c.request}, side{server: ours, request: c.request}
		if _, err := sameFeatures(ctx, sql, own); err != nil {
			return err
		}
		costs, err := b.inTurn(ctx, sql, own)
		if err != nil {
			return err
		}
		b.table.add(line{what: "one SQL per request ÷ ours: " + c.what, limit: c.limit, least: true,
			value: costs[0].ratio(costs[1]), detail: against(costs[0], costs[1])})
	}
	return nil
}

// sameFeatures fails unless two servers find the same places; it returns how many.
func sameFeatures(ctx context.Context, a, b side) (int, error) {
	found := make([][]string, 2)
	for i, s := range []side{a, b} {
		reply, err := fetch(ctx, s)
		if err != nil {
			return 0, err
		}
		if found[i], err = ids(reply); err != nil {
			return 0, err
		}
	}
	if !slices.Equal(found[0], found[1]) {
		return 0, fmt.Errorf("%s: %d places and %d, or not the same", a.request.Path, len(found[0]), len(found[1]))
	}
	return len(found[0]), nil
}

// ids lists the places of an answer, sorted.
func ids(reply load.Reply) ([]string, error) {
	body, err := unzipped(reply)
	if err != nil {
		return nil, err
	}
	var answer struct {
		Features []struct {
			ID string `json:"id"`
		} `json:"features"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return nil, err
	}
	list := make([]string, len(answer.Features))
	for i, f := range answer.Features {
		list[i] = f.ID
	}
	slices.Sort(list)
	return list, nil
}

func unzipped(reply load.Reply) ([]byte, error) {
	if reply.Header.Get("Content-Encoding") != "gzip" {
		return reply.Body, nil
	}
	r, err := gzip.NewReader(bytes.NewReader(reply.Body))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}
