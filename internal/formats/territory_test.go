package formats

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"

	"escale/internal/mediation"
)

const officialData = "../../frontend/node_modules/@etalab/decoupage-administratif/data"

func readOfficial(t *testing.T, departement, contours string) (mediation.Territory, []Problem) {
	t.Helper()
	territory, problems, err := ReadTerritory(departement, TerritoryFiles{
		Communes:  openOutside(t, filepath.Join(officialData, "communes.json")),
		EPCI:      openOutside(t, filepath.Join(officialData, "epci.json")),
		Movements: mirror(t, "territory/mouvements-communes.csv"),
		Contours:  mirror(t, "territory/"+contours),
	})
	if err != nil {
		t.Fatal(err)
	}
	return territory, problems
}

func TestMirrorOfTerritories(t *testing.T) {
	for _, tt := range []struct {
		departement, contours string
		communes, epcis       int
		area                  float64 // km², as INSEE gives it, within 2 %
	}{
		{"50", "communes-50-manche.geojson", 445, 8, 5938},
		{"80", "communes-80-somme.geojson", 771, 17, 6170},
	} {
		t.Run(tt.departement, func(t *testing.T) {
			territory, problems := readOfficial(t, tt.departement, tt.contours)
			if len(problems) > 0 {
				t.Errorf("problems: %v", problems)
			}
			if len(territory.Communes) != tt.communes || len(territory.EPCIs) != tt.epcis {
				t.Errorf("%d communes, %d EPCI, want %d and %d", len(territory.Communes), len(territory.EPCIs), tt.communes, tt.epcis)
			}
			if tt.departement == "50" {
				checkMerged(t, territory)
			}
			area := 0.0
			for _, c := range territory.Communes {
				checkCommune(t, territory, c)
				area += geo.Area(c.Contour) / 1e6
			}
			if area < tt.area*0.98 || area > tt.area*1.02 {
				t.Errorf("area of all contours %.0f km², want about %.0f", area, tt.area)
			}
		})
	}
}

func checkCommune(t *testing.T, territory mediation.Territory, c mediation.Commune) {
	t.Helper()
	if c.Name == "" || len(c.Postcodes) == 0 || c.Population == 0 {
		t.Errorf("%s %s: %d inhabitants, postcodes %v", c.INSEE, c.Name, c.Population, c.Postcodes)
	}
	if len(c.Contour) == 0 || !contains(c.Contour, c.Centre) {
		t.Errorf("%s %s: centre %v outside a contour of %d polygons", c.INSEE, c.Name, c.Centre, len(c.Contour))
	}
	if c.EPCI != "" && !slices.ContainsFunc(territory.EPCIs, func(e mediation.EPCI) bool { return e.SIREN == c.EPCI }) {
		t.Errorf("%s: EPCI %s is missing", c.INSEE, c.EPCI)
	}
	if slices.Contains(c.Former, c.INSEE) || !slices.IsSorted(c.Former) {
		t.Errorf("%s: former codes %v", c.INSEE, c.Former)
	}
}

// checkMerged looks for former communes of the Manche, of several ages.
// The list that the program carries names most communes of before, the
// movements the others; some have a contour of their own.
func TestCommunesOfBefore(t *testing.T) {
	territory, _ := readOfficial(t, "50", "communes-50-manche.geojson")
	alone := mediation.Territory{Area: "50", Communes: slices.Clone(territory.Communes)}
	for i := range alone.Communes {
		alone.Communes[i].Parts = nil
	}
	lists, err := ReadOfficial(TerritoryFiles{Communes: openOutside(t, filepath.Join(officialData, "communes.json"))})
	if err != nil {
		t.Fatal(err)
	}
	lists.AddParts(&alone)
	count := func(territory mediation.Territory) (names, centres int) {
		for _, c := range territory.Communes {
			for _, p := range c.Parts {
				names++
				if p.Centre != nil {
					centres++
				}
			}
		}
		return names, centres
	}
	all, centres := count(territory)
	official, _ := count(alone)
	t.Logf("%d names of before: %d in the official list, %d more in the movements; %d with a centre", all, official, all-official, centres)
	if official < 150 || all-official < 100 || centres < 27 {
		t.Error("too few")
	}
}

func checkMerged(t *testing.T, territory mediation.Territory) {
	t.Helper()
	communes := map[string]mediation.Commune{}
	for _, c := range territory.Communes {
		communes[c.INSEE] = c
	}
	for former, today := range map[string]string{
		"50206": "50597", // La Gohannière, merged in 2019 without becoming déléguée
		"50636": "50099", // Vierville, no longer déléguée since 2025
		"50284": "50410", // Macey, re-established in 1980, merged again in 2016
		"14513": "50592", // Pont-Farcy, from the Calvados, then 50649
		"50602": "50129", // Tourlaville
	} {
		if !slices.Contains(communes[today].Former, former) {
			t.Errorf("%s is not among the former codes of %s: %v", former, today, communes[today].Former)
		}
	}
	for _, c := range communes {
		for _, former := range c.Former {
			if _, current := communes[former]; current {
				t.Errorf("%s is a commune of today, not a former one of %s", former, c.INSEE)
			}
		}
	}
}

const (
	fewCommunes = `[
		{"code":"50001","nom":"Un","type":"commune-actuelle","codesPostaux":["50100"],"population":10},
		{"code":"50002","nom":"Deux","type":"commune-actuelle","codesPostaux":["50200"],"population":20},
		{"code":"50003","nom":"Trois","type":"commune-deleguee","chefLieu":"50001"},
		{"code":"50001","nom":"Un","type":"commune-deleguee","chefLieu":"50001"},
		{"code":"50006","nom":"Six","type":"commune-actuelle","codesPostaux":["50600"],"population":60},
		{"code":"75056","nom":"Paris","type":"commune-actuelle","codesPostaux":["75001"],"population":2000000},
		{"code":"75101","nom":"Paris 1er","type":"arrondissement-municipal","commune":"75056"}]`
	fewEPCI = `[{"code":"200","nom":"CC d'ici","membres":[{"code":"50001"},{"code":"50002"}]},
		{"code":"100","nom":"CC d'ailleurs","membres":[{"code":"75056"}]}]`
	fewMovements = `MOD,DATE_EFF,TYPECOM_AV,COM_AV,LIBELLE_AV,TYPECOM_AP,COM_AP,LIBELLE_AP
32,2019-01-01,COM,50004,Quatre,COM,50003,Trois
32,2019-01-01,COM,50004,Quatre,COMD,50004,Quatre
30,1950-01-01,COM,50005,Cinq,COM,50001,Un
30,1950-01-01,COM,50005,Cinq,COM,50002,Deux
21,2024-01-01,COM,50001,Un,COM,50006,Six
21,2024-01-01,COM,50001,Un,COM,50001,Un
`
	fewContours = `{"type":"FeatureCollection","features":[
		{"properties":{"code":"50001","nom":"Un"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1],[0,0]]]}},
		{"properties":{"code":"50003","nom":"Trois"},"geometry":{"type":"MultiPolygon","coordinates":[[[[1,0],[2,0],[2,1],[1,1],[1,0]]]]}},
		{"properties":{"code":"50004","nom":"Quatre"},"geometry":{"type":"Polygon","coordinates":[[[2,0],[3,0],[3,1],[2,1],[2,0]]]}},
		{"properties":{"code":"50005","nom":"Cinq"},"geometry":{"type":"Polygon","coordinates":[[[4,0],[5,0],[5,1],[4,1],[4,0]]]}},
		{"properties":{"code":"50002","nom":"Deux"},"geometry":{"type":"Point","coordinates":[7,8]}},
		{"properties":{"code":"75056","nom":"Paris"},"geometry":{"type":"Point","coordinates":[2,48]}},
		{"properties":{"code":"99999","nom":"Nulle part"},"geometry":null}]}`
)

func TestReadTerritory(t *testing.T) {
	territory, problems, err := ReadTerritory("50", TerritoryFiles{
		Communes: strings.NewReader(fewCommunes), EPCI: strings.NewReader(fewEPCI),
		Movements: strings.NewReader(fewMovements), Contours: strings.NewReader(fewContours)})
	if err != nil {
		t.Fatal(err)
	}
	square := func(x float64) orb.Polygon {
		return orb.Polygon{{{x, 0}, {x + 1, 0}, {x + 1, 1}, {x, 1}, {x, 0}}}
	}
	want := mediation.Territory{
		Area: "50", EPCIs: []mediation.EPCI{{SIREN: "200", Name: "CC d'ici"}},
		Communes: []mediation.Commune{
			{INSEE: "50001", Name: "Un", Postcodes: []string{"50100"}, Population: 10, EPCI: "200",
				Centre: orb.Point{0.5, 0.5}, Contour: orb.MultiPolygon{square(0), square(1), square(2)},
				Former: []string{"50003", "50004"}, Parts: []mediation.Part{
					{INSEE: "50003", Name: "Trois", Centre: &orb.Point{1.5, 0.5}},
					{INSEE: "50004", Name: "Quatre", Centre: &orb.Point{2.5, 0.5}}, {INSEE: "50005", Name: "Cinq"},
				}},
			{INSEE: "50002", Name: "Deux", Postcodes: []string{"50200"}, Population: 20, EPCI: "200",
				Centre: orb.Point{7, 8}, Parts: []mediation.Part{{INSEE: "50005", Name: "Cinq"}}},
		},
	}
	if diff := cmp.Diff(want, territory); diff != "" {
		t.Error(diff)
	}
	var values []string
	for _, p := range problems {
		values = append(values, p.Value)
	}
	if diff := cmp.Diff([]string{"50005 Cinq", "99999 Nulle part", "50006 Six"}, values); diff != "" {
		t.Errorf("problems %v: %s", problems, diff)
	}
	if last := problems[len(problems)-1].Message; !strings.Contains(last, "50001") {
		t.Errorf("the problem of a re-established commune does not say where its ground is: %s", last)
	}
}

func TestReadTerritoryWithoutContours(t *testing.T) {
	territory, problems, err := ReadTerritory("50", TerritoryFiles{
		Communes: strings.NewReader(fewCommunes), EPCI: strings.NewReader(fewEPCI)})
	if err != nil || len(problems) != 1 || len(territory.Communes) != 0 {
		t.Errorf("got %d communes, %v, %v; want one problem", len(territory.Communes), problems, err)
	}
}

func TestReadTerritoryRefuses(t *testing.T) {
	good := map[string]string{"communes": fewCommunes, "epci": fewEPCI, "movements": fewMovements, "contours": fewContours}
	for _, tt := range []struct{ file, content string }{
		{"communes", "[]"}, {"communes", `{"code":"50001"}`}, {"communes", fewCommunes[:100]}, {"communes", "<html>"},
		{"epci", `[{"code":1}]`}, {"movements", "a,b\n1,2\n"}, {"contours", `{"type":"FeatureCollection","features":[]}`},
		{"contours", "[]"},
	} {
		files := maps.Clone(good)
		files[tt.file] = tt.content
		_, _, err := ReadTerritory("50", TerritoryFiles{
			Communes: strings.NewReader(files["communes"]), EPCI: strings.NewReader(files["epci"]),
			Movements: strings.NewReader(files["movements"]), Contours: strings.NewReader(files["contours"])})
		if mediation.KindOf(err) != mediation.Invalid {
			t.Errorf("%s %q: error %v, want Invalid", tt.file, shorten(tt.content), err)
		}
	}
}

func TestCentreOf(t *testing.T) {
	horseshoe := orb.Polygon{{{0, 0}, {10, 0}, {10, 10}, {9, 10}, {9, 1}, {1, 1}, {1, 10}, {0, 10}, {0, 0}}}
	ring := orb.Polygon{{{0, 0}, {10, 0}, {10, 10}, {0, 10}, {0, 0}}, {{1, 1}, {9, 1}, {9, 9}, {1, 9}, {1, 1}}}
	island := orb.Polygon{{{100, 0}, {101, 0}, {101, 1}, {100, 1}, {100, 0}}}
	for _, contour := range []orb.MultiPolygon{{horseshoe}, {ring}, {island, ring}, {horseshoe, island}} {
		if centre := centreOf(contour); !contains(contour, centre) {
			t.Errorf("centre %v is outside %v", centre, contour)
		}
	}
	flat := orb.MultiPolygon{{{{0, 0}, {1, 0}, {2, 0}, {0, 0}}}}
	if centre := centreOf(flat); centre != (orb.Point{0, 0}) {
		t.Errorf("centre of a flat contour: %v", centre)
	}
}

func TestReadTerritoryAPI(t *testing.T) {
	const answer = `{"type":"FeatureCollection","features":[
		{"type":"Feature","properties":{"nom":"Agneaux","code":"50002","codesPostaux":["50180"],"population":4200,"codeEpci":"200066389"},
		 "geometry":{"type":"Polygon","coordinates":[[[-1.2,49],[-1,49],[-1,49.2],[-1.2,49.2],[-1.2,49]]]}},
		{"type":"Feature","properties":{"nom":"Airel","code":"50004","codesPostaux":["50680"],"codeEpci":"200066389",
		  "centre":{"type":"Point","coordinates":[-1.07,49.22]}},"geometry":null},
		{"type":"Feature","properties":{"nom":"Amigny","code":"50006","epci":{"code":"200066388","nom":"Autre"}},
		 "geometry":{"type":"Point","coordinates":[-1.2,49.14]}},
		{"type":"Feature","properties":{"nom":"Sans lieu","code":"50007"},"geometry":null},
		{"type":"Feature","properties":{"nom":"Caen","code":"14118"},"geometry":{"type":"Point","coordinates":[-0.37,49.18]}}]}`
	territory, problems, err := ReadTerritoryAPI("50", strings.NewReader(answer))
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	for _, c := range territory.Communes {
		codes = append(codes, c.INSEE)
	}
	if diff := cmp.Diff([]string{"50002", "50004", "50006"}, codes); diff != "" || len(problems) != 2 {
		t.Errorf("communes %s, problems %v", diff, problems)
	}
	want := []mediation.EPCI{{SIREN: "200066388", Name: "Autre"}, {SIREN: "200066389", Name: "Intercommunalité 200066389"}}
	if diff := cmp.Diff(want, territory.EPCIs); diff != "" {
		t.Error(diff)
	}
	if c := territory.Communes[0]; !contains(c.Contour, c.Centre) || territory.Communes[1].Centre != (orb.Point{-1.07, 49.22}) {
		t.Errorf("centres: %v", territory.Communes)
	}
	for _, bad := range []string{"", "[]", "<html>", `{"type":"FeatureCollection","features":[]}`,
		strings.ReplaceAll(answer, `"code":"50`, `"code":"14`)} {
		if _, _, err := ReadTerritoryAPI("50", strings.NewReader(bad)); mediation.KindOf(err) != mediation.Invalid {
			t.Errorf("%q: %v, want Invalid", shorten(bad), err)
		}
	}
}

func TestReadTerritoryCSV(t *testing.T) {
	const list = `insee,nom,codes_postaux,population,epci_siren,epci_nom,lat,lon
50129,Cherbourg-en-Cotentin,50100|50110 50120,77808,200067205,CA du Cotentin,"49,6386",-1.6164
50502,Saint-Lô,50000,abc,200066389,Saint-Lô Agglo,49.1157,-1.0906
50218,Granville,50400,12847,,,,
50129,Doublon,50100,1,,,49,-1
,Sans code,50100,1,,,49,-1
`
	territory, problems, err := ReadTerritoryCSV("50", strings.NewReader(list))
	if err != nil {
		t.Fatal(err)
	}
	want := mediation.Territory{
		Area:  "50",
		EPCIs: []mediation.EPCI{{SIREN: "200066389", Name: "Saint-Lô Agglo"}, {SIREN: "200067205", Name: "CA du Cotentin"}},
		Communes: []mediation.Commune{
			{INSEE: "50129", Name: "Cherbourg-en-Cotentin", Postcodes: []string{"50100", "50110", "50120"}, Population: 77808,
				EPCI: "200067205", Centre: orb.Point{-1.6164, 49.6386}},
			{INSEE: "50502", Name: "Saint-Lô", Postcodes: []string{"50000"}, EPCI: "200066389", Centre: orb.Point{-1.0906, 49.1157}},
		},
	}
	if diff := cmp.Diff(want, territory); diff != "" {
		t.Error(diff)
	}
	if len(problems) != 5 { // population, centre of Granville (given twice), double, no code
		t.Errorf("%d problems: %v", len(problems), problems)
	}
}
