package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"escale/internal/mediation"
)

// seriesVersion is the layout of seriesRow.
const seriesVersion = 1

// seriesRow is what a series says, in series.content.
type seriesRow struct {
	Version int    `json:"version"`
	Theme   string `json:"theme"`
	Need    string `json:"need,omitempty"`
	Level   string `json:"level,omitempty"`
	Bring   string `json:"bring,omitempty"`
	Open    string `json:"open,omitempty"`
}

func newSeriesRow(s mediation.Series) seriesRow {
	return seriesRow{seriesVersion, s.Theme, string(s.Need), string(s.Level), s.Bring, s.Open}
}

// SaveSeries writes a series, new or changed.
func (tx *Tx) SaveSeries(ctx context.Context, departement string, s mediation.Series, at time.Time) error {
	_, err := tx.tx.Exec(ctx, `
		INSERT INTO series (id, departement, content, whole, opened_at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (id) DO UPDATE SET content = excluded.content`, s.ID, departement, newSeriesRow(s), s.Whole, at)
	return err
}

// SaveGroup adds those who will sit together.
func (tx *Tx) SaveGroup(ctx context.Context, series string, seats mediation.Seats) (id int64, err error) {
	err = tx.tx.QueryRow(ctx, `INSERT INTO workshop_groups (series_id, seats, kept) VALUES ($1, $2, $3) RETURNING id`,
		series, seats.All, seats.Kept).Scan(&id)
	return id, err
}

// SaveWorkshop writes a workshop, new or changed. Its group must exist.
func (tx *Tx) SaveWorkshop(ctx context.Context, h mediation.WorkshopHolding) error {
	source, sourceID := "", ""
	if h.Visit == "" {
		source, sourceID = h.Offer.Source, h.Offer.SourceID
	}
	_, err := tx.tx.Exec(ctx, `
		INSERT INTO workshops (id, series_id, group_id, number, visit_id, after_start, source, source_id,
			starts_at, ends_at, status, by_visit, reason, venue, was_start, sequence, changed_at)
		VALUES ($1, $2, $3, $4, NULLIF($5, ''), $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
		ON CONFLICT (id) DO UPDATE SET after_start = excluded.after_start, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
			status = excluded.status, by_visit = excluded.by_visit, reason = excluded.reason, venue = excluded.venue,
			was_start = excluded.was_start, sequence = excluded.sequence, changed_at = excluded.changed_at`,
		h.ID, h.Series.ID, h.Group, h.Number, h.Visit, int(h.AfterStart/time.Minute), source, sourceID,
		h.Start, h.End, h.Status, h.ByVisit, h.Reason, h.Venue, orNull(h.WasStart), h.Sequence, h.Changed)
	return err
}

func orNull(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

const selectWorkshops = `
	SELECT w.id, w.number, (SELECT count(*) FROM workshops n WHERE n.series_id = w.series_id), COALESCE(w.visit_id, ''), COALESCE(st.tour_id, ''),
		o.place_id, w.starts_at, w.ends_at, w.status, w.reason, w.was_start, w.sequence, w.changed_at,
		w.group_id, w.after_start, w.by_visit, w.venue, g.seats, g.kept, g.taken, g.online, s.id, s.content, s.whole, o.content, v.content
	FROM workshops w JOIN series s ON s.id = w.series_id JOIN workshop_groups g ON g.id = w.group_id
		LEFT JOIN visits v ON v.id = w.visit_id LEFT JOIN stops st ON st.id = v.stop_id
		JOIN shown_offers o ON o.source = COALESCE(st.source, w.source) AND o.source_id = COALESCE(st.source_id, w.source_id) `

// Workshops reads those of a département that a filter wants, by start and id.
func (tx *Tx) Workshops(ctx context.Context, departement string, f mediation.WorkshopFilter) ([]mediation.WorkshopHolding, error) {
	return tx.workshops(ctx, mediation.Area(departement), f)
}

func (tx *Tx) workshops(ctx context.Context, area mediation.Area, f mediation.WorkshopFilter) ([]mediation.WorkshopHolding, error) {
	rows, err := tx.tx.Query(ctx, selectWorkshops+`
		WHERE s.departement = ANY($1) AND ($2::text[] IS NULL OR w.id = ANY($2)) AND ($3::text[] IS NULL OR w.series_id = ANY($3))
		  AND ($4::text[] IS NULL OR w.visit_id = ANY($4)) AND ($5::bigint[] IS NULL OR w.group_id = ANY($5))
		  AND ($6::timestamptz IS NULL OR w.ends_at > $6) AND ($7::timestamptz IS NULL OR w.ends_at < $7)
		ORDER BY w.starts_at, w.id COLLATE "C"`,
		area.Departements(), f.IDs, f.Series, f.Visits, f.Groups, orNull(f.From), orNull(f.To))
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanWorkshop)
}

func scanWorkshop(row pgx.CollectableRow) (h mediation.WorkshopHolding, err error) {
	var series seriesRow
	var offer offerRow
	var visit *visitRow
	var was *time.Time
	var minutes int
	err = row.Scan(&h.ID, &h.Number, &h.Dates, &h.Visit, &h.Tour, &h.Place, &h.Start, &h.End, &h.Status, &h.Reason, &was, &h.Sequence, &h.Changed,
		&h.Group, &minutes, &h.ByVisit, &h.Venue, &h.Seats.All, &h.Seats.Kept, &h.Seats.Taken, &h.Seats.Online, &h.Series.ID, &series, &h.Series.Whole, &offer, &visit)
	if err != nil {
		return h, err
	}
	h.WasStart, h.AfterStart = orZero(was), time.Duration(minutes)*time.Minute
	h.Series.Theme, h.Series.Need, h.Series.Level = series.Theme, mediation.NeedID(series.Need), mediation.WorkshopLevel(series.Level)
	h.Series.Bring, h.Series.Open, h.Series.Seats = series.Bring, series.Open, h.Seats.All
	if err = knownVersion("series", series.Version, seriesVersion); err != nil {
		return h, err
	}
	if h.Offer, err = offer.offer(); err != nil || visit == nil {
		return h, err
	}
	h.At, err = visit.visit()
	return h, err
}

// Workshop reads one; an error of kind [mediation.NotFound] when there is none.
func (tx *Tx) Workshop(ctx context.Context, departement, id string) (mediation.WorkshopHolding, error) {
	list, err := tx.Workshops(ctx, departement, mediation.WorkshopFilter{IDs: []string{id}})
	if err != nil || len(list) == 0 {
		return mediation.WorkshopHolding{}, orNone(err, "Cet atelier n’existe pas, ou plus.")
	}
	return list[0], nil
}

// orNone is an error, or one of kind [mediation.NotFound] with that sentence.
func orNone(err error, sentence string) error {
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return err
	}
	return &mediation.Error{Kind: mediation.NotFound, Sentence: sentence}
}

// VisitToTeach reads a visit that is stored, with the offer of its stop, as what a
// workshop takes place at.
func (tx *Tx) VisitToTeach(ctx context.Context, departement, id string) (h mediation.WorkshopHolding, err error) {
	var visit visitRow
	var offer offerRow
	err = tx.tx.QueryRow(ctx, `
		SELECT v.content, o.content, o.place_id, st.tour_id
		FROM visits v JOIN stops st ON st.id = v.stop_id JOIN tours t ON t.id = st.tour_id
			JOIN shown_offers o ON (o.source, o.source_id) = (st.source, st.source_id)
		WHERE v.id = $2 AND t.departement = $1 AND v.withdrawn_at IS NULL`, departement, id).Scan(&visit, &offer, &h.Place, &h.Tour)
	if err != nil {
		return h, orNone(err, "Ce passage n’est pas, ou plus, prévu.")
	}
	if h.At, err = visit.visit(); err != nil {
		return h, err
	}
	h.Visit = h.At.ID
	h.Offer, err = offer.offer()
	return h, err
}

// toBeTaught are workshops as the public sees them.
func toBeTaught(list []mediation.WorkshopHolding) (out []mediation.Workshop) {
	for _, h := range list {
		out = append(out, h.Workshop)
	}
	return out
}

// publicWorkshops reads those that ended after an instant, only those with some ids
// unless ids is nil.
func (tx *Tx) publicWorkshops(ctx context.Context, area mediation.Area, after time.Time, ids []string) ([]mediation.Workshop, error) {
	list, err := tx.workshops(ctx, area, mediation.WorkshopFilter{IDs: ids, From: after})
	return toBeTaught(list), err
}
