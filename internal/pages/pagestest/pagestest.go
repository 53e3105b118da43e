// Package pagestest looks at pages that show a form again, for tests.
package pagestest

import (
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var fault = regexp.MustCompile(`<p class="failure" role="alert" id="fault" tabindex="-1" autofocus>(?:<a href="#([^"]+)">)?`)

// CheckFault is for a page that says what is wrong with a form: first in its title, then above the
// form, where the keyboard is, with the way to a field that is there. What was sent is in
// its fields still.
func CheckFault(t testing.TB, path, page string, sent url.Values) {
	t.Helper()
	if !regexp.MustCompile(`<title>(Erreur|Error|Erro|خطأ)[\s\x{a0}]?:`).MatchString(page) {
		t.Errorf("%s: the title does not begin with the error: %s", path, regexp.MustCompile(`<title>.*`).FindString(page))
	}
	found := fault.FindAllStringSubmatch(page, -1)
	if len(found) != 1 {
		t.Errorf("%s says %d times what is wrong", path, len(found))
		return
	}
	if id := found[0][1]; id != "" && strings.Count(page, ` id="`+id+`"`) != 1 {
		t.Errorf("%s leads to the field %q, which is there %d times", path, id, strings.Count(page, ` id="`+id+`"`))
	}
	for name, values := range sent {
		if lost := lostIn(page, name, values); lost != "" {
			t.Errorf("%s: what was typed in %s is lost: %q", path, name, lost)
		}
	}
}

var notText = regexp.MustCompile(`type="(hidden|radio|checkbox|file)"`)

// lostIn is a value of a field of text that the page does not hold any more, "" for none.
func lostIn(page, name string, values []string) string {
	fields := regexp.MustCompile(`<(?:input|textarea)[^>]* name="`+regexp.QuoteMeta(name)+`"[^>]*>`).FindAllString(page, -1)
	isText := func(field string) bool {
		return !notText.MatchString(field) && !strings.Contains(field, ` tabindex="-1"`)
	}
	if !slices.ContainsFunc(fields, isText) {
		return ""
	}
	for _, value := range values {
		if text := strings.TrimSpace(strings.ToValidUTF8(value, "")); text != "" && !strings.ContainsRune(text, 0) && !strings.Contains(untied(html.UnescapeString(page)), untied(text)) {
			return text
		}
	}
	return ""
}

// untied has ordinary spaces in place of those at which no line ends.
func untied(text string) string { return strings.ReplaceAll(text, "\u00a0", " ") }
