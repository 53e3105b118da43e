package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"escale/internal/mediation"
)

// OffersOfPlace lists the offers of a place as the public sees them.
func (tx *Tx) OffersOfPlace(ctx context.Context, departement, place string) ([]mediation.Holding, error) {
	rows, err := tx.tx.Query(ctx, selectShown+`AND o.place_id = $2 ORDER BY o.source, o.source_id`, departement, place)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanHolding)
}

// CommuneNames are those of a département, by INSEE code.
func (tx *Tx) CommuneNames(ctx context.Context, departement string) (map[string]string, error) {
	rows, err := tx.tx.Query(ctx, `SELECT insee, name FROM communes WHERE departement = $1`, departement)
	if err != nil {
		return nil, err
	}
	names, code, name := map[string]string{}, "", ""
	_, err = pgx.ForEachRow(rows, []any{&code, &name}, func() error {
		names[code] = name
		return nil
	})
	return names, err
}
