package ingest

import (
	"cmp"
	"context"
	"slices"

	"escale/internal/formats"
	"escale/internal/mediation"
)

// refusals are the keys of the offers that the standard has no valid row for,
// given by themselves alone. All have a date in the end.
func (r *run) refusals(kept []candidate) []string {
	var keys []string
	for _, k := range kept {
		if k.offer.Updated.IsZero() {
			k.offer.Updated = formats.Day(r.Now())
		}
		alone := mediation.Place{Address: k.offer.Address, Point: *k.offer.Point}
		if _, fine := formats.StandardRefusal(alone, k.offer); !fine {
			keys = append(keys, k.offer.Key())
		}
	}
	return keys
}

// reportNotExported counts the offers that readers of the map find and readers
// of the standard's files do not, as they are shown: their place or a
// correction may give what their source does not.
func (r *run) reportNotExported(ctx context.Context, unwritten []string) error {
	records, err := r.tx.Holdings(ctx, unwritten)
	if err != nil || len(records) == 0 {
		return err
	}
	var ids []string
	for _, h := range records {
		ids = append(ids, h.PlaceID)
	}
	slices.Sort(ids)
	shown, err := r.tx.ShownAt(ctx, slices.Compact(ids), r.record.At)
	if err != nil {
		return err
	}
	for id, offers := range shown {
		place := mediation.PlaceOf(id, offers)
		for _, o := range offers {
			if _, doubtful := records[o.Key()]; doubtful {
				r.countRefusal(place, o)
			}
		}
	}
	slices.SortFunc(r.report.NotExported, func(a, b Refusal) int {
		return cmp.Or(cmp.Compare(a.Column, b.Column), cmp.Compare(a.Message, b.Message))
	})
	return nil
}

func (r *run) countRefusal(place mediation.Place, o mediation.Offer) {
	why, fine := formats.StandardRefusal(place, o)
	if fine {
		return
	}
	i := slices.IndexFunc(r.report.NotExported, func(f Refusal) bool { return f.Column == why.Column && f.Message == why.Message })
	if i < 0 {
		i = len(r.report.NotExported)
		r.report.NotExported = append(r.report.NotExported, Refusal{Column: why.Column, Message: why.Message})
	}
	r.report.NotExported[i].Offers++
}
