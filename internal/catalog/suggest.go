package catalog

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"escale/internal/language"
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

// suggestions is what can be suggested.
type suggestions struct {
	needs *needIndex
	names []suggestable // of everything, in order
	// foreign are the words of the needs in the languages that are not French.
	foreign map[*language.Language][]foreignNeed
}

// suggestable is one thing, under all the names it goes by.
type suggestable struct {
	Suggestion
	names  []string // folded, between two spaces
	weight float64  // breaks ties between equal matches, 0 to 1
}

func newSuggestions(s *Snapshot) suggestions {
	var list []suggestable
	for _, need := range s.Needs {
		list = append(list, suggestable{
			Suggestion: Suggestion{Type: SuggestNeed, ID: string(need.ID), Label: need.Label},
			names:      foldAll(append([]string{need.Label, string(need.ID)}, need.Synonyms...)), weight: needWeight,
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
	return suggestions{newNeedIndex(s), list, foreignNeeds(s.Needs)}
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
		names:      foldAll([]string{postcode}), weight: 0.5,
	}
}

// communeNames adds the abbreviations people type, and the beginning that
// stands for the whole: "Carentan", "Condé".
func communeNames(name string) []string {
	names := []string{name}
	if found := lesser.FindStringIndex(name); found != nil {
		names = append(names, name[:found[0]])
	}
	for _, long := range names {
		if strings.Contains(long, "Saint") {
			names = append(names, strings.NewReplacer("Sainte-", "Ste ", "Saint-", "St ").Replace(long))
		}
	}
	return names
}

// lesser is where the lesser part of a commune's name begins.
var lesser = regexp.MustCompile(`(?i)[- ](en|le|la|les|l'|sur|sous|de|du|des|d'|au|aux)([- ]|\b)`)

// foldAll folds names, and puts each between two spaces.
func foldAll(list []string) []string {
	folded := make([]string, len(list))
	for i, s := range list {
		folded[i] = " " + strings.Join(words(s, maxWords), " ") + " "
	}
	return folded
}

// Suggest returns at most limit things that text may mean, the likeliest
// first. It forgives accents, case, missing ends and typing errors. A need
// said among other words comes before a commune or postcode said in the same
// text; what the text begins or names outright comes before both.
func (s *Snapshot) Suggest(text string, limit int) []Suggestion {
	said := words(text, maxWords)
	if len(said) == 0 {
		return nil
	}
	found := s.index.named(typedText{strings.Join(said, " "), said, bare(said)})
	found = withNeeds(found, s.index.needs.search(said))
	slices.SortStableFunc(found, func(a, b ranked) int { return cmp.Compare(b.score, a.score) })
	list, needs := make([]Suggestion, 0, limit), 0
	for _, f := range found {
		if f.Type == SuggestNeed {
			if needs++; needs > mostNeeds {
				continue
			}
		}
		if len(list) < limit {
			list = append(list, f.Suggestion)
		}
	}
	return list
}

// mostNeeds leaves room in a list of suggestions for communes and places.
const mostNeeds = 4

type ranked struct {
	*suggestable
	score float64
}

// typedText is what was typed, folded.
type typedText struct {
	whole string
	words []string
	bare  bool // says nothing of what someone needs
}

// bare is true for empty words alone, which begin too many names of needs.
func bare(said []string) bool {
	return !slices.ContainsFunc(said, func(w string) bool { return !empty[w] && !weak[w] && !guards[w] })
}

// named finds what goes by a name like the text.
func (x *suggestions) named(typed typedText) (found []ranked) {
	for i := range x.names {
		candidate := &x.names[i]
		if score := candidate.score(typed); score > 0 {
			found = append(found, ranked{candidate, score + candidate.weight})
		}
	}
	return found
}

func (c *suggestable) score(typed typedText) (best float64) {
	for _, name := range c.names {
		if c.Type == SuggestNeed {
			best = max(best, scoreNeedName(name, typed))
		} else {
			best = max(best, scoreName(name, typed))
		}
	}
	return best
}

// The kinds of match. Each whole step is worth more than any weight, so that
// a better kind always comes first.
const (
	sameName   = 6
	nameBegins = 5
	nameHolds  = 4
	textHolds  = 3 // a sentence that holds the name
	wordsBegin = 2 // each word typed begins a word of the name
)

// needWeight is the weight of a need found by the beginning of its name.
const needWeight = 0.9

// scoreNeedName knows only names and their beginnings: the rest is the work
// of the needs' own index. The first letters of a name of several words say
// less than those of a commune: "cher" is Cherbourg before "chercher du
// travail".
func scoreNeedName(name string, typed typedText) float64 {
	rest, begins := strings.CutPrefix(name[1:], typed.whole)
	switch {
	case rest == " ":
		return sameName
	case !begins || typed.bare:
		return 0
	case len(typed.words) == 1 && rest[0] != ' ' && strings.Count(rest, " ") > 1:
		return nameBegins - needWeight/2
	}
	return nameBegins
}

// scoreName rates how well a name answers what was typed, 0 for not at all.
func scoreName(name string, typed typedText) float64 {
	at := atWord(name, typed.whole)
	switch {
	case at == 1 && len(name) == len(typed.whole)+2:
		return sameName
	case at == 1:
		return nameBegins
	case at > 1:
		return nameHolds
	case len(name) > 4 && holds(typed.whole, name):
		return textHolds
	case allWordsBegin(name, typed.words):
		return wordsBegin
	}
	return misspelt(name[1:len(name)-1], typed.whole)
}

// atWord is where in a name some letters begin a word, -1 if nowhere.
func atWord(name, letters string) int {
	for from := 0; ; {
		at := strings.Index(name[from:], letters)
		if at < 0 {
			return -1
		}
		if name[from+at-1] == ' ' {
			return from + at
		}
		from += at + 1
	}
}

// holds is true when the name, between its spaces, is in a longer text.
func holds(text, name string) bool {
	return strings.Contains(text, name) || strings.HasPrefix(text, name[1:]) || strings.HasSuffix(text, name[:len(name)-1])
}

// allWordsBegin is true when each word typed begins a word of the name.
func allWordsBegin(name string, typed []string) bool {
	for _, w := range typed {
		if atWord(name, w) < 0 {
			return false
		}
	}
	return true
}

// misspelt allows one typing error in a short name, two from eight letters
// on, three from sixteen, also in the beginning of a name that is not typed to
// its end. Figures are not forgiven: one off, and it is another postcode.
func misspelt(name, typed string) float64 {
	if strings.Trim(typed, "0123456789") == "" {
		return 0
	}
	allowed := min(1+len(typed)/8, len(typed)/4, 3)
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
	var room [120]int // spares the heap for words
	rows, n := room[:], len(b)+1
	if 3*n > len(rows) {
		rows = make([]int, 3*n)
	}
	before, last, row := rows[:n], rows[n:2*n], rows[2*n:3*n]
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
