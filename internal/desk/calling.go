package desk

import (
	"context"
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
