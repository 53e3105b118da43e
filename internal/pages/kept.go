package pages

import (
	"bytes"
	"html/template"
	"math"
	"net/http"
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/language"
	"escale/internal/web"
)

// keyed is what shows alike when its keys are equal; what is not keyed is its
// own key.
type keyed interface{ Key() any }

// part is a template of a language that was executed with some data.
type part struct {
	of   *template.Template
	name string
	key  any
}

// mostKept bounds the HTML that is kept of a set in all its languages, in bytes: the
// parts of a card take 1,400 at least, the choices beside an answer 14,000.
const mostKept = 12_000_000

// parts are what the templates of a set gave last.
type parts struct {
	mu   sync.Mutex
	made *simplelru.LRU[part, template.HTML]
	size int // of all, in bytes
}

func newParts() *parts {
	made, err := simplelru.NewLRU[part, template.HTML](math.MaxInt, nil) // the size bounds it
	if err != nil {
		panic(err) // which the number alone can cause
	}
	return &parts{made: made}
}

// keeper executes the templates of one language.
type keeper struct {
	set   *template.Template
	parts *parts
}

// execute is the function "kept" of templates: it executes a template of the
// set, or takes what it gave for equal data, such as the same place in the
// answer to another question. Data, or its key, must be comparable.
func (k *keeper) execute(name string, data any) (template.HTML, error) {
	of := part{k.set, name, data}
	if keyed, ok := data.(keyed); ok {
		of.key = keyed.Key()
	}
	if html, ok := k.parts.get(of); ok {
		return html, nil
	}
	var html bytes.Buffer
	if err := k.set.ExecuteTemplate(&html, name, data); err != nil {
		return "", err
	}
	made := template.HTML(html.String()) //nolint:gosec // the template escaped it
	k.parts.add(of, made)
	return made, nil
}

func (p *parts) get(of part) (template.HTML, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.made.Get(of)
}

// add keeps a part, in the place of those that were not asked for the longest.
func (p *parts) add(of part, html template.HTML) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.made.Contains(of) {
		return // another reader was as quick
	}
	p.made.Add(of, html)
	for p.size += len(html); p.size > mostKept; {
		_, oldest, _ := p.made.RemoveOldest()
		p.size -= len(oldest)
	}
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
	key := keptPage{m.Tag(), web.Origin(c, p.opts.BaseURL), InLanguage(l, c.Request().URL.Path)}
	if c.Request().RequestURI != key.address || p.opts.Age() != 0 {
		shown, err := view()
		if err != nil {
			return err
		}
		return p.Write(c, http.StatusOK, l, name, shown)
	}
	body, err := p.templates.pages.Get(key, func() (made []byte, err error) {
		shown, err := view()
		if err != nil {
			return nil, err
		}
		err = p.execute(l, name, shown, func(page []byte) error { made = bytes.Clone(page); return nil })
		return made, err
	})
	if err != nil {
		return err
	}
	return c.HTMLBlob(http.StatusOK, body)
}
