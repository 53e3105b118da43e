package hours

import "escale/internal/compact"

// Shelf keeps schedules in few pieces of memory. Its zero value is ready. A piece lives
// as long as one of its schedules.
type Shelf struct {
	schedules compact.Lists[Schedule]
	rules     compact.Lists[rule]
	dates     compact.Lists[dateRange]
	times     compact.Lists[timeRange]
}

// Keep copies a schedule.
func (k *Shelf) Keep(s *Schedule) *Schedule {
	s = k.schedules.KeepOne(s)
	s.rules = k.rules.Keep(s.rules)
	for i := range s.rules {
		r := &s.rules[i]
		r.dates, r.times = k.dates.Keep(r.dates), k.times.Keep(r.times)
	}
	return s
}
