package formats

import (
	"testing"
)

// weekRow is a row of the France Services list with those cells from Monday.
func weekRow(cells ...string) *row {
	names := []string{"h_lundi", "h_mardi", "h_mercredi", "h_jeudi", "h_vendredi", "h_samedi"}
	r := franceServicesFormat.layout.row(7, names[:len(cells)], cells)
	return &r
}

func TestWeek(t *testing.T) {
	const long, short = "09:00 - 12:00 / 13:30 - 17:00", "09:00 - 12:00"
	for _, tt := range []struct {
		why                string
		cells              []string
		osm, text, problem string
	}{
		{"grouped, in week order", []string{long, long, short, long, short, ""},
			"Mo-Tu,Th 09:00-12:00,13:30-17:00; We,Fr 09:00-12:00", "", ""},
		{"nothing said", []string{"", "", "", "", "", ""}, "", "", ""},
		{"no hours at midnight", []string{"00:00 - 00:00 / " + short}, "Mo 09:00-12:00", "", "00:00 - 00:00"},
		{"only no hours", []string{"00:00 - 00:00", short}, "Tu 09:00-12:00", "", "00:00 - 00:00"},
		{"touching", []string{"09:00 - 13:30 / 13:30 - 16:30"}, "Mo 09:00-16:30", "", ""},
		{"twice the same", []string{"09:00 - 12:00 / 09:00 - 12:00"}, "Mo 09:00-12:00", "", ""},
		{"overlapping", []string{"09:00 - 13:30 / 13:00 - 16:30"},
			"", "lundi « 09:00 - 13:30 / 13:00 - 16:30 »", "chevauchent"},
		{"out of order", []string{"13:30 - 17:00 / 09:00 - 12:00"}, "Mo 09:00-12:00,13:30-17:00", "", ""},
		{"up to midnight", []string{"20:00 - 24:00"}, "Mo 20:00-24:00", "", ""},
		{"other marks", []string{"9h00-12h00"}, "Mo 09:00-12:00", "", ""},
		{"a day that cannot be read", []string{short, "sur rendez-vous", short},
			`Mo,We 09:00-12:00; Tu "sur rendez-vous"`, "", "sur rendez-vous"},
		{"a day that ends before it starts", []string{"17:00 - 12:00", short},
			`Mo "17:00 - 12:00"; Tu 09:00-12:00`, "", "finit avant"},
		{"a dash beside hours", []string{short, "-", "néant", "fermé"}, "Mo 09:00-12:00", "", ""},
		{"only dashes", []string{"-", "/", "-"}, "", "", ""},
		{"a tick says no hours", []string{short, "x"}, `Mo 09:00-12:00; Tu "x"`, "", "« x »"},
		{"in words", []string{"de 9 h à 12 h", "14 à 18h", "13.30 à 16.30 h"}, "Mo 09:00-12:00; Tu 14:00-18:00; We 13:30-16:30", "", ""},
		{"parted by a bar and a line", []string{"9h-12h | 14h-17h", "9h-12h\n14h-17h"}, "Mo-Tu 09:00-12:00,14:00-17:00", "", ""},
		{"with what limits it", []string{"9h-12h (semaine paire)", "9h-12h sur rendez-vous"}, `week 2-53/2 Mo 09:00-12:00; Tu 09:00-12:00 "sur rendez-vous"`, "", ""},
		{"no hour", []string{"25:00 - 26:00"}, "", "lundi « 25:00 - 26:00 »", "n'est pas une heure"},
	} {
		t.Run(tt.why, func(t *testing.T) {
			r := weekRow(tt.cells...)
			osm, text := r.week("h_")
			if osm != tt.osm || text != tt.text {
				t.Errorf("week = %q, %q; want %q, %q", osm, text, tt.osm, tt.text)
			}
			checkProblem(t, r, tt.problem)
		})
	}
}

func TestHours(t *testing.T) {
	for _, tt := range []struct{ cell, osm, text, problem string }{
		{"", "", "", ""},
		{" Mo-Fr  09:00-12:00 ", "Mo-Fr 09:00-12:00", "", ""},
		{"mo-fr 9h-12h", "Mo-Fr 09:00-12:00", "", "lus ainsi"},
		{"Mo 09:00-12:00; Th 08:30-12:00-13:30", `Mo 09:00-12:00; Th "08:30-12:00-13:30"`, "", "« Th 08:30-12:00-13:30 »"},
		{"lundi 9h-12h<br>mardi sur demande", `Mo 09:00-12:00; Tu "mardi sur demande"`, "", "« mardi sur demande »"},
		{"N/A", "", "", ""},
		{"Th 08:30-12:00-13:30", "", "Th 08:30-12:00-13:30", "illisibles"},
		{"ouvert le matin", "", "ouvert le matin", "illisibles"},
	} {
		r := cellRow("horaires", tt.cell)
		if osm, text := r.hours("horaires"); osm != tt.osm || text != tt.text {
			t.Errorf("hours(%q) = %q, %q", tt.cell, osm, text)
		}
		checkProblem(t, r, tt.problem)
	}
}
