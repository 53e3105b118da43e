package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"escale/internal/mediation"
)

// SaveNotice stores what a reader says of a place, unless a day's worth came
// in the last 24 hours, whoever sent it.
func (db *DB) SaveNotice(ctx context.Context, area mediation.Area, n mediation.Notice) error {
	tag, err := db.pool.Exec(ctx, `
		INSERT INTO notices (departement, place_id, place_name, subject, content, told_at)
		SELECT COALESCE((SELECT c.departement FROM places p JOIN communes c USING (insee) WHERE p.id = $2 AND c.departement = ANY($1::text[])), ($1::text[])[1]), $2, $3, $4, $5, $6
		WHERE (SELECT count(*) FROM (SELECT FROM notices WHERE departement = ANY($1) AND told_at > $6::timestamptz - interval '1 day' LIMIT $7) today) < $7`,
		area.Departements(), n.Place, n.PlaceName, n.Subject, n.Text, n.At, mediation.NoticesADay)
	if err == nil && tag.RowsAffected() == 0 {
		return mediation.ErrTooManyNotices
	}
	db.leaveStandby(err)
	return unavailable(err)
}

// Notices reads the notices that nobody has settled, the latest first.
func (db *DB) Notices(ctx context.Context, area mediation.Area) ([]mediation.Notice, error) {
	rows, err := db.pool.Query(ctx, `
		SELECT id, place_id, place_name, subject, content, told_at FROM notices
		WHERE departement = ANY($1) AND settled_at IS NULL ORDER BY told_at DESC, id DESC`, area.Departements())
	if err != nil {
		return nil, unavailable(err)
	}
	list, err := pgx.CollectRows(rows, scanNotice)
	return list, unavailable(err)
}

func scanNotice(row pgx.CollectableRow) (n mediation.Notice, err error) {
	err = row.Scan(&n.ID, &n.Place, &n.PlaceName, &n.Subject, &n.Text, &n.At)
	return n, err
}

// SettleNotices marks as dealt with the notices of a place, or all of them when
// place is "". It returns how many there were.
func (db *DB) SettleNotices(ctx context.Context, area mediation.Area, place string) (int64, error) {
	tag, err := db.pool.Exec(ctx, `
		UPDATE notices SET settled_at = now() WHERE departement = ANY($1) AND settled_at IS NULL AND ($2 = '' OR place_id = $2)`, area.Departements(), place)
	return tag.RowsAffected(), unavailable(err)
}

// SettleNotice marks a notice as dealt with.
func (db *DB) SettleNotice(ctx context.Context, area mediation.Area, id int64) error {
	tag, err := db.pool.Exec(ctx, `
		UPDATE notices SET settled_at = now() WHERE id = $1 AND departement = ANY($2) AND settled_at IS NULL`, id, area.Departements())
	if err == nil && tag.RowsAffected() == 0 {
		return &mediation.Error{Kind: mediation.NotFound, Sentence: "Aucun signalement à régler ne porte ce numéro."}
	}
	return unavailable(err)
}
