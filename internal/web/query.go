package web

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"escale/internal/mediation"
)

// Query reads the parameters of an address. Each method reads one of them, and
// returns the zero value where there is nothing to use. What cannot be used is
// kept as a fault: the API, OGC, exports and frames answer [Query.Err], pages
// go on and say what they left out, [Query.Left].
type Query struct {
	values url.Values
	// form is true of addresses that forms, links and people write: an empty
	// field is none, and a list may be several fields of one name.
	form   bool
	faults []*mediation.Error
	left   []string
}

// NewQuery reads the address of a program, which has these parameters and no
// other, each once.
func NewQuery(values url.Values, names ...string) *Query {
	q := &Query{values: values}
	if q.isPlain(names) {
		return q
	}
	q.Only(names...)
	for _, name := range q.names() {
		if len(values[name]) > 1 {
			q.refuse(name, values[name][1], once+" ; séparez plusieurs valeurs par des virgules.")
		}
	}
	return q
}

// isPlain is true when there is nothing to refuse: each has one of the names,
// once.
func (q *Query) isPlain(names []string) bool {
	for name, values := range q.values {
		if len(values) != 1 || !slices.Contains(names, name) {
			return false
		}
	}
	return true
}

// NewForm reads an address that people see and share: what it does not know by
// name is left alone.
func NewForm(values url.Values) *Query { return &Query{values: values, form: true} }

const once = "Ce paramètre ne peut être donné qu’une fois"

// Only refuses parameters of other names.
func (q *Query) Only(names ...string) {
	for _, name := range q.names() {
		switch {
		case q.form && isTracker(name) || slices.Contains(names, name):
		case len(names) == 0:
			q.Refuse(name, "Cette adresse n’a pas de paramètres.")
		default:
			q.Refuse(name, "Ce paramètre n’existe pas ici. Paramètres possibles : "+strings.Join(names, ", ")+".")
		}
	}
}

func (q *Query) names() []string { return slices.Sorted(maps.Keys(q.values)) }

// isTracker is true for what social networks and newsletters add to every link
// by themselves: it is neither read nor kept.
func isTracker(name string) bool {
	return name == "fbclid" || name == "gclid" || strings.HasPrefix(name, "utm_") || strings.HasPrefix(name, "mc_")
}

// Err is the first fault, nil for none.
func (q *Query) Err() error {
	if fault := q.Fault(); fault != nil {
		return fault
	}
	return nil
}

// Fault is the first fault, nil for none.
func (q *Query) Fault() *mediation.Error {
	if len(q.faults) == 0 {
		return nil
	}
	return q.faults[0]
}

// Left are the values that could not be used, as they were given.
func (q *Query) Left() []string { return q.left }

// Refuse keeps a fault of a parameter's value, for a rule of the caller's own.
func (q *Query) Refuse(name, sentence string) { q.refuse(name, q.values.Get(name), sentence) }

func (q *Query) refuse(name, value, sentence string) {
	q.faults = append(q.faults, mediation.InvalidParameter(name, sentence))
	if value = shorten(value); value != "" && !slices.Contains(q.left, value) {
		q.left = append(q.left, value)
	}
}

// shorten keeps what a request says from filling an answer.
func shorten(s string) string {
	const most = 40
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}

// Has is true when the parameter is there, empty or not.
func (q *Query) Has(name string) bool { return q.values.Has(name) }

// value is the one value of a parameter.
func (q *Query) value(name string) (value string, given bool) {
	list, given := q.values[name]
	if q.form {
		list = slices.DeleteFunc(slices.Clone(list), func(v string) bool { return v == "" })
		given = len(list) > 0
	}
	switch {
	case !given:
		return "", false
	case list[0] == "":
		q.Refuse(name, "Ce paramètre est vide.")
		return "", false
	case len(list) > 1 && q.form:
		q.refuse(name, list[1], once+".")
	}
	return list[0], true
}

// Code reads a value as it is written: what it may be, the caller knows.
func (q *Query) Code(name string) string {
	code, _ := q.value(name)
	return code
}

// mostTyped is how many characters someone may type.
const mostTyped = 200

// Typing reads what someone is typing: it may be empty yet.
func (q *Query) Typing(name string) string {
	if q.values.Get(name) == "" {
		return ""
	}
	return q.Text(name)
}

// Text reads what someone typed, without the spaces around it.
func (q *Query) Text(name string) string {
	text, _ := q.value(name)
	if utf8.RuneCountInString(text) > mostTyped {
		q.Refuse(name, fmt.Sprintf("Ce texte est trop long : %d caractères au plus.", mostTyped))
		return ""
	}
	return strings.TrimSpace(text)
}

// List reads values separated by commas, each once.
func (q *Query) List(name string) []string {
	var list []string
	for _, value := range q.lists(name) {
		for one := range strings.SplitSeq(value, ",") {
			if q.form {
				one = strings.TrimSpace(one)
			}
			switch {
			case one == "" && !q.form:
				q.Refuse(name, "Une valeur est vide entre deux virgules.")
			case one != "" && !slices.Contains(list, one):
				list = append(list, one)
			}
		}
	}
	return list
}

// lists are the values of a parameter that is a list.
func (q *Query) lists(name string) []string {
	if q.form {
		return q.values[name]
	}
	if value, given := q.value(name); given {
		return []string{value}
	}
	return nil
}

// Known reads a list of what exists, and leaves out the rest; what says what is
// wanted: "un code INSEE de commune, comme 50129".
func (q *Query) Known(name string, exists func(string) bool, what string) []string {
	return slices.DeleteFunc(q.List(name), func(v string) bool {
		known := exists(v)
		if !known {
			q.refuse(name, v, fmt.Sprintf("« %s » n’est pas connu ici : il faut %s.", shorten(v), what))
		}
		return !known
	})
}

// Slugs reads a list of allowed values, and leaves out the rest.
func Slugs[T ~string](q *Query, name string, allowed []T) []T {
	return slugs(q, name, func(v T) bool { return slices.Contains(allowed, v) }, func() []T { return allowed })
}

// slugs is the same of values that are listed only where one of others is given.
func slugs[T ~string](q *Query, name string, isAllowed func(T) bool, allowed func() []T) []T {
	var list []T
	for _, v := range q.List(name) {
		if !isAllowed(T(v)) {
			q.refuse(name, v, possible(v, allowed()))
			continue
		}
		list = append(list, T(v))
	}
	return list
}

// One reads one of the allowed values, "" for none.
func One[T ~string](q *Query, name string, allowed ...T) T {
	v, given := q.value(name)
	if given && !slices.Contains(allowed, T(v)) {
		q.Refuse(name, possible(v, allowed))
		return ""
	}
	return T(v)
}

func possible[T ~string](v string, allowed []T) string {
	if len(allowed) == 1 {
		return fmt.Sprintf("La seule valeur possible est « %s ».", allowed[0])
	}
	texts := make([]string, len(allowed))
	for i, a := range allowed {
		texts[i] = string(a)
	}
	return fmt.Sprintf("« %s » n’est pas une valeur possible. Valeurs possibles : %s.", shorten(v), strings.Join(texts, ", "))
}
