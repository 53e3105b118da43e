package mediation

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// ReadableName writes the name of a place as people do: without shouted
// capitals, "FRANCE SERVICES DE PERIERS", its commune spelled as the commune
// spells itself; and without "EPN -" before a name of its own, since pages say
// the kind beside it. What is not shouted stays as its source wrote it.
func ReadableName(name, city string) string { return withoutLabel(spoken(name, city), city) }

// label stands before the names of the EPN of one source.
const label = "EPN - "

// withoutLabel takes the label off; a bare town is no name, "EPN de Barenton"
// is.
func withoutLabel(name, city string) string {
	rest, labelled := strings.CutPrefix(name, label)
	first, _ := utf8.DecodeRuneInString(rest)
	switch {
	case !labelled || rest == "":
		return name
	case unicode.IsLower(first): // "EPN - mobile"
		return "EPN " + rest
	case Fold(rest) == Fold(city):
		return "EPN " + OfTown(city)
	case isTown(rest, city):
		return "EPN " + OfTown(rest)
	}
	return rest
}

// isTown is true for a name that is only that of the commune, of the one that
// it was made of, or nearly.
func isTown(name, city string) bool {
	joined := func(s string) string { return strings.ReplaceAll(Fold(s), " ", "") }
	a, b := joined(name), joined(city)
	return city != "" && (strings.HasPrefix(a, b) || strings.HasPrefix(b, a) || Similarity(name, city) >= 0.6)
}

// OfTown says in French of which town something is: "de Céaux", "d’Avranches",
// "du Teilleul", "des Pieux".
func OfTown(name string) string {
	if rest, ok := strings.CutPrefix(name, "Le "); ok {
		return "du " + rest
	}
	if rest, ok := strings.CutPrefix(name, "Les "); ok {
		return "des " + rest
	}
	if folded := Fold(name); folded != "" && strings.ContainsRune("aeiouy", rune(folded[0])) {
		return "d’" + name
	}
	return "de " + name
}

var (
	loudWord = regexp.MustCompile(`\p{Lu}{5,}`)
	oneWord  = regexp.MustCompile(`\p{L}+`)
)

// leastShouted is how many letters a run of capitals has within a name that is
// else written small: a shorter one is an abbreviation, "EHPAD Les Marronniers".
const leastShouted = 7

// abbreviations stay in capitals.
var abbreviations = []string{"EPN", "CC", "CA", "CCAS", "CIAS", "CLIC", "CMS", "MJC", "FJT", "MEF", "CAF", "MSA", "PMI", "UDAF", "ADMR", "MFR", "GRETA", "CDAD", "SIVOM", "CPH", "MSD", "SOS", "PIMMS", "CIDFF", "EHPAD"}

// smallWords do not take a capital within a name.
var smallWords = []string{"de", "du", "des", "la", "le", "les", "et", "à", "au", "aux", "en", "sur", "sous", "d", "l", "pour"}

// accented are the words that capitals have robbed of their accents, as far as
// names of places use them.
var accented = map[string]string{
	"ass": "association", "francais": "français", "francaise": "française", "federation": "fédération", "solidarite": "solidarité", "solidarites": "solidarités",
	"mediatheque": "médiathèque", "bibliotheque": "bibliothèque", "numerique": "numérique", "communaute": "communauté", "agglomeration": "agglomération",
	"departement": "département", "departemental": "départemental", "departementale": "départementale", "medico": "médico", "mediation": "médiation", "prefecture": "préfecture",
	"ecole": "école", "college": "collège", "lycee": "lycée", "pole": "pôle", "cote": "côte", "ile": "île", "foret": "forêt", "reseau": "réseau", "multimedia": "multimédia",
}

// spoken writes what is shouted in small letters.
func spoken(name, city string) string {
	if !loudWord.MatchString(name) {
		return name
	}
	words := strings.Fields(name)
	for from := 0; from < len(words); from++ {
		to := from
		for to < len(words) && strings.ToUpper(words[to]) == words[to] {
			to++
		}
		if shouted(words[from:to], to-from == len(words)) {
			for i := from; i < to; i++ {
				words[i] = lowered(words[i], i == 0)
			}
		}
		from = to
	}
	return spelled(strings.Join(words, " "), city)
}

// shouted is true for a run of words in capitals that are no abbreviations;
// whole when there is nothing else in the name.
func shouted(run []string, whole bool) bool {
	text := strings.Join(run, " ")
	return loudWord.MatchString(text) && (whole || len(oneWord.FindAllString(text, -1)) > 1 || len(text) >= leastShouted)
}

// lowered writes a word in small letters but the first; all of its parts, and
// what begins the name, take a capital.
func lowered(text string, begins bool) string {
	return oneWord.ReplaceAllStringFunc(text, func(word string) string {
		first := begins
		begins = false
		if slices.Contains(abbreviations, word) {
			return word
		}
		word = strings.ToLower(word)
		if with := accented[word]; with != "" {
			word = with
		}
		if !first && slices.Contains(smallWords, word) {
			return word
		}
		r, size := utf8.DecodeRuneInString(word)
		return string(unicode.ToUpper(r)) + word[size:]
	})
}

// spelled gives the commune in a name the spelling that is its own.
func spelled(name, city string) string {
	words, want := strings.Fields(name), Fold(city)
	for from := range words {
		for to := from + 1; to <= len(words) && want != ""; to++ {
			if Fold(strings.Join(words[from:to], " ")) == want {
				return strings.Join(slices.Concat(words[:from], []string{city}, words[to:]), " ")
			}
		}
	}
	return name
}
