package planning

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"

	"escale/internal/formats"
	"escale/internal/mediation"
	"escale/internal/tour"
)

// readStop takes the line of a stop; it reports false when it cannot be used.
func (d *draft) readStop(t *draftTour, l formats.TourLine) bool {
	code := cmp.Or(l.Stop, mediation.Slug(l.Address.City))
	if l.Stop == "" && l.Address.City == "" {
		d.fault(l.Line, "étape", "", "Le nom court de l'étape manque : écrivez par exemple « vains ».")
		return false
	}
	written, other := code, t.stop(code)
	if other != nil {
		if code = t.nextHalf(other, l); code == "" {
			d.fault(l.Line, "étape", l.Stop, "L'étape « %s » est déjà à la ligne %d : donnez-lui un autre nom court, ou d’autres heures au même endroit.", written, other.line)
			return false
		}
	}
	st := &draftStop{line: l.Line, written: written, stored: d.storedStop(t.tour.ID, code)}
	if st.stored != nil {
		st.stop, st.offer = st.stored.Stop, st.stored.Offer
		l = l.Keeping(stopLine(*st.stored, t.tour.Contact.Phone), d.absent)
	} else {
		id := mediation.NewStopID(t.tour.ID, mediation.Slug(code))
		st.stop = mediation.Stop{ID: id, Tour: t.tour.ID, Code: mediation.Slug(code), Offer: mediation.OwnTours + "/" + id}
	}
	if other != nil && st.stored == nil {
		st.stop.Offer = other.stop.Offer
	}
	if other != nil {
		l = other.place(l)
	}
	t.stops = append(t.stops, st)
	before := len(d.faults)
	d.readTimes(st, l)
	st.stop.Room, st.stop.Access, st.stop.Capacity, st.stop.Themes = l.Room, l.Access, l.Capacity, l.Themes
	st.stop.Exceptions = nil
	if st.sourced() {
		d.checkSourced(t, st, l)
	} else {
		d.readOffer(t, st, l)
	}
	d.checkHalves(t, st)
	return len(d.faults) == before
}

// nextHalf is the short name of a further row of a stop, "" when the row is not one:
// it must be at other hours, and at no other place.
func (t *draftTour) nextHalf(first *draftStop, l formats.TourLine) string {
	same := func(a, b string) bool { return a == "" || mediation.Fold(a) == mediation.Fold(b) }
	o := first.offer
	if l.Start == "" || l.End == "" || !same(l.Name, o.Name) || !same(l.Address.Street, o.Address.Street) || !same(mediation.CityName(l.Address.City), mediation.CityName(o.Address.City)) {
		return ""
	}
	halves := 1
	for _, st := range t.stops {
		if mediation.Slug(st.written) != mediation.Slug(first.written) {
			continue
		}
		if l.Start < st.stop.To && st.stop.From < l.End {
			return ""
		}
		if st != first {
			halves++
		}
	}
	return fmt.Sprintf("%s-%d", mediation.Slug(first.written), halves+1)
}

// place gives a further row of a stop what it leaves to the first: where it is.
func (d *draftStop) place(l formats.TourLine) formats.TourLine {
	l.Name = cmp.Or(l.Name, d.offer.Name)
	if l.Address == (mediation.Address{}) {
		l.Address = d.offer.Address
	}
	if l.Point == nil && !d.offer.Approximate {
		l.Point = d.offer.Point
	}
	return l
}

// checkHalves refuses rows of one stop that say two places.
func (d *draft) checkHalves(t *draftTour, st *draftStop) {
	for _, other := range t.stops {
		if other == st || other.stop.Offer != st.stop.Offer || other.offer.Source != mediation.OwnTours {
			continue
		}
		if other.offer.Name != st.offer.Name || other.offer.Address != st.offer.Address {
			d.fault(st.line, "étape", st.stop.Code, "Les lignes %d et %d sont le matin et l’après-midi d’une même étape : elles doivent donner le même lieu.", other.line, st.line)
		}
	}
}

func (d *draft) storedStop(tourID, code string) *mediation.StopHolding {
	for i, h := range d.session.stops {
		if h.Stop.Tour == tourID && mediation.Slug(h.Stop.Code) == mediation.Slug(code) && (h.FromSource == nil || !h.Gone) {
			return &d.session.stops[i]
		}
	}
	return nil
}

// readTimes reads when the vehicle comes.
func (d *draft) readTimes(st *draftStop, l formats.TourLine) {
	st.stop.From, st.stop.To = l.Start, l.End
	if l.Rule == "" {
		d.fault(l.Line, "quand", "", "La règle manque : écrivez par exemple « 1er et 3e mardi du mois », ou « dates non publiées ».")
		return
	}
	r, err := tour.ParseRule(l.Rule)
	if err != nil {
		d.fault(l.Line, "quand", l.Rule, "%s", sentence(err))
		return
	}
	st.stop.Rule, st.stop.Dates = r.String(), r.Dates()
}

// checkSourced refuses what a spreadsheet says of a stop's address when a
// source has it: the next edition of the source would undo it.
func (d *draft) checkSourced(t *draftTour, st *draftStop, l formats.TourLine) {
	written, expected := l.Cells(), stopLine(*st.stored, t.tour.Contact.Phone).Cells()
	for i, column := range formats.TourHeader() {
		switch column {
		case "nom", "adresse", "code postal", "commune", "code INSEE", "latitude", "longitude", "téléphone":
			if written[i] != expected[i] && written[i] != "" {
				d.fault(l.Line, column, written[i], "Cette étape vient de la source « %s », qui dit « %s » : cela se corrige à la source. Remettez sa valeur ou laissez vide.",
					st.stored.Offer.Source, expected[i])
			}
		}
	}
}

// readOffer makes the offer of a stop that only the spreadsheet has.
func (d *draft) readOffer(t *draftTour, st *draftStop, l formats.TourLine) {
	o := mediation.Offer{
		Source: mediation.OwnTours, SourceID: strings.TrimPrefix(st.stop.Offer, mediation.OwnTours+"/"), Kind: mediation.Van, Name: l.Name,
		Operator: t.tour.Operator, Description: t.tour.Description, Contact: t.tour.Contact,
	}
	if l.Name == "" {
		d.fault(l.Line, "nom", "", "Le nom du lieu manque : écrivez par exemple « Mairie de Vains ».")
	}
	o.Contact.Phone = cmp.Or(l.Contact.Phone, o.Contact.Phone)
	o.Claims = d.servicesOf(t)
	o.Address, o.Point, o.Approximate = d.situate(l, "")
	if st.stored != nil && !o.Approximate {
		o.Point = exactPoint(o.Point, st.stored.Offer.Point)
	}
	st.offer = o
}

// sameMetres is what a point loses in the six decimals of a spreadsheet.
const sameMetres = 0.2

// exactPoint returns the stored point when the file only has fewer decimals of it.
func exactPoint(written, stored *orb.Point) *orb.Point {
	if written != nil && stored != nil && geo.Distance(*written, *stored) < sameMetres {
		return stored
	}
	return written
}

// situate finds the commune and the point of a line; within names the commune
// to take when the line names none.
func (d *draft) situate(l formats.TourLine, within string) (mediation.Address, *orb.Point, bool) {
	a := l.Address
	if a.City == "" && a.Postcode == "" && a.INSEE == "" {
		a.INSEE = within
	}
	commune, ok := d.communeOf(l.Line, a)
	if !ok {
		return a, nil, false
	}
	a.INSEE, a.City = commune.INSEE, commune.Name
	if a.Postcode == "" && len(commune.Postcodes) > 0 {
		a.Postcode = commune.Postcodes[0]
	}
	if l.Point == nil {
		centre := commune.Centre
		return a, &centre, true
	}
	return a, l.Point, false
}

// communeOf finds the commune that an address names. One that names two is
// refused: nobody knows which is meant.
func (d *draft) communeOf(line int, a mediation.Address) (c mediation.Commune, ok bool) {
	if a.City == "" && a.Postcode == "" && a.INSEE == "" {
		d.fault(line, "commune", "", "La commune manque : écrivez son nom.")
		return c, false
	}
	c, ok = d.gazetteer.Commune(cmp.Or(d.gazetteer.Declared(a), d.gazetteer.Named(a.City)))
	place := strings.TrimSpace(a.Postcode + " " + a.City)
	switch named := d.gazetteer.Named(a.City); {
	case !ok:
		d.fault(line, "commune", place, "Cette commune n'est pas connue dans le département : vérifiez son nom d'aujourd'hui, son code postal ou son code INSEE.")
	case a.City != "" && named != "" && named != c.INSEE, a.City != "" && named == "" && mediation.Similarity(mediation.CityName(a.City), mediation.CityName(c.Name)) < 0.5:
		d.fault(line, "commune", a.City, "La commune et ses codes se contredisent : ces codes sont ceux de %s. Corrigez-les, ou videz code postal, code INSEE, latitude et longitude.", c.Name)
		return c, false
	case a.Postcode != "" && !d.gazetteer.PostcodeFits(c.INSEE, a.Postcode):
		d.fault(line, "code postal", a.Postcode, "Ce code postal n'est pas celui de %s (%s).", c.Name, strings.Join(c.Postcodes, ", "))
		return c, false
	}
	return c, ok
}

// readException takes the line of an exception.
func (d *draft) readException(l formats.TourLine) {
	t := d.tour(l.Tour)
	if t == nil {
		if t = d.tourFor(l); t == nil {
			return
		}
		d.keepStops(t)
	}
	halves := t.halves(l.Stop)
	if len(halves) == 0 && slices.Contains(t.bad, mediation.Slug(l.Stop)) {
		return // its own line is named already
	}
	if len(halves) == 0 {
		d.fault(l.Line, "étape", l.Stop, "L'étape « %s » n'est pas dans cette tournée. Étapes : %s.", l.Stop, t.codes())
		return
	}
	if l.Day == "" {
		d.fault(l.Line, "date", "", "La date du passage manque : écrivez par exemple 08/12/2026.")
		return
	}
	e := exceptionOf(l)
	if e.Kind == mediation.Move && l.Name+l.Address.Street+l.Address.City+l.Address.Postcode+l.Address.INSEE != "" {
		address, point, approximate := d.situate(l, halves[0].offer.Address.INSEE)
		if point == nil {
			return
		}
		e.Venue = &mediation.Venue{Name: cmp.Or(l.Name, address.Street, address.City), Address: address, Point: *point, Approximate: approximate}
	}
	if e.Kind == mediation.Move && e.Venue == nil && e.To == "" && e.Start == "" && e.End == "" {
		d.fault(l.Line, "nouvelle date", "", "Dites ce qui change : une nouvelle date, de nouvelles heures ou un autre lieu.")
		return
	}
	for _, st := range halves {
		st.except(e, l.Line)
	}
}

// exceptionOf is what a line makes of a day, but its venue.
func exceptionOf(l formats.TourLine) mediation.Exception {
	return mediation.Exception{
		Kind: l.Exception(), Day: l.Day, To: l.To, Start: l.Start, End: l.End,
		Theme: strings.Join(l.Themes, ", "), Reason: l.Reason,
	}
}

// halves are the rows of the stop of that short name: what befalls a day befalls its
// morning and its afternoon.
func (t *draftTour) halves(code string) (halves []*draftStop) {
	for _, st := range t.stops {
		if mediation.Slug(st.written) == mediation.Slug(code) && st.written != "" || mediation.Slug(st.stop.Code) == mediation.Slug(code) {
			halves = append(halves, st)
		}
	}
	return halves
}

// except adds an exception; one of the same kind and day that was stored and
// that the file does not repeat gives way.
func (d *draftStop) except(e mediation.Exception, line int) {
	for i, old := range d.stop.Exceptions {
		if old.Kind == e.Kind && old.Day == e.Day && d.lines[i] == 0 {
			d.stop.Exceptions[i], d.lines[i] = e, line
			return
		}
	}
	d.stop.Exceptions = append(d.stop.Exceptions, e)
	d.lines = append(d.lines, line)
}

func (t *draftTour) codes() string {
	codes := make([]string, len(t.stops))
	for i, st := range t.stops {
		codes[i] = st.stop.Code
	}
	slices.Sort(codes)
	return strings.Join(codes, ", ")
}
