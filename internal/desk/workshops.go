package desk

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
)

// workshops is what teaching asks of a transaction.
type workshops interface {
	SaveSeries(ctx context.Context, departement string, s mediation.Series, at time.Time) error
	SaveGroup(ctx context.Context, series string, seats mediation.Seats) (int64, error)
	SaveWorkshop(ctx context.Context, h mediation.WorkshopHolding) error
	Workshop(ctx context.Context, departement, id string) (mediation.WorkshopHolding, error)
	// Workshops lists those that a filter wants, by start.
	Workshops(ctx context.Context, departement string, f mediation.WorkshopFilter) ([]mediation.WorkshopHolding, error)
	// VisitToTeach is a visit as what a workshop takes place at.
	VisitToTeach(ctx context.Context, departement, visit string) (mediation.WorkshopHolding, error)
	BumpRevision(ctx context.Context) error
}

// OpenSeries opens workshops, and returns the id of their series.
func (d *Desk) OpenSeries(ctx context.Context, by Actor, s mediation.Series, sessions []mediation.WorkshopDate) (id string, err error) {
	err = d.Store.InTx(ctx, func(tx Tx) error {
		if id, err = d.openSeries(ctx, tx, by, s, sessions); err != nil {
			return err
		}
		return tx.BumpRevision(ctx)
	})
	return id, err
}

// openSeries opens workshops in a transaction, which is to announce a new revision.
func (d *Desk) openSeries(ctx context.Context, tx Tx, by Actor, s mediation.Series, sessions []mediation.WorkshopDate) (string, error) {
	s, err := checkSeries(s)
	if err != nil {
		return "", err
	}
	list, err := d.place(ctx, tx, by, sessions)
	if err != nil {
		return "", err
	}
	s.ID = mediation.NewSeriesID()
	if err := tx.SaveSeries(ctx, d.Departement, s, d.Now()); err != nil {
		return "", err
	}
	var group int64
	for i, h := range list {
		if i == 0 || !s.Whole {
			if group, err = tx.SaveGroup(ctx, s.ID, mediation.Seats{All: s.Seats, Kept: s.Seats * d.CallShare / 100}); err != nil {
				return "", err
			}
		}
		h.Group, h.Series, h.Number, h.Status, h.Changed = group, s, i+1, mediation.Planned, d.Now()
		h.ID = mediation.NewWorkshopID(s.ID, strconv.Itoa(h.Number))
		if err := tx.SaveWorkshop(ctx, h); err != nil {
			return "", err
		}
		if err := d.noteWorkshop(ctx, tx, by, h, "", "ouvert"); err != nil {
			return "", err
		}
	}
	return s.ID, nil
}

func checkSeries(s mediation.Series) (mediation.Series, error) {
	s.Theme, s.Bring, s.Open = clean(s.Theme), clean(s.Bring), clean(s.Open)
	s.Seats = cmp.Or(s.Seats, mediation.UsualSeats)
	switch {
	case s.Theme == "" || utf8.RuneCountInString(s.Theme) > mediation.MaxTheme || strings.ContainsAny(s.Theme, "\r\n"):
		return s, mediation.InvalidParameter("theme", "Dites en quelques mots ce qu’on y apprend. Exemple : prendre en main la souris")
	case s.Seats < 1 || s.Seats > mediation.MaxSeats:
		return s, mediation.InvalidParameter("places", "Dites combien de personnes peuvent venir : de 1 à 200.")
	case s.Level != "" && !slices.Contains(mediation.WorkshopLevels, s.Level):
		return s, mediation.InvalidParameter("niveau", "Choisissez le niveau.")
	case max(utf8.RuneCountInString(s.Bring), utf8.RuneCountInString(s.Open)) > mediation.MaxBring:
		return s, mediation.InvalidParameter("apporter", "C’est trop long : 300 caractères au plus.")
	}
	return s, nil
}

// place finds where each session is, for who may open workshops there, in the order
// of their starts.
func (d *Desk) place(ctx context.Context, tx Tx, by Actor, sessions []mediation.WorkshopDate) (list []mediation.WorkshopHolding, err error) {
	if len(sessions) == 0 || len(sessions) > mediation.MaxSessions {
		return nil, mediation.InvalidParameter("date", "Donnez au moins une date, et 40 au plus.")
	}
	for _, session := range sessions {
		var h mediation.WorkshopHolding
		if session.Visit != "" {
			h, err = d.atVisit(ctx, tx, session)
		} else {
			h, err = d.atPlace(ctx, tx, by, session)
		}
		if err != nil {
			return nil, err
		}
		if !by.May(mediation.ActTeach, d.workshopSubject(h)) {
			return nil, errForbidden
		}
		if !h.Start.After(d.Now()) {
			return nil, mediation.InvalidParameter("date", "Cette date est passée : "+sayWhen(h)+".")
		}
		list = append(list, h)
	}
	slices.SortStableFunc(list, func(a, b mediation.WorkshopHolding) int { return a.Start.Compare(b.Start) })
	return list, nil
}

// atVisit is a session within the hours of a visit.
func (d *Desk) atVisit(ctx context.Context, tx Tx, session mediation.WorkshopDate) (mediation.WorkshopHolding, error) {
	h, err := tx.VisitToTeach(ctx, d.Departement, session.Visit)
	if err != nil {
		return h, err
	}
	h.Start, h.End = session.Start, session.End
	if h.Start.IsZero() {
		h.Start = h.At.Start
	}
	if h.End.IsZero() {
		h.End = h.Start.Add(mediation.UsualLength)
		if h.End.After(h.At.End) {
			h.End = h.At.End
		}
	}
	h.AfterStart, h.Venue = h.Start.Sub(h.At.Start), venueText(h.At)
	switch {
	case h.Start.Before(h.At.Start) || h.End.After(h.At.End) || !h.End.After(h.Start):
		return h, mediation.InvalidParameter("debut", "L’atelier doit tenir dans les heures du passage, "+hours.SpanIn(language.French, h.At.Start, h.At.End)+".")
	case h.At.Status == mediation.Cancelled:
		return h, mediation.InvalidParameter("passage", "Ce passage est annulé.")
	}
	return h, nil
}

// venueText is where a visit was sent to, "" at its stop.
func venueText(v mediation.Visit) string {
	if v.Venue == nil {
		return ""
	}
	return strings.Join(strings.Fields(v.Venue.Name+" "+v.Venue.Address.Street+" "+v.Venue.Address.City), " ")
}

// atPlace is a session at a fixed place, on the offer there that the actor keeps.
func (d *Desk) atPlace(ctx context.Context, tx Tx, by Actor, session mediation.WorkshopDate) (h mediation.WorkshopHolding, err error) {
	offers, err := tx.OffersOfPlace(ctx, d.Departement, session.Place)
	if err != nil {
		return h, err
	}
	i := slices.IndexFunc(offers, func(o mediation.Holding) bool {
		return !o.Offer.Mobile() && by.May(mediation.ActTeach, subjectOf(o))
	})
	if i < 0 {
		return h, errForbidden
	}
	h.Offer, h.Place, h.Start, h.End = offers[i].Offer, session.Place, session.Start, session.End
	if h.End.IsZero() {
		h.End = h.Start.Add(mediation.UsualLength)
	}
	if h.Start.IsZero() || !h.End.After(h.Start) || h.End.Sub(h.Start) > longestWorkshop {
		return h, mediation.InvalidParameter("debut", "Dites de quelle heure à quelle heure.")
	}
	return h, nil
}

// longestWorkshop is one day: more is a mistake of the keyboard.
const longestWorkshop = 12 * time.Hour

// workshopSubject is what a right to open workshops must be for: the tour of the
// visit, or the offer of the fixed place.
func (d *Desk) workshopSubject(h mediation.WorkshopHolding) Subject {
	if h.Visit != "" {
		return d.tourSubject(h.Tour)
	}
	return subjectOf(mediation.Holding{Offer: h.Offer})
}

// teaches tells whether an actor may do an act on a workshop. A town hall that keeps
// the offers of its commune also answers for the seats of the workshops there.
func (d *Desk) teaches(by Actor, act mediation.Act, h mediation.WorkshopHolding) bool {
	return by.May(act, d.workshopSubject(h)) || act == mediation.ActSeats && by.May(act, subjectOf(mediation.Holding{Offer: h.Offer}))
}

// noteWorkshop adds a line to the history of the tour or of the offer.
func (d *Desk) noteWorkshop(ctx context.Context, tx Tx, by Actor, h mediation.WorkshopHolding, before, after string) error {
	_, err := tx.SaveChange(ctx, mediation.Change{
		Account: by.ID, Author: by.name(), Act: mediation.ActTeach, Object: d.workshopSubject(h).Object,
		Name: sayWorkshop(h), Field: "workshop " + h.ID, Before: before, After: after,
	})
	return err
}

// sayWorkshop is what people call a workshop: it names no person.
func sayWorkshop(h mediation.WorkshopHolding) string {
	return "Atelier « " + h.Series.Theme + " », " + sayWhen(h) + ", " + sayTown(h)
}

// sayWhen says when a workshop is, on the clock of its place.
func sayWhen(h mediation.WorkshopHolding) string {
	start := h.Start.In(hours.ZoneOf(mediation.DepartementOf(h.Offer.Address.INSEE)))
	return hours.FormatDay(start) + " à " + hours.FormatTime(start)
}

func sayTown(h mediation.WorkshopHolding) string {
	if v := h.At.Venue; v != nil {
		return v.Address.City
	}
	return h.Offer.Address.City
}
