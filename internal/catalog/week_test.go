package catalog_test

import (
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/mediation"
)

func TestWeek(t *testing.T) {
	point := orb.Point{-1, 49}
	offer := func(kind mediation.Kind, text string, access ...string) mediation.Place {
		id := string(kind) + text + strings.Join(access, "")
		return mediation.Place{ID: id, Name: id, Point: point, Offers: []mediation.Offer{{Source: "s", SourceID: id, Kind: kind, Hours: text, Point: &point, Access: access}}}
	}
	s, err := catalog.New(catalog.Data{Places: []mediation.Place{
		offer(mediation.EPN, "Mo-Fr 09:00-12:00,14:00-17:00"), offer(mediation.Van, "Mo 09:00-12:00"),
		offer(mediation.EPN, ""), offer(mediation.EPN, "Mo-Fr 10:00-12:00", "pas-de-public"),
	}})
	if err != nil {
		t.Fatal(err)
	}
	m := s.At(time.Date(2026, time.December, 23, 23, 30, 0, 0, hours.Paris)) // a Wednesday, two days before Christmas
	told := 0
	for i := range s.Places {
		week := m.Week(i, 0)
		if week == nil {
			continue
		}
		told++
		var text []string
		for _, d := range week {
			line := d.Day.Format("02") + d.Holiday
			for _, span := range d.Spans {
				line += span.Start.Format(" 15-") + span.End.Format("15")
			}
			text = append(text, line)
		}
		if got := strings.Join(text, ", "); got != "23 09-12 14-17, 24 09-12 14-17, 25Noël, 26, 27, 28 09-12 14-17, 29 09-12 14-17" {
			t.Errorf("%s: %s", s.Places[i].ID, got)
		}
	}
	if told != 1 {
		t.Errorf("%d weeks told, want that of the counter", told)
	}
}
