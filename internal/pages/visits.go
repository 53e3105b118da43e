package pages

import (
	"cmp"
	"time"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
)

// VisitLine is a dated visit as pages write it.
type VisitLine struct {
	ID, URL string
	// Day is "mardi 8 décembre", Date the same with its year, Hours "de 14 h
	// à 16 h 30".
	Day, Date, Hours string
	// DateTime is the start for machines, with its offset.
	DateTime             string
	Name, City           string
	Street, Room, Access string
	Theme, Phone, Tour   string
	// Callee is whose number Phone is: of the vehicle, or of the place.
	Callee string
	// Elsewhere is where it takes place when not at its stop, in words.
	Elsewhere string
	// Status is "" for a visit that takes place as planned; Note says what
	// became of any other: "Annulé : verglas".
	Status mediation.VisitStatus
	Note   string
	// Workshops are those that are held there.
	Workshops []WorkshopLine
}

// NewVisitLine writes a visit in a language.
func NewVisitLine(l *language.Language, m *catalog.Moment, v *mediation.Visit) (VisitLine, error) {
	stop, err := m.Stop(v.Stop)
	if err != nil {
		return VisitLine{}, err
	}
	place, offer := m.StopPlace(stop)
	p := m.Places[place]
	line := VisitLine{
		ID: v.ID, URL: "/passages/" + v.ID, Day: hours.DayIn(l, v.Start), Date: hours.DateYearIn(l, v.Start),
		Hours:    l.SayOf("heures", "de %s à %s", hours.TimeIn(l, v.Start), hours.TimeIn(l, v.End)),
		DateTime: hours.Local(v.Start).Format(time.RFC3339),
		Name:     p.Name, City: p.Address.City, Street: p.Address.Street, Room: v.Room, Access: stop.Access, Theme: v.Theme,
		Phone: cmp.Or(p.Offers[offer].Contact.Phone, p.Contact().Phone), Note: VisitNote(l, v),
	}
	if v.Venue != nil {
		line.Name, line.City, line.Street, line.Access = v.Venue.Name, v.Venue.Address.City, v.Venue.Address.Street, ""
		line.Elsewhere = v.Venue.Name + l.Say(", ") + catalog.TownText(l, v.Venue.Address.City)
		line.Note = l.Say("%s. Lieu habituel : %s, %s", cmp.Or(line.Note, l.Say(elsewhere)), p.Name, p.Address.City)
	}
	if v.Status != mediation.Planned {
		line.Status = v.Status
	}
	line.Callee = p.Name
	if t, err := m.Tour(v.Tour); err == nil {
		line.Tour = t.Name
		if p.Offers[offer].Contact.Phone != "" {
			line.Callee = t.Name
		}
	}
	for _, w := range m.WorkshopsAt(v.ID) {
		line.Workshops = append(line.Workshops, newWorkshopLine(l, m, w))
	}
	return line, nil
}

// Number is a telephone number, with whose it is for those who listen.
type Number struct{ Name, Phone string }

// Number is the one to call about a visit.
func (v VisitLine) Number() Number { return Number{v.Callee, v.Phone} }

// NewVisitLines is NewVisitLine for several.
func NewVisitLines(l *language.Language, m *catalog.Moment, visits []*mediation.Visit) ([]VisitLine, error) {
	lines := make([]VisitLine, len(visits))
	for i, v := range visits {
		var err error
		if lines[i], err = NewVisitLine(l, m, v); err != nil {
			return nil, err
		}
	}
	return lines, nil
}

// elsewhere says that only the place differs.
var elsewhere = language.Mark("Pas au lieu habituel")

// VisitNote says what became of a visit, "" when it takes place as planned.
func VisitNote(l *language.Language, v *mediation.Visit) string {
	note := l.Say(v.Status.Label())
	switch v.Status {
	case mediation.Planned:
		return ""
	case mediation.Moved:
		switch {
		case !v.WasStart.IsZero():
			note += l.Say(" (prévu d’abord %s à %s)", hours.DayIn(l, v.WasStart), hours.TimeIn(l, v.WasStart))
		case v.Venue != nil:
			note = l.Say(elsewhere)
		}
	}
	if v.Reason != "" {
		note = l.Say("%s : %s", note, l.Quote(v.Reason))
	}
	return note
}

// StopURL is the address of the page of a stop.
func StopURL(s *catalog.Snapshot, stop *mediation.Stop) string {
	place, _ := s.StopPlace(stop)
	return "/etapes/" + stop.ID + "-" + s.Places[place].Slug()
}
