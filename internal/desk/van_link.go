package desk

import (
	"context"

	"escale/internal/mediation"
)

// FollowVan reads the request that a link leads to, and changes nothing: scanners of
// mail open links. Dates that were kept until now are not any more, before the job says so.
func (d *Desk) FollowVan(ctx context.Context, secret string) (r mediation.VanRequest, err error) {
	err = d.Store.InTx(ctx, func(tx Tx) (err error) {
		r, err = tx.VanOf(ctx, hashed(secret))
		return err
	})
	if r.State == mediation.VanProposed && !r.Until.After(d.Now()) {
		r.State, r.Dates, r.Until = mediation.VanExpired, nil, noTime
	}
	return r, err
}

// byLink runs f on the request that a link leads to, under the lock of the tours, and
// stores what it became.
func (d *Desk) byLink(ctx context.Context, secret string, f func(tx Tx, r *mediation.VanRequest) error) error {
	return d.Store.InTx(ctx, func(tx Tx) error {
		r, err := tx.VanOf(ctx, hashed(secret))
		if err != nil {
			return err // before anybody else has to wait
		}
		if err := tx.LockTours(ctx); err != nil {
			return err
		}
		if r, err = tx.VanRequest(ctx, d.Departement, r.ID); err != nil {
			return err
		}
		if err := f(tx, &r); err != nil {
			return err
		}
		return tx.SetVan(ctx, r)
	})
}

// ConfirmVan confirms the address of a request; a second time changes nothing.
func (d *Desk) ConfirmVan(ctx context.Context, secret string) error {
	return d.byLink(ctx, secret, func(tx Tx, r *mediation.VanRequest) error {
		if !r.Sure.IsZero() {
			return nil
		}
		r.Sure = d.Now()
		if err := d.noteVan(ctx, tx, byCommune, *r, "", "Adresse confirmée"); err != nil {
			return err
		}
		return d.tellTeam(ctx, tx, byCommune, *r)
	})
}

// AcceptVan agrees to some of the proposed dates: visits and workshops are there at once.
func (d *Desk) AcceptVan(ctx context.Context, secret string, dates []int64) error {
	r, err := d.FollowVan(ctx, secret)
	if err != nil {
		return err
	}
	pin := d.pinRoom(ctx, r)
	return d.byLink(ctx, secret, func(tx Tx, r *mediation.VanRequest) error {
		pin(r)
		return d.acceptVan(ctx, tx, byCommune, r, dates)
	})
}

// DeclineVan says that no proposed date suits.
func (d *Desk) DeclineVan(ctx context.Context, secret string) error {
	return d.byLink(ctx, secret, func(tx Tx, r *mediation.VanRequest) error { return d.declineVan(ctx, tx, byCommune, r) })
}

// WithdrawVan takes the request back; its visits to come are cancelled.
func (d *Desk) WithdrawVan(ctx context.Context, secret string) error {
	return d.byLink(ctx, secret, func(tx Tx, r *mediation.VanRequest) error { return d.withdrawVan(ctx, tx, byCommune, r) })
}

// ChangeVan says something else than before. The dates of before are free again: a
// changed request must be accepted again. Who would have visits called off by it is sure.
func (d *Desk) ChangeVan(ctx context.Context, secret string, next mediation.VanRequest, sure bool) error {
	return d.byLink(ctx, secret, func(tx Tx, r *mediation.VanRequest) error {
		if !sure {
			if err := d.warnOfVisits(ctx, tx, r, next); err != nil {
				return err
			}
		}
		return d.changeVan(ctx, tx, byCommune, r, next)
	})
}

func (d *Desk) declineVan(ctx context.Context, tx Tx, by Actor, r *mediation.VanRequest) error {
	if err := d.step(ctx, tx, by, r, mediation.VanDecline); err != nil {
		return err
	}
	return d.freeDates(ctx, tx, by, r, "")
}

func (d *Desk) withdrawVan(ctx context.Context, tx Tx, by Actor, r *mediation.VanRequest) error {
	if err := d.step(ctx, tx, by, r, mediation.VanWithdraw); err != nil {
		return err
	}
	if err := tx.DropCalls(ctx, vanOrigin(*r)); err != nil {
		return err
	}
	return d.freeDates(ctx, tx, by, r, "La commune ne peut plus recevoir le bus")
}

// freeDates gives the times to come of a request back, and cancels their visits, for a
// reason that the public reads.
func (d *Desk) freeDates(ctx context.Context, tx Tx, by Actor, r *mediation.VanRequest, reason string) error {
	var visits []string
	var kept []mediation.VanDate
	for _, date := range r.Dates {
		switch {
		case !date.Booked():
		case date.Start.After(d.Now()):
			visits = append(visits, date.Visit)
		default:
			kept = append(kept, date) // it took place
		}
	}
	r.Dates, r.Until = kept, noTime
	if err := tx.Free(ctx, r.ID, nil, d.Now()); err != nil || len(visits) == 0 {
		return err
	}
	return d.Vans.CancelVisits(ctx, tx, visits, reason, by.author())
}
