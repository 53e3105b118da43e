package ground

import (
	"encoding/json"
	"fmt"
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
	Objects map[string]struct {
		Arcs       [][]int           `json:"arcs"`
		Geometries []json.RawMessage `json:"geometries"`
	} `json:"objects"`
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
