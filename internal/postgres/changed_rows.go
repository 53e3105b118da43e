package postgres

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"escale/internal/mediation"
)

// Changes is what the public sees differently since a revision.
type Changes struct {
	// These are as in [Public].
	Revision       int64
	Changed, Until time.Time
	SetAside       map[string]int
	Declared       map[string]mediation.SourceInfo
	// Places and Visits are as they are now; the ids are of what is no longer
	// shown, or of what is not of this area.
	Places                 []mediation.Place
	Visits                 []mediation.Visit
	Workshops              []mediation.Workshop
	GonePlaces, GoneVisits []string
	GoneWorkshops          []string
	// OldestVisit is when the visits ended that are no longer kept.
	OldestVisit time.Time
}

// keptRevisions is for how many revisions the log of changes is kept.
const keptRevisions = 1000

// changedIDs are what the log names.
type changedIDs struct{ places, visits, workshops []string }

// Since reads what changed since a revision of an area. It is not known
// when that is too long ago, too much, or touches everything.
func (db *DB) Since(ctx context.Context, area mediation.Area, at time.Time, revision int64) (c Changes, known bool, err error) {
	err = db.readTx(ctx, func(tx *Tx) error {
		if err := tx.tx.QueryRow(ctx, `SELECT revision, changed_at FROM data_revision`).Scan(&c.Revision, &c.Changed); err != nil {
			return err
		}
		var ids changedIDs
		if ids, known, err = tx.changed(ctx, revision, c.Revision); err != nil || !known {
			return err
		}
		return tx.readChanges(ctx, area, at, ids, &c)
	})
	return c, known, err
}

// changed lists what the log names since a revision, up to that of now.
func (tx *Tx) changed(ctx context.Context, since, now int64) (ids changedIDs, known bool, err error) {
	if since > now || since < now-keptRevisions {
		return ids, false, nil
	}
	known = true
	var kind, id string
	rows, err := tx.tx.Query(ctx, `
		WITH named AS (SELECT DISTINCT kind, id FROM changed_rows WHERE revision > $1 OR revision IS NULL)
		SELECT kind, id FROM named
		UNION SELECT 'workshop', w.id FROM named n JOIN workshops w ON n.kind = 'group' AND w.group_id::text = n.id OR n.kind = 'series' AND w.series_id = n.id OR n.kind = 'visit' AND w.visit_id = n.id
		UNION SELECT 'workshop', w.id FROM named n JOIN offers o ON n.kind = 'place' AND o.place_id = n.id JOIN workshops w ON (w.source, w.source_id) = (o.source, o.source_id)
		UNION SELECT 'place', o.place_id FROM named n JOIN offers o ON (n.kind, n.id) = ('offer', o.source || '/' || o.source_id)`, since)
	if err != nil {
		return ids, false, err
	}
	_, err = pgx.ForEachRow(rows, []any{&kind, &id}, func() error {
		switch kind {
		case "all":
			known = false
		case "place":
			ids.places = append(ids.places, id)
		case "visit":
			ids.visits = append(ids.visits, id)
		case "workshop":
			ids.workshops = append(ids.workshops, id)
		}
		return nil
	})
	return ids, known, err
}

func (tx *Tx) readChanges(ctx context.Context, area mediation.Area, at time.Time, ids changedIDs, c *Changes) (err error) {
	if len(ids.places) > 0 {
		if c.Places, err = tx.places(ctx, area, at, ids.places); err != nil {
			return err
		}
	}
	c.GonePlaces = slices.DeleteFunc(ids.places, func(id string) bool {
		return slices.ContainsFunc(c.Places, func(p mediation.Place) bool { return p.ID == id })
	})
	c.OldestVisit = at.Add(-keptPast)
	if len(ids.visits) > 0 {
		visits, err := tx.visits(ctx, area, c.OldestVisit, ids.visits)
		if err != nil {
			return err
		}
		c.Visits = toBeSeen(visits)
	}
	c.GoneVisits = slices.DeleteFunc(ids.visits, func(id string) bool {
		return slices.ContainsFunc(c.Visits, func(v mediation.Visit) bool { return v.ID == id })
	})
	if len(ids.workshops) > 0 {
		if c.Workshops, err = tx.publicWorkshops(ctx, area, c.OldestVisit, ids.workshops); err != nil {
			return err
		}
	}
	c.GoneWorkshops = slices.DeleteFunc(ids.workshops, func(id string) bool {
		return slices.ContainsFunc(c.Workshops, func(w mediation.Workshop) bool { return w.ID == id })
	})
	if c.SetAside, err = tx.countSetAside(ctx, area); err != nil {
		return err
	}
	if c.Declared, err = tx.Declared(ctx); err != nil {
		return err
	}
	c.Until, err = tx.nextHidden(ctx, area, at)
	return err
}
