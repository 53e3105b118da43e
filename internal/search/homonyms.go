package search

import (
	"slices"

	"escale/internal/mediation"
)

// ofDepartement stands between the name of a commune that another département has
// too, and that of its own.
const ofDepartement = " ("

// homonymsOf are the folded names of communes that several départements have.
func homonymsOf(t mediation.Territory) map[string]bool {
	homonyms, first := map[string]bool{}, map[string]string{}
	for i := range t.Communes {
		name, code := mediation.Fold(t.Communes[i].Name), t.Communes[i].Departement()
		if other, known := first[name]; known && other != code {
			homonyms[name] = true
		}
		first[name] = code
	}
	return homonyms
}

// namesOfSeveral are the names of the départements of an area of several, in words.
func namesOfSeveral(area mediation.Area) map[string][]string {
	if !area.Several() {
		return nil
	}
	names := map[string][]string{}
	for _, code := range area.Departements() {
		names[code] = words(departements()[code].Name, maxWords)
	}
	return names
}

// inNamed keeps of several things of one name those of the département that the
// words after it name: "Saint-Martin (Orne)". The longest name counts: "Eure-et-Loir"
// begins like "Eure".
func (r *reading) inNamed(s span, things []int32) (span, []int32) {
	if len(things) < 2 {
		return s, things
	}
	named, end := things, s.end
	for code, name := range r.x.several {
		last := s.end + len(name)
		if last <= end || last > len(r.words) || !slices.Equal(r.words[s.end:last], name) {
			continue
		}
		here := slices.DeleteFunc(slices.Clone(things), func(n int32) bool { return mediation.DepartementOf(r.x.things[n].insee) != code })
		if len(here) > 0 {
			named, end = here, last
		}
	}
	if end > s.end {
		s.end, s.confirmed = end, true
	}
	return s, named
}

// CommuneName is the name of a commune of today, with its département where another has
// it too; "" for none.
func (x *Index) CommuneName(insee string) string {
	n, known := x.byINSEE[insee]
	if !known {
		return ""
	}
	return x.things[n].Label
}
