package hours

import (
	"slices"

	"escale/internal/language"
	"escale/internal/mediation"
)

// appointments are the comments, folded, that only say that one comes by
// appointment, as sources and mappers write them.
var appointments = []string{
	"sur rendez vous", "sur rdv", "sur rendez vous uniquement", "sur rdv uniquement", "uniquement sur rendez vous", "uniquement sur rdv",
	"sur rendez vous seulement", "seulement sur rendez vous", "by appointment", "by appointment only", "on appointment", "only by appointment",
}

// ByAppointment is true for a comment that says no more than that one comes by
// appointment.
func ByAppointment(comment string) bool {
	return slices.Contains(appointments, mediation.Fold(comment))
}

// CommentIn says what hours say in words. Only the commonest comment is known
// in every language.
func CommentIn(l *language.Language, comment string) string {
	if ByAppointment(comment) {
		return l.Say("sur rendez-vous")
	}
	return l.Quote(comment)
}
