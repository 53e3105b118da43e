package hours

import (
	"errors"
	"fmt"
	"strings"
)

// compose writes what clauses say in the OSM syntax. Two clauses about one
// weekday add up when their hours follow each other; otherwise they say two
// things, and neither is taken.
func compose(clauses []clause) (string, error) {
	var week [7][]timeRange
	var notes [7]string
	var extra []string
	for _, c := range clauses {
		if len(c.nth) > 0 {
			extra = append(extra, c.nthRule())
			continue
		}
		for d := range week {
			if !c.days[d] {
				continue
			}
			if err := add(&week[d], &notes[d], c); err != nil {
				return "", fmt.Errorf("%s : %w", weekdayNames[d], err)
			}
		}
	}
	rules := weekRules(week, notes)
	if len(rules) == 0 && len(extra) == 0 {
		return "", errors.New("aucun jour n'a d'horaire")
	}
	text := strings.Join(rules, "; ")
	if text != "" {
		extra = append([]string{text}, extra...)
	}
	return strings.Join(extra, ", "), nil // "," adds to the week, ";" would replace it
}

// add adds to a day what a clause says of it.
func add(day *[]timeRange, note *string, c clause) error {
	switch n := len(*day); {
	case c.shut:
		*day, *note = nil, ""
	case n > 0 && c.times[0].from < (*day)[n-1].to:
		return errors.New("deux horaires se chevauchent")
	case n > 0 && *note != c.note:
		return errors.New("une partie des heures seulement est sur rendez-vous")
	default:
		*day, *note = append(*day, c.times...), c.note
	}
	return nil
}

// weekRules writes one rule for each group of days that are alike.
func weekRules(week [7][]timeRange, notes [7]string) []string {
	var rules []string
	days := map[string][]int{}
	for d, times := range week {
		if len(times) == 0 {
			continue
		}
		rule := osmTimes(times) + osmNote(notes[d])
		if days[rule] == nil {
			rules = append(rules, rule)
		}
		days[rule] = append(days[rule], d)
	}
	for i, rule := range rules {
		rules[i] = osmDayList(days[rule]) + " " + rule
	}
	return rules
}

// osmDayList writes "Mo-We,Fr".
func osmDayList(days []int) string {
	var parts []string
	for i := 0; i < len(days); {
		last := i
		for last+1 < len(days) && days[last+1] == days[last]+1 {
			last++
		}
		part := weekdayWords[days[i]]
		if last > i {
			part += "-" + weekdayWords[days[last]]
		}
		parts, i = append(parts, part), last+1
	}
	return strings.Join(parts, ",")
}

func osmTimes(times []timeRange) string {
	parts := make([]string, len(times))
	for i, t := range times {
		parts[i] = fmt.Sprintf("%02d:%02d-%02d:%02d", t.from/60, t.from%60, t.to/60, t.to%60)
	}
	return strings.Join(parts, ",")
}

func osmNote(note string) string {
	if note == "" {
		return ""
	}
	return ` "` + note + `"`
}

// nthRule writes "Tu[1,3] 09:00-12:00".
func (c *clause) nthRule() string {
	day := 0
	for d, is := range c.days {
		if is {
			day = d
		}
	}
	return fmt.Sprintf("%s[%s] %s%s", weekdayWords[day], strings.Trim(strings.Join(strings.Fields(fmt.Sprint(c.nth)), ","), "[]"), osmTimes(c.times), osmNote(c.note))
}
