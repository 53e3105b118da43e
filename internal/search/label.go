package search

import (
	"slices"
	"strings"
)

// labelled is what has that very label, nil for nothing.
func (x *Index) labelled(label string) *Suggestion {
	name := label
	for _, mark := range []string{ofCommune, " ("} {
		name, _, _ = strings.Cut(name, mark)
	}
	for _, n := range x.names.exact(fullNames, fullName(words(epciWords.ReplaceAllString(name, ""), maxWords))) {
		if t := &x.things[n]; t.Label == label && t.IsGround() {
			return &t.Suggestion
		}
	}
	return nil
}

// Around tells of what a label names that its point is only the middle, ""
// when the point is its own.
func (x *Index) Around(label string) string {
	if s := x.labelled(label); s != nil {
		return s.Around
	}
	return ""
}

// IsName is true of a text that is the whole name of a commune, after its
// postcode or not, of a postcode or of a need.
func (x *Index) IsName(text string) bool {
	list := words(cut(text), maxWords)
	if len(list) > 1 && len(x.byPostcode[list[0]]) > 0 {
		list = list[1:]
	}
	_, exact := x.exact(list)
	return exact > shortName || len(list) == 1 && len(x.byPostcode[list[0]]) > 0 ||
		slices.ContainsFunc(x.needNames, func(names []string) bool { return slices.Contains(names, " "+strings.Join(list, " ")+" ") })
}
