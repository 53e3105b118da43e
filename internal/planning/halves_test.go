package planning_test

import (
	"strings"
	"testing"

	"escale/internal/mediation"
)

// The morning and the afternoon at one stop are two rows of one stop: one place with
// two visits a day, and what befalls the day befalls both.
func TestMorningAndAfternoonOfOneStop(t *testing.T) {
	f := newFixture(t)
	const afternoon = "étape;t;vains;;;tous les mardis;;14:00;17:00\n"
	const sheet = "type;tournée;étape;nom;commune;quand;date;début;fin\ntournée;t;;T;;;;;\n" +
		"étape;t;vains;Mairie;Village 1;tous les mardis;;09:00;12:00\n" + afternoon + "passage annulé;t;vains;;;;08/12/2026;;\n"
	if report := f.importing([]byte(sheet), false); len(report.Faults) > 0 {
		t.Fatalf("%+v", report.Faults)
	}
	places, cancelled := map[string]bool{}, 0
	for _, v := range f.public().Visits {
		places[v.Place] = true
		if v.Status == mediation.Cancelled {
			cancelled++
		}
	}
	if public := f.public(); len(places) != 1 || cancelled != 2 || len(public.Places) != 1 || len(public.Places[0].Offers) != 1 {
		t.Errorf("%d places, %d visits cancelled, %+v", len(places), cancelled, public.Places)
	}
	if again := f.importing([]byte(sheet), false); len(again.Changes) > 0 {
		t.Errorf("the same sheet changes %+v", again.Changes)
	}
	if again := f.importing(f.export(asCSV), false); len(again.Changes)+len(again.Faults) > 0 {
		t.Errorf("its export changes %+v, %+v", again.Changes, again.Faults)
	}
	for why, row := range map[string]string{
		"the same hours": strings.Replace(afternoon, "14:00;17:00", "09:00;12:00", 1), "overlapping": strings.Replace(afternoon, "14:00", "11:00", 1),
		"another place": strings.Replace(afternoon, "vains;;", "vains;Salle;", 1),
	} {
		if report := f.importing([]byte(strings.Replace(sheet, afternoon, row, 1)), true); len(report.Faults) == 0 {
			t.Errorf("%s is taken", why)
		}
	}
	if f.importing([]byte(strings.Replace(sheet, afternoon, "", 1)), false); len(f.public().Places) != 1 {
		t.Error("the place goes with the afternoon")
	}
}
