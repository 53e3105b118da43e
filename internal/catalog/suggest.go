package catalog

import (
	"cmp"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"escale/internal/mediation"
)

// SuggestionType says what a suggestion names.
type SuggestionType string

// The types of suggestion. Addresses come from a geocoder, not from here.
const (
	SuggestNeed     SuggestionType = "need"
	SuggestCommune  SuggestionType = "commune"
	SuggestPostcode SuggestionType = "postcode"
	SuggestPlace    SuggestionType = "place"
)

// Suggestion is one thing that a few typed letters may mean.
type Suggestion struct {
	Type  SuggestionType
	ID    string
	Label string
	// Point is nil for a need.
	Point *orb.Point
}

// suggestions is what can be suggested, each under all the words it goes by.
type suggestions []suggestable

type suggestable struct {
	Suggestion
	names  []string // folded
	weight float64  // breaks ties between equal matches, 0 to 1
}

func newSuggestions(s *Snapshot) suggestions {
	var list suggestions
	for _, need := range s.Needs {
		list = append(list, suggestable{
			Suggestion: Suggestion{Type: SuggestNeed, ID: string(need.ID), Label: need.Label},
			names:      foldAll(append([]string{need.Label, string(need.ID)}, need.Synonyms...)), weight: 0.9,
		})
	}
	postcodes := map[string][]*mediation.Commune{}
	for i := range s.Territory.Communes {
		c := &s.Territory.Communes[i]
		list = append(list, suggestable{
			Suggestion: Suggestion{Type: SuggestCommune, ID: c.INSEE, Label: c.Name, Point: &c.Centre},
			names:      foldAll(communeNames(c.Name)), weight: 0.5 + min(float64(c.Population)/1e6, 0.4),
		})
		for _, postcode := range c.Postcodes {
			postcodes[postcode] = append(postcodes[postcode], c)
		}
	}
	for postcode, communes := range postcodes {
		list = append(list, suggestPostcode(postcode, communes))
	}
	for i := range s.Places {
		p := &s.Places[i]
		list = append(list, suggestable{
			Suggestion: Suggestion{Type: SuggestPlace, ID: p.ID, Label: p.Name + ", " + p.Address.City, Point: &p.Point},
			names:      foldAll([]string{p.Name, p.Name + " " + p.Address.City}),
		})
	}
	slices.SortFunc(list, func(a, b suggestable) int {
		return cmp.Or(cmp.Compare(a.Type, b.Type), cmp.Compare(a.ID, b.ID))
	})
	return list
}

// suggestPostcode points at the most populated of its communes.
func suggestPostcode(postcode string, communes []*mediation.Commune) suggestable {
	slices.SortFunc(communes, func(a, b *mediation.Commune) int {
		return cmp.Or(cmp.Compare(b.Population, a.Population), cmp.Compare(a.INSEE, b.INSEE))
	})
	label := postcode + " " + communes[0].Name
	if len(communes) > 1 {
		label += " et environs"
	}
	return suggestable{
		Suggestion: Suggestion{Type: SuggestPostcode, ID: postcode, Label: label, Point: &communes[0].Centre},
		names:      []string{postcode}, weight: 0.5,
	}
}

// communeNames adds the abbreviations people type.
func communeNames(name string) []string {
	names := []string{name}
	for long, short := range map[string]string{"Saint-": "St ", "Sainte-": "Ste "} {
		if strings.Contains(name, long) {
			names = append(names, strings.ReplaceAll(name, long, short))
		}
	}
	return names
}

func foldAll(list []string) []string {
	folded := make([]string, len(list))
	for i, s := range list {
		folded[i] = mediation.Fold(s)
	}
	return folded
}

// Suggest returns at most limit things that text may mean, the likeliest
// first. It forgives accents, case, missing ends and typing errors.
func (s *Snapshot) Suggest(text string, limit int) []Suggestion {
	typed := mediation.Fold(text)
	if typed == "" {
		return nil
	}
	type ranked struct {
		suggestable
		score float64
	}
	var found []ranked
	for _, candidate := range s.index {
		if score := candidate.score(typed); score > 0 {
			found = append(found, ranked{candidate, score + candidate.weight})
		}
	}
	slices.SortStableFunc(found, func(a, b ranked) int { return cmp.Compare(b.score, a.score) })
	list := make([]Suggestion, 0, limit)
	for _, f := range found[:min(limit, len(found))] {
		list = append(list, f.Suggestion)
	}
	return list
}

func (c suggestable) score(typed string) (best float64) {
	for _, name := range c.names {
		best = max(best, scoreName(name, typed))
	}
	return best
}

// scoreName rates how well a name answers what was typed, 0 for not at all.
// Each whole step is worth more than any weight, so that a better kind of
// match always comes first.
func scoreName(name, typed string) float64 {
	switch {
	case name == typed:
		return 6
	case strings.HasPrefix(name, typed):
		return 5
	case strings.Contains(" "+name, " "+typed):
		return 4
	case len(name) > 2 && strings.Contains(" "+typed+" ", " "+name+" "):
		return 3 // a sentence that holds the name
	case allWordsBegin(name, typed):
		return 2
	}
	return misspelt(name, typed)
}

// allWordsBegin is true when each word typed begins a word of the name.
func allWordsBegin(name, typed string) bool {
	for _, w := range strings.Fields(typed) {
		if !strings.Contains(" "+name, " "+w) {
			return false
		}
	}
	return true
}

// misspelt allows one typing error in a short name, two from eight letters
// on, also in the beginning of a name that is not typed to its end. Figures
// are not forgiven: one off, and it is another postcode.
func misspelt(name, typed string) float64 {
	if strings.Trim(typed, "0123456789") == "" {
		return 0
	}
	allowed := 1 + len(typed)/8
	if len(typed) < 4 || allowed > 3 {
		allowed = min(allowed, len(typed)/4)
	}
	if allowed == 0 {
		return 0
	}
	whole := editDistance(name, typed, allowed)
	start := allowed + 1
	if len(name) > len(typed) {
		start = editDistance(name[:len(typed)], typed, allowed)
	}
	errors := min(whole, start)
	if errors > allowed {
		return 0
	}
	return 1 / float64(errors+1)
}

// editDistance counts the letters to add, drop, replace or swap with their
// neighbour, or returns most+1 when there are more than most.
func editDistance(a, b string, most int) int {
	if len(a)-len(b) > most || len(b)-len(a) > most {
		return most + 1
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		best := i
		for j := 1; j <= len(b); j++ {
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+differ(a[i-1], b[j-1]))
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			best = min(best, row[j])
		}
		if best > most {
			return most + 1
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

func differ(a, b byte) int {
	if a == b {
		return 0
	}
	return 1
}
