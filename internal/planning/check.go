package planning

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

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

// faultColumns say where in the spreadsheet a stop's fault stands.
var faultColumns = map[string]string{
	"rule": "quand", "from": "début", "to": "fin", "day": "date", "start": "début", "end": "fin", "kind": "type",
}

func (d *draft) checkStop(st *draftStop) {
	st.sortExceptions()
	for _, f := range tour.Check(st.stop, d.today(), d.horizon()) {
		if f.Exception >= 0 && st.holds(st.stop.Exceptions[f.Exception]) && st.follows() {
			continue // its source gave it another rule: the exception waits for its day to come back
		}
		line, column := st.line, faultColumns[f.Field]
		if f.Exception >= 0 {
			line = st.lines[f.Exception]
			if f.Field == "to" {
				column = "nouvelle date"
			}
		}
		d.fault(line, column, "", "%s", f.Sentence)
	}
	d.checkDays(st)
}

// checkDays refuses days of new exceptions that no one can mean: those that
// are past, and those beyond the visits that are computed.
func (d *draft) checkDays(st *draftStop) {
	for i, e := range st.stop.Exceptions {
		if st.holds(e) {
			continue // it was sound when it came
		}
		for column, day := range map[string]mediation.Day{"date": e.Day, "nouvelle date": e.To} {
			if fault := d.dayFault(day); fault != "" {
				d.fault(st.lines[i], column, string(day), "%s", fault)
			}
		}
	}
	if r, err := tour.ParseRule(st.stop.Rule); err == nil && st.stop.Dates == mediation.DatesKnown && len(r.Days(d.today(), d.horizon())) == 0 {
		d.remark(st.line, "quand", "Cette règle ne donne aucune date dans l'année qui vient : vérifiez l'année.")
	}
}

// dayFault says why nobody can mean a day to come, "" for one that people can.
func (s *session) dayFault(day mediation.Day) string {
	switch {
	case day == "":
	case day < s.today():
		return "Le " + dayWords(day) + " est passé : vérifiez l'année."
	case day > s.horizon():
		return "Le " + dayWords(day) + " est dans plus d'un an : vérifiez l'année."
	}
	return ""
}

// follows is true for a stop whose rule the spreadsheet leaves as it is stored.
func (d *draftStop) follows() bool {
	was := d.stored.Stop
	return was.Rule == d.stop.Rule && was.From == d.stop.From && was.To == d.stop.To
}

// holds is true for an exception that the stop has already.
func (d *draftStop) holds(e mediation.Exception) bool {
	if d.stored == nil {
		return false
	}
	return slices.ContainsFunc(d.stored.Stop.Exceptions, func(old mediation.Exception) bool {
		same, err := equal(old, e)
		return err == nil && same
	})
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

// checkMissing refuses to forget a stop that a source will bring again.
func (d *draft) checkMissing(t *draftTour) {
	var codes []string
	for _, h := range d.missing(t) {
		if h.Offer.Source != mediation.OwnTours && !slices.Contains(t.bad, mediation.Slug(h.Stop.Code)) {
			codes = append(codes, h.Stop.Code)
		}
	}
	if len(codes) > 0 {
		d.fault(t.line, "étape", "",
			"Il manque des étapes que la source « %s » raconte (%s). Exportez les tournées, changez le fichier exporté et réimportez-le ; pour une étape où le bus ne vient plus, gardez sa ligne et écrivez « ne passe plus » dans « quand ».",
			t.tour.Source, strings.Join(codes, ", "))
	}
}

// missing lists the stored stops of a tour that the spreadsheet does not name.
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
