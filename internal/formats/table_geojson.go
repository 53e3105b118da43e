package formats

import (
	"bytes"
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strings"

	"escale/internal/mediation"
)

// mapFeature is a place of a GeoJSON file.
type mapFeature struct {
	ID         json.RawMessage `json:"id"`
	Properties json.RawMessage `json:"properties"`
	Geometry   *struct {
		Type        string          `json:"type"`
		Coordinates json.RawMessage `json:"coordinates"`
	} `json:"geometry"`
}

// eachFeature gives the features of a GeoJSON file, or of the layers of a map of uMap,
// to use as rows: their properties, and their points as latitude and longitude.
func eachFeature(content []byte, l *layout, use func(row) error) ([]string, error) {
	var file struct {
		Features boundedList[json.RawMessage] `json:"features"`
		Layers   boundedList[struct {
			Features boundedList[json.RawMessage] `json:"features"`
		}] `json:"layers"`
	}
	if err := json.Unmarshal(content, &file); err != nil {
		if _, ours := errors.AsType[*mediation.Error](err); ours {
			return nil, err
		}
		e := fault("Le JSON est abîmé ou coupé.")
		e.Cause = err
		return nil, e
	}
	for _, layer := range file.Layers {
		file.Features = append(file.Features, layer.Features...)
	}
	if file.Features == nil {
		return nil, fault("Le JSON doit être un tableau d'objets, [{…}, {…}], ou un GeoJSON (FeatureCollection).")
	}
	var objects bytes.Buffer
	objects.WriteByte('[')
	for i, raw := range file.Features {
		if i > 0 {
			objects.WriteByte(',')
		}
		objects.Write(flatFeature(raw))
	}
	objects.WriteByte(']')
	return eachJSON(objects.Bytes(), l, use)
}

// flatFeature writes a feature as an object of plain members; what is no feature stays
// as it is, and is told as any odd value.
func flatFeature(raw json.RawMessage) []byte {
	var f mapFeature
	if json.Unmarshal(raw, &f) != nil || len(f.Properties) == 0 || f.Properties[0] != '{' {
		return raw
	}
	names, values, err := members(f.Properties)
	if err != nil {
		return raw
	}
	var o object
	for i, name := range names {
		if !strings.HasPrefix(name, "_umap") {
			o.add(name, values[i])
		}
	}
	if len(f.ID) > 0 {
		o.addNew("id", cellOf(f.ID))
	}
	if f.Geometry != nil {
		if lon, lat, ok := middle(f.Geometry.Coordinates); ok {
			o.addNew("latitude", lat)
			o.addNew("longitude", lon)
		}
	}
	for _, name := range []string{"description", "Description"} {
		if text := o.value(name); text != "" {
			o.addDescribed(text)
		}
	}
	return o.json()
}

// object is a JSON object in the making, its members in order.
type object struct{ names, values []string }

func (o *object) add(name, value string) {
	o.names, o.values = append(o.names, name), append(o.values, value)
}

// addNew adds a member that the object does not have, by any case.
func (o *object) addNew(name, value string) {
	if value != "" && !slices.ContainsFunc(o.names, func(n string) bool { return fold(n) == name }) {
		o.add(name, value)
	}
}

func (o *object) value(name string) string {
	if i := slices.Index(o.names, name); i >= 0 {
		return o.values[i]
	}
	return ""
}

func (o *object) json() []byte {
	var b bytes.Buffer
	b.WriteByte('{')
	for i := range o.names {
		if i > 0 {
			b.WriteByte(',')
		}
		name, _ := json.Marshal(o.names[i]) // texts always can be written
		value, _ := json.Marshal(o.values[i])
		b.Write(name)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes()
}

// middle is the point of a geometry, or the middle of its box; digits stay as written.
func middle(coordinates json.RawMessage) (lon, lat string, ok bool) {
	var point []json.Number
	if json.Unmarshal(coordinates, &point) == nil && len(point) >= 2 {
		return point[0].String(), point[1].String(), true
	}
	var deep any
	if json.Unmarshal(coordinates, &deep) != nil {
		return "", "", false
	}
	var box []float64 // west, south, east, north
	widen(deep, &box)
	if len(box) < 4 {
		return "", "", false
	}
	return degrees((box[0] + box[2]) / 2), degrees((box[1] + box[3]) / 2), true
}

func widen(value any, box *[]float64) {
	list, _ := value.([]any)
	if len(list) >= 2 {
		x, isX := list[0].(float64)
		y, isY := list[1].(float64)
		if isX && isY {
			if len(*box) == 0 {
				*box = []float64{x, y, x, y}
			}
			b := *box
			b[0], b[1], b[2], b[3] = min(b[0], x), min(b[1], y), max(b[2], x), max(b[3], y)
			return
		}
	}
	for _, item := range list {
		widen(item, box)
	}
}

// What the description of a map that people drew by hand holds.
var (
	mapMarks     = strings.NewReplacer("**", "", "__", "", "[[", " ", "]]", " ", "{{", " ", "}}", " ")
	describedAt  = regexp.MustCompile(`^(.*?)[\s,;–-]*\b(\d{5})\s+(\p{L}[\p{L}'’ -]*\p{L})`)
	describedURL = regexp.MustCompile(`(?i)\b(?:https?://|www\.)[^\s|<>"]+`)
	describedBy  = regexp.MustCompile(`[^\s|<>"(]+@[^\s|<>")]+\.\p{L}+`)
	addressLabel = regexp.MustCompile(`(?i)^(?:adresse|lieu)\s*:\s*`)
	hoursLabel   = regexp.MustCompile(`(?i)^(?:horaires?(?:\s+d['’]ouverture)?|ouverture|ouvert)\s*:?\s*`)
)

// addDescribed adds what a description says of an address, a telephone, an e-mail, a web
// address and hours, each under the standard's name unless there is such a member.
func (o *object) addDescribed(text string) {
	text = mapMarks.Replace(plainText(text))
	var hours []string
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimSpace(line)
		if m := describedAt.FindStringSubmatch(line); m != nil && len(phonesIn(line)) == 0 {
			o.addNew("adresse", strings.Trim(addressLabel.ReplaceAllString(m[1], ""), " ,;–-"))
			o.addNew("code_postal", m[2])
			o.addNew("commune", m[3])
		}
		if dayWord.MatchString(line) && strings.ContainsAny(line, "0123456789") {
			hours = append(hours, hoursLabel.ReplaceAllString(line, ""))
		}
	}
	if phones := phonesIn(text); len(phones) > 0 {
		o.addNew("telephone", phones[0])
	}
	o.addNew("courriels", describedBy.FindString(text))
	o.addNew("site_web", strings.TrimRight(describedURL.FindString(text), ".,;)"))
	o.addNew("horaires", strings.Join(hours, "\n"))
}
