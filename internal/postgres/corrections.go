package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"escale/internal/mediation"
)

const selectCorrections = `
	SELECT id, departement, source, source_id, act, field, value, told, target, author, reason, made_at
	FROM corrections WHERE withdrawn_at IS NULL `

func scanCorrection(row pgx.CollectableRow) (c mediation.Correction, err error) {
	var value, sourceValue offerRow
	err = row.Scan(&c.ID, &c.Departement, &c.Source, &c.SourceID, &c.Act, &c.Field, &value, &sourceValue,
		&c.Target, &c.Author, &c.Reason, &c.MadeAt)
	if err != nil {
		return c, err
	}
	if c.Value, err = value.offer(); err != nil {
		return c, err
	}
	c.SourceValue, err = sourceValue.offer()
	return c, err
}

// Corrections lists those in force, the first made first.
func (tx *Tx) Corrections(ctx context.Context) ([]mediation.Correction, error) {
	rows, err := tx.tx.Query(ctx, selectCorrections+`ORDER BY id`)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanCorrection)
}

// Correction reads one in force; an error of kind [mediation.NotFound] when
// there is none of that number.
func (tx *Tx) Correction(ctx context.Context, id int64) (mediation.Correction, error) {
	rows, err := tx.tx.Query(ctx, selectCorrections+`AND id = $1`, id)
	if err != nil {
		return mediation.Correction{}, err
	}
	c, err := pgx.CollectOneRow(rows, scanCorrection)
	if errors.Is(err, pgx.ErrNoRows) {
		err = &mediation.Error{Kind: mediation.NotFound,
			Sentence: "Aucune correction en vigueur ne porte ce numéro : « escale corrections » les liste."}
	}
	return c, err
}

// SaveCorrection stores a correction, in place of the one in force of the same
// record, act and field, whose number is 0 when there is none.
func (tx *Tx) SaveCorrection(ctx context.Context, c mediation.Correction) (id, replaced int64, err error) {
	err = tx.tx.QueryRow(ctx, `
		UPDATE corrections SET withdrawn_at = $5
		WHERE source = $1 AND source_id = $2 AND act = $3 AND field = $4 AND withdrawn_at IS NULL RETURNING id`,
		c.Source, c.SourceID, c.Act, c.Field, c.MadeAt).Scan(&replaced)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return 0, 0, err
	}
	err = tx.tx.QueryRow(ctx, `
		INSERT INTO corrections (departement, source, source_id, act, field, value, told, target, author, reason, made_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id`,
		c.Departement, c.Source, c.SourceID, c.Act, c.Field, newOfferRow(c.Value), newOfferRow(c.SourceValue), c.Target, c.Author, c.Reason, c.MadeAt).Scan(&id)
	return id, replaced, err
}

// RestoreCorrection puts a correction that was withdrawn in force again.
func (tx *Tx) RestoreCorrection(ctx context.Context, id int64) error {
	_, err := tx.tx.Exec(ctx, `UPDATE corrections SET withdrawn_at = NULL WHERE id = $1`, id)
	return err
}

// WithdrawCorrections ends corrections; they are kept.
func (tx *Tx) WithdrawCorrections(ctx context.Context, ids []int64, at time.Time) error {
	_, err := tx.tx.Exec(ctx, `UPDATE corrections SET withdrawn_at = $2 WHERE id = ANY($1)`, ids, at)
	return err
}

// Holdings reads the records of some keys as their sources give them.
func (tx *Tx) Holdings(ctx context.Context, keys []string) (map[string]mediation.Holding, error) {
	rows, err := tx.tx.Query(ctx, `
		SELECT content, place_id, join_reason, gone_at IS NOT NULL, undone_at IS NOT NULL FROM offers
		WHERE (source, source_id) IN (
			SELECT split_part(k, '/', 1), substr(k, strpos(k, '/') + 1) FROM unnest($1::text[]) AS k)`, keys)
	if err != nil {
		return nil, err
	}
	list, err := pgx.CollectRows(rows, scanHolding)
	byKey := make(map[string]mediation.Holding, len(list))
	for _, h := range list {
		byKey[h.Offer.Key()] = h
	}
	return byKey, err
}

// ReplaceCorrected stores which records the public sees otherwise than their
// sources give them, in place of what was stored before.
func (tx *Tx) ReplaceCorrected(ctx context.Context, list []mediation.Shown) error {
	if _, err := tx.tx.Exec(ctx, `DELETE FROM corrected_offers`); err != nil {
		return err
	}
	_, err := tx.tx.CopyFrom(ctx, pgx.Identifier{"corrected_offers"},
		[]string{"source", "source_id", "place_id", "join_reason", "insee", "content", "hidden"},
		pgx.CopyFromSlice(len(list), func(i int) ([]any, error) {
			s := list[i]
			return []any{s.Source, s.SourceID, s.PlaceID, s.JoinReason, s.Address.INSEE, newOfferRow(s.Offer), s.Hidden}, nil
		}))
	return err
}

// ReplaceCorrectedPlaces does so for places.
func (tx *Tx) ReplaceCorrectedPlaces(ctx context.Context, places []mediation.Place) error {
	if _, err := tx.tx.Exec(ctx, `DELETE FROM corrected_places`); err != nil {
		return err
	}
	return tx.copyPlaces(ctx, "corrected_places", places)
}

// ShownAt reads the offers that the public sees at the named places: those
// that their sources have, or else those that left and are not hidden yet.
func (tx *Tx) ShownAt(ctx context.Context, places []string, at time.Time) (map[string][]mediation.Offer, error) {
	rows, err := tx.tx.Query(ctx, `
		SELECT content, place_id, join_reason, gone_at IS NOT NULL, false FROM (
			SELECT *, rank() OVER (PARTITION BY place_id ORDER BY gone_at IS NOT NULL) AS rank FROM shown_offers
			WHERE place_id = ANY($1) AND NOT hidden AND (gone_at IS NULL OR hidden_at > $2)) AS seen
		WHERE rank = 1`, places, at)
	if err != nil {
		return nil, err
	}
	byPlace := map[string][]mediation.Offer{}
	list, err := pgx.CollectRows(rows, scanHolding)
	for _, h := range list {
		byPlace[h.PlaceID] = append(byPlace[h.PlaceID], h.Offer)
	}
	return byPlace, err
}

// Retire makes a record as if it had never been there. Its row stays, for
// what refers to it.
func (tx *Tx) Retire(ctx context.Context, source, sourceID string, at time.Time) error {
	_, err := tx.tx.Exec(ctx, `
		UPDATE offers SET gone_at = $3, hidden_at = $3, undone_at = $3 WHERE source = $1 AND source_id = $2`, source, sourceID, at)
	return err
}

// renameCorrected lets corrections and their history follow records to the ids that their source
// knows them by now, unless the new id has such a correction already.
func (tx *Tx) renameCorrected(ctx context.Context, source string, before, after []string) error {
	_, err := tx.tx.Exec(ctx, `
		UPDATE corrections c SET source_id = r.after
		FROM unnest($2::text[], $3::text[]) AS r (before, after)
		WHERE source = $1 AND source_id = r.before AND NOT EXISTS (SELECT FROM corrections x
			WHERE x.withdrawn_at IS NULL AND (x.source, x.source_id, x.act, x.field) = (c.source, r.after, c.act, c.field))`, source, before, after)
	if err != nil {
		return err
	}
	_, err = tx.tx.Exec(ctx, `
		UPDATE changes SET object_id = $1 || '/' || r.after
		FROM unnest($2::text[], $3::text[]) AS r (before, after)
		WHERE object_kind = $4 AND object_id = $1 || '/' || r.before`, source, before, after, mediation.ObjectOffer)
	if err != nil {
		return err
	}
	_, err = tx.tx.Exec(ctx, `
		UPDATE corrections SET target = $1 || '/' || r.after
		FROM unnest($2::text[], $3::text[]) AS r (before, after)
		WHERE target = $1 || '/' || r.before`, source, before, after)
	return err
}
