package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"escale/internal/bench/load"
	"escale/internal/bench/synth"
)

// pages measures what a choice of a person costs: the part of a page that
// answers it, and the whole page, for a need near a commune, each question
// another one. They are those of the whole program, with the places of a
// département, then with ten times as many.
func (b *bench) pages(ctx context.Context) error {
	var servers [2]*child
	for i, places := range []int{synth.Small, 10 * synth.Small} {
		server, err := b.serveMade(ctx, places)
		if err != nil {
			return err
		}
		defer server.stop()
		servers[i] = server
	}
	for _, server := range servers {
		if err := server.rest(ctx, longRest); err != nil {
			return err
		}
	}
	questions, err := b.questionsOfPeople(ctx, servers[0])
	if err != nil {
		return err
	}
	for _, server := range servers { // what was shown once is kept
		plan := load.Plan{Connections: connections, For: everyQuestion, Status: http.StatusOK}
		if _, err := load.Run(ctx, server.host, pageRequests(questions, ""), plan, server.cpu); err != nil {
			return err
		}
	}
	if err := b.pageCosts(ctx, servers, questions, pageCost{"the part of a page that answers a question", "answer of a page", "&part=answer", 1500 * time.Microsecond}); err != nil {
		return err
	}
	return b.pageCosts(ctx, servers, questions, pageCost{"the whole page of an answer", "page", "", 2500 * time.Microsecond})
}

// serveMade is the whole program with so many made-up places.
func (b *bench) serveMade(ctx context.Context, places int) (*child, error) {
	d := deployment{area: synth.Departement, database: fmt.Sprintf("bench_pages_%d", places)}
	if err := b.fill(ctx, d.database, places); err != nil {
		return nil, err
	}
	return b.serve(ctx, d)
}

// pageCost is a budget of a page.
type pageCost struct {
	what, short string
	// more ends the address.
	more  string
	limit time.Duration
}

// pageRequests ask for pages, or a part of them.
func pageRequests(questions []string, more string) []load.Request {
	requests := make([]load.Request, len(questions))
	for i, q := range questions {
		requests[i] = with(load.Request{Path: "/?" + q + more}, encodingHeader, "gzip")
	}
	return requests
}

// everyQuestion is how long a server takes for all questions, and more.
const everyQuestion = 2500 * time.Millisecond

// manyPlaces is how much more a page may cost with ten times as many places.
const manyPlaces = 1.5

// pageCosts compares the page of few places with a bare box, and with that of
// many.
func (b *bench) pageCosts(ctx context.Context, servers [2]*child, questions []string, page pageCost) error {
	requests := pageRequests(questions, page.more)
	box := side{server: servers[0], requests: eachWith(views, "")}
	costs, err := b.inTurn(ctx, side{server: servers[0], requests: requests}, box, side{server: servers[1], requests: requests})
	if err != nil {
		return err
	}
	b.table.add(line{what: fmt.Sprintf("%s, %d places, gzip", page.what, synth.Small), short: page.short, unit: " µs", limit: float64(page.limit.Microseconds()),
		value: float64(costs[0].each().Microseconds()), detail: fmt.Sprintf("%.0f times a bbox; %s", costs[0].ratio(costs[1]), against(costs[0], costs[1]))})
	b.table.add(line{what: fmt.Sprintf("… at %d places ÷ at %d", 10*synth.Small, synth.Small), short: page.short + " 7,000 ÷ 700", limit: manyPlaces,
		value: costs[2].ratio(costs[0]), detail: against(costs[2], costs[0])})
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
