// Package pages is what every page for people is made with, whoever it is
// for: the built files, the templates in each language, the frame around a
// page, and the words of a place and of a visit.
package pages

import (
	"bytes"
	"html/template"
	"net/http"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/language"
	"escale/internal/web"
)

// Pages renders the templates of one audience.
type Pages struct {
	Assets
	templates *Set
	opts      Options
}

// Options are what pages need beside their templates.
type Options struct {
	// Age is how long the data have not been confirmed, Build names the program.
	Age   func() time.Duration
	Build string
	// BaseURL is the public address, "" to take the one that is asked for.
	BaseURL string
	Shell   Shell
}

// New returns the pages of these templates.
func New(assets Assets, templates *Set, opts Options) *Pages { return &Pages{assets, templates, opts} }

// Frame is what every page shows around its content.
type Frame struct {
	// Language is that of the page, Words what its script says in it, Languages
	// the same page in each.
	Language  *language.Language
	Words     template.JS
	Languages []LanguageLink
	Title     string
	Style     string
	// Aloud is the script that reads aloud, for those who ask.
	Aloud string
	// Tagline says what the map is for, Publisher who answers for it, "" when
	// that is not known, and Logo is the address of their picture.
	Tagline, Publisher, Logo string
	Nav                      []NavLink
	// Trail are the pages above this one, and Here what it is called after
	// them; without a trail there is no breadcrumb.
	Trail []Anchor
	Here  string
	// Example warns that the places are invented; DataAge, when not empty,
	// says for how long the data could not be confirmed; DataDate is the day on
	// which they last changed.
	Example           bool
	DataAge, DataDate string
	Accessibility     string
	Links             []Anchor
	// Clock is where the clock stands still (RFC 3339), "" when it runs.
	Clock string
	// Fault says what is wrong with a form that was sent, "" for nothing; FaultOf is the id
	// of the field.
	Fault, FaultOf string
}

// Anchor is a link of ours.
type Anchor struct{ URL, Label string }

// Style is the address of the style sheet that all pages but the map share.
func (p *Pages) Style() string { return p.Path("pages.css") }

// Frame makes that of a page; the snapshot may be nil.
func (p *Pages) Frame(l *language.Language, title string, snapshot *catalog.Snapshot) Frame {
	f := Frame{
		Language: l, Words: p.templates.words[l],
		Title: title, Here: title, Style: p.Style(), Aloud: p.Path("aloud.js"),
		// Nobody has audited it yet, and the law then calls it so.
		Accessibility: language.Mark("Accessibilité : non conforme (audit à venir)"),
	}
	f.addShell(p.opts.Shell, snapshot)
	if snapshot != nil {
		f.Example = snapshot.Example()
	}
	if age := p.opts.Age(); age > 0 {
		f.DataAge = l.Say("Ces informations datent d’il y a %s. Téléphonez avant de vous déplacer.", ageText(l, age))
	}
	return f
}

// ageText says a duration in the unit that matters.
func ageText(l *language.Language, age time.Duration) string {
	switch {
	case age < time.Hour:
		return l.Count(max(1, int(age.Minutes())), "%d minute", "%d minutes")
	case age < 48*time.Hour:
		return l.Count(int(age.Hours()), "%d heure", "%d heures")
	}
	return l.Count(int(age.Hours()/24), "%d jour", "%d jours")
}

// Render answers with a page in a language, or 304 when the client holds this
// state of it.
func (p *Pages) Render(c echo.Context, l *language.Language, m *catalog.Moment, name string, view any) error {
	if done, err := p.fresh(c, m); done || err != nil {
		return err
	}
	return p.Write(c, http.StatusOK, l, name, view)
}

func (p *Pages) fresh(c echo.Context, m *catalog.Moment) (done bool, err error) {
	return web.Fresh(c, web.NewStamp(p.opts.Age(), m.Tag(), p.opts.Build))
}

// Write answers with a page, whatever the client holds.
func (p *Pages) Write(c echo.Context, status int, l *language.Language, name string, view any) error {
	return p.execute(l, name, view, func(page []byte) error { return c.HTMLBlob(status, page) })
}

// bodies are buffers that pages are made in, each as large as those it held.
var bodies = sync.Pool{New: func() any { return &body{} }}

// body is a page, as the template gave it and as it is sent.
type body struct {
	made bytes.Buffer
	tied []byte
}

// execute makes a page, and lends it to use.
func (p *Pages) execute(l *language.Language, name string, view any, use func(page []byte) error) error {
	b := bodies.Get().(*body)
	defer bodies.Put(b)
	b.made.Reset()
	if err := p.templates.of[l]().ExecuteTemplate(&b.made, name, view); err != nil {
		return err
	}
	if l.Foreign() {
		return use(b.made.Bytes())
	}
	b.tied = appendTiedHTML(b.tied[:0], b.made.Bytes())
	return use(b.tied)
}
