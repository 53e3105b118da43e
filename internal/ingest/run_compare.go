package ingest

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"time"

	"escale/internal/formats"
	"escale/internal/mediation"
)

// An edition waits for a person when it loses at least fewestLost of a source's records,
// and more than one in lossShare of those shown; or when as many lose the same
// field.
const (
	fewestLost = 5
	lossShare  = 5
)

// comparison is the difference between an edition and the stored records.
type comparison struct {
	checked
	// stored are the records of the source before this edition.
	stored []mediation.Holding
	// fresh are the records to write, new or changed.
	fresh []mediation.Holding
	// renamed are those of them whose id changes.
	renamed []mediation.Written
	// leaving are the ids that the file no longer has, hidden those that it
	// has but that are not shown any more.
	leaving, hidden []string
	// shown counts the records shown before, lost those that are no more.
	shown, lost int
	losses      losses
	// unwritten are the keys of the records that the standard refuses as their
	// source gives them.
	unwritten []string
}

func (c *comparison) changes() bool { return len(c.fresh)+len(c.leaving)+len(c.hidden) > 0 }

func (c *comparison) tooManyLost() bool {
	return tooMany(c.lost, c.shown)
}

func tooMany(lost, shown int) bool { return lost >= fewestLost && lost*lossShare > shown }

// written lists the records that the run writes or marks, each once. One that
// is new here may be stored in another département.
func (c *comparison) written() []mediation.Written {
	list := slices.Clone(c.renamed)
	renamed := map[string]bool{}
	for _, w := range c.renamed {
		renamed[w.AfterID] = true
	}
	for _, h := range c.fresh {
		if id := h.Offer.SourceID; !renamed[id] {
			list = append(list, mediation.Written{SourceID: id, AfterID: id})
		}
	}
	for _, id := range slices.Concat(c.leaving, c.hidden) {
		list = append(list, mediation.Written{SourceID: id, AfterID: id})
	}
	return list
}

// compare finds what differs between the records of the file and those stored.
func (r *run) compare(ctx context.Context, records checked, file *formats.File) (*comparison, error) {
	stored, err := r.tx.Offers(ctx, r.req.Source, r.req.Departement)
	if err != nil {
		return nil, err
	}
	c := &comparison{checked: records, stored: stored, unwritten: r.refusals(records.kept)}
	if err := r.compareRecords(c); err != nil {
		return nil, err
	}
	if err := r.reportLosses(ctx, c, file); err != nil {
		return nil, err
	}
	r.report.Pending = c.tooManyLost() || len(r.report.Losses) > 0
	r.progress("%s : %d à écrire, %d à masquer", r.req.Source, len(c.fresh), len(c.leaving)+len(c.hidden))
	return c, nil
}

// compareRecords sorts the candidates into those to write and those already
// stored, and finds the records that the source no longer has.
func (r *run) compareRecords(c *comparison) error {
	before := map[string]mediation.Holding{}
	for _, h := range c.stored {
		before[h.Offer.SourceID] = h
		if !h.Gone {
			c.shown++
		}
	}
	var newcomers, returned []candidate
	for _, k := range c.kept {
		h, known := before[k.offer.SourceID]
		delete(before, k.offer.SourceID)
		switch {
		case !known:
			newcomers = append(newcomers, k)
		case h.Undone:
			returned = append(returned, k)
		default:
			if err := r.compareRecord(c, h, k); err != nil {
				return err
			}
		}
	}
	var left []mediation.Holding
	for _, h := range c.stored {
		if _, missing := before[h.Offer.SourceID]; missing && !h.Gone {
			left = append(left, h)
		}
	}
	left, newcomers, err := r.rename(c, left, newcomers)
	if err != nil {
		return err
	}
	for _, k := range append(newcomers, returned...) {
		if !k.dated {
			k.offer.Updated = r.date(time.Time{}, false)
		}
		r.report.Added++
		r.report.add(RecordLine{Outcome: outcomeAdded, Line: k.line, ID: k.offer.SourceID, Name: k.offer.Name})
		c.fresh = append(c.fresh, mediation.Holding{Offer: k.offer, Raw: k.raw})
	}
	r.leave(c, left)
	return nil
}

// compareRecord compares a stored record with its new edition.
func (r *run) compareRecord(c *comparison, h mediation.Holding, k candidate) error {
	same, err := r.dateAfter(h.Offer, &k)
	if err != nil {
		return err
	}
	if same && !h.Gone {
		c.losses.stay(h.Offer)
		r.report.Unchanged++
		if !k.offer.Updated.Equal(h.Offer.Updated) {
			c.fresh = append(c.fresh, succeed(h, k)) // only the file has another date
		}
		return nil
	}
	line := RecordLine{Outcome: outcomeChanged, Line: k.line, ID: k.offer.SourceID, Name: k.offer.Name, Fields: deltas(h.Offer, k.offer)}
	if h.Gone {
		line.Reason = "de retour dans la source"
	}
	if !h.Gone {
		c.losses.add(h.Offer, k.offer)
	}
	r.report.Changed++
	r.report.add(line)
	c.fresh = append(c.fresh, succeed(h, k))
	return nil
}

// succeed is a record's new edition, at the place that it has unless it moved.
func succeed(h mediation.Holding, k candidate) mediation.Holding {
	next := mediation.Holding{Offer: k.offer, PlaceID: h.PlaceID, JoinReason: h.JoinReason, Raw: k.raw}
	if moved(h.Offer, k.offer) {
		next.PlaceID, next.JoinReason = "", ""
	}
	return next
}

// rename recognises the records whose id changed, and returns the others. A
// record that the file still has under its own id is none of them.
func (r *run) rename(c *comparison, left []mediation.Holding, newcomers []candidate) ([]mediation.Holding, []candidate, error) {
	var gone []mediation.Offer
	var owners []int
	for i, h := range left {
		if _, here := c.displaced[h.Offer.SourceID]; !here {
			gone, owners = append(gone, h.Offer), append(owners, i)
		}
	}
	came := make([]mediation.Offer, len(newcomers))
	for i, k := range newcomers {
		came[i] = k.offer
	}
	settledLeft, settledNew := map[int]bool{}, map[int]bool{}
	for _, pair := range mediation.Renamings(gone, came) {
		h, k := left[owners[pair.Before]], newcomers[pair.After]
		r.keepPoint(h.Offer, &k)
		if _, err := r.dateAfter(h.Offer, &k); err != nil {
			return nil, nil, err
		}
		c.losses.add(h.Offer, k.offer)
		settledLeft[owners[pair.Before]], settledNew[pair.After] = true, true
		r.report.Renamed++
		r.report.add(RecordLine{
			Outcome: outcomeRenamed, Line: k.line, ID: k.offer.SourceID, Former: h.Offer.SourceID, Name: k.offer.Name,
			Reason: pair.Reason, Fields: deltas(h.Offer, k.offer),
		})
		c.renamed = append(c.renamed, mediation.Written{SourceID: h.Offer.SourceID, AfterID: k.offer.SourceID})
		c.fresh = append(c.fresh, succeed(h, k))
	}
	return without(left, settledLeft), without(newcomers, settledNew), nil
}

func without[T any](list []T, settled map[int]bool) []T {
	var rest []T
	for i, v := range list {
		if !settled[i] {
			rest = append(rest, v)
		}
	}
	return rest
}

// leave takes the records off the map that the file no longer has, and those
// that it has but that cannot be shown.
func (r *run) leave(c *comparison, left []mediation.Holding) {
	for _, h := range left {
		id := h.Offer.SourceID
		why, here := c.displaced[id]
		if here {
			c.hidden = append(c.hidden, id)
		} else {
			c.leaving = append(c.leaving, id)
		}
		if !here || why.loss {
			c.lost++
		}
		r.report.Gone++
		r.report.add(RecordLine{Outcome: outcomeGone, ID: id, Name: h.Offer.Name, Reason: why.reason})
	}
	r.report.Shown, r.report.Lost = c.shown, c.lost
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
