package search

import (
	"encoding/csv"
	"io/fs"
	"strings"

	"escale/data"
)

// The words of data/*.tsv.
var (
	empty    = setOf("mots-petits.tsv", "vide")   // say nothing of what someone needs
	weak     = setOf("mots-petits.tsv", "faible") // go with any need
	guards   = setOf("mots-petits.tsv", "garde")  // change the word after them: "pas cher" is not "cher"
	asking   = setOf("mots-petits.tsv", "parole") // say that someone asks, not what
	ordinary = setOf("mots-ordinaires.tsv")       // are like a word of the needs and are none
	people   = setOf("noms-propres.tsv")
	hollow   = setOf("mots-etrangers.tsv")
	general  = phrasesOf("mots-generaux.tsv") // give way to the named thing beside them
	plainer  = pairsOf("synonymes.tsv")       // the plainer word for the same thing
	streets  = setOf("mots-lieux.tsv", "voie")
	linking  = setOf("mots-lieux.tsv", "lien")  // stand between the halves of a name
	everyDay = setOf("mots-lieux.tsv", "chose") // alone, mean what they say before any commune far away
	// strongCues come before the name of a place, weakCues may.
	strongCues, weakCues = setOf("mots-lieux.tsv", "fort"), setOf("mots-lieux.tsv", "faible")
	dayWords             = pairsOf("jours.tsv")
)

// rowsOf reads a list: its columns are parted by tabs, its notes begin with #.
func rowsOf(name string) [][]string {
	content, err := fs.ReadFile(data.Files, name)
	if err != nil {
		panic(err) // the program carries it
	}
	r := csv.NewReader(strings.NewReader(string(content)))
	r.Comma, r.Comment, r.LazyQuotes, r.FieldsPerRecord = '\t', '#', true, -1
	rows, err := r.ReadAll()
	if err != nil {
		panic(err)
	}
	return rows
}

// setOf holds the last column of a list: of the rows that begin with kind, if
// one is given.
func setOf(name string, kind ...string) map[string]bool {
	set := map[string]bool{}
	for _, row := range rowsOf(name) {
		if len(kind) == 0 || row[0] == kind[0] {
			set[row[len(row)-1]] = true
		}
	}
	return set
}

func phrasesOf(name string) (list [][]string) {
	for _, row := range rowsOf(name) {
		list = append(list, strings.Fields(row[0]))
	}
	return list
}

func pairsOf(name string) map[string]string {
	pairs := map[string]string{}
	for _, row := range rowsOf(name) {
		pairs[row[0]] = row[1]
	}
	return pairs
}
