package ingest_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"escale/internal/ingest"
)

// Of the postcode, the name and the point, two that agree place a record, and that is
// remark; silence is no contradiction, and a lone name decides only where it is the only
// one.
func TestWhereARecordIs(t *testing.T) {
	const inSaintLo, inValognes, farAway = "49.1157,-1.09", "49.51,-1.47", "48.85,2.35"
	for why, tt := range map[string]struct {
		city, postcode, insee, point string
		want                         string // the commune, "" for set aside, "-" for elsewhere
		remark                       string
	}{
		"all agree":                             {"Saint-Lô", "50000", "", inSaintLo, "50502", ""},
		"a CEDEX with the name":                 {"SAINT-LO CEDEX", "50008", "", inSaintLo, "50502", "50008"},
		"a CEDEX number behind the name":        {"ST LO CEDEX 09", "50009", "", inSaintLo, "50502", "50009"},
		"another CEDEX":                         {"Saint-Lô", "50010", "", inSaintLo, "50502", "50010"},
		"a postcode of a neighbour":             {"Saint-Lô", "50700", "", inSaintLo, "50502", "50700"},
		"a postcode of another département":     {"Saint-Lô", "14000", "", inSaintLo, "50502", "14000"},
		"no postcode":                           {"Saint-Lô", "", "", inSaintLo, "50502", "Sans code postal"},
		"a name nearly right":                   {"Saint Lo", "", "", inSaintLo, "50502", "Sans code postal"},
		"only a point":                          {"", "", "", inSaintLo, "50502", "Ni commune"},
		"a CEDEX and a point":                   {"", "50008", "", inSaintLo, "50502", "50008"},
		"only a name":                           {"Saint-Lô", "", "", "", "50502", "centre"},
		"a post box before the postcode":        {"Saint-Lô", "BP 40273 50000", "", inSaintLo, "50502", "autre chose"},
		"a former commune of that name":         {"Sainte-Croix", "50999", "", inSaintLo, "50502", "50999"},
		"a former commune and no point":         {"Sainte-Croix", "", "", "", "50502", "centre"},
		"the name of another than the point":    {"Valognes", "50700", "", inSaintLo, "", ""},
		"a name that nobody has":                {"Nulle-Part", "50999", "", inSaintLo, "", ""},
		"a name that nobody has, no point":      {"Nulle-Part", "", "", "", "", ""},
		"the INSEE code against name and point": {"Saint-Lô", "50000", "50615", inSaintLo, "", ""},
		"nothing":                               {"", "", "", "", "", ""},
		"a point far away and nothing else":     {"", "", "", farAway, "-", ""},
		"elsewhere by its postcode":             {"Caen", "14000", "", "49.18,-0.36", "-", ""},
		"Valognes by a point near its centre":   {"Valognes", "", "", inValognes, "50615", ""},
	} {
		f := newFixture(t)
		lat, lon, _ := strings.Cut(tt.point, ",")
		report := f.load(f.request("s", row("1", "Lieu", tt.city, tt.postcode, tt.insee, "1 rue A", lat, lon)))
		got := ""
		if places := f.places(); len(places) == 1 {
			got = places[0].Address.INSEE
		} else if report.Elsewhere == 1 {
			got = "-"
		}
		remarks := fmt.Sprint(report.Remarks)
		if got != tt.want || tt.remark != "" && !strings.Contains(remarks, tt.remark) || got == "" && report.SetAside != 1 {
			t.Errorf("%s: %q, want %q with %q; %s %+v", why, got, tt.want, tt.remark, remarks, report.Records)
		}
	}
}

// A record without any place counts in the département that its own column names.
func TestTheColumnOfTheDepartement(t *testing.T) {
	for column, want := range map[string]ingest.Total{"38": {Read: 1, Elsewhere: 1}, "50 - Manche": {Read: 1, SetAside: 1}, "": {Read: 1, SetAside: 1}} {
		f := newFixture(t)
		req := f.request("s", "")
		req.Content = []byte("id,nom,departement,adresse\n1,Lieu," + column + ",1 rue A\n")
		report := f.load(req)
		if got := (ingest.Total{Read: report.Read, Elsewhere: report.Elsewhere, SetAside: report.SetAside}); got != want {
			t.Errorf("%q: %+v, want %+v", column, got, want)
		}
	}
}

// Titles and totals between the rows of places are told as what they are; a row without a
// commune says what is missing.
func TestRowsThatAreNoPlaces(t *testing.T) {
	f := newFixture(t)
	req := f.request("s", "")
	req.Format, req.Mapping = ingest.MappedFormat, "columns: {nom: Nom, commune: Commune, telephone: Tél, horaires: H}\n"
	req.Content = []byte("Nom;Commune;Tél;H\nSECTEUR NORD;;;\nSaint-Lô;Saint-Lô;Saint-Lô;Saint-Lô\nMairie;;02 61 91 00 01;lundi 9h-12h\nTOTAL;;2;\nMairie;Saint-Lô;02 61 91 00 02;\n")
	report := f.load(req)
	if report.SetAside != 4 || len(f.places()) != 1 {
		t.Errorf("%d set aside: %+v", report.SetAside, report.Records)
	}
	const heading, missing = "cette ligne est un titre ou un total, pas un lieu", "ajoutez une colonne commune"
	for _, line := range report.Records {
		want := map[int]string{2: heading, 3: heading, 4: missing, 5: heading}[line.Line]
		remarked := slices.ContainsFunc(report.Remarks, func(r ingest.Remark) bool { return r.Line == line.Line })
		if !strings.Contains(line.Reason, want) || want == heading && remarked {
			t.Errorf("line %d: %q, want %q", line.Line, line.Reason, want)
		}
	}
}

// One street and number in one commune, geocoded apart, is at least to be checked.
func TestOneAddressGeocodedApart(t *testing.T) {
	for metres, want := range map[float64]int{100: 0, 400: 1, 900: 1, 2000: 0} {
		f := newFixture(t)
		f.load(f.request("a", row("1", "Mairie", "Saint-Lô", "50000", "", "12 - rue Haute", "49.1157", "-1.09")))
		lat := fmt.Sprintf("%.6f", 49.1157+metres/111_200)
		report := f.load(f.request("b", row("2", "Centre social", "Saint-Lô", "50000", "", "12 Rue haute", lat, "-1.09")))
		if joined := len(report.Joined); len(report.Unsure) != want && joined == 0 {
			t.Errorf("%.0f m: unsure %+v", metres, report.Unsure)
		}
	}
}

// Words that nothing knows are remark, with their count.
func TestLostWordsAreCounted(t *testing.T) {
	f := newFixture(t)
	req := f.request("s", "")
	req.Content = []byte("id,nom,commune,code_postal,latitude,longitude,services,frais_a_charge\n" +
		"1,A,Saint-Lô,50000,49.1157,-1.09,Non Non Oui,Troc\n2,B,Saint-Lô,50000,49.1157,-1.09,\"Prendre en main un ordinateur, Non Non Oui\",Gratuit\n")
	report := f.load(req)
	if got := fmt.Sprint(report.LostWords); got != "[{services Non Non Oui 2} {frais_a_charge Troc 1}]" || !strings.Contains(report.Summary(), "« Non Non Oui », 2 lignes") {
		t.Errorf("%s\n%s", got, report.Summary())
	}
}
