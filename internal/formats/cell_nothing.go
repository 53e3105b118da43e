package formats

import (
	"strings"

	"escale/internal/mediation"
)

// nothings are the words, folded, by which software and people say that a cell has
// no value.
var nothings = wordSet(
	"null", "nan", "nil", "none", "undefined", "#n/a", "n/a", "#n/d", "n/d", "n/c", "n/r", "nc", "nr", "#na", "na", "s/o",
	"#ref!", "#value!", "#valeur!", "#name?", "#nom?", "#null!", "#div/0!", "<na>", "<null>", "(null)", "(vide)", "[]", "{}",
	"non renseigne", "non renseignee", "non renseignes", "non communique", "non communiquee", "non precise", "non precisee",
	"non disponible", "non connu", "non concerne", "pas renseigne", "pas d information", "inconnu", "inconnue", "sans objet",
	"neant", "vide", "a completer", "a renseigner", "a definir", "non defini", "information non disponible", "aucune information",
)

// longestNothing is in bytes, with room for spaces.
const longestNothing = 100

// isNothing is true for a cell that says that there is no value, with a word or a
// lone sign.
func isNothing(value string) bool {
	if len(value) > longestNothing {
		return false
	}
	value = strings.TrimSpace(value)
	if value != "" && '0' <= value[0] && value[0] <= '9' { // no word for nothing begins so
		return false
	}
	if strings.Trim(value, " -–—_./?*") == "" {
		return true
	}
	folded := mediation.Fold(strings.ToLower(value))
	return nothings[folded] || nothings[strings.ReplaceAll(folded, " ", "/")]
}

func wordSet(words ...string) map[string]bool {
	set := make(map[string]bool, len(words))
	for _, word := range words {
		set[word] = true
	}
	return set
}
