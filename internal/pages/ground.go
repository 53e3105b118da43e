package pages

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash"
	"log/slog"
	"math"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"

	"escale/internal/catalog"
	"escale/internal/ground"
	"escale/internal/mediation"
	"escale/internal/web"
)

// GroundPath is where the ground of the map is served: its first view, and the
// communes.
const GroundPath = "/fond"

// Ground is the ground of a snapshot, and what the map draws it from.
type Ground struct {
	*ground.Ground
	base   groundFile
	sheets []groundFile
}

// groundFile is a file whose name changes with its content, which is made when it is first
// asked for.
type groundFile struct {
	address string
	packed  func() (web.Packed, error)
}

// Grounds makes the ground of snapshots, once as long as neither the territory
// nor the points of its places change. While another is made, readers get the
// one before. It is safe for concurrent use.
type Grounds struct {
	land *ground.Land

	mu        sync.Mutex
	snapshot  *catalog.Snapshot // the latest that was asked for
	territory territoryKey
	key       [sha256.Size]byte // of the ground that is wanted
	current   *Ground
}

// NewGrounds draws on the land of the world; nil for none.
func NewGrounds(land *ground.Land) *Grounds { return &Grounds{land: land} }

// Of returns the ground of a snapshot.
func (g *Grounds) Of(s *catalog.Snapshot) (*Ground, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.snapshot == s {
		return g.current, nil
	}
	key := g.keyOf(s)
	switch {
	case g.current == nil:
		first := s.Territory
		if len(first.Communes) > atOnce {
			first = withoutContours(first)
			go g.replace(s, key)
		}
		made, err := newGround(first, s.Places, g.land, key)
		if err != nil {
			return nil, err
		}
		g.current = made
	case key != g.key:
		go g.replace(s, key)
	}
	g.snapshot, g.key = s, key
	return g.current, nil
}

// replace makes the ground of a snapshot, and shows it unless that of a later
// one is wanted by then.
func (g *Grounds) replace(s *catalog.Snapshot, key [sha256.Size]byte) {
	made, err := newGround(s.Territory, s.Places, g.land, key)
	if err != nil {
		slog.Error("the ground of the map cannot be made; the one before stays", "error", err)
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.key == key {
		g.current = made
	}
}

// atOnce is how many communes have their ground made at once. Those of a country take seconds:
// meanwhile, readers get land, sea and towns.
const atOnce = 10_000

func withoutContours(t mediation.Territory) mediation.Territory {
	t.Communes = slices.Clone(t.Communes)
	for i := range t.Communes {
		t.Communes[i].Contour = nil
	}
	return t
}

func newGround(t mediation.Territory, places []mediation.Place, land *ground.Land, key [sha256.Size]byte) (*Ground, error) {
	points := make([]orb.Point, len(places))
	for i, p := range places {
		points[i] = p.Point
	}
	made := &Ground{Ground: ground.New(t, points, land)}
	base, err := made.Base()
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(base)
	made.base = newGroundFile(baseName, sum, func() ([]byte, error) { return base, nil })
	// What a sheet says follows from the territory, its places, and how they are drawn.
	sum = sha256.Sum256(append(sum[:], key[:]...))
	for _, sheet := range made.Sheets() {
		made.sheets = append(made.sheets, newGroundFile(communesName+sheet.Departement, sum, sheet.Encode))
	}
	catalog.SpareMemory() // drawing worked with much, and what is drawn stays
	return made, nil
}

// The names of the files, before the département, where there are several, and what
// tells their content.
const (
	baseName     = "territoire"
	communesName = "communes"
)

func newGroundFile(name string, sum [sha256.Size]byte, encode func() ([]byte, error)) groundFile {
	return groundFile{fmt.Sprintf("%s/%s-%.8x.json", GroundPath, name, sum), sync.OnceValues(func() (web.Packed, error) {
		content, err := encode()
		if err != nil {
			return web.Packed{}, err
		}
		return web.Pack(content)
	})}
}

// territoryKey tells two territories apart: snapshots share the communes that did not
// change, and those of France take a while to sum up.
type territoryKey struct {
	communes []mediation.Commune
	sum      [sha256.Size]byte
}

func newTerritoryKey(communes []mediation.Commune) territoryKey {
	sum := sha256.New()
	for _, c := range communes {
		_, _ = fmt.Fprintf(sum, "%s %s %s %d ", c.INSEE, c.Name, c.EPCI, c.Population) // a hash never fails
		addPoint(sum, c.Centre)
		for _, polygon := range c.Contour {
			for _, ring := range polygon {
				for _, p := range ring {
					addPoint(sum, p)
				}
			}
		}
	}
	return territoryKey{communes, [sha256.Size]byte(sum.Sum(nil))}
}

// isOf is true for the very communes that were summed up.
func (k territoryKey) isOf(communes []mediation.Commune) bool {
	return len(communes) > 0 && len(k.communes) == len(communes) && &k.communes[0] == &communes[0]
}

// keyOf tells two territories apart, or the points of their places.
func (g *Grounds) keyOf(s *catalog.Snapshot) [sha256.Size]byte {
	if !g.territory.isOf(s.Territory.Communes) {
		g.territory = newTerritoryKey(s.Territory.Communes)
	}
	sum := sha256.New()
	sum.Write(g.territory.sum[:])
	for _, p := range s.Places {
		addPoint(sum, p.Point)
	}
	return [sha256.Size]byte(sum.Sum(nil))
}

func addPoint(sum hash.Hash, p orb.Point) {
	var b [16]byte
	binary.LittleEndian.PutUint64(b[:], math.Float64bits(p[0]))
	binary.LittleEndian.PutUint64(b[8:], math.Float64bits(p[1]))
	sum.Write(b[:])
}

// Serve answers GET /fond/{name}. A name is that of one content, which may be
// kept for ever; one that is out of date leads to the latest.
func (g *Ground) Serve(c echo.Context) error {
	name, h := c.Param("name"), c.Response().Header()
	h.Set("Access-Control-Allow-Origin", "*") // a sandboxed frame is of no origin
	file := g.base
	kind, _, _ := strings.Cut(name, "-")
	for i, sheet := range g.Sheets() {
		if kind == communesName+sheet.Departement {
			file = g.sheets[i]
		}
	}
	switch {
	case c.Request().URL.Path == file.address:
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
		if done, err := web.NotModified(c, name); done || err != nil {
			return err
		}
		packed, err := file.packed()
		if err != nil {
			return err
		}
		return packed.Send(c, "application/json")
	case kind == baseName, strings.HasPrefix(kind, communesName):
		h.Set("Cache-Control", "no-cache")
		return c.Redirect(http.StatusFound, file.address)
	}
	return echo.ErrNotFound
}

// MapSettings are what a map in the page must know (frontend/src/map/map.ts).
type MapSettings struct {
	// TileURL is "" for a map without tiles.
	TileURL         string    `json:"tileURL"`
	TileAttribution string    `json:"tileAttribution"`
	Ground          MapGround `json:"ground"`
	Departement     MapArea   `json:"departement"`
}

// MapGround are the addresses of the ground.
type MapGround struct {
	Base string `json:"base"`
	// Sheets are finely drawn, one for each département.
	Sheets []MapSheet `json:"sheets"`
}

// MapSheet is wanted where its box, west, south, east, north, is in view.
type MapSheet struct {
	Address string     `json:"address"`
	Box     [4]float64 `json:"box"`
}

// MapArea is what the map shows at first; BBox is west, south, east, north.
type MapArea struct {
	Code string     `json:"code"`
	Name string     `json:"name"`
	BBox [4]float64 `json:"bbox"`
}

// Addresses are those that a map draws the ground from.
func (g *Ground) Addresses() MapGround {
	list := make([]MapSheet, len(g.sheets))
	for i, sheet := range g.Sheets() {
		box := sheet.Box
		list[i] = MapSheet{g.sheets[i].address, [4]float64{box.Left(), box.Bottom(), box.Right(), box.Top()}}
	}
	return MapGround{g.base.address, list}
}

// SmallMap is a map beside a text: a drawing that needs no script, which a map
// that moves replaces on screen when Config is not "".
type SmallMap struct {
	ground.Picture
	// Title says what it shows.
	Title  string
	Marks  []Mark
	Points []MapPoint
	Config string
}

// MapPoint is a point with a number, which a list beside the map explains.
type MapPoint struct {
	Point  orb.Point
	Number int
	// Waits is true of what somebody must still do something about.
	Waits bool
	// X and Y are where it is drawn.
	X, Y int
}

// Mark is a place on a small map.
type Mark struct {
	X, Y int // of its top left corner
	Kind mediation.Kind
}

// The size of a small map, in units.
const (
	smallWidth  = 480
	smallHeight = 300
)

// NewPlaceMap draws what is around a place, so many metres wide.
func (g *Ground) NewPlaceMap(title string, p mediation.Place, across float64) SmallMap {
	return newSmallMap(title, g.Picture(ground.Around(p.Point, across, smallWidth, smallHeight), smallWidth), []mediation.Place{p})
}

// narrowest is how wide, in metres, the map of a territory is at least.
const narrowest = 9_000

// NewTerritoryMap draws communes within their outline, and places.
func (g *Ground) NewTerritoryMap(title string, communes []*mediation.Commune, places []mediation.Place) SmallMap {
	codes := make([]string, len(communes))
	for i, c := range communes {
		codes[i] = c.INSEE
	}
	view := ground.Cover(mediation.BoundsOf(communes), narrowest, smallWidth, smallHeight)
	return newSmallMap(title, g.Picture(view, smallWidth, codes...), places)
}

// NewPointsMap draws communes within their outline, and numbered points in place of names.
func (g *Ground) NewPointsMap(title string, communes []*mediation.Commune, points []MapPoint) SmallMap {
	codes := make([]string, len(communes))
	for i, c := range communes {
		codes[i] = c.INSEE
	}
	view := ground.Cover(mediation.BoundsOf(communes), pointsAcross, smallWidth, pointsHeight)
	m := SmallMap{Title: title, Picture: g.Picture(view, smallWidth, codes...)}
	for _, p := range points {
		if m.Holds(p.Point) {
			p.X, p.Y = m.At(p.Point)
			m.Points = append(m.Points, p)
		}
	}
	return m
}

// The height of a map of points, in units, and how wide it is at least, in metres.
const (
	pointsHeight = 480
	pointsAcross = 50_000
)

func newSmallMap(title string, picture ground.Picture, places []mediation.Place) SmallMap {
	m := SmallMap{Title: title}
	var points []orb.Point
	for _, p := range places {
		if picture.Holds(p.Point) {
			x, y := picture.At(p.Point)
			m.Marks = append(m.Marks, Mark{x - ground.Mark/2, y - ground.Mark/2, firstKind(p)})
			points = append(points, p.Point)
		}
	}
	picture.AddNames(points)
	m.Picture = picture
	return m
}

// firstKind is the one that stands for a place on a map.
func firstKind(p mediation.Place) mediation.Kind {
	if kinds := p.Kinds(); len(kinds) > 0 {
		return kinds[0]
	}
	return "other"
}
