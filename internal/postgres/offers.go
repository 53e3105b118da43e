package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"escale/internal/mediation"
)

// Offers reads every stored record of a source in a département, gone ones
// included, by its id.
func (tx *Tx) Offers(ctx context.Context, source, departement string) ([]mediation.Holding, error) {
	rows, err := tx.tx.Query(ctx, `
		SELECT o.content, o.place_id, o.join_reason, o.gone_at IS NOT NULL, o.undone_at IS NOT NULL
		FROM offers o JOIN communes c USING (insee)
		WHERE o.source = $1 AND c.departement = $2 ORDER BY o.source_id`, source, departement)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanHolding)
}

// Columns lists the columns of its source's file that some of the records
// filled in.
func (tx *Tx) Columns(ctx context.Context, source string, ids []string) ([]string, error) {
	rows, err := tx.tx.Query(ctx, `
		SELECT DISTINCT jsonb_object_keys(raw) COLLATE "C" AS name FROM offers
		WHERE source = $1 AND source_id = ANY($2) ORDER BY name`, source, ids)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

func scanHolding(row pgx.CollectableRow) (h mediation.Holding, err error) {
	var content offerRow
	if err = row.Scan(&content, &h.PlaceID, &h.JoinReason, &h.Gone, &h.Undone); err != nil {
		return h, err
	}
	h.Offer, err = content.offer()
	return h, err
}

// SaveOffers writes offers, new or changed, as the given run found them. Their
// places must exist, their points and communes be set.
func (tx *Tx) SaveOffers(ctx context.Context, run int64, holdings []mediation.Holding) error {
	stored, err := tx.stored(ctx, holdings)
	if err != nil {
		return err
	}
	var known, unknown []mediation.Holding
	for _, h := range holdings {
		if stored[h.Offer.Key()] {
			known = append(known, h)
		} else {
			unknown = append(unknown, h)
		}
	}
	if err := tx.copyOffers(ctx, "offers", run, unknown); err != nil {
		return err
	}
	return tx.updateOffers(ctx, run, known)
}

// stored lists which of the offers are in the table, gone and undone ones too.
func (tx *Tx) stored(ctx context.Context, holdings []mediation.Holding) (map[string]bool, error) {
	sources, ids := make([]string, len(holdings)), make([]string, len(holdings))
	for i, h := range holdings {
		sources[i], ids[i] = h.Offer.Source, h.Offer.SourceID
	}
	rows, err := tx.tx.Query(ctx, `
		SELECT source || '/' || source_id FROM offers
		JOIN unnest($1::text[], $2::text[]) AS wanted (source, source_id) USING (source, source_id)`, sources, ids)
	if err != nil {
		return nil, err
	}
	keys, err := pgx.CollectRows(rows, pgx.RowTo[string])
	stored := make(map[string]bool, len(keys))
	for _, key := range keys {
		stored[key] = true
	}
	return stored, err
}

// copyOffers adds offers to a table that has the columns of offers.
func (tx *Tx) copyOffers(ctx context.Context, table string, run int64, holdings []mediation.Holding) error {
	columns := []string{"source", "source_id", "place_id", "join_reason", "kind", "name", "street", "insee",
		"point", "services", "content", "raw", "first_run", "last_run"}
	_, err := tx.tx.CopyFrom(ctx, pgx.Identifier{table}, columns,
		pgx.CopyFromSlice(len(holdings), func(i int) ([]any, error) {
			h, o := holdings[i], holdings[i].Offer
			return []any{o.Source, o.SourceID, h.PlaceID, h.JoinReason, string(o.Kind), o.Name, o.Address.Street,
				o.Address.INSEE, fromPoint(*o.Point), claimsOf(o), newOfferRow(o), h.Raw, run, run}, nil
		}))
	return err
}

// updateOffers writes offers that are stored already.
func (tx *Tx) updateOffers(ctx context.Context, run int64, holdings []mediation.Holding) error {
	if len(holdings) == 0 {
		return nil
	}
	_, err := tx.tx.Exec(ctx, `CREATE TEMP TABLE new_offers (LIKE offers INCLUDING DEFAULTS) ON COMMIT DROP`)
	if err != nil {
		return err
	}
	if err := tx.copyOffers(ctx, "new_offers", run, holdings); err != nil {
		return err
	}
	_, err = tx.tx.Exec(ctx, `
		UPDATE offers SET
			first_run = CASE WHEN offers.undone_at IS NULL THEN offers.first_run ELSE n.first_run END,
			place_id = n.place_id, join_reason = n.join_reason, kind = n.kind,
			name = n.name, street = n.street, insee = n.insee, point = n.point,
			services = n.services, content = n.content, raw = n.raw,
			last_run = n.last_run, gone_at = NULL, hidden_at = NULL, undone_at = NULL
		FROM new_offers n WHERE (offers.source, offers.source_id) = (n.source, n.source_id);
		DROP TABLE new_offers`)
	return err
}

// claimsOf is never null, so that SQL can look inside it.
func claimsOf(o mediation.Offer) []claimRow {
	if o.Claims == nil {
		return []claimRow{}
	}
	return convertAll(o.Claims, newClaimRow)
}

// MarkGone hides records that left their source, without deleting them.
func (tx *Tx) MarkGone(ctx context.Context, source string, ids []string, at time.Time) error {
	return tx.MarkLeaving(ctx, source, ids, at, at)
}

// MarkLeaving marks records that left their source at an instant, and that the
// public sees, marked, until another.
func (tx *Tx) MarkLeaving(ctx context.Context, source string, ids []string, at, hidden time.Time) error {
	_, err := tx.tx.Exec(ctx, `
		UPDATE offers SET gone_at = $3, hidden_at = $4
		WHERE source = $1 AND source_id = ANY($2) AND gone_at IS NULL`, source, ids, at, hidden)
	return err
}

// RenameOffers gives records the ids that their source knows them by now. What
// was said of them under their former ids stays said.
func (tx *Tx) RenameOffers(ctx context.Context, source string, before, after []string) error {
	_, err := tx.tx.Exec(ctx, `
		UPDATE offers SET source_id = r.after
		FROM unnest($2::text[], $3::text[]) AS r (before, after)
		WHERE source = $1 AND source_id = r.before`, source, before, after)
	if err != nil {
		return err
	}
	_, err = tx.tx.Exec(ctx, `
		WITH r AS (SELECT $1 || '/' || before AS before, $1 || '/' || after AS after
			FROM unnest($2::text[], $3::text[]) AS r (before, after)),
		pairs AS (SELECT d.offer_a, d.offer_b, COALESCE(a.after, d.offer_a) AS x, COALESCE(b.after, d.offer_b) AS y
			FROM doors_apart d LEFT JOIN r a ON a.before = d.offer_a LEFT JOIN r b ON b.before = d.offer_b
			WHERE a.after IS NOT NULL OR b.after IS NOT NULL)
		UPDATE doors_apart d SET offer_a = least(x, y), offer_b = greatest(x, y)
		FROM pairs p WHERE (d.offer_a, d.offer_b) = (p.offer_a, p.offer_b)`, source, before, after)
	if err != nil {
		return err
	}
	if err := tx.renameStops(ctx, source, after); err != nil {
		return err
	}
	return tx.renameCorrected(ctx, source, before, after)
}

// SavePlaces writes places, without their offers.
func (tx *Tx) SavePlaces(ctx context.Context, places []mediation.Place) error {
	if len(places) == 0 {
		return nil
	}
	_, err := tx.tx.Exec(ctx, `CREATE TEMP TABLE new_places (LIKE places) ON COMMIT DROP`)
	if err != nil {
		return err
	}
	if err := tx.copyPlaces(ctx, "new_places", places); err != nil {
		return err
	}
	_, err = tx.tx.Exec(ctx, `
		INSERT INTO places SELECT * FROM new_places
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, street = excluded.street,
			complement = excluded.complement, postcode = excluded.postcode, city = excluded.city,
			insee = excluded.insee, point = excluded.point;
		DROP TABLE new_places`)
	return err
}

// copyPlaces adds places to a table that has the columns of places.
func (tx *Tx) copyPlaces(ctx context.Context, table string, places []mediation.Place) error {
	columns := []string{"id", "name", "street", "complement", "postcode", "city", "insee", "point"}
	_, err := tx.tx.CopyFrom(ctx, pgx.Identifier{table}, columns,
		pgx.CopyFromSlice(len(places), func(i int) ([]any, error) {
			p, a := places[i], places[i].Address
			return []any{p.ID, p.Name, a.Street, a.Complement, a.Postcode, a.City, a.INSEE, fromPoint(p.Point)}, nil
		}))
	return err
}

// OffersAt reads the offers, not gone, of the named places.
func (tx *Tx) OffersAt(ctx context.Context, places []string) (map[string][]mediation.Offer, error) {
	rows, err := tx.tx.Query(ctx, `
		SELECT content, place_id, join_reason, false, false FROM offers
		WHERE place_id = ANY($1) AND gone_at IS NULL`, places)
	if err != nil {
		return nil, err
	}
	byPlace := map[string][]mediation.Offer{}
	holdings, err := pgx.CollectRows(rows, scanHolding)
	for _, h := range holdings {
		byPlace[h.PlaceID] = append(byPlace[h.PlaceID], h.Offer)
	}
	return byPlace, err
}

// MoveOffers hangs stored offers on other places, changing nothing else.
func (tx *Tx) MoveOffers(ctx context.Context, holdings []mediation.Holding) error {
	batch := &pgx.Batch{}
	for _, h := range holdings {
		batch.Queue(`UPDATE offers SET place_id = $3, join_reason = $4 WHERE source = $1 AND source_id = $2`,
			h.Offer.Source, h.Offer.SourceID, h.PlaceID, h.JoinReason)
	}
	_, err := tx.sendBatch(ctx, batch)
	return err
}

// KeepApart records that an offer shares its door with no other offer of its
// place, and moves it to a place of its own. The answer of a person outlives
// every later import.
func (tx *Tx) KeepApart(ctx context.Context, source, sourceID string) error {
	tag, err := tx.tx.Exec(ctx, `
		INSERT INTO doors_apart (offer_a, offer_b)
		SELECT least(a, b), greatest(a, b) FROM (
			SELECT o.source || '/' || o.source_id AS a, x.source || '/' || x.source_id AS b
			FROM offers o JOIN offers x USING (place_id)
			WHERE o.source = $1 AND o.source_id = $2
				AND (x.source, x.source_id) <> (o.source, o.source_id)) pairs
		ON CONFLICT DO NOTHING`, source, sourceID)
	if err != nil {
		return err
	}
	if tag.RowsAffected() == 0 {
		return &mediation.Error{Kind: mediation.NotFound,
			Sentence: "Cette offre n'existe pas, ou elle est déjà seule à son adresse."}
	}
	return nil
}

const selectShown = `
	SELECT o.content, o.place_id, o.join_reason, false, false
	FROM shown_offers o JOIN communes c USING (insee)
	WHERE c.departement = $1 AND NOT o.hidden AND o.gone_at IS NULL `

// OffersShown lists the offers of a département as the public sees them, by town,
// then name.
func (tx *Tx) OffersShown(ctx context.Context, departement string) ([]mediation.Holding, error) {
	rows, err := tx.tx.Query(ctx, selectShown+`ORDER BY c.name, o.content ->> 'name', o.source, o.source_id`, departement)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanHolding)
}

// OfferShown reads an offer by its key, as the public sees it.
func (tx *Tx) OfferShown(ctx context.Context, departement, key string) (h mediation.Holding, err error) {
	rows, err := tx.tx.Query(ctx, selectShown+`AND o.source || '/' || o.source_id = $2`, departement, key)
	if err != nil {
		return h, err
	}
	h, err = pgx.CollectOneRow(rows, scanHolding)
	if errors.Is(err, pgx.ErrNoRows) {
		err = &mediation.Error{Kind: mediation.NotFound, Sentence: "Cette offre n’est pas sur la carte."}
	}
	return h, err
}
