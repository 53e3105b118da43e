package search

import (
	"slices"
	"strings"
)

// takePostcode takes a postcode for its commune, or asks which of its communes
// is meant, or all of them.
func (r *reading) takePostcode(at int) {
	code := r.words[at]
	r.typed = code
	communes := r.x.byPostcode[code]
	switch {
	case len(communes) == 0:
		r.where = r.x.suggestion(r.x.byINSEE[code])
	case len(communes) == 1:
		where := r.x.postcode(code)
		where.Type, where.ID = Commune, r.x.things[communes[0]].insee
		r.where = &where
	default:
		r.choices = append(r.x.suggestions(communes, len(communes)), r.x.postcode(code))
	}
	r.useNames(span{first: at, end: at + 1})
}

// takeBoth takes what has the postcode and the name; when nothing has both, it
// asks.
func (r *reading) takeBoth(at int, s span) {
	code := r.words[at]
	var both []int32
	for _, n := range s.things {
		if r.x.hasPostcode(n, code) {
			both = append(both, n)
		}
	}
	if len(both) == 0 && len(r.x.byPostcode[code]) > 0 {
		r.askBoth(code, s)
	} else {
		if len(both) > 0 {
			s.things, s.exact, s.confirmed = both, max(s.exact, nameAlone), true
		}
		r.take(s)
	}
	r.use(at)
}

func (x *Index) hasPostcode(n int32, code string) bool {
	return slices.ContainsFunc(x.byPostcode[code], func(c int32) bool { return x.things[c].insee == x.things[n].insee })
}

// askBoth asks about the communes of a postcode whose names go on as the words
// do, else all of them; then about what goes by the words alone.
func (r *reading) askBoth(code string, s span) {
	full := fullName(r.words[s.first:s.end])
	communes := r.x.byPostcode[code]
	begun := slices.DeleteFunc(slices.Clone(communes), func(n int32) bool { return !strings.HasPrefix(r.x.things[n].name, " "+full) })
	if len(begun) > 0 {
		communes = begun
	}
	r.typed = r.text[r.tokens[s.first].start:r.tokens[s.end-1].end]
	r.choices = r.x.suggestions(append(slices.Clone(communes), r.x.distinct(r.x.ordered(s.things))...), mostChoices)
	r.useNames(s)
}
