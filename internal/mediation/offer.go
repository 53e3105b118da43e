package mediation

import (
	"slices"
	"time"

	"github.com/paulmach/orb"
)

// Address is a postal address as people write it.
type Address struct {
	Street     string `json:"street,omitempty"`
	Complement string `json:"complement,omitempty"`
	Postcode   string `json:"postcode,omitempty"`
	City       string `json:"city,omitempty"`
	// INSEE is the code of the commune (COG), "" when the source does not say.
	INSEE string `json:"insee,omitempty"`
}

// Contact is how to reach an offer.
type Contact struct {
	// Phone is in international form, "+33233051234".
	Phone string `json:"phone,omitempty"`
	// Mobile is a second number, a mobile, in the same form.
	Mobile  string `json:"mobile,omitempty"`
	Email   string `json:"email,omitempty"`
	Website string `json:"website,omitempty"`
}

// Offer is help given at a place by one organisation, as one source describes it.
type Offer struct {
	// Source and SourceID identify the record: id of data/sources.yaml, and
	// the record's own id within it.
	Source   string `json:"source"`
	SourceID string `json:"source_id"`

	Kind     Kind   `json:"kind"`
	Name     string `json:"name"`
	Operator string `json:"operator,omitempty"`
	// Pivot is the SIRET or RNA number of whoever runs it, "" when unknown.
	Pivot string `json:"pivot,omitempty"`
	// Typology says what sort of organisation that is, in the codes of
	// data.inclusion that the national standard takes over ("MUNI", "BIB").
	Typology []string `json:"typology,omitempty"`
	// Description is the source's free text about the offer.
	Description string  `json:"description,omitempty"`
	Address     Address `json:"address"`
	// Point is nil when the source gives none.
	Point *orb.Point `json:"point,omitempty"`
	// Approximate is true when Point is only the centre of the commune.
	Approximate bool    `json:"approximate,omitempty"`
	Contact     Contact `json:"contact"`

	// Vehicle names what drives, when several records of the source are stops of one
	// vehicle; "" for a vehicle of its own, and for what does not move.
	Vehicle string `json:"vehicle,omitempty"`

	// Hours are OSM opening hours that internal/hours reads, "" when unknown.
	// Those of a van are the hours of its rounds: it is never open by them.
	Hours string `json:"hours,omitempty"`
	// HoursText is what the source wrote when Hours cannot carry it.
	HoursText string `json:"hours_text,omitempty"`
	// Closures are days on which it is closed, by their first day. Only people here
	// say them.
	Closures []Closure `json:"closures,omitempty"`

	// Statements are the services in the source's own words, Programmes the
	// slugs of the labels it holds; Claims is what follows from both.
	Statements []string `json:"statements,omitempty"`
	Programmes []string `json:"programmes,omitempty"`
	Claims     []Claim  `json:"services,omitempty"`
	// Met are needs that people here confirm, nil for none.
	Met *NeedsMet `json:"met,omitempty"`
	// Labels are labels and trainings beside the programmes, in the source's
	// own words.
	Labels []string `json:"labels,omitempty"`

	// Slugs of the vocabularies of the national standard. Empty means that
	// the source says nothing, never "everybody".
	Audience []string `json:"audience,omitempty"`
	Care     []string `json:"care,omitempty"`
	Fee      []string `json:"fee,omitempty"`
	Access   []string `json:"access,omitempty"`
	Support  []string `json:"support,omitempty"`

	// Booking is the address where one books, AccessibilityURL the Acceslibre sheet.
	Booking          string `json:"booking,omitempty"`
	AccessibilityURL string `json:"accessibility_url,omitempty"`
	// Updated is the day the source last changed the record, zero when unknown.
	Updated time.Time `json:"updated,omitzero"`
	// GoneSince is when the record left its source, zero while it is there. It
	// is not from the source: only readers of the map get it,
	// for the time until such a record is hidden.
	GoneSince time.Time `json:"gone_since,omitzero"`
	// Corrected lists the fields that people here corrected. It is
	// not from the source either.
	Corrected []CorrectedField `json:"corrected,omitempty"`
}

// Key identifies a record among all sources.
func (o Offer) Key() string { return o.Source + "/" + o.SourceID }

// PassLabel is how the standard's older versions say, among prices, that an
// offer takes the Pass numérique: help paid for by cheques of the public.
const PassLabel = "Accepte le Pass numérique"

// AcceptsPass is true when the source says that the Pass numérique is taken. A
// source that does not say so refuses nobody.
func (o Offer) AcceptsPass() bool {
	return slices.ContainsFunc(o.Labels, func(label string) bool { return Fold(label) == passLabel })
}

var passLabel = Fold(PassLabel)

// Mobile is true for an offer that moves: its address is a base or a stop,
// not a counter where someone is found on any day.
func (o Offer) Mobile() bool { return o.Kind == Van }
