package planning_test

import (
	"strings"
	"testing"

	"escale/internal/mediation"
)

// wantFault takes a spreadsheet with one bad line.
func (f *fixture) wantFault(what string, s *sheet, column, says string) {
	f.Helper()
	before := f.fingerprint()
	faults := f.importing(s.content(), false).Faults
	if len(faults) != 1 || faults[0].Column != column || !strings.Contains(faults[0].Message, says) || faults[0].Line == 0 {
		f.Errorf("%s: %+v", what, faults)
	}
	if f.fingerprint() != before {
		f.Errorf("%s changed something", what)
	}
}

func one(rule string, more ...string) *sheet {
	s := &sheet{}
	s.bus("Bus")
	s.stop("Bus", 1, rule, more...)
	return s
}

func TestLinesThatContradictThemselves(t *testing.T) {
	f := newFixture(t)
	f.wantFault("no commune", one("tous les mardis", "commune", ""), "commune", "manque")
	f.wantFault("a move to the same hours", func() *sheet {
		s := one("tous les mardis")
		s.exception("passage déplacé", "Bus", 1, "08/12/2026", "début", "14:00", "fin", "16:30")
		return s
	}(), "nouvelle date", "ne change rien")
	for day, says := range map[string]string{"10/12/2025": "est passé", "08/12/2036": "plus d'un an"} {
		s := one("tous les mardis")
		s.exception("passage déplacé", "Bus", 1, "08/12/2026", "nouvelle date", day)
		f.wantFault("moved to "+day, s, "nouvelle date", says)
	}
	s := one("tous les mardis")
	s.exception("passage ajouté", "Bus", 1, "09/12/2062")
	f.wantFault("added far ahead", s, "date", "plus d'un an")

	f.take(one("tous les mardis", "latitude", "48.6005", "longitude", "-1.8"))
	exported := string(f.export(asCSV))
	moved := strings.Replace(exported, "Village 1;", "Village 2;", 1)
	if faults := f.importing([]byte(moved), false).Faults; len(faults) != 1 || faults[0].Column != "commune" || !strings.Contains(faults[0].Message, "contredisent") {
		t.Errorf("another commune beside the old codes: %+v", faults)
	}
	wrong := strings.Replace(exported, ";50001;Village 1;50001;", ";50002;Village 1;50001;", 1)
	if faults := f.importing([]byte(wrong), false).Faults; len(faults) != 1 || faults[0].Column != "code postal" {
		t.Errorf("another postcode: %+v", faults)
	}
}

func TestColumnsThatAreNotThere(t *testing.T) {
	f := newFixture(t)
	f.take(one("tous les mardis", "salle", "Salle du conseil", "places", "12"))
	before := f.fingerprint()
	few := "type;tournée;étape;quand\nétape;Bus;v1;tous les mardis\n"
	if report := f.importing([]byte(few), false); len(report.Faults)+len(report.Changes) > 0 || f.fingerprint() != before {
		t.Errorf("columns that the file does not have were emptied: %+v %+v", report.Faults, report.Changes)
	}
	misspelt := "type;tournée;étape;quand;horaires\nétape;Bus;v1;tous les mardis;9h-12h\n"
	if faults := f.importing([]byte(misspelt), false).Faults; len(faults) != 1 || faults[0].Column != "horaires" || faults[0].Line != 1 {
		t.Errorf("a column that is not known: %+v", faults)
	}
}

func TestExceptionsAloneKeepTheRest(t *testing.T) {
	f := newFixture(t)
	s := one("tous les mardis")
	s.stop("Bus", 2, "tous les jeudis")
	s.exception("passage complet", "Bus", 2, "10/12/2026")
	f.take(s)
	before := len(f.public().Visits)
	alone := "type;tournée;étape;date;motif\npassage annulé;Bus;v1;08/12/2026;Verglas\n"
	report := f.importing([]byte(alone), false)
	if len(report.Faults) > 0 || len(report.Changes) != 1 || report.Outcome.Changed != 1 {
		t.Fatalf("%+v", report)
	}
	statuses := map[mediation.VisitStatus]int{}
	for _, v := range f.public().Visits {
		statuses[v.Status]++
	}
	if len(f.public().Visits) != before || statuses[mediation.Cancelled] != 1 || statuses[mediation.Full] != 1 {
		t.Errorf("%d visits, were %d; %v", len(f.public().Visits), before, statuses)
	}
	again := strings.Replace(alone, "Verglas", "Neige", 1)
	if report := f.importing([]byte(again), false); len(report.Changes) != 1 || report.Changes[0].What != "changed" {
		t.Errorf("the same exception again: %+v", report.Changes)
	}
	f.wantFault("of an unknown stop", func() *sheet {
		s := &sheet{}
		s.exception("passage annulé", "Bus", 9, "08/12/2026")
		return s
	}(), "étape", "Étapes : v1, v2")
}

func TestABadStopIsNamedOnce(t *testing.T) {
	f := newFixture(t)
	s := one("tous les mardis", "début", "25:00")
	s.exception("passage annulé", "Bus", 1, "08/12/2026")
	f.wantFault("bad hours, with an exception", s, "début", "25:00")
}

func TestAStopAddedToASourcesBus(t *testing.T) {
	f := newFixture(t)
	f.load("nat", "standard", []byte(strings.Replace(standardHeader, "itinerance", "itinerance,services", 1)+
		strings.Replace(van("1", "Bus", 1, "+33261910001", "Tu 09:30-12:00"), "Itinérant", "Itinérant,Insertion professionnelle via le numérique", 1)))
	exported := string(f.export(asCSV))
	row := strings.Split(strings.Split(exported, "\n")[2], ";")
	row[2], row[3], row[4], row[5], row[6], row[7], row[8], row[9] = "v3", "École", "", "", "Village 3", "", "", ""
	row[20] = ""
	report := f.importing([]byte(exported+strings.Join(row, ";")+"\n"), false)
	if len(report.Faults) > 0 {
		t.Fatalf("%+v", report.Faults)
	}
	for _, p := range f.public().Places {
		if got := p.Services(); len(got) != 1 || got[0].ID != "cv" {
			t.Errorf("%s: %v", p.Name, got)
		}
	}
}

func TestRemarksOfABusNobodyCanFind(t *testing.T) {
	f := newFixture(t)
	s := &sheet{}
	s.row(map[string]string{"type": "tournée", "tournée": "Bus"})
	s.stop("Bus", 1, "08/12/2025")
	report := f.take(s)
	columns := map[string]bool{}
	for _, p := range report.Remarks {
		columns[p.Column] = true
	}
	if !columns["téléphone"] || !columns["démarches"] || !columns["quand"] {
		t.Errorf("remarks %+v", report.Remarks)
	}
}
