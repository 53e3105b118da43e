package main

import (
	"fmt"
	"math/rand/v2"

	"github.com/paulmach/orb"

	"escale/internal/bench/load"
	"escale/internal/bench/synth"
)

const placesPath = "/api/v1/places"

// Questions are asked in turn, so that no server answers from what it gave a
// moment ago: so many different ones, the same in every run.
const (
	different     = 1000
	questionsSeed = 17
)

func places(query string) load.Request {
	if query != "" {
		query = "?" + query
	}
	return load.Request{Path: placesPath + query}
}

func with(r load.Request, name, value string) load.Request {
	r.Header = map[string]string{name: value}
	return r
}

// boxes draws parts of a map, each so wide and high. They are within it.
func boxes(within orb.Bound, width, height float64) []string {
	random := rand.New(rand.NewPCG(questionsSeed, 1))
	list := make([]string, different)
	for i := range list {
		west := within.Min[0] + random.Float64()*(within.Max[0]-within.Min[0]-width)
		south := within.Min[1] + random.Float64()*(within.Max[1]-within.Min[1]-height)
		list[i] = fmt.Sprintf("bbox=%.5f,%.5f,%.5f,%.5f", west, south, west+width, south+height)
	}
	return list
}

// eachWith makes a request of each query, with something after it.
func eachWith(queries []string, rest string) []load.Request {
	list := make([]load.Request, len(queries))
	for i, q := range queries {
		list[i] = places(q + rest)
	}
	return list
}

// nearest asks for the twenty places nearest to points of the whole map.
func nearest(rest string) []load.Request {
	random := rand.New(rand.NewPCG(questionsSeed, 2))
	list := make([]load.Request, different)
	for i := range list {
		lon := synth.Box.Min[0] + random.Float64()*(synth.Box.Max[0]-synth.Box.Min[0])
		lat := synth.Box.Min[1] + random.Float64()*(synth.Box.Max[1]-synth.Box.Min[1])
		list[i] = places(fmt.Sprintf("lat=%.5f&limit=20&lon=%.5f%s", lat, lon, rest))
	}
	return list
}

// one asks for places by their ids, in an order of its own.
func one(ids []string) []load.Request {
	random := rand.New(rand.NewPCG(questionsSeed, 3))
	list := make([]load.Request, min(len(ids), different))
	for i, k := range random.Perm(len(ids))[:len(list)] {
		list[i] = load.Request{Path: placesPath + "/" + ids[k]}
	}
	return list
}

// The questions. Views are about as large as what a telephone shows; steady ones
// lie where there are the same places in every set.
var (
	views  = boxes(synth.Box, viewWidth, viewHeight)
	steady = boxes(synth.View, viewWidth*0.8, viewHeight*0.8)

	whole     = places("")
	wholeGzip = with(whole, encodingHeader, "gzip")
	mapBrotli = with(places("fields=map"), encodingHeader, "br")
)

const (
	viewWidth  = 0.34
	viewHeight = 0.36
)

// What is added to a question.
const (
	andService = "&service=caf"
	andOpen    = "&open=now"
	andBoth    = "&open=now&service=caf"
)
