package tour

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"escale/internal/mediation"

	"github.com/google/go-cmp/cmp"
)

// oracleDays asks a predicate day by day.
func oracleDays(has func(time.Time) bool, from, to mediation.Day) []mediation.Day {
	var days []mediation.Day
	for t := utc(from); !t.After(utc(to)); t = t.AddDate(0, 0, 1) {
		if has(t) {
			days = append(days, mediation.DayOf(t))
		}
	}
	return days
}

// Every kind of rule, over ten years, against a predicate on each day; and that
// the canonical words say the same rule.
func TestRulesAgainstTheOracle(t *testing.T) {
	for n, kind := range sampleKinds {
		t.Run(kind, func(t *testing.T) {
			r := rand.New(rand.NewPCG(2024, uint64(n)))
			dated := 0
			for i := range 400 {
				s := generate(r, kind)
				want := oracleDays(s.has, decadeFrom, decadeTo)
				rule, err := ParseRule(s.text)
				if err != nil && len(want) == 0 {
					continue // nothing left between the bounds
				}
				if err != nil {
					t.Fatalf("%d: %q: %v", i, s.text, err)
				}
				if len(want) > 0 {
					dated++
				}
				if diff := cmp.Diff(want, rule.Days(decadeFrom, decadeTo)); diff != "" {
					t.Fatalf("%d: %q (%s):\n%s", i, s.text, rule, diff)
				}
				checkWindow(t, r, rule, s)
				checkRoundTrip(t, rule)
			}
			if dated < 300 {
				t.Errorf("only %d of 400 rules have days", dated)
			}
		})
	}
}

// checkWindow asks for a few months, which may begin on any day.
func checkWindow(t *testing.T, r *rand.Rand, rule Rule, s sample) {
	t.Helper()
	from := randomDay(r)
	a, b := mediation.DayOf(from), mediation.DayOf(from.AddDate(0, 0, r.IntN(120)))
	want := oracleDays(s.has, a, b)
	if diff := cmp.Diff(want, rule.Days(a, b)); diff != "" {
		t.Fatalf("%q from %s to %s:\n%s", s.text, a, b, diff)
	}
	first := FirstDays(rule, a, 5)
	if diff := cmp.Diff(want[:min(5, len(want))], within(first, a, b), cmp.Transformer("none", func(d []mediation.Day) string { return fmt.Sprint(d) })); diff != "" {
		t.Fatalf("%q: first days from %s, up to %s:\n%s", s.text, a, b, diff)
	}
}

func checkRoundTrip(t *testing.T, rule Rule) {
	t.Helper()
	again, err := ParseRule(rule.String())
	if err != nil {
		t.Fatalf("%q: %v", rule, err)
	}
	if diff := cmp.Diff(rule, again, cmp.AllowUnexported(Rule{}, span{})); diff != "" {
		t.Fatalf("%q:\n%s", rule, diff)
	}
}

func mustParse(t *testing.T, text string) Rule {
	t.Helper()
	rule, err := ParseRule(text)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return rule
}

// The last week of 2026 and the first of 2027 are both odd: even and odd weeks
// part from every other week there.
func TestWeek53(t *testing.T) {
	const from, to = "2026-12-08", "2027-01-26"
	for text, want := range map[string][]mediation.Day{
		"mardi des semaines paires":                {"2026-12-08", "2026-12-22", "2027-01-12", "2027-01-26"},
		"mardi des semaines impaires":              {"2026-12-15", "2026-12-29", "2027-01-05", "2027-01-19"},
		"un mardi sur deux à partir du 08/12/2026": {"2026-12-08", "2026-12-22", "2027-01-05", "2027-01-19"},
		"un mardi sur deux à partir du 15/12/2026": {"2026-12-15", "2026-12-29", "2027-01-12", "2027-01-26"},
		"dimanche des semaines impaires":           {"2026-12-20", "2027-01-03", "2027-01-10", "2027-01-24"},
		"vendredi des semaines impaires":           {"2026-12-18", "2027-01-01", "2027-01-08", "2027-01-22"},
	} {
		if diff := cmp.Diff(want, mustParse(t, text).Days(from, to)); diff != "" {
			t.Errorf("%s:\n%s", text, diff)
		}
	}
}

// On 1 and 2 January 2022 and 2039 it is week 52 of the year before, which
// rrule's BYWEEKNO takes for 53 when it starts from these days.
func TestWeeksFromNewYear(t *testing.T) {
	for _, year := range []string{"2022", "2039"} {
		from, to := mediation.Day(year+"-01-01"), mediation.Day(year+"-01-10")
		want := []mediation.Day{from, mediation.Day(year + "-01-02"), mediation.Day(year + "-01-10")}
		if diff := cmp.Diff(want, mustParse(t, "tous les jours des semaines paires").Days(from, to)); diff != "" {
			t.Errorf("%s:\n%s", year, diff)
		}
	}
}

func TestCalendarCorners(t *testing.T) {
	for _, c := range []struct {
		name, text string
		from, to   mediation.Day
		want       []mediation.Day
	}{
		{"29 February", "le 29 du mois, en février", "2024-01-01", "2033-12-31", []mediation.Day{"2024-02-29", "2028-02-29", "2032-02-29"}},
		{"29 February 2028 is a Tuesday", "un mardi sur deux à partir du 15/02/2028", "2028-02-15", "2028-03-31", []mediation.Day{"2028-02-15", "2028-02-29", "2028-03-14", "2028-03-28"}},
		{"last day of months", "dernier jour du mois", "2027-12-01", "2028-04-30", []mediation.Day{"2027-12-31", "2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30"}},
		{"last working day", "dernier jour ouvré du mois", "2027-01-01", "2027-05-31", []mediation.Day{"2027-01-29", "2027-02-26", "2027-03-31", "2027-04-30", "2027-05-31"}},
		{"last working day before a holiday", "dernier jour ouvré du mois", "2024-03-01", "2024-03-31", []mediation.Day{"2024-03-29"}},
		{"first working day", "premier jour ouvré du mois", "2027-01-01", "2027-02-28", []mediation.Day{"2027-01-04", "2027-02-01"}},
		{"last day of February 2027", "dernier jour du mois", "2027-02-01", "2027-02-28", []mediation.Day{"2027-02-28"}},
		{"months without a 31st", "le 31 du mois", "2027-01-01", "2027-07-31", []mediation.Day{"2027-01-31", "2027-03-31", "2027-05-31", "2027-07-31"}},
		{"30th and last", "le 30 et le dernier jour du mois", "2027-01-15", "2027-04-30", []mediation.Day{"2027-01-30", "2027-01-31", "2027-02-28", "2027-03-30", "2027-03-31", "2027-04-30"}},
		{"fifth Tuesday", "5e mardi du mois", "2026-09-01", "2027-06-30", []mediation.Day{"2026-09-29", "2026-12-29", "2027-03-30", "2027-06-29"}},
		{"fifth and last are one", "5e et dernier mardi du mois", "2026-12-01", "2027-01-31", []mediation.Day{"2026-12-29", "2027-01-26"}},
		{"day of the spring change", "dernier dimanche du mois", "2027-03-01", "2027-03-31", []mediation.Day{"2027-03-28"}},
		{"week of the autumn change", "tous les jours", "2027-10-30", "2027-11-01", []mediation.Day{"2027-10-30", "2027-10-31", "2027-11-01"}},
		{"one day, both ends included", "tous les mardis", "2026-12-08", "2026-12-08", []mediation.Day{"2026-12-08"}},
		{"nothing when turned round", "tous les mardis", "2026-12-15", "2026-12-08", nil},
		{"not a day", "tous les mardis", "2026-12-01", "2026-02-30", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, mustParse(t, c.text).Days(c.from, c.to)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFirstDays(t *testing.T) {
	for _, c := range []struct {
		text string
		from mediation.Day
		n    int
		want []mediation.Day
	}{
		{"le 29 du mois, en février", "2026-11-22", 3, []mediation.Day{"2028-02-29", "2032-02-29", "2036-02-29"}},
		{"tous les mardis du 08/12/2026 au 15/12/2026", "2026-11-22", 5, []mediation.Day{"2026-12-08", "2026-12-15"}},
		{"tous les mardis à partir du 08/12/2046", "2026-11-22", 1, []mediation.Day{"2046-12-11"}},
		{"08/12/2026, 12/01/2027", "2026-12-09", 5, []mediation.Day{"2027-01-12"}},
		{"08/12/2026", "2026-12-09", 5, nil},
		{"mardi, semaines à confirmer", "2026-11-22", 5, nil},
		{"tous les mardis", "2026-11-22", 0, nil},
	} {
		got := FirstDays(mustParse(t, c.text), c.from, c.n)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s from %s: %v, want %v", c.text, c.from, got, c.want)
		}
	}
}
