package formats

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"escale/internal/mediation"
	"escale/internal/mirrortest"
)

func TestIndicatorsAreReadByTheNamesOfTheirColumns(t *testing.T) {
	in, err := ReadIndicators(strings.NewReader("Code INSEE;plus_65;part_seuls;P22_RP;P22_RP_VOIT1P;autre\n" +
		"50129;1240;12,5 %;1000;850;x\n1004;;;;;\n50502;beaucoup;140;10;20;\n;5;;;;\nABCDE;5;;;;\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := []IndicatorRow{
		{Line: 2, INSEE: "50129", Figures: map[mediation.Layer]IndicatorFigure{
			mediation.Seniors: {1240, Counted}, mediation.Alone: {12.5, OfPeople}, mediation.NoCar: {150, Counted}}},
		{Line: 4, INSEE: "50502", Figures: map[mediation.Layer]IndicatorFigure{mediation.NoCar: {0, Counted}}},
	}
	if diff := cmp.Diff(want, in.Rows); diff != "" {
		t.Error(diff)
	}
	type problem struct {
		Line          int
		Column, Value string
	}
	var problems []problem
	for _, p := range in.Problems {
		problems = append(problems, problem{p.Line, p.Column, p.Value})
	}
	if diff := cmp.Diff([]problem{{3, "Code INSEE", "1004"}, {4, "part_seuls", "140"}, {4, "plus_65", "beaucoup"}, {5, "insee", ""}, {6, "Code INSEE", "ABCDE"}}, problems); diff != "" {
		t.Error(diff)
	}
	if !cmp.Equal(in.Ignored, []string{"autre"}) {
		t.Errorf("ignored %q", in.Ignored)
	}
	if _, err := ReadIndicators(strings.NewReader("insee,habitants\n50129,3\n")); err == nil {
		t.Error("a file without any figure is taken")
	}
}

// The national file says 65 and over among those of 15 and over, and nothing of diplomas.
func TestTheIndicatorsOfTheMirror(t *testing.T) {
	content, err := os.Open(mirrortest.Path(t, "needs/communes-indicators-2020.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer content.Close()
	in, err := ReadIndicators(content)
	if err != nil {
		t.Fatal(err)
	}
	byLayer := map[mediation.Layer]int{}
	for _, row := range in.Rows {
		for layer := range row.Figures {
			byLayer[layer]++
		}
	}
	if byLayer[mediation.Seniors] != 2404 || byLayer[mediation.Alone] != 2404 || byLayer[mediation.NoDiploma] != 0 || len(in.Problems) > 0 {
		t.Errorf("%v, %d problems: %+v", byLayer, len(in.Problems), in.Problems[:min(3, len(in.Problems))])
	}
}

func TestWaysAreReadAndChecked(t *testing.T) {
	ways, problems, err := ReadTravel(strings.NewReader("origine,destination,distance_m,km,duree_min\n50129,50502,78000,,60\n50502,50129,,78.4,\n50129,50502,1,,\n50129,,5,,\n50129,50147,-3,,\n50129,9,4,,\n50147,50129,loin,,\n"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]Way{{"50129", "50502", 78000}, {"50502", "50129", 78400}}, ways); diff != "" {
		t.Error(diff)
	}
	lines := map[int]string{}
	for _, p := range problems {
		lines[p.Line] = p.Column
	}
	if diff := cmp.Diff(map[int]string{4: "destination", 5: "vers", 6: "distance_m", 7: "destination", 8: "distance_m"}, lines); diff != "" {
		t.Error(diff)
	}
	if _, _, err := ReadTravel(strings.NewReader("de,vers,minutes\n50129,50502,60\n")); err == nil {
		t.Error("a file without distances is taken")
	}
}
