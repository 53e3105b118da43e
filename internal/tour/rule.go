package tour

import (
	"math/bits"
	"slices"
	"time"

	"escale/internal/mediation"
)

// Rule says on which days a vehicle comes to a stop. Its zero value says that
// the dates are not published. Two rules that [ParseRule] made out of different
// words for the same thing are deeply equal.
type Rule struct {
	kind ruleKind
	// days are those of weekly, alternate, parity and unconfirmed rules.
	days weekdays
	// every is the number of weeks of an alternate rule, 2 or more, counted
	// from the week of from.
	every int
	// odd picks the odd ISO weeks of a parity rule, else the even ones.
	odd bool
	// ranks are the places in the month of each weekday, from Monday.
	ranks [7]ranks
	// monthDays has bits 1 to 31, and bit 0 for the last day of the month.
	monthDays uint32
	// workdays has firstWorkday, lastWorkday or both.
	workdays workdays
	// dates are in order, each once.
	dates []mediation.Day
	// from and until bound what recurs, both included, "" for no bound. An
	// alternate rule always has from, one of its days.
	from, until mediation.Day
	// without are the months in which nothing recurs.
	without months
	// except are spans in which the vehicle does not come, in order, apart from
	// each other.
	except []span
}

// span is a stretch of days, both included.
type span struct{ from, to mediation.Day }

type ruleKind uint8

const (
	unpublished ruleKind = iota
	ended
	onRequest
	unconfirmed
	listed    // a plain list of dates
	weekly    // every week
	alternate // every n weeks from a date
	parity    // even or odd ISO weeks
	ranked    // 1st, 3rd, last Tuesday of the month
	monthly   // a day of the month
	working   // the first or last working day of the month
)

// weekdays has bit 0 for Monday, to bit 6 for Sunday.
type weekdays uint8

const allWeek weekdays = 1<<7 - 1

func onDay(d time.Weekday) weekdays { return 1 << mondayFirst(d) }

func (w weekdays) count() int { return bits.OnesCount8(uint8(w)) }

// list gives the days from Monday.
func (w weekdays) list() []time.Weekday {
	var days []time.Weekday
	for i := range 7 {
		if w>>i&1 == 1 {
			days = append(days, time.Weekday((i+1)%7))
		}
	}
	return days
}

// ranks are places of a weekday in its month: bits 1 to 5 from its start, bit
// 6 for the last, bit 7 for the last but one.
type ranks uint8

const (
	lastRank       = 6
	beforeLastRank = 7
)

// months has bits 1 to 12.
type months uint16

const allYear months = 1<<13 - 2

func (m months) has(month time.Month) bool { return m>>month&1 == 1 }

// workdays are working days of a month: neither of the week-end nor public holidays of
// the whole country.
type workdays uint8

const (
	firstWorkday workdays = 1 << iota
	lastWorkday
)

// Dates says how surely the rule gives dates.
func (r Rule) Dates() mediation.StopDates {
	switch r.kind {
	case unpublished:
		return mediation.DatesUnpublished
	case ended:
		return mediation.DatesEnded
	case onRequest:
		return mediation.DatesOnRequest
	case unconfirmed:
		return mediation.DatesUnconfirmed
	}
	return mediation.DatesKnown
}

// ByDate is true for a rule that counts in days of the month, and so may fall on a
// week-end that nobody named.
func (r Rule) ByDate() bool { return r.kind == monthly }

// Weekdays lists the days of the week that the rule names, from Monday; none
// when it gives dates or days of the month.
func (r Rule) Weekdays() []time.Weekday {
	days := r.days
	for i, set := range r.ranks {
		if set != 0 {
			days |= 1 << i
		}
	}
	return days.list()
}

// skips is true for a day that the rule would have but for its exceptions.
func (r Rule) skips(d mediation.Day) bool {
	return slices.ContainsFunc(r.except, func(s span) bool { return s.from <= d && d <= s.to })
}
