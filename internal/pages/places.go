package pages

import (
	"cmp"
	"slices"
	"strings"

	"escale/internal/catalog"
	"escale/internal/language"
	"escale/internal/mediation"
)

// Choice is one of several, with the label that people read.
type Choice struct {
	ID, Label, Explanation string
	Checked                bool
}

// KindLabels names kinds.
func KindLabels(kinds []mediation.Kind) []Choice {
	choices := make([]Choice, len(kinds))
	for i, k := range kinds {
		choices[i] = Choice{ID: string(k), Label: k.Label()}
	}
	return choices
}

// Result is the line of a place in a list.
type Result struct {
	ID, URL, Name string
	KindLabels    []Choice
	Address, City string
	// Distance is "" without a point, Walk says how long it is on foot when
	// that is not too far.
	Distance, Walk string
	// Approximate is true when the point is only the centre of the commune.
	Approximate bool
	// How says what it costs and how to come, "" when sources are silent.
	How string
	// Fresh says when a source last touched it, and Stale warns when that is
	// long ago; one of them or none.
	Fresh, Stale        string
	Phone, PhoneDisplay string
	OpenText            string
	OpenNow             bool
	// VisitText says the next visit of a bus, "" for none; VisitNow is true
	// while it is there.
	VisitText string
	VisitNow  bool
	// Certainty is "confirmed", "possible", or "" when no need is asked for.
	Certainty string
	Selected  bool
	// Break is true for the first of those that are only possible.
	Break bool
}

// NewResult writes the line of a place, given by its index, with the first
// visit of those days; nil for the next one.
func NewResult(l *language.Language, m *catalog.Moment, place int, days *mediation.Window) Result {
	p := m.Places[place]
	phone := p.Contact().Phone
	r := Result{
		ID: p.ID, URL: PlaceURL(p), Name: p.Name, KindLabels: KindLabels(p.Kinds()),
		Address: p.Address.Street, City: strings.TrimSpace(p.Address.Postcode + " " + p.Address.City),
		Phone: phone, PhoneDisplay: mediation.PhoneText(phone),
		Approximate: p.Approximate(), How: HowText(l, p),
	}
	r.Fresh, r.Stale = Freshness(l, p.Updated(), m.At)
	if !p.ReceivesNobody() {
		r.addWhen(l, m, place, days)
	}
	return r
}

// Judge says how sure the needs asked for are; none asks nothing.
func (r *Result) Judge(needs int, unsure bool) {
	switch {
	case needs == 0:
	case unsure:
		r.Certainty = "possible"
	default:
		r.Certainty = "confirmed"
	}
}

// Measure says how far it is.
func (r *Result) Measure(l *language.Language, metres float64) {
	r.Distance, r.Walk = catalog.DistanceText(l, metres), WalkText(l, metres)
}

// Named is "France services de Périers, à 300 m" or, without a point, "France
// services de Périers (Périers)".
func (r Result) Named(l *language.Language, p mediation.Place) string {
	if r.Distance != "" {
		return l.Say("%s, à %s", r.Name, r.Distance)
	}
	return r.Name + " (" + p.Address.City + ")"
}

// addWhen says when one finds help there: the hours, and the next visit, or
// the first one in the days asked for. The client says the same
// (frontend/src/line.ts).
func (r *Result) addWhen(l *language.Language, m *catalog.Moment, place int, days *mediation.Window) {
	open, visit, noun := m.Open(place), m.NextVisit(place), catalog.NextVisit
	if days != nil {
		next := visit
		if visit = m.VisitDuring(place, *days); visit != next {
			noun = catalog.AnyVisit
		}
	}
	r.OpenText, r.OpenNow = open.Text(l), open.Open
	if visit == nil {
		return
	}
	about := open.Open && open.Until.Equal(visit.End) || !open.Open && open.Next.Equal(visit.Start)
	r.VisitText, r.VisitNow = catalog.VisitText(l, visit, m.At, noun), about && open.Open
	if about {
		r.VisitText = r.OpenText
	}
	if about || onlyVans(m.Places[place]) {
		r.OpenText, r.OpenNow = "", false
	}
}

func onlyVans(p mediation.Place) bool {
	return !slices.ContainsFunc(p.Offers, func(o mediation.Offer) bool { return o.Kind != mediation.Van })
}

// PlaceURL is the address of a place's page.
func PlaceURL(p mediation.Place) string { return "/lieux/" + p.ID + "-" + p.Slug() }

// CompareCity orders places as a directory would: by town, then by name.
func CompareCity(a, b mediation.Place) int {
	return cmp.Or(cmp.Compare(mediation.Fold(a.Address.City), mediation.Fold(b.Address.City)),
		cmp.Compare(mediation.Fold(a.Name), mediation.Fold(b.Name)), cmp.Compare(a.ID, b.ID))
}
