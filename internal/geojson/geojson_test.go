package geojson_test

import (
	"encoding/json"
	"testing"

	"github.com/paulmach/orb"

	"escale/internal/geojson"
)

func TestFeature(t *testing.T) {
	type properties struct {
		Name string `json:"name"`
	}
	for _, tt := range []struct {
		geometry orb.Geometry
		want     string
	}{
		{orb.Point{-1.0906499999, 49.1157}, `{"type":"Point","coordinates":[-1.09065,49.1157]}`},
		{orb.Point{-0.00000001, 48}, `{"type":"Point","coordinates":[0,48]}`},
		{orb.MultiPolygon{{{{1, 2}, {3, 4}, {1, 2}}}}, `{"type":"MultiPolygon","coordinates":[[[[1,2],[3,4],[1,2]]]]}`},
		{orb.MultiPolygon(nil), `null`},
		{nil, `null`},
	} {
		f := geojson.Feature[properties]{ID: "a", Geometry: geojson.Geometry{Value: tt.geometry}, Properties: properties{"<b>"}}
		got, err := json.Marshal(f)
		want := `{"type":"Feature","id":"a","geometry":` + tt.want + `,"properties":{"name":"\u003cb\u003e"}}`
		if err != nil || string(got) != want {
			t.Errorf("got %s, %v\nwant %s", got, err, want)
		}
	}
}
