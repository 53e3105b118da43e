package main

import (
	"context"
	"html"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// browser is somebody at the back office.
type browser struct {
	*server
	cookie string
}

func (b *browser) send(method, path string, form url.Values) (status int, body string) {
	b.Helper()
	r, err := http.NewRequest(method, b.url+path, strings.NewReader(form.Encode()))
	if err != nil {
		b.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Cookie", b.cookie)
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Do(r)
	if err != nil {
		b.Fatal(err)
	}
	defer response.Body.Close()
	for _, c := range response.Cookies() {
		b.cookie = c.Name + "=" + c.Value
	}
	text, err := io.ReadAll(response.Body)
	if err != nil {
		b.Fatal(err)
	}
	return response.StatusCode, string(text)
}

// enter signs in as the administrator.
func (s *server) enter(environ []string) *browser {
	s.Helper()
	var out output
	for _, args := range [][]string{{"account", "create", "--admin", "a@b.example"}, {"account", "link", "a@b.example"}} {
		if err := run(context.Background(), args, environ, &out); err != nil {
			s.Fatal(err)
		}
	}
	secret := regexp.MustCompile(`jeton=(\w+)`).FindStringSubmatch(out.String())
	b := &browser{server: s}
	if status, body := b.send(http.MethodPost, "/gestion/lien", url.Values{"jeton": {secret[1]}}); status != http.StatusSeeOther {
		s.Fatal(status, body)
	}
	return b
}

var (
	visitLink   = regexp.MustCompile(`/gestion/passage\?passage=\w+`)
	touchedPart = regexp.MustCompile(`(?s)<details class="card">.*?</details>`)
	hrefs       = regexp.MustCompile(`href="([^"]+)"`)
	beforeValue = regexp.MustCompile(`name="avant" value="([^"]*)"`)
)

// What the office says that a visit touches is true: each page, agenda and frame
// that it names says something else once the visit is cancelled.
func TestTheOfficeNamesWhatAVisitTouches(t *testing.T) {
	folder := t.TempDir()
	environ := []string{"PORT=0", "ESCALE_VAR=" + filepath.Join(folder, "var"), "ESCALE_MIRROR=" + t.TempDir(), "ESCALE_NOW=2026-12-02T10:00:00+01:00"}
	s := serve(t, environ...)
	s.eventually("the example is loaded", func() bool { return s.state().Places > 0 })
	b := s.enter(environ)
	var page string
	s.eventually("visits are planned", func() bool {
		_, week := b.send(http.MethodGet, "/gestion/tournees", nil)
		if page = visitLink.FindString(week); page == "" {
			_, week = b.send(http.MethodGet, regexp.MustCompile(`/gestion/tournees\?du=[\d-]+`).FindString(week), nil)
			page = visitLink.FindString(week)
		}
		return page != ""
	})
	_, body := b.send(http.MethodGet, page, nil)
	var links []string
	for _, m := range hrefs.FindAllStringSubmatch(touchedPart.FindString(body), -1) {
		links = append(links, html.UnescapeString(m[1]))
	}
	if len(links) < 9 {
		t.Fatalf("%q", links)
	}
	before := map[string]string{}
	for _, link := range links {
		before[link] = s.followed(link)
	}
	form := url.Values{"acte": {"annuler"}, "motif": {"Météo"}, "avant": {html.UnescapeString(beforeValue.FindStringSubmatch(body)[1])}}
	if status, body := b.send(http.MethodPost, page, form); status != http.StatusSeeOther {
		t.Fatal(status, body)
	}
	visit := "/passages/" + strings.TrimPrefix(page, "/gestion/passage?passage=")
	s.eventually("the public sees it", func() bool { return strings.Contains(s.followed(visit), "Annulé") })
	for _, link := range links {
		after := s.followed(link)
		tells := strings.Contains(after, "Annul") || strings.Contains(after, "CANCELLED") || strings.HasPrefix(link, "/embed")
		if after == before[link] || !tells {
			t.Errorf("%s does not tell it", link)
		}
	}
}

// followed is what an address of the public leads to.
func (s *server) followed(path string) string {
	s.Helper()
	status, body := s.get(path)
	if status != http.StatusOK {
		s.Fatalf("%s: %d", path, status)
	}
	return string(body)
}
