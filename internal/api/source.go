package api

import (
	"maps"
	"slices"

	"escale/internal/catalog"
	"escale/internal/mediation"
)

// sourceProperties describe a source, once in each answer.
type sourceProperties struct {
	Name    string `json:"name"`
	Licence string `json:"licence"`
	URL     string `json:"url,omitempty"`
}

// sources tells the name and licence of each source.
type sources map[string]mediation.SourceInfo

// encode writes each source of the offers of a snapshot as a member of the
// object sources.
func (src sources) encode(s *catalog.Snapshot) (map[string][]byte, error) {
	texts := map[string][]byte{}
	for i := range s.Places {
		for _, o := range s.Places[i].Offers {
			if texts[o.Source] != nil {
				continue
			}
			known := catalog.SourceOf(s, src, o.Source)
			text, err := encode(map[string]sourceProperties{o.Source: {known.Name, known.Licence, known.URL}})
			if err != nil {
				return nil, err
			}
			texts[o.Source] = text[1 : len(text)-1]
		}
	}
	return texts, nil
}

// appendSources writes the member sources with those of these ids.
func appendSources(b []byte, texts map[string][]byte, ids []string) []byte {
	b = append(b, `,"sources":{`...)
	for i, id := range ids {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, texts[id]...)
	}
	return append(b, '}')
}

// allSources writes the member sources with all of them, in the order of ids.
func allSources(texts map[string][]byte) []byte {
	return appendSources(nil, texts, slices.Sorted(maps.Keys(texts)))
}
