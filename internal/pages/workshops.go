package pages

import (
	"slices"
	"time"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
)

// WorkshopLine is a workshop as pages write it.
type WorkshopLine struct {
	ID, URL string
	// Theme is the subject, Level "" for everybody; Dates is its number within its
	// series, in words.
	Theme, Level, Dates string
	// OwnTheme is true for a theme in the words of the team, which are French.
	OwnTheme bool
	// Day, Date, Hours and DateTime are as in [VisitLine].
	Day, Date, Hours, DateTime string
	Name, City, Street, Room   string
	// Callee is whose number Phone is.
	Phone, Callee string
	// Seats says in words how many seats are left, "" once it is past or cancelled.
	Seats string
	// Past is true once it is over.
	Past bool
	// Open is true when people may still ask for a seat, Free when one is left.
	Open, Free bool
	Cancelled  bool
	// Note says what became of it, "" when it takes place as planned.
	Note string
}

// newWorkshopLine writes a workshop in a language, but for where it is.
func newWorkshopLine(l *language.Language, m *catalog.Moment, w *mediation.Workshop) WorkshopLine {
	line := WorkshopLine{
		ID: w.ID, URL: WorkshopPath + "/" + w.ID, Theme: w.Series.Theme, OwnTheme: true, Level: LevelText(l, w.Series.Level),
		Day: hours.DayIn(l, w.Start), Date: hours.DateYearIn(l, w.Start), DateTime: hours.Local(w.Start).Format(time.RFC3339),
		Hours: l.SayOf("heures", "de %s à %s", hours.TimeIn(l, w.Start), hours.TimeIn(l, w.End)),
		Past:  !w.End.After(m.At), Open: w.Open(m.At), Free: w.Seats.FreeOnline() > 0, Cancelled: w.Status == mediation.Cancelled, Note: workshopNote(l, w),
	}
	if need, known := m.Needs.Find(w.Series.Need); known && need.Label == w.Series.Theme {
		line.Theme, line.OwnTheme = l.Say(need.Label), false
	}
	if w.Dates > 1 {
		line.Dates = l.Say("séance %d sur %d", w.Number, w.Dates)
	}
	if line.Open {
		line.Seats = SeatsText(l, w.Seats)
	}
	return line
}

// NewWorkshopLine writes a workshop in a language.
func NewWorkshopLine(l *language.Language, m *catalog.Moment, w *mediation.Workshop) WorkshopLine {
	line := newWorkshopLine(l, m, w)
	if w.Visit != "" {
		if i, err := m.Visit(w.Visit); err == nil {
			if visit, err := NewVisitLine(l, m, &m.Visits[i]); err == nil {
				line.Name, line.City, line.Street, line.Room, line.Phone, line.Callee = visit.Name, visit.City, visit.Street, visit.Room, visit.Phone, visit.Callee
			}
		}
	} else if i, err := m.Place(w.Place); err == nil {
		p := m.Places[i]
		line.Name, line.City, line.Street, line.Phone, line.Callee = p.Name, p.Address.City, p.Address.Street, p.Contact().Phone, p.Name
	}
	return line
}

// Number is the one to call about a workshop.
func (w WorkshopLine) Number() Number { return Number{w.Callee, w.Phone} }

// NewWorkshopLines is NewWorkshopLine for several.
func NewWorkshopLines(l *language.Language, m *catalog.Moment, list []*mediation.Workshop) (lines []WorkshopLine) {
	for _, w := range list {
		lines = append(lines, NewWorkshopLine(l, m, w))
	}
	return lines
}

// SeatsText says how many seats are left, never as "0/12": people did not see that
// these are seats.
func SeatsText(l *language.Language, s mediation.Seats) string {
	switch {
	case s.Free() == 0:
		return l.Say("Complet, liste d’attente possible")
	case s.FreeOnline() == 0:
		return l.Count(s.Free(), "%d place libre, au téléphone seulement", "%d places libres, au téléphone seulement")
	}
	return l.Count(s.Free(), "%d place libre sur %d", "%d places libres sur %d", s.Free(), s.All)
}

func workshopNote(l *language.Language, w *mediation.Workshop) string {
	note := l.Say(w.Status.Label())
	switch w.Status {
	case mediation.Planned:
		return ""
	case mediation.Moved:
		if !w.WasStart.IsZero() {
			note += l.Say(" (prévu d’abord %s à %s)", hours.DayIn(l, w.WasStart), hours.TimeIn(l, w.WasStart))
		}
	}
	if w.Reason != "" {
		note = l.Say("%s : %s", note, l.Quote(w.Reason))
	}
	return note
}

var levelTexts = map[mediation.WorkshopLevel]string{
	mediation.Beginner: language.Mark("Débutant"), mediation.Intermediate: language.Mark("Intermédiaire"), mediation.Advanced: language.Mark("Avancé"),
}

// LevelText names a level, "" for none.
func LevelText(l *language.Language, level mediation.WorkshopLevel) string {
	return l.Say(levelTexts[level])
}

// FixedWorkshops are those to come at the fixed places of some communes: what is at a
// visit is said there.
func FixedWorkshops(l *language.Language, m *catalog.Moment, communes []*mediation.Commune) (list []WorkshopLine) {
	for _, w := range m.ComingWorkshops("") {
		code := m.WorkshopCommune(w)
		if w.Visit == "" && slices.ContainsFunc(communes, func(c *mediation.Commune) bool { return c.INSEE == code }) {
			list = append(list, NewWorkshopLine(l, m, w))
		}
	}
	return list
}
