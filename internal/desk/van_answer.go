package desk

import (
	"context"
	"slices"
	"time"

	"escale/internal/hours"
	"escale/internal/mediation"
)

// noTime is the time that is not set.
var noTime time.Time

// TakeVan notes that the team looks at a request.
func (d *Desk) TakeVan(ctx context.Context, by Actor, id int64) error {
	return d.withVan(ctx, by, id, func(tx Tx, r *mediation.VanRequest) error { return d.step(ctx, tx, by, r, mediation.VanTake) })
}

// VouchVan notes that the commune confirmed a request on the telephone.
func (d *Desk) VouchVan(ctx context.Context, by Actor, id int64) error {
	return d.withVan(ctx, by, id, func(tx Tx, r *mediation.VanRequest) error {
		if !r.Sure.IsZero() {
			return nil
		}
		r.Sure = d.Now()
		if err := tx.DropCalls(ctx, vanOrigin(*r)); err != nil {
			return err
		}
		return d.noteVan(ctx, tx, by, *r, "", "Confirmée par téléphone")
	})
}

// RefuseVan says no, and why; PostponeVan that nobody can say yet, and why. The commune
// learns it by mail, or is called.
func (d *Desk) RefuseVan(ctx context.Context, by Actor, id int64, reason string) error {
	return d.answerVan(ctx, by, id, mediation.VanRefuse, mediation.MailVanRefused, reason)
}

// PostponeVan is [Desk.RefuseVan] for later.
func (d *Desk) PostponeVan(ctx context.Context, by Actor, id int64, reason string) error {
	return d.answerVan(ctx, by, id, mediation.VanPostpone, mediation.MailVanPostponed, reason)
}

func (d *Desk) answerVan(ctx context.Context, by Actor, id int64, act mediation.VanAct, kind mediation.MailKind, reason string) error {
	reason, err := checkAnswer(reason, true)
	if err != nil {
		return err
	}
	return d.withVan(ctx, by, id, func(tx Tx, r *mediation.VanRequest) error {
		if err := d.step(ctx, tx, by, r, act); err != nil {
			return err
		}
		if err := d.freeDates(ctx, tx, by, r, reason); err != nil {
			return err
		}
		r.Answer = reason
		return d.tellVan(ctx, tx, *r, kind)
	})
}

// AcceptVanByPhone notes that the commune agreed on the telephone.
func (d *Desk) AcceptVanByPhone(ctx context.Context, by Actor, id int64, dates []int64) error {
	var r mediation.VanRequest
	err := d.Store.InTx(ctx, func(tx Tx) (err error) {
		r, err = d.van(ctx, tx, by, id)
		return err
	})
	if err != nil {
		return err
	}
	pin := d.pinRoom(ctx, r)
	return d.withVan(ctx, by, id, func(tx Tx, r *mediation.VanRequest) error {
		pin(r)
		return d.acceptVan(ctx, tx, by, r, dates)
	})
}

// DeclineVanByPhone notes that no date suits the commune.
func (d *Desk) DeclineVanByPhone(ctx context.Context, by Actor, id int64) error {
	return d.withVan(ctx, by, id, func(tx Tx, r *mediation.VanRequest) error { return d.declineVan(ctx, tx, by, r) })
}

// WithdrawVanByPhone takes a request back for a commune that telephones.
func (d *Desk) WithdrawVanByPhone(ctx context.Context, by Actor, id int64) error {
	return d.withVan(ctx, by, id, func(tx Tx, r *mediation.VanRequest) error { return d.withdrawVan(ctx, tx, by, r) })
}

// acceptVan agrees to dates: in one transaction, under the lock of the tours, the
// times are booked, and the stop, the visits, their workshops, the history and the mails are there.
func (d *Desk) acceptVan(ctx context.Context, tx Tx, by Actor, r *mediation.VanRequest, dates []int64) error {
	if r.State == mediation.VanProposed && !r.Until.After(d.Now()) {
		return &mediation.Error{Kind: mediation.Conflict, Sentence: "Ces dates n’étaient gardées que jusqu’au " + hours.Term(r.Until.In(d.zone())) + ". Le service va vous en proposer d’autres."}
	}
	if err := d.step(ctx, tx, by, r, mediation.VanAccept); err != nil {
		return err
	}
	chosen := slices.DeleteFunc(slices.Clone(r.Dates), func(date mediation.VanDate) bool { return date.Booked() || !slices.Contains(dates, date.ID) })
	if len(chosen) == 0 {
		return mediation.InvalidParameter("date", "Choisissez au moins une date.")
	}
	if err := d.stillFree(ctx, tx, *r, chosen); err != nil {
		return err
	}
	if err := d.freeOthers(ctx, tx, r, chosen); err != nil {
		return err
	}
	if err := d.bookVan(ctx, tx, by, r, chosen); err != nil {
		return err
	}
	if err := tx.DropCalls(ctx, vanOrigin(*r)); err != nil {
		return err
	}
	r.Until = noTime
	return d.tellVan(ctx, tx, *r, mediation.MailVanAccepted)
}

// freeOthers gives the proposed dates back that were not chosen.
func (d *Desk) freeOthers(ctx context.Context, tx Tx, r *mediation.VanRequest, chosen []mediation.VanDate) error {
	var keep []int64
	for _, date := range r.Dates {
		if date.Booked() || slices.Contains(chosen, date) {
			keep = append(keep, date.ID)
		}
	}
	r.Dates = slices.DeleteFunc(r.Dates, func(date mediation.VanDate) bool { return !slices.Contains(keep, date.ID) })
	return tx.Free(ctx, r.ID, keep, d.Now())
}

// bookVan makes visits and workshops of dates.
func (d *Desk) bookVan(ctx context.Context, tx Tx, by Actor, r *mediation.VanRequest, chosen []mediation.VanDate) error {
	// From now on what is not booked yet of a confirmed request is being agreed to.
	if err := tx.SetVan(ctx, *r); err != nil {
		return err
	}
	booked, err := d.Vans.AddVisits(ctx, tx, mediation.RoomVisits{
		Tour: r.Tour, Commune: r.Commune, Room: r.Room, Dates: chosen, Needs: r.Needs, Theme: r.Plan.Theme, Capacity: r.Plan.Seats, By: by.author(),
	})
	if err != nil {
		return err
	}
	r.Stop = booked.Stop
	sessions := make([]mediation.WorkshopDate, len(chosen))
	for i, date := range chosen {
		sessions[i] = mediation.WorkshopDate{Visit: booked.Visits[i]}
		if err := tx.Book(ctx, date.ID, booked.Visits[i]); err != nil {
			return err
		}
		at := slices.IndexFunc(r.Dates, func(other mediation.VanDate) bool { return other.ID == date.ID })
		r.Dates[at].Visit = booked.Visits[i]
	}
	series := mediation.Series{Theme: r.Plan.Theme, Level: r.Level, Seats: r.Plan.Seats, Whole: r.Plan.Whole && len(chosen) > 1}
	if len(r.Needs) > 0 {
		series.Need = r.Needs[0]
	}
	// The commune has no right of its own: what it agrees to, the team proposed.
	_, err = d.openSeries(ctx, tx, Actor{Account: by.Account, Command: by.name()}, series, sessions)
	return err
}
