package mediation

import (
	"errors"
	"fmt"
	"hash/crc32"
	"regexp"
	"slices"
	"strings"
)

// Area is the set of départements that a map covers: their codes, in order, joined by
// commas ("50", "14,50,61").
type Area string

var departementCode = regexp.MustCompile(`^([0-9]{2}|2[AB]|97[1-6])$`)

// Mainland is the whole of France but overseas, Corsica included: the départements that
// have one clock.
var Mainland = newMainland()

// mainlandName is what stands for its 96 codes in settings and in names of files.
const mainlandName = "france"

func newMainland() Area {
	codes := []string{"2A", "2B"}
	for n := 1; n <= 95; n++ {
		if n != 20 { // Corsica's, before it was two
			codes = append(codes, fmt.Sprintf("%02d", n))
		}
	}
	return NewArea(codes...)
}

// ReadArea reads codes that commas or spaces part, in any order, or "france": the
// [Mainland].
func ReadArea(text string) (Area, error) {
	if strings.EqualFold(strings.TrimSpace(text), mainlandName) {
		return Mainland, nil
	}
	codes := strings.FieldsFunc(text, func(c rune) bool { return c == ',' || c == ' ' })
	for _, code := range codes {
		if !departementCode.MatchString(code) {
			return "", fmt.Errorf("%q is the code of no département", code)
		}
	}
	if len(codes) == 0 {
		return "", errors.New("no département")
	}
	return NewArea(codes...), nil
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

// longName is more than the codes that fit into the name of a queue.
const longName = 40

// Name is the set in the names of files and queues: "14-50-61"; "france"; of many, how
// many they are and a digest of their codes.
func (a Area) Name() string {
	switch name := strings.ReplaceAll(string(a), ",", "-"); {
	case a == Mainland:
		return mainlandName
	case len(name) > longName:
		return fmt.Sprintf("%d-departements-%08x", len(a.Departements()), crc32.ChecksumIEEE([]byte(a)))
	default:
		return name
	}
}
