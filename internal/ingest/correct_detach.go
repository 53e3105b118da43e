package ingest

import (
	"context"
	"slices"

	"escale/internal/mediation"
)

// Detach moves an offer that was wrongly joined to a place of its own. The
// pairs it made are remembered as different doors.
func (im *Importer) Detach(ctx context.Context, departement, source, sourceID string) error {
	return im.Store.InTx(ctx, func(tx Tx) error {
		if err := tx.KeepApart(ctx, source, sourceID); err != nil {
			return err
		}
		stored, err := tx.Offers(ctx, source, departement)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(stored, func(h mediation.Holding) bool { return h.Offer.SourceID == sourceID })
		if i < 0 {
			return &mediation.Error{Kind: mediation.NotFound, Sentence: "Cette offre n'existe pas dans le département " + departement + "."}
		}
		alone := []mediation.Holding{stored[i]}
		left := alone[0].PlaceID
		alone[0].PlaceID = ""
		p := placer{tx: tx}
		founded, err := p.settle(ctx, alone)
		if err != nil {
			return err
		}
		if err := tx.SavePlaces(ctx, founded); err != nil {
			return err
		}
		if err := tx.MoveOffers(ctx, alone); err != nil {
			return err
		}
		if err := p.describe(ctx, []string{left, alone[0].PlaceID}); err != nil {
			return err
		}
		if err := im.correct(ctx, tx); err != nil {
			return err
		}
		return tx.BumpRevision(ctx)
	})
}
