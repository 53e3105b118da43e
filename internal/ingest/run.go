package ingest

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"slices"

	"escale/internal/formats"
	"escale/internal/mediation"
)

// run is one import under way, inside its transaction.
type run struct {
	*Importer
	tx        Tx
	req       Request
	gazetteer mediation.Gazetteer
	// retold are the ids of records that another source tells better, sorted.
	retold []string
	report *Report
	id     int64
}

// candidate is a record that passed the checks, with its commune.
type candidate struct {
	line  int
	offer mediation.Offer
	raw   map[string]string
}

func (r *run) apply(ctx context.Context, file *formats.File, fingerprint string) (err error) {
	r.report.Read = len(file.Records)
	for _, p := range file.Problems {
		r.remark("", p)
	}
	r.progress("%s : %d enregistrements à situer", r.req.Source, len(file.Records))
	kept, aside, err := r.check(ctx, file.Records)
	if err != nil {
		return err
	}
	if r.id, err = r.tx.StartRun(ctx, r.req.Source, r.req.Departement, fingerprint, r.Now()); err != nil {
		return err
	}
	changed, err := r.store(ctx, kept, aside)
	if err != nil {
		return err
	}
	encoded, err := r.report.encode()
	if err != nil {
		return err
	}
	if err := r.tx.EndRun(ctx, r.id, encoded, r.Now()); err != nil || !changed {
		return err
	}
	return r.tx.BumpRevision(ctx)
}

// store writes the difference between what is held and what the file says.
func (r *run) store(ctx context.Context, kept []candidate, aside []mediation.SetAside) (changed bool, err error) {
	held, err := r.tx.Offers(ctx, r.req.Source, r.req.Departement)
	if err != nil {
		return false, err
	}
	fresh, gone, err := r.compare(held, kept)
	if err != nil {
		return false, err
	}
	r.progress("%s : %d à écrire, %d à masquer", r.req.Source, len(fresh), len(gone))
	if err := r.tx.MarkGone(ctx, r.req.Source, gone, r.Now()); err != nil {
		return false, err
	}
	p := placer{r.tx, func(j JoinLine) { r.report.Joined = append(r.report.Joined, j) }}
	if err := p.place(ctx, fresh); err != nil {
		return false, err
	}
	if err := r.tx.SaveOffers(ctx, r.id, fresh); err != nil {
		return false, err
	}
	if err := p.describe(ctx, touched(fresh, held, gone)); err != nil {
		return false, err
	}
	err = r.tx.ReplaceSetAside(ctx, r.id, r.req.Source, r.req.Departement, aside)
	return len(fresh)+len(gone) > 0, err
}

// compare sorts the candidates into those to write and those already held,
// and lists the ids that the source no longer has.
func (r *run) compare(held []mediation.Holding, kept []candidate) (fresh []mediation.Holding, gone []string, err error) {
	before := map[string]mediation.Holding{}
	for _, h := range held {
		before[h.Offer.SourceID] = h
	}
	for _, c := range kept {
		h, known := before[c.offer.SourceID]
		delete(before, c.offer.SourceID)
		same, err := equal(h.Offer, c.offer)
		if err != nil {
			return nil, nil, err
		}
		switch {
		case known && !h.Gone && same:
			r.report.Unchanged++
			continue
		case known:
			r.report.Changed++
			r.report.add(outcomeChanged, c.line, c.offer.SourceID, c.offer.Name, "")
		default:
			r.report.Added++
			r.report.add(outcomeAdded, c.line, c.offer.SourceID, c.offer.Name, "")
		}
		next := mediation.Holding{Offer: c.offer, PlaceID: h.PlaceID, JoinReason: h.JoinReason, Raw: c.raw}
		if moved(h.Offer, c.offer) {
			next.PlaceID, next.JoinReason = "", ""
		}
		fresh = append(fresh, next)
	}
	for _, h := range held {
		if _, left := before[h.Offer.SourceID]; left && !h.Gone {
			gone = append(gone, h.Offer.SourceID)
			r.report.Gone++
			r.report.add(outcomeGone, 0, h.Offer.SourceID, h.Offer.Name, "")
		}
	}
	return fresh, gone, nil
}

// equal compares offers as they are stored.
func equal(a, b mediation.Offer) (bool, error) {
	ja, err := json.Marshal(a)
	if err != nil {
		return false, err
	}
	jb, err := json.Marshal(b)
	return bytes.Equal(ja, jb), err
}

// touched lists the places whose description may have to change: those that
// the written offers hang on now or did before, and those that lost one.
func touched(fresh, held []mediation.Holding, gone []string) []string {
	concerned := map[string]bool{}
	for _, id := range gone {
		concerned[id] = true
	}
	set := map[string]bool{}
	for _, h := range fresh {
		concerned[h.Offer.SourceID] = true
		set[h.PlaceID] = true
	}
	for _, h := range held {
		if concerned[h.Offer.SourceID] {
			set[h.PlaceID] = true
		}
	}
	return slices.Sorted(maps.Keys(set))
}

func (r *run) remark(id string, p formats.Problem) {
	r.report.Remarks = append(r.report.Remarks, Remark{Line: p.Line, ID: id, Column: p.Column, Value: p.Value, Message: p.Message})
}
