package ingest

import (
	"context"
	"strings"

	"escale/internal/formats"
	"escale/internal/mediation"
)

// Add puts a record on the map that no source has, and returns its id.
func (im *Importer) Add(ctx context.Context, req CorrectRequest) (id string, notes []string, err error) {
	territory, err := im.territory(ctx, req.Departement)
	if err != nil {
		return "", nil, err
	}
	typed, err := formats.ReadTyped(req.Cells, mediation.LocalSource)
	if err != nil {
		return "", nil, err
	}
	if err := im.checkWords(typed); err != nil {
		return "", nil, err
	}
	if req.Point != nil {
		typed.Offer.Point = req.Point
	}
	if typed.Offer.Name == "" {
		return "", nil, mediation.InvalidParameter("nom", "Le nom manque.")
	}
	for _, p := range typed.Problems {
		notes = append(notes, p.Column+" : "+p.Message)
	}
	err = im.correcting(ctx, func(tx Tx) error {
		r := &run{
			Importer: im, tx: tx, gazetteer: mediation.NewGazetteer(territory),
			req: Request{Source: mediation.LocalSource, Departement: req.Departement, Date: im.Now()},
		}
		id, err = r.add(ctx, typed.Record, req, "")
		return err
	})
	return id, notes, err
}

// add stores the record of a person as an offer of the local source; it stands
// for the record of that key, if any, which its source gives too badly to be shown.
func (r *run) add(ctx context.Context, rec formats.Record, req CorrectRequest, insteadOf string) (id string, err error) {
	if rec.Offer.Point == nil && r.gazetteer.Declared(rec.Offer.Address) != "" {
		if err := r.pinRecord(ctx, &rec, mediation.Offer{}); err != nil {
			return "", err
		}
	}
	if rec.Offer.Point == nil {
		return "", mediation.InvalidParameter("commune", "On ne sait pas où c’est : donnez la commune et son code postal, ou la latitude et la longitude.")
	}
	insee, reason, err := r.situate(ctx, rec.Offer)
	if err != nil {
		return "", err
	}
	if reason != "" {
		return "", mediation.InvalidParameter("point", "Ajout refusé : "+reason+".")
	}
	offer := r.complete(rec.Offer, insee)
	if offer.SourceID, err = r.freeID(ctx, mediation.Slug(offer.Name)+"-"+insee); err != nil {
		return "", err
	}
	holdings := []mediation.Holding{{Offer: offer, Raw: rec.Raw}}
	p := placer{tx: r.tx}
	founded, err := p.settle(ctx, holdings)
	if err != nil {
		return "", err
	}
	if err := r.tx.SavePlaces(ctx, founded); err != nil {
		return "", err
	}
	number, err := r.tx.StartRun(ctx, mediation.LocalSource, req.Departement, "", r.Now())
	if err != nil {
		return "", err
	}
	if err := r.tx.SaveOffers(ctx, number, holdings); err != nil {
		return "", err
	}
	_, _, err = r.tx.SaveCorrection(ctx, mediation.Correction{
		Departement: req.Departement, Source: offer.Source, SourceID: offer.SourceID, Act: mediation.ActAdd, Value: offer, Target: insteadOf,
		Author: req.Author, Reason: req.Reason, MadeAt: r.Now(),
	})
	if err != nil {
		return "", err
	}
	return offer.SourceID, p.describe(ctx, []string{holdings[0].PlaceID})
}

// freeID is an id that no record on the map has.
func (r *run) freeID(ctx context.Context, wanted string) (string, error) {
	for id := wanted; ; id += "-bis" {
		records, err := r.tx.Holdings(ctx, []string{mediation.LocalSource + "/" + id})
		if err != nil {
			return "", err
		}
		if h, taken := records[mediation.LocalSource+"/"+id]; !taken || h.Undone {
			return strings.ToLower(id), nil
		}
	}
}
