package ingest

import (
	"context"
	"slices"

	"escale/internal/formats"
	"escale/internal/mediation"
)

// adopt brings a record that was set aside onto the map, as people here describe
// it. It becomes one of the local source, and gives way to its own source once
// that has it right.
func (c *correcting) adopt(ctx context.Context, aside mediation.SetAside) error {
	key := c.req.Source + "/" + c.req.SourceID
	if c.req.Hide || c.req.Show || c.req.Apart || c.req.Join != "" {
		return &mediation.Error{Kind: mediation.Conflict, Parameter: key,
			Sentence: "Cette offre est mise de côté (" + aside.Reason + ") : corrigez d’abord ce qui l’empêche d’être sur la carte."}
	}
	if err := c.refuseTwice(ctx, key); err != nil {
		return err
	}
	rec, err := c.overlay(aside)
	if err != nil {
		return err
	}
	r := &run{
		Importer: c.Importer, tx: c.tx, gazetteer: c.gazetteer,
		req: Request{Source: mediation.LocalSource, Departement: c.req.Departement, Date: c.Now()},
	}
	id, err := r.add(ctx, rec, c.req, key)
	if err == nil {
		c.notes = append(c.notes, "Cette offre était mise de côté ("+aside.Reason+"). Elle est maintenant sur la carte : "+id+" de "+mediation.LocalSource+".")
	}
	return err
}

// refuseTwice refuses a record that is on the map already, under another id.
func (c *correcting) refuseTwice(ctx context.Context, key string) error {
	list, err := c.tx.Corrections(ctx)
	if err != nil {
		return err
	}
	for _, m := range list {
		if m.Act == mediation.ActAdd && m.Target == key {
			return &mediation.Error{Kind: mediation.Conflict, Parameter: key,
				Sentence: "Cette offre a déjà été reprise : corrigez " + m.Source + " " + m.SourceID + "."}
		}
	}
	return nil
}

// overlay puts what was typed over what the source says.
func (c *correcting) overlay(aside mediation.SetAside) (formats.Record, error) {
	rec := formats.Record{Line: aside.Line, Offer: aside.Offer, Raw: aside.Raw}
	typed, err := c.typed(mediation.LocalSource)
	if err != nil {
		return rec, err
	}
	for _, name := range typed.Fields {
		f, known := mediation.FieldNamed(name)
		if !known {
			return rec, mediation.InvalidParameter(name, "Ce champ ne se corrige pas.")
		}
		f.Copy(&rec.Offer, typed.Offer)
	}
	if rec.Offer.Point == nil && !slices.Contains(typed.Fields, "city") && !slices.Contains(typed.Fields, "postcode") {
		return rec, mediation.InvalidParameter("point", "Cette offre est mise de côté ("+aside.Reason+") : donnez son point (--deplacer LATITUDE,LONGITUDE), ou sa commune.")
	}
	rec.Offer.Source = mediation.LocalSource
	return rec, nil
}
