package formats

import (
	"cmp"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"escale/internal/mediation"
)

// Mapping says where the fields of the national standard are in a file that
// has columns of its own. data/correspondances holds examples.
type Mapping struct {
	// columns are, for each field, the file's columns that make it up, joined
	// by a space; values what the file's values mean, by field, folded.
	columns   map[string][]string
	values    map[string]map[string]string
	constants map[string]string
	// week are the columns of Monday to Sunday, none for a day that has none: several
	// hold opening and closing hours in turn. limits are columns that limit the hours.
	week   [7][]string
	limits []string
	// tour names the one vehicle of all rows that move, vehicle the column that does so
	// for each; "" for neither.
	tour, vehicle string
	// projection is that of the coordinates, by its EPSG number; 0 for degrees.
	projection int
	layout     *layout
	// Source describes the source of the file, if the mapping names one.
	Source mediation.SourceInfo
}

type yamlMapping struct {
	Columns    map[string]yamlColumns       `yaml:"columns"`
	Values     map[string]map[string]scalar `yaml:"values"`
	Constants  map[string]scalar            `yaml:"constants"`
	Week       map[string]yamlColumns       `yaml:"week"`
	Limits     yamlColumns                  `yaml:"limits"`
	Tour       scalar                       `yaml:"tour"`
	Vehicle    scalar                       `yaml:"vehicle"`
	Projection scalar                       `yaml:"projection"`
	Source     struct {
		Name    scalar `yaml:"name"`
		Licence scalar `yaml:"licence"`
		URL     scalar `yaml:"url"`
	} `yaml:"source"`
}

// yamlColumns is one column, or a list of them.
type yamlColumns []scalar

// UnmarshalYAML takes a text or a list of texts.
func (c *yamlColumns) UnmarshalYAML(read func(any) error) error {
	var one scalar
	if read(&one) == nil {
		*c = yamlColumns{one}
		return nil
	}
	return read((*[]scalar)(c))
}

// ReadMapping reads a mapping file (YAML). A field that the standard does not
// have is an error that names it.
func ReadMapping(r io.Reader) (Mapping, error) {
	var y yamlMapping
	if err := readYAML(r, &y); err != nil {
		return Mapping{}, err
	}
	m := Mapping{columns: map[string][]string{}, values: map[string]map[string]string{}, constants: map[string]string{}}
	var c checklist
	for field, columns := range inOrder(y.Columns) {
		m.columns[c.field(field, columns)] = texts(columns)
	}
	for field, constant := range inOrder(y.Constants) {
		m.constants[c.field(field, yamlColumns{constant})] = constant.text
	}
	for field, meanings := range inOrder(y.Values) {
		m.values[field] = c.meanings(field, meanings)
	}
	for day, columns := range inOrder(y.Week) {
		switch i := slices.Index(dayNames[:], day); {
		case len(columns) == 0:
			c.refuse(0, "« %s » ne nomme aucune colonne", day)
		case i < 0:
			c.refuse(columns[0].line, "« %s » n'est pas un jour de la semaine", day)
		default:
			m.week[i] = texts(columns)
		}
	}
	m.projection = c.projection(y.Projection)
	m.limits, m.tour, m.vehicle = texts(y.Limits), y.Tour.text, y.Vehicle.text
	if len(m.columns["nom"]) == 0 {
		c.refuse(1, "« columns » doit dire quelle colonne est le nom (nom)")
	}
	if y.Source.URL.text != "" && readURL(y.Source.URL.text) == "" {
		c.refuse(y.Source.URL.line, "« url » doit être une adresse http ou https")
	}
	m.Source = mediation.SourceInfo{Name: y.Source.Name.text, Licence: y.Source.Licence.text, URL: y.Source.URL.text}
	m.layout = m.newLayout()
	return m, c.err
}

// projection reads the name of a projection, or its EPSG number.
func (c *checklist) projection(name scalar) int {
	folded := strings.ToLower(name.text)
	if srid, known := projections[folded]; known || folded == "" {
		return srid
	}
	srid, err := strconv.Atoi(strings.TrimPrefix(folded, "epsg:"))
	if err != nil || srid < 1024 || srid > 32767 {
		c.refuse(name.line, "« projection » : « %s » est inconnue ; on attend par exemple lambert-93, utm-20n, utm-22n, utm-40s, utm-38s, ou EPSG:2154", name.text)
		return 0
	}
	return srid
}

// meanings reads what the values of a field mean.
func (c *checklist) meanings(field string, meanings map[string]scalar) map[string]string {
	out := map[string]string{}
	for value, meaning := range inOrder(meanings) {
		if !slices.Contains(dayNames[:], field) {
			c.field(field, yamlColumns{meaning})
		}
		out[fold(value)] = meaning.text
	}
	return out
}

// field checks that the standard has a field, and that it gets a column.
func (c *checklist) field(name string, columns yamlColumns) string {
	switch {
	case len(columns) == 0:
		c.refuse(0, "« %s » ne nomme aucune colonne", name)
	case standardFormat.layout.known[name] != name:
		c.refuse(columns[0].line, "la norme n'a pas de champ « %s »", name)
	}
	return name
}

// newLayout knows the columns that the mapping names. What the name of the
// place needs must be there.
func (m Mapping) newLayout() *layout {
	l := &layout{format: "correspondance", known: map[string]string{}}
	for _, columns := range m.named() {
		for _, column := range columns {
			l.known[fold(column)] = fold(column)
		}
	}
	delete(l.known, "")
	l.exact = slices.Concat(m.named()...)
	for _, column := range m.columns["nom"] {
		l.required = append(l.required, fold(column))
	}
	return l
}

// ReadMapped reads a file whose columns a mapping explains, as [Read] does.
// Records without an id take one from their name and commune.
func ReadMapped(m Mapping, r io.Reader, sourceID string) (*File, error) {
	file := &File{}
	table, err := readTable(r, m.layout, func(theirs *row) {
		file.Records = append(file.Records, m.record(theirs, sourceID))
	})
	if err != nil {
		return nil, err
	}
	if missing := m.missing(table.names); len(missing) > 0 {
		return nil, missingColumns(missing, table.names)
	}
	tellApart(file.Records)
	file.conclude(table)
	return file, nil
}

// missing lists the columns that the mapping names and the file does not have.
func (m Mapping) missing(names []string) []string {
	var wanted []string
	for _, field := range slices.Sorted(maps.Keys(m.columns)) {
		wanted = append(wanted, m.columns[field]...)
	}
	wanted = append(wanted, slices.Concat(m.week[:]...)...)
	wanted = append(append(wanted, m.limits...), m.vehicle)
	return slices.DeleteFunc(wanted, func(column string) bool {
		return column == "" || slices.ContainsFunc(names, func(name string) bool { return fold(name) == fold(column) })
	})
}

// missingColumns refuses a mapping that is not the file's, and names the
// columns that may be meant.
func missingColumns(missing, names []string) error {
	hints := make([]string, len(missing))
	for i, column := range missing {
		hints[i] = "« " + column + " »"
		if near := nearest(column, names); near != "" {
			hints[i] += " (la plus proche est « " + near + " »)"
		}
	}
	return fault("La correspondance nomme des colonnes que le fichier n'a pas : %s. Le fichier a : %s.", strings.Join(hints, ", "), strings.Join(names, ", "))
}

func nearest(column string, names []string) (near string) {
	best := 0.0
	for _, name := range names {
		if likeness := mediation.Similarity(strings.ReplaceAll(column, "_", " "), strings.ReplaceAll(name, "_", " ")); likeness > best {
			near, best = name, likeness
		}
	}
	return near
}

// record reads a row through the standard's own reader, with problems reported
// under the columns of the file.
func (m Mapping) record(theirs *row, sourceID string) Record {
	ours := row{line: theirs.line, cells: map[string]string{}, raw: theirs.raw, problems: theirs.problems, unreadable: theirs.unreadable,
		projection: m.projection, beside: theirs.beside, unread: theirs.unread, serial: theirs.serial, from1904: theirs.from1904}
	for field, value := range m.constants {
		ours.set(field, field, value)
	}
	for field, columns := range m.columns {
		if value := m.value(field, columns, theirs); value != "" {
			ours.set(field, theirs.name(fold(columns[0])), value)
		}
		if slices.Contains(freeText, field) {
			theirs.withoutPersons(columns)
		}
	}
	theirs.withoutPersons(m.limits)
	m.fillWeek(&ours, theirs)
	unnamed := ours.cells["id"] == ""
	if unnamed {
		id := mediation.Slug(ours.words("nom")) + "-" + cmp.Or(ours.words("code_insee"), ours.words("code_postal"), mediation.Slug(ours.words("commune")))
		ours.set("id", "id", id)
	}
	ours.limits = m.limitCells(theirs)
	record := standardFormat.record(&ours, sourceID)
	record.unnamed = unnamed
	theirs.problems = ours.problems
	if record.Offer.Mobile() {
		record.Offer.Vehicle = cmp.Or(theirs.words(fold(m.vehicle)), m.tour)
	}
	return record
}

// limitCells are what the columns say that limit the hours: as they are understood, else
// in their own words.
func (m Mapping) limitCells(theirs *row) (found []besideCell) {
	for _, column := range m.limits {
		value := theirs.words(fold(column))
		if value == "" || no[mediation.Fold(value)] {
			continue
		}
		limits := theirs.limitsOf(besideCell{column, value})
		if len(limits) == 0 {
			limits = []string{spokenName(column) + " : " + value}
		}
		for _, limit := range limits {
			found = append(found, besideCell{column, limit})
		}
	}
	return found
}

// named are the columns of the file that the mapping names, in groups.
func (m Mapping) named() [][]string {
	return append(append(slices.Collect(maps.Values(m.columns)), m.week[:]...), m.limits, []string{m.vehicle})
}

// value joins the columns of a field and says what the file's value means.
func (m Mapping) value(field string, columns []string, theirs *row) string {
	var parts []string
	for _, column := range columns {
		if part := theirs.text(fold(column)); part != "" {
			parts = append(parts, part)
		}
	}
	value := strings.Join(parts, " ")
	if field == "horaires" && len(parts) > 2 { // the day, the beginning, the end
		for i := range parts {
			parts[i] = theirs.clockText(parts[i])
		}
		value = parts[0] + " " + joinClocks(parts[1:])
	}
	if meaning, known := m.values[field][fold(value)]; known {
		return meaning
	}
	return value
}

// fillWeek gives a row the cells of the days.
func (m Mapping) fillWeek(ours, theirs *row) {
	for day, columns := range m.week {
		var cells []string
		for _, column := range columns {
			cell := theirs.dayCell(fold(column))
			if meaning, known := m.dayMeaning(day, cell); known {
				cell = meaning
			}
			if cell != "" {
				cells = append(cells, cell)
			}
		}
		if len(cells) > 0 {
			ours.set(dayNames[day], theirs.name(fold(columns[0])), joinClocks(cells))
		}
	}
}

// dayMeaning is what the mapping says that a cell of a day means: "x".
func (m Mapping) dayMeaning(day int, cell string) (meaning string, known bool) {
	for _, field := range []string{dayNames[day], "horaires"} {
		if meaning, known = m.values[field][fold(cell)]; known {
			return meaning, true
		}
	}
	return "", false
}

// joinClocks writes hours of opening and closing in turn as ranges: "9h", "12h",
// "14h", "17h". Other cells are only put together.
func joinClocks(cells []string) string {
	for _, cell := range cells {
		if !clockForm.MatchString(cell) {
			return strings.Join(cells, " / ")
		}
	}
	if len(cells)%2 != 0 {
		return strings.Join(cells, " / ")
	}
	ranges := make([]string, len(cells)/2)
	for i := range ranges {
		ranges[i] = wholeClock(cells[2*i]) + " - " + wholeClock(cells[2*i+1])
	}
	return strings.Join(ranges, " / ")
}

// wholeClock writes "9h" and "9" as "9:00".
func wholeClock(cell string) string {
	m := clockForm.FindStringSubmatch(cell)
	return m[1] + ":" + cmp.Or(m[2], m[3], "00")
}
