package mediation

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Area is the set of départements that a map covers: their codes, in order, joined by
// commas ("50", "14,50,61").
type Area string

var departementCode = regexp.MustCompile(`^([0-9]{2}|2[AB]|97[1-6])$`)

// MostDepartements is how many a map covers at the most: those of a region.
const MostDepartements = 13

// ReadArea reads codes that commas or spaces part, in any order.
func ReadArea(text string) (Area, error) {
	codes := strings.FieldsFunc(text, func(c rune) bool { return c == ',' || c == ' ' })
	for _, code := range codes {
		if !departementCode.MatchString(code) {
			return "", fmt.Errorf("%q is the code of no département", code)
		}
	}
	if area := NewArea(codes...); len(codes) > 0 && len(area.Departements()) <= MostDepartements {
		return area, nil
	}
	return "", fmt.Errorf("%d départements", len(codes))
}

// NewArea is the set of these codes.
func NewArea(codes ...string) Area {
	sorted := slices.Sorted(slices.Values(codes))
	return Area(strings.Join(slices.Compact(sorted), ","))
}

// Departements lists the codes, in order.
func (a Area) Departements() []string {
	if a == "" {
		return nil
	}
	return strings.Split(string(a), ",")
}

// Has reports whether a département is one of them.
func (a Area) Has(code string) bool { return slices.Contains(a.Departements(), code) }

// Several is true for more than one.
func (a Area) Several() bool { return strings.Contains(string(a), ",") }

// Only is the code of the one département, "" for several.
func (a Area) Only() string {
	if a.Several() {
		return ""
	}
	return string(a)
}

// First is the code of the first.
func (a Area) First() string {
	first, _, _ := strings.Cut(string(a), ",")
	return first
}

// Name is the set in the names of files and queues: "14-50-61".
func (a Area) Name() string { return strings.ReplaceAll(string(a), ",", "-") }
