package pages

import (
	"math"
	"strconv"
	"strings"
	"time"

	"escale/internal/catalog"
	"escale/internal/coverage"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/reach"
	"escale/internal/web"
)

// CoveragePath is the page of who is far from help, for councils and those who run
// the van: in French only.
const CoveragePath = "/couverture"

// The distances, in kilometres, and the days that pages offer; an address may say others.
var (
	CoverageDistances = []int{3, 5, 10, 15, 20, 30}
	CoverageHorizons  = []int{7, 14, 28}
)

// layerTexts say one or several people of a layer.
var layerTexts = map[mediation.Layer][2]string{
	reach.Everybody:      {"%s habitant", "%s habitants"},
	mediation.Seniors:    {"%s personne de 65 ans et plus", "%s personnes de 65 ans et plus"},
	mediation.Alone:      {"%s personne qui vit seule", "%s personnes qui vivent seules"},
	mediation.NoDiploma:  {"%s personne sans diplôme", "%s personnes sans diplôme"},
	mediation.JobSeekers: {"%s demandeur d’emploi", "%s demandeurs d’emploi"},
	mediation.NoCar:      {"%s ménage sans voiture", "%s ménages sans voiture"},
}

// PeopleText counts people of a layer: "12 400 personnes de 65 ans et plus".
func PeopleText(layer mediation.Layer, n int) string {
	text := layerTexts[layer][min(1, n/2)]
	return strings.Replace(text, "%s", CountText(language.French, n), 1)
}

// LayerLabel names a layer.
func LayerLabel(layer mediation.Layer) string {
	if layer == reach.Everybody {
		return "tous les habitants"
	}
	return layer.Label()
}

// HelpText names the help that a question looks for: "aide numérique", "aide « CAF »
// confirmée" when help that is only possible does not count.
func HelpText(needs mediation.Needs, q coverage.Question) string {
	text := "aide numérique"
	if need, known := needs.Find(q.Need); known {
		text = "aide « " + need.Short + " »"
	}
	if !q.Possible {
		text += " confirmée"
	}
	return text
}

// WithinText says how far and in which days help counts: "à moins de 10 km, dans les 14 jours".
func WithinText(q coverage.Question) string {
	where := "à moins de " + ReachText(q.Limit())
	if q.OnFoot {
		where += " ni passage du bus dans leur commune"
	}
	when := "dans les " + CountText(language.French, q.Days) + " jours"
	if q.Days == 1 {
		when = "aujourd’hui"
	}
	return where + " " + when + betweenText(q)
}

// wholeDay is where a day ends.
const wholeDay = 24 * time.Hour

// DaysText counts days.
func DaysText(n int) string {
	return CountText(language.French, n) + "\u00a0" + map[bool]string{true: "jours", false: "jour"}[n > 1]
}

// betweenText says at which hours help counts, "" for all: ", entre 17 h et 20 h".
func betweenText(q coverage.Question) string {
	start, end := clockText(web.ClockText(q.Start)), clockText(web.ClockText(q.End))
	switch {
	case q.End == 0 || q.Start == 0 && q.End >= wholeDay:
		return ""
	case q.End >= wholeDay:
		return ", à partir de " + start
	case q.Start == 0:
		return ", avant " + end
	}
	return ", entre " + start + " et " + end
}

// ReachText writes the distance of the question: "10 km", "10,5 km".
func ReachText(metres float64) string {
	return strings.Replace(strconv.FormatFloat(metres/1000, 'f', -1, 64), ".", ",", 1) + "\u00a0km"
}

// NearText writes the way to what is nearest, which may be beyond how far one goes.
func NearText(q coverage.Question, metres float64) string {
	if metres < 1000 {
		return KilometresText(metres)
	}
	return BeyondText(language.French, metres, q.Limit())
}

// KilometresText writes an estimated way: "7,6 km", "10 km"; a short one is not known
// to the metre.
func KilometresText(metres float64) string {
	if metres < 1000 {
		return "moins de 1\u00a0km"
	}
	return catalog.DistanceText(language.French, metres)
}

// BeyondText writes a way; one that is beyond a reach never looks as short as that.
func BeyondText(l *language.Language, metres, reach float64) string {
	text := catalog.DistanceText(l, metres)
	if metres <= reach || text != catalog.DistanceText(l, reach) {
		return text
	}
	tenths := strconv.FormatFloat(math.Ceil(metres/100)/10, 'f', -1, 64)
	return l.Say("%s\u00a0km", strings.Replace(tenths, ".", l.SayOf("décimales", ","), 1))
}

// StatusLabels say what people find within reach.
var StatusLabels = [coverage.Statuses]string{"Une aide est ouverte ou passe", "Sur rendez-vous seulement", "Horaires inconnus : à vérifier", "Aucune aide"}

// PartlyLabel says it of a commune of whose people a part finds no help.
const PartlyLabel = "Une partie sans aide"

// FarText says who is far from help: "12 400 personnes de 65 ans et plus, dans 83
// communes, n’ont aucune aide « CAF » confirmée à moins de 10 km dans les 14 jours." Of them,
// maybe is how many have help that a phone call can confirm.
func FarText(needs mediation.Needs, q coverage.Question, who mediation.Layer, s reach.Sum, maybe int) string {
	help, within := HelpText(needs, q), WithinText(q)
	n := s.People[coverage.Far]
	if n == 0 {
		return "Personne n’est sans " + help + " " + within + "."
	}
	verb := " n’ont aucune "
	if n == 1 {
		verb = " n’a aucune "
	}
	return PeopleText(who, n) + ", dans " + CommunesText(s.FarCommunes()) + "," + verb + help + " " + within + maybeText(maybe) + "."
}

func maybeText(maybe int) string {
	if maybe <= 0 {
		return ""
	}
	return ", dont " + CountText(language.French, maybe) + " avec une aide à vérifier par téléphone"
}

// SupposedText says that a proposal takes the van to help, "" when that is confirmed.
func SupposedText(s reach.Suggestion) string {
	if !s.Supposed {
		return ""
	}
	return "Ce calcul suppose que le bus aide pour cette démarche : ce n’est pas toujours confirmé, téléphonez d’abord. Là où il passe déjà, nous supposons aussi qu’il aide : ces personnes ne sont pas comptées ici."
}

// CommunesText counts communes.
func CommunesText(n int) string {
	return CountText(language.French, n) + " " + map[bool]string{true: "communes", false: "commune"}[n > 1]
}
