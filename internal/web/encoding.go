package web

import (
	"strconv"
	"strings"
)

// The content codings that answers come in.
const (
	Brotli = "br"
	Gzip   = "gzip"
)

const identity = "identity"

// Encoding picks the content coding of an answer out of those on offer, the
// best first, by the client's Accept-Encoding (RFC 9110, section 12.5.3); "" is
// none. A client that refuses everything gets none too: that it can at least
// read.
func Encoding(accept string, offered ...string) string {
	weights := acceptedWeights(accept)
	best, weight := "", weights[identity]
	for _, coding := range offered {
		w, named := weights[coding]
		if !named {
			w = weights["*"]
		}
		if w > 0 && (w > weight || best == "" && w == weight) {
			best, weight = coding, w
		}
	}
	return best
}

// acceptedWeights reads the weight of each coding that is named, 1 without
// one; what cannot be read is as if it were not there.
func acceptedWeights(accept string) map[string]float64 {
	weights := map[string]float64{}
	for item := range strings.SplitSeq(strings.ToLower(accept), ",") {
		coding, parameter, weighted := strings.Cut(item, ";")
		weight := 1.0
		if weighted {
			name, value, _ := strings.Cut(parameter, "=")
			q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
			if err != nil || strings.TrimSpace(name) != "q" || q < 0 || q > 1 {
				continue
			}
			weight = q
		}
		weights[strings.TrimPrefix(strings.TrimSpace(coding), "x-")] = weight
	}
	return weights
}
