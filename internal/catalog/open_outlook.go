package catalog

import "escale/internal/mediation"

// outlook is what the visits of a service that moves promise.
type outlook struct {
	// Visit is the one that someone can count on, under way or the next to
	// come; nil for none.
	Visit *mediation.Visit
	// Missed is the first visit to come before it that nobody can count on:
	// cancelled, full, unconfirmed or moved to another commune; nil for none.
	Missed *mediation.Visit
	// Stop is the one of which most is known, nil when no tour stops here.
	Stop *mediation.Stop
}

// lookAhead adds to a state what the offer's visits promise at its instant.
func (o *offerEntry) lookAhead(s *OpenState) {
	for _, stop := range o.stops {
		if s.Stop == nil || datesRank[stop.Dates] > datesRank[s.Stop.Dates] {
			s.Stop = stop
		}
	}
	for _, v := range o.visits {
		switch {
		case !v.ahead(s.At):
		case !v.counts(s.At):
			if s.Missed == nil && s.Visit == nil {
				s.Missed = v.Visit
			}
		case v.underWay(s.At):
			if s.Visit == nil || v.End.After(s.Until) {
				s.Visit, s.Open, s.Known, s.Until = v.Visit, true, true, v.End
			}
		case s.Visit == nil:
			s.Visit, s.Known, s.Next = v.Visit, true, v.Start
			return
		default:
			return
		}
	}
}

// datesRank orders what a reader can do with what is known of dates.
var datesRank = map[mediation.StopDates]int{
	mediation.DatesUnconfirmed: 4, mediation.DatesUnpublished: 3, mediation.DatesOnRequest: 3, mediation.DatesKnown: 2, mediation.DatesEnded: 0,
}

// tells rates how much an outlook without a visit to count on tells.
func (o outlook) tells() int {
	switch {
	case o.Missed != nil:
		return 5
	case o.Stop != nil:
		return datesRank[o.Stop.Dates]
	}
	return 1
}
