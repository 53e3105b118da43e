package admin_test

import (
	"context"
	"strconv"

	"escale/internal/desk"
	"escale/internal/mediation"
	"escale/internal/postgres/pgtest"
)

// workshopAt opens a workshop at a visit, and returns its id.
func (o *office) workshopAt(visit string) string {
	o.Helper()
	series, err := o.OpenSeries(context.Background(), desk.Actor{Command: "test"}, mediation.Series{Theme: "Prendre en main la souris"}, []mediation.WorkshopDate{{Visit: visit}})
	if err != nil {
		o.Fatal(err)
	}
	return pgtest.Column[string](o, o.url, `SELECT id FROM workshops WHERE series_id = $1`, series)[0]
}

// callOf lists somebody to telephone for a tour.
func (o *office) callOf(tour string) string {
	o.Helper()
	id := pgtest.Column[int](o, o.url, `INSERT INTO calls (departement, name, phone, why, about, object_kind, object_id, origin_kind, origin_id, until)
		VALUES ('50', 'Ana', '+33612345678', 'moved', 'Atelier', 'tour', $1, 'registration', '0', now() + interval '1 day') RETURNING id`, tour)[0]
	return strconv.Itoa(id)
}
