package iframe

import (
	"errors"
	"net/url"
	"slices"
	"strings"

	"escale/internal/catalog"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
	"escale/internal/search"
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

// refuse notes what is wrong with a field.
func (w *writer) refuse(field string, f *fault) {
	w.Wrong, w.Fault, w.FaultOf = f, f.Sentence, field
}

// FaultAt is the fault of a field; that of "form" belongs to none.
func (w writer) FaultAt(field string) fieldFault {
	at := w.FaultOf
	if !slices.Contains(faultFields, at) {
		at = "form"
	}
	if at != field {
		return fieldFault{Field: field}
	}
	return fieldFault{field, w.Wrong}
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
		w.refuse("commune", unclear.fault(query))
		return nil
	}
	if invalid, ok := errors.AsType[*mediation.Error](err); ok {
		w.refuse(invalid.Parameter, &fault{Sentence: invalid.Sentence})
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
	found := s.Search().Read(language.French, name, s.Changed)
	if w := found.Where; w != nil && w.Type != search.EPCI {
		return w.ID, nil
	}
	return "", unknownTown(name, found.Choices, s)
}

// mostMeant is how many communes are proposed for a name that none has.
const mostMeant = 3

func unknownTown(name string, choices []search.Suggestion, s *catalog.Snapshot) *unclearTown {
	u := &unclearTown{typed: name, sentence: "« " + name + " » n’est pas une commune de cette carte.", question: "Vouliez-vous dire :"}
	most := mostMeant
	if last := len(choices) - 1; last >= 0 && choices[last].Type == search.Postcode {
		u.sentence, u.question = "Plusieurs communes ont le code postal « "+name+" ».", "Laquelle voulez-vous :"
		choices, most = slices.Clone(choices[:last]), last
		slices.SortStableFunc(choices, func(a, b search.Suggestion) int {
			return strings.Compare(mediation.Fold(a.Label), mediation.Fold(b.Label))
		})
	}
	for _, choice := range choices {
		if c, err := s.Commune(choice.ID); err == nil && !slices.Contains(u.meant, c) && len(u.meant) < most {
			u.meant = append(u.meant, c)
		}
	}
	if len(u.meant) == 0 {
		u.sentence, u.question = u.sentence+" Écrivez son nom en entier, son code postal ou son code INSEE.", ""
	}
	return u
}
