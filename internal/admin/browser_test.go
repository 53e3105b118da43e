package admin_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"

	"escale/internal/pages/pagestest"
)

// answer is what a browser gets.
type answer struct {
	*http.Response
	text string
}

func (p *person) send(method, path string, form url.Values, headers ...string) answer {
	p.Helper()
	return p.sendBody(method, path, form.Encode(), headers...)
}

func (p *person) sendBody(method, path, body string, headers ...string) answer {
	p.Helper()
	r, err := http.NewRequest(method, p.server.URL+path, strings.NewReader(body))
	if err != nil {
		p.Fatal(err)
	}
	r.Header.Set("Accept", "text/html")
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Del(headers[i])
		if headers[i+1] != "" {
			r.Header.Set(headers[i], headers[i+1])
		}
	}
	response, err := p.browser.Do(r)
	if err != nil {
		p.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		p.Fatal(err)
	}
	if response.StatusCode == http.StatusUnprocessableEntity {
		sent, _ := url.ParseQuery(body)
		pagestest.CheckFault(p, path, string(text), sent)
	}
	return answer{response, string(text)}
}

func (p *person) get(path string) answer {
	p.Helper()
	return p.send(http.MethodGet, path, nil)
}

func (p *person) post(path string, form url.Values) answer {
	p.Helper()
	return p.send(http.MethodPost, path, form)
}
