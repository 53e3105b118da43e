package mediation

// Layer is a group of people who are counted by commune.
type Layer string

// The layers. Those of [NoCar] are households, the others persons.
const (
	Seniors    Layer = "plus-65"
	Alone      Layer = "seuls"
	NoDiploma  Layer = "sans-diplome"
	JobSeekers Layer = "sans-emploi"
	NoCar      Layer = "sans-voiture"
)

// Layers lists every layer, in the order in which people are shown them.
var Layers = []Layer{Seniors, Alone, NoDiploma, JobSeekers, NoCar}

var layerLabels = map[Layer]string{
	Seniors: "65 ans et plus", Alone: "personnes qui vivent seules", NoDiploma: "personnes sans diplôme",
	JobSeekers: "demandeurs d’emploi", NoCar: "ménages sans voiture",
}

// Label returns the French name of a layer, for the middle of a sentence.
func (l Layer) Label() string { return layerLabels[l] }

// Indicator is how many people of a layer live in each commune.
type Indicator struct {
	Layer Layer `json:"layer"`
	// Year and Source are those of the figures.
	Year   int    `json:"year"`
	Source string `json:"source"`
	// Estimated says how the file's rates were turned into people, "" for
	// figures that were counted.
	Estimated string `json:"estimated,omitempty"`
	// People are rounded to ten ([RoundTen]), by today's INSEE codes. A commune
	// that is not there has no figure.
	People map[string]int `json:"people"`
}

// RoundTen rounds a number of people: no smaller group is shown.
func RoundTen(people float64) int { return int((people+5)/10) * 10 }

// CoverageMonth is how many people were far from help in a month, and in how many
// communes.
type CoverageMonth struct {
	Month    Day    `json:"month"` // its first day
	Need     NeedID `json:"need"`  // "" for any
	Communes int    `json:"communes"`
	People   int    `json:"people"`
}
