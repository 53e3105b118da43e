package desk

import (
	"context"
	"time"

	"escale/internal/mediation"
)

// teamCalendars is what the calendars of the team ask of a transaction.
type teamCalendars interface {
	RenewCalendar(ctx context.Context, account int64, token []byte) error
	EndCalendar(ctx context.Context, account int64) error
	CalendarOf(ctx context.Context, token []byte) (int64, error)
	HasCalendar(ctx context.Context, account int64) (bool, error)
	// Visits are those that are stored and end after an instant.
	Visits(ctx context.Context, departement string, after time.Time) ([]mediation.VisitHolding, error)
}

// RenewCalendar makes the secret address of an account's calendar: the earlier one
// opens nothing any more.
func (d *Desk) RenewCalendar(ctx context.Context, by Actor) (secret string, err error) {
	secret = newSecret()
	return secret, d.Store.InTx(ctx, func(tx Tx) error { return tx.RenewCalendar(ctx, by.ID, hashed(secret)) })
}

// EndCalendar closes it.
func (d *Desk) EndCalendar(ctx context.Context, by Actor) error {
	return d.Store.InTx(ctx, func(tx Tx) error { return tx.EndCalendar(ctx, by.ID) })
}

// HasCalendar tells whether an account has one.
func (d *Desk) HasCalendar(ctx context.Context, by Actor) (has bool, err error) {
	err = d.Store.InTx(ctx, func(tx Tx) (err error) {
		has, err = tx.HasCalendar(ctx, by.ID)
		return err
	})
	return has, err
}

// TeamDay is what an account has to do in some days: no participant is in it.
type TeamDay struct {
	Visits    []mediation.Coming
	Workshops []mediation.WorkshopHolding
	// Rooms are those that communes lend, by the ids of visits.
	Rooms map[string]LentRoom
}

// LentRoom is a room with its key holder and the requester: the numbers to call at a
// closed door.
type LentRoom struct {
	mediation.Room
	Requester mediation.Requester
}

// CalendarOf reads the calendar that a secret opens, between two days.
func (d *Desk) CalendarOf(ctx context.Context, secret string, from, to time.Time) (t TeamDay, err error) {
	var by Actor
	err = d.Store.InTx(ctx, func(tx Tx) error {
		id, err := tx.CalendarOf(ctx, hashed(secret))
		if err == nil {
			by.Account, err = tx.Account(ctx, id)
		}
		return err
	})
	if err != nil {
		return t, err
	}
	return d.TeamDay(ctx, by, from, to)
}

// TeamDay reads what an account has to do between two days, both included.
func (d *Desk) TeamDay(ctx context.Context, by Actor, from, to time.Time) (t TeamDay, err error) {
	if t.Visits, err = d.Comings(ctx, by, mediation.DayOf(from), mediation.DayOf(to)); err != nil {
		return t, err
	}
	if err := d.readVisits(ctx, &t, from); err != nil {
		return t, err
	}
	all, err := d.Taught(ctx, by, from)
	for _, h := range all {
		if h.Start.Before(to.AddDate(0, 0, 1)) {
			t.Workshops = append(t.Workshops, h)
		}
	}
	return t, err
}

// readVisits adds to visits as they are planned how often they changed since they were
// announced, which calendars go by, and the rooms that communes lend.
func (d *Desk) readVisits(ctx context.Context, t *TeamDay, from time.Time) error {
	t.Rooms = map[string]LentRoom{}
	return d.Store.InTx(ctx, func(tx Tx) error {
		stored, err := tx.Visits(ctx, d.Departement, from)
		if err != nil {
			return err
		}
		byID := map[string]mediation.Visit{}
		for _, h := range stored {
			byID[h.Visit.ID] = h.Visit
		}
		for i := range t.Visits {
			v := &t.Visits[i].Visit
			v.Sequence, v.Changed = byID[v.ID].Sequence, byID[v.ID].Changed
		}
		requests, err := tx.VanRequests(ctx, d.Departement)
		for _, r := range requests {
			for _, date := range r.Dates {
				if date.Booked() {
					t.Rooms[date.Visit] = LentRoom{r.Room, r.Requester}
				}
			}
		}
		return err
	})
}
