package iframe

import (
	"errors"
	"net/url"
	"slices"
	"strings"

	"escale/internal/catalog"
	"escale/internal/mediation"
	"escale/internal/pages"
)

// fault is what the writer cannot read, and what may have been meant.
type fault struct {
	Sentence, Question string
	Proposals          []pages.Anchor
}

// fieldFault is the fault of one field, nil for none.
type fieldFault struct {
	Field string
	Fault *fault
}

// faultFields are those that show their fault beside them.
var faultFields = []string{"commune", "epci", "color", "height"}

// FaultAt is the fault of a field; that of "form" belongs to none.
func (w writer) FaultAt(field string) fieldFault {
	at := w.FaultOf
	if !slices.Contains(faultFields, at) {
		at = "form"
	}
	if at != field {
		return fieldFault{Field: field}
	}
	return fieldFault{field, w.Fault}
}

// unclearTown is the name of no commune, or of several.
type unclearTown struct {
	typed, sentence, question string
	meant                     []*mediation.Commune
}

func (u *unclearTown) Error() string { return u.sentence }

// tell writes what a reader can mend; any other error comes back.
func (w *writer) tell(err error, query url.Values) error {
	if unclear, ok := errors.AsType[*unclearTown](err); ok {
		w.FaultOf, w.Fault = "commune", unclear.fault(query)
		return nil
	}
	if invalid, ok := errors.AsType[*mediation.Error](err); ok {
		w.FaultOf, w.Fault = invalid.Parameter, &fault{Sentence: invalid.Sentence}
		return nil
	}
	return err
}

// fault proposes each commune that may be meant, in the place of what was typed.
func (u *unclearTown) fault(query url.Values) *fault {
	f := &fault{Sentence: u.sentence, Question: u.question}
	typed := strings.Split(strings.Join(query["commune"], ","), ",")
	for _, c := range u.meant {
		names := slices.Clone(typed)
		for i := range names {
			if names[i] = strings.TrimSpace(names[i]); names[i] == u.typed {
				names[i] = c.Name
			}
		}
		other := url.Values{}
		for name, values := range query {
			other[name] = values
		}
		other.Set("commune", strings.Join(names, ", "))
		f.Proposals = append(f.Proposals, pages.Anchor{URL: writerPath + "?" + other.Encode(), Label: c.Name})
	}
	return f
}

// communeCodes reads "Périers, 50129": names, INSEE codes, or postcodes of one
// commune.
func communeCodes(typed string, s *catalog.Snapshot) ([]string, error) {
	var codes []string
	for name := range strings.SplitSeq(typed, ",") {
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		code, err := communeCode(name, s)
		if err != nil {
			return nil, err
		}
		codes = append(codes, code)
	}
	return codes, nil
}

func communeCode(name string, s *catalog.Snapshot) (string, error) {
	if c, err := s.Commune(name); err == nil {
		return c.INSEE, nil
	}
	var served []*mediation.Commune
	for _, c := range byName(s) {
		if mediation.CityName(c.Name) == mediation.CityName(name) {
			return c.INSEE, nil
		}
		if slices.Contains(c.Postcodes, name) {
			served = append(served, c)
		}
	}
	switch len(served) {
	case 0:
		return "", unknownTown(name, s)
	case 1:
		return served[0].INSEE, nil
	}
	return "", &unclearTown{name, "Plusieurs communes ont le code postal « " + name + " ».", "Laquelle voulez-vous :", served}
}

// mostMeant is how many communes are proposed for a name that none has.
const mostMeant = 3

func unknownTown(name string, s *catalog.Snapshot) *unclearTown {
	u := &unclearTown{typed: name, sentence: "« " + name + " » n’est pas une commune de cette carte."}
	for _, suggestion := range s.Suggest(name, 20) {
		if suggestion.Type != catalog.SuggestCommune || len(u.meant) == mostMeant {
			continue
		}
		if c, err := s.Commune(suggestion.ID); err == nil && !slices.Contains(u.meant, c) {
			u.meant = append(u.meant, c)
		}
	}
	if u.question = "Vouliez-vous dire :"; len(u.meant) == 0 {
		u.sentence, u.question = u.sentence+" Écrivez son nom en entier, son code postal ou son code INSEE.", ""
	}
	return u
}
