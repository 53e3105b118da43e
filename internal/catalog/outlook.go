package catalog

import (
	"slices"
	"strings"
	"time"

	"escale/internal/hours"
	"escale/internal/mediation"
)

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
	mediation.DatesUnconfirmed: 4, mediation.DatesUnpublished: 3, mediation.DatesKnown: 2, mediation.DatesEnded: 0,
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

// text says the outlook at the instant now.
func (o outlook) text(now time.Time) string {
	switch {
	case o.Visit != nil:
		return o.visitText(now)
	case o.Missed != nil:
		return hours.Capital(dayText(o.Missed.Start, now)) + " : " + fateText(o.Missed) + ". Téléphonez pour connaître la suite"
	case o.Stop == nil:
		return "Service itinérant : téléphonez pour connaître les passages"
	}
	return datesText(o.Stop)
}

func (o outlook) visitText(now time.Time) string {
	text := VisitText(o.Visit, now, "Prochain passage")
	if o.Missed == nil || !o.Visit.Start.After(now) {
		return text
	}
	when := dateText(o.Missed.Start, now)
	if mediation.DayOf(o.Missed.Start.In(hours.Paris)) == mediation.DayOf(o.Visit.Start.In(hours.Paris)) {
		when = "à " + hours.FormatTime(o.Missed.Start)
	}
	return text + " (" + when + " : " + fateText(o.Missed) + ")"
}

// VisitText says in French when a visit takes place, seen at the instant now:
// "Le bus est là jusqu’à 16 h 30", or "Passage mardi 8 décembre à 14 h" with
// noun before the day.
func VisitText(v *mediation.Visit, now time.Time, noun string) string {
	text := noun + " " + dayText(v.Start, now) + " à " + hours.FormatTime(v.Start)
	if !v.Start.After(now) && v.End.After(now) {
		text = "Le bus est là jusqu’à " + endText(v.End, now)
	}
	if v.Venue != nil {
		text += ", à " + v.Venue.Name
	}
	return text
}

// fateText says what became of a visit that nobody can count on.
func fateText(v *mediation.Visit) string {
	if v.Available() && v.Venue != nil {
		where := v.Venue.Address.City
		if where == "" {
			where = v.Venue.Name
		}
		return "déplacé " + AtTown(where)
	}
	return strings.ToLower(v.Status.Label())
}

// AtTown says where something takes place: "à Céaux", "au Teilleul", "aux
// Pieux".
func AtTown(name string) string {
	if rest, ok := strings.CutPrefix(name, "Le "); ok {
		return "au " + rest
	}
	if rest, ok := strings.CutPrefix(name, "Les "); ok {
		return "aux " + rest
	}
	return "à " + name
}

// StopText says when a vehicle usually comes to a stop: "Tous les mardis, de
// 14 h à 16 h 30", or what is known of its dates instead.
func StopText(stop *mediation.Stop) string {
	if stop.Dates != mediation.DatesKnown {
		return datesText(stop)
	}
	text := hours.Capital(stop.Rule)
	if times := usualHours(stop); times != "" {
		text += ", " + times
	}
	return text
}

// datesText says what is known of a stop without visits to come.
func datesText(stop *mediation.Stop) string {
	switch stop.Dates {
	case mediation.DatesUnconfirmed:
		return "Passe " + usualText(stop) + ", semaines à confirmer : téléphonez"
	case mediation.DatesUnpublished:
		return "Sur la tournée, dates non publiées : téléphonez"
	case mediation.DatesEnded:
		return "Le bus ne passe plus ici"
	}
	return "Pas de passage annoncé : téléphonez"
}

// dayText names a day in a sentence: "aujourd’hui", "mardi 8 décembre".
func dayText(t, now time.Time) string {
	if text := nearText(t, now); text != "" {
		return text
	}
	return hours.FormatDay(t)
}

// dateText names a day shortly: "demain", "le 8 décembre".
func dateText(t, now time.Time) string {
	if text := nearText(t, now); text != "" {
		return text
	}
	_, date, _ := strings.Cut(hours.FormatDay(t), " ")
	return "le " + date
}

func nearText(t, now time.Time) string {
	day := midnightOf(t, 0)
	switch {
	case day.Equal(midnightOf(now, 0)):
		return "aujourd’hui"
	case day.Equal(midnightOf(now, 1)):
		return "demain"
	}
	return ""
}

func endText(end, now time.Time) string {
	switch {
	case end.Equal(midnightOf(now, 1)):
		return "minuit"
	case end.Before(midnightOf(now, 1)):
		return hours.FormatTime(end)
	}
	return dayText(end, now) + " à " + hours.FormatTime(end)
}

// usualText says the usual days and hours of a stop: "le mardi de 13 h 30 à
// 16 h 30".
func usualText(stop *mediation.Stop) string {
	return strings.TrimSpace(usualDays(stop.Rule) + " " + usualHours(stop))
}

// usualHours says them: "de 13 h 30 à 16 h 30", "" when nobody said any.
func usualHours(stop *mediation.Stop) string {
	if stop.From == "" || stop.To == "" {
		return ""
	}
	return "de " + hours.FormatClock(stop.From) + " à " + hours.FormatClock(stop.To)
}

// usualDays takes the days of the week out of a rule such as "mardi et jeudi,
// semaines à confirmer". One that names none gives "à des dates".
func usualDays(rule string) string {
	days, _, _ := strings.Cut(rule, ", semaines")
	if strings.HasPrefix(days, "du ") || strings.HasPrefix(days, "tous les jours") {
		return days
	}
	said := strings.Fields(mediation.Fold(days))
	var named []string
	for i := range 7 {
		day := hours.WeekdayName(time.Weekday((i + 1) % 7))
		if slices.Contains(said, day) || slices.Contains(said, day+"s") {
			named = append(named, "le "+day)
		}
	}
	n := len(named)
	if n == 0 {
		return "à des dates"
	}
	return strings.TrimPrefix(strings.Join(named[:n-1], ", ")+" et "+named[n-1], " et ")
}
