package search

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Day is when someone asks about.
type Day struct {
	// Span names days in a row, as addresses do ("semaine"), "" for one day.
	Span string
	// Date is the day, "2026-12-05".
	Date string
	// Part is a part of the day: "matin", "apres-midi" or "soir".
	Part string
	// Clock is an hour, "14:30".
	Clock string
}

// PartEnds are the parts of a day, and the hour at which each is over.
var PartEnds = map[string]int{"matin": 12, "apres-midi": 18, "soir": 24}

// dayReader reads what tells a day in a row of words.
type dayReader struct {
	words   []string
	today   time.Time              // with its hour
	isKnown func(word string) bool // is no day misspelt
	used    []int

	span, part, clock string
	days              *int // from today
	weekday           int  // 1 for Monday, 0 for none
	date              time.Time
	next              bool // "prochain"
}

// readDay finds the day that words tell, nil for none, and where they stand.
// The words of names and needs are known, and no day misspelt.
func readDay(list []string, now time.Time, isKnown func(word string) bool) (*Day, []int) {
	r := dayReader{words: list, today: now, isKnown: isKnown}
	for i := 0; i < len(list); {
		n := r.clockAt(i)
		if n == 0 {
			n = r.dateAt(i)
		}
		if n == 0 {
			n = r.wordsAt(i)
		}
		for j := range n {
			r.used = append(r.used, i+j)
		}
		i += max(n, 1)
	}
	day := r.day()
	if day == nil {
		return nil, nil
	}
	return day, r.withLinks()
}

// wordsAt reads the words of the list at a place, the longest first, and
// returns how many they are.
func (r *dayReader) wordsAt(i int) int {
	const longest = 4
	for n := min(longest, len(r.words)-i); n > 0; n-- {
		sense, ok := dayWords[strings.Join(r.words[i:i+n], " ")]
		if ok && r.take(sense) {
			return n
		}
	}
	if sense := r.misspelt(r.words[i]); sense != "" && r.take(sense) {
		return 1
	}
	return 0
}

// likelyDays are the days that people misspell in a sentence.
var likelyDays = []string{"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "demain"}

// misspelt is the sense of a day with one letter wrong, "" for another word.
func (r *dayReader) misspelt(word string) string {
	if len(word) < 4 || r.isKnown(word) {
		return ""
	}
	for _, day := range likelyDays {
		if editDistance(strings.TrimSuffix(word, "s"), day, 1) <= 1 {
			return dayWords[day]
		}
	}
	return ""
}

// take understands one sense of the list; false when it means nothing here.
func (r *dayReader) take(sense string) bool {
	first, rest, _ := strings.Cut(sense, " ")
	switch {
	case first[0] == '+':
		days, _ := strconv.Atoi(first[1:])
		r.days, r.part = &days, rest
	case first == "jour":
		if r.weekday > 0 {
			return false
		}
		r.weekday, _ = strconv.Atoi(rest)
	case first == "mois" && rest != "":
		return false // only after a number
	case first == "prochain":
		if r.weekday == 0 {
			return false
		}
		r.next = true
	case PartEnds[first] > 0:
		r.part = first
	default:
		r.span = first
	}
	return true
}

// clockAt reads "14h30", "9 h", "14 h 30" and "midi".
func (r *dayReader) clockAt(i int) int {
	word := r.words[i]
	if word == "midi" && i > 0 && slices.Contains([]string{"a", "ce", "le"}, r.words[i-1]) {
		r.clock = "12:00"
		return 1
	}
	hour, minute, ok := strings.Cut(word, "h")
	n := 1
	if !ok && i+1 < len(r.words) && (r.words[i+1] == "h" || r.words[i+1] == "heures" || r.words[i+1] == "heure") {
		minute, n = "", 2
		if i+2 < len(r.words) && len(r.words[i+2]) == 2 && isNumber(r.words[i+2], 59) {
			minute, n = r.words[i+2], 3
		}
	} else if !ok {
		return 0
	}
	if !isNumber(hour, 23) || minute != "" && (len(minute) != 2 || !isNumber(minute, 59)) {
		return 0
	}
	h, _ := strconv.Atoi(hour)
	m, _ := strconv.Atoi(minute)
	if r.clock == "" { // "entre 14h et 16h" begins at 14h
		r.clock = time.Date(0, 1, 1, h, m, 0, 0, time.UTC).Format("15:04")
	}
	return n
}

func isNumber(text string, most int) bool {
	n, err := strconv.Atoi(text)
	return err == nil && n >= 0 && n <= most
}

// dateAt reads "5 décembre", "5 décembre 2026", "1er mars", "05 12 2026" and
// "5 12" after "le".
func (r *dayReader) dateAt(i int) int {
	day, err := strconv.Atoi(strings.TrimSuffix(r.words[i], "er"))
	if err != nil || day < 1 || day > 31 {
		return 0
	}
	if r.weekday > 0 && i > 0 && r.dayAfterWeekday(i, day) {
		return 1
	}
	month, n := 0, 2
	if i+1 >= len(r.words) {
		return 0
	}
	if sense, ok := dayWords[r.words[i+1]]; ok && strings.HasPrefix(sense, "mois ") {
		month, _ = strconv.Atoi(sense[len("mois "):])
	} else if isNumber(r.words[i+1], 12) && (i > 0 && r.words[i-1] == "le" || i+2 < len(r.words) && len(r.words[i+2]) == 4 && strings.HasPrefix(r.words[i+2], "20")) {
		month, _ = strconv.Atoi(r.words[i+1])
	}
	if month == 0 {
		return 0
	}
	year, given := r.today.Year(), false
	if i+2 < len(r.words) && len(r.words[i+2]) == 4 && isNumber(r.words[i+2], 2099) {
		year, _ = strconv.Atoi(r.words[i+2])
		n, given = 3, true
	}
	date := time.Date(year, time.Month(month), day, 0, 0, 0, 0, r.today.Location())
	if date.Day() != day { // 31 février
		return 0
	}
	if !given && date.Before(r.midnight(0)) {
		date = date.AddDate(1, 0, 0)
	}
	r.date = date
	return n
}

// dayAfterWeekday reads "jeudi 3" as the next Thursday that is a third.
func (r *dayReader) dayAfterWeekday(i, day int) bool {
	sense := dayWords[r.words[i-1]]
	if !strings.HasPrefix(sense, "jour ") || i+1 < len(r.words) && strings.HasPrefix(dayWords[r.words[i+1]], "mois ") {
		return false
	}
	for days := range 370 {
		if at := r.midnight(days); at.Day() == day && (int(at.Weekday())+6)%7+1 == r.weekday {
			r.date = at
			return true
		}
	}
	return false
}

func (r *dayReader) midnight(days int) time.Time {
	y, m, d := r.today.Date()
	return time.Date(y, m, d+days, 0, 0, 0, 0, r.today.Location())
}

// day puts together what was read, nil for nothing.
func (r *dayReader) day() *Day {
	date := r.date
	switch {
	case !date.IsZero():
	case r.days != nil:
		date = r.midnight(*r.days)
	case r.weekday > 0:
		date = r.midnight(r.untilWeekday())
	case r.span != "":
		return &Day{Span: r.span}
	case r.clock != "":
		date = r.midnight(0)
		if r.clock < r.today.Format("15:04") {
			date = r.midnight(1)
		}
	case r.part != "":
		date = r.midnight(0)
		if r.today.Hour() >= PartEnds[r.part] {
			date = r.midnight(1)
		}
	default:
		return nil
	}
	day := &Day{Date: date.Format(time.DateOnly), Clock: r.clock}
	if r.clock == "" {
		day.Part = r.part
	}
	return day
}

// untilWeekday counts the days to the next such day: today may be it, unless
// its part or its hour is over, or the next one is asked for.
func (r *dayReader) untilWeekday() int {
	days := (r.weekday - int(r.today.Weekday()) + 7) % 7
	over := r.part != "" && r.today.Hour() >= PartEnds[r.part] || r.clock != "" && r.clock < r.today.Format("15:04")
	if days == 0 && (over || r.next) {
		return 7
	}
	if r.span == "semaine-prochaine" {
		return (7-int(r.today.Weekday()))%7 + r.weekday
	}
	return days
}

// dayLinks are small words that belong to the day after them.
var dayLinks = map[string]bool{"le": true, "la": true, "l": true, "ce": true, "cet": true, "cette": true, "du": true, "de": true, "au": true, "a": true, "pour": true, "dans": true, "vers": true, "on": true, "at": true}

// withLinks adds the small words that stand before those used.
func (r *dayReader) withLinks() []int {
	used := slices.Clone(r.used)
	for _, i := range r.used {
		for j := i - 1; j >= 0 && dayLinks[r.words[j]] && !slices.Contains(used, j); j-- {
			used = append(used, j)
		}
	}
	slices.Sort(used)
	return used
}
