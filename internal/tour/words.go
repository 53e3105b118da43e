package tour

import (
	"regexp"
	"time"
)

// What agents write, without accents and in lower case. Plurals are read by
// [vocabulary.find].

type vocabulary map[string]int

// find looks a word up as it is, then without the s of a plural.
func (v vocabulary) find(word string) (int, bool) {
	n, ok := v[word]
	if !ok && len(word) > 1 && word[len(word)-1] == 's' {
		n, ok = v[word[:len(word)-1]]
	}
	return n, ok
}

var weekdayWords = vocabulary{
	"lundi": int(time.Monday), "mardi": int(time.Tuesday), "mercredi": int(time.Wednesday), "jeudi": int(time.Thursday),
	"vendredi": int(time.Friday), "samedi": int(time.Saturday), "dimanche": int(time.Sunday),
	"lun": int(time.Monday), "mar": int(time.Tuesday), "mer": int(time.Wednesday), "jeu": int(time.Thursday),
	"ven": int(time.Friday), "sam": int(time.Saturday), "dim": int(time.Sunday),
}

var monthWords = vocabulary{
	"janvier": 1, "fevrier": 2, "mars": 3, "avril": 4, "mai": 5, "juin": 6, "juillet": 7, "aout": 8,
	"septembre": 9, "octobre": 10, "novembre": 11, "decembre": 12,
	"janv": 1, "fevr": 2, "fev": 2, "avr": 4, "juil": 7, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
}

// wordRanks are the ranks in a month, in letters or after figures.
var wordRanks = vocabulary{
	"premier": 1, "premiere": 1, "deuxieme": 2, "second": 2, "seconde": 2, "troisieme": 3, "quatrieme": 4, "cinquieme": 5,
	"dernier": lastRank, "derniere": lastRank, "avant dernier": beforeLastRank, "avant derniere": beforeLastRank,
}

// wordNumbers are the numbers in letters.
var wordNumbers = vocabulary{
	"un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9,
	"dix": 10, "onze": 11, "douze": 12, "quatorze": 14, "quinze": 15,
}

// rankEndings follow the figures of a place: "1er", "2e", "3ème", "2nd".
var rankEndings = regexp.MustCompile(`^(er|ere|re|e|eme|ieme|me|nd|nde|d)s?$`)

// weeksInDays reads "tous les quinze jours", in which French counts both ends.
var weeksInDays = map[int]int{7: 1, 8: 1, 14: 2, 15: 2, 21: 3, 28: 4}

// refusals are words that are understood, but that a rule cannot express.
var refusals = map[string]string{
	"vacances":  schoolHolidays,
	"vacance":   schoolHolidays,
	"scolaire":  schoolHolidays,
	"scolaires": schoolHolidays,
	"ferie":     publicHolidays,
	"feries":    publicHolidays,
	"matin":     noHours,
	"matins":    noHours,
	"midi":      noHours,
	"soir":      noHours,
	"heure":     noHours,
	"heures":    noHours,
}

const (
	schoolHolidays = "Les vacances scolaires ne sont pas connues ici : écrivez les dates, par exemple « sauf du 21/12/2026 au 03/01/2027 », ou « sauf en juillet et août »."
	publicHolidays = "Les jours fériés n’ont pas à être écrits : un passage qui tombe un jour férié est signalé, puis gardé, déplacé ou annulé."
	noHours        = "Les heures ne s’écrivent pas avec les jours : donnez-les à part, dans les heures de début et de fin."
)
