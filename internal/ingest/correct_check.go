package ingest

import (
	"context"
	"fmt"
	"slices"

	"github.com/paulmach/orb/geo"

	"escale/internal/formats"
	"escale/internal/mediation"
)

// joinMetres is how far apart two records may be that people call one place.
const joinMetres = 300

// checkJoin refuses to hang a record on a place where nobody would find it.
func (c *correcting) checkJoin(ctx context.Context) error {
	records, err := c.tx.Holdings(ctx, []string{c.req.Join})
	if err != nil {
		return err
	}
	list, err := c.inForce(ctx, c.req.Join)
	if err != nil {
		return err
	}
	target, err := c.Needs.Correct(records[c.req.Join].Offer, list)
	if err != nil {
		return err
	}
	refuse := func(format string, args ...any) error {
		return mediation.InvalidParameter("rejoindre", "Réunion refusée : "+fmt.Sprintf(format, args...))
	}
	metres := geo.Distance(*c.corrects.Point, *target.Point)
	switch {
	case c.corrects.Mobile() || target.Mobile():
		return refuse("un bus n’est pas toujours là, il garde un lieu à lui.")
	case c.corrects.Address.INSEE != target.Address.INSEE:
		return refuse("les deux offres ne sont pas dans la même commune (%s, %s).", c.corrects.Address.City, target.Address.City)
	case metres > joinMetres:
		return refuse("les deux offres sont à %.0f mètres l’une de l’autre ; au-delà de %d mètres, ce n’est pas un même lieu.", metres, joinMetres)
	}
	return nil
}

// inForce are the corrections of one record.
func (c *correcting) inForce(ctx context.Context, key string) ([]mediation.Correction, error) {
	all, err := c.tx.Corrections(ctx)
	return slices.DeleteFunc(all, func(m mediation.Correction) bool { return m.Key() != key }), err
}

// settleCommune finds the commune that was typed. A record without a point of
// its own goes to the centre of it; any other must stand in it.
func (c *correcting) settleCommune(typed *formats.Typed, corrected *mediation.Offer) error {
	insee := c.named(corrected.Address)
	commune, known := c.gazetteer.Commune(insee)
	if !known {
		return mediation.InvalidParameter("commune", fmt.Sprintf("Correction refusée : la commune « %s » (%s) est inconnue dans le département.",
			corrected.Address.City, corrected.Address.Postcode))
	}
	typed.Offer.Address.INSEE, corrected.Address.INSEE = insee, insee
	if insee == c.record.Address.INSEE {
		return nil
	}
	if corrected.Approximate && !slices.Contains(typed.Fields, "point") {
		typed.Offer.Point, typed.Offer.Approximate = &commune.Centre, true
		corrected.Point = &commune.Centre
		typed.Fields = append(typed.Fields, "point")
		c.notes = append(c.notes, "Cette offre n’a pas de coordonnées : elle est placée au centre de "+commune.Name+".")
	}
	if slices.Contains(typed.Fields, "postcode") || c.gazetteer.PostcodeFits(insee, corrected.Address.Postcode) || !corrected.Approximate {
		return nil
	}
	if len(commune.Postcodes) != 1 {
		return mediation.InvalidParameter("code_postal", "Donnez aussi le code postal de "+commune.Name+".")
	}
	typed.Offer.Address.Postcode, corrected.Address.Postcode = commune.Postcodes[0], commune.Postcodes[0]
	typed.Fields = append(typed.Fields, "postcode")
	return nil
}

// likeCity is how much a name that was typed is like that of its commune.
const likeCity = 0.6

// named is the commune that an address names: by its code, or else by its
// name, and by its postcode only among communes of that name.
func (c *correcting) named(a mediation.Address) string {
	declared := c.gazetteer.Declared(a)
	commune, _ := c.gazetteer.Commune(declared)
	switch {
	case a.INSEE != "", mediation.CityName(commune.Name) == mediation.CityName(a.City):
		return declared
	}
	if insee := c.gazetteer.Named(a.City); insee != "" {
		return insee
	}
	if mediation.Similarity(mediation.CityName(commune.Name), mediation.CityName(a.City)) > likeCity {
		return declared
	}
	return ""
}
