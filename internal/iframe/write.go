package iframe

import (
	"cmp"
	"html"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
	"escale/internal/web"
)

// writerPath is the page that writes what other sites paste.
const writerPath = "/integrer"

// usualHeight is that of a frame, in pixels, until a script fits it.
const usualHeight = 600

// ourColour is what the page's field of colour holds at first: no colour asked.
const ourColour = "#0b4f8a"

// writer is what the page shows: choices, and what they make.
type writer struct {
	pages.Frame
	Script string
	// Communes are those that the field proposes, Typed what it holds.
	Communes  proposed
	Typed     string
	EPCIs     []pages.Choice
	Kinds     []pages.Choice
	Needs     []pages.Choice
	Views     []pages.Choice
	Tongues   []pages.Choice
	SomeNeed  bool // one is chosen
	Colour    string
	Height    int
	Wrong     *fault // what cannot be read, nil for nothing
	FrameURL  string // "" with a fault
	FrameName string
	Snippets  []snippet
}

// snippet is one way to show the map in a site.
type snippet struct{ ID, Title, Note, Text string }

// write answers GET /integrer.
func (f *Iframe) write(c echo.Context) error {
	snapshot, err := f.data.Current()
	if err != nil {
		return err
	}
	m, query := snapshot.At(f.opts.Now()), c.QueryParams()
	view := writer{
		Frame:  f.whole.Frame(language.French, "Mettre cette carte sur votre site", snapshot).In(""),
		Script: f.whole.Path("integrate.js"), Typed: strings.TrimSpace(query.Get("commune")),
		Colour: "#" + strings.TrimPrefix(cmp.Or(query.Get("color"), ourColour), "#"),
	}
	view.Communes = proposed{snapshot}
	o, err := readChoices(query, snapshot)
	if err == nil {
		view.Height = o.height
		err = f.addSnippets(&view, c, o, m)
	}
	if err := view.tell(err, query); err != nil {
		return err
	}
	view.Height = cmp.Or(view.Height, usualHeight)
	view.addChoices(o, query, snapshot)
	return f.whole.Render(c, language.French, m, writerPage, view)
}

// proposed are the communes of a snapshot, that a field proposes.
type proposed struct{ snapshot *catalog.Snapshot }

// Key lets them be written once for each state of the data.
func (p proposed) Key() any { return p.snapshot.Version }

// ByName lists them by name; none of a territory that has too many.
func (p proposed) ByName() []*mediation.Commune {
	communes := p.snapshot.Territory.Communes
	if len(communes) > pages.MostCommunes {
		return nil
	}
	list := make([]*mediation.Commune, len(communes))
	for i := range communes {
		list[i] = &communes[i]
	}
	slices.SortFunc(list, func(a, b *mediation.Commune) int { return cmp.Compare(mediation.Fold(a.Name), mediation.Fold(b.Name)) })
	return list
}

// readChoices reads the form: it says communes by their names, sends empty
// fields, and writes colours with a sharp.
func readChoices(query url.Values, s *catalog.Snapshot) (options, error) {
	plain := url.Values{}
	for _, name := range names {
		for _, value := range query[name] {
			if value != "" && name != "page" {
				plain.Add(name, value)
			}
		}
	}
	if colour := strings.TrimPrefix(plain.Get("color"), "#"); "#"+strings.ToLower(colour) != ourColour {
		if colour != "" {
			plain.Set("color", colour)
		}
	} else {
		plain.Del("color")
	}
	if !plain.Has("height") {
		plain.Set("height", strconv.Itoa(usualHeight))
	}
	codes, wrong := communeCodes(plain.Get("commune"), s)
	if plain.Del("commune"); len(codes) > 0 {
		plain.Set("commune", strings.Join(codes, ","))
	}
	o, err := readOptions(plain, s)
	return o, cmp.Or(wrong, err)
}

func (w *writer) addChoices(o options, query url.Values, s *catalog.Snapshot) {
	q := web.NewForm(query)
	chosen := func(name, id string) bool { return slices.Contains(q.List(name), id) }
	for _, e := range s.Territory.EPCIs {
		w.EPCIs = append(w.EPCIs, pages.Choice{ID: e.SIREN, Label: pages.EPCIName(e), Checked: chosen("epci", e.SIREN)})
	}
	slices.SortFunc(w.EPCIs, func(a, b pages.Choice) int { return cmp.Compare(mediation.Fold(a.Label), mediation.Fold(b.Label)) })
	w.Kinds = pages.KindLabels(mediation.Kinds)
	for i, k := range w.Kinds {
		w.Kinds[i].Checked = chosen("kind", k.ID)
	}
	for _, n := range s.Needs {
		one := pages.Choice{ID: string(n.ID), Label: n.Label, Checked: chosen("service", string(n.ID))}
		w.Needs, w.SomeNeed = append(w.Needs, one), w.SomeNeed || one.Checked
	}
	w.Views = []pages.Choice{
		{ID: agendaView, Label: "Les passages du bus, puis qui vous aide", Checked: o.view == agendaView},
		{ID: listView, Label: "Qui vous aide, puis les passages du bus", Checked: o.view == listView},
		{ID: mapView, Label: "La carte, avec sa recherche", Checked: o.view == mapView},
	}
	for _, l := range language.All() {
		w.Tongues = append(w.Tongues, pages.Choice{ID: pages.CodeOf(l), Label: l.Name, Checked: l == o.language})
	}
}

// addSnippets writes what to paste.
func (f *Iframe) addSnippets(w *writer, c echo.Context, o options, m *catalog.Moment) error {
	around, err := m.Around(o.filter, daysAhead)
	if err != nil {
		return err
	}
	o.name(around.Communes)
	o.nameEPCIs(m.Snapshot)
	query := o.query()
	query.Del("height") // the frame's own, not what it asks for
	w.FrameURL, w.FrameName = address(pages.FramePath, query), o.titleIn(f.opts.Shell.Departement.Where(o.language))
	origin := web.Origin(c, f.opts.BaseURL)
	frame := frameTag(origin+w.FrameURL, w.FrameName, o.height, "")
	fitted := frameTag(origin+w.FrameURL, w.FrameName, o.height, " data-escale")
	script := `<script src="` + html.EscapeString(origin+"/"+scriptFile) + `" async></script>`
	link := linkTag(origin+linkURL(o, m.Snapshot, around), o.language, o.language.Say("%s : lieux, horaires et passages du bus", w.FrameName))
	w.Snippets = []snippet{
		{"iframe", "Le cadre seul", "Le plus simple. La hauteur ne change pas : ce qui dépasse défile dans le cadre.", frame},
		{"script", "Le cadre, à la bonne hauteur", "Un script de moins de 1 ko donne au cadre la hauteur de ce qu’il montre. Avec la carte, la hauteur reste celle que vous avez choisie.", fitted + "\n" + script},
		{"element", "Un élément web", "Pour les sites qui écrivent leurs pages avec des composants. Sans JavaScript, le lien reste.", elementTag(o, query, w.FrameName, link) + "\n" + script},
		{"lien", "Un lien", "Pour les sites qui refusent les cadres, comme WordPress.com.", link},
	}
	return nil
}

// linkURL is the page of a territory or, of several, of a choice of help or in
// another language, the map.
func linkURL(o options, s *catalog.Snapshot, around catalog.Around) string {
	communes, epcis := o.filter.Communes, o.filter.EPCIs
	if len(communes)+len(epcis) != 1 || len(o.filter.Kinds)+len(o.filter.Needs) > 0 || o.language != language.French {
		return mapURL(o, s, around)
	}
	if len(communes) == 1 {
		if c, err := s.Commune(communes[0]); err == nil {
			return pages.CommunePath(c)
		}
	}
	e, _ := s.EPCI(strings.Join(epcis, "")) // checked to be one
	return pages.EPCIPath(e)
}

func linkTag(to string, l *language.Language, text string) string {
	spoken := ""
	if l.Foreign() {
		spoken = ` lang="` + l.Tag + `" hreflang="` + l.Tag + `" dir="` + l.Direction + `"`
	}
	return `<a href="` + html.EscapeString(to) + `"` + spoken + `>` + html.EscapeString(text) + `</a>`
}

// frameStyle holds against the style sheet of the page around, whatever it is.
const frameStyle = "all:initial!important;display:block!important;width:100%!important;height:"

func frameTag(src, title string, height int, more string) string {
	px := strconv.Itoa(height)
	return `<iframe` + more + ` src="` + html.EscapeString(src) + `" title="` + html.EscapeString(title) + `" loading="lazy" allow="geolocation" width="100%" height="` + px +
		`" style="` + frameStyle + px + `px!important"></iframe>`
}

// elementTag writes the web component: its attributes are the parameters of
// the frame. Without a height of its own it is as high as what it shows.
func elementTag(o options, query url.Values, title, inside string) string {
	var b strings.Builder
	b.WriteString("<escale-carte")
	for _, name := range slices.Sorted(maps.Keys(query)) {
		b.WriteString(" " + name + `="` + html.EscapeString(query.Get(name)) + `"`)
	}
	if o.height != usualHeight {
		b.WriteString(` height="` + strconv.Itoa(o.height) + `"`)
	}
	b.WriteString(` title="` + html.EscapeString(title) + `">` + inside + "</escale-carte>")
	return b.String()
}
