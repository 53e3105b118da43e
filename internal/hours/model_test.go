package hours

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"
)

// modelRule is a rule as the tests understand it: written apart from the
// parser and the evaluator, slow and plain.
type modelRule struct {
	text       string
	matches    func(date time.Time) bool
	times      [][2]int // minutes; the end past 1440 for the next day
	state      state
	additional bool
}

type model []modelRule

func (m model) String() string {
	var b strings.Builder
	for i, r := range m {
		switch {
		case i > 0 && r.additional:
			b.WriteString(", ")
		case i > 0:
			b.WriteString("; ")
		}
		b.WriteString(r.text)
	}
	return b.String()
}

type painted struct {
	rule int
	from int
	to   int
}

func (m model) painting(date time.Time, withNight bool) []painted {
	var list []painted
	for i, r := range m {
		if r.matches(date) {
			if r.state != closed && !r.additional {
				list = nil
			}
			if len(r.times) == 0 {
				list = append(list, painted{i, 0, 1440})
			}
			for _, t := range r.times {
				list = append(list, painted{i, t[0], min(t[1], 1440)})
			}
		}
		for _, t := range r.times {
			if withNight && t[1] > 1440 && m.holdsAtMidnight(date.AddDate(0, 0, -1), i) {
				list = append(list, painted{i, 0, t[1] - 1440})
			}
		}
	}
	return list
}

func (m model) holdsAtMidnight(date time.Time, rule int) bool {
	list := m.painting(date, false)
	from := slices.IndexFunc(list, func(p painted) bool { return p.rule == rule })
	return from >= 0 && !slices.ContainsFunc(list[from:], func(p painted) bool {
		return p.to == 1440 && m[p.rule].state == closed && m[rule].state != closed
	})
}

// at is the brute force: one day, one minute, every rule.
func (m model) at(t time.Time) state {
	local := t.In(Paris)
	minute := local.Hour()*60 + local.Minute()
	if earlier := t.Add(-time.Hour).In(Paris); earlier.Hour() == local.Hour() {
		minute = local.Hour()*60 + 59 // the hour that comes again goes on as it ended
	}
	date := time.Date(local.Year(), local.Month(), local.Day(), 12, 0, 0, 0, time.UTC)
	result := closed
	for _, p := range m.painting(date, true) {
		if p.from <= minute && minute < p.to {
			result = m[p.rule].state
		}
	}
	return result
}

// holidayDates is written by hand, for the years that the model is used in.
var holidayDates = map[string]bool{
	"2026-01-01": true, "2026-04-06": true, "2026-05-01": true, "2026-05-08": true, "2026-05-14": true,
	"2026-05-25": true, "2026-07-14": true, "2026-08-15": true, "2026-11-01": true, "2026-11-11": true,
	"2026-12-25": true, "2027-01-01": true, "2027-03-29": true, "2027-05-01": true, "2027-05-06": true,
	"2027-05-08": true, "2027-05-17": true, "2027-07-14": true, "2027-08-15": true, "2027-11-01": true,
	"2027-11-11": true, "2027-12-25": true,
}

type selector struct {
	text    string
	matches func(time.Time) bool
}

func weekdayIndex(date time.Time) int { return (int(date.Weekday()) + 6) % 7 }

var daySelectors = rapid.Custom(func(t *rapid.T) selector {
	a, b := rapid.IntRange(0, 6).Draw(t, "a"), rapid.IntRange(0, 6).Draw(t, "b")
	one := func(d time.Time) bool { return weekdayIndex(d) == a }
	switch rapid.IntRange(0, 5).Draw(t, "sort") {
	case 0:
		return selector{weekdayWords[a], one}
	case 1:
		return selector{weekdayWords[a] + "-" + weekdayWords[b], func(d time.Time) bool {
			return (weekdayIndex(d)-a+7)%7 <= (b-a+7)%7
		}}
	case 2:
		n := rapid.IntRange(1, 5).Draw(t, "n")
		return selector{fmt.Sprintf("%s[%d]", weekdayWords[a], n), func(d time.Time) bool {
			return one(d) && d.AddDate(0, 0, -7*(n-1)).Month() == d.Month() && d.AddDate(0, 0, -7*n).Month() != d.Month()
		}}
	case 3:
		n := rapid.IntRange(1, 3).Draw(t, "n")
		return selector{fmt.Sprintf("%s[-%d]", weekdayWords[a], n), func(d time.Time) bool {
			return one(d) && d.AddDate(0, 0, 7*(n-1)).Month() == d.Month() && d.AddDate(0, 0, 7*n).Month() != d.Month()
		}}
	case 4:
		return selector{"PH", func(d time.Time) bool { return holidayDates[d.Format(time.DateOnly)] }}
	}
	return selector{weekdayWords[a] + "," + weekdayWords[b], func(d time.Time) bool {
		return one(d) || weekdayIndex(d) == b
	}}
})

var weekSelectors = rapid.Custom(func(t *rapid.T) selector {
	from := rapid.IntRange(1, 53).Draw(t, "from")
	to, step := rapid.IntRange(from, 53).Draw(t, "to"), rapid.IntRange(1, 3).Draw(t, "step")
	text := fmt.Sprintf("week %d-%d", from, to)
	if step > 1 {
		text += fmt.Sprintf("/%d", step)
	}
	if from == to {
		text, step = fmt.Sprintf("week %d", from), 1
	}
	return selector{text, func(d time.Time) bool {
		_, w := d.ISOWeek()
		return from <= w && w <= to && (w-from)%step == 0
	}}
})

var dateSelectors = rapid.Custom(func(t *rapid.T) selector {
	day := rapid.Custom(func(t *rapid.T) time.Time {
		return time.Date(2026, 1, 1+rapid.IntRange(0, 364).Draw(t, "day"), 0, 0, 0, 0, time.UTC)
	})
	a, b := day.Draw(t, "from"), day.Draw(t, "to")
	key := func(d time.Time) string { return d.Format("01-02") }
	within := func(low, high, x string) bool {
		if low <= high {
			return low <= x && x <= high
		}
		return x >= low || x <= high
	}
	switch rapid.IntRange(0, 3).Draw(t, "sort") {
	case 0:
		return selector{a.Format("Jan 02"), func(d time.Time) bool { return key(d) == key(a) }}
	case 1:
		return selector{a.Format("2006 Jan 02"), func(d time.Time) bool { return d.Year() == 2026 && key(d) == key(a) }}
	case 2:
		return selector{a.Format("Jan") + "-" + b.Format("Jan"), func(d time.Time) bool {
			return within(a.Format("01"), b.Format("01"), d.Format("01"))
		}}
	}
	return selector{a.Format("Jan 02") + "-" + b.Format("Jan 02"), func(d time.Time) bool {
		return within(key(a), key(b), key(d))
	}}
})

// modelRules draws one rule; overnight allows times past midnight.
func modelRules(overnight bool) *rapid.Generator[modelRule] {
	return rapid.Custom(func(t *rapid.T) modelRule {
		parts := []selector{daySelectors.Draw(t, "days")}
		if rapid.IntRange(0, 3).Draw(t, "weeks?") == 0 {
			parts = append([]selector{weekSelectors.Draw(t, "weeks")}, parts...)
		}
		if rapid.IntRange(0, 2).Draw(t, "dates?") == 0 {
			parts = append([]selector{dateSelectors.Draw(t, "dates")}, parts...)
		}
		r := modelRule{matches: func(d time.Time) bool {
			return !slices.ContainsFunc(parts, func(s selector) bool { return !s.matches(d) })
		}}
		words := make([]string, len(parts))
		for i, p := range parts {
			words[i] = p.text
		}
		r.state = rapid.SampledFrom([]state{open, open, open, open, unknown, closed}).Draw(t, "state")
		if r.state != closed || rapid.Bool().Draw(t, "timed") {
			r.times = drawTimes(t, overnight)
			words = append(words, formatTimes(r.times))
		}
		words = append(words, map[state]string{open: "", closed: "off", unknown: `"sur rendez-vous"`}[r.state])
		r.text = strings.TrimSpace(strings.Join(words, " "))
		r.additional = rapid.IntRange(0, 3).Draw(t, "additional") == 0
		return r
	})
}

func drawTimes(t *rapid.T, overnight bool) [][2]int {
	var times [][2]int
	for range rapid.IntRange(1, 3).Draw(t, "ranges") {
		from := rapid.IntRange(0, 95).Draw(t, "from") * 15
		length := rapid.IntRange(1, 48).Draw(t, "length") * 15
		if !overnight {
			length = min(length, 1440-from)
		}
		times = append(times, [2]int{from, from + length})
	}
	return times
}

func formatTimes(times [][2]int) string {
	var words []string
	for _, t := range times {
		end := t[1]
		if end > 1440 {
			end -= 1440
		}
		words = append(words, fmt.Sprintf("%02d:%02d-%02d:%02d", t[0]/60, t[0]%60, end/60, end%60))
	}
	return strings.Join(words, ",")
}

func models(overnight bool) *rapid.Generator[model] {
	return rapid.Custom(func(t *rapid.T) model {
		m := model(rapid.SliceOfN(modelRules(overnight), 1, 4).Draw(t, "rules"))
		m[0].additional = false
		return m
	})
}
