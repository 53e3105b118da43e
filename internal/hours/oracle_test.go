package hours

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"escale/internal/hours/hourstest"
	"escale/internal/mirrortest"
)

const (
	root        = "../.."
	nodeModules = root + "/frontend/node_modules"
)

// Eight weeks with the end of summer time, All Saints and 11 November.
var (
	oracleFrom = time.Date(2026, 10, 19, 0, 0, 0, 0, Paris)
	oracleTo   = oracleFrom.AddDate(0, 0, 56)
)

// openMillis are our openings in the oracle's terms.
func openMillis(s *Schedule, from, to time.Time) [][2]int64 {
	list := [][2]int64{}
	for _, i := range s.Intervals(from, to) {
		start, end := i.Start.UnixMilli(), i.End.UnixMilli()
		if n := len(list); n > 0 && list[n-1][1] == start {
			list[n-1][1] = end
			continue
		}
		list = append(list, [2]int64{start, end})
	}
	return list
}

// realHours lists the distinct hours of the mirror, or else of the example
// set, the empty one left out.
func realHours(t *testing.T) []string {
	t.Helper()
	folder, found := mirrortest.Find(t)
	if !found {
		texts := exampleHours(t)
		slices.Sort(texts)
		return slices.DeleteFunc(slices.Compact(texts), func(text string) bool { return text == "" })
	}
	content, err := os.ReadFile(filepath.Join(folder, "france/conseillers-numeriques-20221201.json"))
	if err != nil {
		t.Fatal(err)
	}
	var records []struct {
		Horaires string `json:"horaires"`
	}
	if err := json.Unmarshal(content, &records); err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, r := range records {
		if r.Horaires != "" {
			texts = append(texts, r.Horaires)
		}
	}
	slices.Sort(texts)
	return slices.Compact(texts)
}

// compare holds schedules against the oracle's answers, and lists differences.
func compare(t *testing.T, schedules []*Schedule, texts []string, from, to time.Time) (differ int) {
	t.Helper()
	for i, answer := range hourstest.Ask(t, nodeModules, texts, from, to) {
		ours := openMillis(schedules[i], from, to)
		if answer.Error == "" && slices.Equal(ours, answer.Open) {
			continue
		}
		if differ++; differ <= 20 {
			t.Errorf("%s\n oracle %s %s\n   ours %s", texts[i], answer.Error, showOnly(answer.Open, ours), showOnly(ours, answer.Open))
		}
	}
	return differ
}

// showOnly writes the first intervals of a list that another does not have.
func showOnly(list, other [][2]int64) string {
	var b strings.Builder
	for _, i := range list {
		if b.Len() < 400 && !slices.Contains(other, i) {
			format := "Mon 2006-01-02 15:04"
			fmt.Fprintf(&b, "\n   %s → %s", time.UnixMilli(i[0]).In(Paris).Format(format), time.UnixMilli(i[1]).In(Paris).Format(format))
		}
	}
	return b.String()
}

func TestRealHoursAgreeWithOracle(t *testing.T) {
	all := realHours(t)
	var texts, withPH []string
	var schedules, holidaysOff []*Schedule
	refused := map[string][]string{}
	for _, text := range all {
		s, err := Parse(text)
		if syntax, ok := errors.AsType[*SyntaxError](err); ok {
			refused[syntax.Reason] = append(refused[syntax.Reason], text)
			if text = Read(text).OSM; text == "" {
				continue
			}
			if s, err = Parse(text); err != nil { // the days that were understood
				t.Errorf("%q: %v", text, err)
				continue
			}
		}
		texts, schedules = append(texts, text), append(schedules, s)
		if !s.MentionsHolidays() {
			withPH, holidaysOff = append(withPH, text+"; PH off"), append(holidaysOff, s.OrHolidaysOff())
		}
	}
	t.Logf("distinct texts %d, parsed %d (%.1f %%), refused %d", len(all), len(texts),
		100*float64(len(texts))/float64(len(all)), len(all)-len(texts))
	for reason, list := range refused {
		t.Logf("refused %2d: %s, such as %q", len(list), reason, list[0])
	}
	if float64(len(texts)) < 0.97*float64(len(all)) {
		t.Errorf("only %d of %d texts are read", len(texts), len(all))
	}
	agree := func(schedules []*Schedule, texts []string) func(*testing.T) {
		return func(t *testing.T) {
			t.Parallel()
			differ := compare(t, schedules, texts, oracleFrom, oracleTo)
			t.Logf("texts compared %d, different from the oracle %d", len(texts), differ)
		}
	}
	t.Run("as written", agree(schedules, texts))
	t.Run("closed on holidays", agree(holidaysOff, withPH))
}

// inChangingHour finds times in the hour that the clocks skip or repeat, where
// JavaScript has its own idea of what they stand for.
var inChangingHour = regexp.MustCompile(`\b02:(15|30|45)`)

// TestDrawnHoursAgreeWithOracle does the same with invented hours that use
// every construct. Times past midnight stand alone: where a night's own day is
// cancelled, we are stricter on purpose (see the package documentation).
func TestDrawnHoursAgreeWithOracle(t *testing.T) {
	var texts []string
	var schedules []*Schedule
	add := func(m model) {
		if text := m.String(); !inChangingHour.MatchString(text) {
			texts, schedules = append(texts, text), append(schedules, mustParse(t, text))
		}
	}
	for seed := range 600 {
		add(models(false).Example(seed))
		if r := modelRules(true).Example(seed); r.state == open {
			r.additional = false
			add(model{r})
		}
	}
	// Not over the end of March: the oracle then moves the night after the
	// clocks change by an hour.
	from, to := time.Date(2026, 4, 1, 0, 0, 0, 0, Paris), time.Date(2027, 3, 20, 0, 0, 0, 0, Paris)
	differ := compare(t, schedules, texts, from, to)
	t.Logf("texts drawn %d, different from the oracle %d", len(texts), differ)
}

// oracleStates are départements whose public holidays and clocks the oracle
// knows, by its own names for them.
var oracleStates = map[string]hourstest.Where{
	"50": hourstest.Manche, "2A": {State: "Corse", Zone: "Europe/Paris"},
	"57": {State: "Moselle", Zone: "Europe/Paris"}, "67": {State: "Bas-Rhin", Zone: "Europe/Paris"}, "68": {State: "Haut-Rhin", Zone: "Europe/Paris"},
	"971": {State: "Guadeloupe", Zone: "America/Guadeloupe"}, "972": {State: "Martinique", Zone: "America/Martinique"},
	"973": {State: "Guyane", Zone: "America/Cayenne"}, "974": {State: "La Réunion", Zone: "Indian/Reunion"},
	"975": {State: "Saint-Pierre-et-Miquelon", Zone: "America/Miquelon"}, "976": {State: "Mayotte", Zone: "Indian/Mayotte"},
}

// customary are days that the oracle has and that no law makes public holidays
// where they are kept: Good Friday and 21 July in the Antilles.
func customary(departement string, h time.Time) bool {
	return (departement == "971" || departement == "972") &&
		(h.Format("01-02") == "07-21" || h.Weekday() == time.Friday && h.Format("01-02") == goodFridays[h.Year()])
}

// TestDepartementsAgreeWithOracle: seven years of public holidays, and of
// ordinary hours, each an instant on the clock of the département.
func TestDepartementsAgreeWithOracle(t *testing.T) {
	from, to := time.Date(2024, 1, 1, 12, 0, 0, 0, time.UTC), time.Date(2031, 1, 1, 12, 0, 0, 0, time.UTC)
	texts := []string{"PH 10:00-11:00", "Mo-Fr 09:00-12:00,14:00-17:00; PH off", "Sa 22:00-02:00"}
	for departement, where := range oracleStates {
		answers := hourstest.AskIn(t, nodeModules, where, texts, from, to)
		for i, text := range texts {
			var want [][2]int64
			for _, span := range answers[i].Open {
				if day := time.UnixMilli(span[0]).In(ZoneOf(departement)); i > 0 || !customary(departement, day) {
					want = append(want, span)
				}
			}
			got := openMillis(mustParse(t, text).In(CalendarOf(departement)), from, to)
			if i == 1 { // the days that only custom keeps are ours, not the oracle's
				got = slices.DeleteFunc(got, func(span [2]int64) bool {
					return customary(departement, time.UnixMilli(span[0]).In(ZoneOf(departement)))
				})
			}
			if len(got) < 70 || !slices.Equal(want, got) {
				t.Errorf("%s, %s: %d openings of the oracle, %d of ours\n oracle %s\n ours %s", departement, text, len(want), len(got), showOnly(want, got), showOnly(got, want))
			}
		}
	}
}
