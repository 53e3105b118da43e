package formats

import (
	"slices"

	"escale/internal/mediation"
)

// conseillersFormat is the list of permanences of the Conseillers numériques:
// an older standard, without INSEE codes, with columns about the advisers.
//
// "France Services" among its labels is the employing organisation's, not the
// place's: every permanence of a département's network carries it, libraries
// included. It stays in the raw record and proves nothing of the place.
var conseillersFormat = format{
	name: "conseillers-numeriques",
	layout: newLayout("conseillers-numeriques", []string{"id", "nom"},
		append(slices.Clone(standardColumns), "structureid structure_id", "nb_aidants")...),
	read: readConseillers,
}

// conseillersVanFormat is the same for a file whose rows are the base and the
// stops of one vehicle.
var conseillersVanFormat = format{
	name:   "conseillers-numeriques-bus",
	layout: conseillersFormat.layout,
	read: func(r *row, o *mediation.Offer) {
		readConseillers(r, o)
		o.Kind = r.kind(o, mediation.Van, moves)
	},
}

func readConseillers(r *row, o *mediation.Offer) {
	readStandardColumns(r, o)
	o.Kind = r.kind(o, mediation.ConseillerNumerique, r.statedMotion("itinerance"))
	employers := func(programme string) bool {
		return programme == "france-services" || programme == "conseillers-numeriques"
	}
	o.Programmes = append([]string{"conseillers-numeriques"}, slices.DeleteFunc(o.Programmes, employers)...)
}
