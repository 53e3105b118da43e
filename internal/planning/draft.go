package planning

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"escale/internal/formats"
	"escale/internal/mediation"
)

// draft is what a spreadsheet wants the tours to be.
type draft struct {
	*session
	by        mediation.Author
	gazetteer mediation.Gazetteer
	// absent are the columns that the file does not have: what they would say
	// stays as it is stored.
	absent  []string
	faults  []formats.Problem
	remarks []formats.Problem
	tours   []*draftTour
}

// draftTour is one tour of the spreadsheet. Stops of it that the spreadsheet
// does not name are to go.
type draftTour struct {
	line   int
	stored *mediation.TourHolding // nil for a new one
	tour   mediation.Tour
	stops  []*draftStop
	// whole is true when the spreadsheet names stops of it: it then names them
	// all. With exceptions only, its stops stay as they are stored.
	whole bool
	// bad are the codes of stops whose lines cannot be read.
	bad []string
}

// draftStop is one stop of the spreadsheet.
type draftStop struct {
	line   int
	stored *mediation.StopHolding // nil for a new one
	// written is its short name as the file has it: two rows of one stop, for the
	// morning and the afternoon, have one.
	written string
	stop    mediation.Stop
	offer   mediation.Offer
	// lines are where the exceptions stand in the file, in their order.
	lines []int
}

// sourced is true for a stop of a source: its address is not the
// spreadsheet's to change.
func (d *draftStop) sourced() bool {
	return d.stored != nil && d.stored.Offer.Source != mediation.OwnTours
}

func (d *draft) fault(line int, column, value, format string, args ...any) {
	d.faults = append(d.faults, formats.Problem{
		Line: line, Column: column, Value: value, Message: fmt.Sprintf(format, args...), Fatal: true,
	})
}

func (d *draft) remark(line int, column, message string) {
	d.remarks = append(d.remarks, formats.Problem{Line: line, Column: column, Message: message})
}

// read takes the lines in three rounds, so that their order in the file does
// not matter: tours, then stops, then exceptions.
func (d *draft) read(lines []formats.TourLine) {
	for _, l := range lines {
		for _, p := range l.Problems {
			if p.Fatal {
				d.faults = append(d.faults, p)
			} else {
				d.remarks = append(d.remarks, p)
			}
		}
	}
	for _, l := range lines {
		if l.Kind == formats.TourItself && sound(l) {
			d.readTour(l)
		}
	}
	for _, l := range lines {
		if l.Kind == formats.TourStop {
			d.takeStop(l)
		}
	}
	for _, t := range d.tours {
		d.keepStops(t)
	}
	for _, l := range lines {
		if l.Exception() != "" && sound(l) {
			d.readException(l)
		}
	}
}

func sound(l formats.TourLine) bool {
	return !slices.ContainsFunc(l.Problems, func(p formats.Problem) bool { return p.Fatal })
}

// takeStop reads the line of a stop, and remembers a bad one, so that what the
// file says of that stop further on is not refused for want of it.
func (d *draft) takeStop(l formats.TourLine) {
	if l.Tour == "" {
		return
	}
	t := d.tourFor(l)
	if t == nil {
		return
	}
	t.whole = true
	if !sound(l) || !d.readStop(t, l) {
		t.bad = append(t.bad, mediation.Slug(l.Stop))
	}
}

// keepStops takes the stops of a tour as they are stored when the file names
// none of them.
func (d *draft) keepStops(t *draftTour) {
	if t.whole {
		return
	}
	for i, h := range d.session.stops {
		if h.Stop.Tour == t.tour.ID && !h.Gone && !h.OfferGone {
			st := &draftStop{line: t.line, stored: &d.session.stops[i], stop: h.Stop, offer: h.Offer, lines: make([]int, len(h.Stop.Exceptions))}
			st.stop.Exceptions = slices.Clone(h.Stop.Exceptions)
			t.stops = append(t.stops, st)
		}
	}
}

// readTour takes the line of a tour.
func (d *draft) readTour(l formats.TourLine) {
	if t := d.tour(l.Tour); t != nil {
		d.fault(l.Line, "tournée", l.Tour, "Cette tournée a déjà une ligne « tournée », à la ligne %d.", t.line)
		return
	}
	t := &draftTour{line: l.Line, stored: d.storedTour(l.Tour)}
	if t.stored == nil {
		t.tour = mediation.Tour{ID: mediation.Slug(l.Tour), Source: mediation.OwnTours}
	} else {
		t.tour = t.stored.Tour
		l = l.Keeping(d.tourLine(t.tour), d.absent)
	}
	t.tour.Name = cmp.Or(l.Name, t.tour.Name, l.Tour)
	t.tour.Vehicle, t.tour.Operator, t.tour.Contact = l.Vehicle, l.Operator, l.Contact
	if l.Description != oneLine(t.tour.Description) {
		t.tour.Description = l.Description
	}
	t.tour.Services = d.services(l)
	d.tours = append(d.tours, t)
	if t.tour.Contact.Phone == "" {
		d.remark(l.Line, "téléphone", "Cette tournée n'a pas de numéro : le public ne saura pas qui appeler.")
	}
	if len(d.servicesOf(t)) == 0 {
		d.remark(l.Line, "démarches", "Sans démarches, cette tournée ne répond à aucun besoin que l'on cherche.")
	}
}

// servicesOf lists what the stops of a tour help with: what the spreadsheet
// says, or else what its source says of its other stops.
func (d *draft) servicesOf(t *draftTour) []mediation.Claim {
	var claims []mediation.Claim
	for _, id := range t.tour.Services {
		claims = append(claims, mediation.Claim{ID: id, Certainty: mediation.Declared})
	}
	if len(claims) > 0 {
		return claims
	}
	var lists [][]mediation.Claim
	for _, h := range d.session.stops {
		if h.Stop.Tour == t.tour.ID && h.Offer.Source != mediation.OwnTours {
			lists = append(lists, h.Offer.Claims)
		}
	}
	return mediation.MergeClaims(lists...)
}

// services reads needs by id, or by the label that people see.
func (d *draft) services(l formats.TourLine) []mediation.NeedID {
	var ids []mediation.NeedID
	for _, word := range l.Services {
		i := slices.IndexFunc(d.Needs, func(n mediation.Need) bool {
			return string(n.ID) == word || mediation.Fold(n.Label) == mediation.Fold(word)
		})
		if i < 0 {
			d.fault(l.Line, "démarches", word, "« %s » n'est pas une démarche connue. Les noms courts possibles : %s.", word, d.needNames())
			continue
		}
		if !slices.Contains(ids, d.Needs[i].ID) {
			ids = append(ids, d.Needs[i].ID)
		}
	}
	return ids
}

func (d *draft) needNames() string {
	names := make([]string, len(d.Needs))
	for i, n := range d.Needs {
		names[i] = string(n.ID)
	}
	return strings.Join(names, ", ")
}

// storedTour finds a tour by its id or its name.
func (d *draft) storedTour(words string) *mediation.TourHolding {
	for i, h := range d.session.tours {
		if h.Tour.ID == words || h.Tour.ID == mediation.Slug(words) || mediation.Fold(h.Tour.Name) == mediation.Fold(words) {
			return &d.session.tours[i]
		}
	}
	return nil
}

// tour finds a tour of the draft.
func (d *draft) tour(words string) *draftTour {
	for _, t := range d.tours {
		if t.tour.ID == words || t.tour.ID == mediation.Slug(words) || mediation.Fold(t.tour.Name) == mediation.Fold(words) {
			return t
		}
	}
	return nil
}

// tourFor finds the tour that a stop or an exception names, and takes it into
// the draft as it is stored when the spreadsheet has no line for it.
func (d *draft) tourFor(l formats.TourLine) *draftTour {
	if t := d.tour(l.Tour); t != nil {
		return t
	}
	stored := d.storedTour(l.Tour)
	if stored == nil || stored.Gone {
		var names []string
		for _, h := range d.session.tours {
			if !h.Gone {
				names = append(names, "« "+h.Tour.Name+" »")
			}
		}
		hint := "Aucune n'existe encore."
		if len(names) > 0 {
			hint = "Tournées connues : " + strings.Join(names, ", ") + "."
		}
		d.fault(l.Line, "tournée", l.Tour, "La tournée « %s » n'existe pas : corrigez son nom, ou ajoutez une ligne « tournée » pour elle. %s", l.Tour, hint)
		return nil
	}
	t := &draftTour{line: l.Line, stored: stored, tour: stored.Tour}
	d.tours = append(d.tours, t)
	return t
}

func (t *draftTour) stop(code string) *draftStop {
	for _, st := range t.stops {
		if mediation.Slug(st.stop.Code) == mediation.Slug(code) {
			return st
		}
	}
	return nil
}
