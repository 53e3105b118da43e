package main

import (
	"context"
	"encoding/gob"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"os"

	"escale/internal/bench/load"
)

// taken is an answer of ours that the bare server gives again.
type taken struct {
	Request load.Request
	Reply   load.Reply
}

// What distinguishes requests.
const (
	encodingHeader = "Accept-Encoding"
	tagHeader      = "If-None-Match"
)

type key struct{ path, encoding, tag string }

func (t taken) key() key {
	return key{t.Request.Path, t.Request.Header[encodingHeader], t.Request.Header[tagHeader]}
}

func writeTaken(file string, list []taken) error {
	out, err := os.Create(file)
	if err != nil {
		return err
	}
	return errors.Join(gob.NewEncoder(out).Encode(list), out.Close())
}

// readTaken reads the one file that a server is started with.
func readTaken(args []string) (list []taken, err error) {
	if len(args) != 1 {
		return nil, errors.New("want one file of answers")
	}
	in, err := os.Open(args[0])
	if err != nil {
		return nil, err
	}
	defer in.Close()
	if err := gob.NewDecoder(in).Decode(&list); err != nil {
		return nil, fmt.Errorf("%s: %w", args[0], err)
	}
	return list, nil
}

// serveBare is nothing but net/http: it finds the answer and writes it.
func serveBare(_ context.Context, args []string) error {
	list, err := readTaken(args)
	if err != nil {
		return err
	}
	answers := map[key]load.Reply{}
	for _, t := range list {
		answers[t.key()] = t.Reply
	}
	return serveChild(&http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		reply, ok := answers[key{r.RequestURI, r.Header.Get(encodingHeader), r.Header.Get(tagHeader)}]
		if !ok {
			http.NotFound(w, r)
			return
		}
		maps.Copy(w.Header(), reply.Header)
		w.WriteHeader(reply.Status)
		_, _ = w.Write(reply.Body) // a client that is gone is no matter
	})})
}
