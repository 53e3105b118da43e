package pages

import (
	"strings"
	"time"

	"escale/internal/hours"
	"escale/internal/language"
)

// Freshness says when a source last touched something, in months: the list
// that the client reads gives no days. What is more than a year old gets a
// warning instead.
func Freshness(l *language.Language, updated, now time.Time) (fresh, stale string) {
	if updated.IsZero() {
		return "", ""
	}
	switch age := monthsBetween(updated, now); {
	case age <= 0:
		return l.Say("Vérifié ce mois-ci"), ""
	case age == 1:
		return l.Say("Vérifié le mois dernier"), ""
	case age < usable:
		return l.Count(age, "Vérifié il y a %d mois", "Vérifié il y a %d mois"), ""
	case age == usable:
		return l.Say("Vérifié il y a un an"), ""
	}
	month := hours.MonthName(updated.Month())
	text := language.Mark("Renseignements de %s %d : téléphonez avant de venir.")
	if strings.ContainsAny(month[:1], "ao") {
		text = language.Mark("Renseignements d’%s %d : téléphonez avant de venir.")
	}
	return "", l.Say(text, l.Say(month), updated.Year())
}

// usable is the age, in months, up to which information needs no warning.
const usable = 12

// isStale is true when something known was last touched too long ago.
func isStale(updated, now time.Time) bool {
	return !updated.IsZero() && monthsBetween(updated, now) > usable
}

func monthsBetween(updated, now time.Time) int {
	today := hours.Local(now)
	return 12*(today.Year()-updated.Year()) + int(today.Month()-updated.Month())
}
