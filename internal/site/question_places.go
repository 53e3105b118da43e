package site

import (
	"net/url"
	"strings"
	"time"

	"escale/internal/mediation"
	"escale/internal/web"
)

// placesPath is where the public API gives what a marker needs.
const placesPath = "/api/v1/places"

// places is the address at which the public API answers the same question, for
// the map. The client guesses it, so that both answers come together
// (frontend/src/answer/address.ts); where it was mistaken, it asks this one.
func (q question) places() string {
	query := q.when.places()
	set := func(name string, list ...string) {
		if text := strings.Join(list, ","); text != "" {
			query.Set(name, text)
		}
	}
	f := q.filter
	set("fields", "map")
	set("service", texts(f.Needs)...)
	set("kind", texts(f.Kinds)...)
	set("bbox", zoneText(f.Box))
	set("q", f.Words)
	for _, g := range furtherGroups {
		set(g.Name, *g.Chosen(&f)...)
	}
	if f.ConfirmedOnly {
		set("certainty", web.Confirmed)
	}
	for name, values := range q.territory() {
		query[name] = values
	}
	return placesPath + "?" + query.Encode()
}

// places is what the public API is asked for a time.
func (w when) places() url.Values {
	switch {
	case w.id == rightNow:
		return url.Values{"open": {"now"}}
	case w.at != nil:
		return url.Values{"open": {w.at.Format(web.LocalLayout)}}
	case w.window != nil:
		layout := time.DateOnly
		from, to := w.window.From, w.window.To
		if w.part != "" {
			layout, from, to = web.LocalLayout, from.Add(w.window.Start), to.Add(w.window.End-time.Minute)
		}
		return url.Values{"from": {from.Format(layout)}, "to": {to.Format(layout)}}
	}
	return url.Values{}
}

// territory is the query of the API that holds to the territory of a frame.
func (q question) territory() url.Values {
	query := url.Values{}
	if q.framed == nil {
		return query
	}
	for _, name := range []string{"commune", "epci"} {
		if value := q.framed.Fixed.Get(name); value != "" {
			query.Set(name, value)
		}
	}
	return query
}

func texts[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return out
}

// needFamilies orders the needs as people are shown them.
func needFamilies(needs mediation.Needs, add func(family string, list []mediation.Need)) {
	for _, family := range families {
		var list []mediation.Need
		for _, n := range needs {
			if n.Family == family.id {
				list = append(list, n)
			}
		}
		add(family.label, list)
	}
}
