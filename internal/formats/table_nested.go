package formats

import (
	"encoding/json"
	"strings"
)

// Some services put an address, a number or hours as JSON into one cell. A layout
// unfolds them into columns of its own, so that the rest reads them as of any file.

// cellList is columns by name, in order.
type cellList struct{ names, values []string }

func (c *cellList) add(name, value string) {
	if value != "" {
		c.names, c.values = append(c.names, name), append(c.values, value)
	}
}

// nested reads a cell of JSON; ok is false when it is none of that shape.
func nested[T any](cell string) (value T, ok bool) {
	cell = strings.TrimSpace(cell)
	if !strings.HasPrefix(cell, "{") && !strings.HasPrefix(cell, "[") {
		return value, false
	}
	return value, json.Unmarshal([]byte(cell), &value) == nil
}

// nationalAddress is the address of a record of the national map's service.
type nationalAddress struct {
	Number   jsonText `json:"numero_voie"`
	Repeat   jsonText `json:"repetition"`
	Street   jsonText `json:"nom_voie"`
	More     jsonText `json:"complement_adresse"`
	Postcode jsonText `json:"code_postal"`
	INSEE    jsonText `json:"code_insee"`
	City     jsonText `json:"commune"`
}

// jsonText is a text, or a number digit for digit.
type jsonText string

func (t *jsonText) UnmarshalJSON(value []byte) error {
	*t = jsonText(cellOf(value))
	return nil
}

// unfoldStandard takes the national map's nested address apart.
func unfoldStandard(name, value string) (c cellList) {
	address, ok := nested[nationalAddress](value)
	if fold(name) != "adresse" || !ok {
		c.add(name, value)
		return c
	}
	c.add("adresse", join(" ", string(address.Number), string(address.Repeat), string(address.Street)))
	c.add("complement_adresse", string(address.More))
	c.add("code_postal", string(address.Postcode))
	c.add("code_insee", string(address.INSEE))
	c.add("commune", string(address.City))
	return c
}

// join puts a sign between texts that are not empty.
func join(sign string, texts ...string) string {
	var list []string
	for _, text := range texts {
		if text = strings.TrimSpace(text); text != "" {
			list = append(list, text)
		}
	}
	return strings.Join(list, sign)
}
