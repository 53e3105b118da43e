package ingest

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"escale/internal/mediation"
)

// layer puts the corrections in force over what the sources say. The sources
// stay as they are, so that editions are compared and undone without a thought
// for corrections; what the public sees is computed anew each time.
type layer struct {
	tx    Tx
	needs mediation.Needs
	at    time.Time
	// byKey are the corrections of each record, records those that are there.
	byKey   map[string][]mediation.Correction
	records map[string]mediation.Holding
	shown   map[string]*mediation.Shown
}

// correct computes what the public sees, after sources or corrections changed.
func (im *Importer) correct(ctx context.Context, tx Tx) error {
	list, err := tx.Corrections(ctx)
	if err != nil {
		return err
	}
	l := &layer{tx: tx, needs: im.Needs, at: im.Now(), byKey: map[string][]mediation.Correction{}, shown: map[string]*mediation.Shown{}}
	keys := make([]string, 0, 2*len(list))
	for _, c := range list {
		l.byKey[c.Key()] = append(l.byKey[c.Key()], c)
		keys = append(keys, c.Key(), c.Target)
	}
	if l.records, err = tx.Holdings(ctx, keys); err != nil {
		return err
	}
	if err := l.apply(); err != nil {
		return err
	}
	if err := l.place(ctx); err != nil {
		return err
	}
	return l.store(ctx)
}

// keys lists the records shown otherwise, in a stable order.
func (l *layer) keys() []string { return slices.Sorted(maps.Keys(l.shown)) }

func (l *layer) has(key string, act mediation.CorrectionAct) bool {
	return slices.ContainsFunc(l.byKey[key], func(c mediation.Correction) bool { return c.Act == act })
}

// yields is true of a record that stands for one that its source has right by
// now.
func (l *layer) yields(key string) bool {
	return slices.ContainsFunc(l.byKey[key], func(c mediation.Correction) bool { return yields(c, l.records) })
}

func yields(c mediation.Correction, records map[string]mediation.Holding) bool {
	h, there := records[c.Target]
	return c.Act == mediation.ActAdd && there && !h.Gone && !h.Undone
}

// apply corrects the fields of the records that are there.
func (l *layer) apply() error {
	for key, list := range l.byKey {
		h, there := l.records[key]
		onlyAdded := !slices.ContainsFunc(list, func(c mediation.Correction) bool { return c.Act != mediation.ActAdd })
		yields := l.yields(key)
		if !there || h.Undone || onlyAdded && !yields {
			continue
		}
		offer, err := l.needs.Correct(h.Offer, list)
		if err != nil {
			return err
		}
		l.shown[key] = &mediation.Shown{Offer: offer, PlaceID: h.PlaceID, JoinReason: h.JoinReason, Hidden: yields || l.has(key, mediation.ActHide)}
	}
	return nil
}

// place settles at which places the corrected records are: where their source
// has them, unless they were moved away from others, set apart or joined.
func (l *layer) place(ctx context.Context) error {
	var ids []string
	for _, s := range l.shown {
		ids = append(ids, s.PlaceID)
	}
	company, err := l.tx.OffersAt(ctx, ids)
	if err != nil {
		return err
	}
	var leaving, apart []mediation.Holding
	for _, key := range l.keys() {
		s := l.shown[key]
		accompanied := slices.ContainsFunc(company[s.PlaceID], func(o mediation.Offer) bool { return o.Key() != key })
		switch h := (mediation.Holding{Offer: s.Offer}); {
		case !accompanied || l.has(key, mediation.ActJoin):
		case l.has(key, mediation.ActApart):
			apart = append(apart, h)
		case moved(l.records[key].Offer, s.Offer):
			leaving = append(leaving, h)
		}
	}
	p := placer{tx: l.tx}
	if _, err := p.settle(ctx, leaving); err != nil {
		return err
	}
	if err := p.separate(ctx, apart); err != nil {
		return err
	}
	for _, h := range slices.Concat(leaving, apart) {
		s := l.shown[h.Offer.Key()]
		s.PlaceID, s.JoinReason = h.PlaceID, h.JoinReason
	}
	l.join()
	return nil
}

// joinReason is why a record shares a place that people chose for it.
const joinReason = "réunis par une personne"

// join hangs records on the place of another, where that is on the map.
func (l *layer) join() {
	var joins []mediation.Correction
	for _, list := range l.byKey {
		for _, c := range list {
			if c.Act == mediation.ActJoin && l.shown[c.Key()] != nil {
				joins = append(joins, c)
			}
		}
	}
	slices.SortFunc(joins, func(a, b mediation.Correction) int { return cmp.Compare(a.ID, b.ID) })
	for _, c := range joins {
		target, there := l.records[c.Target]
		if !there || target.Gone {
			continue
		}
		s, place := l.shown[c.Key()], target.PlaceID
		if other := l.shown[c.Target]; other != nil {
			place = other.PlaceID
		}
		if place != s.PlaceID {
			s.PlaceID, s.JoinReason = place, joinReason
		}
	}
}

// store writes what the public sees, and describes the places concerned.
func (l *layer) store(ctx context.Context) error {
	var list []mediation.Shown
	var places []string
	for _, key := range l.keys() {
		list = append(list, *l.shown[key])
		places = append(places, l.shown[key].PlaceID, l.records[key].PlaceID)
	}
	if err := l.tx.ReplaceCorrected(ctx, list); err != nil {
		return err
	}
	offers, err := l.tx.ShownAt(ctx, places, l.at)
	if err != nil {
		return err
	}
	described := make([]mediation.Place, 0, len(offers))
	for id, at := range offers {
		described = append(described, l.describe(id, at))
	}
	return l.tx.ReplaceCorrectedPlaces(ctx, described)
}

// describe describes a place by the offers that are there by themselves: those
// that people hung there share its name, address and point.
func (l *layer) describe(id string, at []mediation.Offer) mediation.Place {
	own := slices.DeleteFunc(slices.Clone(at), func(o mediation.Offer) bool {
		s := l.shown[o.Key()]
		return s != nil && s.JoinReason == joinReason
	})
	if len(own) == 0 {
		own = at
	}
	return mediation.PlaceOf(id, own)
}

// separate gives each holding a place of its own.
func (p placer) separate(ctx context.Context, holdings []mediation.Holding) error {
	homeless := map[string]*mediation.Holding{}
	for i := range holdings {
		homeless[holdings[i].Offer.Key()] = &holdings[i]
	}
	taken, err := p.taken(ctx, homeless)
	if err != nil {
		return err
	}
	for _, h := range homeless {
		h.PlaceID = freePlaceID(h.Offer, taken)
	}
	return nil
}

// standings compares the corrections in force with what the sources say now.
func standings(ctx context.Context, tx Tx, concerns func(mediation.Correction) bool) ([]mediation.Standing, error) {
	all, err := tx.Corrections(ctx)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(c mediation.Correction) bool { return !concerns(c) })
	keys := make([]string, 0, 2*len(all))
	for _, c := range all {
		keys = append(keys, c.Key(), c.Target)
	}
	if len(keys) == 0 {
		return nil, nil
	}
	records, err := tx.Holdings(ctx, keys)
	if err != nil {
		return nil, err
	}
	list := make([]mediation.Standing, len(all))
	for i, c := range all {
		var record *mediation.Offer
		if h, there := records[c.Key()]; there && !h.Gone {
			record = &h.Offer
		}
		if list[i], err = mediation.StandingOf(c, record); err != nil {
			return nil, err
		}
		if target, there := records[c.Target]; c.Act == mediation.ActJoin && record != nil && (!there || target.Gone) {
			list[i].State = mediation.StateIdle
		}
		if yields(c, records) {
			list[i].State = mediation.StateIdle
		}
	}
	return list, nil
}
