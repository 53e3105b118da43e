package ogc

import (
	"github.com/labstack/echo/v4"

	"escale/internal/geojson"
	"escale/internal/mediation"
)

type landing struct {
	Title       string `json:"title"`
	Description string `json:"description"`
	Links       []link `json:"links"`
}

// landing answers GET /ogc.
func (o *OGC) landing(c echo.Context) error {
	m, err := o.plain(c)
	if err != nil {
		return err
	}
	base := o.base(c)
	return o.answer(c, m, htmlPage{"landing.html.tmpl", "Les données, par OGC API"}, jsonType, landing{
		Title: "Escale", Description: "L’aide numérique d’un département : lieux, bus, passages, communes.",
		Links: append(both(base, "Cette page"),
			link{base + "/api", "service-desc", openapiType, "La définition de l’API"},
			link{base + "/api?f=html", "service-doc", htmlType, "La documentation de l’API"},
			link{base + "/conformance", "conformance", jsonType, "Les classes de conformité"},
			link{base + "/collections", "data", jsonType, "Les collections"},
		),
	})
}

// both links a resource to itself and to its other representation.
func both(address, title string) []link {
	return []link{
		{address + "?f=json", "self", jsonType, title},
		{address + "?f=html", "alternate", htmlType, title + " (page)"},
	}
}

// classes are the conformance classes of OGC 17-069r4 that hold.
var classes = []string{
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
}

type conformance struct {
	ConformsTo []string `json:"conformsTo"`
	Links      []link   `json:"links"`
}

// conformance answers GET /ogc/conformance.
func (o *OGC) conformance(c echo.Context) error {
	m, err := o.plain(c)
	if err != nil {
		return err
	}
	return o.answer(c, m, htmlPage{"conformance.html.tmpl", "Conformité"}, jsonType, conformance{classes, both(o.base(c)+"/conformance", "Les classes de conformité")})
}

// crs84 is the default reference system: longitude and latitude on WGS 84.
const crs84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"

type collectionList struct {
	Links       []link           `json:"links"`
	Collections []collectionInfo `json:"collections"`
}

type collectionInfo struct {
	ID          string   `json:"id"`
	Title       string   `json:"title"`
	Description string   `json:"description"`
	Extent      extent   `json:"extent"`
	ItemType    string   `json:"itemType"`
	CRS         []string `json:"crs"`
	Links       []link   `json:"links"`
}

type extent struct {
	Spatial  spatial   `json:"spatial"`
	Temporal *temporal `json:"temporal,omitempty"`
}

type spatial struct {
	BBox [][4]float64 `json:"bbox"`
	CRS  string       `json:"crs"`
}

type temporal struct {
	Interval [][2]*string `json:"interval"`
	TRS      string       `json:"trs"`
}

// collections answers GET /ogc/collections.
func (o *OGC) collections(c echo.Context) error {
	m, err := o.plain(c)
	if err != nil {
		return err
	}
	list := collectionList{Links: both(o.base(c)+"/collections", "Les collections")}
	for _, l := range o.layers(m).list {
		list.Collections = append(list.Collections, l.info(o.base(c)))
	}
	return o.answer(c, m, htmlPage{"collections.html.tmpl", "Collections"}, jsonType, list)
}

// collection answers GET /ogc/collections/{id}.
func (o *OGC) collection(c echo.Context) error {
	m, err := o.plain(c)
	if err != nil {
		return err
	}
	l, err := o.layers(m).find(c.Param("id"))
	if err != nil {
		return err
	}
	return o.answer(c, m, htmlPage{"collection.html.tmpl", l.title}, jsonType, l.info(o.base(c)))
}

func (l *layer) info(base string) collectionInfo {
	address := base + "/collections/" + l.id
	return collectionInfo{
		ID: l.id, Title: l.title, Description: l.description, ItemType: "feature", CRS: []string{crs84},
		Extent: l.extent(),
		Links: append(both(address, l.title),
			link{address + "/items", "items", geojson.MediaType, l.title},
			link{address + "/items?f=html", "items", htmlType, l.title + " (page)"},
		),
	}
}

func (l *layer) extent() extent {
	box := l.bound
	e := extent{Spatial: spatial{[][4]float64{{box.Min[0], box.Min[1], box.Max[0], box.Max[1]}}, crs84}}
	if !l.from.IsZero() {
		from, to := instant(l.from), instant(l.to)
		e.Temporal = &temporal{[][2]*string{{&from, &to}}, "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"}
	}
	return e
}

func noCollection() error {
	return &mediation.Error{Kind: mediation.NotFound, Parameter: "id", Sentence: "Aucune collection ne porte ce nom : voyez /ogc/collections."}
}
