package export

import (
	"bytes"
	"cmp"
	"slices"

	"escale/internal/catalog"
	"escale/internal/formats"
	"escale/internal/hours"
	"escale/internal/mediation"
)

var visitColumns = []string{
	"Date", "Début", "Fin", "Tournée", "Lieu", "Salle", "Adresse", "Code postal", "Commune", "Statut", "Motif", "Thème",
	"Téléphone", "Source", "Licence",
}

// visitsCSV writes the visits that are not past, in order, whatever became of
// them, for people's spreadsheets.
func visitsCSV(c content) ([]byte, error) {
	hits := c.moment.FindVisits(mediation.VisitFilter{Filter: c.filter})
	slices.SortFunc(hits, func(a, b catalog.VisitHit) int { return cmp.Compare(a.Visit, b.Visit) })
	rows := [][]string{visitColumns}
	for _, hit := range hits {
		row, err := c.visit(&c.moment.Visits[hit.Visit])
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	var b bytes.Buffer
	err := formats.WriteSheetCSV(&b, rows)
	return b.Bytes(), err
}

// visit writes a visit where it takes place.
func (c content) visit(v *mediation.Visit) ([]string, error) {
	stop, err := c.moment.Stop(v.Stop)
	if err != nil {
		return nil, err
	}
	tour, err := c.moment.Tour(v.Tour)
	if err != nil {
		return nil, err
	}
	i, j := c.moment.StopPlace(stop)
	place := c.moment.Places[i]
	offer := place.Offers[j]
	name, address := place.Name, place.Address
	if v.Venue != nil {
		name, address = v.Venue.Name, v.Venue.Address
	}
	start, end := hours.Local(v.Start), hours.Local(v.End)
	phone := cmp.Or(offer.Contact.Phone, tour.Contact.Phone)
	source := catalog.SourceOf(c.moment.Snapshot, c.sources, offer.Source)
	return []string{
		start.Format("02/01/2006"), start.Format("15:04"), end.Format("15:04"), tour.Name, name, cmp.Or(v.Room, stop.Room),
		address.Street, address.Postcode, address.City, v.Status.Label(), v.Reason, v.Theme,
		mediation.PhoneText(phone), source.Name, source.Licence,
	}, nil
}
