package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"sync"

	"github.com/labstack/echo/v4"

	"escale/internal/bench/load"
	"escale/internal/bench/proc"
	"escale/internal/bench/synth"
	"escale/internal/web"
)

// The least that a server of ours can do: the plumbing that all routes share, an
// answer found by its address, and the copies of its features, each kept once,
// that make it one text. Between it and net/http lies what no rule of ours costs.

// leastAnswer is an answer made of parts of a text.
type leastAnswer struct {
	header http.Header
	status int
	parts  []span
}

type span struct{ from, to int }

// leastTexts keep each part of many answers once.
type leastTexts struct {
	text  []byte
	spans map[string]span
}

const feature = `{"type":"Feature"`

// cut takes an answer apart where its features begin.
func (l *leastTexts) cut(body []byte) (parts []span) {
	for len(body) > 0 {
		end := len(body)
		if next := bytes.Index(body[1:], []byte(feature)); next >= 0 {
			end = next + 1
		}
		parts = append(parts, l.keep(bytes.TrimSuffix(body[:end], []byte(","))))
		if bytes.HasSuffix(body[:end], []byte(",")) {
			parts = append(parts, l.keep([]byte(",")))
		}
		body = body[end:]
	}
	return parts
}

func (l *leastTexts) keep(part []byte) span {
	if s, known := l.spans[string(part)]; known {
		return s
	}
	s := span{len(l.text), len(l.text) + len(part)}
	l.text = append(l.text, part...)
	l.spans[string(part)] = s
	return s
}

// serveLeast serves the answers of a file.
func serveLeast(_ context.Context, args []string) error {
	list, err := readTaken(args)
	if err != nil {
		return err
	}
	texts := leastTexts{spans: map[string]span{}}
	answers := map[key]leastAnswer{}
	for _, t := range list {
		answers[t.key()] = leastAnswer{t.Reply.Header, t.Reply.Status, texts.cut(t.Reply.Body)}
	}
	e := web.New(web.Options{})
	answer := answerLeast(answers, texts.text)
	web.Publish(e, placesPath, answer)
	web.Publish(e, placesPath+"/:id", answer)
	return serveChild(web.Server("", e))
}

func answerLeast(answers map[key]leastAnswer, text []byte) echo.HandlerFunc {
	buffers := sync.Pool{New: func() any { return new([]byte) }}
	return func(c echo.Context) error {
		r := c.Request()
		a, ok := answers[key{r.RequestURI, r.Header.Get(encodingHeader), r.Header.Get(tagHeader)}]
		if !ok {
			return echo.ErrNotFound
		}
		maps.Copy(c.Response().Header(), a.header)
		c.Response().WriteHeader(a.status)
		buffer := buffers.Get().(*[]byte)
		defer buffers.Put(buffer)
		*buffer = (*buffer)[:0]
		for _, part := range a.parts {
			*buffer = append(*buffer, text[part.from:part.to]...)
		}
		_, err := c.Response().Write(*buffer)
		return err
	}
}

// limits measures what budgets against other programs can come to at best on this
// machine, and what the parts of a snapshot cost.
func (b *bench) limits(ctx context.Context) error {
	small, large, err := b.bothServers(ctx)
	if err != nil {
		return err
	}
	cases, err := b.plainCases(ctx, small)
	if err != nil {
		return err
	}
	all, err := ids(ctx, large, whole)
	if err != nil {
		return err
	}
	cases = append(cases, plainCase{what: fmt.Sprintf("%d of %d places by id", different, synth.Large), side: side{server: large, requests: one(all)}})
	for _, c := range cases {
		if len(c.requests) == 1 {
			continue // all places are kept as one text: nothing is copied
		}
		if err := b.leastOf(ctx, c); err != nil {
			return err
		}
	}
	if err := b.leastOfSizes(ctx, small, large); err != nil {
		return err
	}
	if err := b.hardlyCollecting(ctx, cases[len(cases)-1]); err != nil {
		return err
	}
	return b.partsOfSnapshot(ctx)
}

// hardlyCollecting measures a case where the heap may grow ninefold before garbage is
// collected: what the budget of memory costs the others.
func (b *bench) hardlyCollecting(ctx context.Context, c plainCase) (err error) {
	const name, percent = "GOGC", "800"
	if err := os.Setenv(name, percent); err != nil { // the child's; this program's own was read at its start
		return err
	}
	c.server, err = b.startOurs(ctx, largeDatabase)
	if err := errors.Join(err, os.Unsetenv(name)); err != nil {
		return err
	}
	defer c.server.stop()
	c.what += ", " + name + "=" + percent
	if err := b.holdBare(ctx, c); err != nil {
		return err
	}
	m, err := proc.MemoryOf(c.server.pid())
	if err == nil {
		b.table.add(line{what: "memory (PSS) then", unit: " MB", value: megabytes(m.Proportional)})
	}
	return err
}

// leastOf compares the least with a bare server.
func (b *bench) leastOf(ctx context.Context, c plainCase) error {
	bare, _, err := b.startBare(ctx, c)
	if err != nil {
		return err
	}
	defer bare.stop()
	least, err := b.startLeast(ctx, c.side)
	if err != nil {
		return err
	}
	defer least.stop()
	one, other := c.side, c.side
	one.server, other.server = least, bare
	if err := sameReplies(ctx, one, other); err != nil {
		return err
	}
	costs, err := b.inTurn(ctx, one, other)
	if err != nil {
		return err
	}
	b.table.add(line{what: "the least of ours ÷ bare net/http: " + c.what, value: costs[0].ratio(costs[1]), detail: against(costs[0], costs[1])})
	return nil
}

// startLeast takes the answers to questions, and all places, to a server that
// does the least.
func (b *bench) startLeast(ctx context.Context, s side) (*child, error) {
	var answers []taken
	for i, request := range append([]load.Request{whole}, s.requests...) {
		wanted := s.ok()
		if i == 0 {
			wanted = http.StatusOK
		}
		reply, err := fetch(ctx, s.server, request, wanted)
		if err != nil {
			return nil, err
		}
		answers = append(answers, taken{request, reply})
	}
	file := filepath.Join(b.folder, "least.gob")
	if err := writeTaken(file, answers); err != nil {
		return nil, err
	}
	return startChild(ctx, "serve-least", file)
}

// leastOfSizes compares the same boxes among few and among many places.
func (b *bench) leastOfSizes(ctx context.Context, small, large *child) error {
	sides := make([]side, 2)
	for i, from := range []*child{large, small} {
		sides[i] = side{server: from, requests: eachWith(steady, "")}
		least, err := b.startLeast(ctx, sides[i])
		if err != nil {
			return err
		}
		defer least.stop()
		sides[i].server = least
	}
	costs, err := b.inTurn(ctx, sides...)
	if err != nil {
		return err
	}
	b.table.add(line{what: fmt.Sprintf("the least of ours: same bboxes at %d places ÷ at %d", synth.Large, synth.Small), value: costs[0].ratio(costs[1]), detail: against(costs[0], costs[1])})
	return nil
}
