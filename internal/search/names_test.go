package search_test

import (
	"cmp"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"escale/data"
	"escale/internal/formats"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/mirrortest"
	"escale/internal/search"
)

// territoryOf reads a département as it is loaded: from the mirror, or else,
// without the names that only the movements tell, from the official lists.
func territoryOf(t *testing.T, departement string) mediation.Territory {
	t.Helper()
	in := formats.TerritoryFiles{Communes: official(t, "communes.json"), EPCI: official(t, "epci.json")}
	mirror, _ := mirrortest.Find(t)
	contours, _ := filepath.Glob(filepath.Join(mirror, "territory", "communes-"+departement+"-*.geojson"))
	if len(contours) == 0 {
		in.Contours = strings.NewReader(centresOf(t, departement))
	} else {
		in.Contours, in.Movements = opened(t, contours[0]), opened(t, filepath.Join(mirror, "territory", "mouvements-communes.csv"))
	}
	territory, _, err := formats.ReadTerritory(departement, in)
	if err != nil {
		t.Fatal(err)
	}
	return territory
}

func official(t *testing.T, name string) io.Reader {
	t.Helper()
	r, err := data.Official(name)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func opened(t *testing.T, path string) io.Reader {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// centresOf puts all communes of a département at one point: where they are
// does not matter here.
func centresOf(t *testing.T, departement string) string {
	t.Helper()
	content, err := io.ReadAll(official(t, "communes.json"))
	if err != nil {
		t.Fatal(err)
	}
	var features []string
	for part := range strings.SplitSeq(string(content), `"code":"`) {
		if code, _, _ := strings.Cut(part, `"`); mediation.DepartementOf(code) == departement {
			features = append(features, fmt.Sprintf(`{"type":"Feature","properties":{"code":%q},"geometry":{"type":"Point","coordinates":[0,45]}}`, code))
		}
	}
	return `{"type":"FeatureCollection","features":[` + strings.Join(features, ",") + `]}`
}

// indexed holds the indexes that are made already.
var indexed = map[string]struct {
	*search.Index
	mediation.Territory
}{}

func indexOf(t *testing.T, departement string) (*search.Index, mediation.Territory) {
	t.Helper()
	if made, ok := indexed[departement]; ok {
		return made.Index, made.Territory
	}
	territory := territoryOf(t, departement)
	x, err := search.New(search.Source{Needs: words(t).Source.Needs, Territory: territory})
	if err != nil {
		t.Fatal(err)
	}
	made := indexed[departement]
	made.Index, made.Territory = x, territory
	indexed[departement] = made
	return x, territory
}

// published is a name of a commune, of today or of before.
type published struct{ name, insee string }

func publishedNames(territory mediation.Territory) (list []published, former int) {
	for _, c := range territory.Communes {
		list = append(list, published{c.Name, c.INSEE})
		for _, p := range c.Parts {
			list = append(list, published{p.Name, c.INSEE})
			former++
		}
	}
	return list, former
}

var threeDepartements = []string{"50", "80", "42"}

// spellings are the ways in which a name is typed.
func spellings(name string) []string {
	short := strings.NewReplacer("Sainte-", "Ste ", "Saint-", "St ", "Saintes-", "Stes ", "-sur-", " s/ ").Replace(name)
	return []string{name, mediation.Fold(name), strings.ToUpper(name), strings.ToUpper(mediation.Fold(name)), short, strings.ReplaceAll(name, "-", " ")}
}

// bareOf is a name without what people leave out, for an oracle of homonyms.
func bareOf(name string) string {
	drop := map[string]bool{"le": true, "la": true, "les": true, "l": true, "de": true, "du": true, "des": true, "d": true, "en": true, "sur": true, "sous": true, "au": true, "aux": true, "a": true, "et": true}
	return strings.Join(slices.DeleteFunc(strings.Fields(mediation.Fold(name)), func(w string) bool { return drop[w] }), " ")
}

// TestEveryNameFindsItsCommune: a name as it is published gives its commune,
// or asks among those that share it.
func TestEveryNameFindsItsCommune(t *testing.T) {
	for _, departement := range threeDepartements {
		x, territory := indexOf(t, departement)
		names, former := publishedNames(territory)
		owners := map[string]map[string]bool{}
		for _, p := range names {
			if owners[bareOf(p.name)] == nil {
				owners[bareOf(p.name)] = map[string]bool{}
			}
			owners[bareOf(p.name)][p.insee] = true
		}
		typed, sure, unsure, wrong := 0, 0, 0, 0
		for _, p := range names {
			for _, text := range spellings(p.name) {
				typed++
				s := x.Read(language.French, text, sunday)
				first := x.Suggest(language.French, text, 8)
				switch {
				case s.Where != nil && s.Where.ID == p.insee && len(first) > 0 && owners[bareOf(p.name)][first[0].ID]:
					sure++
				case s.Where == nil && homonyms(s.Choices, owners[bareOf(p.name)], p.insee):
					unsure++
				default:
					wrong++
					t.Errorf("%s %q: %+v %+v, first %+v", departement, text, s.Where, s.Choices, first[:min(1, len(first))])
				}
			}
		}
		t.Logf("département %s: %d names, %d of them of before, typed in %d ways: %d sure, %d asked among homonyms, %d wrong", departement, len(names), former, typed, sure, unsure, wrong)
	}
}

// homonyms is true when the choices are those that share the name, this one
// among them.
func homonyms(choices []search.Suggestion, owners map[string]bool, insee string) bool {
	mine := slices.ContainsFunc(choices, func(s search.Suggestion) bool { return s.ID == insee })
	return mine && len(owners) > 1 && !slices.ContainsFunc(choices, func(s search.Suggestion) bool { return !owners[s.ID] })
}

// sunday is a Sunday morning.
var sunday = time.Date(2026, 11, 29, 10, 0, 0, 0, time.UTC)

// mistype leaves a letter out, doubles one, or puts another in its place.
func mistype(r *rand.Rand, name string) string {
	letters := []rune(name)
	i := r.IntN(len(letters))
	for letters[i] == ' ' || letters[i] == '-' || letters[i] == '\'' {
		i = r.IntN(len(letters))
	}
	switch r.IntN(3) {
	case 0:
		return string(slices.Delete(letters, i, i+1))
	case 1:
		return string(slices.Insert(letters, i, letters[i]))
	}
	letters[i] = rune('a' + r.IntN(26))
	return string(letters)
}

func TestOneWrongLetterIsForgiven(t *testing.T) {
	mirrortest.Path(t, ".") // contours and the movements of communes
	const cases = 2000
	r := rand.New(rand.NewPCG(15, 2026))
	var sets []typoSet
	for _, departement := range threeDepartements {
		x, territory := indexOf(t, departement)
		names, _ := publishedNames(territory)
		one := typoSet{x, names, map[string]bool{}}
		for _, p := range names {
			one.exact[bareOf(p.name)] = true
		}
		sets = append(sets, one)
	}
	amongThree, otherNames, wrong, sure := 0, 0, 0, 0
	for range cases {
		one := sets[r.IntN(len(sets))]
		p := one.names[r.IntN(len(one.names))]
		text := mistype(r, p.name)
		if one.exact[bareOf(text)] && bareOf(text) != bareOf(p.name) {
			otherNames++
			continue
		}
		s := one.x.Read(language.French, text, sunday)
		first := s.Choices
		if s.Where != nil {
			first = []search.Suggestion{*s.Where}
			sure++
			if s.Where.ID != p.insee && !one.shares(p, s.Where.ID) {
				wrong++
				t.Errorf("Enter on %q for %s goes to %s", text, p.name, s.Where.Label)
			}
		}
		if slices.ContainsFunc(first[:min(3, len(first))], func(s search.Suggestion) bool { return s.ID == p.insee }) {
			amongThree++
		} else if testing.Verbose() {
			t.Logf("%q for %s: %v", text, p.name, labels(first))
		}
	}
	share := float64(amongThree) / float64(cases-otherNames)
	t.Logf("%d typos, %d of them another name exactly; of the others %.1f %% among the first three, %d taken at once, %d wrongly", cases, otherNames, 100*share, sure, wrong)
	if share < 0.97 {
		t.Errorf("only %.1f %%", 100*share)
	}
}

// typoSet are the names of a département.
type typoSet struct {
	x     *search.Index
	names []published
	exact map[string]bool
}

// shares is true when another commune has had the same name.
func (s typoSet) shares(p published, insee string) bool {
	return slices.ContainsFunc(s.names, func(other published) bool { return other.insee == insee && bareOf(other.name) == bareOf(p.name) })
}

func labels(list []search.Suggestion) (names []string) {
	for _, s := range list {
		names = append(names, cmp.Or(s.Label, s.ID))
	}
	return names
}
