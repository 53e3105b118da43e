package search_test

import (
	"math"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"escale/internal/bench/proc"
	"escale/internal/language"
	"escale/internal/search"
)

// longest is how many letters people may type.
const longest = 500

// checkAnswer holds what is true of the answer to any text.
func checkAnswer(t interface{ Errorf(string, ...any) }, s *example, text string) {
	found := s.Index.Needs(text)
	if again := s.Index.Needs(text); !reflect.DeepEqual(found, again) {
		t.Errorf("%q: %v, then %v", text, found, again)
	}
	last := math.Inf(1)
	for i, m := range found {
		need, known := s.Source.Needs.Find(m.ID)
		twice := slices.ContainsFunc(found[:i], func(other search.NeedMatch) bool { return other.ID == m.ID })
		if !known || need.Label != m.Label || twice || m.Score <= 0 || m.Score > last {
			t.Errorf("%q: %+v at %d of %v", text, m, i, found)
		}
		last = m.Score
	}
	suggested := s.Suggest(language.French, text, 5)
	if !reflect.DeepEqual(suggested, s.Suggest(language.French, text, 5)) || len(suggested) > 5 {
		t.Errorf("%q: %v, then %v", text, suggested, s.Suggest(language.French, text, 5))
	}
}

func TestAnyTextHasOneAnswer(t *testing.T) {
	s := words(t)
	list := phrases(t, "phrases.tsv")
	rapid.Check(t, func(t *rapid.T) {
		var text strings.Builder
		for text.Len() < longest && rapid.IntRange(0, 12).Draw(t, "more") > 0 {
			p := rapid.SampledFrom(list).Draw(t, "phrase").text
			switch rapid.IntRange(0, 3).Draw(t, "what") {
			case 0:
				p = rapid.String().Draw(t, "anything")
			case 1:
				p = p[:rapid.IntRange(0, len(p)).Draw(t, "cut")]
			case 2:
				p = s.Territory.Communes[rapid.IntRange(0, len(s.Territory.Communes)-1).Draw(t, "commune")].Name
			}
			text.WriteString(p + " ")
		}
		checkAnswer(t, s, text.String())
	})
}

func FuzzSuggest(f *testing.F) {
	s := words(f)
	for _, seed := range []string{"", " ", "rsa", "C.A.F.", "d", "l'", "m s a", "é\u0301", "\xff\xfe", "ssssxxxx", "zz st lo caf", strings.Repeat("ae ", 200)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) { checkAnswer(t, s, text[:min(len(text), longest)]) })
}

// Maps have no order: a snapshot built again from the same data must rank alike.
func TestASnapshotBuiltAgainAnswersAlike(t *testing.T) {
	s := words(t)
	again, err := search.New(s.Source)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range phrases(t, "phrases.tsv") {
		if a, b := s.Index.Needs(p.text), again.Needs(p.text); !reflect.DeepEqual(a, b) {
			t.Errorf("%q: %v, then %v", p.text, a, b)
		}
	}
}

// cheapest is the least processor time of some tries: the clock on the wall also counts
// the others that share the machine.
func cheapest(t *testing.T, work func()) time.Duration {
	t.Helper()
	spent := func() time.Duration {
		cpu, err := proc.CPU(os.Getpid())
		if err != nil {
			t.Fatal(err)
		}
		return cpu
	}
	least := time.Hour
	for range 7 {
		start := spent()
		work()
		least = min(least, spent()-start)
	}
	return least
}

// No text costs much more than others: both sides are measured in one run.
func TestNoTextCostsMuchMoreThanAnother(t *testing.T) {
	s := words(t)
	ask := func(text string) time.Duration {
		return cheapest(t, func() { s.Suggest(language.French, text, 8) })
	}
	var all time.Duration
	list := phrases(t, "phrases.tsv")[:100]
	for _, p := range list {
		all += ask(p.text)
	}
	usual := all / time.Duration(len(list))
	for _, text := range []string{"copzx ", "a b ", "z", "déclarassiom zimpaux ", "carte photo ", "pc ", "saint "} {
		text = strings.Repeat(text, longest)[:longest]
		took := ask(text)
		t.Logf("%q… costs %.0f times a usual phrase", text[:20], float64(took)/float64(usual))
		if took > 100*usual {
			t.Errorf("%q… takes %v, a usual phrase %v", text[:20], took, usual)
		}
	}
}

// What one looks for, and where, are both understood, in any order.
func TestANeedAndACommuneAreBothFound(t *testing.T) {
	s := words(t)
	for _, c := range s.Territory.Communes {
		if found := s.Suggest(language.French, c.Name, 8); len(found) == 0 || found[0].Type != search.Commune || found[0].ID != c.INSEE {
			t.Errorf("%s alone: %v", c.Name, found)
		}
		short, _, _ := strings.Cut(strings.ReplaceAll(c.Name, "Saint-", "st "), "-en-")
		for text, need := range map[string]string{
			"impôts " + c.Name: "impots", c.Name + " refaire ma carte grise": "ants", "j'habite à " + short + " et je cherche du boulot": "emploi",
			"caf " + c.Postcodes[0]: "caf",
		} {
			found := s.Suggest(language.French, text, 8)
			if len(found) < 2 || found[0].ID != need || found[1].Type == search.Need || found[1].Type == search.Place {
				t.Errorf("%q: %v", text, found)
			} else if found[1].Type == search.Commune && found[1].ID != c.INSEE && !strings.HasSuffix(text, c.Postcodes[0]) {
				t.Errorf("%q: %v", text, found)
			}
		}
	}
}

func TestNeedsLeaveRoomForCommunes(t *testing.T) {
	s := words(t)
	for letters, want := range map[string]string{"cher": "50129", "gran": "50218", "cou": "50147", "per": "50393", "mor": "50359", "val": "50615"} {
		found := s.Suggest(language.French, letters, 8)
		if !slices.ContainsFunc(found, func(f search.Suggestion) bool { return f.ID == want }) {
			t.Errorf("%q does not find %s: %v", letters, want, found)
		}
	}
	for letters, want := range map[string]string{"cher": "50129", "gran": "50218"} {
		if got := s.Suggest(language.French, letters, 8)[0].ID; got != want {
			t.Errorf("%q finds %s before %s", letters, got, want)
		}
	}
}
