package desk

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"escale/internal/formats"
	"escale/internal/language"
	"escale/internal/mediation"
)

// seats is what giving seats asks of a transaction.
type seats interface {
	// LockGroup keeps others from giving or taking back seats of a group; TakeSeat
	// takes one if one is left.
	LockGroup(ctx context.Context, group int64) (mediation.Seats, error)
	TakeSeat(ctx context.Context, group int64, online bool) (bool, error)
	GiveBackSeat(ctx context.Context, group int64, online bool) error
	SetSeats(ctx context.Context, group int64, s mediation.Seats) (bool, error)
	SaveRegistration(ctx context.Context, r mediation.Registration) (int64, error)
	SetRegistration(ctx context.Context, id int64, state mediation.SeatState, expires time.Time) error
	Registrations(ctx context.Context, group int64, workshop string) ([]mediation.Registration, error)
	Registration(ctx context.Context, id int64) (mediation.Registration, error)
	RegistrationOf(ctx context.Context, token []byte) (mediation.Registration, error)
	RegistrationsOf(ctx context.Context, person string) ([]mediation.Registration, error)
	ArmRegistration(ctx context.Context, id int64, token []byte) error
	LapsedGroups(ctx context.Context, departement string, at time.Time) ([]int64, error)
	MarkAttendance(ctx context.Context, workshop string, registration int64, mark mediation.Mark, at time.Time) error
	Eve(ctx context.Context, departement string, from, to time.Time) ([]string, error)
	ForgetSeats(ctx context.Context, departement string, before time.Time) error
}

// Faults of who asks for a seat.
var (
	errPast = &mediation.Error{Kind: mediation.Conflict, Sentence: language.Mark("Cet atelier a déjà commencé, ou il est passé.")}
	errOff  = &mediation.Error{Kind: mediation.Conflict, Sentence: language.Mark("Cet atelier est annulé.")}
	// errNotAdded is for whoever asks on the web: it does not say whether a number is
	// registered, which a stranger may have typed.
	errNotAdded = &mediation.Error{Kind: mediation.Conflict, Parameter: "telephone",
		Sentence: language.Mark("Cette page ne peut pas ajouter cette inscription. Si vous êtes déjà inscrit(e), votre inscription tient et vous n’avez rien à faire. Pour venir plus nombreux, ou si vous avez un doute, appelez-nous.")}
	errTwice     = &mediation.Error{Kind: mediation.Conflict, Parameter: "prenom", Sentence: "Cette personne est déjà inscrite, avec ce prénom et ce téléphone."}
	errTwoSeats  = &mediation.Error{Kind: mediation.Conflict, Parameter: "telephone", Sentence: "Ce téléphone a déjà deux inscriptions à cet atelier."}
	errManySeats = &mediation.Error{Kind: mediation.Conflict, Parameter: "telephone",
		Sentence: language.Mark("Nous avons reçu beaucoup d’inscriptions aujourd’hui. Appelez-nous, ou réessayez demain.")}
)

// Register gives a seat to who asks on the web, or else a place in the waiting list.
// The secret opens the slip.
func (d *Desk) Register(ctx context.Context, r mediation.SeatRequest) (secret string, err error) {
	err = d.Store.InTx(ctx, func(tx Tx) error {
		registration, w, err := d.register(ctx, tx, r, true)
		if err != nil {
			return err
		}
		secret = newSecret()
		if err := tx.ArmRegistration(ctx, registration.ID, hashed(secret)); err != nil || !d.writesTo(registration) {
			return err
		}
		return d.mailSeat(ctx, tx, mediation.MailSeat, registration, w)
	})
	return secret, err
}

// RegisterByPhone does it for somebody who telephoned, or came to the town hall. The
// secret opens the slip, which can be printed for them.
func (d *Desk) RegisterByPhone(ctx context.Context, by Actor, r mediation.SeatRequest) (secret string, state mediation.SeatState, err error) {
	err = d.Store.InTx(ctx, func(tx Tx) error {
		if _, err := d.workshopFor(ctx, tx, by, mediation.ActSeats, r.Workshop); err != nil {
			return err
		}
		registration, w, err := d.register(ctx, tx, r, false)
		if err != nil {
			return err
		}
		secret, state = newSecret(), registration.State
		if err := tx.ArmRegistration(ctx, registration.ID, hashed(secret)); err != nil || !d.writesTo(registration) {
			return err
		}
		return d.mailSeat(ctx, tx, mediation.MailSeat, registration, w)
	})
	return secret, state, err
}

// workshopFor reads a workshop for who may do an act on it.
func (d *Desk) workshopFor(ctx context.Context, tx Tx, by Actor, act mediation.Act, id string) (mediation.WorkshopHolding, error) {
	h, err := tx.Workshop(ctx, d.Departement, id)
	if mediation.KindOf(err) == mediation.NotFound || err == nil && !d.teaches(by, act, h) {
		return mediation.WorkshopHolding{}, errForbidden // who may not touch it learns nothing of what is there
	}
	return h, err
}

func (d *Desk) register(ctx context.Context, tx Tx, asks mediation.SeatRequest, online bool) (r mediation.Registration, h mediation.WorkshopHolding, err error) {
	if r, err = readSeat(asks); err != nil {
		return r, h, err
	}
	if h, err = tx.Workshop(ctx, d.Departement, asks.Workshop); err != nil {
		return r, h, err
	}
	group, err := d.lockGroup(ctx, tx, h.Group)
	if err != nil {
		return r, h, err
	}
	if h, err = tx.Workshop(ctx, d.Departement, asks.Workshop); err != nil { // as it is now that nobody changes it
		return r, h, err
	}
	switch {
	case h.Status == mediation.Cancelled:
		return r, h, errOff
	case !h.Start.After(d.Now()):
		return r, h, errPast
	}
	if err := group.takes(r); err != nil {
		if online {
			err = errNotAdded
		}
		return r, h, err
	}
	r.Group, r.Online, r.State, r.At = h.Group, online, mediation.Waiting, d.Now()
	taken, err := tx.TakeSeat(ctx, h.Group, online)
	if err != nil {
		return r, h, err
	}
	if taken {
		r.State = mediation.Seated
	}
	if r.ID, err = tx.SaveRegistration(ctx, r); err == nil && r.ID == 0 {
		err = errManySeats
	}
	if err == nil && (taken || group.moved) {
		err = tx.BumpRevision(ctx)
	}
	return r, h, err
}

// readSeat reads what somebody typed to have a seat.
func readSeat(asks mediation.SeatRequest) (r mediation.Registration, err error) {
	var ok bool
	r.FirstName = strings.Join(strings.Fields(clean(asks.FirstName)), " ")
	if n := utf8.RuneCountInString(r.FirstName); n == 0 || n > mediation.MaxFirstName {
		return r, mediation.InvalidParameter("prenom", language.Mark("Écrivez votre prénom : il sert à vous accueillir."))
	}
	if r.Phone, ok = formats.ReadPhone(clean(asks.Phone)); !ok {
		return r, mediation.InvalidParameter("telephone", language.Mark("Écrivez un numéro de téléphone où vous joindre. Exemple : 06 12 34 56 78"))
	}
	if asks.Email = clean(asks.Email); asks.Email == "" {
		return r, nil
	}
	if r.Email, ok = mediation.ReadAddress(asks.Email); !ok {
		return r, mediation.InvalidParameter("courriel", language.Mark("Cette adresse n’est pas complète. Exemple : prenom@exemple.fr. Vous pouvez aussi ne rien mettre."))
	}
	return r, nil
}

// group is those who sit together, while nobody else changes it.
type group struct {
	id    int64
	dates []mediation.WorkshopHolding
	list  []mediation.Registration
	// moved is true once seats changed hands.
	moved bool
}

// lockGroup waits for a group, lets the offers lapse that nobody took in time, and
// offers what is free to who waited.
func (d *Desk) lockGroup(ctx context.Context, tx Tx, id int64) (g *group, err error) {
	g = &group{id: id}
	if _, err = tx.LockGroup(ctx, id); err != nil {
		return nil, err
	}
	if g.dates, err = tx.Workshops(ctx, d.Departement, mediation.WorkshopFilter{Groups: []int64{id}}); err != nil {
		return nil, err
	}
	if g.list, err = tx.Registrations(ctx, id, ""); err != nil {
		return nil, err
	}
	return g, d.advance(ctx, tx, g)
}

// takes tells why somebody cannot be added: the same first name with the same number
// is the same person, who sent the form twice.
func (g *group) takes(asks mediation.Registration) error {
	seats := 0
	for _, r := range g.list {
		if r.Phone != asks.Phone || !r.State.Lives() {
			continue
		}
		if mediation.FoldLetters(r.FirstName) == mediation.FoldLetters(asks.FirstName) {
			return errTwice
		}
		seats++
	}
	if seats >= mediation.SeatsOfOnePhone {
		return errTwoSeats
	}
	return nil
}

// next is the first date that people may still come to.
func (g *group) next(now time.Time) (h mediation.WorkshopHolding, ok bool) {
	i := slices.IndexFunc(g.dates, func(h mediation.WorkshopHolding) bool { return h.Open(now) })
	if i < 0 {
		return h, false
	}
	return g.dates[i], true
}

// last is when the last date ends.
func (g *group) last() (end time.Time) {
	for _, h := range g.dates {
		if h.End.After(end) {
			end = h.End
		}
	}
	return end
}

// advance lets offers lapse, and offers what is free to those who waited, first come
// first served. Who waits for a seat of the web does not hold up who telephoned: some
// seats are kept for the latter.
func (d *Desk) advance(ctx context.Context, tx Tx, g *group) error {
	for i := range g.list {
		r := &g.list[i]
		if r.State == mediation.Offered && !r.Expires.IsZero() && !r.Expires.After(d.Now()) {
			if err := d.give(ctx, tx, g, r, mediation.Lapsed); err != nil {
				return err
			}
		}
	}
	date, open := g.next(d.Now())
	for i := range g.list {
		r := &g.list[i]
		if !open || r.State != mediation.Waiting {
			continue
		}
		taken, err := tx.TakeSeat(ctx, g.id, r.Online)
		if err == nil && taken {
			err = d.offerSeat(ctx, tx, g, r, date)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// offerSeat keeps a seat for somebody on the waiting list. The term is in the mail, or
// begins with a call.
func (d *Desk) offerSeat(ctx context.Context, tx Tx, g *group, r *mediation.Registration, date mediation.WorkshopHolding) error {
	g.moved, r.State = true, mediation.Offered
	if d.writesTo(*r) {
		r.Expires = d.offerEnds(date)
	}
	if err := tx.SetRegistration(ctx, r.ID, r.State, r.Expires); err != nil {
		return err
	}
	if d.writesTo(*r) {
		return d.mailSeat(ctx, tx, mediation.MailFreed, *r, date)
	}
	return d.call(ctx, tx, g, *r, date, mediation.CallOffer)
}

// usualOffer is how long an offered seat is kept, where no setting says otherwise.
const usualOffer = 24 * time.Hour

// offerEnds is until when a seat is kept that is offered now: not past the start.
func (d *Desk) offerEnds(date mediation.WorkshopHolding) time.Time {
	end := d.Now().Add(cmp.Or(d.SeatOffer, usualOffer))
	if end.After(date.Start) {
		return date.Start
	}
	return end
}

// give makes a registration what it becomes, frees its seat if it had one, and drops
// the calls that it no longer needs.
func (d *Desk) give(ctx context.Context, tx Tx, g *group, r *mediation.Registration, state mediation.SeatState) error {
	if r.State.TakesSeat() && !state.TakesSeat() {
		g.moved = true
		if err := tx.GiveBackSeat(ctx, g.id, r.Online); err != nil {
			return err
		}
	}
	r.State, r.Expires = state, time.Time{}
	if err := tx.SetRegistration(ctx, r.ID, state, r.Expires); err != nil {
		return err
	}
	return tx.DropCalls(ctx, origin(*r))
}

func origin(r mediation.Registration) mediation.Origin {
	return mediation.Origin{Kind: mediation.FromRegistration, ID: idText(r.ID)}
}
