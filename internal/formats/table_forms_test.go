package formats

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// What people make of a file: the form changes, the records are the same.
func TestTheSameRowsInEveryForm(t *testing.T) {
	const rows = "id;nom;commune;code_postal;latitude;longitude\n1;Mairie;Saint-Lô;50000;49.1157;-1.0906\n2;Port;Brix;50700;49.545;-1.58\n"
	table := func(prefix [][]any, header []any) []byte {
		book := excelize.NewFile()
		lines := append(prefix, header, []any{1, "Mairie", "Saint-Lô", 50000, 49.1157, -1.0906}, []any{2, "Port", "Brix", 50700, 49.545, -1.58})
		for i, line := range lines {
			cell, _ := excelize.CoordinatesToCellName(1, i+1)
			if err := book.SetSheetRow("Sheet1", cell, &line); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := book.NewSheet("À savoir"); err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := book.Write(&b); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	header := []any{"id", "nom", "commune", "code_postal", "latitude", "longitude"}
	for why, content := range map[string]string{
		"plain": rows, "lone carriage returns": strings.ReplaceAll(rows, "\n", "\r"), "windows": strings.ReplaceAll(rows, "\n", "\r\n"),
		"a title above": "Liste des lieux 2026;;;;;\n\n" + rows, "two lines of header": "Lieu;;Où;;;\n" + rows,
		"a title in one cell": "Liste des lieux\n" + rows, "sep": "sep=;\n" + rows,
		"GeoJSON": `{"type":"FeatureCollection","features":[{"type":"Feature","id":1,"properties":{"nom":"Mairie","commune":"Saint-Lô","code_postal":"50000"},"geometry":{"type":"Point","coordinates":[-1.0906,49.1157]}},` +
			`{"type":"Feature","id":2,"properties":{"nom":"Port","commune":"Brix","code_postal":"50700"},"geometry":{"type":"Polygon","coordinates":[[[-1.59,49.54],[-1.57,49.54],[-1.57,49.55],[-1.59,49.55],[-1.59,49.54]]]}}]}`,
		"a map of uMap": `{"type":"umap","layers":[{"type":"FeatureCollection","features":[{"type":"Feature","id":"1","properties":{"nom":"Mairie","_umap_options":{"a":1},"description":"1 rue A\n50000 Saint-Lô"},"geometry":{"type":"Point","coordinates":[-1.0906,49.1157]}}]},` +
			`{"features":[{"type":"Feature","id":"2","properties":{"nom":"Port","commune":"Brix","code_postal":50700},"geometry":{"type":"Point","coordinates":[-1.58,49.545,12]}}]}]}`,
		"a workbook":                         string(table(nil, header)),
		"a workbook with a title":            string(table([][]any{{"Liste des lieux"}, {}}, header)),
		"a workbook with a group of columns": string(table([][]any{{"", "Lieu", "", "", "Point"}}, header)),
	} {
		file, err := Read("standard", strings.NewReader(content), "s")
		if err != nil || len(file.Records) != 2 {
			t.Errorf("%s: %v, %+v", why, err, file)
			continue
		}
		for i, want := range []struct {
			id, name, city, postcode string
			lat                      float64
		}{{"1", "Mairie", "Saint-Lô", "50000", 49.1157}, {"2", "Port", "Brix", "50700", 49.545}} {
			o := file.Records[i].Offer
			if o.SourceID != want.id || o.Name != want.name || o.Address.City != want.city || o.Address.Postcode != want.postcode || o.Point == nil || o.Point.Lat() != want.lat {
				t.Errorf("%s: %+v, %+v", why, o, file.Records[i].Problems)
			}
		}
	}
}

// Cells that were made one say the same in each of their rows.
func TestMergedCells(t *testing.T) {
	book := excelize.NewFile()
	for i, line := range [][]any{{"nom", "id", "commune", "lundi", ""}, {"", "", "", "Matin", "Après-midi"}, {"A", 1, "Brix", 0.375, 0.5}, {"B", 2, "", "", ""}, {"C", 3, "Yvetot", "", ""}} {
		cell, _ := excelize.CoordinatesToCellName(1, i+1)
		if err := book.SetSheetRow("Sheet1", cell, &line); err != nil {
			t.Fatal(err)
		}
	}
	for from, to := range map[string]string{"A1": "A2", "B1": "B2", "C1": "C2", "D1": "E1", "C3": "C4"} {
		if err := book.MergeCell("Sheet1", from, to); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := book.Write(&b); err != nil {
		t.Fatal(err)
	}
	file, err := Read("standard", bytes.NewReader(b.Bytes()), "s")
	if err != nil || len(file.Records) != 3 {
		t.Fatalf("%v, %+v", err, file)
	}
	m, err := ReadMapping(strings.NewReader("columns: {nom: nom}\nweek: {lundi: [lundi Matin, lundi Après-midi]}\n"))
	if err != nil {
		t.Fatal(err)
	}
	if mapped, err := ReadMapped(m, bytes.NewReader(b.Bytes()), "s"); err != nil || mapped.Records[0].Offer.Hours != "Mo 09:00-12:00" {
		t.Errorf("%v, %+v", err, mapped)
	}
	for i, want := range []string{"Brix", "Brix", "Yvetot"} {
		if got := file.Records[i].Offer.Address.City; got != want {
			t.Errorf("row %d: %q, want %q", i+1, got, want)
		}
	}
}

// Of two columns that differ by their case, a mapping names one; else the file is refused.
func TestAColumnTwiceByCase(t *testing.T) {
	const content = "Nom;NOM;tel\nMairie;MAIRIE;0261910001\n"
	for name, want := range map[string]string{"Nom": "Mairie", "NOM": "MAIRIE"} {
		m, err := ReadMapping(strings.NewReader("columns: {nom: " + name + "}\n"))
		if err != nil {
			t.Fatal(err)
		}
		file, err := ReadMapped(m, strings.NewReader(content), "s")
		if err != nil || file.Records[0].Offer.Name != want {
			t.Errorf("%s: %v, %+v", name, err, file)
		}
	}
	if _, err := Read("standard", strings.NewReader("id;"+content), "s"); err == nil {
		t.Error("a header that names a column twice is taken")
	}
	if g, err := Explain(strings.NewReader(content)); err != nil || len(g.Columns) != 3 || g.Columns[1].Field != "" || !strings.Contains(g.Columns[1].Reason, "« Nom »") {
		t.Errorf("%v, %+v", err, g)
	}
}

// --explain knows the names that forms and spreadsheets give, says which column repeats
// which, proposes a kind per row, and warns of what is missing.
func TestExplainNamesWhatIsMissing(t *testing.T) {
	g, err := Explain(strings.NewReader("Nom SP;Ville *;Tél (accueil);Genre;Téléphone;Statut\nMairie;Brix;02 61 91 00 01;France Services;02 61 91 00 02;Fixe\nBus;Brix;;Bus;;Itinérant\nPort;Brix;;EPN;;Fixe\n"))
	if err != nil {
		t.Fatal(err)
	}
	fields := map[string]string{}
	for _, c := range g.Columns {
		fields[c.Column] = c.Field + "|" + c.Reason
	}
	for column, want := range map[string]string{"Nom SP": "nom|", "Ville *": "commune|", "Tél (accueil)": "telephone|", "Genre": "type_offre|", "Statut": "itinerance|", "Téléphone": "|semble être « telephone », comme « Tél (accueil) »"} {
		if !strings.HasPrefix(fields[column], want) {
			t.Errorf("%s: %q, want %q", column, fields[column], want)
		}
	}
	if mapping := g.Mapping(); len(g.Warnings) != 1 || !strings.Contains(g.Warnings[0], "code_postal") || !strings.Contains(mapping, "# Attention : "+g.Warnings[0]) {
		t.Errorf("%q", g.Warnings)
	}
}
