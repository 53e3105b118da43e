package export

import (
	"bytes"
	"cmp"
	"encoding/json"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"escale/internal/formats"
	"escale/internal/geojson"
	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
)

// column is one column of the table for people, and one property of the
// GeoJSON features.
type column struct {
	property, title string
	text            func(r record) string
}

var columns = []column{
	{"lieu", "Lieu", func(r record) string { return r.at().Name }},
	{"type", "Type d’offre", func(r record) string { return r.offer.Kind.Label() }},
	{"nom", "Nom de l’offre", func(r record) string { return r.offer.Name }},
	{"organisme", "Organisme", func(r record) string { return r.offer.Operator }},
	{"adresse", "Adresse", func(r record) string { return cmp.Or(r.offer.Address.Street, r.at().Address.Street) }},
	{"complement", "Complément d’adresse", func(r record) string { return r.offer.Address.Complement }},
	{"code_postal", "Code postal", func(r record) string { return cmp.Or(r.offer.Address.Postcode, r.at().Address.Postcode) }},
	{"commune", "Commune", func(r record) string { return cmp.Or(r.offer.Address.City, r.at().Address.City) }},
	{"code_insee", "Code INSEE", func(r record) string { return r.at().Address.INSEE }},
	{"intercommunalite", "Intercommunalité", record.epci},
	{"telephone", "Téléphone", func(r record) string { return mediation.PhoneText(r.offer.Contact.Phone) }},
	{"courriel", "Courriel", func(r record) string { return r.offer.Contact.Email }},
	{"site_web", "Site web", func(r record) string { return r.offer.Contact.Website }},
	{"horaires", "Horaires", record.hours},
	{"passages", "Passages du bus", record.stops},
	{"aide", "Aide proposée", func(r record) string { return r.needs(true) }},
	{"aide_a_confirmer", "Aide à confirmer par téléphone", func(r record) string { return r.needs(false) }},
	{"services_nationaux", "Services du standard national", func(r record) string { return spaced(r.row["services"]) }},
	{"tarif", "Tarif", func(r record) string { return spaced(r.row["frais_a_charge"]) }},
	{"acces", "Pour venir", func(r record) string { return spaced(r.row["modalites_acces"]) }},
	{"accompagnement", "Accompagnement", func(r record) string { return spaced(r.row["modalites_accompagnement"]) }},
	{"publics", "Publics visés", func(r record) string { return spaced(r.row["publics_specifiquement_adresses"]) }},
	{"prise_en_charge", "Situations prises en charge", func(r record) string { return spaced(r.row["prise_en_charge_specifique"]) }},
	{"labels", "Labels et dispositifs", record.labels},
	{"presentation", "Présentation", func(r record) string { return r.offer.Description }},
	{"rendez_vous", "Prendre rendez-vous en ligne", func(r record) string { return r.offer.Booking }},
	{"accessibilite", "Fiche Acceslibre", func(r record) string { return r.offer.AccessibilityURL }},
	{"siret", "SIRET ou RNA", func(r record) string { return r.offer.Pivot }},
	{"latitude", "Latitude", func(r record) string { return r.row["latitude"] }},
	{"longitude", "Longitude", func(r record) string { return r.row["longitude"] }},
	{"mise_a_jour", "Mis à jour le", record.updated},
	{"source", "Source", func(r record) string { return r.source.Name }},
	{"licence", "Licence", func(r record) string { return r.source.Licence }},
	{"identifiant", "Identifiant", func(r record) string { return r.offer.Key() }},
	{"ecarte_du_standard", "Écarté des fichiers du standard", record.reasons},
}

func (r record) at() mediation.Place { return r.moment.Places[r.place] }

func (r record) epci() string {
	commune, err := r.moment.Commune(r.at().Address.INSEE)
	if err != nil {
		return ""
	}
	epci, _ := r.moment.EPCI(commune.EPCI)
	return epci.Name
}

// hours are those of a counter; a van is nowhere at hours of the week.
func (r record) hours() string {
	if r.offer.Mobile() {
		return ""
	}
	return strings.Join(r.moment.HoursText(language.French, r.place, r.index), " ; ")
}

func (r record) stops() string {
	var rules []string
	for _, stop := range r.moment.StopsAt(r.place, r.index) {
		rule := stop.Rule
		if stop.From != "" && stop.To != "" {
			rule += ", de " + stop.From + " à " + stop.To
		}
		rules = append(rules, rule)
	}
	return strings.Join(rules, " ; ")
}

// needs lists what the offer helps with, surely or perhaps.
func (r record) needs(sure bool) string {
	var labels []string
	for _, claim := range r.offer.Claims {
		if need, ok := r.moment.Needs.Find(claim.ID); ok && claim.Certainty.Confirmed() == sure {
			labels = append(labels, need.Label)
		}
	}
	return strings.Join(labels, " ; ")
}

func (r record) labels() string {
	var labels []string
	for _, slug := range r.offer.Programmes {
		labels = append(labels, mediation.Programmes.Label(slug))
	}
	return strings.Join(append(labels, r.offer.Labels...), " ; ")
}

func (r record) updated() string {
	if r.offer.Updated.IsZero() {
		return ""
	}
	return r.offer.Updated.Format("02/01/2006")
}

func (r record) reasons() string {
	var reasons []string
	for _, p := range r.problems {
		if p.Fatal {
			reasons = append(reasons, p.Column+" : "+p.Message)
		}
	}
	return strings.Join(reasons, " ")
}

// spaced writes a list of the standard for people.
func spaced(cell string) string { return strings.ReplaceAll(cell, "|", " ; ") }

// workbook writes the table for people, and a sheet that says what it is.
func workbook(c content) ([]byte, error) {
	header := make([]string, len(columns))
	for i, column := range columns {
		header[i] = column.title
	}
	var written []formats.WrittenRow
	for _, r := range c.records() {
		written = append(written, r.written)
	}
	var b bytes.Buffer
	err := formats.WriteWorkbook(&b, []formats.Sheet{{Name: "Lieux", Rows: [][]string{header}, Written: written}, {Name: "À savoir", Rows: [][]string{
		{"Les lieux où trouver une aide au numérique"},
		{"Une ligne par offre : un lieu peut en avoir plusieurs."},
		{"Données du " + hours.Local(c.moment.Changed).Format("02/01/2006") + "."},
		{"Chaque ligne dit sa source et la licence de cette source : citez-les si vous réutilisez les données."},
		{"« Aide à confirmer par téléphone » : la source ne le dit pas avec précision, appelez avant de venir."},
	}}})
	return b.Bytes(), err
}

// features writes one feature per offer, where its place is.
func features(c content) ([]byte, error) {
	records, size := c.records(), 200 // bytes around the features
	for _, r := range records {
		size += len(r.feature) + 1
	}
	b := append(make([]byte, 0, size), `{"type":"FeatureCollection","timeStamp":"`+c.moment.Changed.UTC().Format(time.RFC3339)+`","features":[`...)
	for i, r := range records {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, r.feature...)
	}
	return append(b, "]}"...), nil
}

// writeFeature writes the columns as properties, in order; an empty one is
// left out.
func (r record) writeFeature() ([]byte, error) {
	geometry, err := geojson.Geometry{Value: r.point()}.MarshalJSON()
	if err != nil {
		return nil, err
	}
	b := append([]byte(`{"type":"Feature","id":"`+mediation.NewPlaceID(r.offer.Source, r.offer.SourceID)+`","geometry":`), geometry...)
	b = append(b, `,"properties":{`...)
	first := true
	for i, column := range columns {
		if r.cells[i] == "" {
			continue
		}
		value, err := json.Marshal(r.cells[i])
		if err != nil {
			return nil, err
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		b = append(append(b, `"`+column.property+`":`...), value...)
	}
	return append(b, "}}"...), nil
}

// point is the offer's own, or else its place's.
func (r record) point() orb.Point {
	if r.offer.Point != nil {
		return *r.offer.Point
	}
	return r.at().Point
}
