// Package formfault looks at pages that show a form again, for tests.
package formfault

import (
	"regexp"
	"strings"
	"testing"
)

var fault = regexp.MustCompile(`<p class="failure" role="alert" id="fault" tabindex="-1" autofocus>(?:<a href="#([^"]+)">)?`)

// Check is for a page that says what is wrong with a form: first in its title, then above the
// form, where the keyboard is, with the way to a field that is there.
func Check(t testing.TB, path, page string) {
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
}
