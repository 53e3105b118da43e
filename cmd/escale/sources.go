package main

import (
	"strings"

	"escale/internal/formats"
)

// feed is where the settings say that a source is, and what it asks for.
type feed struct{ url, token string }

// feeds are those of the sources whose address and token are settings, by id.
func (p *program) feeds() map[string]feed {
	return map[string]feed{
		"cartographie-nationale": {p.config.CartoURL, p.config.CartoToken},
		"coop":                   {p.config.CoopURL, p.config.CoopToken},
	}
}

// sources are those of data/sources.yaml, at the addresses of the settings.
func (p *program) sources() ([]formats.Source, error) {
	list, err := readData("sources.yaml", formats.ReadSources)
	feeds := p.feeds()
	for i := range list {
		if url := feeds[list[i].ID].url; url != "" {
			list[i].URL = url
		}
	}
	return list, err
}

// tokens are what the addresses of sources ask for.
func (p *program) tokens(sources []formats.Source) map[string]string {
	tokens := map[string]string{}
	feeds := p.feeds()
	for _, s := range sources {
		if token := feeds[s.ID].token; token != "" {
			page, _, _ := strings.Cut(s.URL, "?")
			tokens[page] = token
		}
	}
	return tokens
}
