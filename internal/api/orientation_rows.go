package api

import (
	"cmp"
	"math"
	"slices"
	"time"

	"escale/internal/mediation"
	"escale/internal/orientation"
)

type comparisonRow struct {
	ID    string              `json:"id"`
	Type  orientation.RowType `json:"type"`
	Place comparisonPlace     `json:"place"`
	Kinds []mediation.Kind    `json:"kinds"`
	Needs []comparisonNeed    `json:"needs"`
	// Distance is in metres, as the crow flies.
	Distance int             `json:"distance"`
	When     *comparisonTime `json:"when"`
	Reason   string          `json:"reason"`
	// Reasons are why it does not fit.
	Reasons       []string                       `json:"reasons,omitempty"`
	Fee           []string                       `json:"fee"`
	Access        []string                       `json:"access"`
	Care          []string                       `json:"care"`
	Support       []string                       `json:"support"`
	Verdicts      map[string]orientation.Verdict `json:"verdicts"`
	Certainty     mediation.Certainty            `json:"certainty"`
	Accessibility string                         `json:"accessibility_url,omitempty"`
	Updated       string                         `json:"updated,omitempty"`
	Visit         *comparisonVisit               `json:"visit,omitempty"`
}

// comparisonPlace is where one goes: of a visit that is elsewhere than at its
// place, there.
type comparisonPlace struct {
	ID      string  `json:"id"`
	Name    string  `json:"name"`
	Address string  `json:"address"`
	City    string  `json:"city"`
	Phone   string  `json:"phone,omitempty"`
	URL     string  `json:"url"`
	Lat     float64 `json:"lat"`
	Lon     float64 `json:"lon"`
}

type comparisonNeed struct {
	ID        mediation.ServiceID  `json:"id"`
	State     orientation.State    `json:"state"`
	Certainty *mediation.Certainty `json:"certainty"`
	Next      *comparisonTime      `json:"next"`
}

type comparisonTime struct {
	Start string `json:"start"`
	End   string `json:"end"`
}

type comparisonVisit struct {
	ID     string                `json:"id"`
	Status mediation.VisitStatus `json:"status"`
	Start  string                `json:"start"`
	End    string                `json:"end"`
	Theme  string                `json:"theme,omitempty"`
	URL    string                `json:"url"`
}

type comparisonPair struct {
	Rows  [2]comparisonRow `json:"rows"`
	Needs []pairNeed       `json:"needs"`
}

type pairNeed struct {
	ID    mediation.ServiceID `json:"id"`
	State orientation.State   `json:"state"`
	// By is the index of the row that does it, null for none.
	By *int `json:"by"`
}

func (w comparisonWriter) rows(rows []orientation.Row) []comparisonRow {
	out := make([]comparisonRow, len(rows))
	for i := range rows {
		out[i] = w.row(&rows[i])
	}
	return out
}

func (w comparisonWriter) row(r *orientation.Row) comparisonRow {
	out := comparisonRow{
		ID: r.ID, Type: r.Type, Place: w.place(r), Needs: make([]comparisonNeed, len(r.Needs)),
		Distance: int(math.Round(r.Metres)), When: w.time(r.When), Reason: r.Rank, Verdicts: map[string]orientation.Verdict{},
		Fee: []string{}, Access: []string{}, Care: []string{}, Support: []string{},
	}
	for i, need := range r.Needs {
		out.Needs[i] = comparisonNeed{ID: need.ID, State: need.State, Next: w.time(need.Next)}
		if need.State != orientation.None {
			out.Needs[i].Certainty = &r.Needs[i].Certainty
			if out.Certainty == "" || need.Certainty.Rank() > out.Certainty.Rank() {
				out.Certainty = need.Certainty
			}
		}
	}
	for _, answered := range r.Verdicts {
		out.Verdicts[answered.About] = answered.Verdict
	}
	for _, reason := range r.Reasons {
		out.Reasons = append(out.Reasons, reason.Text)
	}
	for _, i := range r.Offers {
		out.add(&w.snapshot.Places[r.Place].Offers[i])
	}
	if r.Visit != nil {
		out.Visit = w.visit(r.Visit.Visit)
	}
	return out
}

// add tells what one more offer of the row says of itself.
func (r *comparisonRow) add(o *mediation.Offer) {
	r.Kinds = union(r.Kinds, []mediation.Kind{o.Kind})
	r.Fee, r.Access = union(r.Fee, o.Fee), union(r.Access, o.Access)
	r.Care, r.Support = union(r.Care, o.Care), union(r.Support, o.Support)
	r.Accessibility = cmp.Or(r.Accessibility, o.AccessibilityURL)
	r.Place.Phone = cmp.Or(r.Place.Phone, o.Contact.Phone)
	if !o.Updated.IsZero() {
		r.Updated = max(r.Updated, o.Updated.Format(time.DateOnly))
	}
}

func union[T comparable](list, more []T) []T {
	for _, v := range more {
		if !slices.Contains(list, v) {
			list = append(list, v)
		}
	}
	return list
}

func (w comparisonWriter) place(r *orientation.Row) comparisonPlace {
	p := &w.snapshot.Places[r.Place]
	out := comparisonPlace{
		ID: p.ID, Name: p.Name, Address: p.Address.Street, City: p.Address.City, URL: w.base + "/lieux/" + p.ID + "-" + p.Slug(),
		Lat: rounded(r.Point[1]), Lon: rounded(r.Point[0]),
	}
	if r.Visit != nil && r.Visit.Venue != nil {
		venue := r.Visit.Venue
		out.Name, out.Address, out.City = venue.Name, venue.Address.Street, venue.Address.City
	}
	return out
}

func (w comparisonWriter) visit(v *mediation.Visit) *comparisonVisit {
	return &comparisonVisit{ID: v.ID, Status: v.Status, Start: *instant(v.Start), End: *instant(v.End), Theme: v.Theme, URL: w.base + "/passages/" + v.ID}
}

func (w comparisonWriter) time(s *orientation.Span) *comparisonTime {
	if s == nil {
		return nil
	}
	return &comparisonTime{*instant(w.clock.Time(s.Start)), *instant(w.clock.Time(s.End))}
}

func (w comparisonWriter) pair(a orientation.Answer) *comparisonPair {
	if a.Pair == nil {
		return nil
	}
	out := &comparisonPair{Needs: make([]pairNeed, len(a.Pair.Needs))}
	for i, row := range a.Pair.Rows {
		out.Rows[i] = w.row(&a.Rows[row])
	}
	for i, need := range a.Pair.Needs {
		out.Needs[i] = pairNeed{ID: need.ID, State: need.State}
		if need.By >= 0 {
			out.Needs[i].By = &a.Pair.Needs[i].By
		}
	}
	return out
}
