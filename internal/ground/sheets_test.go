package ground

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"escale/internal/mediation"
)

// rowOf is a row of square communes, numbered from the west.
func rowOf(departement string, west float64, epcis ...string) (list []mediation.Commune) {
	for i, epci := range epcis {
		x, y := west+0.1*float64(i), 49.0
		list = append(list, mediation.Commune{
			INSEE: fmt.Sprintf("%s%03d", departement, i+1), Name: fmt.Sprint(departement, i), EPCI: epci, Population: 100 * i, Centre: orb.Point{x + 0.05, y + 0.05},
			Contour: orb.MultiPolygon{{{{x, y}, {x + 0.1, y}, {x + 0.1, y + 0.1}, {x, y + 0.1}, {x, y}}}},
		})
	}
	return list
}

type drawn struct {
	Arcs    [][][2]int
	Objects map[string]struct {
		Arcs       [][]int           `json:"arcs"`
		Geometries []json.RawMessage `json:"geometries"`
	} `json:"objects"`
}

// furthest is the longitude of the end of an arc that lies furthest east.
func (d drawn) furthest(object string) (east float64) {
	for _, line := range d.Objects[object].Arcs {
		for _, ref := range line {
			first, last := endsOf(d.Arcs[indexOf(ref)])
			east = max(east, float64(max(first[0], last[0]))/grid)
		}
	}
	return east
}

func decode(t *testing.T, encode func() ([]byte, error)) (d drawn) {
	t.Helper()
	content, err := encode()
	if err == nil {
		err = json.Unmarshal(content, &d)
	}
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// Three départements side by side, of three communes each: the first view shows what
// parts them, each sheet the limits within one, and all sheets together all limits.
func TestEachDepartementHasItsSheet(t *testing.T) {
	var communes []mediation.Commune
	for i, code := range []string{"14", "50", "61"} {
		communes = append(communes, rowOf(code, 0.3*float64(i), "a"+code, "a"+code, "b"+code)...)
	}
	g := New(mediation.Territory{Area: "14,50,61", Communes: communes}, nil, nil)
	l := g.limits
	if len(l.departements) != 2 || len(l.epcis) != 3 || len(l.communes) != 3 || len(g.Sheets()) != 3 {
		t.Fatalf("%+v, %d sheets", l, len(g.Sheets()))
	}
	base := decode(t, g.Base)
	if n := len(base.Objects["borders"].Arcs); n != 4+2 || len(base.Objects["epcis"].Arcs) != 0 || len(base.Objects["communes"].Arcs) != 0 {
		t.Errorf("the first view has %d borders: %+v", n, base)
	}
	for i, s := range g.Sheets() {
		sheet := decode(t, s.Encode)
		if len(sheet.Objects["communes"].Arcs) != 1 || len(sheet.Objects["epcis"].Arcs) != 1 || len(sheet.Objects["towns"].Geometries) != 3 ||
			len(sheet.Objects["land"].Arcs) != len(base.Objects["land"].Arcs) {
			t.Errorf("sheet of %s: %+v", s.Departement, sheet)
		}
		if want := mediation.DepartementOf(communes[3*i].INSEE); s.Departement != want || !s.Box.Contains(communes[3*i+1].Centre) || s.Box.Contains(communes[(3*i+4)%9].Centre) {
			t.Errorf("sheet %d is of %s, at %v", i, s.Departement, s.Box)
		}
	}
}

func TestOneDepartementHasOneSheet(t *testing.T) {
	g := New(mediation.Territory{Area: "50", Communes: rowOf("50", 0, "a", "a", "b")}, nil, nil)
	base, sheet := decode(t, g.Base), decode(t, g.Sheets()[0].Encode)
	if len(g.Sheets()) != 1 || len(base.Objects["epcis"].Arcs) != 1 || len(sheet.Objects["communes"].Arcs) != 1 || len(sheet.Objects["towns"].Geometries) != 3 {
		t.Errorf("%d sheets, first view %+v, sheet %+v", len(g.Sheets()), base, sheet)
	}
}

// The sheet of a département of a country weighed 60 to 91 kB: a third of it were limits that
// no screen shows beside it.
func TestASheetHasLittleOfWhatIsFar(t *testing.T) {
	communes := slices.Concat(rowOf("50", 0, "a", "b", "b"), rowOf("61", 0.3, "c"), rowOf("67", 8, "d", "d"), rowOf("68", 8.2, "e"))
	wavy := func(x, y float64) (line orb.LineString) {
		for i := range 200 {
			line = append(line, orb.Point{x + 0.001*float64(i), y + 0.02*float64(i%2)})
		}
		return line
	}
	coast := append(orb.Ring(wavy(8, 49.5)), orb.Point{8.2, 50}, orb.Point{8, 50}, orb.Point{8, 49.5})
	g := New(mediation.Territory{Area: "50,61,67,68", Communes: communes}, nil, &Land{[]region{{coast.Bound().Pad(10), []orb.Ring{coast}}}})
	base, manche, alsace := decode(t, g.Base), decode(t, g.Sheets()[0].Encode), decode(t, g.Sheets()[2].Encode)
	if near, far := manche.furthest("borders"), base.furthest("borders"); near > 3 || far < 8 {
		t.Errorf("borders reach %v degrees east in the sheet of the Manche, %v in the first view", near, far)
	}
	if len(manche.Objects["others"].Arcs) != 0 || len(alsace.Objects["others"].Arcs) != 1 {
		t.Errorf("an island beside the Alsace: %+v in the sheet of the Manche, %+v there", manche.Objects["others"], alsace.Objects["others"])
	}
	for _, s := range g.Sheets() {
		holdsTogether(t, s.Encode)
	}
}
