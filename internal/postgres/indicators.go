package postgres

import (
	"context"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"

	"escale/internal/mediation"
)

// SaveIndicators stores what is known of the people of a département, in place of what was
// known of these layers.
func (db *DB) SaveIndicators(ctx context.Context, departement string, list []mediation.Indicator) error {
	return db.InTx(ctx, func(tx *Tx) error {
		batch := &pgx.Batch{}
		for _, i := range list {
			batch.Queue(`DELETE FROM indicators USING communes WHERE indicators.insee = communes.insee AND departement = $1 AND layer = $2`, departement, i.Layer)
			batch.Queue(`DELETE FROM indicator_layers WHERE departement = $1 AND layer = $2`, departement, i.Layer)
			batch.Queue(`INSERT INTO indicator_layers (departement, layer, year, source, estimated) VALUES ($1, $2, $3, $4, $5)`,
				departement, i.Layer, i.Year, i.Source, i.Estimated)
			codes := slices.Sorted(maps.Keys(i.People))
			numbers := make([]int, len(codes))
			for k, insee := range codes {
				numbers[k] = i.People[insee]
			}
			batch.Queue(`INSERT INTO indicators (layer, insee, people) SELECT $1, * FROM unnest($2::text[], $3::int[])`, i.Layer, codes, numbers)
		}
		if _, err := tx.sendBatch(ctx, batch); err != nil {
			return err
		}
		return tx.BumpRevision(ctx)
	})
}

// DeleteIndicators takes away what is known of layers in a département, and tells which were there.
func (db *DB) DeleteIndicators(ctx context.Context, departement string, layers []mediation.Layer) (gone []mediation.Layer, err error) {
	err = db.InTx(ctx, func(tx *Tx) error {
		if _, err := tx.tx.Exec(ctx, `DELETE FROM indicators USING communes WHERE indicators.insee = communes.insee AND departement = $1 AND layer = ANY($2)`, departement, layers); err != nil {
			return err
		}
		rows, err := tx.tx.Query(ctx, `DELETE FROM indicator_layers WHERE departement = $1 AND layer = ANY($2) RETURNING layer`, departement, layers)
		if err != nil {
			return err
		}
		if gone, err = pgx.CollectRows(rows, pgx.RowTo[mediation.Layer]); err != nil || len(gone) == 0 {
			return err
		}
		return tx.BumpRevision(ctx)
	})
	return gone, err
}

// indicatorRow is a layer of a département as it is stored.
type indicatorRow struct {
	Layer, Source, Estimated string
	Year                     int
}

// indicators reads what is known of the people of an area, by layer. Of several
// départements the latest year counts.
func (tx *Tx) indicators(ctx context.Context, area mediation.Area) (list []mediation.Indicator, err error) {
	rows, err := tx.tx.Query(ctx, `
		SELECT DISTINCT ON (layer) layer, source, estimated, year FROM indicator_layers
		WHERE departement = ANY($1) ORDER BY layer, year DESC, departement`, area.Departements())
	if err != nil {
		return nil, err
	}
	layers, err := pgx.CollectRows(rows, pgx.RowToStructByPos[indicatorRow])
	if err != nil {
		return nil, err
	}
	at := map[string]int{}
	for i, l := range layers {
		at[l.Layer] = i
		list = append(list, mediation.Indicator{Layer: mediation.Layer(l.Layer), Year: l.Year, Source: l.Source, Estimated: l.Estimated, People: map[string]int{}})
	}
	rows, err = tx.tx.Query(ctx, `SELECT layer, insee, people FROM indicators JOIN communes USING (insee) WHERE departement = ANY($1)`, area.Departements())
	if err != nil {
		return nil, err
	}
	var layer, insee string
	var people int
	_, err = pgx.ForEachRow(rows, []any{&layer, &insee, &people}, func() error {
		if i, known := at[layer]; known {
			list[i].People[insee] = people
		}
		return nil
	})
	return list, err
}
