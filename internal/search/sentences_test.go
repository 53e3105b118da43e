package search_test

import (
	"bufio"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"escale/internal/language"
	"escale/internal/mirrortest"
	"escale/internal/search"
)

// sentence is a need, a place and a day in a person's own words.
type sentence struct {
	departement, text string
	needs             []string // those that are right
	where, when       string
}

func sentences(t *testing.T, name string) (list []sentence) {
	t.Helper()
	file, err := os.Open("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if cells := strings.Split(lines.Text(), "\t"); len(cells) == 5 && !strings.HasPrefix(cells[0], "#") {
			list = append(list, sentence{cells[0], cells[1], strings.Split(cells[2], ","), cells[3], cells[4]})
		}
	}
	return list
}

// understood are the parts of a sentence as the search takes them, written as
// in the list.
func understood(found search.Sentence) (need, where, when string) {
	if found.Need != nil {
		need = found.Need.ID
	}
	if found.Where != nil {
		where, _, _ = strings.Cut(found.Where.Label, ", commune ")
	} else if last := len(found.Choices) - 1; last >= 0 && found.Choices[last].Type == search.Postcode {
		where = found.Choices[last].ID // it asks which of its communes, or takes them all
	} else if last >= 0 {
		where, _, _ = strings.Cut("? "+found.Choices[0].Label, ", commune ")
	}
	if d := found.Day; d != nil {
		when = strings.TrimSpace(strings.Join([]string{d.Span, d.Date, d.Part, d.Clock}, " "))
		when = strings.Join(strings.Fields(when), " ")
	}
	return need, where, when
}

// TestSentencesAreUnderstoodWhole: all three parts of a sentence are right.
func TestSentencesAreUnderstoodWhole(t *testing.T) {
	mirrortest.Path(t, ".") // contours and the movements of communes
	list := sentences(t, "sentences.tsv")
	right := 0
	for _, s := range list {
		x, _ := indexOf(t, s.departement)
		found := x.Read(language.French, s.text, sunday)
		need, where, when := understood(found)
		if slices.Contains(s.needs, need) && where == s.where && when == s.when {
			right++
		} else {
			t.Logf("%q: need %s, want %s; place %s %v %+v, want %s; day %s, want %s; not used: %v", s.text, need, strings.Join(s.needs, " or "),
				where, labels(found.Choices), found.Elsewhere, s.where, when, s.when, found.Unused)
		}
	}
	share := float64(right) / float64(len(list))
	t.Logf("%d sentences: all three parts right in %d, %.1f %%", len(list), right, 100*share)
	if len(list) < 150 || share < 0.95 {
		t.Errorf("only %.1f %% of %d", 100*share, len(list))
	}
}

// What begins or ends like one of ours and is the name of a commune elsewhere is
// never taken for ours, nor is what goes on after our name, or a street.
func TestNeverTheWrongVillage(t *testing.T) {
	mirrortest.Path(t, ".") // contours and the movements of communes
	x, _ := indexOf(t, "50")
	now := time.Date(2026, 11, 29, 10, 0, 0, 0, time.UTC)
	for text, want := range map[string]string{
		"Isigny-sur-Mer": "Calvados", "isigny sur mer": "Calvados", "CAF à Isigny-sur-Mer": "Calvados", "Juvigny-sous-Andaine": "Orne",
		"Villedieu-lès-Bailleul": "Orne", "Percy-en-Auge": "Calvados", "Marigny-Marmande": "Indre-et-Loire", "Montaigu-Vendée": "Vendée",
		"Saint-Malo": "Ille-et-Vilaine", "CAF à Saint-Malo": "Ille-et-Vilaine", "Saint-Martin-de-Ré": "Charente-Maritime",
		"carte grise Vire": "Calvados", "Vire mardi": "Calvados", "Caen passeport": "Calvados", "Bayeux CAF": "Calvados",
		"Orval-sur-Cher": "?", "Saint-James-sur-Sarthe": "?", "Beaumont sur Mer": "?", "Le Theil-sur-Huisne": "?", "école": "", "bus": "", "CAF Saint-Martin": "?",
		"rue de Coutances Granville": "Granville", "avenue de Vire Avranches": "Avranches", "CAF Coutances Granville": "Coutances",
		"12 rue des Halles, Coutances": "Coutances", "Coutances sur rendez-vous": "Coutances", "Torigni-sur-Vire": "Torigni-sur-Vire, commune de Torigny-les-Villes",
	} {
		s := x.Read(language.French, text, now)
		got := ""
		switch {
		case s.Elsewhere != nil:
			got = s.Elsewhere.Departements[0].Name
		case s.Where != nil:
			got = s.Where.Label
		case len(s.Choices) > 0:
			got = "?"
		}
		if got != want || s.Where != nil && s.Words != "" {
			t.Errorf("%q: %q with words %q, want %q", text, got, s.Words, want)
		}
	}
}
