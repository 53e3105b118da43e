package ingest_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"escale/internal/mediation"
	"escale/internal/mirrortest"
)

// sheet is a file of places, row by row, whose next editions a seed makes up.
type sheet struct {
	format  string
	columns []string // of a CSV file; nil for JSON
	rows    []map[string]string
	raw     []map[string]any // the rows of a JSON file
	// The columns that hold the id, the name and the telephone.
	id, name, phone string
	// who are the columns that a place made up must not share with its model.
	who []string
}

// shares are the parts of an edition that differ, in percent.
type shares struct{ changed, gone, added, renamed int }

// usual is the edition that the design asks to be recognised exactly.
var usual = shares{changed: 10, gone: 5, added: 5, renamed: 2}

// difference is what a generated edition truly holds, by id.
type difference struct {
	Changed map[string][]string // the fields
	Renamed map[string]string   // the new id, then the former
	Gone    []string
	Added   []string
}

func readSheet(t *testing.T, path, format string) *sheet {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	s := &sheet{format: format, id: "id", name: "nom", phone: "telephone", who: []string{"pivot", "courriels", "courriel", "site_web", "telephone", "mail"}}
	if format == "france-services" {
		s.id, s.name = "id_fs", "lib_fs"
	}
	if strings.HasSuffix(path, ".json") {
		s.readJSON(t, content)
		return s
	}
	lines, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(content, []byte("\ufeff")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	s.columns = lines[0]
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, cell := range line {
			row[s.columns[i]] = cell
		}
		s.rows = append(s.rows, row)
	}
	return s
}

func (s *sheet) readJSON(t *testing.T, content []byte) {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.UseNumber()
	if err := decoder.Decode(&s.raw); err != nil {
		t.Fatal(err)
	}
	for _, object := range s.raw {
		row := map[string]string{}
		for name, value := range object {
			row[name] = fmt.Sprint(value)
		}
		s.rows = append(s.rows, row)
	}
}

func (s *sheet) write(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if s.columns == nil {
		if err := json.NewEncoder(&b).Encode(s.raw); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	w := csv.NewWriter(&b)
	_ = w.Write(s.columns) // a buffer never fails
	for _, row := range s.rows {
		line := make([]string, len(s.columns))
		for i, column := range s.columns {
			line[i] = row[column]
		}
		_ = w.Write(line)
	}
	w.Flush()
	return b.Bytes()
}

// set writes a cell, in both shapes of a row.
func (s *sheet) set(i int, column, value string) {
	s.rows[i][column] = value
	if s.columns == nil {
		s.raw[i][column] = value
	}
}

func (s *sheet) clone() *sheet {
	c := *s
	c.rows, c.raw = make([]map[string]string, len(s.rows)), make([]map[string]any, len(s.raw))
	for i, row := range s.rows {
		c.rows[i] = mapsClone(row)
	}
	for i, object := range s.raw {
		c.raw[i] = mapsClone(object)
	}
	return &c
}

func mapsClone[V any](m map[string]V) map[string]V {
	c := make(map[string]V, len(m))
	for k, v := range m {
		c[k] = v
	}
	return c
}

// next makes up the edition that follows, out of the rows that are shown: a
// row that is set aside today could be shown or not for other reasons. No two
// rows that leave or change their id stand at one point or bear one name:
// nobody could distinguish two twins.
func (s *sheet) next(r *rand.Rand, shown map[string]mediation.Offer, part shares) (*sheet, difference) {
	next, d := s.clone(), difference{Changed: map[string][]string{}, Renamed: map[string]string{}}
	times := map[string]int{}
	for _, row := range s.rows {
		times[row[s.id]]++
	}
	var pool []int
	for _, i := range r.Perm(len(s.rows)) {
		if _, ok := shown[s.rows[i][s.id]]; ok && times[s.rows[i][s.id]] == 1 {
			pool = append(pool, i)
		}
	}
	share := func(percent int) int { return (len(pool)*percent + 99) / 100 }
	taken := map[int]bool{}
	apart := s.apart(shown)
	pick := func(n int, fits func(i int) bool, use func(k, i int)) {
		k := 0
		for _, i := range pool {
			if k < n && !taken[i] && fits(i) {
				taken[i] = true
				use(k, i)
				k++
			}
		}
	}
	pick(share(part.renamed), apart, func(k, i int) {
		former, id := s.rows[i][s.id], fmt.Sprintf("9%05d", r.IntN(1000)*100+k)
		next.set(i, s.id, id)
		if k%2 == 1 && s.rows[i][s.phone] != "" {
			next.set(i, s.phone, newPhone(r))
		}
		d.Renamed[id] = former
	})
	var gone []int
	pick(share(part.gone), apart, func(_, i int) {
		gone = append(gone, i)
		d.Gone = append(d.Gone, s.rows[i][s.id])
	})
	pick(share(part.changed), func(int) bool { return true }, func(k, i int) { d.Changed[s.rows[i][s.id]] = next.change(r, k, i) })
	pick(share(part.added), func(int) bool { return true }, func(k, i int) { d.Added = append(d.Added, next.invent(r, k, i)) })
	slices.Sort(gone)
	for _, i := range slices.Backward(gone) {
		next.rows = slices.Delete(next.rows, i, i+1)
		if next.columns == nil {
			next.raw = slices.Delete(next.raw, i, i+1)
		}
	}
	slices.Sort(d.Gone)
	slices.Sort(d.Added)
	return next, d
}

// apart lists rows whose point and name no row it accepted before has.
func (s *sheet) apart(shown map[string]mediation.Offer) func(i int) bool {
	seen := map[string]bool{}
	return func(i int) bool {
		o := shown[s.rows[i][s.id]]
		point, name := fmt.Sprintf("%.3f %.3f", o.Point.Lon(), o.Point.Lat()), mediation.Fold(o.Name)
		if seen[point] || seen[name] {
			return false
		}
		seen[point], seen[name] = true, true
		return true
	}
}

// change edits one field and names it.
func (s *sheet) change(r *rand.Rand, k, i int) []string {
	if k%2 == 0 && s.rows[i][s.phone] != "" {
		s.set(i, s.phone, newPhone(r))
		return []string{"téléphone"}
	}
	s.set(i, s.name, s.rows[i][s.name]+" rénové")
	return []string{"nom"}
}

// invent adds a row of another helper, beside an existing one.
func (s *sheet) invent(r *rand.Rand, k, i int) (id string) {
	s.rows = append(s.rows, mapsClone(s.rows[i]))
	if s.columns == nil {
		s.raw = append(s.raw, mapsClone(s.raw[i]))
	}
	last := len(s.rows) - 1
	for _, column := range s.who {
		if s.rows[last][column] != "" {
			s.set(last, column, "")
		}
	}
	id = fmt.Sprintf("8%05d", r.IntN(1000)*100+k)
	s.set(last, s.id, id)
	s.set(last, s.name, fmt.Sprintf("Lieu inventé %d", k))
	return id
}

func newPhone(r *rand.Rand) string { return fmt.Sprintf("02339%05d", r.IntN(100000)) }

// onMirror returns a path in the mirror, or else one of the example set.
func onMirror(t testing.TB, name string) (path string, there bool) {
	if folder, found := mirrortest.Find(t); found {
		return filepath.Join(folder, name), true
	}
	return mirrortest.Example(t, "lieux.csv"), false
}
