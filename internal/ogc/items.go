package ogc

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/geojson"
	"escale/internal/mediation"
	"escale/internal/web"
)

// featureType makes the member "type" of a collection a constant.
type collectionType struct{}

// MarshalText writes the constant.
func (collectionType) MarshalText() ([]byte, error) { return []byte("FeatureCollection"), nil }

type itemsPage struct {
	Type           collectionType                     `json:"type"`
	Title          string                             `json:"-"`
	Links          []link                             `json:"links"`
	TimeStamp      string                             `json:"timeStamp"`
	NumberMatched  int                                `json:"numberMatched"`
	NumberReturned int                                `json:"numberReturned"`
	Features       []geojson.Feature[json.RawMessage] `json:"features"`
	Next           string                             `json:"-"`
	Address        string                             `json:"-"`
}

// items answers GET /ogc/collections/{id}/items.
func (o *OGC) items(c echo.Context) error {
	m, err := o.moment()
	if err != nil {
		return err
	}
	q, err := readItems(web.NewQuery(c.QueryParams(), itemsNames...), m.Zone())
	if err != nil {
		return err
	}
	// A page asked for by its link comes from the snapshot of the first page
	// as long as that is kept; later on, what follows is still in order.
	if s := o.data.Version(q.cursor.Version); q.cursor.Version != "" && s != nil {
		m = s.At(o.opts.Now())
	}
	l, err := o.layers(m).find(c.Param("id"))
	if err != nil {
		return err
	}
	page := o.page(c, m, l, q)
	return o.answer(c, m, htmlPage{"items.html.tmpl", l.title + " : tous"}, geojson.MediaType, page)
}

func (o *OGC) page(c echo.Context, m *catalog.Moment, l *layer, q query) itemsPage {
	address := o.base(c) + "/collections/" + l.id + "/items"
	page := itemsPage{
		Title: l.title, Address: address, TimeStamp: o.opts.Now().UTC().Format(time.RFC3339),
		Features: []geojson.Feature[json.RawMessage]{},
		Links: []link{
			{withParameter(address, c.QueryParams(), "f", "json"), "self", geojson.MediaType, l.title},
			{withParameter(address, c.QueryParams(), "f", "html"), "alternate", htmlType, l.title + " (page)"},
			{o.base(c) + "/collections/" + l.id, "collection", jsonType, l.title},
		},
	}
	for i := range l.features {
		f := &l.features[i]
		if !q.matches(f) {
			continue
		}
		page.NumberMatched++
		switch {
		case f.id <= q.cursor.After:
		case page.NumberReturned < q.limit:
			page.NumberReturned++
			page.Features = append(page.Features, f.body)
		case page.Next == "":
			m.Link()
			last := page.Features[len(page.Features)-1].ID
			page.Next = withParameter(address, c.QueryParams(), "cursor", cursor{m.Version, last}.String())
			page.Links = append(page.Links, link{page.Next, "next", geojson.MediaType, "La suite"})
		}
	}
	return page
}

func withParameter(address string, query url.Values, name, value string) string {
	next := url.Values{}
	for n, v := range query {
		next[n] = v
	}
	next.Set(name, value)
	return address + "?" + next.Encode()
}

type itemPage struct {
	geojson.Feature[json.RawMessage]
	Links []link `json:"links"`
	Title string `json:"-"`
}

// item answers GET /ogc/collections/{id}/items/{fid}.
func (o *OGC) item(c echo.Context) error {
	m, err := o.plain(c)
	if err != nil {
		return err
	}
	l, err := o.layers(m).find(c.Param("id"))
	if err != nil {
		return err
	}
	fid := c.Param("fid")
	i := sort.Search(len(l.features), func(i int) bool { return l.features[i].id >= fid })
	if i == len(l.features) || l.features[i].id != fid {
		return &mediation.Error{Kind: mediation.NotFound, Parameter: "fid", Sentence: "Aucun objet de cette collection ne porte cet identifiant."}
	}
	address := o.base(c) + "/collections/" + l.id
	links := both(address+"/items/"+fid, l.title)
	links[0].Type = geojson.MediaType
	return o.answer(c, m, htmlPage{"item.html.tmpl", l.title + " : " + fid}, geojson.MediaType, itemPage{
		l.features[i].body, append(links, link{address, "collection", jsonType, l.title}), l.title,
	})
}

// cursor says after which feature the next page begins, and on which snapshot.
type cursor struct{ Version, After string }

func (cur cursor) String() string {
	return base64.RawURLEncoding.EncodeToString([]byte(cur.Version + "\n" + cur.After))
}

func parseCursor(text string) (cur cursor, ok bool) {
	decoded, err := base64.RawURLEncoding.DecodeString(text)
	version, after, found := strings.Cut(string(decoded), "\n")
	return cursor{version, after}, err == nil && found && version != "" && after != ""
}

// Properties lists what a feature says, for a page.
func (p itemPage) Properties() []property { return propertiesOf(p.Feature.Properties) }

type property struct{ Name, Value string }

func propertiesOf(raw json.RawMessage) []property {
	var values map[string]any
	if err := json.Unmarshal(raw, &values); err != nil {
		return nil
	}
	var list []property
	for name, value := range values {
		text := ""
		switch v := value.(type) {
		case string:
			text = v
		case float64:
			text = strconv.FormatFloat(v, 'f', -1, 64)
		}
		if text != "" {
			list = append(list, property{name, text})
		}
	}
	sort.Slice(list, func(i, j int) bool { return list[i].Name < list[j].Name })
	return list
}

// Rows names each feature of a page, for a table.
func (p itemsPage) Rows() []property {
	rows := make([]property, len(p.Features))
	for i, f := range p.Features {
		var named struct{ Name, Start, City string }
		_ = json.Unmarshal(f.Properties, &named) // written by this package
		rows[i] = property{f.ID, strings.Join(strings.Fields(named.Start+" "+named.Name+" "+named.City), " ")}
	}
	return rows
}
