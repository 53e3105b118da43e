package planning

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"escale/internal/mediation"
	"escale/internal/tour"
)

// borderMetres is how far outside its commune a stop's point may lie:
// contours are simplified.
const borderMetres = 2000

// check finds what only shows once all lines are read.
func (d *draft) check(ctx context.Context) error {
	for _, t := range d.tours {
		for _, st := range t.stops {
			d.checkStop(st)
		}
		d.checkMissing(t)
	}
	return d.checkPoints(ctx)
}

// faultColumns tell where in the spreadsheet a stop's fault stands.
var faultColumns = map[string]string{
	"rule": "quand", "from": "début", "to": "fin", "day": "date", "start": "début", "end": "fin", "kind": "type",
}

func (d *draft) checkStop(st *draftStop) {
	st.sortExceptions()
	for _, f := range tour.Check(st.stop, d.today(), d.horizon()) {
		line, column := st.line, faultColumns[f.Field]
		if f.Exception >= 0 {
			line = st.lines[f.Exception]
			if f.Field == "to" {
				column = "nouvelle date"
			}
		}
		d.fault(line, column, "", "%s", f.Sentence)
	}
}

// sortExceptions puts them in the order of their days: that of the lines in
// the file says nothing.
func (st *draftStop) sortExceptions() {
	type numbered struct {
		mediation.Exception
		line int
	}
	list := make([]numbered, len(st.lines))
	for i, e := range st.stop.Exceptions {
		list[i] = numbered{e, st.lines[i]}
	}
	slices.SortStableFunc(list, func(a, b numbered) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Kind, b.Kind))
	})
	for i, e := range list {
		st.stop.Exceptions[i], st.lines[i] = e.Exception, e.line
	}
}

// checkMissing refuses to forget a stop that a source will tell again.
func (d *draft) checkMissing(t *draftTour) {
	for _, h := range d.missing(t) {
		if h.Offer.Source != mediation.OwnTours {
			d.fault(t.line, "étape", h.Stop.Code,
				"L'étape « %s » manque, or la source « %s » la raconte : gardez sa ligne, et écrivez « ne passe plus » dans « quand » si le bus n'y vient plus.",
				h.Stop.Code, h.Offer.Source)
		}
	}
}

// missing lists the stops held of a tour that the spreadsheet does not name.
func (d *draft) missing(t *draftTour) []mediation.StopHolding {
	var list []mediation.StopHolding
	for _, h := range d.session.stops {
		named := slices.ContainsFunc(t.stops, func(st *draftStop) bool { return st.stop.ID == h.Stop.ID })
		if h.Stop.Tour == t.tour.ID && !h.Gone && !h.OfferGone && !named {
			list = append(list, h)
		}
	}
	return list
}

// checkPoints refuses points that lie far from the commune declared.
func (d *draft) checkPoints(ctx context.Context) error {
	var situations []mediation.Situation
	var lines []int
	ask := func(a mediation.Address, p mediation.Situation, line int) {
		p.Declared = a.INSEE
		situations, lines = append(situations, p), append(lines, line)
	}
	for _, t := range d.tours {
		for _, st := range t.stops {
			if !st.sourced() && st.offer.Point != nil && !st.offer.Approximate {
				ask(st.offer.Address, mediation.Situation{Point: *st.offer.Point}, st.line)
			}
			for i, e := range st.stop.Exceptions {
				if e.Venue != nil && !e.Venue.Approximate {
					ask(e.Venue.Address, mediation.Situation{Point: e.Venue.Point}, st.lines[i])
				}
			}
		}
	}
	locations, err := d.tx.Locate(ctx, situations)
	if err != nil {
		return err
	}
	for i, found := range locations {
		if found.Metres > borderMetres {
			where := "hors du département"
			if c, ok := d.gazetteer.Commune(found.Commune); ok {
				where = "dans la commune " + c.Name
			}
			d.fault(lines[i], "latitude", "", "Le point est à %.0f km de la commune déclarée, %s : corrigez-le, ou laissez latitude et longitude vides.",
				found.Metres/1000, where)
		}
	}
	return nil
}

// sentence is what an error says to people.
func sentence(err error) string {
	if e, ok := errors.AsType[*mediation.Error](err); ok {
		return e.Sentence
	}
	return err.Error()
}
