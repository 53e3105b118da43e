package desk

import (
	"context"
	"strings"

	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
)

// writesToVan is true of who learns things by mail; others are called.
func (d *Desk) writesToVan(r mediation.VanRequest) bool {
	return r.Requester.Email != "" && d.Mailer != nil
}

func (d *Desk) mailVan(ctx context.Context, tx Tx, kind mediation.MailKind, r mediation.VanRequest) error {
	return tx.QueueMail(ctx, d.Departement, mediation.Mail{Kind: kind, Van: r.ID})
}

// callReasons are why a commune is called that no mail can reach.
var callReasons = map[mediation.MailKind]mediation.CallReason{
	mediation.MailVanProposed: mediation.CallDates, mediation.MailVanCancelled: mediation.CallCancelled,
}

// tellVan has the commune learn what became of its request: by mail, or else by a call
// of the team. The mail or the call is there once the change is, or neither. What it was to be
// called for before does not matter any more.
func (d *Desk) tellVan(ctx context.Context, tx Tx, r mediation.VanRequest, kind mediation.MailKind) error {
	if d.writesToVan(r) {
		return d.mailVan(ctx, tx, kind, r)
	}
	if err := tx.DropCalls(ctx, vanOrigin(r)); err != nil {
		return err
	}
	why, special := callReasons[kind]
	if !special {
		why = mediation.CallAnswer
	}
	return d.callVan(ctx, tx, r, why)
}

// callVan lists the requester for the team to telephone. It is erased with the request.
func (d *Desk) callVan(ctx context.Context, tx Tx, r mediation.VanRequest, why mediation.CallReason) error {
	object := vanObject(r.ID)
	if r.Tour != "" {
		object = d.tourSubject(r.Tour).Object
	}
	until := d.Now()
	for _, date := range r.Dates {
		if date.End.After(until) {
			until = date.End
		}
	}
	return tx.SaveCall(ctx, d.Departement, mediation.Call{
		Name: r.Requester.Name, Phone: r.Requester.Phone, Why: why, About: vanName(r), Object: object, Origin: vanOrigin(r), At: d.Now(), Until: until.Add(d.VansKept),
	})
}

func vanOrigin(r mediation.VanRequest) mediation.Origin {
	return mediation.Origin{Kind: mediation.FromVanRequest, ID: idText(r.ID)}
}

// TendVans does what time does to requests: proposed dates that nobody answered are free again,
// and those whose visits are over are done.
func (d *Desk) TendVans(ctx context.Context) error {
	return d.Store.InTx(ctx, func(tx Tx) error {
		if err := tx.LockTours(ctx); err != nil {
			return err
		}
		if err := tx.FreeCancelled(ctx, d.Now()); err != nil {
			return err
		}
		return d.lapse(ctx, tx)
	})
}

// ForgetVans erases persons from requests with their term, and requests that nobody
// confirmed.
func (d *Desk) ForgetVans(ctx context.Context) error {
	return d.Store.InTx(ctx, func(tx Tx) error { return tx.ForgetVans(ctx, d.Departement, d.Now(), d.VansKept) })
}

// lapse ends what is due, under the lock of the tours.
func (d *Desk) lapse(ctx context.Context, tx Tx) error {
	due, err := tx.DueVans(ctx, d.Departement, d.Now())
	if err != nil {
		return err
	}
	for _, r := range due {
		if err := d.endDue(ctx, tx, &r); err != nil {
			return err
		}
		if err := tx.SetVan(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) endDue(ctx context.Context, tx Tx, r *mediation.VanRequest) error {
	switch {
	case r.State == mediation.VanProposed:
		if err := d.step(ctx, tx, byTime, r, mediation.VanLapse); err != nil {
			return err
		}
		if err := d.freeDates(ctx, tx, byTime, r, ""); err != nil {
			return err
		}
		return d.tellVan(ctx, tx, *r, mediation.MailVanLapsed)
	}
	return d.visitsOver(ctx, tx, byTime, r)
}

// visitsOver is for a confirmed request that has no visit to come: it is done, or when all
// were called off, somebody must look for other dates.
func (d *Desk) visitsOver(ctx context.Context, tx Tx, by Actor, r *mediation.VanRequest) error {
	if len(r.Dates) == 0 {
		return d.step(ctx, tx, by, r, mediation.VanChange)
	}
	return d.step(ctx, tx, by, r, mediation.VanFinish)
}

// composeVan makes what a mail says of a request. An error of kind
// [mediation.NotFound] when it is gone, or no longer true.
func (d *Desk) composeVan(ctx context.Context, tx Tx, m *mediation.Mail, l *mediation.Letter) error {
	r, err := tx.ArmVan(ctx, m.Van, hashed(l.Secret))
	if err != nil {
		return err
	}
	wanted := map[mediation.MailKind]mediation.VanState{
		mediation.MailVanProposed: mediation.VanProposed, mediation.MailVanAccepted: mediation.VanConfirmed,
		mediation.MailVanRefused: mediation.VanRefused, mediation.MailVanLapsed: mediation.VanExpired,
	}[m.Kind]
	if r.Requester.Email == "" || wanted != "" && r.State != wanted {
		return &mediation.Error{Kind: mediation.NotFound, Sentence: "Ce message n’a plus lieu d’être."}
	}
	l.To, l.About, l.Reason = r.Requester.Email, r.CommuneName, r.Answer
	if l.Call, err = d.sayContact(ctx, tx, r.Tour); err != nil {
		return err
	}
	if m.Kind == mediation.MailVanConfirm {
		return nil // nobody confirmed the address: what was typed is not sent to it
	}
	l.Where = r.Room.Name
	for _, date := range r.Dates {
		if date.End.After(d.Now()) {
			l.Names = append(l.Names, d.sayDate(date))
		}
	}
	if m.Visit != "" {
		if err := d.addCalledOff(ctx, tx, m.Visit, l); err != nil {
			return err
		}
	}
	if !r.Until.IsZero() {
		l.Until = hours.Term(r.Until.In(d.zone()))
	}
	return nil
}

// addCalledOff names the date that is called off, and why.
func (d *Desk) addCalledOff(ctx context.Context, tx Tx, visit string, l *mediation.Letter) error {
	visits, err := tx.Visits(ctx, d.Departement, d.Now())
	if err != nil {
		return err
	}
	for _, h := range visits {
		if h.Visit.ID == visit {
			l.When = d.sayDate(mediation.VanDate{Start: h.Visit.Start, End: h.Visit.End})
			l.Reason = h.Visit.Reason
		}
	}
	return nil
}

// sayContact writes the phone and address of the service.
func (d *Desk) sayContact(ctx context.Context, tx Tx, tour string) (string, error) {
	tours, err := tx.Tours(ctx, d.Departement)
	if err != nil {
		return "", err
	}
	var own mediation.Contact
	for _, h := range tours {
		if h.Tour.ID == tour && !h.Gone {
			own = h.Tour.Contact
		}
	}
	contact, ways := d.VanTerms.ContactFor(own), []string{}
	if contact.Phone != "" {
		ways = append(ways, mediation.PhoneText(contact.Phone))
	}
	if contact.Email != "" {
		ways = append(ways, contact.Email)
	}
	return strings.Join(ways, ", ou "), nil
}

func (d *Desk) sayDate(date mediation.VanDate) string {
	return hours.DateSpanIn(language.French, date.Start.In(d.zone()), date.End.In(d.zone()))
}
