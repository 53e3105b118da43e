package ingest

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"escale/internal/formats"
	"escale/internal/mediation"
)

// losses are the values that records lost while they stay in their source.
type losses struct {
	// stayed are the ids, as they were, of the records that stay, poorer of
	// those that lost something; fields counts the latter by field.
	stayed, poorer []string
	fields         map[string]int
}

func (l *losses) stay(o mediation.Offer) { l.stayed = append(l.stayed, o.SourceID) }

func (l *losses) add(before, after mediation.Offer) {
	lost := mediation.Lost(before, after)
	l.stay(before)
	if len(lost) == 0 {
		return
	}
	l.poorer = append(l.poorer, before.SourceID)
	if l.fields == nil {
		l.fields = map[string]int{}
	}
	for _, label := range lost {
		l.fields[label]++
	}
}

// reportLosses says what an edition loses beside records: columns that vanished,
// fields that many records lost. A person has to look at it then.
func (r *run) reportLosses(ctx context.Context, c *comparison, file *formats.File) error {
	columns, err := r.vanished(ctx, c, file)
	if err != nil {
		return err
	}
	for _, column := range columns {
		r.report.Losses = append(r.report.Losses, "La colonne « "+column+" » n’est plus dans le fichier.")
	}
	for _, label := range slices.Sorted(maps.Keys(c.losses.fields)) {
		if n := c.losses.fields[label]; tooMany(n, c.shown) {
			r.report.Losses = append(r.report.Losses, fmt.Sprintf("%d offres perdent %s.", n, theirs(label)))
		}
	}
	return nil
}

// vanished lists the columns that the file had and has no more, as far as
// records lose something by it. Those of the coordinates count in any case: a
// record keeps its point only while its address stays.
func (r *run) vanished(ctx context.Context, c *comparison, file *formats.File) ([]string, error) {
	columns, err := r.columns(ctx, c.losses.poorer, file.Lacks)
	if err != nil || !file.Lacks("latitude") && !file.Lacks("longitude") {
		return columns, err
	}
	coordinates, err := r.columns(ctx, c.losses.stayed, func(name string) bool {
		return (name == "latitude" || name == "longitude") && file.Lacks(name)
	})
	return slices.Compact(slices.Sorted(slices.Values(slices.Concat(columns, coordinates)))), err
}

// columns lists those that records filled in and that the test finds.
func (r *run) columns(ctx context.Context, ids []string, test func(string) bool) ([]string, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	names, err := r.tx.Columns(ctx, r.req.Source, ids)
	return slices.DeleteFunc(names, func(name string) bool { return !test(name) }), err
}

// theirs writes a field after « perdent ».
func theirs(label string) string {
	switch label {
	case "horaires", "services", "dispositifs", "publics", "labels":
		return "leurs " + label
	case "pour venir":
		return "leur façon de venir"
	}
	return "leur " + label
}
