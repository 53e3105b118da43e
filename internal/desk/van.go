package desk

import (
	"context"
	"time"

	"escale/internal/mediation"
)

// vans is what requests for the van ask of a transaction.
type vans interface {
	LockTours(ctx context.Context) error
	Communes(ctx context.Context, departement string) ([]mediation.Commune, error)

	SaveVanRequest(ctx context.Context, departement string, r mediation.VanRequest) (int64, error)
	VanRequests(ctx context.Context, departement string) ([]mediation.VanRequest, error)
	VanRequest(ctx context.Context, departement string, id int64) (mediation.VanRequest, error)
	VanOf(ctx context.Context, token []byte) (mediation.VanRequest, error)
	ArmVan(ctx context.Context, id int64, token []byte) (mediation.VanRequest, error)
	SetVan(ctx context.Context, r mediation.VanRequest) error
	DueVans(ctx context.Context, departement string, at time.Time) ([]mediation.VanRequest, error)
	ForgetVans(ctx context.Context, departement string, at time.Time, kept time.Duration) error

	// Bookings are the times of vehicles that requests have; Keep adds some, Book notes
	// the visit of one, Free gives back those to come.
	Bookings(ctx context.Context, departement string, after time.Time) ([]mediation.Booking, error)
	Keep(ctx context.Context, request int64, vehicle string, dates []mediation.VanDate) error
	Book(ctx context.Context, id int64, visit string) error
	Free(ctx context.Context, request int64, but []int64, at time.Time) error
	FreeCancelled(ctx context.Context, at time.Time) error
	// VanAt is the latest request whose room is a stop, Agreed tells whether a commune is
	// just agreeing to a time of a tour, BookAt notes the visit of a time.
	VanAt(ctx context.Context, stop string) (r mediation.VanRequest, found bool, err error)
	Agreed(ctx context.Context, tour string, start time.Time) (bool, error)
	BookAt(ctx context.Context, request int64, date mediation.VanDate) error
	BookingOf(ctx context.Context, visit string) (b mediation.Booking, found bool, err error)
}

// VanTours is what the planning of tours does in the transaction of a request, which
// holds the lock of the tours.
type VanTours interface {
	Comings(ctx context.Context, tx Tx, from, to mediation.Day) ([]mediation.Coming, error)
	AddVisits(ctx context.Context, tx Tx, r mediation.RoomVisits) (mediation.RoomBooked, error)
	CancelVisits(ctx context.Context, tx Tx, visits []string, reason string, by mediation.Author) error
}

// vanSubject is a request as the subject of an act.
func (d *Desk) vanSubject(r mediation.VanRequest) Subject {
	return Subject{Object: vanObject(r.ID), Tour: r.Tour, Departement: d.Departement}
}

func vanObject(id int64) mediation.Object {
	return mediation.Object{Kind: mediation.ObjectVan, ID: idText(id)}
}

// vanName is what the history calls a request: it names no person.
func vanName(r mediation.VanRequest) string {
	return "Demande de passage " + idText(r.ID) + ", " + r.CommuneName
}

// step does an act to a request, if its state lets it, and adds it to the history. The
// caller stores the request.
func (d *Desk) step(ctx context.Context, tx Tx, by Actor, r *mediation.VanRequest, act mediation.VanAct) error {
	next, ok := r.State.Next(act)
	if !ok {
		return &mediation.Error{Kind: mediation.Conflict, Sentence: "Cette demande est maintenant : " + r.State.Label() + ". Cela ne se fait plus. Rechargez la page."}
	}
	before := r.State
	r.State, r.Since = next, d.Now()
	return d.noteVan(ctx, tx, by, *r, before.Label(), next.Label())
}

func (d *Desk) noteVan(ctx context.Context, tx Tx, by Actor, r mediation.VanRequest, before, after string) error {
	_, err := tx.SaveChange(ctx, mediation.Change{
		Account: by.ID, Author: by.name(), Act: mediation.ActVan, Object: vanObject(r.ID), Name: vanName(r), Field: "state", Before: before, After: after,
	})
	return err
}

// The actors without an account.
var (
	byCommune = Actor{Command: "la commune, par son lien"}
	byTime    = Actor{Command: "le temps"}
	byTour    = Actor{Command: "la tournée, passage changé"}
	byAsking  = Actor{Command: "la commune, par le formulaire"}
)

// withVan runs f on a request that an actor may answer, under the lock of the tours, and
// stores what it became.
func (d *Desk) withVan(ctx context.Context, by Actor, id int64, f func(tx Tx, r *mediation.VanRequest) error) error {
	return d.Store.InTx(ctx, func(tx Tx) error {
		if err := d.checkAnswersVans(by); err != nil {
			return err // before anybody else has to wait
		}
		if err := tx.LockTours(ctx); err != nil {
			return err
		}
		r, err := d.van(ctx, tx, by, id)
		if err != nil {
			return err
		}
		if err := f(tx, &r); err != nil {
			return err
		}
		return tx.SetVan(ctx, r)
	})
}

// van reads a request, for who may answer it.
func (d *Desk) van(ctx context.Context, tx Tx, by Actor, id int64) (mediation.VanRequest, error) {
	r, err := tx.VanRequest(ctx, d.Departement, id)
	if err == nil && !r.Readable() {
		err = mediation.ErrNoVan
	}
	if err != nil {
		return r, err
	}
	return r, by.check(mediation.ActVan, d.vanSubject(r))
}

// AnswersVans tells whether an actor answers requests for the van here.
func (d *Desk) AnswersVans(by Actor) bool { return d.checkAnswersVans(by) == nil }

func (d *Desk) checkAnswersVans(by Actor) error {
	return by.check(mediation.ActVan, Subject{Object: mediation.Object{Kind: mediation.ObjectVan}, Departement: d.Departement})
}
