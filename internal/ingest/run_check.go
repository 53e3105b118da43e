package ingest

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"escale/internal/formats"
	"escale/internal/mediation"
)

// borderMetres is how far outside the declared commune a point may lie:
// contours are simplified, harbours and beaches fall outside them.
const borderMetres = 2000

// centreMetres is the same for a commune known by its centre only.
const centreMetres = 15000

// checked are the records of a file that can be shown, and those that cannot.
type checked struct {
	kept  []candidate
	aside []mediation.SetAside
	// displaced are the records that the file has, but that are not shown
	// here, by their ids.
	displaced map[string]displacement
}

// candidate is a record that passed the checks, with its commune.
type candidate struct {
	line  int
	offer mediation.Offer
	raw   map[string]string
	// dated is true when the record has its own date.
	dated bool
	// placed is true when it has no coordinates of its own.
	placed bool
}

// displacement is why a record of the file is not shown here, and whether that
// is a loss.
type displacement struct {
	reason string
	loss   bool
}

// check sorts records: those of another département are only counted, those
// that cannot be shown are set aside, the others get their commune and their
// needs.
func (r *run) check(ctx context.Context, records []located) (checked, error) {
	c := checked{displaced: map[string]displacement{}}
	doubles, err := r.doubles(ctx, records)
	if err != nil {
		return c, err
	}
	for _, rec := range records {
		r.checkDate(&rec.Record)
		switch {
		case !r.here(rec):
			r.report.Elsewhere++
			c.displaced[rec.Offer.SourceID] = displacement{"hors du département dans cette édition", true}
		case r.isSuperseded(rec.Record):
			r.report.Superseded++
			r.report.add(RecordLine{Outcome: outcomeSuperseded, Line: rec.Line, ID: rec.Offer.SourceID, Name: rec.Offer.Name})
			r.settle(rec.index, fateSuperseded)
			c.displaced[rec.Offer.SourceID] = displacement{"une autre source la raconte mieux", false}
		default:
			r.checkRecord(&c, rec, doubles[rec.index])
		}
	}
	return c, nil
}

// checkRecord keeps a record of this département, or sets it aside; double is
// why another record of its id is shown in its place.
func (r *run) checkRecord(c *checked, rec located, double string) {
	if isHeading(rec) {
		rec.Problems = nil
	}
	for _, p := range rec.Problems {
		r.remark(rec.Offer.SourceID, p)
	}
	rec.Offer.Statements = r.Needs.Parts(rec.Offer.Statements)
	r.tellUnknownServices(rec.Record)
	insee, reason, remark := r.judge(rec, double)
	if remark != "" {
		r.remark(rec.Offer.SourceID, formats.Problem{Line: rec.Line, Column: "commune",
			Value: strings.TrimSpace(rec.Offer.Address.Postcode + " " + rec.Offer.Address.City), Message: remark})
	}
	if reason == "" {
		r.settle(rec.index, fateShown)
		c.kept = append(c.kept, candidate{
			line: rec.Line, offer: r.complete(rec.Offer, insee), raw: rec.Raw, dated: !rec.Offer.Updated.IsZero(), placed: rec.placed,
		})
		return
	}
	r.report.SetAside++
	r.report.add(RecordLine{Outcome: outcomeSetAside, Line: rec.Line, ID: rec.Offer.SourceID, Name: rec.Offer.Name, Reason: reason})
	r.settle(rec.index, fateSetAside)
	c.displaced[rec.Offer.SourceID] = displacement{"mise de côté dans cette édition", true}
	c.aside = append(c.aside, mediation.SetAside{Line: rec.Line, Offer: rec.Offer, Reason: reason, Raw: rec.Raw})
}

// here is true for a record that this département has to look at.
func (r *run) here(rec located) bool {
	return r.fates[rec.index] != fateShown && !r.elsewhere(rec.Record, rec.Commune)
}

func (r *run) isSuperseded(rec formats.Record) bool {
	_, found := slices.BinarySearch(r.superseded, rec.Offer.SourceID)
	return found
}

// judge returns the commune of a record and what is to be told of it, or why it must be
// set aside.
func (r *run) judge(rec located, double string) (insee, reason, remark string) {
	if isHeading(rec) {
		return "", "cette ligne est un titre ou un total, pas un lieu", ""
	}
	for _, p := range rec.Problems {
		if p.Fatal {
			return "", fmt.Sprintf("%s : %s", p.Column, p.Message), ""
		}
	}
	switch {
	case double != "":
		return "", double, ""
	case rec.Offer.Point == nil && r.named(rec.Offer.Address) == "" && rec.Offer.Address.City != "" && rec.Offer.Address.INSEE+rec.Offer.Address.Postcode == "":
		return "", fmt.Sprintf("la commune « %s » n’est pas connue, ou pas la seule de ce nom, et rien d’autre ne dit où c’est", rec.Offer.Address.City), ""
	case rec.Offer.Point == nil && rec.Offer.Address.City+rec.Offer.Address.INSEE+rec.Offer.Address.Postcode == "" && rec.Record.Metres == nil:
		return "", "la ligne ne dit pas où c’est : ajoutez une colonne commune, ou des coordonnées. " + pointProblem(rec.Record), ""
	case rec.Offer.Point == nil:
		return "", strings.TrimSpace("pas de point sur la carte. " + pointProblem(rec.Record)), ""
	}
	return r.commune(rec.Offer.Address, rec.Location)
}

func (r *run) where(location mediation.Location) string {
	if location.Commune == "" {
		return " ; le point est hors du département"
	}
	return " ; le point est dans la commune " + r.name(location.Commune)
}

func (r *run) name(insee string) string {
	if c, ok := r.gazetteer.Commune(insee); ok {
		return c.Name
	}
	return insee
}

// complete gives an offer what the territory, the file and the needs add to
// its record.
func (r *run) complete(o mediation.Offer, insee string) mediation.Offer {
	commune, _ := r.gazetteer.Commune(insee)
	o.Address.INSEE = insee
	if o.Address.Postcode == "" && len(commune.Postcodes) == 1 {
		o.Address.Postcode = commune.Postcodes[0]
	}
	if o.Address.City == "" || o.Address.City == strings.ToUpper(o.Address.City) || mediation.CityName(o.Address.City) == mediation.CityName(commune.Name) {
		o.Address.City = commune.Name
	}
	if o.Updated.IsZero() {
		o.Updated = r.fileDate()
	}
	o.Claims = r.Needs.Claims(o.Statements, o.Programmes)
	return o
}

// isHeading is true for a row of a spreadsheet that stands between those of places: a title,
// which is one cell, or one made of several; or a total.
func isHeading(rec located) bool {
	if rec.Offer.Point != nil && !rec.placed || rec.Offer.Address.INSEE+rec.Offer.Address.Postcode != "" {
		return false
	}
	first := ""
	for _, value := range rec.Raw {
		if totalForm.MatchString(value) {
			return true
		}
		if first != "" && value != first {
			return false
		}
		first = value
	}
	return rec.Offer.Name != "" && rec.Offer.Name == first
}

var totalForm = regexp.MustCompile(`(?i)^\s*(?:sous[- ])?total\b`)

// pointProblem is the reader's message on the coordinates.
func pointProblem(rec formats.Record) string {
	for _, p := range rec.Problems {
		if p.Column == "latitude" || p.Column == "longitude" {
			return p.Message
		}
	}
	return ""
}
