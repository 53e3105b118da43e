package postgres

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"escale/internal/mediation"
)

// An edition that has lost more than one in goneShare of the communes of its
// département is a truncated file rather than a wave of mergers.
const goneShare = 5

// leavingCommunes lists the communes of the territory's own département that
// it no longer has. Those of neighbours that it also names are not its to
// take away.
func (tx *Tx) leavingCommunes(ctx context.Context, t mediation.Territory) ([]string, error) {
	stored, err := tx.formerCodes(ctx, t.Area.Only())
	if err != nil {
		return nil, err
	}
	all := len(stored)
	for _, c := range t.Communes {
		delete(stored, c.INSEE)
	}
	if len(stored)*goneShare > all {
		return nil, mediation.InvalidParameter("departement", fmt.Sprintf(
			"Les communes reçues pour le département %s sont refusées : il y en manque %d sur %d, plus d’un cinquième. Le fichier est sans doute incomplet ; rien n’a changé.",
			t.Area, len(stored), all))
	}
	gone := make([]string, 0, len(stored))
	for insee := range stored {
		gone = append(gone, insee)
	}
	return gone, nil
}

// formerCodes maps the communes of a département to their former codes.
func (tx *Tx) formerCodes(ctx context.Context, departement string) (map[string][]string, error) {
	rows, err := tx.tx.Query(ctx, `SELECT insee, former FROM communes WHERE departement = $1`, departement)
	if err != nil {
		return nil, err
	}
	codes := map[string][]string{}
	var insee string
	var former []string
	_, err = pgx.ForEachRow(rows, []any{&insee, &former}, func() error {
		codes[insee], former = former, nil
		return nil
	})
	return codes, err
}

// keepFormer returns the communes of a territory with the former codes that
// are stored and that it lacks: the public API has none, and a
// page once public must go on leading somewhere.
func keepFormer(t mediation.Territory, stored map[string][]string) []mediation.Commune {
	known := map[string]bool{}
	for _, c := range t.Communes {
		known[c.INSEE] = true
		for _, code := range c.Former {
			known[code] = true
		}
	}
	communes := slices.Clone(t.Communes)
	for i := range communes {
		c := &communes[i]
		c.Former = slices.Clone(c.Former)
		for _, code := range stored[c.INSEE] {
			if !known[code] {
				c.Former = append(c.Former, code)
			}
		}
	}
	return communes
}

// findHeirs notes, for each commune that goes, the commune of today that it is
// part of: the one that names it among its former codes, else the one around
// its centre.
const findHeirs = `
CREATE TEMP TABLE gone ON COMMIT DROP AS
SELECT g.insee, g.former,
	(SELECT c.insee FROM communes c WHERE g.insee = ANY(c.former) AND c.insee <> ALL($1) ORDER BY c.insee LIMIT 1) AS named,
	(SELECT c.insee FROM communes c WHERE ST_Covers(c.contour, g.centre) AND c.insee <> ALL($1) ORDER BY c.insee LIMIT 1) AS around
FROM communes g WHERE g.insee = ANY($1)`

// inheritCodes makes the codes of communes that go former codes of their
// heirs, unless a commune has them already.
const inheritCodes = `
WITH codes AS (
	SELECT COALESCE(g.named, g.around) AS heir, code
	FROM gone g CROSS JOIN LATERAL unnest(g.insee || g.former) AS code
	WHERE NOT EXISTS (SELECT FROM communes c
		WHERE c.insee NOT IN (SELECT insee FROM gone) AND (c.insee = code OR code = ANY(c.former)))),
lists AS (SELECT heir, array_agg(code) AS codes FROM codes WHERE heir IS NOT NULL GROUP BY heir)
UPDATE communes c SET former = ARRAY(
	SELECT DISTINCT code COLLATE "C" FROM unnest(c.former || l.codes) AS code ORDER BY 1)
FROM lists l WHERE l.heir = c.insee`

// resettle gives what lies in a commune that goes the commune of today: its
// heir by name, else the one around the point, for a commune may have been
// shared out. The arguments are the table, the point and what else is set.
const resettle = `
WITH moves AS (
	SELECT r.ctid AS row, COALESCE(g.named,
		(SELECT c.insee FROM communes c WHERE ST_Covers(c.contour, %[2]s) AND c.insee NOT IN (SELECT insee FROM gone) ORDER BY c.insee LIMIT 1),
		g.around) AS heir
	FROM %[1]s r JOIN gone g USING (insee))
UPDATE %[1]s r SET insee = m.heir%[3]s FROM moves m WHERE r.ctid = m.row AND m.heir IS NOT NULL`

// The offer that a row holds names its commune, too.
const (
	andContent     = `, content = jsonb_set(content, '{address,insee}', to_jsonb(m.heir))`
	pointOfContent = `ST_SetSRID(ST_MakePoint((r.content -> 'point' ->> 0)::float8, (r.content -> 'point' ->> 1)::float8), 4326)`
)

// resettlements move all that lies in communes that go: what is shown, and
// what is kept to undo imports, which would otherwise bring them back.
var resettlements = []string{
	fmt.Sprintf(resettle, "places", "r.point", ""),
	fmt.Sprintf(resettle, "places_before", "r.point", ""),
	fmt.Sprintf(resettle, "corrected_places", "r.point", ""),
	fmt.Sprintf(resettle, "offers", "r.point", andContent),
	fmt.Sprintf(resettle, "offers_before", "r.point", andContent),
	fmt.Sprintf(resettle, "corrected_offers", pointOfContent, andContent),
	`UPDATE corrections SET value = jsonb_set(value, '{address,insee}', to_jsonb(COALESCE(g.named, g.around)))
		FROM gone g WHERE g.insee = value #>> '{address,insee}' AND COALESCE(g.named, g.around) IS NOT NULL`,
	// Offers stand deep in what a spreadsheet of tours changed. A quote within
	// a text is written \", so that only the member itself is found.
	`UPDATE tour_imports SET before = replace(before::text,
			format('"insee": "%s"', g.insee), format('"insee": "%s"', COALESCE(g.named, g.around)))::jsonb
		FROM gone g WHERE strpos(before::text, format('"insee": "%s"', g.insee)) > 0 AND COALESCE(g.named, g.around) IS NOT NULL`,
}

// dropGone deletes the communes that go. One without an heir stays as long as
// something lies in it: a place is never lost for want of a map.
const dropGone = `
DELETE FROM communes c USING gone g WHERE c.insee = g.insee AND (COALESCE(g.named, g.around) IS NOT NULL OR c.insee NOT IN (
	SELECT insee FROM places UNION SELECT insee FROM places_before UNION SELECT insee FROM corrected_places
	UNION SELECT insee FROM offers UNION SELECT insee FROM offers_before UNION SELECT insee FROM corrected_offers))`

// succeed takes communes away, and leaves what was theirs to those that they
// are part of by now. It reports whether anything changed.
func (tx *Tx) succeed(ctx context.Context, gone []string) (changed bool, err error) {
	if len(gone) == 0 {
		return false, nil
	}
	if _, err := tx.tx.Exec(ctx, findHeirs, gone); err != nil {
		return false, err
	}
	for _, step := range slices.Concat([]string{inheritCodes}, resettlements, []string{dropGone}) {
		tag, err := tx.tx.Exec(ctx, step)
		if err != nil {
			return false, err
		}
		changed = changed || tag.RowsAffected() > 0
	}
	_, err = tx.tx.Exec(ctx, `DROP TABLE gone`)
	return changed, err
}

// dropEPCIs deletes those that neither the territory nor any commune names.
func (tx *Tx) dropEPCIs(ctx context.Context, t mediation.Territory) (bool, error) {
	sirens := make([]string, len(t.EPCIs))
	for i, e := range t.EPCIs {
		sirens[i] = e.SIREN
	}
	tag, err := tx.tx.Exec(ctx, `
		DELETE FROM epcis e WHERE siren <> ALL($1) AND NOT EXISTS (SELECT FROM communes c WHERE c.epci = e.siren)`, sirens)
	return tag.RowsAffected() > 0, err
}
