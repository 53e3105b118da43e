package export

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"time"

	"escale/internal/catalog"
	"escale/internal/formats"
	"escale/internal/hours"
	"escale/internal/mediation"
)

// record is one offer at one place: a row of every file of places.
type record struct {
	moment       *catalog.Moment
	place, index int
	offer        mediation.Offer
	source       mediation.SourceInfo
	row          formats.StandardRow
	// problems say what the row of the standard cannot carry.
	problems []formats.Problem
	// cells are the texts of columns, written and feature the row of a workbook
	// and the GeoJSON feature with them.
	cells   []string
	written formats.WrittenRow
	feature []byte
	// object is the row of the standard as JSON.
	object []byte
}

// prepared are the records of a snapshot, by place: they cost more than all that
// is made of them.
type prepared struct {
	snapshot *catalog.Snapshot
	records  [][]*record
}

// prepare makes the records of a moment, unless they are there.
func (x *Export) prepare(m *catalog.Moment) ([][]*record, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.prepared.snapshot == m.Snapshot {
		return x.prepared.records, nil
	}
	records := make([][]*record, len(m.Places))
	for i, place := range m.Places {
		for j, o := range place.Offers {
			r := &record{moment: m, place: i, index: j, offer: o, source: catalog.SourceOf(m.Snapshot, x.opts.Sources, o.Source)}
			r.row, r.problems = formats.NewStandardRow(place, o, r.source.Name, m.Needs)
			if err := r.fill(); err != nil {
				return nil, err
			}
			records[i] = append(records[i], r)
		}
	}
	x.prepared = prepared{m.Snapshot, records}
	return records, nil
}

func (r *record) fill() (err error) {
	r.cells = make([]string, len(columns))
	for i, column := range columns {
		r.cells[i] = column.text(*r)
	}
	r.written = formats.WriteRow(r.cells)
	if !r.refused() {
		if r.object, err = r.row.JSON(); err != nil {
			return err
		}
	}
	r.feature, err = r.writeFeature()
	return err
}

// refused is true when the offer has no valid row in the standard.
func (r record) refused() bool {
	return slices.ContainsFunc(r.problems, func(p formats.Problem) bool { return p.Fatal })
}

// records lists the offers of the places that answer the filter, by place.
// When kinds are asked for, only offers of these kinds are listed.
func (c content) records() []*record {
	hits := c.moment.Find(c.filter)
	slices.SortFunc(hits, func(a, b catalog.Hit) int { return cmp.Compare(a.Place, b.Place) })
	var list []*record
	for _, hit := range hits {
		for _, r := range c.prepared[hit.Place] {
			if len(c.filter.Kinds) == 0 || slices.Contains(c.filter.Kinds, r.offer.Kind) {
				list = append(list, r)
			}
		}
	}
	return list
}

// rows are those of the standard, without what it refuses.
func (c content) rows() []formats.StandardRow {
	var rows []formats.StandardRow
	for _, r := range c.records() {
		if !r.refused() {
			rows = append(rows, r.row)
		}
	}
	return rows
}

// objects are the rows of the standard as JSON.
func (c content) objects() (list [][]byte) {
	for _, r := range c.records() {
		if !r.refused() {
			list = append(list, r.object)
		}
	}
	return list
}

func standardCSV(c content) ([]byte, error) {
	var b bytes.Buffer
	err := formats.WriteStandardCSV(&b, c.rows())
	return b.Bytes(), err
}

func standardJSON(c content) ([]byte, error) {
	var b bytes.Buffer
	err := formats.WriteStandardJSON(&b, c.objects())
	return b.Bytes(), err
}

// notice is what the files do not say of themselves.
type notice struct {
	Revision string `json:"revision"`
	Changed  string `json:"changed"`
	Standard string `json:"standard"`
	// Offers are those on the map, Rows those of them that the files of the
	// standard hold; the others are in SetAside.
	Offers  int            `json:"offers"`
	Rows    int            `json:"rows"`
	Sources []sourceNotice `json:"sources"`
	// SetAside lists the offers that the standard has no valid row for,
	// LeftOut the offers of which some cells are left empty or changed.
	SetAside []recordNotice `json:"set_aside"`
	LeftOut  []recordNotice `json:"left_out"`
	// Corrected lists the offers that the local team tells otherwise than
	// their sources, and what the sources say.
	Corrected []recordNotice `json:"corrected"`
}

type sourceNotice struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Licence string `json:"licence"`
	URL     string `json:"url,omitempty"`
	Offers  int    `json:"offers"`
}

type recordNotice struct {
	ID      string       `json:"id"`
	Name    string       `json:"name"`
	Reasons []cellNotice `json:"reasons"`
}

type cellNotice struct {
	Column  string `json:"column"`
	Value   string `json:"value,omitempty"`
	Message string `json:"message"`
}

func noticeJSON(c content) ([]byte, error) {
	n := notice{
		Revision: c.moment.Version, Changed: c.moment.Changed.UTC().Format(time.RFC3339), Standard: formats.StandardVersion,
		SetAside: []recordNotice{}, LeftOut: []recordNotice{}, Corrected: []recordNotice{}, Sources: []sourceNotice{},
	}
	for _, r := range c.records() {
		n.Offers++
		n.count(r)
		if len(r.offer.Corrected) > 0 {
			n.Corrected = append(n.Corrected, r.correctedNotice())
		}
		switch {
		case r.refused():
			n.SetAside = append(n.SetAside, r.notice())
		case len(r.problems) > 0:
			n.LeftOut = append(n.LeftOut, r.notice())
		}
	}
	n.Rows = n.Offers - len(n.SetAside)
	slices.SortFunc(n.Sources, func(a, b sourceNotice) int { return cmp.Compare(a.ID, b.ID) })
	return json.MarshalIndent(n, "", " ")
}

func (n *notice) count(r *record) {
	i := slices.IndexFunc(n.Sources, func(s sourceNotice) bool { return s.ID == r.offer.Source })
	if i < 0 {
		i = len(n.Sources)
		n.Sources = append(n.Sources, sourceNotice{r.offer.Source, r.source.Name, r.source.Licence, r.source.URL, 0})
	}
	n.Sources[i].Offers++
}

func (r record) notice() recordNotice {
	out := recordNotice{ID: r.offer.Key(), Name: r.offer.Name}
	for _, p := range r.problems {
		out.Reasons = append(out.Reasons, cellNotice{p.Column, p.Value, p.Message})
	}
	return out
}

// correctedNotice names the fields that are corrected, with what the source
// says of them.
func (r record) correctedNotice() recordNotice {
	out := recordNotice{ID: r.offer.Key(), Name: r.offer.Name}
	for _, c := range r.offer.Corrected {
		out.Reasons = append(out.Reasons, cellNotice{c.Field, c.Source,
			"Corrigé localement le " + hours.Local(c.Since).Format(time.DateOnly) + " ; la valeur est celle de la source."})
	}
	return out
}
