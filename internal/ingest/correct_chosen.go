package ingest

import (
	"cmp"
	"slices"

	"escale/internal/formats"
	"escale/internal/mediation"
)

// addChosen adds what people choose in a form and never type: days closed, and needs
// confirmed.
func (c *correcting) addChosen(typed *formats.Typed) error {
	if c.req.Closures != nil {
		typed.Offer.Closures, typed.Fields = *c.req.Closures, append(typed.Fields, mediation.ClosuresField)
		if err := c.checkClosures(); err != nil {
			return err
		}
	}
	if c.req.Needs == nil {
		return nil
	}
	typed.Fields = append(typed.Fields, mediation.NeedsField)
	for _, id := range *c.req.Needs {
		if _, known := c.Needs.Find(id); !known {
			return mediation.InvalidParameter("valeur", "Cette démarche n’est pas connue.")
		}
	}
	if len(*c.req.Needs) > 0 {
		typed.Offer.Met = &mediation.NeedsMet{
			Needs: slices.Clone(*c.req.Needs), Organisation: cmp.Or(c.shown.Operator, c.shown.Name), On: mediation.DayOf(c.Now()),
		}
	}
	return nil
}

// How many closures an offer may have, how long one may last, in days: what lasts
// longer is a change of the hours; and how many years ahead one may be.
const (
	mostClosures   = 20
	longestClosure = 366
	closureYears   = 2
)

// checkClosures refuses closures that nobody can mean.
func (c *correcting) checkClosures() error {
	list := *c.req.Closures
	switch {
	case c.record.Mobile():
		return mediation.InvalidParameter("du", "Ceci est une étape du bus : annulez ses passages dans « Mes tournées ».")
	case len(list) > mostClosures:
		return mediation.InvalidParameter("du", "Il y a déjà beaucoup de fermetures : retirez celles qui sont passées.")
	}
	for i, closure := range list {
		if copies(list, closure) <= copies(c.shown.Closures, closure) {
			continue // it is there already
		}
		if err := c.checkClosure(closure); err != nil {
			return err
		}
		for j, other := range list {
			if i != j && closure.Overlaps(other) {
				return mediation.InvalidParameter("du", "Une fermeture est déjà notée "+other.Text()+" : retirez-la d’abord, ou choisissez d’autres jours.")
			}
		}
	}
	return nil
}

// checkClosure refuses a new closure by its days.
func (c *correcting) checkClosure(closure mediation.Closure) error {
	today, last := mediation.DayOf(c.Now()), mediation.DayOf(c.Now().AddDate(closureYears, 0, 0))
	from, to := closure.From.Time(), closure.To.Time()
	switch {
	case from.IsZero() || to.IsZero():
		return mediation.InvalidParameter("du", "Il faut un premier et un dernier jour.")
	case to.Before(from):
		return mediation.InvalidParameter("au", "Le dernier jour vient avant le premier.")
	case to.Sub(from).Hours() > longestClosure*24:
		return mediation.InvalidParameter("au", "Plus d’un an, c’est un changement des horaires : corrigez-les.")
	case closure.To < today:
		return mediation.InvalidParameter("au", "Ces jours sont passés : vérifiez l’année.")
	case closure.From > last:
		return mediation.InvalidParameter("du", "C’est dans plus de deux ans : vérifiez l’année.")
	}
	return nil
}

// copies counts a closure among others.
func copies(list []mediation.Closure, closure mediation.Closure) (n int) {
	for _, other := range list {
		if other == closure {
			n++
		}
	}
	return n
}
