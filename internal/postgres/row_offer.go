package postgres

import (
	"time"

	"github.com/paulmach/orb"

	"escale/internal/mediation"
)

// offerVersion is the layout of [offerRow].
const offerVersion = 1

// offerRow is an offer in offers.content, corrected_offers.content,
// set_aside.content, and in both values of a correction.
type offerRow struct {
	Version          int            `json:"version"`
	Source           string         `json:"source"`
	SourceID         string         `json:"source_id"`
	Kind             string         `json:"kind"`
	Name             string         `json:"name"`
	Operator         string         `json:"operator,omitempty"`
	Pivot            string         `json:"pivot,omitempty"`
	Typology         []string       `json:"typology,omitempty"`
	Description      string         `json:"description,omitempty"`
	Address          addressRow     `json:"address"`
	Point            *orb.Point     `json:"point,omitempty"` // [longitude, latitude]
	Approximate      bool           `json:"approximate,omitempty"`
	Contact          contactRow     `json:"contact"`
	Vehicle          string         `json:"vehicle,omitempty"`
	Hours            string         `json:"hours,omitempty"`
	HoursText        string         `json:"hours_text,omitempty"`
	Closures         []closureRow   `json:"closures,omitempty"`
	Statements       []string       `json:"statements,omitempty"`
	Programmes       []string       `json:"programmes,omitempty"`
	Services         []claimRow     `json:"services,omitempty"`
	Met              *metRow        `json:"met,omitempty"`
	Labels           []string       `json:"labels,omitempty"`
	Audience         []string       `json:"audience,omitempty"`
	Care             []string       `json:"care,omitempty"`
	Fee              []string       `json:"fee,omitempty"`
	Access           []string       `json:"access,omitempty"`
	Support          []string       `json:"support,omitempty"`
	Booking          string         `json:"booking,omitempty"`
	AccessibilityURL string         `json:"accessibility_url,omitempty"`
	Updated          time.Time      `json:"updated,omitzero"`
	GoneSince        time.Time      `json:"gone_since,omitzero"`
	Corrected        []correctedRow `json:"corrected,omitempty"`
}

type addressRow struct {
	Street     string `json:"street,omitempty"`
	Complement string `json:"complement,omitempty"`
	Postcode   string `json:"postcode,omitempty"`
	City       string `json:"city,omitempty"`
	INSEE      string `json:"insee,omitempty"`
}

type contactRow struct {
	Phone   string `json:"phone,omitempty"`
	Mobile  string `json:"mobile,omitempty"`
	Email   string `json:"email,omitempty"`
	Website string `json:"website,omitempty"`
}

type claimRow struct {
	ID        string `json:"id"`
	Certainty string `json:"certainty"`
}

type metRow struct {
	Needs        []string `json:"needs"`
	Organisation string   `json:"organisation"`
	On           string   `json:"on"`
}

type closureRow struct {
	From   string `json:"from"`
	To     string `json:"to"`
	Reason string `json:"reason,omitempty"`
}

type correctedRow struct {
	Field  string    `json:"field"`
	Source string    `json:"source"`
	Since  time.Time `json:"since"`
}

func newOfferRow(o mediation.Offer) offerRow {
	return offerRow{
		Version: offerVersion, Source: o.Source, SourceID: o.SourceID,
		Kind: string(o.Kind), Name: o.Name, Operator: o.Operator, Pivot: o.Pivot, Typology: o.Typology, Description: o.Description,
		Address: newAddressRow(o.Address), Point: o.Point, Approximate: o.Approximate, Contact: newContactRow(o.Contact),
		Vehicle: o.Vehicle, Hours: o.Hours, HoursText: o.HoursText, Closures: convertAll(o.Closures, newClosureRow),
		Statements: o.Statements, Programmes: o.Programmes, Services: convertAll(o.Claims, newClaimRow), Met: convertOptional(o.Met, newMetRow), Labels: o.Labels,
		Audience: o.Audience, Care: o.Care, Fee: o.Fee, Access: o.Access, Support: o.Support,
		Booking: o.Booking, AccessibilityURL: o.AccessibilityURL,
		Updated: o.Updated, GoneSince: o.GoneSince, Corrected: convertAll(o.Corrected, newCorrectedRow),
	}
}

func (r *offerRow) offer() (o mediation.Offer, err error) {
	if err := knownVersion("offers", r.Version, offerVersion); err != nil {
		return o, err
	}
	o = mediation.Offer{
		Source: r.Source, SourceID: r.SourceID,
		Kind: mediation.Kind(r.Kind), Name: r.Name, Operator: r.Operator, Pivot: r.Pivot, Typology: r.Typology, Description: r.Description,
		Address: r.Address.address(), Point: r.Point, Approximate: r.Approximate, Contact: r.Contact.contact(),
		Vehicle: r.Vehicle, Hours: r.Hours, HoursText: r.HoursText, Closures: convertAll(r.Closures, closureRow.closure),
		Statements: r.Statements, Programmes: r.Programmes, Claims: convertAll(r.Services, claimRow.claim), Met: convertOptional(r.Met, metRow.met), Labels: r.Labels,
		Audience: r.Audience, Care: r.Care, Fee: r.Fee, Access: r.Access, Support: r.Support,
		Booking: r.Booking, AccessibilityURL: r.AccessibilityURL,
		Updated: r.Updated, GoneSince: r.GoneSince, Corrected: convertAll(r.Corrected, correctedRow.field),
	}
	return o, nil
}

func newAddressRow(a mediation.Address) addressRow {
	return addressRow{Street: a.Street, Complement: a.Complement, Postcode: a.Postcode, City: a.City, INSEE: a.INSEE}
}

func (r addressRow) address() mediation.Address {
	return mediation.Address{Street: r.Street, Complement: r.Complement, Postcode: r.Postcode, City: r.City, INSEE: r.INSEE}
}

func newContactRow(c mediation.Contact) contactRow {
	return contactRow{Phone: c.Phone, Mobile: c.Mobile, Email: c.Email, Website: c.Website}
}

func (r contactRow) contact() mediation.Contact {
	return mediation.Contact{Phone: r.Phone, Mobile: r.Mobile, Email: r.Email, Website: r.Website}
}

func newClaimRow(c mediation.Claim) claimRow { return claimRow{string(c.ID), string(c.Certainty)} }

func (r claimRow) claim() mediation.Claim {
	return mediation.Claim{ID: mediation.NeedID(r.ID), Certainty: mediation.Certainty(r.Certainty)}
}

func newMetRow(m mediation.NeedsMet) metRow {
	return metRow{convertAll(m.Needs, func(id mediation.NeedID) string { return string(id) }), m.Organisation, string(m.On)}
}

func (r metRow) met() mediation.NeedsMet {
	return mediation.NeedsMet{
		Needs: convertAll(r.Needs, func(id string) mediation.NeedID { return mediation.NeedID(id) }), Organisation: r.Organisation, On: mediation.Day(r.On),
	}
}

func newClosureRow(c mediation.Closure) closureRow {
	return closureRow{string(c.From), string(c.To), c.Reason}
}

func (r closureRow) closure() mediation.Closure {
	return mediation.Closure{From: mediation.Day(r.From), To: mediation.Day(r.To), Reason: r.Reason}
}

func newCorrectedRow(c mediation.CorrectedField) correctedRow {
	return correctedRow{Field: c.Field, Source: c.Source, Since: c.Since}
}

func (r correctedRow) field() mediation.CorrectedField {
	return mediation.CorrectedField{Field: r.Field, Source: r.Source, Since: r.Since}
}

// sourceRow describes, in import_runs.report, a source that an import declared.
type sourceRow struct {
	Name    string `json:"name"`
	Licence string `json:"licence"`
	URL     string `json:"url"`
}

func (r sourceRow) source() mediation.SourceInfo {
	return mediation.SourceInfo{Name: r.Name, Licence: r.Licence, URL: r.URL}
}
