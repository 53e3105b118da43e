package ingest

import (
	"context"
	"maps"
	"slices"

	"escale/internal/mediation"
)

// withdraw remembers what is about to change, gives renamed records their new
// ids, and marks those that left, so that nothing is matched with these.
func (r *run) withdraw(ctx context.Context, c *comparison) error {
	if err := r.tx.KeepOffers(ctx, r.record.ID, r.req.Source, c.written()); err != nil {
		return err
	}
	if len(c.renamed) > 0 {
		before, after := make([]string, len(c.renamed)), make([]string, len(c.renamed))
		for i, w := range c.renamed {
			before[i], after[i] = w.SourceID, w.AfterID
		}
		if err := r.tx.RenameOffers(ctx, r.req.Source, before, after); err != nil {
			return err
		}
	}
	at := r.record.At
	if err := r.tx.MarkLeaving(ctx, r.req.Source, c.leaving, at, at.Add(r.GoneDelay)); err != nil {
		return err
	}
	return r.tx.MarkLeaving(ctx, r.req.Source, c.hidden, at, at)
}

// store writes the new and changed records, and describes the places concerned.
func (r *run) store(ctx context.Context, m matching) error {
	concerned := touched(m.comparison)
	if err := r.tx.KeepPlaces(ctx, r.record.ID, concerned); err != nil {
		return err
	}
	if err := r.tx.SavePlaces(ctx, m.founded); err != nil {
		return err
	}
	if err := r.tx.SaveOffers(ctx, r.record.ID, m.fresh); err != nil {
		return err
	}
	if err := r.tx.NoteOutcome(ctx, r.record.ID); err != nil {
		return err
	}
	if err := m.placer.describe(ctx, shared(concerned, m.founded, m.fresh)); err != nil {
		return err
	}
	return r.tx.ReplaceSetAside(ctx, r.record.ID, r.req.Source, r.req.Departement, m.aside)
}

// shared leaves out the places that were founded by the only offer that hangs
// on them: they are described already.
func shared(concerned []string, founded []mediation.Place, fresh []mediation.Holding) []string {
	offers := map[string]int{}
	for _, h := range fresh {
		offers[h.PlaceID]++
	}
	alone := map[string]bool{}
	for _, p := range founded {
		alone[p.ID] = offers[p.ID] == 1
	}
	return slices.DeleteFunc(slices.Clone(concerned), func(id string) bool { return alone[id] })
}

// touched lists the places whose description may have to change: those that
// the written offers hang on now or did before, and those that lost one.
func touched(c *comparison) []string {
	concerned := map[string]bool{}
	for _, w := range c.written() {
		concerned[w.SourceID] = true
	}
	set := map[string]bool{}
	for _, h := range c.fresh {
		concerned[h.Offer.SourceID] = true
		set[h.PlaceID] = true
	}
	for _, h := range c.stored {
		if concerned[h.Offer.SourceID] {
			set[h.PlaceID] = true
		}
	}
	return slices.Sorted(maps.Keys(set))
}
