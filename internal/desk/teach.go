package desk

import (
	"context"
	"time"
	"unicode/utf8"

	"escale/internal/mediation"
)

// Taught lists the workshops that an actor answers for, that end after an instant.
func (d *Desk) Taught(ctx context.Context, by Actor, after time.Time) (list []mediation.WorkshopHolding, err error) {
	err = d.Store.InTx(ctx, func(tx Tx) error {
		all, err := tx.Workshops(ctx, d.Departement, mediation.WorkshopFilter{From: after})
		for _, h := range all {
			if d.teaches(by, mediation.ActSeats, h) {
				list = append(list, h)
			}
		}
		return err
	})
	return list, err
}

// Bound is who counts on a visit.
type Bound struct {
	// People have a seat at a workshop there, or wait for one.
	People int
	// Commune is true when one agreed to its date.
	Commune bool
}

// BoundTo counts who counts on a visit, for who may change it.
func (d *Desk) BoundTo(ctx context.Context, by Actor, c mediation.Coming) (b Bound, err error) {
	if err := by.check(mediation.ActMove, d.tourSubject(c.Tour.ID)); err != nil {
		return b, err
	}
	err = d.Store.InTx(ctx, func(tx Tx) (err error) {
		if _, b.Commune, err = tx.BookingOf(ctx, c.Visit.ID); err != nil {
			return err
		}
		list, err := tx.Workshops(ctx, d.Departement, mediation.WorkshopFilter{Visits: []string{c.Visit.ID}, From: d.Now()})
		if err != nil {
			return err
		}
		for _, id := range groupsOf(list) {
			people, err := tx.Registrations(ctx, id, "")
			if err != nil {
				return err
			}
			for _, r := range people {
				if r.State.Lives() {
					b.People++
				}
			}
		}
		return nil
	})
	return b, err
}

// Class is a workshop with who comes.
type Class struct {
	mediation.WorkshopHolding
	People []mediation.Registration
	// Teaches is true for who may also change the workshop itself.
	Teaches bool
}

// Class reads a workshop, for who answers for its seats.
func (d *Desk) Class(ctx context.Context, by Actor, id string) (c Class, err error) {
	err = d.Store.InTx(ctx, func(tx Tx) error {
		if c.WorkshopHolding, err = d.workshopFor(ctx, tx, by, mediation.ActSeats, id); err != nil {
			return err
		}
		c.Teaches = d.teaches(by, mediation.ActTeach, c.WorkshopHolding)
		c.People, err = tx.Registrations(ctx, c.Group, id)
		return err
	})
	return c, err
}

// Places lists the offers at fixed places where an actor may open workshops.
func (d *Desk) Places(ctx context.Context, by Actor) (list []mediation.Holding, err error) {
	err = d.Store.InTx(ctx, func(tx Tx) error {
		all, err := tx.OffersShown(ctx, d.Departement)
		for _, h := range all {
			if !h.Offer.Mobile() && by.May(mediation.ActTeach, subjectOf(h)) {
				list = append(list, h)
			}
		}
		return err
	})
	return list, err
}

// change changes a workshop for who may, while nobody gives or takes its seats.
func (d *Desk) change(ctx context.Context, by Actor, id string, f func(tx Tx, g *group, h mediation.WorkshopHolding) error) error {
	return d.Store.InTx(ctx, func(tx Tx) error {
		h, err := d.workshopFor(ctx, tx, by, mediation.ActTeach, id)
		if err != nil {
			return err
		}
		g, err := d.lockGroup(ctx, tx, h.Group)
		if err != nil {
			return err
		}
		for _, now := range g.dates { // as it is now that nobody else changes it
			if now.ID == id {
				h = now
			}
		}
		if err := f(tx, g, h); err != nil {
			return err
		}
		return tx.BumpRevision(ctx)
	})
}

// Cancel calls off a workshop, and has everybody who comes learn it.
func (d *Desk) Cancel(ctx context.Context, by Actor, id, reason string) error {
	return d.change(ctx, by, id, func(tx Tx, g *group, h mediation.WorkshopHolding) error {
		if h.Reason = clean(reason); utf8.RuneCountInString(h.Reason) > longestReason {
			return mediation.InvalidParameter("motif", "Dites pourquoi en quelques mots.")
		}
		switch {
		case h.Status == mediation.Cancelled:
			return errOff
		case !h.End.After(d.Now()):
			return errPast
		}
		h.Status, h.ByVisit = mediation.Cancelled, false
		return d.tellChange(ctx, tx, by, g, h, mediation.MailCalledOff, "annulé")
	})
}

// Restore has a workshop take place after all, that the team had called off.
func (d *Desk) Restore(ctx context.Context, by Actor, id string) error {
	return d.change(ctx, by, id, func(tx Tx, g *group, h mediation.WorkshopHolding) error {
		switch {
		case h.Status != mediation.Cancelled || h.ByVisit:
			return &mediation.Error{Kind: mediation.Conflict, Sentence: "Cet atelier n’est pas annulé, ou son passage l’est : remettez d’abord le passage."}
		case h.Visit != "" && h.At.Status == mediation.Cancelled:
			return &mediation.Error{Kind: mediation.Conflict, Sentence: "Le passage est annulé : remettez-le d’abord."}
		case !h.Start.After(d.Now()):
			return errPast
		}
		next := h
		if h.Visit != "" { // it may have moved meanwhile
			next.Start = h.At.Start.Add(h.AfterStart)
			next.End = next.Start.Add(h.End.Sub(h.Start))
			next.Venue = venueText(h.At)
		}
		next.Reason = ""
		return d.tellChange(ctx, tx, by, g, announced(next, h), mediation.MailMoved, "rétabli")
	})
}

// longestReason is how long the reason of a change may be, in characters.
const longestReason = 160

// Move gives a workshop other hours: within its visit, or any at a fixed place.
func (d *Desk) Move(ctx context.Context, by Actor, id string, start, end time.Time) error {
	return d.change(ctx, by, id, func(tx Tx, g *group, h mediation.WorkshopHolding) error {
		date := mediation.WorkshopDate{Visit: h.Visit, Place: h.Place, Start: start, End: end}
		if h.Status == mediation.Cancelled {
			return errOff
		}
		placed, err := d.place(ctx, tx, by, []mediation.WorkshopDate{date})
		if err != nil {
			return err
		}
		if placed[0].Start.Equal(h.Start) && placed[0].End.Equal(h.End) {
			return nil
		}
		next := h
		next.Start, next.End, next.AfterStart = placed[0].Start, placed[0].End, placed[0].AfterStart
		next = announced(next, h)
		return d.tellChange(ctx, tx, by, g, next, mediation.MailMoved, "déplacé : "+sayWhen(next))
	})
}

// tellChange stores a workshop that changed, with its history, and has everybody who
// comes learn it.
func (d *Desk) tellChange(ctx context.Context, tx Tx, by Actor, g *group, h mediation.WorkshopHolding, kind mediation.MailKind, after string) error {
	if err := d.saveChanged(ctx, tx, h); err != nil {
		return err
	}
	if err := d.noteWorkshop(ctx, tx, by, h, "", after); err != nil {
		return err
	}
	return d.announce(ctx, tx, g, h, kind)
}

func (d *Desk) saveChanged(ctx context.Context, tx Tx, h mediation.WorkshopHolding) error {
	h.Sequence, h.Changed = h.Sequence+1, d.Now().UTC().Truncate(time.Second)
	return tx.SaveWorkshop(ctx, h)
}

// Edit changes what a series says, and how many seats its dates have.
func (d *Desk) Edit(ctx context.Context, by Actor, id string, s mediation.Series) error {
	return d.Store.InTx(ctx, func(tx Tx) error {
		h, err := d.workshopFor(ctx, tx, by, mediation.ActTeach, id)
		if err != nil {
			return err
		}
		s.ID, s.Whole = h.Series.ID, h.Series.Whole
		if s, err = checkSeries(s); err != nil {
			return err
		}
		if err := tx.SaveSeries(ctx, d.Departement, s, d.Now()); err != nil {
			return err
		}
		dates, err := tx.Workshops(ctx, d.Departement, mediation.WorkshopFilter{Series: []string{s.ID}})
		if err != nil {
			return err
		}
		for _, group := range groupsOf(dates) {
			if err := d.setSeats(ctx, tx, group, s.Seats); err != nil {
				return err
			}
		}
		if err := d.noteWorkshop(ctx, tx, by, h, sayWorkshop(h), "« "+s.Theme+" »"); err != nil {
			return err
		}
		return tx.BumpRevision(ctx)
	})
}

// setSeats changes how many seats a group has, and offers the new ones to who waited.
func (d *Desk) setSeats(ctx context.Context, tx Tx, id int64, all int) error {
	if _, err := tx.LockGroup(ctx, id); err != nil {
		return err
	}
	done, err := tx.SetSeats(ctx, id, mediation.Seats{All: all, Kept: all * d.CallShare / 100})
	if err == nil && !done {
		err = &mediation.Error{Kind: mediation.Conflict, Parameter: "places", Sentence: "Plus de personnes ont déjà une place. Annulez d’abord leurs inscriptions."}
	}
	if err == nil {
		_, err = d.lockGroup(ctx, tx, id)
	}
	return err
}
