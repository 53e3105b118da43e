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

// How many closures an offer may have, and how long one may last, in days: what
// lasts longer is a change of the hours.
const (
	mostClosures   = 20
	longestClosure = 366
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
	today := mediation.DayOf(c.Now())
	for _, closure := range list {
		from, to := closure.From.Time(), closure.To.Time()
		switch {
		case from.IsZero():
			return mediation.InvalidParameter("du", "Le premier jour manque. Exemple : 24/12/2026")
		case to.IsZero():
			return mediation.InvalidParameter("au", "Le dernier jour manque. Exemple : 02/01/2027")
		case to.Before(from):
			return mediation.InvalidParameter("au", "Le dernier jour vient avant le premier.")
		case to.Sub(from).Hours() > longestClosure*24:
			return mediation.InvalidParameter("au", "Plus d’un an, c’est un changement des horaires : corrigez-les.")
		case closure.To < today && !c.has(closure):
			return mediation.InvalidParameter("au", "Ces jours sont passés : vérifiez l’année.")
		}
	}
	return nil
}

// has is true for a closure that is there already.
func (c *correcting) has(closure mediation.Closure) bool {
	for _, known := range c.shown.Closures {
		if known == closure {
			return true
		}
	}
	return false
}
