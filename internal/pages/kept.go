package pages

import (
	"bytes"
	"html/template"
	"net/http"

	"github.com/hashicorp/golang-lru/v2/expirable"
	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/language"
	"escale/internal/web"
)

// keyed is what shows alike when its keys are equal; what is not keyed is its
// own key.
type keyed interface{ Key() any }

// part is a template that was executed with some data.
type part struct {
	name string
	key  any
}

// mostKept bounds how many parts are kept in one language: a card takes 2 kB.
const mostKept = 1_000

// keeper keeps what the templates of a set gave.
type keeper struct {
	set   *template.Template
	parts *expirable.LRU[part, template.HTML]
}

func newKeeper(set *template.Template) *keeper {
	return &keeper{set, expirable.NewLRU[part, template.HTML](mostKept, nil, 0)}
}

// execute is the function "kept" of templates: it executes a template of the
// set, or takes what it gave for equal data, such as the same card in the
// answer to another question. Data, or its key, must be comparable.
func (k *keeper) execute(name string, data any) (template.HTML, error) {
	of := part{name, data}
	if keyed, ok := data.(keyed); ok {
		of.key = keyed.Key()
	}
	if html, ok := k.parts.Get(of); ok {
		return html, nil
	}
	var html bytes.Buffer
	if err := k.set.ExecuteTemplate(&html, name, data); err != nil {
		return "", err
	}
	made := template.HTML(html.String()) //nolint:gosec // the template escaped it
	k.parts.Add(of, made)
	return made, nil
}

// keptPage is a page at an address, of one state of the data.
type keptPage struct{ tag, origin, address string }

// mostPages bounds how many pages are kept.
const mostPages = 150

// RenderOnce answers with a page that its address and the moment decide: what
// view returns is only needed for the first reader. A page whose address has a
// query beside its language is made anew, since anybody can write another; so
// is one that warns of the age of the data.
func (p *Pages) RenderOnce(c echo.Context, l *language.Language, m *catalog.Moment, name string, view func() (any, error)) error {
	if done, err := p.fresh(c, m); done || err != nil {
		return err
	}
	write := func() ([]byte, error) {
		shown, err := view()
		if err != nil {
			return nil, err
		}
		return p.execute(l, name, shown)
	}
	key := keptPage{m.Tag(), web.Origin(c, p.opts.BaseURL), InLanguage(l, c.Request().URL.Path)}
	get := write
	if c.Request().RequestURI == key.address && p.opts.Age() == 0 {
		get = func() ([]byte, error) { return p.templates.pages.Get(key, write) }
	}
	body, err := get()
	if err != nil {
		return err
	}
	return c.HTMLBlob(http.StatusOK, body)
}
