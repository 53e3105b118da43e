package desk

import (
	"context"
	"strings"
	"time"

	"escale/internal/hours"
	"escale/internal/mediation"
)

// writesTo is true of who learns things by mail; others are telephoned.
func (d *Desk) writesTo(r mediation.Registration) bool { return r.Email != "" && d.Mailer != nil }

// mailSeat has a mail sent about a registration.
func (d *Desk) mailSeat(ctx context.Context, tx Tx, kind mediation.MailKind, r mediation.Registration, h mediation.WorkshopHolding) error {
	return tx.QueueMail(ctx, d.Departement, mediation.Mail{Kind: kind, Registration: r.ID, Workshop: h.ID})
}

// call adds somebody to the list of people to telephone about a workshop, in place of
// older calls about it. It is erased with the registration.
func (d *Desk) call(ctx context.Context, tx Tx, g *group, r mediation.Registration, h mediation.WorkshopHolding, why mediation.CallReason) error {
	if why != mediation.CallOffer {
		if err := tx.DropNews(ctx, origin(r), g.namesOf(h)); err != nil {
			return err
		}
	}
	return tx.SaveCall(ctx, d.Departement, mediation.Call{
		Name: r.FirstName, Phone: r.Phone, Why: why, About: sayWorkshop(h), Object: d.workshopSubject(h).Object,
		Origin: origin(r), At: d.Now(), Until: g.last().Add(d.seatsTerm()),
	})
}

// namesOf are what calls name a workshop by: as it becomes, and as it was when the
// group was locked.
func (g *group) namesOf(h mediation.WorkshopHolding) []string {
	names := []string{sayWorkshop(h)}
	for _, before := range g.dates {
		if before.ID == h.ID {
			names = append(names, sayWorkshop(before))
		}
	}
	return names
}

// announcements are how those who come learn what became of a workshop.
var announcements = map[mediation.MailKind]mediation.CallReason{mediation.MailMoved: mediation.CallMoved, mediation.MailCalledOff: mediation.CallCancelled}

// announce has everybody of a group learn what became of one of its workshops: by
// mail, or else by a call. The mail or the call is there once the change is, or
// neither.
func (d *Desk) announce(ctx context.Context, tx Tx, g *group, h mediation.WorkshopHolding, kind mediation.MailKind) error {
	for _, r := range g.list {
		if !r.State.Lives() {
			continue
		}
		var err error
		if d.writesTo(r) {
			err = d.mailSeat(ctx, tx, kind, r, h)
		} else {
			err = d.call(ctx, tx, g, r, h, announcements[kind])
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// callInstead lists for a call who could not be written to. A seat that was offered is
// kept until then.
func (d *Desk) callInstead(ctx context.Context, tx Tx, m mediation.Mail) error {
	why, known := announcements[m.Kind]
	if m.Kind == mediation.MailFreed {
		why, known = mediation.CallOffer, true
	}
	r, err := tx.Registration(ctx, m.Registration)
	if err != nil || !known {
		return err
	}
	g, err := d.lockGroup(ctx, tx, r.Group)
	if err != nil {
		return err
	}
	h, err := tx.Workshop(ctx, d.Departement, m.Workshop)
	if err != nil {
		return err
	}
	if r, err = tx.Registration(ctx, m.Registration); err != nil || !r.State.Lives() || m.Kind == mediation.MailFreed && r.State != mediation.Offered {
		return err // it is over
	}
	if m.Kind == mediation.MailFreed {
		if err := tx.SetRegistration(ctx, r.ID, r.State, time.Time{}); err != nil {
			return err
		}
	}
	return d.call(ctx, tx, g, r, h, why)
}

// eve is how long before a workshop people are reminded of it.
const eve = 48 * time.Hour

// RemindEve writes to those who come in two days, once.
func (d *Desk) RemindEve(ctx context.Context) error {
	return d.Store.InTx(ctx, func(tx Tx) error {
		ids, err := tx.Eve(ctx, d.Departement, d.Now(), d.Now().Add(eve))
		if err != nil || len(ids) == 0 {
			return err
		}
		list, err := tx.Workshops(ctx, d.Departement, mediation.WorkshopFilter{IDs: ids})
		if err != nil {
			return err
		}
		for _, h := range list {
			registrations, err := tx.Registrations(ctx, h.Group, "")
			if err != nil {
				return err
			}
			for _, r := range registrations {
				if r.State == mediation.Seated && d.writesTo(r) {
					if err := d.mailSeat(ctx, tx, mediation.MailEve, r, h); err != nil {
						return err
					}
				}
			}
		}
		return nil
	})
}

// composeSeat makes what a mail says of a workshop: it names nobody. An error of kind
// [mediation.NotFound] when whose it was is gone, or it is no longer true.
func (d *Desk) composeSeat(ctx context.Context, tx Tx, m *mediation.Mail, l *mediation.Letter) error {
	r, err := tx.Registration(ctx, m.Registration)
	if err != nil {
		return err
	}
	h, err := tx.Workshop(ctx, d.Departement, m.Workshop)
	if err != nil {
		return err
	}
	over := m.Kind == mediation.MailFreed && r.State != mediation.Offered || m.Kind == mediation.MailEve && (r.State != mediation.Seated || h.Status == mediation.Cancelled)
	if r.Email == "" || over || m.Kind == mediation.MailMoved && h.Status == mediation.Cancelled {
		return &mediation.Error{Kind: mediation.NotFound, Sentence: "Ce message n’a plus lieu d’être."}
	}
	l.To, l.About, l.When, l.Where, l.Reason, l.Bring = r.Email, h.Series.Theme, sayWhen(h), sayWhere(h), h.Reason, h.Series.Bring
	l.Back = m.Kind == mediation.MailMoved && h.Status == mediation.Planned
	if h.SureAs(h.At); h.Status == mediation.Unconfirmed {
		l.When += " (à confirmer)"
	}
	l.Waits = r.State == mediation.Waiting
	if l.Dates, err = d.otherDates(ctx, tx, h); err != nil {
		return err
	}
	if r.State == mediation.Offered {
		l.Until = d.sayInstant(r.Expires)
	}
	return tx.ArmRegistration(ctx, r.ID, hashed(l.Secret))
}

// otherDates says when else those of the group of a workshop come.
func (d *Desk) otherDates(ctx context.Context, tx Tx, h mediation.WorkshopHolding) (list []string, err error) {
	dates, err := tx.Workshops(ctx, d.Departement, mediation.WorkshopFilter{Groups: []int64{h.Group}})
	for _, other := range dates {
		if other.ID == h.ID || !other.Open(d.Now()) {
			continue
		}
		line := sayWhen(other)
		if where := sayWhere(other); where != sayWhere(h) {
			line += ", " + where
		}
		list = append(list, line)
	}
	return list, err
}

// sayWhere says where a workshop is.
func sayWhere(h mediation.WorkshopHolding) string {
	name, address := h.Offer.Name, h.Offer.Address
	if v := h.At.Venue; v != nil {
		name, address = v.Name, v.Address
	}
	var parts []string
	for _, part := range []string{name, h.At.Room, address.Street, address.City} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ", ")
}

// sayInstant says an instant on the clock of the département.
func (d *Desk) sayInstant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	t = t.In(hours.ZoneOf(d.Departement))
	return hours.FormatDay(t) + " à " + hours.FormatTime(t)
}
