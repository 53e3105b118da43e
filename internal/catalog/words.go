package catalog

import (
	"fmt"
	"math"
	"strings"
	"sync"
	"time"

	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/tour"
)

// Text says the state in a language. It is the one place where that is done.
func (o OpenState) Text(l *language.Language) string {
	switch {
	case o.NoPublic:
		return l.Say("N’accueille pas de public")
	case o.Visit != nil, !o.Known && o.Mobile:
		return o.outlook.text(l, o.At)
	case o.Known && o.Partly && !o.Open && !o.Unknown:
		return strings.TrimSuffix(l.Say("Horaires en partie non renseignés")+". "+o.Opens(l, o.At), ". ")
	case o.Known:
		return o.Sentence(l, o.At)
	}
	return l.Say("Horaires non renseignés")
}

// text says the outlook at the instant now.
func (o outlook) text(l *language.Language, now time.Time) string {
	switch {
	case o.Visit != nil:
		return o.visitText(l, now)
	case o.Missed != nil:
		day := hours.Capital(dayText(l, o.Missed.Start, now))
		return l.Say("%s : %s. Téléphonez pour connaître la suite", day, FateText(l, o.Missed))
	case o.Stop == nil:
		return l.Say("Service itinérant : téléphonez pour connaître les passages")
	}
	return datesText(l, o.Stop)
}

func (o outlook) visitText(l *language.Language, now time.Time) string {
	text := VisitText(l, o.Visit, now, NextVisit)
	if o.Missed == nil || !o.Visit.Start.After(now) {
		return text
	}
	when := dateText(l, o.Missed.Start, now)
	if hours.DaysBetween(o.Missed.Start, o.Visit.Start) == 0 {
		when = l.SayOf("heure", "à %s", hours.TimeIn(l, o.Missed.Start))
	}
	return text + " (" + l.Say("%s : %s", when, FateText(l, o.Missed)) + ")"
}

// What stands before the day of a visit.
var (
	NextVisit = language.Mark("Prochain passage")
	AnyVisit  = language.Mark("Passage")
)

// VisitText says when a visit takes place, seen at the instant now: "Le bus est
// là jusqu’à 16 h 30", or "Passage mardi 8 décembre à 14 h", where noun is
// [NextVisit] or [AnyVisit].
func VisitText(l *language.Language, v *mediation.Visit, now time.Time, noun string) string {
	text := l.Say("%s %s à %s", l.Say(noun), dayText(l, v.Start, now), hours.TimeIn(l, v.Start))
	if !v.Start.After(now) && v.End.After(now) {
		text = l.Say("Le bus est là jusqu’à %s", endText(l, v.End, now))
	}
	if v.Venue != nil {
		text += l.SayOf("lieu", ", à %s", v.Venue.Name)
	}
	return text
}

// FateText says what became of a visit that nobody can count on.
func FateText(l *language.Language, v *mediation.Visit) string {
	if v.Available() && v.Venue != nil {
		where := v.Venue.Address.City
		if where == "" {
			where = v.Venue.Name
		}
		return l.Say("déplacé %s", TownText(l, where))
	}
	return strings.ToLower(l.Say(v.Status.Label()))
}

// TownText says where something takes place: "à Céaux", "in Céaux".
func TownText(l *language.Language, name string) string {
	if l.Foreign() {
		return l.SayOf("commune", "à %s", name)
	}
	return AtTown(name)
}

// AtTown says in French where something takes place: "à Céaux", "au Teilleul",
// "aux Pieux".
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
func StopText(l *language.Language, stop *mediation.Stop) string {
	if stop.Dates != mediation.DatesKnown {
		return datesText(l, stop)
	}
	text := hours.Capital(ruleText(l, stop.Rule))
	if times := usualHours(l, stop); times != "" {
		text += ", " + times
	}
	return text
}

// datesText says what is known of a stop without visits to come.
func datesText(l *language.Language, stop *mediation.Stop) string {
	switch stop.Dates {
	case mediation.DatesUnconfirmed:
		return l.Say("Passe %s, semaines à confirmer : téléphonez", usualText(l, stop))
	case mediation.DatesUnpublished:
		return l.Say("Sur la tournée, dates non publiées : téléphonez")
	case mediation.DatesOnRequest:
		return l.Say("Le bus vient ici à la demande de la commune")
	case mediation.DatesEnded:
		return l.Say("Le bus ne passe plus ici")
	}
	return l.Say("Pas de passage annoncé : téléphonez")
}

// dayText names a day in a sentence: "aujourd’hui", "mardi 8 décembre".
func dayText(l *language.Language, t, now time.Time) string {
	if text := nearText(l, t, now); text != "" {
		return text
	}
	return hours.DayIn(l, t)
}

// dateText names a day shortly: "demain", "le 8 décembre".
func dateText(l *language.Language, t, now time.Time) string {
	if text := nearText(l, t, now); text != "" {
		return text
	}
	return l.SayOf("date", "le %s", hours.DateIn(l, t))
}

func nearText(l *language.Language, t, now time.Time) string {
	day := hours.Midnight(t, 0)
	switch {
	case day.Equal(hours.Midnight(now, 0)):
		return l.Say("aujourd’hui")
	case day.Equal(hours.Midnight(now, 1)):
		return l.Say("demain")
	}
	return ""
}

func endText(l *language.Language, end, now time.Time) string {
	switch {
	case end.Equal(hours.Midnight(now, 1)):
		return l.Say("minuit")
	case end.Before(hours.Midnight(now, 1)):
		return hours.TimeIn(l, end)
	}
	return l.Say("%s à %s", dayText(l, end, now), hours.TimeIn(l, end))
}

// usualText says the usual days and hours of a stop: "le mardi de 13 h 30 à
// 16 h 30".
func usualText(l *language.Language, stop *mediation.Stop) string {
	return strings.TrimSpace(usualDays(l, stop.Rule) + " " + usualHours(l, stop))
}

// usualHours says them: "de 13 h 30 à 16 h 30", "" when nobody said any.
func usualHours(l *language.Language, stop *mediation.Stop) string {
	if stop.From == "" || stop.To == "" {
		return ""
	}
	return l.SayOf("heures", "de %s à %s", hours.ClockIn(l, stop.From), hours.ClockIn(l, stop.To))
}

// usualDays says the days of the week of a rule such as "mardi et jeudi,
// semaines à confirmer". One that names none gives "à des dates".
func usualDays(l *language.Language, text string) string {
	if rule, ok := ruleOf(text); ok {
		if days := rule.DaysText(l); days != "" {
			return days
		}
	}
	return l.Say("à des dates")
}

// ruleText says the rule of a stop; one that is not read stays as written.
func ruleText(l *language.Language, text string) string {
	rule, ok := ruleOf(text)
	if !ok {
		return l.Quote(text)
	}
	return rule.Text(l)
}

// rules keeps those that were read, by their text: reading one takes a tenth of
// a millisecond, the stops of a map share a few dozen, and each answer says some.
var rules sync.Map // string → readRule

type readRule struct {
	tour.Rule
	ok bool
}

func ruleOf(text string) (tour.Rule, bool) {
	kept, known := rules.Load(text)
	if !known {
		rule, err := tour.ParseRule(text)
		kept, _ = rules.LoadOrStore(text, readRule{rule, err == nil})
	}
	read, _ := kept.(readRule)
	return read.Rule, read.ok
}

// DistanceText says metres the way people do: "850 m", "1,4 km", "12 km".
func DistanceText(l *language.Language, metres float64) string {
	switch km := metres / 1000; {
	case metres < 995:
		return l.Say("%s\u00a0m", fmt.Sprintf("%.0f", math.Max(10, math.Round(metres/10)*10)))
	case km < 9.95:
		text := strings.TrimSuffix(fmt.Sprintf("%.1f", km), ".0")
		return l.Say("%s\u00a0km", strings.Replace(text, ".", l.SayOf("décimales", ","), 1))
	default:
		return l.Say("%s\u00a0km", fmt.Sprintf("%.0f", km))
	}
}
