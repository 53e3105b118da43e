package ingest

import (
	"fmt"

	"escale/internal/formats"
	"escale/internal/mediation"
)

// commune settles between what the source declares and where its point lies. Of the
// postcode, the name and the point, two that agree win, and that is told; silence is
// no contradiction.
func (r *run) commune(a mediation.Address, location mediation.Location) (insee, reason, remark string) {
	declared, at := r.gazetteer.Declared(a), location.Commune
	_, inside := r.gazetteer.Commune(at)
	switch {
	case a.INSEE == "" && inside && a.City != "" && r.gazetteer.NameFits(at, a.City):
		return at, "", r.postcodeRemark(a, at)
	case a.INSEE == "" && inside && a.City == "" && a.Postcode == "":
		return at, "", fmt.Sprintf("Ni commune ni code postal : placé d’après son point, à %s.", r.name(at))
	case r.gazetteer.Elsewhere(a):
		return "", fmt.Sprintf("l'adresse est à %s %s, mais le point est dans la commune %s", a.Postcode, a.City, r.name(at)), ""
	case declared != "" && location.Metres <= reach(location):
		return declared, "", r.postcodeRemark(a, declared)
	case declared != "":
		return "", fmt.Sprintf("le point est à %.0f km de la commune déclarée (%s)%s", location.Metres/1000, r.name(declared), r.where(location)), ""
	case inside && (r.gazetteer.PostcodeFits(at, a.Postcode) || a.City == "" && a.INSEE == "" && !r.gazetteer.Knows(a.Postcode)):
		return at, "", r.postcodeRemark(a, at)
	case a.INSEE == "" && a.Postcode == "" && a.City == "":
		return "", "ni commune, ni code postal : on ne sait pas de quelle commune il s'agit" + r.where(location), ""
	}
	return "", fmt.Sprintf("la commune « %s » (%s) est inconnue dans le département%s", a.City, a.Postcode, r.where(location)), ""
}

// reach is how far from its commune a point may lie, in metres.
func reach(location mediation.Location) float64 {
	if location.HasContour {
		return borderMetres
	}
	return centreMetres
}

// postcodeRemark tells what of an address gave way, "" when its postcode is right.
func (r *run) postcodeRemark(a mediation.Address, insee string) string {
	switch {
	case a.INSEE != "" || r.gazetteer.PostcodeFits(insee, a.Postcode):
		return ""
	case a.Postcode == "":
		return fmt.Sprintf("Sans code postal : placé d’après sa commune, à %s.", r.name(insee))
	}
	return fmt.Sprintf("Le code postal %s n’est pas celui %s (CEDEX, ou faux) : placé d’après sa commune.", a.Postcode, mediation.OfTown(r.name(insee)))
}

// named is the commune that an address names where the name alone can say so: in one
// département. Of several that are loaded together, each might have one.
func (r *run) named(a mediation.Address) string {
	if r.several && a.INSEE+a.Postcode == "" {
		return ""
	}
	return r.gazetteer.Declared(a)
}

// elsewhere is true for a record of another département, by what it declares, by
// the commune that its point lies in, or by the département that its own column names.
func (r *run) elsewhere(rec formats.Record, commune string) bool {
	a := rec.Offer.Address
	_, inside := r.gazetteer.Commune(commune)
	switch {
	case inside:
		return false
	case r.gazetteer.Elsewhere(a):
		return true
	case a.INSEE != "":
		return false
	case a.Postcode != "":
		// A postcode that two départements share.
		return commune != "" && mediation.PostcodeDepartement(a.Postcode) != r.gazetteer.Departement() && !r.hasNamed(a)
	case commune != "":
		return true
	case rec.Departement != "":
		return rec.Departement != r.gazetteer.Departement()
	}
	return rec.Offer.Point != nil && r.gazetteer.Named(a.City) == ""
}

// hasNamed reports whether one of the communes of a postcode has the name of the address.
func (r *run) hasNamed(a mediation.Address) bool {
	return r.gazetteer.NameFits(r.gazetteer.Declared(a), a.City)
}
