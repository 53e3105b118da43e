package formats

import (
	"io"
)

// Way is how far it is from one commune to another.
type Way struct {
	From, To string // INSEE codes
	Metres   float64
}

var travelLayout = newLayout("trajets", []string{"de", "vers"},
	"de origine from source", "vers destination to target", "metres distance distance_m", "km kilometres distance_km", "duree minutes duration duree_min")

// mostMetres is further than anybody goes for help, and than any way between two communes of a map.
const mostMetres = 2_000_000

// ReadTravel reads ways between communes, as OSRM or the IGN measure them: the INSEE
// codes of both, and metres or kilometres. A way that is not there is estimated.
func ReadTravel(r io.Reader) (ways []Way, problems []Problem, err error) {
	lines := map[[2]string]int{}
	t, err := readTable(r, travelLayout, func(row *row) {
		if !row.unreadable {
			if way, ok := row.way(lines); ok {
				ways = append(ways, way)
			}
		}
		problems = append(problems, row.problems...)
	})
	if err != nil {
		return nil, nil, err
	}
	if len(travelLayout.absent([]string{"metres", "km"}, t.names)) == 2 {
		return nil, nil, fault("Il manque la distance : une colonne « metres » ou « km ».")
	}
	return ways, problems, nil
}

// way reads a line; lines has those that were read, by what they are of.
func (r *row) way(lines map[[2]string]int) (w Way, ok bool) {
	w.From, w.To = r.insee("de"), r.insee("vers")
	for _, column := range []string{"de", "vers"} {
		if r.cells[column] == "" {
			r.problem(column, "Il faut les codes INSEE des deux communes : ligne laissée de côté.")
		}
	}
	if !inseeForm.MatchString(w.From) || !inseeForm.MatchString(w.To) {
		return w, false
	}
	column, unit := "metres", 1.0
	if r.cells[column] == "" {
		column, unit = "km", 1000
	}
	value, read := readDecimal(r.words(column))
	if w.Metres = value * unit; !read || value < 0 || w.Metres > mostMetres {
		r.problem(column, "Il faut une distance, comme 12400 en mètres ou 12,4 en kilomètres : ligne laissée de côté.")
		return w, false
	}
	key := [2]string{w.From, w.To}
	if lines[key] > 0 {
		r.problem("vers", "Ce trajet est déjà à la ligne %d : le premier est gardé.", lines[key])
		return w, false
	}
	lines[key] = r.line
	return w, true
}
