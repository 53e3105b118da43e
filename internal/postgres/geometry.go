package postgres

import (
	"context"
	"database/sql/driver"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/paulmach/orb"
	"github.com/twpayne/go-geom"
	"github.com/twpayne/go-geom/encoding/ewkb"
)

// wgs84 is the spatial reference of every geometry we store (EPSG:4326).
const wgs84 = 4326

// prepare teaches a connection PostGIS's geometry type, whose OID differs from
// one database to the next. It turns off the compilation of queries: PostGIS has
// its functions cost so much that queries of milliseconds are compiled for a second.
func prepare(ctx context.Context, conn *pgx.Conn) error {
	var oid uint32
	if err := conn.QueryRow(ctx, `SELECT 'geometry'::regtype::oid FROM set_config('jit', 'off', false)`).Scan(&oid); err != nil {
		return fmt.Errorf("PostGIS manque dans cette base : %w", err)
	}
	conn.TypeMap().RegisterType(&pgtype.Type{Name: "geometry", OID: oid, Codec: geometryCodec{}})
	return nil
}

// geometryCodec carries go-geom geometries as EWKB, the binary form that
// PostGIS sends and receives.
type geometryCodec struct{}

func (geometryCodec) FormatSupported(format int16) bool { return format == pgtype.BinaryFormatCode }
func (geometryCodec) PreferredFormat() int16            { return pgtype.BinaryFormatCode }

func (geometryCodec) PlanEncode(_ *pgtype.Map, _ uint32, _ int16, value any) pgtype.EncodePlan {
	if _, ok := value.(geom.T); ok {
		return geometryEncoder{}
	}
	return nil
}

func (geometryCodec) PlanScan(_ *pgtype.Map, _ uint32, _ int16, target any) pgtype.ScanPlan {
	if _, ok := target.(*geom.T); ok {
		return geometryScanner{}
	}
	return nil
}

func (geometryCodec) DecodeDatabaseSQLValue(_ *pgtype.Map, _ uint32, _ int16, src []byte) (driver.Value, error) {
	return src, nil
}

func (geometryCodec) DecodeValue(_ *pgtype.Map, _ uint32, _ int16, src []byte) (any, error) {
	if src == nil {
		return nil, nil
	}
	return ewkb.Unmarshal(src)
}

type geometryEncoder struct{}

func (geometryEncoder) Encode(value any, buf []byte) ([]byte, error) {
	b, err := ewkb.Marshal(value.(geom.T), ewkb.NDR)
	return append(buf, b...), err
}

type geometryScanner struct{}

func (geometryScanner) Scan(src []byte, target any) error {
	t := target.(*geom.T)
	if src == nil {
		*t = nil
		return nil
	}
	g, err := ewkb.Unmarshal(src)
	*t = g
	return err
}

// fromPoint and its siblings turn the domain's geometries into PostGIS's.
func fromPoint(p orb.Point) geom.T {
	return geom.NewPointFlat(geom.XY, []float64{p[0], p[1]}).SetSRID(wgs84)
}

// fromMultiPolygon gives nil, stored as NULL, for no polygon at all.
func fromMultiPolygon(mp orb.MultiPolygon) (geom.T, error) {
	if len(mp) == 0 {
		return nil, nil
	}
	coords := make([][][]geom.Coord, len(mp))
	for i, polygon := range mp {
		coords[i] = make([][]geom.Coord, len(polygon))
		for j, ring := range polygon {
			for _, p := range ring {
				coords[i][j] = append(coords[i][j], geom.Coord{p[0], p[1]})
			}
		}
	}
	g, err := geom.NewMultiPolygon(geom.XY).SetCoords(coords)
	if err != nil {
		return nil, err
	}
	return g.SetSRID(wgs84), nil
}

func toPoint(g geom.T) (orb.Point, error) {
	p, ok := g.(*geom.Point)
	if !ok || p.Empty() {
		return orb.Point{}, fmt.Errorf("geometry %T where a point was expected", g)
	}
	return orb.Point{p.X(), p.Y()}, nil
}

func toMultiPolygon(g geom.T) (orb.MultiPolygon, error) {
	if g == nil {
		return nil, nil
	}
	mp, ok := g.(*geom.MultiPolygon)
	if !ok {
		return nil, fmt.Errorf("geometry %T where a multipolygon was expected", g)
	}
	polygons := make(orb.MultiPolygon, 0, mp.NumPolygons())
	for _, polygon := range mp.Coords() {
		rings := make(orb.Polygon, 0, len(polygon))
		for _, ring := range polygon {
			points := make(orb.Ring, 0, len(ring))
			for _, c := range ring {
				points = append(points, orb.Point{c.X(), c.Y()})
			}
			rings = append(rings, points)
		}
		polygons = append(polygons, rings)
	}
	return polygons, nil
}
