package api_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"escale/internal/catalog"
	"escale/internal/mediation"
)

// drawnWorkshops are workshops at the visits and the fixed places of some data.
func drawnWorkshops(d catalog.Data, n int) (list []mediation.Workshop) {
	random := rand.New(rand.NewPCG(3, 5))
	for i := range n {
		w := mediation.Workshop{
			ID: fmt.Sprintf("w%02d", i), Number: 1, Dates: 1, Status: mediation.Planned, Changed: noon,
			Series: mediation.Series{ID: fmt.Sprintf("s%d", i%5), Theme: "Souris", Need: []mediation.NeedID{"caf", "cv", ""}[i%3]},
			Seats:  mediation.Seats{All: 12, Kept: 3, Taken: random.IntN(13)},
			Start:  noon.Add(time.Duration(random.IntN(60*24)-10*24) * time.Hour),
		}
		w.Seats.Online = min(w.Seats.Taken, random.IntN(10))
		w.End = w.Start.Add(90 * time.Minute)
		if i%2 == 0 {
			v := d.Visits[random.IntN(len(d.Visits))]
			w.Visit, w.Start, w.End = v.ID, v.Start, v.Start.Add(time.Hour)
		} else {
			w.Place = d.Places[random.IntN(len(d.Places))].ID
		}
		if i%7 == 0 {
			w.Status = mediation.Cancelled
		}
		list = append(list, w)
	}
	return list
}

// answersBruteForce says in the plainest way whether a workshop answers.
func answersBruteForce(d catalog.Data, w mediation.Workshop, query url.Values) bool {
	tour, place, commune := "", w.Place, ""
	for _, v := range d.Visits {
		if v.ID != w.Visit {
			continue
		}
		for _, stop := range d.Stops {
			if stop.ID == v.Stop {
				tour = stop.Tour
				for _, p := range d.Places {
					for _, o := range p.Offers {
						if o.Key() == stop.Offer {
							place = p.ID
						}
					}
				}
			}
		}
		if v.Venue != nil {
			commune = v.Venue.Address.INSEE
		}
	}
	for _, p := range d.Places {
		if p.ID == place && commune == "" {
			commune = p.Address.INSEE
		}
	}
	among := func(name, value string) bool {
		return query.Get(name) == "" || slices.Contains(strings.Split(query.Get(name), ","), value)
	}
	if from := query.Get("from"); from != "" {
		if day := w.Start.In(noon.Location()).Format(time.DateOnly); day < from || day > query.Get("to") {
			return false
		}
	}
	today := noon.Format(time.DateOnly)
	coming := w.End.After(noon) || w.Status == mediation.Cancelled && w.Start.In(noon.Location()).Format(time.DateOnly) >= today
	merged := map[string]string{"50173": "50129"}
	if now := merged[commune]; now != "" {
		commune = now
	}
	return coming && among("tour", tour) && among("place", place) && among("commune", commune) && among("service", string(w.Series.Need))
}

func TestWorkshopsAreThoseOfBruteForce(t *testing.T) {
	d := tours()
	d.Workshops = drawnWorkshops(d, 60)
	test := newTester(t, &data{current: newSnapshotOf(t, d)})
	nonEmpty := 0
	for _, query := range []string{"", "tour=bleu", "tour=sud,bleu", "place=camp", "place=near,house", "commune=50502", "commune=50129", "service=caf", "service=caf,cv",
		"from=2026-12-05&to=2026-12-20", "service=cv&commune=50502", "tour=bleu&service=caf"} {
		values, _ := url.ParseQuery(query)
		var want []string
		for _, w := range d.Workshops {
			if answersBruteForce(tours(), w, values) {
				want = append(want, w.ID)
			}
		}
		slices.SortFunc(want, func(a, b string) int {
			wa, wb := d.Workshops[slices.IndexFunc(d.Workshops, func(w mediation.Workshop) bool { return w.ID == a })], d.Workshops[slices.IndexFunc(d.Workshops, func(w mediation.Workshop) bool { return w.ID == b })]
			if c := wa.Start.Compare(wb.Start); c != 0 {
				return c
			}
			return strings.Compare(a, b)
		})
		if len(want) > 0 {
			nonEmpty++
		}
		if got := test.collection("/api/v1/workshops?" + query).ids(); !slices.Equal(got, want) {
			t.Errorf("%s\ngot  %v\nwant %v", query, got, want)
		}
	}
	if nonEmpty < 9 {
		t.Errorf("only %d queries find something", nonEmpty)
	}
	for query, parameter := range map[string]string{"tour=rouge": "tour", "service=kaf": "service", "place=x": "place", "commune=1": "commune", "from=2026-12-01": "to", "limit=3": "limit"} {
		recorder := test.get("/api/v1/workshops?" + query)
		if recorder.Code != http.StatusBadRequest || !strings.Contains(recorder.Body.String(), `"parameter":"`+parameter+`"`) {
			t.Errorf("%s: %d %s", query, recorder.Code, recorder.Body)
		}
	}
}

// Seats are counted as the data say; a visit names its workshops.
func TestTheTextOfAWorkshop(t *testing.T) {
	d := tours()
	d.Workshops = []mediation.Workshop{{
		ID: "w", Series: mediation.Series{ID: "s", Theme: "Souris", Need: "caf", Bring: "Vos lunettes"}, Number: 2, Dates: 9, Visit: "away", Status: mediation.Moved,
		Start: d.Visits[6].Start, End: d.Visits[6].Start.Add(time.Hour), Seats: mediation.Seats{All: 12, Kept: 3, Taken: 9, Online: 9}, Sequence: 3, Changed: noon,
	}}
	test := newTester(t, &data{current: newSnapshotOf(t, d)})
	var one struct {
		Properties map[string]any `json:"properties"`
	}
	if err := json.Unmarshal(test.get("/api/v1/workshops/w").Body.Bytes(), &one); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]any{"seats": 12.0, "seats_free": 3.0, "seats_online": 0.0, "place_name": "Mairie", "city": "Saint-Lô", "room": "Salle 2", "sequence": 3.0, "number": 2.0, "visit": "away"} {
		if got := one.Properties[name]; got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
	if text := test.get("/api/v1/visits/away").Body.String(); !strings.Contains(text, `"workshops":[{"id":"w"`) || !strings.Contains(text, `"seats_free":3`) {
		t.Errorf("%s", text)
	}
	calendar := test.get("/calendar/series/s.ics").Body.String()
	for _, want := range []string{"UID:w@escale", "SEQUENCE:3", "Atelier : Souris", "Mairie"} {
		if !strings.Contains(calendar, want) {
			t.Errorf("the calendar lacks %q:\n%s", want, calendar)
		}
	}
	if strings.Count(calendar, "BEGIN:VEVENT") != 1 || !strings.Contains(test.get("/calendar/tour/sud.ics").Body.String(), "UID:w@escale") ||
		strings.Contains(test.get("/calendar/tour/bleu.ics").Body.String(), "UID:w@escale") {
		t.Error("the workshop is not in the calendars that it belongs to")
	}
	if code := test.get("/api/v1/workshops/x").Code; code != http.StatusNotFound {
		t.Errorf("unknown: %d", code)
	}
}

// A workshop at a visit that nobody confirmed is not sure, wherever it is read; one
// that was called off is off.
func TestAWorkshopIsNoSurerThanItsVisit(t *testing.T) {
	d := tours()
	v := d.Visits[slices.IndexFunc(d.Visits, func(v mediation.Visit) bool { return v.Status == mediation.Unconfirmed })]
	for id, status := range map[string]mediation.VisitStatus{"w": mediation.Planned, "off": mediation.Cancelled} {
		d.Workshops = append(d.Workshops, mediation.Workshop{
			ID: id, Series: mediation.Series{ID: "s" + id, Theme: "Souris", Need: "caf"}, Number: 1, Dates: 1, Visit: v.ID, Status: status,
			Start: v.Start, End: v.End, Seats: mediation.Seats{All: 12}, Changed: noon,
		})
	}
	test := newTester(t, &data{current: newSnapshotOf(t, d)})
	for path, want := range map[string]string{
		"/api/v1/workshops/w": `"status":"unconfirmed"`, "/api/v1/workshops/off": `"status":"cancelled"`,
		"/calendar/series/sw.ics": "À CONFIRMER", "/api/v1/visits/" + v.ID: `"workshops":[{"id":"off"`,
	} {
		if text := test.get(path).Body.String(); !strings.Contains(text, want) {
			t.Errorf("%s lacks %s:\n%s", path, want, text)
		}
	}
}
