package site

import (
	"slices"
	"strings"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
)

// phoneLink is a number to call, and whose it is.
type phoneLink struct{ Phone, Name string }

type offerView struct {
	mediation.Offer
	KindLabels []choice
	// Alone is true for the only offer of a place: what the top of the page
	// says of the place is not said again.
	Alone bool
	// Title is the offer's own name, Organisation who runs it, Phone its own
	// number; each is "" when it would repeat what stands above.
	Title, Organisation, Phone string
	// Mobile is a second number, nil for none.
	Mobile       *phoneLink
	Status       pages.Status
	Hours        []string
	WithoutHours string // said in place of Hours
	// Week are the openings of the next seven days.
	Week []weekDay
	// Declared are the needs that the source says are done there, Implied
	// those that each of its labels promises, Possible those to ask for by
	// phone; Confirmed are the first two.
	Declared, Possible, Confirmed []string
	Implied                       []promise
	Conditions                    []condition
	// Stops tell when a vehicle comes; only a van has any.
	Stops               []stopDates
	SourceName, Licence string
	UpdatedText         string
	// Stale warns when that is over a year ago.
	Stale string
	// Confirmation says who says here that it helps with some needs, and when.
	Confirmation string
	// Closed says on which days to come it is closed, whatever its hours.
	Closed []string
	// Gone is the day since when its source no longer lists it, "" while it does.
	Gone string
	// CorrectedOn is the day on which people here last corrected something
	// otherwise than the source, "" when they never did.
	CorrectedOn string
}

// promise is what a label obliges its holder to do.
type promise struct {
	Label string
	Needs []string
}

// stopDates are the next visits of one stop.
type stopDates struct {
	When, URL string
	Visits    []visitLine
	// Dated is true when the days are known, if not the weeks.
	Dated bool
}

// nextListed is how many dates a place's page shows of each stop.
const nextListed = 5

// hasDates is true when the days of some stop are known.
func (v offerView) hasDates() bool {
	return slices.ContainsFunc(v.Stops, func(st stopDates) bool { return st.Dated })
}

func newStopDates(l *language.Language, m *catalog.Moment, place, offer int) ([]stopDates, error) {
	var list []stopDates
	for _, stop := range m.StopsAt(place, offer) {
		coming := m.Coming(stop.ID)
		lines, err := pages.NewVisitLines(l, m, coming[:min(nextListed, len(coming))])
		if err != nil {
			return nil, err
		}
		list = append(list, stopDates{
			When: catalog.StopText(l, stop), URL: pages.StopURL(m.Snapshot, stop), Visits: lines,
			Dated: stop.Dates == mediation.DatesKnown || stop.Dates == mediation.DatesUnconfirmed,
		})
	}
	return list, nil
}

// condition is one thing the source says about price, coming, help…
type condition struct{ Label, Text string }

func (s *Site) newOffer(l *language.Language, m *catalog.Moment, place, offer int) offerView {
	p := m.Places[place]
	o := p.Offers[offer]
	source := catalog.SourceOf(m.Snapshot, s.opts.Sources, o.Source)
	open := m.OfferOpen(place, offer)
	view := offerView{
		Offer: o, KindLabels: pages.KindLabels([]mediation.Kind{o.Kind}), Alone: len(p.Offers) == 1,
		Status: pages.NewStatus(l, m.Question(mediation.Filter{Kinds: []mediation.Kind{o.Kind}, Now: m.At}).Timing(place), m.At),
		Hours:  m.HoursText(l, place, offer), Closed: m.Closed(l, place, offer), WithoutHours: withoutHours(l, open),
		Conditions: conditions(l, o), SourceName: source.Name, Licence: source.Licence,
	}
	if name := mediation.ReadableName(o.Name, o.Address.City); name != p.Name {
		view.Title = name
	}
	if name := mediation.ReadableName(o.Operator, o.Address.City); name != view.Title && name != p.Name {
		view.Organisation = name
	}
	if o.Contact.Phone != p.Contact().Phone {
		view.Phone = o.Contact.Phone
	}
	if o.Contact.Mobile != "" {
		view.Mobile = &phoneLink{o.Contact.Mobile, o.Name}
	}
	view.addNeeds(m.Needs, p.Services())
	view.Week = newWeek(l, m, place, offer)
	if o.Met != nil {
		view.Confirmation = l.Say("Aide confirmée par %s le %s.", l.Quote(mediation.ReadableName(o.Met.Organisation, o.Address.City)), o.Met.On.Time().Format(frenchDate))
	}
	if !o.GoneSince.IsZero() {
		view.Gone = hours.Local(o.GoneSince).Format(frenchDate)
	}
	if n := len(o.Corrected); n > 0 {
		view.CorrectedOn = hours.Local(o.Corrected[n-1].Since).Format(frenchDate)
	}
	if !o.Updated.IsZero() {
		view.UpdatedText = o.Updated.Format(frenchDate)
		_, view.Stale = pages.Freshness(l, o.Updated, m.At)
	}
	return view
}

// withoutHours says why there are no hours to show, and what to do.
func withoutHours(l *language.Language, open catalog.OpenState) string {
	if open.Mobile || open.NoPublic {
		return open.Text(l)
	}
	return l.Say("%s : appelez avant de vous déplacer.", open.Text(l))
}

// addNeeds sorts the offer's needs. One that is only possible here is left
// out when another offer of the place surely gives it.
func (v *offerView) addNeeds(needs mediation.Needs, atPlace []mediation.Claim) {
	for _, claim := range v.Claims {
		need, ok := needs.Find(claim.ID)
		switch {
		case !ok:
		case claim.Certainty == mediation.Declared:
			v.Declared, v.Confirmed = append(v.Declared, need.Label), append(v.Confirmed, need.Label)
		case claim.Certainty == mediation.Implied:
			v.Confirmed = append(v.Confirmed, need.Label)
			v.addPromise(need.Promisor(v.Programmes), need.Label)
		case !slices.ContainsFunc(atPlace, func(c mediation.Claim) bool { return c.ID == claim.ID && c.Certainty.Confirmed() }):
			v.Possible = append(v.Possible, need.Label)
		}
	}
}

func (v *offerView) addPromise(label, need string) {
	i := slices.IndexFunc(v.Implied, func(p promise) bool { return p.Label == label })
	if i < 0 {
		i = len(v.Implied)
		v.Implied = append(v.Implied, promise{Label: label})
	}
	v.Implied[i].Needs = append(v.Implied[i].Needs, need)
}

// frenchDate writes a day in figures.
const frenchDate = "02/01/2006"

// conditions lists what the source says; nothing is made up where it is
// silent.
func conditions(l *language.Language, o mediation.Offer) []condition {
	var list []condition
	for _, c := range []struct {
		label string
		terms mediation.Vocabulary
		slugs []string
	}{
		{language.Mark("Prix"), mediation.Fees, o.Fee},
		{language.Mark("Pour venir"), mediation.Accesses, o.Access},
		{language.Mark("Accompagnement"), mediation.Supports, o.Support},
		{language.Mark("Pour qui en particulier"), mediation.Audiences, o.Audience},
		{language.Mark("Accueil adapté"), mediation.Cares, o.Care},
	} {
		if len(c.slugs) > 0 {
			list = append(list, condition{l.Say(c.label), labels(l, c.terms, c.slugs)})
		}
	}
	return list
}

func labels(l *language.Language, v mediation.Vocabulary, slugs []string) string {
	list := make([]string, len(slugs))
	for i, slug := range slugs {
		list[i] = l.Say(v.Label(slug))
	}
	return strings.Join(list, l.Say(", "))
}
