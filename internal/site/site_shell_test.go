package site_test

import (
	"html"
	"regexp"
	"strings"
	"testing"
)

// everyPage are addresses of every kind of page, on the data of [touring], and
// the part of the site that each is in.
var everyPage = map[string]string{
	"/": "/", "/?q=vains": "/", "/?service=cv&etape=reponse": "/", "/lieux/p1-salle-polyvalente": "/", "/lieux/p1-salle-polyvalente/signaler": "/",
	"/passages": "/passages", "/passages?par=commune": "/passages", "/passages/v1": "/passages", "/etapes/s1-salle-polyvalente": "/passages",
	"/communes": "/communes", "/communes/50108-ceaux": "/communes", "/orientation": "/orientation",
	"/donnees": "", "/plan-du-site": "", "/accessibilite": "", "/mentions-legales": "", "/nulle-part": "",
}

var (
	pageTitle  = regexp.MustCompile(`<title>([^<]+)</title>`)
	currentNav = regexp.MustCompile(`<a href="([^"]+)" aria-current="true">`)
	crumbs     = regexp.MustCompile(`(?s)<nav class="trail" aria-label="Fil d’Ariane"><ol><li><a href="/">Carte</a></li>.*?<li aria-current="page">([^<]+)</li></ol></nav>`)
)

// TestEveryPageHasOneShell: the same header and footer, the part of the site
// that the page is in, the way that leads to it, and a title of its own.
func TestEveryPageHasOneShell(t *testing.T) {
	h, titles := newHandler(t, data{current: touring(t)}), map[string]string{}
	for target, section := range everyPage {
		page := get(t, h, target).Body.String()
		for _, want := range []string{`<header class="top">`, `<a class="brand" href="/">`, "Aide numérique dans la Manche", `<nav class="nav"`, `<footer class="foot">`,
			`href="/mentions-legales#contact"`, `href="/accessibilite"`, `href="/donnees"`, `href="/integrer"`} {
			if strings.Count(page, want) != 1 && !strings.HasPrefix(want, "href") && want[0] == '<' || !strings.Contains(page, want) {
				t.Errorf("%s has %q %d times", target, want, strings.Count(page, want))
			}
		}
		current := ""
		for _, m := range currentNav.FindAllStringSubmatch(page, -1) {
			current = m[1]
		}
		if current != section {
			t.Errorf("%s is in the part %q, want %q", target, current, section)
		}
		if trail := crumbs.FindStringSubmatch(page); (trail == nil) != strings.HasPrefix(target, "/?") && target != "/" {
			t.Errorf("%s: breadcrumb %q", target, trail)
		}
		if title := pageTitle.FindStringSubmatch(page)[1]; titles[title] != "" && !strings.HasPrefix(target, "/?") && target != "/" && !strings.HasPrefix(target, "/passages") {
			t.Errorf("%s and %s have one title: %s", target, titles[title], title)
		} else {
			titles[title] = target
		}
	}
}

func TestABusThatDoesNotPassIsNotInTheHeader(t *testing.T) {
	page := get(t, newHandler(t, data{current: snapshot(t)}), "/communes").Body.String()
	if head, _, _ := strings.Cut(page, "</header>"); strings.Contains(head, "/passages") {
		t.Error("the header leads to a bus that is not there")
	}
}

var (
	programs = regexp.MustCompile(`(?s)<script.*?</script>|<textarea.*?</textarea>`)
	tags     = regexp.MustCompile(`<[^>]*>`)
	// untied is what French typography ties: a line must not start with it.
	untied = regexp.MustCompile(`[^\n]* [:;?!»][^\n]*|[^\n]*« [^\n]*|[^\n]*\d (?:h|km|min)\b[^\n]*`)
)

func TestNoLineOfAPageStartsWithASign(t *testing.T) {
	h := newHandler(t, data{current: touring(t)})
	for target := range everyPage {
		text := html.UnescapeString(tags.ReplaceAllString(programs.ReplaceAllString(get(t, h, target).Body.String(), ""), ""))
		if found := untied.FindAllString(text, 3); found != nil {
			t.Errorf("%s: %q", target, found)
		}
		if !strings.Contains(text, "\u00a0") {
			t.Errorf("%s has no text that is tied", target)
		}
	}
	if foreign := get(t, h, "/?lang=en").Body.String(); strings.Contains(foreign, "\u00a0?") {
		t.Error("English is tied as French is")
	}
}
