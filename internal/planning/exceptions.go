package planning

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"escale/internal/mediation"
)

// bare is a stop without its exceptions, which are kept apart: they are not what
// makes it differ from its source.
func bare(st mediation.Stop) mediation.Stop {
	st.Exceptions = nil
	return st
}

// days are the exceptions of one stop, by day.
type days map[mediation.Day][]mediation.Exception

func byDay(list []mediation.Exception) days {
	d := days{}
	for _, e := range list {
		d[e.Day] = append(d[e.Day], e)
	}
	return d
}

// list is the exceptions in the order of their days.
func (d days) list() (list []mediation.Exception) {
	for _, day := range daysOf(d) {
		list = append(list, d[day]...)
	}
	return list
}

// daysOf are the days of which some say something, in order.
func daysOf(some ...days) []mediation.Day {
	all := map[mediation.Day]bool{}
	for _, d := range some {
		for day := range d {
			all[day] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// saveExceptions makes the exceptions of a stop what they are to be, and adds each
// day that changes to the history.
func (s *session) saveExceptions(ctx context.Context, h mediation.StopHolding, wanted days, by mediation.Author) error {
	now := byDay(h.Stop.Exceptions)
	for _, day := range daysOf(now, wanted) {
		same, err := equal(now[day], wanted[day])
		if err != nil {
			return err
		}
		if same {
			continue
		}
		if err := s.saveDay(ctx, h, day, wanted[day], by); err != nil {
			return err
		}
	}
	return nil
}

// saveDay stores what befalls a day of a stop.
func (s *session) saveDay(ctx context.Context, h mediation.StopHolding, day mediation.Day, list []mediation.Exception, by mediation.Author) error {
	made, replaced, err := s.tx.SaveExceptions(ctx, h.Stop.ID, day, list, s.now)
	if err != nil {
		return err
	}
	s.changed = true
	_, err = s.tx.SaveChange(ctx, mediation.Change{
		Account: by.Account, Author: cmp.Or(by.Name, mediation.CommandLine), Act: mediation.ActMove,
		Object: mediation.Object{Kind: mediation.ObjectTour, ID: h.Stop.Tour}, Name: dayName(h, day), Field: mediation.DayField(h.Stop.ID, day),
		Before: sayDay(byDay(h.Stop.Exceptions)[day]), After: sayDay(list), Made: made, Replaced: replaced,
	})
	return err
}

// dayName is what people call a day of a stop.
func dayName(h mediation.StopHolding, day mediation.Day) string {
	return cmp.Or(h.Offer.Address.City, h.Stop.Code) + ", " + dayWords(day)
}

// asRule is what is said of a day that nothing befalls.
const asRule = "selon la règle"

var exceptionWords = map[mediation.ExceptionKind]string{
	mediation.Skip: "pas de passage", mediation.Keep: "maintenu", mediation.Move: "déplacé",
	mediation.Add: "ajouté", mediation.Cancel: "annulé", mediation.MarkFull: "complet",
}

// sayDay says what befalls a day.
func sayDay(list []mediation.Exception) string {
	if len(list) == 0 {
		return asRule
	}
	parts := make([]string, len(list))
	for i, e := range list {
		parts[i] = sayException(e)
	}
	return strings.Join(parts, " ; ")
}

func sayException(e mediation.Exception) string {
	text := exceptionWords[e.Kind]
	if e.To != "" {
		text += " au " + dayWords(e.To)
	}
	if e.Start != "" {
		text += ", début " + e.Start
	}
	if e.End != "" {
		text += ", fin " + e.End
	}
	if e.Venue != nil {
		text += ", à " + e.Venue.Name
	}
	if e.Reason != "" {
		text += " (" + e.Reason + ")"
	}
	return text
}
