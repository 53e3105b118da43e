package iframe

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"escale/internal/catalog"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
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

// mostCommunes is how many communes one frame may be about.
const mostCommunes = 60

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

// known are the parameters of a frame, asked those that the map's own forms,
// links and script send too.
var (
	known = []string{"commune", "epci", "kind", "service", "view", "lang", "color", "height", "page"}
	asked = []string{"q", "lat", "lon", "etape", "quand", "jour", "heure", "moment", "nom", "fee", "support", "audience", "care", "certainty", "place", "plus", "zone", pages.PartName, pages.FromName}
	// lists may be repeated, as a form sends them.
	lists = []string{"commune", "kind", "service", "fee", "support", "audience", "care"}
)

// readOptions reads the address of a frame. Whoever wrote it looks at it: what
// cannot be read is refused, with the parameter's name.
func readOptions(query url.Values, s *catalog.Snapshot) (options, error) {
	o := options{language: language.French, view: agendaView, height: mostHeight, page: 1}
	if err := checkNames(query); err != nil {
		return o, err
	}
	for _, read := range []func(url.Values, *catalog.Snapshot) error{o.readLanguage, o.readView, o.readTerritory, o.readKinds, o.readServices, o.readColour, o.readNumbers} {
		if err := read(query, s); err != nil {
			return o, err
		}
	}
	return o, nil
}

func checkNames(query url.Values) error {
	for _, name := range sortedNames(query) {
		if isTracker(name) {
			continue
		}
		if !slices.Contains(known, name) && (query.Get("view") != mapView || !slices.Contains(asked, name)) {
			return mediation.InvalidParameter(name, "Ce paramètre n’existe pas. Ceux qui existent : "+strings.Join(known, ", ")+".")
		}
		if len(query[name]) > 1 && !slices.Contains(lists, name) {
			return mediation.InvalidParameter(name, "Ce paramètre ne peut être donné qu’une fois.")
		}
	}
	return nil
}

// isTracker is true for what social networks and newsletters add to every link
// by themselves: it is neither read nor kept.
func isTracker(name string) bool {
	return name == "fbclid" || name == "gclid" || strings.HasPrefix(name, "utm_") || strings.HasPrefix(name, "mc_")
}

func sortedNames(query url.Values) []string {
	var names []string
	for name := range query {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// listOf reads "a,b", or repeated.
func listOf(query url.Values, name string) []string {
	var list []string
	for _, value := range query[name] {
		for one := range strings.SplitSeq(value, ",") {
			if one = strings.TrimSpace(one); one != "" && !slices.Contains(list, one) {
				list = append(list, one)
			}
		}
	}
	return list
}

func (o *options) readLanguage(query url.Values, _ *catalog.Snapshot) error {
	code := query.Get(pages.LangName)
	if code == "" {
		return nil
	}
	l, ok := language.Find(code)
	if !ok {
		return mediation.InvalidParameter(pages.LangName, "Cette langue n’est pas parlée ici. Celles qui le sont : fr, falc, en, ar, pt.")
	}
	o.language = l
	return nil
}

func (o *options) readView(query url.Values, _ *catalog.Snapshot) error {
	switch view := query.Get("view"); view {
	case "":
	case agendaView, listView, mapView:
		o.view = view
	default:
		return mediation.InvalidParameter("view", "Il faut « agenda », « list » ou « map ».")
	}
	return nil
}

func (o *options) readTerritory(query url.Values, s *catalog.Snapshot) error {
	communes, epcis := listOf(query, "commune"), listOf(query, "epci")
	switch {
	case len(communes) > 0 && len(epcis) > 0:
		return mediation.InvalidParameter("epci", "Il faut une commune ou une intercommunalité, pas les deux.")
	case len(communes) > mostCommunes:
		return mediation.InvalidParameter("commune", "Il y a trop de communes : 60 au plus.")
	case query.Has("commune") && len(communes) == 0, query.Has("epci") && len(epcis) == 0:
		return mediation.InvalidParameter("commune", "Il faut le code INSEE de la commune, comme 50129, ou aucun de ces paramètres pour tout le département.")
	}
	if err := setTerritory(&o.filter, communes, epcis, s); err != nil {
		return err
	}
	if len(communes)+len(epcis) > 0 {
		return nil
	}
	communes, epcis = pages.FromTerritory(query.Get(pages.FromName))
	if setTerritory(&o.from, communes, epcis, s) != nil || len(communes) > 0 && len(epcis) > 0 || len(communes) > mostCommunes {
		return mediation.InvalidParameter(pages.FromName, "Ce territoire n’est pas de cette carte.")
	}
	return nil
}

func setTerritory(filter *mediation.Filter, communes, epcis []string, s *catalog.Snapshot) error {
	for _, code := range communes {
		c, err := s.Commune(code)
		if err != nil {
			return mediation.InvalidParameter("commune", "Aucune commune de cette carte ne porte le code INSEE « "+code+" ».")
		}
		if !slices.Contains(filter.Communes, c.INSEE) {
			filter.Communes = append(filter.Communes, c.INSEE)
		}
	}
	for _, siren := range epcis {
		if _, ok := s.EPCI(siren); !ok {
			return mediation.InvalidParameter("epci", "Aucune intercommunalité de cette carte ne porte le numéro SIREN « "+siren+" ».")
		}
		filter.EPCIs = append(filter.EPCIs, siren)
	}
	return nil
}

func (o *options) readKinds(query url.Values, _ *catalog.Snapshot) error {
	for _, code := range listOf(query, "kind") {
		k, ok := mediation.ParseKind(code)
		if !ok {
			return mediation.InvalidParameter("kind", "« "+code+" » n’est pas une sorte d’aide. Celles qui existent : epn, france-services, conseiller-numerique, van.")
		}
		o.filter.Kinds = append(o.filter.Kinds, k)
	}
	return nil
}

func (o *options) readServices(query url.Values, s *catalog.Snapshot) error {
	for _, id := range listOf(query, "service") {
		if _, ok := s.Needs.Find(mediation.NeedID(id)); !ok {
			return mediation.InvalidParameter("service", "« "+id+" » n’est pas un besoin connu. La liste est à l’adresse /api/v1/services.")
		}
		o.filter.Needs = append(o.filter.Needs, mediation.NeedID(id))
	}
	return nil
}

func (o *options) readColour(query url.Values, _ *catalog.Snapshot) error {
	text := strings.ToLower(query.Get("color"))
	if text == "" {
		return nil
	}
	if err := checkColour(text); err != nil {
		return err
	}
	o.colour = text
	return nil
}

func (o *options) readNumbers(query url.Values, _ *catalog.Snapshot) error {
	for _, number := range []struct {
		name        string
		to          *int
		least, most int
		want        string
	}{
		{"height", &o.height, leastHeight, mostHeight, "Il faut une hauteur en pixels, entre 200 et 12000."},
		{"page", &o.page, 1, 1000, "Il faut un numéro de page, à partir de 1."},
	} {
		if !query.Has(number.name) {
			continue
		}
		n, err := strconv.Atoi(query.Get(number.name))
		if err != nil || n < number.least || n > number.most {
			return mediation.InvalidParameter(number.name, number.want)
		}
		*number.to = n
	}
	return nil
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
