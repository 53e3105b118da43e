package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"escale/internal/mediation"
)

// AddViews adds views to those counted before, of one page and day each.
func (db *DB) AddViews(ctx context.Context, views []mediation.Views) error {
	batch := &pgx.Batch{}
	for _, v := range views {
		batch.Queue(`
			INSERT INTO page_views (day, page, territory, views) VALUES ($1, $2, $3, $4)
			ON CONFLICT (day, page, territory) DO UPDATE SET views = page_views.views + excluded.views`,
			v.Day, v.Page, v.Territory, v.Count)
	}
	return unavailable(pgx.BeginFunc(ctx, db.pool, func(tx pgx.Tx) error { return tx.SendBatch(ctx, batch).Close() }))
}

// Views lists the views counted from a day on.
func (db *DB) Views(ctx context.Context, from time.Time) ([]mediation.Views, error) {
	rows, err := db.pool.Query(ctx, `SELECT day, page, territory, views FROM page_views WHERE day >= $1`, from)
	if err != nil {
		return nil, unavailable(err)
	}
	list, err := pgx.CollectRows(rows, scanViews)
	return list, unavailable(err)
}

func scanViews(row pgx.CollectableRow) (v mediation.Views, err error) {
	err = row.Scan(&v.Day, &v.Page, &v.Territory, &v.Count)
	return v, err
}
