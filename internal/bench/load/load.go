// Package load sends requests to a server in turn, again and again over open
// connections, and counts the answers.
package load

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Request is one GET. It says nothing that Header does not say.
type Request struct {
	Path   string
	Header map[string]string
}

// Reply is an answer as it came over the wire, the date apart.
type Reply struct {
	Status int
	Header http.Header
	Body   []byte
	// Chunked is true for a body sent in chunks, without a length.
	Chunked bool
}

// bytes writes the request.
func (r Request) bytes(host string) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "GET %s HTTP/1.1\r\nHost: %s\r\n", r.Path, host)
	for name, value := range r.Header {
		fmt.Fprintf(&b, "%s: %s\r\n", name, value)
	}
	b.WriteString("\r\n")
	return []byte(b.String())
}

// Fetch asks once.
func Fetch(ctx context.Context, host string, r Request) (Reply, error) {
	c, err := dial(ctx, host)
	if err != nil {
		return Reply{}, err
	}
	defer c.conn.Close()
	var body bytes.Buffer
	answer, err := c.ask(r.bytes(host), &body)
	if err != nil {
		return Reply{}, err
	}
	answer.Header.Del("Date")
	return Reply{answer.StatusCode, answer.Header, body.Bytes(), len(answer.TransferEncoding) > 0}, nil
}

// Cost is what a server spent on a number of answers.
type Cost struct {
	Answers int64
	CPU     time.Duration
	Took    time.Duration
}

// Each is the CPU of one answer.
func (c Cost) Each() time.Duration { return c.CPU / time.Duration(max(1, c.Answers)) }

// Plan says how hard and how long to ask.
type Plan struct {
	Connections int
	// Warm is how long requests are sent before any is counted.
	Warm, For time.Duration
	// Status is that of every good answer.
	Status int
}

// Run asks these in turn, over and over, and reads cpu, what the server has
// used so far, at both ends of the time that counts. Each connection begins at
// another place of the list.
func Run(ctx context.Context, host string, list []Request, p Plan, cpu func() (time.Duration, error)) (Cost, error) {
	asking, stop := context.WithCancelCause(ctx)
	var clients sync.WaitGroup
	var answers atomic.Int64
	for i := range p.Connections {
		clients.Go(func() {
			if err := repeat(asking, host, list, i*len(list)/p.Connections, p.Status, &answers); err != nil {
				stop(err)
			}
		})
	}
	cost, err := watch(asking, p, &answers, cpu)
	stop(errOver)
	clients.Wait()
	if cause := context.Cause(asking); !errors.Is(cause, errOver) {
		err = errors.Join(cause, err)
	}
	return cost, err
}

// errOver says that the time is over, which is no fault.
var errOver = errors.New("over")

// patience bounds the wait for slow answers: a figure wants one of each
// connection at least.
const patience = 10 * time.Second

func watch(ctx context.Context, p Plan, answers *atomic.Int64, cpu func() (time.Duration, error)) (cost Cost, err error) {
	sleep(ctx, p.Warm)
	before, err := cpu()
	if err != nil {
		return cost, err
	}
	count, start := answers.Load(), time.Now()
	for ctx.Err() == nil && (time.Since(start) < p.For || answers.Load()-count < int64(p.Connections) && time.Since(start) < patience) {
		sleep(ctx, p.For)
	}
	after, err := cpu()
	return Cost{answers.Load() - count, after - before, time.Since(start)}, err
}

func sleep(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// repeat asks until ctx ends, which is not an error.
func repeat(ctx context.Context, host string, list []Request, first, status int, answers *atomic.Int64) error {
	c, err := dial(ctx, host)
	if err != nil {
		return err
	}
	defer c.conn.Close()
	texts := make([][]byte, len(list))
	for i, r := range list {
		texts[i] = r.bytes(host)
	}
	for i := first; ctx.Err() == nil; i++ {
		answer, err := c.ask(texts[i%len(list)], io.Discard)
		if err != nil {
			return err
		}
		if answer.StatusCode != status {
			return fmt.Errorf("%s: status %d, want %d", list[i%len(list)].Path, answer.StatusCode, status)
		}
		answers.Add(1)
	}
	return nil
}

// client is one connection.
type client struct {
	conn net.Conn
	in   *bufio.Reader
}

func dial(ctx context.Context, host string) (*client, error) {
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, "tcp", host)
	if err != nil {
		return nil, err
	}
	return &client{conn, bufio.NewReaderSize(conn, 64<<10)}, nil
}

func (c *client) ask(request []byte, body io.Writer) (*http.Response, error) {
	if _, err := c.conn.Write(request); err != nil {
		return nil, err
	}
	answer, err := http.ReadResponse(c.in, nil)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	_, err = io.Copy(body, answer.Body)
	return answer, err
}
