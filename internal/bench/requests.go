package main

import (
	"fmt"

	"github.com/paulmach/orb"

	"escale/internal/bench/load"
	"escale/internal/bench/synth"
)

const placesPath = "/api/v1/places"

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

func bbox(b orb.Bound) string {
	return fmt.Sprintf("bbox=%g,%g,%g,%g", b.Min[0], b.Min[1], b.Max[0], b.Max[1])
}

// The questions. All but the whole ones are about the same part of the map.
var (
	view        = places(bbox(synth.View))
	viewService = places(bbox(synth.View) + "&service=caf")
	viewOpen    = places(bbox(synth.View) + "&open=now")
	viewBoth    = places(bbox(synth.View) + "&open=now&service=caf")
	nearest     = places(fmt.Sprintf("lat=%g&limit=20&lon=%g", synth.View.Center()[1], synth.View.Center()[0]))
	whole       = places("")
	wholeGzip   = with(whole, encodingHeader, "gzip")
	mapBrotli   = with(places("fields=map"), encodingHeader, "br")
)
