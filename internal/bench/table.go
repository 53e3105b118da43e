package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"escale/internal/bench/load"
)

// line is a budget and what was measured.
type line struct {
	what  string
	value float64
	// unit follows the value; "" for a ratio.
	unit string
	// short names it in the history, "" for what is not kept there.
	short string
	// limit is 0 when there is no budget: the figure is for the reader.
	limit float64
	// least is true when the value must reach the limit, not stay below it.
	least  bool
	detail string
}

func (l line) kept() bool {
	return l.limit == 0 || l.least == (l.value >= l.limit) || l.value == l.limit
}

func (l line) target() string {
	sign := "≤"
	if l.least {
		sign = "≥"
	}
	return fmt.Sprintf("%s %g%s", sign, l.limit, l.unit)
}

func (l line) measured() string {
	if l.unit == "" && l.value < 10 {
		return fmt.Sprintf("%.2f", l.value)
	}
	return fmt.Sprintf("%.0f%s", l.value, l.unit)
}

// table prints lines as they come.
type table struct {
	out    io.Writer
	start  time.Time
	missed []string
	lines  int
	// history is what the line of this run says.
	history []string
}

var widths = []int{64, 9, 9, 7}

func (t *table) row(cells ...string) {
	var b strings.Builder
	for i, cell := range cells {
		b.WriteString(cell)
		if i < len(widths) {
			b.WriteString(strings.Repeat(" ", max(1, widths[i]+1-utf8.RuneCountInString(cell))))
		}
	}
	fmt.Fprintln(t.out, strings.TrimRight(b.String(), " "))
}

func (t *table) head() { t.row("what", "target", "measured", "", "how") }

func (t *table) add(l line) {
	target, verdict := l.target(), "ok"
	switch {
	case l.limit == 0:
		target, verdict = "", ""
	case !l.kept():
		verdict = "MISSED"
		t.missed = append(t.missed, l.what)
	}
	if l.limit != 0 {
		t.lines++
	}
	if l.short != "" {
		t.history = append(t.history, l.short+" "+l.measured())
	}
	t.row(l.what, target, l.measured(), verdict, l.detail)
}

func (t *table) foot() {
	fmt.Fprintf(t.out, "%d of %d targets kept, in %s\n", t.lines-len(t.missed), t.lines, time.Since(t.start).Round(time.Second))
}

// series is what each round gave.
type series []load.Cost

func (s series) each() time.Duration {
	return median(s, func(i int) time.Duration { return s[i].Each() })
}

func (s series) perSecond() float64 {
	return median(s, func(i int) float64 { return float64(s[i].Answers) / s[i].Took.Seconds() })
}

// ratio is the median of what s costs in each round by what other does in the
// same one, so that what slows a whole round touches both.
func (s series) ratio(other series) float64 {
	return median(s, func(i int) float64 { return float64(s[i].Each()) / float64(other[i].Each()) })
}

func median[T any, N int | int64 | float64 | time.Duration](list []T, value func(i int) N) N {
	values := make([]N, len(list))
	for i := range list {
		values[i] = value(i)
	}
	slices.Sort(values)
	return values[len(values)/2]
}

// against says both sides of a ratio.
func against(a, b series) string {
	return fmt.Sprintf("%s of CPU against %s; %.0f/s against %.0f/s", short(a.each()), short(b.each()), a.perSecond(), b.perSecond())
}

func short(d time.Duration) string {
	switch {
	case d < 100*time.Microsecond:
		return fmt.Sprintf("%.1f µs", float64(d)/1e3)
	case d < 10*time.Millisecond:
		return fmt.Sprintf("%.0f µs", float64(d)/1e3)
	}
	return fmt.Sprintf("%.0f ms", float64(d)/1e6)
}

func size(n int) string {
	if n < 10_000 {
		return fmt.Sprintf("%.1f kB", float64(n)/1e3)
	}
	return fmt.Sprintf("%.0f kB", float64(n)/1e3)
}
