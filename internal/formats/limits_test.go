package formats

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// shareMB is what reading any one file may cost a program, in megabytes:
// reading is done beside what the map is answered from.
const shareMB = 300

// patience is how long it may take, even beside other tests.
const patience = time.Minute

// hostile are files made to exhaust who reads them, with how each is read.
var hostile = map[string]struct {
	make func() []byte
	read func(io.Reader) error
}{
	"57 MB of commas":             {func() []byte { return bytes.Repeat([]byte(","), 57<<20) }, asPlaces("standard")},
	"commas below a header":       {func() []byte { return append([]byte(goodHeader), bytes.Repeat([]byte(","), 30<<20)...) }, asPlaces("standard")},
	"a quotation mark left open":  {func() []byte { return append([]byte(goodHeader+`"`), bytes.Repeat([]byte("a\n"), 16<<20)...) }, asPlaces("standard")},
	"quotation marks":             {func() []byte { return bytes.Repeat([]byte(`"`), 15<<20) }, asPlaces("standard")},
	"rows of many columns":        {manyColumns, asPlaces("standard")},
	"rows that are all wrong":     {allWrong, asPlaces("standard")},
	"JSON that opens and opens":   {func() []byte { return bytes.Repeat([]byte("["), 30<<20) }, asPlaces("standard")},
	"JSON with too many members":  {manyMembers, asPlaces("standard")},
	"JSON with a long list":       {func() []byte { return []byte(`[{"id":[` + strings.Repeat("1,", 15<<20) + `1]}]`) }, asPlaces("standard")},
	"JSON of empty objects":       {func() []byte { return []byte("[" + strings.Repeat("{},", 4<<20) + "{}]") }, asPlaces("standard")},
	"GeoJSON of numbers":          {func() []byte { return []byte(`{"features":[` + strings.Repeat("1,", 8<<20) + `1]}`) }, asPlaces("standard")},
	"GeoJSON of layers":           {func() []byte { return []byte(`{"layers":[` + strings.Repeat("{},", 4<<20) + `{}]}`) }, asPlaces("standard")},
	"GeoJSON of one long line":    {longLine, asPlaces("standard")},
	"GeoJSON of many properties":  {func() []byte { return []byte(`{"features":[{"properties":` + string(manyMembers()[1:]) + `}`) }, asPlaces("standard")},
	"GeoJSON of long texts":       {longFeatures, asPlaces("standard")},
	"Windows letters":             {func() []byte { return bytes.Repeat([]byte("\x80"), 40<<20) }, asPlaces("standard")},
	"a workbook of one string":    {func() []byte { return workbook(oneString()) }, asTours},
	"a source of one string":      {func() []byte { return workbook(oneString()) }, asPlaces("standard")},
	"a workbook of empty strings": {func() []byte { return workbook(emptyStrings()) }, asTours},
	"a workbook of wide rows":     {func() []byte { return workbook(wideRows()) }, asTours},
	"a workbook of struck texts":  {func() []byte { return workbook(struckTexts()) }, asPlaces("standard")},
	"a mapping of [[[":            {func() []byte { return bytes.Repeat([]byte("["), 196<<10) }, asMapping},
	"a mapping of {{{":            {func() []byte { return bytes.Repeat([]byte("{a: "), 40<<10) }, asMapping},
	"a mapping of - - -":          {func() []byte { return bytes.Repeat([]byte("- "), 90<<10) }, asMapping},
	"a mapping ever deeper":       {deeperAndDeeper, asMapping},
	"a mapping of merges":         {func() []byte { return []byte("a: &a {b: c}\n" + strings.Repeat("d: {<<: *a}\n", 50_000)) }, asMapping},
	"a mapping of one merge each": {manyMerges, asMapping},
	"a mapping of aliases":        {billionLaughs, asMapping},
	"a mapping of many keys":      {manyKeys, asMapping},
}

func asPlaces(format string) func(io.Reader) error {
	return func(r io.Reader) error { _, err := Read(format, r, "test"); return err }
}

func asTours(r io.Reader) error { _, err := ReadTours(r); return err }

func asMapping(r io.Reader) error { _, err := ReadMapping(r); return err }

func manyColumns() []byte {
	var header, row strings.Builder
	header.WriteString("id,nom,code_postal,latitude,longitude")
	for i := range 490 {
		fmt.Fprintf(&header, ",c%d", i)
	}
	row.WriteString("1,a,50000,49,-1" + strings.Repeat(",x", 490) + "\n")
	return []byte(header.String() + "\n" + strings.Repeat(row.String(), 60_000))
}

// allWrong has a remark for nearly every cell.
func allWrong() []byte {
	columns := strings.Join(standardColumnsOfTest(), ",")
	row := strings.Repeat("Ã©\x81,", len(standardColumnsOfTest())-1) + "Ã©\n"
	return []byte(columns + "\n" + strings.Repeat(row, 30_000))
}

func standardColumnsOfTest() (names []string) {
	seen := map[string]bool{}
	for _, name := range standardFormat.layout.known {
		if !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	return names
}

func manyMembers() []byte {
	var b bytes.Buffer
	b.WriteString(`[{"id":"1"`)
	for i := range 1 << 20 {
		fmt.Fprintf(&b, `,"%d":1`, i)
	}
	b.WriteString("}]")
	return b.Bytes()
}

func longLine() []byte {
	return []byte(`{"features":[{"properties":{"id":"1"},"geometry":{"type":"LineString","coordinates":[` + strings.Repeat("[1,1],", 3<<20) + `[1,1]]}}]}`)
}

func longFeatures() []byte {
	one := `{"properties":{"id":"1","nom":"` + strings.Repeat("x", 40<<10) + `"},"geometry":{"type":"Point","coordinates":[-1,49]}}`
	return []byte(`{"features":[` + strings.Repeat(one+",", 250) + one + `]}`)
}

func manyMerges() []byte {
	var b bytes.Buffer
	b.WriteString("a0: &a0 {b: c}\n")
	for i := range 50_000 {
		fmt.Fprintf(&b, "k%d: {<<: *a0}\n", i)
	}
	return b.Bytes()
}

func billionLaughs() []byte {
	var b bytes.Buffer
	b.WriteString("a0: &a0 [x, x, x, x, x, x, x, x, x]\n")
	for i := range 20 {
		fmt.Fprintf(&b, "a%d: &a%d [%s]\n", i+1, i+1, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i), 9), ", "))
	}
	b.WriteString("columns: {nom: *a20}\n")
	return b.Bytes()
}

func deeperAndDeeper() []byte {
	var b bytes.Buffer
	for i := range 1_300 {
		b.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	return b.Bytes()
}

func manyKeys() []byte {
	var b bytes.Buffer
	b.WriteString("columns:\n")
	for i := range 60_000 {
		fmt.Fprintf(&b, "  k%d: v\n", i)
	}
	return b.Bytes()
}

// oneString is a workbook whose cells all show one long text.
func oneString() (sharedStrings, sheet string) {
	var b strings.Builder
	b.WriteString(`<row r="1">`)
	for _, name := range TourHeader() {
		fmt.Fprintf(&b, `<c t="inlineStr"><is><t>%s</t></is></c>`, name)
	}
	b.WriteString("</row>")
	for row := range 200 {
		fmt.Fprintf(&b, `<row r="%d">`, row+2)
		for range 26 {
			b.WriteString(`<c t="s"><v>0</v></c>`)
		}
		b.WriteString("</row>")
	}
	return "<si><r><t>" + strings.Repeat("x", 60<<10) + "</t></r></si>", b.String()
}

func emptyStrings() (sharedStrings, sheet string) {
	return strings.Repeat("<si><t/></si>", 1<<20), `<row r="1"><c t="s"><v>1</v></c></row>`
}

func wideRows() (sharedStrings, sheet string) {
	var b strings.Builder
	for row := range 20_000 {
		fmt.Fprintf(&b, `<row r="%d"><c r="XFD%d"><v>1</v></c></row>`, row+1, row+1)
	}
	return "<si><t>a</t></si>", b.String()
}

const headerOfSheet = `<row r="1"><c t="inlineStr"><is><t>id</t></is></c><c t="inlineStr"><is><t>nom</t></is></c></row>`

// merges are cells that were made one, as many as are read.
func merges() string {
	var b strings.Builder
	b.WriteString("</sheetData><mergeCells>")
	for row := range mostMerged {
		fmt.Fprintf(&b, `<mergeCell ref="D%d:E%d"/>`, 2*row+1, 2*row+2)
	}
	return b.String() + "</mergeCells><sheetData>"
}

// struckTexts have a part of each cell struck out, among cells that were made one.
func struckTexts() (sharedStrings, sheet string) {
	var b strings.Builder
	b.WriteString(headerOfSheet)
	for row := range 30_000 {
		fmt.Fprintf(&b, `<row r="%d"><c r="A%d" t="s"><v>0</v></c><c r="B%d" t="s"><v>0</v></c></row>`, row+2, row+2, row+2)
	}
	return "<si><r><rPr><strike/></rPr><t>a</t></r><r><t>b</t></r></si>", b.String() + merges()
}

func workbook(sharedStrings, sheet string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	add := func(name, content string) {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, `<?xml version="1.0" encoding="UTF-8"?>`+content)
		}
		if err != nil {
			panic(err) // it is written to memory
		}
	}
	const main, relations = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`, "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	add("[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>`)
	add("_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="`+relations+`/officeDocument" Target="xl/workbook.xml"/></Relationships>`)
	add("xl/workbook.xml", `<workbook `+main+` xmlns:r="`+relations+`"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>`)
	add("xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="`+relations+`/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="`+relations+`/sharedStrings" Target="sharedStrings.xml"/></Relationships>`)
	add("xl/sharedStrings.xml", `<sst `+main+`>`+sharedStrings+`</sst>`)
	add("xl/worksheets/sheet1.xml", `<worksheet `+main+`><sheetData>`+sheet+`</sheetData></worksheet>`)
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// hostileFile names the file that a child of this test reads.
const hostileFile = "ESCALE_TEST_HOSTILE_FILE"

// Each file is read by a process of its own, so that its memory is measured by
// the system and a crash ends nothing else. Most are refused; one that is read
// costs no more.
func TestNoFileExhaustsWhoReadsIt(t *testing.T) {
	if name, path, ok := strings.Cut(os.Getenv(hostileFile), "="); ok {
		readHostile(t, name, path)
		return
	}
	for name, h := range hostile {
		t.Run(name, func(t *testing.T) {
			path := t.TempDir() + "/file"
			if err := os.WriteFile(path, h.make(), 0o600); err != nil {
				t.Fatal(err)
			}
			child := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^TestNoFileExhaustsWhoReadsIt$", "-test.timeout", waits().String())
			child.Env = append(os.Environ(), hostileFile+"="+name+"="+path)
			start := time.Now()
			out, err := child.CombinedOutput()
			used := highest(string(out))
			t.Logf("%d MB, %s, %.100s", used, time.Since(start).Round(time.Millisecond), out)
			if err != nil {
				t.Errorf("%v: %.600s", err, out)
			}
			if used > shareMB && !raced {
				t.Errorf("reading took %d MB", used)
			}
		})
	}
}

// waits is how long a child may take.
func waits() time.Duration {
	if raced {
		return 10 * patience
	}
	return patience
}

func readHostile(t *testing.T, name, path string) {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	answer := fmt.Sprint(hostile[name].read(file))
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	fmt.Printf("%.200s\n%s", answer, status)
}

// highest finds, in what a process says of itself, the most memory that it took, in megabytes.
func highest(status string) (megabytes int) {
	_, text, _ := strings.Cut(status, "VmHWM:")
	_, _ = fmt.Sscan(text, &megabytes)
	return megabytes >> 10
}
