package site

import (
	"html/template"
	"net/url"
	"strings"
	"time"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
)

// shareLinks hand a place on: by SMS and by e-mail, from the reader's own
// device. Nothing goes through the server.
type shareLinks struct {
	SMS   template.URL
	Email template.URL
}

// newShareLinks says what one needs to go there; what is read tomorrow gives
// the date in full.
func newShareLinks(l *language.Language, p mediation.Place, next *mediation.Visit, address string) shareLinks {
	lines := []string{p.Name, strings.TrimSpace(p.Address.Street + ", " + p.Address.Postcode + " " + p.Address.City)}
	if next != nil {
		lines = append(lines, l.Say("Le bus passe %s à %s, jusqu’à %s", hours.DayIn(l, next.Start), hours.TimeIn(l, next.Start), hours.TimeIn(l, next.End)))
	}
	if phone := p.Contact().Phone; phone != "" {
		lines = append(lines, l.Say("Téléphone : %s", mediation.PhoneText(phone)))
	}
	body := escaped(strings.Join(append(lines, address), "\n"))
	return shareLinks{ //nolint:gosec // every part is escaped
		// iOS wants "&", others "?": both read this.
		SMS:   template.URL("sms:?&body=" + body),
		Email: template.URL("mailto:?subject=" + escaped(p.Name) + "&body=" + body),
	}
}

// escaped writes a text in a mailto: address (RFC 6068), where "+" is no space.
func escaped(text string) string { return strings.ReplaceAll(url.QueryEscape(text), "+", "%20") }

// civicPlace is a place in the words of https://schema.org/CivicStructure.
type civicPlace struct {
	Context   string         `json:"@context"`
	Type      string         `json:"@type"`
	Name      string         `json:"name"`
	URL       string         `json:"url"`
	Telephone string         `json:"telephone,omitempty"`
	Address   civicAddress   `json:"address"`
	Geo       geoCoordinates `json:"geo"`
	Opening   []openingHours `json:"openingHoursSpecification,omitempty"`
}

type civicAddress struct {
	eventAddress
	PostalCode string `json:"postalCode,omitempty"`
}

type geoCoordinates struct {
	Type      string  `json:"@type"`
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
}

// openingHours holds for the days from ValidFrom through ValidThrough only.
type openingHours struct {
	Type         string `json:"@type"`
	Opens        string `json:"opens"`
	Closes       string `json:"closes"`
	ValidFrom    string `json:"validFrom"`
	ValidThrough string `json:"validThrough"`
}

func newCivicPlace(m *catalog.Moment, place int, address string) civicPlace {
	p := m.Places[place]
	c := civicPlace{
		Context: "https://schema.org", Type: "CivicStructure", Name: p.Name, URL: address, Telephone: p.Contact().Phone,
		Address: civicAddress{eventAddress{"PostalAddress", p.Address.Street, p.Address.City, "FR"}, p.Address.Postcode},
		Geo:     geoCoordinates{"GeoCoordinates", p.Point.Lat(), p.Point.Lon()},
	}
	for offer := range p.Offers {
		for _, day := range m.Week(place, offer) {
			for _, span := range day.Slots {
				if span.Unsure {
					continue
				}
				c.Opening = append(c.Opening, openingHours{
					"OpeningHoursSpecification", hours.Local(span.Start).Format("15:04"), endClock(span.End),
					machineDay(day.Day), machineDay(day.Day),
				})
			}
		}
	}
	return c
}

// endClock writes midnight at the end of a day as schema.org does.
func endClock(t time.Time) string {
	if text := hours.Local(t).Format("15:04"); text != "00:00" {
		return text
	}
	return "23:59"
}
