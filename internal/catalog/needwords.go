package catalog

import (
	"strings"
	"unicode"

	"escale/internal/mediation"
)

// words cuts a text into its folded words, at most most of them.
func words(text string, most int) []string {
	list := strings.FieldsFunc(mediation.Fold(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return list[:min(len(list), most)]
}

// wordSet reads a list of folded words.
func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(list) {
		set[word] = true
	}
	return set
}

// empty are the words that say nothing of what someone needs.
var empty = wordSet(`
	a ai aie ait as au aux avaient avais avait avec avez avoir avons c ca car ce ceci cela celle celui ces cet cette
	ceux chez ci comme d dans de depuis des donc du elle elles en encore entre es est et etais etait ete etes etre eu
	eux fut hein hier il ils j je l la le les leur leurs lui m ma mais me meme mes moi mon n ne ni nos notre nous on
	ont or ou par parce pendant peu pour pourquoi puis qu quand que quel quelle quelles quels qui quoi quelque quelqu
	s sa se sera ses si soi soit son sont sous suis sur t ta te tes toi ton tous tout toute toutes tres tu un une vers
	via voici voila vos votre vous y ya avant apres alors aussi autre autres bien beaucoup deja deux trois ici
	maintenant toujours assez aucun aucune bonjour bonsoir salut merci svp stp plait please madame monsieur alo allo
	aujourd hui demain matin soir an ans annee annees mois jour jours semaine prochain prochaine dernier derniere`)

// weak are the words that go with any need.
var weak = wordSet(`
	juste nouveau nouvelle nouvel vieux vieille petit petite grand grande gros grosse bon bonne mieux possible oblige
	obligee faire fait fais faisait faites font ferai refaire refait veux veut voudrais voudrait voulais vouloir veulent dois
	doit devrais faut faudrait peux peut pouvoir pourrais pouvez peuvent aimerais souhaite souhaiterais besoin
	envie arrive arrivais arriver arrives sais sait savoir savez connais connait comprends comprend comprendre
	apprendre apprends va vais vas aller alle viens vient venir aide aides aider aidez aidee demande demandes demander
	demandent dit dis dire dise disent donner donne donnez mettre met mets mis prendre prends pris vu voir
	trouver trouve passer rendre utiliser utilise servir sert comment combien lequel laquelle chose choses
	truc trucs probleme problemes question questions gens personne marche marchent fonctionne demarche demarches
	mari femme fils fille filles mere pere maman papa`)

// guards are small words that change those after them: "pas cher" is not
// "cher", nor "plus de place" a place.
var guards = wordSet("pas plus rien sans jamais trop")

// alsoSaid gives the plainer word for some things.
var alsoSaid = map[string]string{
	"ordi": "ordinateur", "pc": "ordinateur", "ordis": "ordinateur", "portable": "telephone", "mobile": "telephone",
	"smartphone": "telephone", "iphone": "telephone", "tel": "telephone", "courriel": "mail", "email": "mail", "mel": "mail",
	"mails": "mail", "appart": "appartement", "boulot": "travail", "job": "travail", "taf": "travail", "docteur": "medecin",
	"toubib": "medecin", "auto": "voiture", "vehicule": "voiture", "bagnole": "voiture", "rdv": "rendez", "gosses": "enfants",
	"gamins": "enfants", "tof": "photo", "tofs": "photos", "fric": "argent", "net": "internet", "web": "internet",
	"doc": "document",
}

// endings are taken off in this order, once a plural's s or x is gone.
var endings = []string{"issement", "ement", "ation", "atrice", "ateur", "ante", "ant", "ees", "ee", "er", "ez", "e"}

// stem takes the usual endings off a folded word, so that "déclarer",
// "déclare" and "déclarations" become one.
func stem(word string) string {
	const left = 4 // letters that must remain
	if len(word) > left-1 {
		word = strings.TrimRight(word, "sx")
	}
	for _, ending := range endings {
		if rest, ok := strings.CutSuffix(word, ending); ok && len(rest) >= left {
			word = rest
			break
		}
	}
	if n := len(word); n > left && word[n-1] == word[n-2] {
		word = word[:n-1]
	}
	return word
}

// soundRule turns letters into a sound when the next letter is one of before
// ("" for any letter, "$" for the word's end).
type soundRule struct{ letters, before, sound string }

const (
	consonants = "bcdfghjklpqrstvwxz$" // not n nor m, which nasals double
	soft       = "eiy"
)

// soundRules are tried in this order. Capitals are sounds with no letter of
// their own; a letter that no rule takes stands for itself.
var soundRules = []soundRule{
	{"eau", "", "o"}, {"au", "", "o"}, {"oin", consonants, "wI"}, {"ou", "", "w"}, {"oi", "", "wa"}, {"oy", "", "wa"},
	{"ain", consonants, "I"}, {"ein", consonants, "I"}, {"in", consonants, "I"}, {"yn", consonants, "I"}, {"un", consonants, "I"},
	{"aim", "pb", "I"}, {"im", "pb", "I"}, {"ym", "pb", "I"},
	{"an", consonants, "A"}, {"en", consonants, "A"}, {"am", "pb", "A"}, {"em", "pb", "A"},
	{"on", consonants, "O"}, {"om", "pb", "O"},
	{"tion", "", "siO"}, {"tiel", "", "siel"},
	{"aie", "", "e"}, {"ai", "", "e"}, {"ay", "", "e"}, {"ei", "", "e"}, {"ey", "", "e"}, {"oeu", "", "e"}, {"eu", "", "e"},
	{"er", "$", ""}, {"ez", "$", ""}, {"e", "$", ""},
	{"sch", "", "C"}, {"ch", "", "C"}, {"sh", "", "C"}, {"ph", "", "f"}, {"h", "", ""},
	{"qu", "", "k"}, {"q", "", "k"}, {"ck", "", "k"}, {"c", soft, "s"}, {"c", "", "k"},
	{"gn", "", "N"}, {"gu", soft, "g"}, {"ge", "ao", "j"}, {"g", soft, "j"},
	{"y", "", "i"}, {"z", "", "s"}, {"x", "", "ks"},
}

// sound spells a folded word as it is heard in French, roughly: "impaux" and
// "impôts" are one, so are "enploi" and "emploi".
func sound(word string) string {
	if trimmed := strings.TrimRight(word, "stdpxz"); len(trimmed) > 1 {
		word = trimmed // not heard at the end
	}
	var heard []byte
	for i := 0; i < len(word); {
		taken, out := 1, word[i:i+1]
		for _, rule := range soundRules {
			if strings.HasPrefix(word[i:], rule.letters) && rule.holds(word, i+len(rule.letters)) {
				taken, out = len(rule.letters), rule.sound
				break
			}
		}
		for j := range len(out) {
			if n := len(heard); n == 0 || heard[n-1] != out[j] {
				heard = append(heard, out[j])
			}
		}
		i += taken
	}
	return string(heard)
}

func (r soundRule) holds(word string, next int) bool {
	if r.before == "" {
		return true
	}
	letter := byte('$')
	if next < len(word) {
		letter = word[next]
	}
	return strings.IndexByte(r.before, letter) >= 0
}

// letterNames are how the letters of an acronym are said.
var letterNames = map[byte]string{
	'b': "be", 'c': "ce", 'd': "de", 'f': "ef", 'g': "ge", 'h': "ache", 'j': "ji", 'k': "ka", 'l': "el", 'm': "em",
	'n': "ene", 'p': "pe", 'q': "ku", 'r': "er", 's': "es", 't': "te", 'v': "ve", 'w': "doubleve", 'x': "ix", 'z': "zede",
}

// spelled is the sound of an acronym's letters, "" for other words: the HLM
// may be heard, and typed, as "achelem".
func spelled(word string) string {
	if len(word) < 2 || len(word) > 3 {
		return ""
	}
	var said strings.Builder
	for i := range len(word) {
		if name, ok := letterNames[word[i]]; ok {
			said.WriteString(name)
		} else {
			said.WriteByte(word[i])
		}
	}
	return sound(said.String())
}
