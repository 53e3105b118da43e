// Package tour computes the dated visits of a vehicle from the rules of its
// stops, and writes visits as calendars.
//
// A [Rule] says on which days a vehicle comes to a stop; [ParseRule] reads it
// from French words, [Rule.String] writes them in one canonical way:
//
//	tous les mardis · tous les mardis et jeudis · du lundi au vendredi
//	un mardi sur deux à partir du 08/12/2026
//	une semaine sur deux le mardi et le jeudi à partir du 08/12/2026
//	mardi des semaines paires
//	1er et 3e mardi du mois · dernier vendredi du mois
//	le 15 du mois · dernier jour du mois · dernier jour ouvré du mois
//	08/12/2026, 12/01/2027 et 09/02/2027
//	mardi, semaines à confirmer · dates non publiées · sur demande · ne passe plus
//
// What recurs may be bounded: "à partir du 08/12/2026", "jusqu’au 30/06/2027",
// "du 08/12/2026 au 30/06/2027", "de septembre à juin", "sauf en juillet et
// août", "sauf le 25/12/2026", "sauf du 21/12/2026 au 03/01/2027".
//
// "Un mardi sur deux" and "mardi des semaines paires" are not the same thing:
// 2026 has 53 ISO weeks, so its last week and the first of 2027 are both odd.
// The former therefore needs the date of one of its Tuesdays. An ambiguous text
// is refused with a sentence that says what to write instead; words that are
// left over are named.
//
// [Plan] makes the visits of stops out of their rules and exceptions, [Check]
// lists what is wrong in a stop before it is stored, [Calendar] writes visits as
// iCalendar (RFC 5545). No clock: callers give the days.
package tour
