package desk

import (
	"context"
	"slices"
	"time"

	"escale/internal/mediation"
)

// FollowVisits has workshops follow the visits at which they take place, in the
// transaction that changes these. Those who come learn it.
func (d *Desk) FollowVisits(ctx context.Context, tx Tx, visits []mediation.VisitHolding) error {
	byID, ids := map[string]mediation.VisitHolding{}, []string{}
	for _, v := range visits {
		byID[v.Visit.ID] = v
		ids = append(ids, v.Visit.ID)
	}
	list, err := tx.Workshops(ctx, d.Departement, mediation.WorkshopFilter{Visits: ids, From: d.Now()})
	if err != nil {
		return err
	}
	for _, id := range groupsOf(list) {
		if err := d.followGroup(ctx, tx, id, byID); err != nil {
			return err
		}
	}
	return nil
}

// groupsOf are the groups of some workshops, in one order for everybody: who locks
// several does not wait for who waits for them.
func groupsOf(list []mediation.WorkshopHolding) (ids []int64) {
	for _, h := range list {
		ids = append(ids, h.Group)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

func (d *Desk) followGroup(ctx context.Context, tx Tx, id int64, visits map[string]mediation.VisitHolding) error {
	g, err := d.lockGroup(ctx, tx, id)
	if err != nil {
		return err
	}
	for _, h := range g.dates {
		v, changed := visits[h.Visit]
		if !changed || !h.End.After(d.Now()) {
			continue
		}
		next, kind := follow(h, v)
		if kind == "" {
			continue
		}
		if err := d.saveChanged(ctx, tx, next); err != nil {
			return err
		}
		if err := d.announce(ctx, tx, g, next, kind); err != nil {
			return err
		}
	}
	return nil
}

// follow gives a workshop the time and state of its visit, and the kind of mail that
// participants get, "" when nothing changes. A workshop cancelled on its own stays so.
func follow(h mediation.WorkshopHolding, visit mediation.VisitHolding) (next mediation.WorkshopHolding, kind mediation.MailKind) {
	v := visit.Visit
	next = h
	next.At = v
	if h.Status == mediation.Cancelled && !h.ByVisit {
		return next, ""
	}
	if visit.Withdrawn || v.Status == mediation.Cancelled {
		next.Status, next.ByVisit, next.Reason = mediation.Cancelled, true, v.Reason
		if h.Status == mediation.Cancelled {
			return next, ""
		}
		return next, mediation.MailCalledOff
	}
	next.Start = v.Start.Add(h.AfterStart)
	next.End = next.Start.Add(h.End.Sub(h.Start))
	next.ByVisit, next.Venue, next.Reason = false, venueText(v), v.Reason
	if h.Status != mediation.Cancelled && next.Start.Equal(h.Start) && next.Venue == h.Venue {
		return next, ""
	}
	return announced(next, h), mediation.MailMoved
}

// announced says of a workshop what it was before, unless it is again as people first
// read it.
func announced(next, before mediation.WorkshopHolding) mediation.WorkshopHolding {
	first := before.Start
	if !before.WasStart.IsZero() {
		first = before.WasStart
	}
	next.Status, next.WasStart = mediation.Moved, first
	if next.Start.Equal(first) {
		next.WasStart = time.Time{}
		if next.Venue == "" {
			next.Status = mediation.Planned
		}
	}
	return next
}
