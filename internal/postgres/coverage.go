package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"escale/internal/mediation"
)

// keptMonths is for how long the months of coverage are kept: as far back as a page
// shows, and once more to compare with.
const keptMonths = 24

// SaveCoverage stores how many people were far from help in a month, by commune, for a
// need, in place of what was counted before in that month.
func (db *DB) SaveCoverage(ctx context.Context, area mediation.Area, month time.Time, far map[mediation.NeedID]map[string]int) error {
	return db.InTx(ctx, func(tx *Tx) error {
		batch := &pgx.Batch{}
		batch.Queue(`DELETE FROM coverage_months USING communes WHERE coverage_months.insee = communes.insee AND departement = ANY($1) AND (month = $2 OR month < $3)`,
			area.Departements(), month, month.AddDate(0, -keptMonths, 0))
		batch.Queue(`DELETE FROM coverage_counts WHERE departement = ANY($1) AND (month = $2 OR month < $3)`,
			area.Departements(), month, month.AddDate(0, -keptMonths, 0))
		var needs, ofNeed, codes []string
		var numbers []int
		for need, communes := range far {
			needs = append(needs, string(need))
			for insee, people := range communes {
				ofNeed, codes, numbers = append(ofNeed, string(need)), append(codes, insee), append(numbers, people)
			}
		}
		// One statement each: every one would be a note in the log of changes.
		batch.Queue(`INSERT INTO coverage_counts (departement, month, need) SELECT departement, $2, need FROM unnest($1::text[]) departement, unnest($3::text[]) need`,
			area.Departements(), month, needs)
		batch.Queue(`INSERT INTO coverage_months (month, need, insee, people) SELECT $1, * FROM unnest($2::text[], $3::text[], $4::int[])`, month, ofNeed, codes, numbers)
		if _, err := tx.sendBatch(ctx, batch); err != nil {
			return err
		}
		return tx.BumpRevision(ctx)
	})
}

// coverageMonthRow is a month of a need as it is summed up.
type coverageMonthRow struct {
	Month            time.Time
	Need             string
	Communes, People int
}

// coverage sums up the months of an area, by need, the earliest first. A month
// that some département of it lacks is left out.
func (tx *Tx) coverage(ctx context.Context, area mediation.Area) ([]mediation.CoverageMonth, error) {
	rows, err := tx.tx.Query(ctx, `
		WITH counted AS (
			SELECT month, need FROM coverage_counts WHERE departement = ANY($1) GROUP BY 1, 2 HAVING count(*) = $2),
		far AS (
			SELECT month, need, count(*) AS communes, sum(people) AS people
			FROM coverage_months JOIN communes USING (insee) WHERE departement = ANY($1) GROUP BY 1, 2)
		SELECT month, need, COALESCE(communes, 0)::int, COALESCE(people, 0)::int FROM counted LEFT JOIN far USING (month, need)
		ORDER BY month, need COLLATE "C"`, area.Departements(), len(area.Departements()))
	if err != nil {
		return nil, err
	}
	stored, err := pgx.CollectRows(rows, pgx.RowToStructByPos[coverageMonthRow])
	if len(stored) == 0 {
		return nil, err
	}
	return convertAll(stored, func(r coverageMonthRow) mediation.CoverageMonth {
		return mediation.CoverageMonth{Month: mediation.DayOf(r.Month), Need: mediation.NeedID(r.Need), Communes: r.Communes, People: r.People}
	}), err
}
