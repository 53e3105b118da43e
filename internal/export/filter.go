package export

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"escale/internal/catalog"
	"escale/internal/mediation"
)

// readFilter reads the parameters of a request, all of them optional, each
// with values separated by commas; anything else is refused by name.
func readFilter(query url.Values, s *catalog.Snapshot, names []string) (f mediation.Filter, err error) {
	for _, name := range slices.Sorted(maps.Keys(query)) {
		switch {
		case len(names) == 0:
			return f, mediation.InvalidParameter(name, "Cette adresse n'a pas de paramètres.")
		case !slices.Contains(names, name):
			return f, mediation.InvalidParameter(name, "Ce paramètre n'existe pas ici. Paramètres possibles : "+strings.Join(names, ", ")+".")
		case len(query[name]) > 1:
			return f, mediation.InvalidParameter(name, "Ce paramètre ne peut être donné qu'une fois ; séparez plusieurs valeurs par des virgules.")
		}
		for value := range strings.SplitSeq(query.Get(name), ",") {
			if err := add(&f, s, name, value); err != nil {
				return f, err
			}
		}
	}
	return f, nil
}

// add adds one value to the filter.
func add(f *mediation.Filter, s *catalog.Snapshot, name, value string) error {
	known, what := false, ""
	switch name {
	case "kind":
		var kind mediation.Kind
		kind, known = mediation.ParseKind(value)
		f.Kinds, what = include(f.Kinds, kind), "un type d'offre : epn, france-services, conseiller-numerique ou van"
	case "commune":
		_, err := s.Commune(value)
		known = err == nil
		f.Communes, what = include(f.Communes, value), "un code INSEE de commune, comme 50129"
	case "epci":
		_, known = s.EPCI(value)
		f.EPCIs, what = include(f.EPCIs, value), "un numéro SIREN d'intercommunalité, comme 200067205"
	case "service":
		_, known = s.Needs.Find(mediation.NeedID(value))
		f.Needs, what = include(f.Needs, mediation.NeedID(value)), "l'identifiant d'un besoin, comme caf ; /api/v1/services en donne la liste"
	}
	if !known {
		return mediation.InvalidParameter(name, fmt.Sprintf("« %s » n'est pas connu ici : il faut %s.", shorten(value), what))
	}
	return nil
}

func include[T comparable](list []T, value T) []T {
	if slices.Contains(list, value) {
		return list
	}
	return append(list, value)
}

// shorten keeps what a request said from filling an answer.
func shorten(s string) string {
	const most = 40
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}
