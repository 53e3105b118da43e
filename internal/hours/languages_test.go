package hours

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"escale/internal/language"
	"escale/internal/language/languagetest"
)

type fataler interface {
	Helper()
	Fatalf(string, ...any)
}

// checkTranslations compares the sentences of every language with the French.
func checkTranslations(t fataler, about string, say func(*language.Language) []string) {
	t.Helper()
	french := say(language.French)
	for _, code := range languagetest.Foreign {
		l, _ := language.Find(code)
		lines := say(l)
		if len(lines) != len(french) {
			t.Fatalf("%s: %d lines in %s, %d in French", about, len(lines), code, len(french))
		}
		for i, line := range lines {
			if words := languagetest.French(line); len(words) > 0 {
				t.Fatalf("%s: %s says %q, with the French words %q", about, code, line, words)
			}
			if diff := cmp.Diff(languagetest.Read("fr", french[i]), languagetest.Read(code, line)); diff != "" {
				t.Fatalf("%s: French says %q, %s says %q: %s", about, french[i], code, line, diff)
			}
		}
	}
}

func checkSchedule(t fataler, s *Schedule) {
	t.Helper()
	checkTranslations(t, s.String(), s.OrHolidaysOff().Text)
	checkTranslations(t, s.String(), s.Text)
}

func TestRealHoursInEveryLanguage(t *testing.T) {
	texts := append(realHours(t), exampleHours(t)...)
	n := 0
	for _, text := range texts {
		if s, err := Parse(text); err == nil {
			checkSchedule(t, s)
			n++
		}
	}
	t.Logf("%d texts", n)
}

// exampleHours are those of the invented places.
func exampleHours(t *testing.T) []string {
	t.Helper()
	file, err := os.Open(filepath.Join(root, "data/exemple/lieux.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	column := slices.Index(rows[0], "horaires")
	var texts []string
	for _, row := range rows[1:] {
		texts = append(texts, row[column])
	}
	return texts
}

func TestDrawnHoursInEveryLanguage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := mustParse(t, models(true).Draw(t, "model").String())
		checkSchedule(t, s)
		at := windows.Draw(t, "from").Add(time.Duration(rapid.IntRange(0, 2000).Draw(t, "minute")) * time.Minute)
		checkTranslations(t, s.String(), func(l *language.Language) []string {
			lines := []string{s.At(at).Sentence(l, at), DateYearIn(l, at), MonthYearIn(l, at)}
			midnight := Midnight(at, 0)
			for _, slot := range s.Slots(midnight, midnight.AddDate(0, 0, 1)) {
				lines = append(lines, SlotIn(l, slot))
			}
			return lines
		})
	})
}

// TestCommentsStayFrench: what a source wrote is not translated, and is marked.
func TestCommentsStayFrench(t *testing.T) {
	english, _ := language.Find("en")
	s := mustParse(t, `Mo 09:00-12:00 open "sonner à la porte"; Tu 14:00-18:00 "sur rendez-vous"; We 09:00-10:00 unknown`)
	want := "Monday: 9:00 – 12:00 (\u2068sonner à la porte\u2069)|Tuesday: 14:00 – 18:00 (by appointment)|Wednesday: 9:00 – 10:00 (to be confirmed)|Closed on the other days"
	if got := strings.Join(s.Text(english), "|"); got != want {
		t.Errorf("%s", got)
	}
	if got := s.At(paris(2026, 12, 7, 10, 0)).Sentence(english, paris(2026, 12, 7, 10, 0)); got != "Open until 12:00 (\u2068sonner à la porte\u2069)" {
		t.Errorf("%s", got)
	}
}
