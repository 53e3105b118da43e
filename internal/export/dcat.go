package export

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"escale/internal/mediation"
	"escale/internal/web"
)

// cataloguePath describes the data to catalogues such as data.gouv.fr: DCAT,
// version 2 (https://www.w3.org/TR/vocab-dcat-2/), written as JSON-LD.
const cataloguePath = root + "catalogue.jsonld"

const linkedData = "application/ld+json"

// node is one thing that JSON-LD speaks of; keys are names of vocabularies.
type node map[string]any

var vocabularies = node{
	"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/", "foaf": "http://xmlns.com/foaf/0.1/",
	"xsd": "http://www.w3.org/2001/XMLSchema#",
}

// licences are the addresses of the licences that sources name.
var licences = map[string]string{
	"Licence Ouverte 2.0": "https://www.etalab.gouv.fr/wp-content/uploads/2017/04/ETALAB-Licence-Ouverte-v2.0.pdf",
}

// catalogue answers the description of all the files and services.
func (x *Export) catalogue(c echo.Context) error {
	s, err := x.data.Current()
	if err != nil {
		return err
	}
	if err := web.NewQuery(c.QueryParams()).Err(); err != nil {
		return err
	}
	base := web.Origin(c, x.opts.BaseURL)
	stamp := web.NewStamp(x.data.Age(), s.Version, x.opts.Build)
	if done, err := web.Fresh(c, stamp); done || err != nil {
		return err
	}
	m := s.At(x.opts.Now())
	records, err := x.prepare(m)
	if err != nil {
		return err
	}
	packed, err := x.described.Get(stamp.Tag+" "+base, func() ([]byte, error) {
		return json.MarshalIndent(x.describeAll(base, content{moment: m, sources: x.opts.Sources, prepared: records}), "", " ")
	})
	if err != nil {
		return err
	}
	return packed.Send(c, linkedData)
}

// spatial is the département, or the list of several.
func spatial(area mediation.Area) any {
	var list []node
	for _, code := range area.Departements() {
		list = append(list, link("http://id.insee.fr/geo/departement/"+code))
	}
	if len(list) == 1 {
		return list[0]
	}
	return list
}

// named says which départements the data are of.
func named(area mediation.Area) string {
	if area.Several() {
		return "départements " + strings.Join(area.Departements(), ", ")
	}
	return "département " + string(area)
}

func (x *Export) describeAll(base string, c content) node {
	modified := node{"@type": "xsd:dateTime", "@value": c.moment.Changed.UTC().Format(time.RFC3339)}
	about := func(fragment, title, description string, files ...*file) node {
		return node{
			"@id": base + cataloguePath + "#" + fragment, "@type": "dcat:Dataset",
			"dct:title": french(title), "dct:description": french(description), "dct:modified": modified,
			"dct:spatial": spatial(c.moment.Territory.Area), "dct:license": x.licence(c),
			"dct:provenance": x.provenance(c), "dcat:keyword": []node{french("médiation numérique"), french("inclusion numérique")},
			"dcat:distribution": distributions(base, files),
		}
	}
	return node{
		"@context": vocabularies, "@id": base + cataloguePath, "@type": "dcat:Catalog",
		"dct:title": french("L’aide numérique, " + named(c.moment.Territory.Area)), "dct:language": "fr", "dct:modified": modified,
		"foaf:homepage": link(base + "/"),
		"dcat:dataset": []node{
			about("lieux", "Lieux d’aide numérique", "Qui aide, où, quand et pour quelles démarches. CSV et JSON dans le schéma national des lieux de médiation numérique.", x.named("lieux.")...),
			about("passages", "Passages du bus numérique", "Les passages à venir, leur lieu, leur heure et ce qu’ils deviennent.", x.named("passages.")...),
		},
		"dcat:service": []node{
			service(base, "API des lieux", "/api/v1", "/openapi.json", "https://spec.openapis.org/oas/v3.1.0"),
			service(base, "OGC API – Features", "/ogc", "/ogc/api", "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core"),
		},
	}
}

// named returns the files whose names begin so.
func (x *Export) named(prefix string) []*file {
	return slices.DeleteFunc(slices.Clone(x.files), func(f *file) bool { return !strings.HasPrefix(f.name, prefix) })
}

func french(text string) node { return node{"@language": "fr", "@value": text} }

func link(address string) node { return node{"@id": address} }

func distributions(base string, files []*file) []node {
	list := make([]node, len(files))
	for i, f := range files {
		address := base + root + f.name
		list[i] = node{
			"@type": "dcat:Distribution", "dct:title": french(f.name), "dcat:accessURL": link(address), "dcat:downloadURL": link(address),
			"dcat:mediaType": link("http://www.iana.org/assignments/media-types/" + strings.TrimSpace(strings.Split(f.mediaType, ";")[0])),
		}
	}
	return list
}

func service(base, title, endpoint, description, conformsTo string) node {
	return node{
		"@id": base + endpoint, "@type": "dcat:DataService", "dct:title": french(title), "dcat:endpointURL": link(base + endpoint),
		"dcat:endpointDescription": link(base + description), "dct:conformsTo": link(conformsTo),
	}
}

// licence is that of the sources when they share one; otherwise each row's own
// is in the notice.
func (x *Export) licence(c content) node {
	names := map[string]bool{}
	for _, r := range c.records() {
		names[r.source.Licence] = true
	}
	if len(names) == 1 {
		for name := range names {
			return link(cmp.Or(licences[name], noticePath))
		}
	}
	return link(noticePath)
}

// provenance names the sources of the rows.
func (x *Export) provenance(c content) []node {
	seen := map[string]bool{}
	var list []node
	for _, r := range c.records() {
		if seen[r.offer.Source] {
			continue
		}
		seen[r.offer.Source] = true
		list = append(list, node{"@type": "dct:ProvenanceStatement", "dct:title": french(r.source.Name + " (" + r.source.Licence + ")")})
	}
	return list
}
