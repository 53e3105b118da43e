package search

import (
	"cmp"
	"encoding/csv"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/paulmach/orb"

	"escale/data"
	"escale/internal/mediation"
)

// Elsewhere is a commune, or a postcode, of another département.
type Elsewhere struct {
	Name string
	// Departements are those that have one of that name, at most a few.
	Departements []Departement

	weight float64 // of the most populated one; see [thing]
}

// Departement is one of France.
type Departement struct {
	Code string
	// Name is its own, In the same with its preposition: "en Ille-et-Vilaine".
	Name, In string
	// Middle is rough: no source tells where each commune of France is.
	Middle orb.Point
}

// france holds the names of the communes of France, in order; of equals the most
// populated first.
type france struct {
	departements map[string]Departement
	communes     []farCommune
}

// farCommune is a commune of France: its full name in folded words, and as it
// is written.
type farCommune struct {
	full, name, departement string
	population              int // of the commune of today
}

// wholeFrance is read when someone first names what is not here.
var wholeFrance = sync.OnceValue(func() *france {
	f := &france{departements: departements()}
	var rows []struct {
		Code, Nom, Type, ChefLieu string
		Population                int
	}
	r, err := data.Official("communes.json")
	if err == nil {
		err = json.NewDecoder(r).Decode(&rows)
	}
	if err != nil {
		panic(err) // the program carries it
	}
	people := map[string]int{}
	for _, row := range rows {
		people[row.Code] = max(people[row.Code], row.Population)
	}
	for _, row := range rows {
		if row.Type != "arrondissement-municipal" { // of today, or of before
			f.communes = append(f.communes, farCommune{fullName(words(row.Nom, maxWords)), row.Nom, strings.Clone(mediation.DepartementOf(row.Code)), people[cmp.Or(row.ChefLieu, row.Code)]})
		}
	}
	slices.SortFunc(f.communes, func(a, b farCommune) int {
		return cmp.Or(strings.Compare(a.full, b.full), strings.Compare(a.departement, b.departement))
	})
	return f
})

// departements are those of France, by their codes.
var departements = sync.OnceValue(readDepartements)

func readDepartements() map[string]Departement {
	file, err := data.Files.Open("departements.csv")
	if err != nil {
		panic(err) // the program carries it
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		panic(err)
	}
	list := map[string]Departement{}
	for _, row := range rows[1:] {
		lat, _ := strconv.ParseFloat(row[3], 64)
		lon, _ := strconv.ParseFloat(row[4], 64)
		list[row[0]] = Departement{row[0], row[1], row[2], orb.Point{lon, lat}}
	}
	return list
}

// mostElsewhere is how many départements are named: more help nobody.
const mostElsewhere = 3

// elsewhere finds a commune by its whole name, or a postcode, in the other
// départements; nil for none.
func (x *Index) elsewhere(list []string) *Elsewhere {
	full := fullName(list)
	if len(list) == 1 && isPostcode(full) {
		return x.postcodeElsewhere(full)
	}
	f := wholeFrance()
	at, _ := slices.BinarySearchFunc(f.communes, full, func(c farCommune, full string) int { return strings.Compare(c.full, full) })
	e := &Elsewhere{} // of the most populated one's name: Vire, not Viré
	for ; at < len(f.communes) && f.communes[at].full == full; at++ {
		d, known := f.departements[f.communes[at].departement]
		if known && !x.area.Has(d.Code) && len(e.Departements) < mostElsewhere && !slices.Contains(e.Departements, d) {
			if e.Name = cmp.Or(e.Name, f.communes[at].name); e.Name == f.communes[at].name {
				e.Departements = append(e.Departements, d)
				e.weight = max(e.weight, weightOf(f.communes[at].population))
			}
		}
	}
	if len(e.Departements) == 0 {
		return nil
	}
	return e
}

func isPostcode(text string) bool { return len(text) == 5 && isNumber(text, 99999) }

func (x *Index) postcodeElsewhere(code string) *Elsewhere {
	d, known := wholeFrance().departements[mediation.PostcodeDepartement(code)]
	if !known || x.area.Has(d.Code) {
		return nil
	}
	return &Elsewhere{Name: code, Departements: []Departement{d}}
}
