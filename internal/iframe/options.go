package iframe

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"escale/internal/catalog"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
	"escale/internal/web"
)

// What a frame shows first.
const (
	agendaView = "agenda" // when the van comes, then who helps
	listView   = "list"   // who helps, then when the van comes
	mapView    = "map"
)

// Bounds of the height that a frame asks for, in pixels.
const (
	leastHeight = 200
	mostHeight  = 12000
)

// How many communes one frame may be about, and how many pages its list has.
const (
	mostCommunes = 60
	mostPages    = 1000
)

// options are what the address of a frame asks for.
type options struct {
	language *language.Language
	view     string
	// filter holds the territory, the kinds and the needs.
	filter mediation.Filter
	// colour is six hexadecimal digits, "" for ours; height the most that the
	// frame asks for.
	colour string
	height int
	page   int // from 1
	// title is that of the page, place the name of its territory, "" for the
	// whole map.
	title, place string
	// from is the territory that the reader left for the whole map.
	from mediation.Filter
}

// names are the parameters of a frame, mapNames those that the map's own forms,
// links and script send too.
var (
	names    = []string{"commune", "epci", "kind", "service", "view", pages.LangName, "color", "height", "page"}
	mapNames = slices.Concat(names, []string{"q", "lat", "lon", "etape", "quand", "jour", "heure", "fee", "support", "audience", "care", "certainty",
		"place", "plus", "zone", pages.PartName, pages.FromName})
)

// readOptions reads the address of a frame. Whoever wrote it looks at it: what
// cannot be read is refused, with the parameter's name.
func readOptions(query url.Values, s *catalog.Snapshot) (options, error) {
	q := web.NewForm(query)
	if query.Get("view") == mapView {
		q.Only(mapNames...)
	} else {
		q.Only(names...)
	}
	o := options{
		language: q.Language(),
		view:     cmp.Or(web.One(q, "view", agendaView, listView, mapView), agendaView),
		filter:   mediation.Filter{Kinds: q.Kinds(), Needs: q.Needs(s.Needs)},
		colour:   readColour(q),
		height:   cmp.Or(q.Whole("height", leastHeight, mostHeight), mostHeight),
		page:     cmp.Or(q.Whole("page", 1, mostPages), 1),
	}
	o.readTerritory(q, s)
	return o, q.Err()
}

// readTerritory reads the communes or EPCI of a frame; of the whole map, those
// that the reader left.
func (o *options) readTerritory(q *web.Query, s *catalog.Snapshot) {
	f := &o.filter
	f.Communes, f.EPCIs = q.Communes(s), q.EPCIs(s)
	switch {
	case len(f.Communes) > 0 && len(f.EPCIs) > 0:
		q.Refuse("epci", "Il faut une commune ou une intercommunalité, pas les deux.")
	case len(f.Communes) > mostCommunes:
		q.Refuse("commune", fmt.Sprintf("Il y a trop de communes : %d au plus.", mostCommunes))
	case len(f.Communes)+len(f.EPCIs) > 0:
	case q.Has("commune") || q.Has("epci"):
		q.Refuse("commune", "Il faut le code INSEE de la commune, comme 50129, ou aucun de ces paramètres pour tout le département.")
	default:
		o.from = readLeft(q, s)
	}
}

// readLeft reads the territory that a reader left for the whole map.
func readLeft(q *web.Query, s *catalog.Snapshot) (f mediation.Filter) {
	f.Communes, f.EPCIs = pages.FromTerritory(q.Code(pages.FromName))
	known := len(f.Communes) == 0 || len(f.EPCIs) == 0
	for _, code := range f.Communes {
		_, err := s.Commune(code)
		known = known && err == nil
	}
	for _, siren := range f.EPCIs {
		_, ok := s.EPCI(siren)
		known = known && ok
	}
	if !known || len(f.Communes) > mostCommunes {
		q.Refuse(pages.FromName, "Ce territoire n’est pas de cette carte.")
	}
	return f
}

// readColour reads six hexadecimal digits, "" for none.
func readColour(q *web.Query) string {
	colour := strings.ToLower(q.Code("color"))
	if fault := faultOfColour(colour); colour != "" && fault != "" {
		q.Refuse("color", fault)
	}
	return colour
}

// query writes the options as an address carries them, page left out.
func (o options) query() url.Values {
	query := url.Values{}
	set := func(name, value string) {
		if value != "" {
			query.Set(name, value)
		}
	}
	o.setTerritory(set)
	set("kind", join(o.filter.Kinds))
	set("service", join(o.filter.Needs))
	if o.view != agendaView {
		set("view", o.view)
	}
	set(pages.LangName, pages.CodeOf(o.language))
	set("color", o.colour)
	if o.height != mostHeight {
		set("height", strconv.Itoa(o.height))
	}
	return query
}

func (o options) setTerritory(set func(name, value string)) {
	set("commune", strings.Join(o.filter.Communes, ","))
	set("epci", strings.Join(o.filter.EPCIs, ","))
	set(pages.FromName, strings.Join(slices.Concat(o.from.Communes, o.from.EPCIs), ","))
}

// address writes that of a frame, commas as they are.
func address(path string, query url.Values) string {
	if len(query) == 0 {
		return path
	}
	return path + "?" + strings.ReplaceAll(query.Encode(), "%2C", ",")
}

func join[T ~string](list []T) string {
	texts := make([]string, len(list))
	for i, v := range list {
		texts[i] = string(v)
	}
	return strings.Join(texts, ",")
}
