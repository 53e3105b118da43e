package hours

import (
	"regexp"
	"strings"
)

var (
	// stopForm is a sentence that takes the opening away: "annulé", "pas de permanence",
	// "ouverture prochaine".
	stopForm = newForm(`(?i)(?:\b(?:annul|report)[ée]e?s?|\bsuspendue?s?|\b(?:en|pour|cause)\s+(?:de\s+)?travaux)(?:[^\pL]|$)|` +
		`\b(?:pas|plus|aucune?)\s+(?:de\s+|d['’])?(?:permanence|ouverture|s[ée]ance|passage|accueil\s+(?:le|la|les|en|au|aux|du|ce|cette|pendant)\s)|` +
		`\bouverture\s+(?:prochaine|[àa]\s+venir|pr[ée]vue)|\b(?:prochaine|future)\s+ouverture|\bpas\s+encore\s+ouvert|\bbient[ôo]t\s+ouvert|\bouvr\pL+\s+(?:prochainement|bient[ôo]t)`)
	// closedForm is one that opens to some people only, or to those who wrote their name.
	closedForm = newForm(`(?i)^(?:(?:accueil|accompagnement|acc[eè]s|lieu|service|permanences?|espace|ouverte?s?)\s+(?:est\s+|sont\s+)?)?` +
		`(?:(?:uniquement|exclusivement|seulement)\s+)?(?:sur\s+(?:pr[ée]-?)?inscription|(?:pr[ée]-?)?inscription\s+(?:pr[ée]alable|obligatoire|n[ée]cessaire)|` +
		`r[ée]serv[ée]e?s?\s+(?:(?:uniquement|exclusivement)\s+)?(?:aux?|[àa])\s|(?:selon|en fonction de)s?\s+(?:(?:la|les|nos|vos)\s+)?disponibilit)`)
	stopOthers = regexp.MustCompile(`(?i)` + othersWords)
	shutWord   = regexp.MustCompile(`(?i)^(?:(?:est|actuellement|lieu|site|d[ée]finitivement|provisoirement|temporairement)\s+)*(?:ferm[ée]e?s?|(?:en\s+)?travaux)$`)
)

// stops reports whether a sentence takes the opening away from all, or from all but some.
func stops(sentence string) bool {
	return stopForm.MatchString(sentence) && !stopOthers.MatchString(sentence) || closedForm.MatchString(sentence)
}

// Shuts reports whether a text is only a word that closes a door; it depends on where it
// stands: "fermé" below "dimanche" says nothing of other days.
func Shuts(text string) bool { return shutWord.MatchString(strings.Trim(text, " .!")) }
