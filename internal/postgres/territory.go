package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/twpayne/go-geom"

	"escale/internal/mediation"
)

// SaveTerritory stores the geography of a département in place of what was
// known of it: a commune that it no longer has goes, and what was there is in
// the commune that it merged into. It reports whether anything changed. A
// territory that lacks too many communes is refused as [mediation.Invalid].
func (db *DB) SaveTerritory(ctx context.Context, t mediation.Territory) (changed bool, err error) {
	err = db.InTx(ctx, func(tx *Tx) error {
		changed, err = tx.replaceTerritory(ctx, t)
		if err == nil && changed {
			err = tx.BumpRevision(ctx)
		}
		return err
	})
	return changed, err
}

func (tx *Tx) replaceTerritory(ctx context.Context, t mediation.Territory) (bool, error) {
	// Imports and tours write offers: none may be put in a commune that goes.
	if err := firstError(tx.LockImports(ctx), tx.LockTours(ctx)); err != nil {
		return false, err
	}
	gone, err := tx.leavingCommunes(ctx, t)
	if err != nil {
		return false, err
	}
	written, err := tx.writeTerritory(ctx, t)
	if err != nil {
		return false, err
	}
	succeeded, err := tx.succeed(ctx, gone)
	if err != nil {
		return false, err
	}
	dropped, err := tx.dropEPCIs(ctx, t)
	return written || succeeded || dropped, err
}

// writeTerritory adds what is new and changes what differs.
func (tx *Tx) writeTerritory(ctx context.Context, t mediation.Territory) (bool, error) {
	stored, err := tx.formerCodes(ctx, t.Area.Only())
	if err != nil {
		return false, err
	}
	batch := &pgx.Batch{}
	for _, e := range t.EPCIs {
		batch.Queue(`INSERT INTO epcis (siren, name) VALUES ($1, $2)
			ON CONFLICT (siren) DO UPDATE SET name = excluded.name WHERE epcis.name <> excluded.name`, e.SIREN, e.Name)
	}
	for _, c := range keepFormer(t, stored) {
		contour, err := fromMultiPolygon(c.Contour)
		if err != nil {
			return false, err
		}
		parts, err := fromParts(c.Parts)
		if err != nil {
			return false, err
		}
		batch.Queue(upsertCommune, c.INSEE, c.Departement(), c.Name, c.Postcodes, c.Population, c.EPCI,
			fromPoint(c.Centre), contour, nonNil(c.Former), parts)
	}
	return tx.sendBatch(ctx, batch)
}

// A commune keeps the contour and the names of before that it had when the new
// edition brings none.
const upsertCommune = `
INSERT INTO communes (insee, departement, name, postcodes, population, epci, centre, contour, former, parts)
VALUES ($1, $2, $3, $4, $5, NULLIF($6, ''), $7, $8, $9, $10)
ON CONFLICT (insee) DO UPDATE SET
	name = excluded.name, postcodes = excluded.postcodes, population = excluded.population,
	epci = excluded.epci, centre = excluded.centre,
	contour = COALESCE(excluded.contour, communes.contour), former = excluded.former,
	parts = COALESCE(NULLIF(excluded.parts, '[]'), communes.parts)
WHERE (communes.name, communes.postcodes, communes.population, communes.epci, communes.former, communes.parts,
	ST_AsBinary(communes.centre), ST_AsBinary(communes.contour))
	IS DISTINCT FROM (excluded.name, excluded.postcodes, excluded.population, excluded.epci, excluded.former,
	COALESCE(NULLIF(excluded.parts, '[]'), communes.parts),
	ST_AsBinary(excluded.centre), ST_AsBinary(COALESCE(excluded.contour, communes.contour)))`

// sendBatch runs a batch and reports whether any row was written.
func (tx *Tx) sendBatch(ctx context.Context, batch *pgx.Batch) (changed bool, err error) {
	results := tx.tx.SendBatch(ctx, batch)
	defer func() { err = firstError(err, results.Close()) }()
	for range batch.Len() {
		tag, err := results.Exec()
		if err != nil {
			return false, err
		}
		changed = changed || tag.RowsAffected() > 0
	}
	return changed, nil
}

// Territory reads the communes of a département and their EPCI, by INSEE code.
func (db *DB) Territory(ctx context.Context, departement string) (t mediation.Territory, err error) {
	err = db.readTx(ctx, func(tx *Tx) error {
		t, err = tx.territory(ctx, mediation.Area(departement))
		return err
	})
	return t, err
}

// Departements lists the codes of the départements whose communes are stored.
func (db *DB) Departements(ctx context.Context) (codes []string, err error) {
	err = db.readTx(ctx, func(tx *Tx) error {
		rows, err := tx.tx.Query(ctx, `SELECT DISTINCT departement COLLATE "C" FROM communes ORDER BY 1`)
		if err != nil {
			return err
		}
		codes, err = pgx.CollectRows(rows, pgx.RowTo[string])
		return err
	})
	return codes, err
}

func (tx *Tx) territory(ctx context.Context, area mediation.Area) (mediation.Territory, error) {
	t := mediation.Territory{Area: area}
	rows, err := tx.tx.Query(ctx, `
		SELECT insee, name, postcodes, population, COALESCE(epci, ''), centre, contour, former, parts
		FROM communes WHERE departement = ANY($1) ORDER BY insee`, area.Departements())
	if err != nil {
		return t, err
	}
	if t.Communes, err = pgx.CollectRows(rows, scanCommune); err != nil {
		return t, err
	}
	rows, err = tx.tx.Query(ctx, `
		SELECT siren, name FROM epcis
		WHERE siren IN (SELECT epci FROM communes WHERE departement = ANY($1)) ORDER BY siren`, area.Departements())
	if err != nil {
		return t, err
	}
	t.EPCIs, err = pgx.CollectRows(rows, pgx.RowToStructByPos[mediation.EPCI])
	return t, err
}

// Communes reads those of a département without their contours, by INSEE code.
func (tx *Tx) Communes(ctx context.Context, departement string) ([]mediation.Commune, error) {
	rows, err := tx.tx.Query(ctx, `
		SELECT insee, name, postcodes, population, COALESCE(epci, ''), centre, NULL::geometry, former, parts
		FROM communes WHERE departement = $1 ORDER BY insee`, departement)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanCommune)
}

func scanCommune(row pgx.CollectableRow) (c mediation.Commune, err error) {
	var centre, contour geom.T
	var parts []byte
	if err = row.Scan(&c.INSEE, &c.Name, &c.Postcodes, &c.Population, &c.EPCI, &centre, &contour, &c.Former, &parts); err != nil {
		return c, err
	}
	if c.Parts, err = toParts(parts); err != nil {
		return c, err
	}
	if c.Centre, err = toPoint(centre); err != nil {
		return c, err
	}
	c.Contour, err = toMultiPolygon(contour)
	return c, err
}

func nonNil(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
