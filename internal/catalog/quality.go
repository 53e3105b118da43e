package catalog

import (
	"cmp"
	"slices"
	"time"

	"escale/internal/mediation"
)

// SourceQuality counts what is known of the offers of one source, or of all.
type SourceQuality struct {
	// Source is the id of data/sources.yaml, "" for all of them.
	Source string
	Offers int
	// Phone, Hours and Sure count the offers with a telephone, with hours that
	// can be read or dated visits, and with a need that they surely help with.
	Phone, Hours, Sure int
	// Unreadable counts hours that are shown as they are written, Approximate
	// points that are a commune's centre, Gone records that left their source.
	Unreadable, Approximate, Gone int
	// SetAside counts the records that are not shown, for somebody to look at.
	SetAside int
	// Oldest and Newest are when the source last touched its records, zero when it says it of none.
	Oldest, Newest time.Time
	// Score is the mean of [mediation.QualityOf], from 0 to 100.
	Score int

	sum int
}

// OfferQuality judges one offer of one place, given by their indices.
type OfferQuality struct {
	Place, Offer int
	mediation.Quality
}

// Quality tells how far the data can be relied on: overall, by source in the
// order of their ids, and offer by offer, the weakest first.
func (m *Moment) Quality() (all SourceQuality, sources []SourceQuality, offers []OfferQuality) {
	bySource := map[string]*SourceQuality{}
	of := func(source string) *SourceQuality {
		if bySource[source] == nil {
			bySource[source] = &SourceQuality{Source: source}
		}
		return bySource[source]
	}
	for i, p := range m.Places {
		for j, o := range p.Offers {
			dated := m.OfferOpen(i, j).Visit != nil
			q := mediation.QualityOf(o, dated, m.At)
			offers = append(offers, OfferQuality{i, j, q})
			of(o.Source).count(o, dated, q.Score)
			all.count(o, dated, q.Score)
		}
	}
	for source, n := range m.SetAside {
		of(source).SetAside = n
		all.SetAside += n
	}
	all.Score = all.mean()
	for _, q := range bySource {
		q.Score = q.mean()
		sources = append(sources, *q)
	}
	slices.SortFunc(sources, func(a, b SourceQuality) int { return cmp.Compare(a.Source, b.Source) })
	slices.SortStableFunc(offers, func(a, b OfferQuality) int { return cmp.Compare(a.Score, b.Score) })
	return all, sources, offers
}

func (q *SourceQuality) count(o mediation.Offer, dated bool, score int) {
	add := func(n *int, holds bool) {
		if holds {
			*n++
		}
	}
	q.Offers++
	q.sum += score
	add(&q.Phone, o.Contact.Phone != "")
	add(&q.Hours, o.Mobile() && dated || !o.Mobile() && o.Hours != "")
	add(&q.Sure, slices.ContainsFunc(o.Claims, func(c mediation.Claim) bool { return c.Certainty.Confirmed() }))
	add(&q.Unreadable, o.Hours == "" && o.HoursText != "")
	add(&q.Approximate, o.Approximate)
	add(&q.Gone, !o.GoneSince.IsZero())
	if o.Updated.IsZero() {
		return
	}
	if q.Oldest.IsZero() || o.Updated.Before(q.Oldest) {
		q.Oldest = o.Updated
	}
	if o.Updated.After(q.Newest) {
		q.Newest = o.Updated
	}
}

func (q *SourceQuality) mean() int {
	if q.Offers == 0 {
		return 0
	}
	return (q.sum + q.Offers/2) / q.Offers
}
