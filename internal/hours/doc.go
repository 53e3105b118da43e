// Package hours reads opening hours written in the OSM opening_hours syntax,
// says whether a place is open, until when or from when, and puts the hours in
// plain French. It also knows the public holidays of each département.
//
// Only a strict subset is read: days and day ranges (Mo-Fr, Sa-Mo), nth days
// of the month (Th[1], We[-1], Mo[1,3]), PH, times (past midnight too, for at
// most [MaxOvernight]), months, dates and date ranges, ISO weeks (week 1-53/2),
// 24/7, open, off, closed, unknown, and comments. Anything else is refused by
// [Parse] with a sentence, so that it is never taken for "open". SH is refused
// because school holidays are not known here.
//
// Rules follow the OSM specification: after ";" a rule replaces, for the whole
// of the days it matches, what the rules before it said; after "," it adds; an
// "off" rule takes away. A comment without "open" makes the hours uncertain:
// "Mo 09:00-12:00 "sur rendez-vous"" is never open, its comment says why.
//
// One point is stricter than usual: hours past midnight belong to the day on
// which they start, so when that day is cancelled its night is cancelled too.
//
// Clocks are those of the département of the place, see [Calendar]; what was
// only parsed has those of Europe/Paris. In the night when 02:00–03:00 does not
// exist, a time in it stands for 03:00; when that hour comes twice, it stands
// for the first of both.
package hours
