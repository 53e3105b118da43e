package ingest

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"escale/internal/mediation"
)

// doubles finds which records cannot be shown because others have their id,
// and why, by their places in the file. A row that is there twice counts once.
// Of several that differ nobody knows which one is meant, unless one alone is
// the record that the map has.
func (r *run) doubles(ctx context.Context, records []located) (map[int]string, error) {
	byID := map[string][]int{}
	for i, rec := range records {
		if r.here(rec) && !r.isSuperseded(rec.Record) && !rec.Fatal() {
			byID[rec.Offer.SourceID] = append(byID[rec.Offer.SourceID], i)
		}
	}
	maps.DeleteFunc(byID, func(_ string, group []int) bool { return len(group) == 1 })
	if len(byID) == 0 {
		return nil, nil
	}
	var keys []string
	for _, group := range byID {
		keys = append(keys, records[group[0]].Offer.Key())
	}
	stored, err := r.tx.Holdings(ctx, keys)
	if err != nil {
		return nil, err
	}
	reasons := map[int]string{}
	for _, group := range byID {
		group = repeats(records, group, reasons)
		rivals(records, group, stored[records[group[0]].Offer.Key()], reasons)
	}
	return reasons, nil
}

// repeats leaves the first of rows that say exactly the same.
func repeats(records []located, group []int, reasons map[int]string) (distinct []int) {
	for _, i := range group {
		first := slices.IndexFunc(distinct, func(j int) bool { return maps.Equal(records[i].Raw, records[j].Raw) })
		if first < 0 {
			distinct = append(distinct, i)
			continue
		}
		reasons[i] = fmt.Sprintf("répète la ligne %d", records[distinct[first]].Line)
	}
	return distinct
}

// rivals keeps out the records of one id, but the one that the map has.
func rivals(records []located, group []int, stored mediation.Holding, reasons map[int]string) {
	if len(group) < 2 {
		return
	}
	winner, best, times := -1, 0, 0
	lines := make([]string, len(group))
	for n, i := range group {
		lines[n] = fmt.Sprint(records[i].Line)
		switch score := likeness(stored, records[i].Offer); {
		case score > best:
			winner, best, times = i, score, 1
		case score == best:
			times++
		}
	}
	for _, i := range group {
		reason := "identifiant en double : lignes " + strings.Join(lines[:len(lines)-1], ", ") + " et " + lines[len(lines)-1]
		switch {
		case best > 0 && times == 1 && i == winner:
		case best > 0 && times == 1:
			reasons[i] = reason + fmt.Sprintf(" ; la ligne %d est celle que la carte avait", records[winner].Line)
		default:
			reasons[i] = reason
		}
	}
}

// likeName is how alike the names of two editions of a record are.
const likeName = 0.8

// likeness counts what a record has in common with the one that is stored: its
// name, its address.
func likeness(stored mediation.Holding, o mediation.Offer) (score int) {
	if stored.Undone || stored.Offer.Name == "" {
		return 0
	}
	if mediation.Similarity(stored.Offer.Name, o.Name) >= likeName {
		score++
	}
	a, b := stored.Offer.Address, o.Address
	if a.Street != "" && mediation.Fold(a.Street) == mediation.Fold(b.Street) && a.Postcode == b.Postcode {
		score++
	}
	return score
}
