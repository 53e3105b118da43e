package formats

import (
	"regexp"
	"strconv"
	"testing"
	"time"

	"escale/internal/hours"
)

// dayOpen reads the cell of a day in a way of its own: the quarters of an hour that it
// says; ok is false where it says two things, or something else.
func dayOpen(cell string) (open [96]bool, ok bool) {
	total := 0
	for _, m := range regexp.MustCompile(`(\d\d):(\d\d) - (\d\d):(\d\d)`).FindAllStringSubmatch(cell, -1) {
		n := make([]int, 4)
		for i := range n {
			n[i], _ = strconv.Atoi(m[i+1])
		}
		from, to := n[0]*60+n[1], n[2]*60+n[3]
		if to < from {
			return open, false
		}
		before := open
		for q := range 96 {
			if from <= 15*q && 15*q < to {
				if before[q] && m[0] != "" {
					total++
				}
				open[q] = true
			}
		}
	}
	return open, total == 0
}

// TestHoursOfTheMirror counts what is understood of each file, and holds the columns of days
// of the France Services list against another reader: nothing is open that the cell
// does not say.
func TestHoursOfTheMirror(t *testing.T) {
	monday := time.Date(2026, time.November, 23, 0, 0, 0, 0, hours.Paris)
	for _, tt := range []struct{ format, path string }{
		{"france-services", "france/france-services-20240801.csv"}, {"conseillers-numeriques", "france/conseillers-numeriques-20221201.json"},
		{"conseillers-numeriques-bus", "manche/aidant-bus-sud-manche.json"}, {"epn-normandie", "manche/epn-2020.csv"},
		{"standard", "france/hinaura-standard-2021.json"}, {"standard", "france/aix-en-provence-2024.json"},
	} {
		sure, partly, text, none, vans, wrong, double := 0, 0, 0, 0, 0, 0, 0
		for _, r := range readMirror(t, tt.format, tt.path).Records {
			o := r.Offer
			s, err := hours.Parse(o.Hours)
			switch {
			case o.Mobile():
				vans++
			case o.Hours == "" && o.HoursText != "":
				text++
			case o.Hours == "":
				none++
			case err != nil:
				t.Errorf("%s: %v", o.Hours, err)
			case s.Uncertain():
				partly++
			default:
				sure++
			}
			if tt.format != "france-services" || o.Hours == "" || err != nil {
				continue
			}
			for day, name := range dayNames {
				want, ok := dayOpen(r.Raw["h_"+name])
				if !ok {
					double++
				}
				for q := range 96 {
					at := monday.AddDate(0, 0, day).Add(time.Duration(q) * 15 * time.Minute)
					is := s.At(at).Open
					if is && !want[q] || ok && !s.Uncertain() && is != want[q] && q%2 == 0 {
						wrong++
						t.Errorf("%s, %s %s: open %v, the cell is %q", o.Name, name, at.Format("15:04"), is, r.Raw["h_"+name])
						break
					}
				}
			}
		}
		t.Logf("%-46s doors: %4d understood, %3d in part or limited, %2d text, %3d without; %3d vans; %d days that say two things; %d wrong", tt.path, sure, partly, text, none, vans, double, wrong)
	}
}
