package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
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
	what   string
	limit  float64
	rounds int
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
	for _, c := range cases {
		if !b.wants(c.what) {
			continue
		}
		if err := b.holdBare(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

// holdBare measures a case beside a bare server that holds its answers.
func (b *bench) holdBare(ctx context.Context, c plainCase) error {
	bare, mean, err := b.startBare(ctx, c)
	if err != nil {
		return err
	}
	defer bare.stop()
	mimic := c.side
	mimic.server = bare
	if err := sameReplies(ctx, c.side, mimic); err != nil {
		return err
	}
	costs, err := b.inRounds(ctx, c.rounds, c.side, mimic)
	if err != nil {
		return err
	}
	b.table.add(line{what: c.what + " ÷ bare net/http, same bytes", short: c.what, limit: c.limit, value: costs[0].ratio(costs[1]),
		detail: against(costs[0], costs[1]) + "; " + size(mean)})
	return nil
}

// plainCases asks for what the later ones are made of: ids, and a tag.
func (b *bench) plainCases(ctx context.Context, ours *child) ([]plainCase, error) {
	found, err := ids(ctx, ours, whole)
	if err != nil {
		return nil, err
	}
	reply, err := fetch(ctx, ours, places(views[0]), http.StatusOK)
	if err != nil {
		return nil, err
	}
	same := eachWith(views, "")
	for i := range same {
		same[i] = with(same[i], tagHeader, reply.Header.Get("ETag"))
	}
	return []plainCase{
		{"bbox", 1.3, b.near, side{ours, eachWith(views, ""), 0}},
		{"bbox + service", 1.3, b.near, side{ours, eachWith(views, andService), 0}},
		{fmt.Sprintf("all %d places, raw", synth.Small), 1.3, b.rounds, side{ours, []load.Request{whole}, 0}},
		{"one place by id", 1.2, b.rounds, side{ours, one(found), 0}},
		{"304, bbox", 1.2, b.rounds, side{ours, same, http.StatusNotModified}},
	}, nil
}

// startBare takes every answer of a case to a bare server, and says how long
// they are in the mean.
func (b *bench) startBare(ctx context.Context, c plainCase) (bare *child, mean int, err error) {
	answers := make([]taken, len(c.requests))
	for i, request := range c.requests {
		reply, err := fetch(ctx, c.server, request, c.ok())
		if err != nil {
			return nil, 0, err
		}
		answers[i] = taken{request, reply}
		mean += len(reply.Body)
	}
	file := filepath.Join(b.folder, "answers.gob")
	if err := writeTaken(file, answers); err != nil {
		return nil, 0, err
	}
	bare, err = startChild(ctx, "serve-bare", file)
	return bare, mean / len(answers), err
}

// sameReplies fails unless two servers answer some of the questions with the
// same bytes.
func sameReplies(ctx context.Context, a, b side) error {
	for i := 0; i < len(a.requests); i += 1 + len(a.requests)/20 {
		ra, err := fetch(ctx, a.server, a.requests[i], a.ok())
		if err != nil {
			return err
		}
		rb, err := fetch(ctx, b.server, b.requests[i], b.ok())
		if err != nil {
			return err
		}
		if !bytes.Equal(ra.Body, rb.Body) || !maps.EqualFunc(ra.Header, rb.Header, slices.Equal) || ra.Chunked != rb.Chunked {
			return fmt.Errorf("%s: the bare server answers otherwise: %v %v", a.requests[i].Path, ra.Header, rb.Header)
		}
	}
	return nil
}

// filters compares harder questions with the plain box.
func (b *bench) filters(ctx context.Context) error {
	ours, err := b.smallServer(ctx)
	if err != nil {
		return err
	}
	return b.addHarder(ctx, ours, synth.Small)
}

// addHarder compares harder questions with the plain box of one server.
func (b *bench) addHarder(ctx context.Context, server *child, places int) error {
	harder := []struct {
		what     string
		requests []load.Request
	}{
		{"bbox", eachWith(steady, "")},
		{"nearest 20 to a point", nearest("")},
		{"nearest 20 + service", nearest(andService)},
		{"nearest 20 + service + open now", nearest(andBoth)},
		{"bbox + open now", eachWith(steady, andOpen)},
		{"bbox + service + open now", eachWith(steady, andBoth)},
	}
	sides := make([]side, len(harder))
	for i, h := range harder {
		sides[i] = side{server: server, requests: h.requests}
	}
	costs, err := b.inTurn(ctx, sides...)
	if err != nil {
		return err
	}
	for i, h := range harder[1:] {
		b.table.add(line{what: fmt.Sprintf("%s ÷ bbox, %d places", h.what, places), short: fmt.Sprintf("%s %d", h.what, places), limit: 2.5,
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
	found, err := sameFeatures(ctx, small, large, places(steady[0]))
	if err != nil {
		return err
	}
	same := eachWith(steady, "")
	costs, err := b.inTurn(ctx, side{server: small, requests: same}, side{server: large, requests: same})
	if err != nil {
		return err
	}
	b.table.add(line{what: fmt.Sprintf("same bboxes at %d places ÷ at %d, some %d found", synth.Large, synth.Small, found), short: "25,000 ÷ 700", limit: 1.25,
		value: costs[1].ratio(costs[0]), detail: against(costs[1], costs[0])})
	all, err := ids(ctx, large, whole)
	if err != nil {
		return err
	}
	byID := plainCase{fmt.Sprintf("%d of %d places by id", different, synth.Large), 1.2, b.near, side{server: large, requests: one(all)}}
	if err := b.holdBare(ctx, byID); err != nil {
		return err
	}
	return b.addHarder(ctx, large, synth.Large)
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
		what     string
		limit    float64
		requests []load.Request
	}{
		{"bbox", 15, eachWith(views, "")},
		{fmt.Sprintf("all %d places, gzip", synth.Small), 200, []load.Request{wholeGzip}},
	} {
		if !b.wants(c.what) {
			continue
		}
		if _, err := sameFeatures(ctx, b.sql, ours, c.requests[0]); err != nil {
			return err
		}
		costs, err := b.inRounds(ctx, b.long, side{server: b.sql, requests: c.requests}, side{server: ours, requests: c.requests})
		if err != nil {
			return err
		}
		b.table.add(line{what: "one SQL per request ÷ ours: " + c.what, short: "SQL ÷ " + c.what, limit: c.limit, least: true,
			value: costs[0].ratio(costs[1]), detail: against(costs[0], costs[1])})
	}
	return nil
}

// sameFeatures fails unless two servers find the same places; it returns how many.
func sameFeatures(ctx context.Context, a, b *child, request load.Request) (int, error) {
	one, err := ids(ctx, a, request)
	if err != nil {
		return 0, err
	}
	other, err := ids(ctx, b, request)
	if err == nil && !slices.Equal(one, other) {
		err = fmt.Errorf("%s: %d places and %d, or not the same", request.Path, len(one), len(other))
	}
	return len(one), err
}

// ids lists the places of an answer, sorted.
func ids(ctx context.Context, server *child, request load.Request) ([]string, error) {
	reply, err := fetch(ctx, server, request, http.StatusOK)
	if err != nil {
		return nil, err
	}
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
