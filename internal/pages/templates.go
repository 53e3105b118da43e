package pages

import (
	"encoding/json"
	"fmt"
	"html/template"
	"io/fs"
	"net/url"
	"strings"
	"sync"

	"github.com/labstack/echo/v4"

	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/web"
)

// Set is a set of templates in each language.
type Set struct {
	// of makes the templates of a language when they are first asked for.
	of map[*language.Language]func() *template.Template
	// words are what the scripts of the pages say.
	words map[*language.Language]template.JS
	// pages are those that were made last; see [Pages.RenderOnce].
	pages web.Kept[keptPage]
}

// textsFile lists what the client says (frontend/build.mjs).
const textsFile = "texts.json"

// NewSet parses every template of these folders, each named templates, and
// tells which of those named is missing. Framed is true for pages shown inside
// another site: see [functions].
func NewSet(dist fs.FS, framed bool, names []string, folders ...fs.FS) (*Set, error) {
	all := template.New("").Funcs(functions(language.French, framed, nil))
	for _, folder := range folders {
		var err error
		if all, err = all.ParseFS(folder, "templates/*.tmpl"); err != nil {
			return nil, err
		}
	}
	for _, name := range names {
		if all.Lookup(name) == nil {
			return nil, fmt.Errorf("template %s is missing", name)
		}
	}
	content, err := fs.ReadFile(dist, textsFile)
	if err != nil {
		return nil, err
	}
	var texts []string
	if err := json.Unmarshal(content, &texts); err != nil {
		return nil, err
	}
	s := &Set{map[*language.Language]func() *template.Template{}, map[*language.Language]template.JS{}, web.NewKept[keptPage](mostPages)}
	kept := newParts()
	for _, l := range language.All() {
		s.of[l] = sync.OnceValue(func() *template.Template {
			clone := template.Must(all.Clone()) // which fails only once all was executed
			return clone.Funcs(functions(l, framed, &keeper{clone, kept}))
		})
		words, err := l.Words(texts)
		if err != nil {
			return nil, err
		}
		s.words[l] = template.JS(words) //nolint:gosec // JSON escapes what HTML would read
	}
	return s, nil
}

// functions are what templates call. "t" says a text in the page's language,
// "tof" one that has a context and values, "count" one in the number of its
// value, "here" keeps the language in an address of ours, "kept" executes a
// template that is likely to be needed again with equal data.
//
// Inside another site, only the frame itself may show there: a link that
// leaves it takes the attributes "away", and says so by the template "newtab",
// which is empty elsewhere. The client does the same (link in dom.ts).
func functions(l *language.Language, framed bool, kept *keeper) template.FuncMap {
	when := func(condition bool, attributes template.HTMLAttr) func() template.HTMLAttr {
		if !condition {
			attributes = ""
		}
		return func() template.HTMLAttr { return attributes }
	}
	return template.FuncMap{
		"phone": mediation.PhoneText, "tie": marked, "follow": follow,
		"t": l.Say, "tof": l.SayOf, "count": l.Count, "here": func(address string) string { return InLanguage(l, address) },
		"foreign": l.Foreign, "kept": kept.execute,
		// Sources write French: their words are marked in a page that is not.
		"source": when(l.Foreign(), ` lang="fr" dir="ltr"`),
		"away":   when(framed, ` target="_blank" rel="noopener"`),
		"framed": func() bool { return framed },
	}
}

// follow lets a webcal: address, which only names a calendar of ours, stand in
// a link.
func follow(address string) template.URL { return template.URL(address) } //nolint:gosec // made here, never from data

// LangName is the parameter that keeps the language of a page.
const LangName = web.LanguageName

// Spoken reads lang=en; what is not spoken here is French.
func Spoken(query url.Values) *language.Language {
	return web.NewForm(query).Language()
}

// CodeOf is how addresses write a language: French is not written.
func CodeOf(l *language.Language) string {
	if l == nil || l == language.French {
		return ""
	}
	return l.Code
}

// InLanguage keeps the language in an address of ours.
func InLanguage(l *language.Language, address string) string {
	code := CodeOf(l)
	if code == "" || !strings.HasPrefix(address, "/") {
		return address
	}
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	query := u.Query()
	query.Set(LangName, code)
	u.RawQuery = query.Encode()
	return u.String()
}

// LanguageLink leads to the same page in another language.
type LanguageLink struct {
	*language.Language
	URL     string
	Current bool
}

// AddLanguages adds the links to the page that is asked for, in each language.
func (f *Frame) AddLanguages(c echo.Context) {
	address := *c.Request().URL
	for _, l := range language.All() {
		query := address.Query()
		query.Set(LangName, l.Code)
		if l == language.French {
			query.Del(LangName)
		}
		address.RawQuery = query.Encode()
		f.Languages = append(f.Languages, LanguageLink{l, address.RequestURI(), l == f.Language})
	}
}
