package desk

import (
	"context"
	"slices"
	"time"

	"escale/internal/language"
	"escale/internal/mediation"
)

// Slip reads a registration by its link, and changes nothing.
func (d *Desk) Slip(ctx context.Context, secret string) (s mediation.Slip, err error) {
	err = d.Store.InTx(ctx, func(tx Tx) error {
		r, err := tx.RegistrationOf(ctx, hashed(secret))
		if err != nil {
			return err
		}
		s, err = d.slip(ctx, tx, r)
		return err
	})
	return s, err
}

func (d *Desk) slip(ctx context.Context, tx Tx, r mediation.Registration) (s mediation.Slip, err error) {
	s = mediation.Slip{State: r.State, FirstName: r.FirstName, Expires: r.Expires}
	if r.State == mediation.Offered && !r.Expires.IsZero() && !r.Expires.After(d.Now()) {
		s.State = mediation.Lapsed // checked when it is read: the job comes a moment later
	}
	if s.Dates, err = tx.Workshops(ctx, d.Departement, mediation.WorkshopFilter{Groups: []int64{r.Group}}); err != nil {
		return s, err
	}
	for i := range s.Dates {
		s.Dates[i].SureAs(s.Dates[i].At)
	}
	if len(s.Dates) > 0 {
		s.Phone = s.Dates[0].Offer.Contact.Phone
	}
	if r.State != mediation.Waiting {
		return s, nil
	}
	list, err := tx.Registrations(ctx, r.Group, "")
	for _, other := range list {
		if other.State == mediation.Waiting && other.ID <= r.ID {
			s.Position++
		}
	}
	return s, err
}

var (
	errSeatOver  = &mediation.Error{Kind: mediation.Conflict, Sentence: language.Mark("Cette inscription est déjà annulée.")}
	errOfferOver = &mediation.Error{Kind: mediation.Conflict, Sentence: language.Mark("Cette place n’est plus gardée pour vous : le délai est passé. Vous pouvez vous inscrire de nouveau.")}
)

// ActOnSeat does what somebody wants of their own registration, by its link.
func (d *Desk) ActOnSeat(ctx context.Context, secret string, act mediation.SeatAct) error {
	return d.Store.InTx(ctx, func(tx Tx) error {
		r, err := tx.RegistrationOf(ctx, hashed(secret))
		if err != nil {
			return err
		}
		return d.actOnSeat(ctx, tx, r, act)
	})
}

// ActOnSeatOf does it for somebody who telephoned.
func (d *Desk) ActOnSeatOf(ctx context.Context, by Actor, workshop string, registration int64, act mediation.SeatAct) error {
	return d.Store.InTx(ctx, func(tx Tx) error {
		r, err := d.registrationFor(ctx, tx, by, workshop, registration)
		if err != nil {
			return err
		}
		return d.actOnSeat(ctx, tx, r, act)
	})
}

// registrationFor reads a registration of a workshop, for who answers for its seats.
func (d *Desk) registrationFor(ctx context.Context, tx Tx, by Actor, workshop string, id int64) (mediation.Registration, error) {
	h, err := d.workshopFor(ctx, tx, by, mediation.ActSeats, workshop)
	if err != nil {
		return mediation.Registration{}, err
	}
	r, err := tx.Registration(ctx, id)
	if err == nil && r.Group != h.Group {
		err = errForbidden
	}
	return r, err
}

func (d *Desk) actOnSeat(ctx context.Context, tx Tx, of mediation.Registration, act mediation.SeatAct) error {
	g, err := d.lockGroup(ctx, tx, of.Group)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(g.list, func(r mediation.Registration) bool { return r.ID == of.ID })
	r := &g.list[i]
	switch {
	case act == mediation.TakeOffer && r.State == mediation.Offered:
		err = d.give(ctx, tx, g, r, mediation.Seated)
	case act == mediation.TakeOffer && r.State == mediation.Seated:
		return nil // pressed twice
	case act == mediation.TakeOffer:
		err = errOfferOver
	case act == mediation.GiveUp && !r.State.Lives():
		err = errSeatOver
	case act == mediation.GiveUp:
		err = d.giveUp(ctx, tx, g, r)
	default:
		err = mediation.InvalidParameter("acte", "Choisissez ce qu’il faut faire.")
	}
	if err != nil || !g.moved {
		return err
	}
	return tx.BumpRevision(ctx)
}

// giveUp frees a seat, and offers it to who waited.
func (d *Desk) giveUp(ctx context.Context, tx Tx, g *group, r *mediation.Registration) error {
	if err := d.give(ctx, tx, g, r, mediation.Left); err != nil {
		return err
	}
	return d.advance(ctx, tx, g)
}

// AdvanceSeats lets the offers lapse that nobody took in time: a job does it, for
// groups in which nobody does anything meanwhile.
func (d *Desk) AdvanceSeats(ctx context.Context) error {
	var groups []int64
	err := d.Store.InTx(ctx, func(tx Tx) (err error) {
		groups, err = tx.LapsedGroups(ctx, d.Departement, d.Now())
		return err
	})
	for _, id := range groups {
		if err == nil {
			err = d.Store.InTx(ctx, func(tx Tx) error {
				g, err := d.lockGroup(ctx, tx, id)
				if err != nil || !g.moved {
					return err
				}
				return tx.BumpRevision(ctx)
			})
		}
	}
	return err
}

// ForgetSeats erases participants and people to call, once their term is over.
func (d *Desk) ForgetSeats(ctx context.Context) error {
	return d.Store.InTx(ctx, func(tx Tx) error {
		if err := tx.ForgetSeats(ctx, d.Departement, d.Now().Add(-d.seatsTerm())); err != nil {
			return err
		}
		return tx.ForgetCalls(ctx, d.Now())
	})
}

// usualTerm is for how long it is known who came, where no setting says otherwise.
const usualTerm = 30 * 24 * time.Hour

func (d *Desk) seatsTerm() time.Duration {
	if d.SeatsKept > 0 {
		return d.SeatsKept
	}
	return usualTerm
}

// Mark says whether somebody came to a workshop.
func (d *Desk) Mark(ctx context.Context, by Actor, workshop string, registration int64, mark mediation.Mark) error {
	if mark != "" && !slices.Contains(mediation.Marks, mark) {
		return mediation.InvalidParameter("presence", "Choisissez présent, absent ou excusé.")
	}
	return d.Store.InTx(ctx, func(tx Tx) error {
		if _, err := d.registrationFor(ctx, tx, by, workshop, registration); err != nil {
			return err
		}
		return tx.MarkAttendance(ctx, workshop, registration, mark, d.Now())
	})
}
