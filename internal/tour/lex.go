package tour

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"escale/internal/hours"
	"escale/internal/mediation"
)

// maxRule bounds a rule's text, in characters; no canonical text is longer.
const maxRule = 10000

type tokenKind uint8

const (
	wordToken   tokenKind = iota
	numberToken           // "15"
	rankToken             // "1er", "premier", "dernier"
	dateToken             // "08/12/2026"
	markToken
)

// token is one piece of a rule's text.
type token struct {
	kind tokenKind
	// raw is what was written, text the same folded.
	raw, text string
	// value is the number, the rank, or what a word counts when it counts.
	value int
	day   mediation.Day
}

// pieces cuts a text: dates, a date that lacks its year, hours, figures with
// what touches them, words, and any other character.
var pieces = regexp.MustCompile(`(\d+)-(\d+)-(\d+)|(\d+)\s?[/.]\s?(\d+)\s?[/.]\s?(\d+)|(\d+/\d+)|` +
	`(\d+\s?(?:[hH]\d+|[hH]\b|:\d+))|(\d+)([\p{L}\p{M}]*)|([Aa]vant[\s-]?[Dd]erni[\p{L}\p{M}]+|[\p{L}\p{M}]+)|(\S)`)

// The groups of pieces.
const (
	hyphenDate = 1
	slashDate  = 4
	shortDate  = 7
	clock      = 8
	figure     = 9
	letters    = 11
)

// raised turns the small letters above the line of "1ᵉʳ" into plain ones, and
// spaces that do not break into plain ones.
var raised = strings.NewReplacer("ᵉ", "e", "ʳ", "r", "º", "e", "°", "e", "\u00a0", " ", "\u202f", " ")

// scan cuts a rule into tokens. Apostrophes only part words.
func scan(text string) ([]token, error) {
	if utf8.RuneCountInString(text) > maxRule {
		return nil, refuse("La règle dépasse %d caractères : écrivez-la plus court.", maxRule)
	}
	var tokens []token
	for _, groups := range pieces.FindAllStringSubmatch(raised.Replace(text), -1) {
		t, err := tokenOf(groups)
		if err != nil {
			return nil, err
		}
		if t.raw != "'" && t.raw != "’" {
			tokens = append(tokens, t)
		}
	}
	return tokens, nil
}

func tokenOf(groups []string) (token, error) {
	t := token{raw: groups[0], text: mediation.Fold(groups[0])}
	var err error
	switch {
	case groups[hyphenDate] != "":
		t.kind = dateToken
		t.day, err = dateOf(groups[hyphenDate:])
	case groups[slashDate] != "":
		t.kind = dateToken
		t.day, err = dateOf(groups[slashDate:])
	case groups[shortDate] != "":
		err = refuse("Il manque l’année à « %s » : écrivez la date entière, comme 08/12/2026.", t.raw)
	case groups[clock] != "":
		err = refuse("« %s » : %s", t.raw, hours.Lower(noHours))
	case groups[figure] != "":
		t.kind, t.value = numberToken, atoi(groups[figure])
		if ending := mediation.Fold(groups[figure+1]); rankEndings.MatchString(ending) {
			t.kind = rankToken
		} else if ending != "" {
			t.kind, t.value = wordToken, 0
		}
	case groups[letters] != "":
		t, err = wordOf(t)
	default:
		t.kind, t.text = markToken, t.raw
	}
	return t, err
}

func wordOf(t token) (token, error) {
	if sentence, ok := refusals[t.text]; ok {
		return t, refuse("« %s » : %s", t.raw, hours.Lower(sentence))
	}
	t.text = strings.Replace(t.text, "avantdernier", "avant dernier", 1)
	if rank, ok := wordRanks.find(t.text); ok {
		t.kind, t.value = rankToken, rank
		return t, nil
	}
	t.value, _ = wordNumbers.find(t.text)
	return t, nil
}

// atoi reads figures; what is too long to be a number of ours becomes one that
// is out of every range.
func atoi(figures string) int {
	n, err := strconv.Atoi(figures)
	if err != nil {
		return 1 << 30
	}
	return n
}

// dateOf reads figures that begin or end with the year.
func dateOf(figures []string) (mediation.Day, error) {
	if len(figures[0]) == 4 {
		return date(figures[0], figures[1], figures[2])
	}
	return date(figures[2], figures[1], figures[0])
}

// The years that a rule may speak of; two figures are those after 2000.
const (
	firstYear = 2000
	lastYear  = 2099
)

// date makes a day out of figures, or says why there is none.
func date(year, month, day string) (mediation.Day, error) {
	y := atoi(year)
	if len(year) <= 2 {
		y += firstYear
	}
	m, d := atoi(month), atoi(day)
	written := fmt.Sprintf("%s/%s/%s", day, month, year)
	switch {
	case y < firstYear || y > lastYear:
		return "", refuse("« %s » : l’année doit aller de %d à %d.", written, firstYear, lastYear)
	case m < 1 || m > 12:
		return "", refuse("« %s » : le mois va de 1 à 12 (jour/mois/année).", written)
	case d < 1 || d > daysIn(y, m):
		return "", refuse("Le %s n’existe pas : ce mois-là a %d jours.", written, daysIn(y, m))
	}
	return mediation.DayOf(time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)), nil
}

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// refuse makes the error that a person reads.
func refuse(format string, values ...any) error {
	return mediation.InvalidParameter("rule", fmt.Sprintf(format, values...))
}
