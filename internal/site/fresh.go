package site

import (
	"fmt"
	"strings"
	"time"

	"escale/internal/hours"
)

// freshness says when a source last touched something, in months: the list
// that the client reads gives no days. What is more than a year old gets a
// warning instead. The client says the same (frontend/src/fresh.ts).
func freshness(updated, now time.Time) (fresh, stale string) {
	if updated.IsZero() {
		return "", ""
	}
	today := now.In(hours.Paris)
	switch age := 12*(today.Year()-updated.Year()) + int(today.Month()-updated.Month()); {
	case age <= 0:
		return "Vérifié ce mois-ci", ""
	case age == 1:
		return "Vérifié le mois dernier", ""
	case age < 12:
		return fmt.Sprintf("Vérifié il y a %d mois", age), ""
	case age == 12:
		return "Vérifié il y a un an", ""
	}
	month, of := hours.MonthName(updated.Month()), "de "
	if strings.ContainsAny(month[:1], "ao") {
		of = "d’"
	}
	return "", fmt.Sprintf("Renseignements %s%s %d : téléphonez avant de venir.", of, month, updated.Year())
}
