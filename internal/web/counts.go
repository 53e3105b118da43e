package web

import (
	"net/http"
	"strings"
)

// robots are words that programs which read pages by themselves put into their
// names.
var robots = []string{"bot", "crawl", "spider", "preview", "monitor", "curl", "wget", "python", "headless"}

// Counts is true when a request is a view of a page by a person: not that of a
// program that names itself, nor a page fetched ahead, nor one of who asks not
// to be counted (Sec-GPC, DNT). Nothing of it is kept.
func Counts(r *http.Request) bool {
	agent := strings.ToLower(r.UserAgent())
	for _, word := range robots {
		if strings.Contains(agent, word) {
			return false
		}
	}
	ahead := strings.Contains(r.Header.Get("Sec-Purpose")+r.Header.Get("Purpose"), "prefetch")
	return agent != "" && !ahead && r.Header.Get("Sec-GPC") != "1" && r.Header.Get("DNT") != "1"
}
