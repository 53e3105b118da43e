package language_test

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/leonelquinteros/gotext"

	"escale/data"
	"escale/internal/formats"
	"escale/internal/hours"
	"escale/internal/mediation"
)

const root = "../.."

// texts are what the product says: "text", or "about\x04text"; of a counted
// one, its singular.
type texts map[string]bool

// fromGo adds the literals that the program says.
func (spoken texts) fromGo(t *testing.T) {
	t.Helper()
	err := filepath.WalkDir(filepath.Join(root, "internal"), func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				spoken.call(call)
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (spoken texts) call(call *ast.CallExpr) {
	selector, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return
	}
	if on, _ := selector.X.(*ast.Ident); on != nil && on.Name == "strings" {
		return // strings.Count
	}
	literal := func(i int) string {
		if i >= len(call.Args) {
			return ""
		}
		basic, _ := call.Args[i].(*ast.BasicLit)
		if basic == nil {
			return ""
		}
		text, _ := strconv.Unquote(basic.Value)
		return text
	}
	switch selector.Sel.Name {
	case "Say", "Mark":
		spoken.add(literal(0))
	case "SayOf":
		spoken.add(literal(0) + "\x04" + literal(1))
	case "Count":
		spoken.add(literal(1))
	}
}

func (spoken texts) add(text string) {
	if strings.Trim(text, "\x04") != "" {
		spoken[text] = true
	}
}

var (
	inTemplate      = regexp.MustCompile(`[{(]t "((?:[^"\\]|\\.)*)"`)
	inTemplateOf    = regexp.MustCompile(`[{(]tof "([^"]*)" "([^"]*)"`)
	inTemplateCount = regexp.MustCompile(`[{(]count \S+ "([^"]*)"`)
)

func (spoken texts) fromTemplates(t *testing.T) {
	t.Helper()
	for _, pattern := range []string{"frontend/templates/*.tmpl", "internal/site/templates/*.tmpl", "internal/iframe/templates/*.tmpl"} {
		paths, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil || len(paths) == 0 {
			t.Fatalf("%s: %v", pattern, err)
		}
		for _, path := range paths {
			content, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range slices.Concat(inTemplate.FindAllStringSubmatch(string(content), -1), inTemplateCount.FindAllStringSubmatch(string(content), -1)) {
				spoken.add(m[1])
			}
			for _, m := range inTemplateOf.FindAllStringSubmatch(string(content), -1) {
				spoken.add(m[1] + "\x04" + m[2])
			}
		}
	}
}

func (spoken texts) fromClient(t *testing.T) {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(root, "frontend/dist/texts.json"))
	if err != nil {
		t.Fatalf("the front end is not built: %v", err)
	}
	var list []string
	if err := json.Unmarshal(content, &list); err != nil {
		t.Fatal(err)
	}
	for _, text := range list {
		spoken.add(text)
	}
}

// fromData adds the labels of closed lists.
func (spoken texts) fromData(t *testing.T) {
	t.Helper()
	f, err := data.Files.Open("services.yaml")
	if err != nil {
		t.Fatal(err)
	}
	needs, err := formats.ReadNeeds(f)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range needs {
		spoken.add(n.Label)
		spoken.add(n.Short)
		spoken.add(n.Explanation)
		spoken.add("autres mots\x04" + n.Label) // the words by which people look for it
	}
	for _, k := range mediation.Kinds {
		spoken.add(k.Short())
		spoken.add(k.Label())
	}
	for _, r := range mediation.Remits {
		spoken.add(r.Does)
		spoken.add(r.Comes)
		spoken.add(r.Then)
	}
	for _, s := range mediation.VisitStatuses {
		spoken.add(s.Label())
	}
	for _, v := range []mediation.Vocabulary{mediation.Fees, mediation.Accesses, mediation.Supports, mediation.Audiences, mediation.Cares} {
		for _, term := range v {
			spoken.add(term.Label)
		}
	}
	for d := range 7 {
		spoken.add(hours.WeekdayName(time.Weekday(d)))
	}
	for m := time.January; m <= time.December; m++ {
		spoken.add(hours.MonthName(m))
	}
	for departement := range 1000 {
		for _, h := range hours.CalendarOf(fmt.Sprintf("%02d", departement)).Holidays(2026) {
			spoken.add(h.Name)
		}
	}
}

// catalogue reads a language's texts, each with its forms.
func catalogue(t *testing.T, code string) map[string][]string {
	t.Helper()
	content, err := data.Files.ReadFile("languages/" + code + ".po")
	if err != nil {
		t.Fatal(err)
	}
	po := gotext.NewPo()
	po.Parse(content)
	all := map[string][]string{}
	for id, translation := range po.GetDomain().GetTranslations() {
		all[id] = slices.Collect(maps.Values(translation.Trs))
	}
	for about, list := range po.GetDomain().GetCtxTranslations() {
		for id, translation := range list {
			all[about+"\x04"+id] = slices.Collect(maps.Values(translation.Trs))
		}
	}
	maps.DeleteFunc(all, func(text string, _ []string) bool { return text == "" || strings.HasSuffix(text, "\x04") }) // the headings
	return all
}

var verb = regexp.MustCompile(`%(?:\[\d\])?0?\d?[sd]`)

// TestEveryTextIsTranslated: nothing stays in French by oversight, and no
// translation is left of what nobody says any more.
func TestEveryTextIsTranslated(t *testing.T) {
	spoken := texts{}
	spoken.fromGo(t)
	spoken.fromTemplates(t)
	spoken.fromClient(t)
	spoken.fromData(t)
	for _, code := range []string{"en", "ar", "pt", "falc"} {
		known := catalogue(t, code)
		for _, text := range slices.Sorted(maps.Keys(spoken)) {
			if forms := known[text]; len(forms) == 0 && code != "falc" {
				t.Errorf("%s lacks %q", code, text)
			}
		}
		for _, text := range slices.Sorted(maps.Keys(known)) {
			if !spoken[text] {
				t.Errorf("%s translates %q, which nobody says", code, text)
			}
			checkVerbs(t, code, text, known[text])
		}
	}
}

// checkVerbs holds that a translation takes the arguments of the text. A form
// of a counted text may leave its number out: "one place".
func checkVerbs(t *testing.T, code, text string, forms []string) {
	t.Helper()
	_, french, about := strings.Cut(text, "\x04")
	if !about {
		french = text
	}
	for _, form := range forms {
		if form == "" {
			t.Errorf("%s: %q is empty", code, text)
		}
		want, got := len(verb.FindAllString(french, -1)), len(verb.FindAllString(form, -1))
		if got != want && (len(forms) == 1 || got > want) {
			t.Errorf("%s: %q has %d arguments, %q has %d", code, text, want, form, got)
		}
	}
}
