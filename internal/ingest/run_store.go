package ingest

import (
	"context"
	"maps"
	"slices"

	"escale/internal/mediation"
)

// takeAway keeps what changes as it is, gives renamed records their new ids,
// and marks those that left.
func (r *run) takeAway(ctx context.Context, c *comparison) error {
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

// write stores what is new or changed, and describes the places concerned.
func (r *run) write(ctx context.Context, c *comparison, stored []mediation.Holding) error {
	p := placer{
		tx:     r.tx,
		joined: func(j JoinLine) { r.report.Joined = append(r.report.Joined, j) },
		unsure: func(j JoinLine) { r.report.Unsure = append(r.report.Unsure, j) },
	}
	founded, err := p.settle(ctx, c.fresh)
	if err != nil {
		return err
	}
	concerned := touched(c, stored)
	if err := r.tx.KeepPlaces(ctx, r.record.ID, concerned); err != nil {
		return err
	}
	if err := r.tx.SavePlaces(ctx, founded); err != nil {
		return err
	}
	if err := r.tx.SaveOffers(ctx, r.record.ID, c.fresh); err != nil {
		return err
	}
	if err := r.tx.NoteOutcome(ctx, r.record.ID); err != nil {
		return err
	}
	return p.describe(ctx, shared(concerned, founded, c.fresh))
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
func touched(c *comparison, stored []mediation.Holding) []string {
	concerned := map[string]bool{}
	for _, w := range c.written() {
		concerned[w.SourceID] = true
	}
	set := map[string]bool{}
	for _, h := range c.fresh {
		concerned[h.Offer.SourceID] = true
		set[h.PlaceID] = true
	}
	for _, h := range stored {
		if concerned[h.Offer.SourceID] {
			set[h.PlaceID] = true
		}
	}
	return slices.Sorted(maps.Keys(set))
}
