package admin_test

import (
	"net/http"
	"regexp"
	"slices"
	"testing"
	"time"

	"escale/internal/mediation"
)

var (
	monthRow  = regexp.MustCompile(`(?s)<tr>.*?</tr>`)
	monthCell = regexp.MustCompile(`(?s)<td.*?</td>`)
	monthDate = regexp.MustCompile(`datetime="([^"]+)"`)
)

// Each day of a month stands once in its grid, under its weekday, and the weeks begin on Monday.
func TestTheGridOfAMonth(t *testing.T) {
	o, db := newOfficeOn(t)
	o.withOffers(db)
	o.withTours(db)
	admin := o.member("admin@manche.example", mediation.Admin, everything)
	// Months of four, five and six weeks, of a leap year, and those in which the clocks change.
	for _, month := range []string{"2027-02", "2028-02", "2027-03", "2027-08", "2027-10", "2027-12"} {
		a := admin.get("/gestion/bus?vue=calendrier&mois=" + month)
		if a.StatusCode != http.StatusOK {
			t.Fatalf("%s: %d", month, a.StatusCode)
		}
		first, _ := time.Parse("2006-01", month)
		var want, got []string
		for day := first; day.Month() == first.Month(); day = day.AddDate(0, 0, 1) {
			want = append(want, day.Format(time.DateOnly))
		}
		for _, row := range monthRow.FindAllString(a.text, -1)[1:] {
			cells := monthCell.FindAllString(row, -1)
			if len(cells) != 7 {
				t.Errorf("%s: a week of %d days", month, len(cells))
			}
			for i, cell := range cells {
				date := monthDate.FindStringSubmatch(cell)
				if date == nil {
					continue
				}
				got = append(got, date[1])
				if day, err := time.Parse(time.DateOnly, date[1]); err != nil || (int(day.Weekday())+6)%7 != i {
					t.Errorf("%s stands in column %d, %v", date[1], i, err)
				}
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v", month, got)
		}
	}
}
