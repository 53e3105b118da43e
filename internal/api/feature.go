package api

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"escale/internal/catalog"
	"escale/internal/geojson"
	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
)

// The properties of a place, in the order in which they are written; what is
// empty is left out. `open`, `next_visit` and `distance` follow, because they
// change with the moment and the request.
type placeProperties struct {
	Name       string           `json:"name"`
	Slug       string           `json:"slug"`
	Kinds      []mediation.Kind `json:"kinds"`
	Address    string           `json:"address"`
	Complement string           `json:"complement,omitempty"`
	Postcode   string           `json:"postcode"`
	City       string           `json:"city"`
	INSEE      string           `json:"insee"`
	// Approximate is true when the point is only the centre of the commune.
	Approximate bool              `json:"approximate,omitempty"`
	Phone       string            `json:"phone,omitempty"`
	Email       string            `json:"email,omitempty"`
	Website     string            `json:"website,omitempty"`
	Offers      []offerProperties `json:"offers"`
}

type offerProperties struct {
	Kind          mediation.Kind   `json:"kind"`
	Name          string           `json:"name"`
	Operator      string           `json:"operator,omitempty"`
	Description   string           `json:"description,omitempty"`
	Services      servicesByHow    `json:"services,omitzero"`
	Hours         string           `json:"hours,omitempty"`
	HoursText     []string         `json:"hours_text,omitempty"`
	Stops         []stopProperties `json:"stops,omitempty"` // of a van
	Fee           []string         `json:"fee,omitempty"`
	Access        []string         `json:"access,omitempty"`
	Support       []string         `json:"support,omitempty"`
	Audience      []string         `json:"audience,omitempty"`
	Care          []string         `json:"care,omitempty"`
	Programmes    []string         `json:"programmes,omitempty"`
	Booking       string           `json:"booking,omitempty"`
	Accessibility string           `json:"accessibility,omitempty"`
	Phone         string           `json:"phone,omitempty"`
	Mobile        string           `json:"mobile,omitempty"`
	Email         string           `json:"email,omitempty"`
	Website       string           `json:"website,omitempty"`
	// Source is an id of the member sources of the answer.
	Source    string `json:"source"`
	RecordID  string `json:"record_id"`
	Updated   string `json:"updated,omitempty"`
	GoneSince string `json:"gone_since,omitempty"`
	// Closures are days on which it is closed, whatever its hours.
	Closures []closureProperties `json:"closures,omitempty"`
	// Corrected lists what people here tell otherwise than the source.
	Corrected []correctedProperties `json:"corrected,omitempty"`
}

// closureProperties are some days on which an offer is closed.
type closureProperties struct {
	From   string `json:"from"`
	To     string `json:"to"`
	Reason string `json:"reason,omitempty"`
}

// correctedProperties tell a field that is corrected, with what the source says.
type correctedProperties struct {
	Field  string `json:"field"`
	Source string `json:"source"`
	Since  string `json:"since"`
}

// appendOpen writes whether it is open. It is written for every place whenever
// one opens or closes, so by hand: until and next are RFC 3339 with their
// offset, null when nothing is known or in sight.
func appendOpen(b []byte, s catalog.OpenState, l *language.Language) []byte {
	b = strconv.AppendBool(append(b, `{"now":`...), s.Open)
	b = appendInstant(append(b, `,"until":`...), s.Until)
	b = appendInstant(append(b, `,"next":`...), s.Next)
	return append(append(append(b, `,"text":`...), quoted(s.Text(l))...), '}')
}

func appendInstant(b []byte, t time.Time) []byte {
	if t.IsZero() {
		return append(b, "null"...)
	}
	return append(hours.Local(t).AppendFormat(append(b, '"'), time.RFC3339), '"')
}

func instant(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	text := hours.Local(t).Format(time.RFC3339)
	return &text
}

func newPlace(p mediation.Place, offers []offerProperties) geojson.Feature[placeProperties] {
	contact := p.Contact()
	return geojson.Feature[placeProperties]{
		ID: p.ID, Geometry: geojson.Geometry{Value: p.Point},
		Properties: placeProperties{
			Name: p.Name, Slug: p.Slug(), Kinds: p.Kinds(),
			Address: p.Address.Street, Complement: p.Address.Complement, Postcode: p.Address.Postcode,
			City: p.Address.City, INSEE: p.Address.INSEE, Approximate: p.Approximate(),
			Phone: contact.Phone, Email: contact.Email, Website: contact.Website,
			Offers: offers,
		},
	}
}

// newOffers describes the offers of a place.
func newOffers(s *catalog.Snapshot, place int) []offerProperties {
	offers := make([]offerProperties, len(s.Places[place].Offers))
	for j, o := range s.Places[place].Offers {
		offers[j] = newOffer(o, s.HoursText(language.French, place, j))
		if o.Mobile() {
			offers[j].Hours, offers[j].Stops = "", newStops(s, s.StopsAt(place, j))
		}
	}
	return offers
}

func newOffer(o mediation.Offer, text []string) offerProperties {
	out := offerProperties{
		Kind: o.Kind, Name: o.Name, Operator: o.Operator, Description: o.Description,
		Services: newServicesByHow(o.Claims), Hours: o.Hours, HoursText: text,
		Fee: o.Fee, Access: o.Access, Support: o.Support, Audience: o.Audience, Care: o.Care,
		Programmes: o.Programmes, Booking: o.Booking, Accessibility: o.AccessibilityURL,
		Phone: o.Contact.Phone, Mobile: o.Contact.Mobile, Email: o.Contact.Email, Website: o.Contact.Website, Source: o.Source, RecordID: o.SourceID,
	}
	if !o.Updated.IsZero() {
		out.Updated = o.Updated.Format(time.DateOnly)
	}
	if !o.GoneSince.IsZero() {
		out.GoneSince = hours.Local(o.GoneSince).Format(time.DateOnly)
	}
	for _, c := range o.Closures {
		out.Closures = append(out.Closures, closureProperties{string(c.From), string(c.To), c.Reason})
	}
	for _, c := range o.Corrected {
		out.Corrected = append(out.Corrected, correctedProperties{c.Field, c.Source, hours.Local(c.Since).Format(time.DateOnly)})
	}
	return out
}

// list is never null in JSON.
func list[T any](l []T) []T {
	if l == nil {
		return []T{}
	}
	return l
}

// encode writes a value as one line, with "<" and "&" as they are: answers
// are never read as HTML.
func encode(value any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	return bytes.TrimRight(b.Bytes(), "\n"), err
}

// quoted writes a text as JSON.
func quoted(text string) []byte {
	b, _ := jsontext.AppendQuote(nil, text) // what is not UTF-8 is replaced, and an error all the same
	return b
}

// open cuts a feature before the closing braces of its properties and itself,
// so that changing properties can be added.
func open(feature []byte) []byte { return slices.Clip(feature[:len(feature)-len("}}")]) }
