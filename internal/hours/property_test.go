package hours

import (
	"testing"
	"time"

	"escale/internal/language"

	"pgregory.net/rapid"
)

// windows draws the midnight at which some days of brute force start, often
// just before a night when the clocks change, a holiday or a new year.
var windows = rapid.Custom(func(t *rapid.T) time.Time {
	if rapid.Bool().Draw(t, "special") {
		return rapid.SampledFrom([]time.Time{
			paris(2026, 10, 24, 0, 0), paris(2027, 3, 27, 0, 0), paris(2026, 12, 24, 0, 0),
			paris(2026, 12, 31, 0, 0), paris(2027, 1, 3, 0, 0), paris(2026, 11, 10, 0, 0),
		}).Draw(t, "window")
	}
	return paris(2026, 1, 2+rapid.IntRange(0, 700).Draw(t, "day"), 0, 0)
})

func paris(y, m, d, h, min int) time.Time { return time.Date(y, time.Month(m), d, h, min, 0, 0, Paris) }

func mustParse(t interface{ Fatalf(string, ...any) }, text string) *Schedule {
	s, err := Parse(text)
	if err != nil {
		t.Fatalf("Parse(%q): %v", text, err)
	}
	return s
}

// minutes evaluates the model for every minute of two days.
func minutes(m model, from time.Time) []state {
	var states []state
	for t := from; t.Before(from.AddDate(0, 0, 2)); t = t.Add(time.Minute) {
		states = append(states, m.at(t))
	}
	return states
}

func TestAtAgreesWithBruteForce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := models(true).Draw(t, "model")
		from := windows.Draw(t, "from")
		s := mustParse(t, m.String())
		states := minutes(m, from)
		for i, want := range states {
			at := from.Add(time.Duration(i) * time.Minute)
			st := s.At(at)
			if st.Open != (want == open) || st.Unknown != (want == unknown) {
				t.Fatalf("%s at %v: %+v, want state %d", m, at, st, want)
			}
			if i%7 == 0 || states[i] != states[max(i-1, 0)] {
				checkComing(t, s, states, from, i)
			}
		}
	})
}

// checkComing holds Until, Next and NextChange against the minutes that follow.
func checkComing(t *rapid.T, s *Schedule, states []state, from time.Time, i int) {
	at := from.Add(time.Duration(i) * time.Minute)
	st := s.At(at)
	j := i + 1
	for j < len(states) && (states[j] == open) == st.Open {
		j++
	}
	coming := from.Add(time.Duration(j) * time.Minute)
	switch {
	case j == len(states):
		for _, announced := range []time.Time{st.Until, st.Next} {
			if !announced.IsZero() && announced.Before(coming) {
				t.Fatalf("%s at %v: %+v, but nothing changes before %v", s, at, st, coming)
			}
		}
	case st.Open && !st.Until.Equal(coming), !st.Open && !st.Next.Equal(coming):
		t.Fatalf("%s at %v: %+v, want a change at %v", s, at, st, coming)
	}
	change := s.NextChange(at)
	if !change.After(at) || change.After(nextMidnight(at)) || change.After(coming) && j < len(states) {
		t.Fatalf("%s at %v: NextChange %v, state changes at %v", s, at, change, coming)
	}
}

func nextMidnight(t time.Time) time.Time {
	y, m, d := t.In(Paris).Date()
	return time.Date(y, m, d+1, 0, 0, 0, 0, Paris)
}

func TestIntervalsAgreeWithBruteForce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := models(true).Draw(t, "model")
		from := windows.Draw(t, "from").Add(time.Duration(rapid.IntRange(0, 2000).Draw(t, "cut")) * time.Minute)
		states := minutes(m, from)
		to := from.Add(time.Duration(len(states)) * time.Minute)
		var want []Interval
		for i, state := range states {
			if at := from.Add(time.Duration(i) * time.Minute); state == open {
				want = join(want, Interval{Start: at, End: at.Add(time.Minute)})
			}
		}
		got := mustParse(t, m.String()).Intervals(from, to)
		if len(got) != len(want) {
			t.Fatalf("%s: %v, want %v", m, got, want)
		}
		for i := range want {
			if !got[i].Start.Equal(want[i].Start) || !got[i].End.Equal(want[i].End) {
				t.Fatalf("%s: %v, want %v", m, got, want)
			}
		}
	})
}

func TestNothingChangesBeforeNextChange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := mustParse(t, models(true).Draw(t, "model").String()).OrHolidaysOff()
		at := windows.Draw(t, "from").Add(time.Duration(rapid.IntRange(0, 4000).Draw(t, "minute")) * time.Minute)
		first := s.At(at)
		for u := at; u.Before(s.NextChange(at)); u = u.Add(time.Minute) {
			if st := s.At(u); st != first || st.Sentence(language.French, u) != first.Sentence(language.French, at) {
				t.Fatalf("%s: %+v at %v, %+v at %v", s, first, at, st, u)
			}
		}
	})
}

func TestHolidaysOffNeverOpensOnAHoliday(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := mustParse(t, models(true).Draw(t, "model").String())
		off := s.OrHolidaysOff()
		day := rapid.SampledFrom(Calendar{}.Holidays(2026)).Draw(t, "holiday").Day
		if s.MentionsHolidays() {
			if off != s {
				t.Fatalf("%s: a text that mentions PH must be kept", s)
			}
			return
		}
		if list := off.Intervals(day, nextMidnight(day)); len(list) > 0 {
			t.Fatalf("%s: open on %v: %v", s, day, list)
		}
	})
}

func TestTextNeverFails(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := mustParse(t, models(true).Draw(t, "model").String())
		if lines := s.OrHolidaysOff().Text(language.French); len(lines) == 0 {
			t.Fatalf("%s: no text", s)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"Mo-Fr 09:00-12:00,13:30-17:00; Sa 09:00-12:00", "week 1-53/2 Tu 10:00-12:00", "Th[1],We[-1] 14:00-16:00 open \"x\"",
		"Dec 24-Jan 02 off; 2026 Dec 25 10:00-12:00", "22:00-02:00; PH off", "24/7", "Th 08:30-12:00-13:30", "Mo-Fr 9h", "\xff–",
	} {
		f.Add(text)
	}
	now := paris(2026, 10, 24, 23, 30)
	f.Fuzz(func(t *testing.T, text string) {
		s, err := Parse(text)
		if err != nil {
			if err.Error() == "" {
				t.Fatal("an error without a sentence")
			}
			return
		}
		s = s.OrHolidaysOff()
		s.Text(language.French)
		s.At(now).Sentence(language.French, now)
		for _, i := range s.Intervals(now, now.AddDate(0, 0, 3)) {
			if !i.Start.Before(i.End) || !s.At(i.Start).Open {
				t.Fatalf("%q: %v", text, i)
			}
		}
	})
}
