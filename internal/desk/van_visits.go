package desk

import (
	"context"
	"slices"

	"escale/internal/mediation"
)

// errPromised is for who moves a visit that a commune agreed to.
var errPromised = &mediation.Error{Kind: mediation.Conflict,
	Sentence: "Ce passage est convenu avec la commune : proposez-lui une autre date depuis sa demande, dans « Bus à la demande ». Elle doit être d’accord."}

// errMade is for who takes the line of the history back that made such a visit: its page,
// its workshops and those who come would be gone without a word.
var errMade = &mediation.Error{Kind: mediation.Conflict,
	Sentence: "Ce passage est convenu avec la commune. Retirez la demande dans « Bus à la demande », ou annulez ce passage, avec la raison."}

// FollowVanVisits frees the vehicle of visits that are called off, in the transaction
// that does so, and has the communes learn it. Nobody moves them behind their backs.
func (d *Desk) FollowVanVisits(ctx context.Context, tx Tx, visits []mediation.VisitHolding) error {
	for _, h := range visits {
		b, found, err := tx.BookingOf(ctx, h.Visit.ID)
		if err != nil {
			return err
		}
		switch {
		case !h.Visit.End.After(d.Now()):
		case !found:
			if err := d.comesAgain(ctx, tx, h); err != nil {
				return err
			}
		case h.Withdrawn && d.runs(ctx, tx, h.Visit.Tour):
			return errMade
		case h.Withdrawn || h.Visit.Status == mediation.Cancelled:
			if err := d.calledOff(ctx, tx, b); err != nil {
				return err
			}
		case !h.Visit.Start.Equal(b.Start) || !h.Visit.End.Equal(b.End):
			return errPromised
		}
	}
	return nil
}

// runs tells whether a tour is still there.
func (d *Desk) runs(ctx context.Context, tx Tx, tour string) bool {
	tours, err := tx.Tours(ctx, d.Departement)
	return err == nil && slices.ContainsFunc(tours, func(h mediation.TourHolding) bool { return h.Tour.ID == tour && !h.Gone })
}

// comesAgain books the time of a visit again that was called off, and is not any more. The
// commune learns it. What is just being agreed to is not booked yet.
func (d *Desk) comesAgain(ctx context.Context, tx Tx, h mediation.VisitHolding) error {
	if h.Withdrawn || h.Visit.Status == mediation.Cancelled {
		return nil
	}
	r, found, err := tx.VanAt(ctx, h.Visit.Stop)
	if err != nil || !found {
		return err
	}
	if agreed, err := tx.Agreed(ctx, h.Visit.Tour, h.Visit.Start); err != nil || agreed {
		return err
	}
	if err := d.resume(ctx, tx, &r); err != nil {
		return err
	}
	date := mediation.VanDate{Start: h.Visit.Start, End: h.Visit.End, Visit: h.Visit.ID}
	r.Dates = append(r.Dates, date)
	if err := d.keepDates(ctx, tx, r, []mediation.VanDate{date}); err != nil {
		return err
	}
	if err := tx.BookAt(ctx, r.ID, date); err != nil {
		return err
	}
	if err := tx.SetVan(ctx, r); err != nil {
		return err
	}
	return d.tellVan(ctx, tx, r, mediation.MailVanAccepted)
}

// resume makes a request confirmed again whose last visit was called off, and to which
// nothing else was done since.
func (d *Desk) resume(ctx context.Context, tx Tx, r *mediation.VanRequest) error {
	if r.State == mediation.VanConfirmed {
		return nil
	}
	last, err := tx.Changes(ctx, mediation.ChangeFilter{Object: vanObject(r.ID), Limit: 1})
	if err != nil {
		return err
	}
	if len(last) == 0 || last[0].Author != byTour.name() || r.State != mediation.VanInReview {
		return &mediation.Error{Kind: mediation.Conflict,
			Sentence: "La demande de cette commune est maintenant : " + r.State.Label() + ". Ce passage ne se remet pas comme avant : proposez-lui une date depuis sa demande, dans « Bus à la demande »."}
	}
	before := r.State
	r.State, r.Since = mediation.VanConfirmed, d.Now()
	return d.noteVan(ctx, tx, byTour, *r, before.Label(), r.State.Label())
}

// calledOff gives the time of a visit back. The page of a request must not say that the
// bus comes when no other visit is left.
func (d *Desk) calledOff(ctx context.Context, tx Tx, b mediation.Booking) error {
	r, err := tx.VanRequest(ctx, d.Departement, b.Request)
	if err != nil {
		return err
	}
	r.Dates = slices.DeleteFunc(r.Dates, func(date mediation.VanDate) bool { return date.ID == b.ID })
	if err := tx.Free(ctx, r.ID, datesOf(r), d.Now()); err != nil {
		return err
	}
	toCome := slices.ContainsFunc(r.Dates, func(date mediation.VanDate) bool { return date.End.After(d.Now()) })
	if r.State == mediation.VanConfirmed && !toCome {
		if err := d.visitsOver(ctx, tx, byTour, &r); err != nil {
			return err
		}
		if err := tx.SetVan(ctx, r); err != nil {
			return err
		}
	}
	if d.writesToVan(r) {
		return tx.QueueMail(ctx, d.Departement, mediation.Mail{Kind: mediation.MailVanCancelled, Van: r.ID, Visit: b.Visit})
	}
	return d.tellVan(ctx, tx, r, mediation.MailVanCancelled)
}

func datesOf(r mediation.VanRequest) (ids []int64) {
	for _, date := range r.Dates {
		ids = append(ids, date.ID)
	}
	return ids
}
