package hours

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
)

func isClock(word string) bool {
	return clockWord.MatchString(word) || word == "midi" || word == "minuit"
}

// timeRanges reads "de 9h à 12h et de 14h à 17h", and what part of the day each
// is said to be, the first of all by the words before: "matin : 9h-12h,
// après-midi : 14h-17h".
func (r *reader) timeRanges(part string) (times []timeRange, err error) {
	for {
		part = cmp.Or(r.dayPart(), part)
		t, err := r.timeRange()
		if err != nil {
			return nil, err
		}
		if t.to <= t.from || len(times) > 0 && t.from < times[len(times)-1].to {
			return nil, fmt.Errorf("ces heures finissent avant de commencer, ou se chevauchent")
		}
		if err := checkPart(part, t); err != nil {
			return nil, err
		}
		times = append(times, t)
		if !r.moreTimes() {
			return times, nil
		}
	}
}

// timeRange reads "de 9h à 12h", "14 à 18h".
func (r *reader) timeRange() (t timeRange, err error) {
	to := []string{"a", "-", "–", "/", ">", "→"}
	if r.take("entre") {
		to = []string{"et"}
	}
	r.take("de")
	bare := bareHour.MatchString(r.peek())
	from, ok := r.hour(bare)
	if !ok || !r.take(to...) {
		return t, r.refuse()
	}
	// One of the two may leave out the sign: "14 à 18h", "9h à 12".
	end, ok := r.hour(!bare && bareHour.MatchString(r.peek()))
	if !ok {
		return t, r.refuse()
	}
	return timeRange{from, end}, nil
}

// dayPart reads "matin :" or "l'après-midi", "" when neither stands here.
func (r *reader) dayPart() (part string) {
	before := r.words
	r.take("le", "l", "les")
	r.take("'")
	switch {
	case r.take("matin", "matins", "matinee"):
		part = "matin"
	case r.take("apresmidi"):
		part = "apresmidi"
	default:
		r.words = before
		return ""
	}
	r.take(":", "-", "–")
	return part
}

// checkPart refuses hours that are not of the part of the day that they are
// said to be.
func checkPart(part string, t timeRange) error {
	if part == "matin" && t.to > 14*60 || part == "apresmidi" && t.from < 12*60 {
		return fmt.Errorf("les heures ne vont pas avec « %s »", strings.Replace(part, "apresmidi", "après-midi", 1))
	}
	return nil
}

// moreTimes takes what joins two ranges of hours, when one follows.
func (r *reader) moreTimes() bool {
	rest := reader{words: r.words}
	rest.joint()
	rest.dayPart()
	rest.take("de", "entre")
	if !isClock(rest.peek()) && !rest.bareRange() {
		return false
	}
	r.joint()
	return true
}

// joint takes the words between two ranges of hours.
func (r *reader) joint() {
	for r.take("et", ",", "/", "-", "–", "puis", "&", ";", "+") {
		continue
	}
}

// bareRange is true when "14 à 18h" stands here.
func (r *reader) bareRange() bool {
	rest := reader{words: r.words}
	_, err := rest.timeRange()
	return bareHour.MatchString(r.peek()) && err == nil
}

// hour reads a clock, or a number without a sign when that may be one.
func (r *reader) hour(bare bool) (minutes int16, ok bool) {
	if !bare {
		return r.clock()
	}
	h, _ := strconv.Atoi(r.peek())
	if h > 24 {
		return 0, false
	}
	r.words = r.words[1:]
	return int16(h * 60), true
}

func (r *reader) clock() (minutes int16, ok bool) {
	switch {
	case r.take("midi"):
		return 12 * 60, true
	case r.take("minuit"):
		return midnight, true
	}
	m := clockWord.FindStringSubmatch(r.peek())
	if m == nil {
		return 0, false
	}
	h, _ := strconv.Atoi(m[1])
	n, _ := strconv.Atoi("0" + m[2])
	if h > 24 || n > 59 || h*60+n > midnight {
		return 0, false
	}
	r.words = r.words[1:]
	r.take("h") // "16.30 h"
	return int16(h*60 + n), true
}
