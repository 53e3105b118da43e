package ogc

import (
	"github.com/labstack/echo/v4"
)

// object is a JSON object of the definition.
type object = map[string]any

// definition answers GET /ogc/api: an OpenAPI 3.0 document.
func (o *OGC) definition(c echo.Context) error {
	m, err := o.plain(c)
	if err != nil {
		return err
	}
	asHTML, err := wantsHTML(c)
	if err != nil {
		return err
	}
	if asHTML {
		return o.answer(c, m, htmlPage{"definition.html.tmpl", "Définition"}, openapiType, o.base(c)+"/api?f=json")
	}
	ids := []string{}
	for _, l := range o.layers(m).list {
		ids = append(ids, l.id)
	}
	return o.answer(c, m, htmlPage{}, openapiType, openapi(o.base(c), ids))
}

func openapi(base string, collections []string) object {
	id := parameter("id", "path", object{"type": "string", "enum": collections})
	fid := parameter("fid", "path", object{"type": "string"})
	f := parameter("f", "query", object{"type": "string", "enum": []string{"json", "html"}})
	numbers := object{"type": "array", "items": object{"type": "number"}, "minItems": 4, "maxItems": 6}
	bbox := parameter("bbox", "query", numbers)
	bbox["style"], bbox["explode"] = "form", false
	limit := parameter("limit", "query", object{"type": "integer", "minimum": 1, "maximum": maxLimit, "default": defaultLimit})
	return object{
		"openapi": "3.0.3",
		"info": object{"title": "Escale, OGC API – Features", "version": "1.0.1",
			"description": "L’aide numérique d’un département.", "license": object{"name": "MIT"}},
		"servers": []object{{"url": base}},
		"paths": object{
			"/":                 path("landing", "application/json", f),
			"/conformance":      path("conformance", "application/json", f),
			"/collections":      path("collections", "application/json", f),
			"/collections/{id}": path("collection", "application/json", id, f),
			"/collections/{id}/items": path("items", "application/geo+json", id, f, bbox, limit,
				parameter("datetime", "query", object{"type": "string"}), parameter("cursor", "query", object{"type": "string"})),
			"/collections/{id}/items/{fid}": path("item", "application/geo+json", id, fid, f),
		},
	}
}

func parameter(name, in string, schema object) object {
	return object{"name": name, "in": in, "required": in == "path", "schema": schema}
}

func path(operation, mediaType string, parameters ...object) object {
	return object{"get": object{
		"operationId": operation, "parameters": parameters,
		"responses": object{
			"200":     object{"description": "La réponse.", "content": object{mediaType: object{"schema": object{"type": "object"}}, "text/html": object{"schema": object{"type": "string"}}}},
			"default": object{"description": "Un problème (RFC 9457).", "content": object{"application/problem+json": object{"schema": object{"type": "object"}}}},
		},
	}}
}
