package hours

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"escale/internal/mediation"
)

// FromFrench turns hours written in French ("du lundi au vendredi 9h-12h et
// 14h-17h") into the OSM syntax that [Parse] reads. Only what has one meaning
// is turned: hours without days, "mardi matin" without hours, and any word that
// is not known are refused, with a sentence for the reader: the text is then
// better shown as it is written.
func FromFrench(text string) (osm string, err error) {
	clauses, err := clausesOf(text)
	if err != nil {
		return "", err
	}
	if osm, err = compose(clauses); err != nil {
		return "", err
	}
	if _, err = Parse(osm); err != nil {
		return "", err
	}
	return osm, nil
}

// clause is one statement: some days, and their hours or that they are shut.
type clause struct {
	days  [7]bool // Monday first
	nth   []int   // 1 to 5, -1 for the last: only those of the month
	part  string  // "matin" or "apres-midi", to be borne out by the times
	times []timeRange
	shut  bool
	note  string
}

var (
	frenchWord = regexp.MustCompile(`\d+(?:\.\d+){2,}|\d{1,2}\s*(?:h|:|heures?\s)\s*\d{2}\b|\d{1,2}\s*(?:heures?|hrs?|h)\b|\d{1,2}\.\d{2}(?:\s*h)?\b|\d+(?:er|re|eme|e)\b|\d{1,2}\b|\p{L}+|[-–,;:/&.+]|\S`)
	clockWord  = regexp.MustCompile(`^(\d{1,2})\s*(?:h|:|heures?|hrs?|\.)\s*(\d{2})?(?:\s*h)?$`)
	bareHour   = regexp.MustCompile(`^\d{1,2}$`)
	nthWord    = regexp.MustCompile(`^([1-5])(?:er|re|eme|e)$`)
	// twoClocks are hours that only a space parts: "12h 14h".
	twoClocks = regexp.MustCompile(`(\d\s*h)\s+(\d{1,2}\s*[h:])`)
)

// frenchWords cuts a text into folded words, clocks and signs; set phrases
// become one word.
func frenchWords(text string) []string {
	text = phrases.Replace(" " + strings.ToLower(plainSpaces.Replace(text)) + " ")
	text = twoClocks.ReplaceAllString(text, "$1 , $2")
	return frenchWord.FindAllString(mediation.FoldLetters(withoutSymbols(text)), -1)
}

// withoutSymbols drops pictures of telephones and clocks.
func withoutSymbols(text string) string {
	return strings.Map(func(c rune) rune {
		if unicode.In(c, unicode.So, unicode.Sk, unicode.Variation_Selector) {
			return -1
		}
		return c
	}, text)
}

var (
	plainSpaces = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\n", " ; ", "\t", " ", "’", "'", "—", "-")
	phrases     = strings.NewReplacer(
		"après-midi", "apresmidi", "après midi", "apresmidi", "apres-midi", "apresmidi", "apres midi", "apresmidi", "aprés-midi", "apresmidi", "aprés midi", "apresmidi", "aprem ", "apresmidi ",
		"sur rendez-vous", "surrdv", "sur rendez vous", "surrdv", "sur rdv", "surrdv",
		"sans rendez-vous", "", "sans rendez vous", "", "sans rdv", "",
		"horaires d'ouverture", "", "heures d'ouverture", "", "jours d'ouverture", "", "du mois", "dumois", "de chaque mois", "dumois",
		"tous les jours", "touslesjours", "7j/7", "touslesjours", "jusqu'à", "à", "jusqu'au", "au",
		"sans interruption", "", "en continu", "", "journée continue", "", "non-stop", "", "non stop", "",
	)
)

type reader struct{ words []string }

func (r *reader) peek() string {
	if len(r.words) == 0 {
		return ""
	}
	return r.words[0]
}

// take removes the next word when it is one of those.
func (r *reader) take(words ...string) bool {
	if len(r.words) == 0 || !slices.Contains(words, r.words[0]) {
		return false
	}
	r.words = r.words[1:]
	return true
}

func (r *reader) skipSeparators() {
	for r.take(";", ",", ".", "/", "et", "&", "-", "–", "+", "puis", ":", "horaires", "ouvert", "ouverte", "ouverts", "ouverture", "accueil", "public", "permanence", "permanences") {
		continue
	}
}

func (r *reader) refuse() error {
	return fmt.Errorf("« %s » ne se lit pas comme un horaire", strings.Join(r.words[:min(len(r.words), 4)], " "))
}

// clause reads the days and hours of one statement, in either order.
func (r *reader) clause() (c clause, err error) {
	c.shut = r.take("ferme", "fermee", "fermes", "fermeture")
	if isClock(r.peek()) || (r.peek() == "de" || r.peek() == "entre" || bareHour.MatchString(r.peek())) && !c.shut {
		if c.times, err = r.timeRanges(""); err != nil {
			return c, err
		}
		r.take(",")
	}
	if err := r.days(&c); err != nil {
		return c, err
	}
	r.take(":")
	r.take(",")
	r.take("-", "–") // "lundi - 9h-12h"
	c.shut = r.take("ferme", "fermee", "fermes") || c.shut
	if len(c.times) == 0 && !c.shut {
		if c.times, err = r.timeRanges(c.part); err != nil {
			return c, err
		}
		c.part = ""
		if err = r.except(&c); err != nil {
			return c, err
		}
	}
	if r.take("surrdv") {
		c.note = "sur rendez-vous"
		r.take("uniquement")
	}
	return c, c.check()
}

// check refuses hours that the words of the clause belie.
func (c *clause) check() error {
	for _, t := range c.times {
		if err := checkPart(c.part, t); err != nil {
			return err
		}
	}
	if c.shut && (c.part != "" || len(c.nth) > 0) {
		return fmt.Errorf("une fermeture d'une partie des jours ne se lit pas")
	}
	return nil
}

// days reads "du lundi au vendredi sauf mercredi", "lundi, mardi et jeudi",
// "le 1er et 3e mardi du mois", "tous les jours".
func (r *reader) days(c *clause) error {
	if r.take("touslesjours") {
		c.days = [7]bool{true, true, true, true, true, true, true}
		return r.except(c)
	}
	if c.nth = r.ordinals(); len(c.nth) > 0 {
		return r.nthDays(c)
	}
	from := r.take("du", "de")
	first, ok := r.weekday()
	if !ok {
		return r.refuse()
	}
	c.days[first] = true
	if err := r.part(c); err != nil {
		return err
	}
	if from || r.peek() == "au" || r.peek() == "a" {
		if !r.take("au", "a", "-", "–") {
			return r.refuse()
		}
		return r.through(c, first)
	}
	return r.listed(c, first)
}

// through reads the end of a range of days.
func (r *reader) through(c *clause, first int) error {
	last, ok := r.weekday()
	if !ok || last <= first {
		return r.refuse()
	}
	for d := first; d <= last; d++ {
		c.days[d] = true
	}
	if err := r.part(c); err != nil {
		return err
	}
	return r.except(c)
}

func (r *reader) except(c *clause) error {
	if !r.take("sauf", "excepte", "hors") {
		return nil
	}
	for {
		d, ok := r.weekday()
		if !ok || !c.days[d] {
			return r.refuse()
		}
		c.days[d] = false
		if r.peek() != "et" || !r.weekdayFollows(1) {
			return nil
		}
		r.take("et")
	}
}

// listed reads the other days of a list. Two days with a dash are a range when
// two days or more lie between them: "lundi - mercredi" may be either.
func (r *reader) listed(c *clause, first int) error {
	last, dashes, others := first, 0, 0
	for r.weekdayFollows(0) || slices.Contains([]string{",", "et", "-", "–", "/", "&"}, r.peek()) && r.weekdayFollows(1) {
		if r.peek() == "-" || r.peek() == "–" {
			dashes++
		}
		if !r.weekdayFollows(0) {
			r.words = r.words[1:]
		}
		last, _ = r.weekday()
		c.days[last] = true
		others++
		if err := r.part(c); err != nil {
			return err
		}
	}
	if dashes > 0 && dashes != others {
		return fmt.Errorf("des tirets parmi d'autres signes veulent dire l'un et l'autre, ou tous les jours entre eux")
	}
	if others == 1 && dashes == 1 && last > first+1 {
		if last < first+3 {
			return fmt.Errorf("« %s - %s » veut dire l'un et l'autre, ou tous les jours entre eux", weekdayNames[first], weekdayNames[last])
		}
		for d := first; d <= last; d++ {
			c.days[d] = true
		}
	}
	return r.except(c)
}

// ordinals reads "le 1er et 3e", "le dernier", "les 2e et 4e", if they follow.
func (r *reader) ordinals() (nth []int) {
	words := r.words
	r.take("le", "les", "chaque")
	for {
		if m := nthWord.FindStringSubmatch(r.peek()); m != nil {
			n, _ := strconv.Atoi(m[1])
			nth = append(nth, n)
			r.words = r.words[1:]
		} else if n, ok := ordinalWords[r.peek()]; ok {
			nth = append(nth, n)
			r.words = r.words[1:]
		} else {
			break
		}
		if !r.take("et", ",", "&") {
			break
		}
		r.take("le", "les")
	}
	if len(nth) == 0 {
		r.words = words
	}
	return nth
}

var ordinalWords = map[string]int{"premier": 1, "deuxieme": 2, "second": 2, "troisieme": 3, "quatrieme": 4, "dernier": -1}

func (r *reader) nthDays(c *clause) error {
	d, ok := r.weekday()
	if !ok {
		return r.refuse()
	}
	c.days[d] = true
	if err := r.part(c); err != nil {
		return err
	}
	if !r.take("dumois") {
		return r.refuse()
	}
	return nil
}

var dayForms = map[string]int{}

func init() {
	short := [7][]string{{"lun"}, {"mar"}, {"mer"}, {"jeu"}, {"ven"}, {"sam"}, {"dim"}}
	for d, name := range weekdayNames {
		for _, form := range append(short[d], name, name+"s") {
			dayForms[form] = d
		}
	}
}

// weekdayFollows is true when a day stands after that many words, articles
// left out.
func (r *reader) weekdayFollows(after int) bool {
	rest := reader{words: r.words[min(after, len(r.words)):]}
	_, ok := rest.weekday()
	return ok
}

func (r *reader) weekday() (day int, ok bool) {
	words := r.words
	r.take("tous")
	r.take("le", "les", "chaque")
	if day, ok = dayForms[r.peek()]; !ok {
		day, ok = r.shortDay()
	}
	if !ok {
		r.words = words
		return 0, false
	}
	r.words = r.words[1:]
	if len(words) > 0 && len(r.words) > 1 && r.words[0] == "." { // "lun."
		r.words = r.words[1:]
	}
	return day, true
}

// shortDay reads "Lu" of "Lu-Ve 9h-12h": two letters are a day only before a sign or
// an hour.
func (r *reader) shortDay() (day int, ok bool) {
	if len(r.words) < 2 || !slices.Contains([]string{"-", "–", ".", ":", ",", "/", "au", "et"}, r.words[1]) && !isClock(r.words[1]) {
		return 0, false
	}
	day = slices.Index(shortDays, r.words[0])
	return day, day >= 0
}

var shortDays = []string{"lu", "ma", "me", "je", "ve", "sa", "di"}

// part reads "matin" or "après-midi"; one clause has a single one, for its
// hours are those of all its days.
func (r *reader) part(c *clause) error {
	before := c.part
	switch {
	case r.take("matin", "matins"):
		c.part = "matin"
	case r.take("apresmidi"):
		c.part = "apresmidi"
	}
	if before != "" && before != c.part {
		return fmt.Errorf("le matin d'un jour et l'après-midi d'un autre n'ont pas les mêmes heures")
	}
	return nil
}
