package desk

import (
	"context"
	"slices"
	"strconv"
	"time"

	"escale/internal/mediation"
)

// calls is what the list of people to telephone asks of a transaction.
type calls interface {
	SaveCall(ctx context.Context, departement string, c mediation.Call) error
	OpenCalls(ctx context.Context, departement string) ([]mediation.Call, error)
	OpenCall(ctx context.Context, departement string, id int64) (mediation.Call, error)
	EndCall(ctx context.Context, id, by int64, at time.Time) error
	DropCalls(ctx context.Context, from mediation.Origin) error
	// DropNews takes back the calls of an origin that say what became of one workshop,
	// by the names that it had.
	DropNews(ctx context.Context, from mediation.Origin, about []string) error
	ForgetCalls(ctx context.Context, at time.Time) error
}

// mayCall tells whether a call is an actor's task: that of who answers for the tour
// or the offer, or of moderators when it is of none.
func (d *Desk) mayCall(ctx context.Context, tx Tx, by Actor, c mediation.Call) (bool, error) {
	if c.Object.Kind == mediation.ObjectVan {
		return by.May(mediation.ActVan, Subject{Object: c.Object, Departement: d.Departement}), nil
	}
	if c.Object.Kind != mediation.ObjectOffer {
		return by.May(mediation.ActSeats, Subject{Object: c.Object, Departement: d.Departement}), nil
	}
	h, err := tx.OfferShown(ctx, d.Departement, c.Object.ID)
	if mediation.KindOf(err) == mediation.NotFound {
		return by.May(mediation.ActSeats, Subject{Object: c.Object, Departement: d.Departement}), nil
	}
	return by.May(mediation.ActSeats, subjectOf(h)), err
}

// Calls lists the people that an actor is to telephone, the oldest call first.
func (d *Desk) Calls(ctx context.Context, by Actor) (list []mediation.Call, err error) {
	err = d.Store.InTx(ctx, func(tx Tx) error {
		all, err := tx.OpenCalls(ctx, d.Departement)
		for _, c := range all {
			may, failed := d.mayCall(ctx, tx, by, c)
			if failed != nil {
				return failed
			}
			if may {
				list = append(list, c)
			}
		}
		return err
	})
	return list, err
}

// CallAct says how a call went.
type CallAct string

// The ways in which a call goes. Of an offered seat, the person may say at once
// whether they come; else the time that it is kept begins with the call.
const (
	CallMade   CallAct = "fait"
	CallYes    CallAct = "vient"
	CallNo     CallAct = "ne-vient-pas"
	CallNobody CallAct = "personne"
)

// EndCall ticks a call, for who has it as a task.
func (d *Desk) EndCall(ctx context.Context, by Actor, id int64, act CallAct) error {
	return d.Store.InTx(ctx, func(tx Tx) error {
		c, err := d.callFor(ctx, tx, by, id)
		if err != nil {
			return err
		}
		if !slices.Contains([]CallAct{CallMade, CallYes, CallNo, CallNobody}, act) {
			return mediation.InvalidParameter("acte", "Dites comment l’appel s’est passé.")
		}
		if c.Why != mediation.CallOffer {
			if c, err = tx.OpenCall(ctx, d.Departement, id); err != nil {
				return err
			}
			return tx.EndCall(ctx, c.ID, by.ID, d.Now())
		}
		return d.endOffer(ctx, tx, by, c, act)
	})
}

// callFor reads a call that is to be made, and locks nothing: who gives seats locks
// the group first.
func (d *Desk) callFor(ctx context.Context, tx Tx, by Actor, id int64) (c mediation.Call, err error) {
	list, err := tx.OpenCalls(ctx, d.Departement)
	if err != nil {
		return c, err
	}
	i := slices.IndexFunc(list, func(c mediation.Call) bool { return c.ID == id })
	if i < 0 {
		return c, errForbidden
	}
	may, err := d.mayCall(ctx, tx, by, list[i])
	if err == nil && !may {
		err = errForbidden
	}
	return list[i], err
}

// endOffer takes or frees an offered seat, as the person answered.
func (d *Desk) endOffer(ctx context.Context, tx Tx, by Actor, c mediation.Call, act CallAct) error {
	number, err := strconv.ParseInt(c.Origin.ID, 10, 64)
	if err != nil {
		return err
	}
	r, err := tx.Registration(ctx, number)
	if err != nil {
		return err
	}
	g, err := d.lockGroup(ctx, tx, r.Group)
	if err != nil {
		return err
	}
	if _, err := tx.OpenCall(ctx, d.Departement, c.ID); err != nil {
		return err
	}
	if err := tx.EndCall(ctx, c.ID, by.ID, d.Now()); err != nil {
		return err
	}
	mine := &g.list[slices.IndexFunc(g.list, func(other mediation.Registration) bool { return other.ID == r.ID })]
	if mine.State != mediation.Offered {
		return nil // it is over: the call is ticked
	}
	switch date, open := g.next(d.Now()); act {
	case CallYes:
		err = d.give(ctx, tx, g, mine, mediation.Seated)
	case CallNo:
		err = d.giveUp(ctx, tx, g, mine)
	case CallNobody:
		if err = d.give(ctx, tx, g, mine, mediation.Lapsed); err == nil {
			err = d.advance(ctx, tx, g)
		}
	default:
		if open {
			err = tx.SetRegistration(ctx, mine.ID, mediation.Offered, d.offerEnds(date))
		}
	}
	if err != nil || !g.moved {
		return err
	}
	return tx.BumpRevision(ctx)
}
