// Package geojson writes RFC 7946 features with a stable order of members and
// coordinates of at most six decimals (about 0.1 m).
package geojson

import (
	"encoding/json"
	"strconv"

	"github.com/paulmach/orb"
)

// MediaType is the media type of GeoJSON (RFC 7946, section 12).
const MediaType = "application/geo+json"

// decimals of a coordinate: a metre is the fifth, which is enough for a marker.
const (
	decimals       = 6
	markerDecimals = 5
)

// Feature is a feature whose properties are a typed struct.
type Feature[P any] struct {
	Type       featureType `json:"type"`
	ID         string      `json:"id"`
	Geometry   Geometry    `json:"geometry"`
	Properties P           `json:"properties"`
}

type featureType struct{}

// MarshalText makes the member "type" a constant.
func (featureType) MarshalText() ([]byte, error) { return []byte("Feature"), nil }

// Geometry is a point or a multipolygon; nil is written as null.
type Geometry struct{ Value orb.Geometry }

// MarshalJSON writes the geometry.
func (g Geometry) MarshalJSON() ([]byte, error) {
	switch v := g.Value.(type) {
	case nil:
		return []byte("null"), nil
	case orb.Point:
		return append(appendPosition([]byte(`{"type":"Point","coordinates":`), v), '}'), nil
	case orb.MultiPolygon:
		if len(v) == 0 {
			return []byte("null"), nil
		}
		return appendMultiPolygon(nil, v), nil
	}
	return nil, &json.UnsupportedValueError{Str: "geometry " + g.Value.GeoJSONType()}
}

func appendMultiPolygon(b []byte, polygons orb.MultiPolygon) []byte {
	b = append(b, `{"type":"MultiPolygon","coordinates":`...)
	b = appendList(b, polygons, func(b []byte, rings orb.Polygon) []byte {
		return appendList(b, rings, func(b []byte, points orb.Ring) []byte {
			return appendList(b, points, appendPosition)
		})
	})
	return append(b, '}')
}

func appendList[T any](b []byte, list []T, write func([]byte, T) []byte) []byte {
	b = append(b, '[')
	for i, item := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = write(b, item)
	}
	return append(b, ']')
}

func appendPosition(b []byte, p orb.Point) []byte { return appendRounded(b, p, decimals) }

// AppendMarker writes the geometry of a point to the metre.
func AppendMarker(b []byte, p orb.Point) []byte {
	return append(appendRounded(append(b, `{"type":"Point","coordinates":`...), p, markerDecimals), '}')
}

func appendRounded(b []byte, p orb.Point, decimals int) []byte {
	b = appendDegrees(append(b, '['), p[0], decimals)
	b = appendDegrees(append(b, ','), p[1], decimals)
	return append(b, ']')
}

// AppendCoordinate writes a coordinate in degrees, without needless zeros.
func AppendCoordinate(b []byte, degrees float64) []byte { return appendDegrees(b, degrees, decimals) }

func appendDegrees(b []byte, degrees float64, decimals int) []byte {
	start := len(b)
	b = strconv.AppendFloat(b, degrees, 'f', decimals, 64)
	for b[len(b)-1] == '0' {
		b = b[:len(b)-1]
	}
	if b[len(b)-1] == '.' {
		b = b[:len(b)-1]
	}
	if string(b[start:]) == "-0" {
		return append(b[:start], '0')
	}
	return b
}
