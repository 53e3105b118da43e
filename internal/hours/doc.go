// Package hours reads opening hours in the OSM opening_hours syntax, computes
// whether a place is open, until when or from when, and writes hours in plain
// words. It has the public holidays and the time zone of each département.
//
// [Parse] reads a strict subset: days and day ranges (Mo-Fr, Sa-Mo), nth days
// of the month (Th[1], We[-1], Mo[1,3]), PH, times (past midnight too, for at
// most [MaxOvernight]), months, dates and date ranges, ISO weeks (week 1-53/2),
// 24/7, open, off, closed, unknown, and comments. It refuses anything else with
// a sentence, so that it is never taken for "open". It refuses SH because the
// school holidays are not known here.
//
// Rules follow the OSM specification: after ";" a rule replaces earlier rules
// for the whole of the days it matches; after "," it adds; an "off" rule takes
// away. A comment without "open" makes the hours uncertain:
// "Mo 09:00-12:00 "sur rendez-vous"" is never open, its comment says why.
//
// One point is stricter than usual: hours past midnight belong to the day on
// which they start, so when that day is cancelled its night is cancelled too.
//
// Times are local to the département of the place, see [Calendar]; hours that
// were only parsed are those of Europe/Paris. When a clock change skips the
// hour 02:00–03:00, a time in it stands for 03:00; when it repeats that hour, a
// time in it stands for the first.
package hours
