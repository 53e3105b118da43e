package ground

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"escale/internal/formats"
	"escale/internal/mediation"
	"escale/internal/mirrortest"
)

const root = "../../"

func open(t *testing.T, path string) *os.File {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

func world(t *testing.T) *Land {
	t.Helper()
	land, err := ReadLand(open(t, root+"data/terres.json"))
	if err != nil {
		t.Fatal(err)
	}
	return land
}

// mirrored reads a territory of the mirror of open data, and skips the test
// where there is none.
func mirrored(t *testing.T, departement string) mediation.Territory {
	t.Helper()
	folder := mirrortest.Path(t, "territory")
	contours, _ := filepath.Glob(filepath.Join(folder, "communes-"+departement+"-*.geojson"))
	if len(contours) == 0 {
		t.Fatalf("the mirror has no contours of %s", departement)
	}
	official := root + "frontend/node_modules/@etalab/decoupage-administratif/data/"
	territory, _, err := formats.ReadTerritory(departement, formats.TerritoryFiles{
		Communes: open(t, official+"communes.json"), EPCI: open(t, official+"epci.json"),
		Movements: open(t, filepath.Join(folder, "mouvements-communes.csv")), Contours: open(t, contours[0]),
	})
	if err != nil {
		t.Fatal(err)
	}
	return territory
}

// coordinates finds the points of any file of the mirror, whatever its columns.
func coordinates(t *testing.T, path string, pair *regexp.Regexp, lat, lon int) (list []orb.Point) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range pair.FindAllSubmatch(content, -1) {
		y, _ := strconv.ParseFloat(string(m[lat]), 64)
		x, _ := strconv.ParseFloat(string(m[lon]), 64)
		list = append(list, orb.Point{x, y})
	}
	if len(list) < 10 {
		t.Fatalf("%s gave %d points", path, len(list))
	}
	return list
}

func places(t *testing.T) []orb.Point {
	t.Helper()
	list := coordinates(t, mirrortest.Path(t, "france/conseillers-numeriques-20221201.json"),
		regexp.MustCompile(`"latitude":\s*"?(-?[\d.]+)"?,\s*"longitude":\s*"?(-?[\d.]+)`), 1, 2)
	return append(list, coordinates(t, mirrortest.Path(t, "france/france-services-20240801.csv"),
		regexp.MustCompile(`[,;]"?(-?\d{1,2}\.\d{3,})"?[,;]"?(-?\d{1,2}\.\d{3,})"?[,;]`), 1, 2)...)
}

// drawn is a ring as a scale draws it.
func (g *Ground) drawn(l lines, list []ring) []orb.Ring {
	var all []orb.Ring
	arcs := make([]arc, len(g.arcs))
	for i := range arcs {
		arcs[i].cells = l.At(i)
	}
	for _, r := range list {
		r = slices.DeleteFunc(slices.Clone(r), func(ref int) bool { return len(l.At(indexOf(ref))) == 0 })
		all = append(all, toRing(cellsOf(arcs, r)))
	}
	return all
}

// onLand checks every point against what each scale draws: it is on land, and
// in its commune; from far, where there are several, in its département.
func onLand(t *testing.T, g *Ground, list []orb.Point) {
	t.Helper()
	for name, lines := range map[string]lines{"far": g.far, "near": g.near} {
		land, others, pieces := newArea(g.drawn(lines, g.land)), newArea(g.drawn(lines, g.others)), g.drawn(lines, g.pieces)
		whole := func(a, b int) bool {
			return a == b || name == "far" && len(g.sheets) > 1 && g.departementAt(a) == g.departementAt(b)
		}
		communes := make([]area, len(g.communes))
		for i := range communes {
			if i > 0 && whole(i-1, i) {
				communes[i] = communes[i-1]
				continue
			}
			communes[i] = newArea(g.drawn(lines, rings(g.arcs, outline(func(commune int) bool { return whole(commune, i) }))))
		}
		bounds := make([]orb.Bound, len(g.communes))
		for i, c := range g.communes {
			bounds[i] = c.Contour.Bound()
		}
		for _, p := range list {
			under := false
			for _, r := range pieces {
				under = under || planar.RingContains(r, p)
			}
			if !under && !land.holds(p) && !others.holds(p) {
				t.Errorf("%s: %v is in the sea", name, p)
			}
			for i, c := range g.communes {
				if len(c.Contour) > 0 && bounds[i].Contains(p) && planar.MultiPolygonContains(c.Contour, p) && !communes[i].holds(p) {
					t.Errorf("%s: %v is drawn outside %s", name, p, c.Name)
				}
			}
		}
	}
}

func TestNoPlaceIsInTheSeaNorOutsideItsCommune(t *testing.T) {
	land, everywhere := world(t), []orb.Point(nil)
	for _, area := range []mediation.Area{"50", "29", "26", "974", "2A,2B"} {
		t.Run(area.Name(), func(t *testing.T) {
			territory := mediation.Territory{Area: area}
			for _, departement := range area.Departements() {
				territory.Communes = append(territory.Communes, mirrored(t, departement).Communes...)
			}
			if everywhere == nil {
				everywhere = places(t)
			}
			var list []orb.Point
			box := territory.Bounds().Pad(.02)
			for _, p := range everywhere {
				if box.Contains(p) {
					list = append(list, p)
				}
			}
			for _, c := range territory.Communes {
				list = append(list, c.Centre)
			}
			onLand(t, New(territory, list, land), list)
		})
	}
}

// example is the territory of a clone without any data: centres only.
func example(t *testing.T) (mediation.Territory, []orb.Point) {
	t.Helper()
	read := func(path string, use func(row map[string]string)) {
		rows, err := csv.NewReader(open(t, path)).ReadAll()
		if err != nil || len(rows) < 2 {
			t.Fatalf("%s: %d rows, %v", path, len(rows), err)
		}
		for _, row := range rows[1:] {
			cells := map[string]string{}
			for i, name := range rows[0] {
				cells[name] = row[i]
			}
			use(cells)
		}
	}
	point := func(lat, lon string) orb.Point {
		y, _ := strconv.ParseFloat(lat, 64)
		x, _ := strconv.ParseFloat(lon, 64)
		return orb.Point{x, y}
	}
	territory, list := mediation.Territory{Area: "50"}, []orb.Point(nil)
	read(root+"data/exemple/communes.csv", func(row map[string]string) {
		people, _ := strconv.Atoi(row["population"])
		c := mediation.Commune{INSEE: row["insee"], Name: row["nom"], Population: people, Centre: point(row["lat"], row["lon"])}
		territory.Communes, list = append(territory.Communes, c), append(list, c.Centre)
	})
	read(root+"data/exemple/lieux.csv", func(row map[string]string) {
		if row["latitude"] != "" {
			list = append(list, point(row["latitude"], row["longitude"]))
		}
	})
	return territory, list
}

func TestNoPlaceOfTheExampleIsInTheSea(t *testing.T) {
	territory, list := example(t)
	g := New(territory, list, world(t))
	if len(list) < 60 || len(g.pieces) == 0 {
		t.Fatalf("%d places, %d pieces of land: the test says nothing", len(list), len(g.pieces))
	}
	onLand(t, g, list)
}

func packed(t *testing.T, content []byte, err error) int {
	t.Helper()
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if _, fault := w.Write(content); err != nil || fault != nil || w.Close() != nil {
		t.Fatal(err, fault)
	}
	return b.Len()
}

func TestWhatIsSentIsSmall(t *testing.T) {
	g := New(mirrored(t, "50"), nil, world(t))
	base, err := g.Base()
	if size := packed(t, base, err); size > 15_000 {
		t.Errorf("the first view weighs %d bytes", size)
	}
	communes, err := g.Sheets()[0].Encode()
	if size := packed(t, communes, err); size > 60_000 {
		t.Errorf("the communes weigh %d bytes", size)
	}
}

// Whoever reads TopoJSON finds each arc in its bounds, and closed rings.
func TestTheTopologyHoldsTogether(t *testing.T) {
	territory, list := example(t)
	if _, found := mirrortest.Find(t); found {
		territory = mirrored(t, "50")
		corsica := New(mediation.Territory{Area: "2A,2B", Communes: slices.Concat(mirrored(t, "2A").Communes, mirrored(t, "2B").Communes)}, nil, world(t))
		holdsTogether(t, corsica.Base)
		holdsTogether(t, corsica.Sheets()[1].Encode)
	}
	holdsTogether(t, New(territory, list, world(t)).Sheets()[0].Encode)
}

func holdsTogether(t *testing.T, encode func() ([]byte, error)) {
	t.Helper()
	content, err := encode()
	if err != nil {
		t.Fatal(err)
	}
	var topology struct {
		Arcs    [][][2]int
		Objects map[string]struct{ Arcs [][]int }
	}
	if err := json.Unmarshal(content, &topology); err != nil {
		t.Fatal(err)
	}
	uses := make([]int, len(topology.Arcs))
	for name, object := range topology.Objects {
		for _, line := range object.Arcs {
			start, at := [2]int{}, [2]int{}
			for i, ref := range line {
				first, last := endsOf(topology.Arcs[indexOf(ref)])
				if ref < 0 {
					first, last = last, first
				}
				if i == 0 {
					start, at = first, first
				}
				if first != at {
					t.Fatalf("%s: a ring is broken at %v", name, at)
				}
				at = last
				uses[indexOf(ref)]++
			}
			if ring := name == "land" || name == "others" || name == "pieces"; ring && at != start {
				t.Fatalf("%s: a ring ends at %v, and began at %v", name, at, start)
			}
		}
	}
	for i, n := range uses {
		if n == 0 {
			t.Errorf("arc %d is of no use", i)
		}
	}
}

func endsOf(moves [][2]int) (first, last [2]int) {
	for _, m := range moves {
		last[0], last[1] = last[0]+m[0], last[1]+m[1]
	}
	return moves[0], last
}
