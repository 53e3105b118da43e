package site_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
)

var hrefs = regexp.MustCompile(`href="(/[^"]*)"`)

func TestThePlanLeadsToEveryPage(t *testing.T) {
	h := newHandler(t, data{current: snapshot(t)})
	page := get(t, h, "/plan-du-site")
	if page.Code != http.StatusOK {
		t.Fatalf("status %d", page.Code)
	}
	text := textOf(page)
	for _, address := range []string{"/", "/?etape=ou", "/?etape=quand", "/?etape=reponse", "/?service=caf", "/?kind=epn",
		"/orientation", "/accessibilite", "/mentions-legales", "/openapi.json", "/ogc?f=html"} {
		if !strings.Contains(text, `href="`+address+`"`) {
			t.Errorf("the plan does not lead to %s", address)
		}
	}
	elsewhere := regexp.MustCompile(`^/(ogc|export|openapi|static|integrer)`) // pages of other packages
	for _, link := range hrefs.FindAllStringSubmatch(text, -1) {
		if elsewhere.MatchString(link[1]) || strings.HasPrefix(link[1], "#") {
			continue
		}
		if found := get(t, h, strings.TrimSuffix(link[1], "#contact")); found.Code != http.StatusOK {
			t.Errorf("%s: status %d", link[1], found.Code)
		}
	}
	main, _, _ := strings.Cut(text, "<footer")
	if strings.Contains(main, "/passages") {
		t.Error("it speaks of a bus that is not there")
	}
}

func TestEveryPageLeadsToThePlan(t *testing.T) {
	h := newHandler(t, data{current: snapshot(t)})
	for _, target := range []string{"/", "/?etape=ou", "/?q=caf", "/lieux/bbb-mediatheque", "/lieux/bbb-mediatheque/signaler",
		"/passages", "/orientation", "/accessibilite", "/mentions-legales", "/plan-du-site", "/nulle-part"} {
		if !strings.Contains(get(t, h, target).Body.String(), `href="/plan-du-site"`) {
			t.Errorf("%s does not lead to the plan", target)
		}
	}
}
