package pages

import (
	"slices"
	"strings"
	"time"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
)

// Departement names the département, or the several of a map, as people write it.
type Departement struct {
	Area mediation.Area
	Name string // "Manche"
	In   string // "dans la Manche"
}

// NewArea names several départements as one: each, or all of them.
func NewArea(list []Departement) Departement {
	if len(list) == 1 {
		return list[0]
	}
	var codes, names, where []string
	for _, d := range list {
		codes, names, where = append(codes, string(d.Area)), append(names, d.Name), append(where, d.In)
	}
	area, last := mediation.NewArea(codes...), len(where)-1
	if area == mediation.Mainland {
		return Departement{area, "France métropolitaine", mainland}
	}
	return Departement{area, strings.Join(names, ", "), strings.Join(where[:last], ", ") + " et " + where[last]}
}

// mainland says where its map is about.
var mainland = language.Mark("en France métropolitaine")

// mostNamed is how many départements a sentence names.
const mostNamed = 3

// Where says where the map is about: "dans la Manche".
func (d Departement) Where(l *language.Language) string {
	n := len(d.Area.Departements())
	switch {
	case d.Area == mediation.Mainland:
		return l.Say(mainland)
	case n > mostNamed:
		return l.Say("dans %d départements", n)
	case !l.Foreign():
		return d.In
	case n > 1:
		return l.Say("dans les départements %s", d.Name)
	}
	return l.SayOf("département", "dans le département %s", d.Name)
}

// Shell is what the header and the footer of every page say of this map.
type Shell struct {
	Departement Departement
	// Publisher is who answers for it, as the legal notices name them, and
	// Contact how to reach them; "" when that is not known.
	Publisher, Contact string
	// Logo is their picture; the zero value for none.
	Logo Logo
	// Clock is where the server's clock stands still, zero when it runs: what
	// is true until a moment ends by it in the browser too.
	Clock time.Time
}

// The four parts of the site: each has its place in the header, and stands at
// the head of the breadcrumbs of its pages.
const (
	MapPath         = "/"
	BusPath         = "/passages"
	CommunesPath    = "/communes"
	OrientationPath = "/orientation"
)

// NavLink leads to a part of the site.
type NavLink struct {
	Anchor
	// Current is true in that part; French when its pages are in French only.
	Current, French bool
}

// sections are the parts of the site, in the order of the header.
var sections = []NavLink{
	{Anchor: Anchor{MapPath, language.Mark("Carte")}},
	{Anchor: Anchor{BusPath, language.Mark("Bus")}},
	{Anchor: Anchor{CommunesPath, language.Mark("Communes")}},
	{Anchor: Anchor{OrientationPath, language.Mark("Professionnels")}, French: true},
}

// footLinks lead to what a site owes to its readers.
var footLinks = []Anchor{
	{"/plan-du-site", language.Mark("Plan du site")}, {"/mentions-legales", language.Mark("Mentions légales")},
	{"/donnees", language.Mark("Les données")}, {"/integrer", language.Mark("Mettre cette carte sur votre site")},
}

// addShell adds what the header and the footer show; the snapshot may be nil.
func (f *Frame) addShell(sh Shell, snapshot *catalog.Snapshot) {
	f.Tagline = f.Language.Say("Aide numérique %s", sh.Departement.Where(f.Language))
	f.Publisher, f.Logo = shortName(sh.Publisher), sh.Logo.Path()
	if !sh.Clock.IsZero() {
		f.Clock = sh.Clock.Format(time.RFC3339)
	}
	for _, link := range sections {
		if link.URL != BusPath || snapshot != nil && len(snapshot.Tours) > 0 {
			f.Nav = append(f.Nav, link)
		}
	}
	f.Links = append(slices.Clone(footLinks), contactLink(sh.Contact))
	if snapshot != nil && !snapshot.Changed.IsZero() {
		f.DataDate = hours.DateYearIn(f.Language, snapshot.Changed)
	}
}

// In says in which part of the site a page is, and which pages are above it.
func (f Frame) In(section string, above ...Anchor) Frame {
	nav := make([]NavLink, len(f.Nav))
	for i, link := range f.Nav {
		nav[i] = link
		nav[i].Current = link.URL == section
	}
	f.Nav = nav
	f.Trail = append([]Anchor{{MapPath, f.Language.Say("Carte")}}, above...)
	return f
}

// Under is [Frame.In] for a page below the first of its part.
func (f Frame) Under(section string, above ...Anchor) Frame {
	i := slices.IndexFunc(sections, func(link NavLink) bool { return link.URL == section })
	first := Anchor{section, f.Language.Say(sections[i].Label)}
	return f.In(section, append([]Anchor{first}, above...)...)
}

// Named is the frame of a page that its breadcrumb calls by a shorter name.
func (f Frame) Named(here string) Frame {
	f.Here = here
	return f
}

// shortName is the name of the publisher: the notices go on, after a comma,
// with the address and who is responsible.
func shortName(publisher string) string {
	name, _, _ := strings.Cut(publisher, ",")
	return strings.TrimSpace(name)
}

// contactLink writes to the publisher where there is an e-mail address, and
// else leads to what the legal notices say.
func contactLink(contact string) Anchor {
	if strings.Contains(contact, "@") && !strings.ContainsAny(contact, " ,;") {
		return Anchor{"mailto:" + contact, language.Mark("Contact")}
	}
	return Anchor{"/mentions-legales#contact", language.Mark("Contact")}
}
