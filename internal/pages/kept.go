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

// part is a template that was executed with some data.
type part struct {
	name string
	key  any
}

// mostKept bounds what is kept in one language, in bytes: the parts of a card
// take 2,000, the choices beside an answer 15,000.
const mostKept = 8_000_000

// keeper keeps what the templates of a set gave last.
type keeper struct {
	set   *template.Template
	mu    sync.Mutex
	parts *simplelru.LRU[part, template.HTML]
	size  int // of the parts, in bytes
}

func newKeeper(set *template.Template) *keeper {
	parts, err := simplelru.NewLRU[part, template.HTML](math.MaxInt, nil) // the size bounds it
	if err != nil {
		panic(err) // which the number alone can cause
	}
	return &keeper{set: set, parts: parts}
}

// execute is the function "kept" of templates: it executes a template of the
// set, or takes what it gave for equal data, such as the same place in the
// answer to another question. Data, or its key, must be comparable.
func (k *keeper) execute(name string, data any) (template.HTML, error) {
	of := part{name, data}
	if keyed, ok := data.(keyed); ok {
		of.key = keyed.Key()
	}
	if html, ok := k.get(of); ok {
		return html, nil
	}
	var html bytes.Buffer
	if err := k.set.ExecuteTemplate(&html, name, data); err != nil {
		return "", err
	}
	made := template.HTML(html.String()) //nolint:gosec // the template escaped it
	k.add(of, made)
	return made, nil
}

func (k *keeper) get(of part) (template.HTML, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.parts.Get(of)
}

// add keeps a part, in the place of those that were not asked for the longest.
func (k *keeper) add(of part, html template.HTML) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.parts.Contains(of) {
		return // another reader was as quick
	}
	k.parts.Add(of, html)
	for k.size += len(html); k.size > mostKept; {
		_, oldest, _ := k.parts.RemoveOldest()
		k.size -= len(oldest)
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
