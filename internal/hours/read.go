package hours

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Reading is what was made of a text of hours.
type Reading struct {
	// OSM are the hours that were understood, "" for none. A day of which the
	// source says something else has that as its comment, and is never open.
	OSM string
	// Left are the pieces that were not understood, as they were written.
	Left []string
}

// Read reads hours in the OSM syntax or in French, piece by piece: what is
// understood counts, the rest is a comment on its day, or on all the hours when
// nobody knows which day it is about.
func Read(text string) Reading {
	if len(text) > maxText {
		return Reading{Left: []string{text}}
	}
	if _, err := Parse(text); err == nil {
		return Reading{OSM: text}
	}
	if LooksOSM(text) {
		return readOSM(mendOSM(text))
	}
	if osm, err := FromFrench(holidayForm.ReplaceAllString(text, " ")); err == nil {
		return Reading{OSM: osm}
	}
	return readFrench(text)
}

// LooksOSM is true for a text in the words of OSM, well written or not.
func LooksOSM(text string) bool {
	return osmStart.MatchString(text) || osmDay.MatchString(text) && !frenchDay.MatchString(text)
}

var (
	osmStart  = regexp.MustCompile(`(?i)^\s*(?:mo|tu|we|th|fr|sa|su)\b`)
	osmDay    = regexp.MustCompile(`(?i)\b(?:mo|tu|we|th|fr|sa|su)\b`)
	frenchDay = regexp.MustCompile(`(?i)` + weekdayForm + `|\b(?:lun|mer|jeu|ven|sam|dim|lu|ma|me|je|ve|di)\b`)
	osmWord   = regexp.MustCompile(`"[^"]*"?|\pL+`)
	osmHour   = regexp.MustCompile(`\b(\d{1,2})\s?[hH](\d{2})?\b`)
	osmSigns  = strings.NewReplacer("–", "-", "—", "-", "\u00a0", " ")
	// osmDays are the days at the start of a rule, and the rest of it.
	osmDays = regexp.MustCompile(`^((?:Mo|Tu|We|Th|Fr|Sa|Su)(?:\s*[-,]\s*(?:Mo|Tu|We|Th|Fr|Sa|Su))*)\b\s*:?\s*(.*)$`)
)

// mendOSM puts right what has one meaning: the case of the words, the dash, the
// sign of the hours.
func mendOSM(text string) string {
	known := slices.Concat(weekdayWords, monthWords, []string{"PH", "SH", "off", "closed", "open", "unknown", "week"})
	text = osmHour.ReplaceAllStringFunc(osmSigns.Replace(text), func(hour string) string {
		m := osmHour.FindStringSubmatch(hour)
		if m[2] == "" {
			m[2] = "00"
		}
		return fmt.Sprintf("%02s:%s", m[1], m[2])
	})
	return osmWord.ReplaceAllStringFunc(text, func(word string) string {
		i := slices.IndexFunc(known, func(k string) bool { return strings.EqualFold(k, word) })
		if i < 0 {
			return word
		}
		return known[i]
	})
}

// readOSM reads rule by rule.
func readOSM(text string) Reading {
	if _, err := Parse(text); err == nil {
		return Reading{OSM: text}
	}
	var rules, general []string
	var reading Reading
	understood := false
	for _, piece := range splitRules(text) {
		s, err := Parse(piece)
		m := osmDays.FindStringSubmatch(piece)
		switch {
		case err == nil && slices.ContainsFunc(s.rules, func(r rule) bool { return r.everyDay() && len(r.times) == 0 && r.state == unknown }):
			general = append(general, strings.Trim(piece, `" `)) // "|| "sur rendez-vous""
		case err == nil:
			rules = append(rules, piece)
			understood = understood || slices.ContainsFunc(s.rules, func(r rule) bool { return r.state == open })
		case m != nil && !osmDay.MatchString(m[2]) && Comment(m[2]) != "":
			rules = append(rules, m[1]+` "`+Comment(m[2])+`"`)
			reading.Left = append(reading.Left, piece)
		default:
			general = append(general, piece)
			reading.Left = append(reading.Left, piece)
		}
	}
	if understood {
		reading.OSM = qualified(strings.Join(rules, "; "), general)
	}
	return reading
}

// splitRules cuts a text at the semicolons outside of comments.
func splitRules(text string) []string {
	var pieces []string
	quoted := false
	for _, piece := range strings.FieldsFunc(text, func(c rune) bool {
		quoted = quoted != (c == '"')
		return !quoted && (c == ';' || c == '\n' || c == '|')
	}) {
		if piece = strings.TrimSpace(piece); piece != "" {
			pieces = append(pieces, piece)
		}
	}
	return pieces
}

// qualified gives hours all that limits them; "" when they cannot be read.
func qualified(osm string, limits []string) string {
	if parity(limits) == "" { // both kinds of weeks, or none
		limits = []string{strings.Join(limits, " ; ")}
	}
	for _, limit := range limits {
		osm = Qualify(osm, limit)
	}
	if _, err := Parse(osm); err != nil {
		return ""
	}
	return osm
}

var (
	pieceEnd   = regexp.MustCompile(`[;|\n•●▪◦‣*]`)
	sentenceOf = regexp.MustCompile(`(\d|[hH]|\p{L}{4,}|\))\.\s+`)
	nextDay    = regexp.MustCompile(`(?i),\s*((?:et\s+)?(?:(?:le|les|du)\s+)?(?:` + weekdayForm + `))`)
	bullets    = " \t-–—·>*•"
)

// pieces cuts hours in French into statements.
func pieces(text string) []string {
	var list []string
	text = sentenceOf.ReplaceAllString(plainSpaces.Replace(strings.ReplaceAll(text, "\n", " | ")), "$1 | ")
	for _, piece := range pieceEnd.Split(text, -1) {
		if piece = strings.Trim(piece, bullets); strings.Trim(piece, " .,:/") != "" {
			list = append(list, piece)
		}
	}
	return list
}

// readFrench reads statement by statement.
func readFrench(text string) Reading {
	var w frenchWeek
	list := pieces(text)
	for i := 0; i < len(list); i++ {
		// Hours that stand below their day, or below others: "Lundi | 9h-12h | 14h-17h".
		if i+1 < len(list) && (onlyDays(list[i]) && !frenchDay.MatchString(list[i+1]) || onlyTimes(list[i+1])) {
			list[i+1] = list[i] + " " + list[i+1]
			continue
		}
		if !w.read(list[i]) && !w.readParts(list[i]) {
			w.leave(list[i])
		}
	}
	osm := w.osm()
	if osm == "" || !w.understood {
		return Reading{Left: append(w.left, text)[:1]}
	}
	return Reading{OSM: osm, Left: w.left}
}

// onlyDays is true for a piece that names days and nothing else.
func onlyDays(piece string) bool {
	r := reader{words: frenchWords(piece)}
	var c clause
	if r.days(&c) != nil {
		return false
	}
	r.skipSeparators()
	return len(r.words) == 0
}

// onlyTimes is true for a piece that has hours and nothing else.
func onlyTimes(piece string) bool {
	r := reader{words: frenchWords(piece)}
	_, err := r.timeRanges("")
	r.skipSeparators()
	return err == nil && len(r.words) == 0
}

// readParts reads a statement in which a comma parts days with hours of their
// own, as far as it can be read.
func (w *frenchWeek) readParts(piece string) bool {
	parts := strings.Split(nextDay.ReplaceAllString(piece, "\n$1"), "\n")
	for i := 0; i+1 < len(parts); i++ {
		if !strings.ContainsAny(parts[i], "0123456789") { // a day of a list
			parts[i+1] = parts[i] + ", " + parts[i+1]
			parts[i] = ""
		}
	}
	parts = slices.DeleteFunc(parts, func(part string) bool { return part == "" })
	if len(parts) < 2 {
		return false
	}
	for _, part := range parts {
		if !w.read(part) {
			w.leave(part)
		}
	}
	return true
}
