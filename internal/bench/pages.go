package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"escale/internal/bench/load"
)

// pageCosts measures what a choice asks for on the map of a département, and its page:
// a need near a commune, each question another one.
func (b *bench) pageCosts(ctx context.Context, server *child) error {
	questions, err := b.questionsOfPeople(ctx, server)
	if err != nil {
		return err
	}
	box := side{server: server, requests: eachWith(boxes(inland, viewWidth*0.8, viewHeight*0.6), "")}
	for _, page := range []struct {
		what, short, more string
		limit             time.Duration
	}{
		{"the part of a page that answers a question", "answer of a page", "&part=answer", 1500 * time.Microsecond},
		{"the whole page of an answer", "page", "", 2500 * time.Microsecond},
	} {
		requests := make([]load.Request, len(questions))
		for i, q := range questions {
			requests[i] = with(load.Request{Path: "/?" + q + page.more}, encodingHeader, "gzip")
		}
		costs, err := b.inTurn(ctx, side{server: server, requests: requests}, box)
		if err != nil {
			return err
		}
		b.table.add(line{what: page.what + ", the Manche, gzip", short: page.short, unit: " µs", limit: float64(page.limit.Microseconds()),
			value: float64(costs[0].each().Microseconds()), detail: fmt.Sprintf("%.0f times a bbox; %s", costs[0].ratio(costs[1]), against(costs[0], costs[1]))})
	}
	return nil
}

// questionsOfPeople are needs near communes, as the page itself writes them.
func (b *bench) questionsOfPeople(ctx context.Context, server *child) ([]string, error) {
	reply, err := fetch(ctx, server, load.Request{Path: "/api/v1/communes"}, http.StatusOK)
	if err != nil {
		return nil, err
	}
	var answer struct {
		Communes []struct {
			Name     string
			Lat, Lon float64
		}
	}
	if err := json.Unmarshal(reply.Body, &answer); err != nil {
		return nil, err
	}
	questions := make([]string, different)
	for i := range questions {
		c := answer.Communes[i%len(answer.Communes)]
		questions[i] = url.Values{"lat": {fmt.Sprintf("%.4f", c.Lat)}, "lon": {fmt.Sprintf("%.4f", c.Lon)}, "q": {c.Name}, "service": {string(b.needs[i%len(b.needs)].ID)}}.Encode()
	}
	return questions, nil
}
