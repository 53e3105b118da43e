package api_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"testing"
	"time"

	"escale/internal/api"
	"escale/internal/mediation"
	"escale/internal/web"
)

// dailyViews are what a counter tells.
type dailyViews struct {
	list    []mediation.Views
	version int
}

func (t *dailyViews) Published() ([]mediation.Views, int) { return t.list, t.version }

func TestViewsByDayAndTerritory(t *testing.T) {
	d := &data{current: newSnapshot(t, fewPlaces()...)}
	test := newTester(t, d)
	if code := test.get("/api/v1/views").Code; code != http.StatusNotFound {
		t.Errorf("not counted: %d", code)
	}
	day := time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)
	counts := &dailyViews{list: []mediation.Views{
		{Day: day, Page: mediation.ViewedCommune, Territory: "50129", Count: 12}, {Day: day, Page: mediation.ViewedEmbed, Territory: "50502"},
		{Day: day.AddDate(0, 0, -1), Page: mediation.ViewedEPCI, Territory: "200066389", Count: 7},
	}}
	e := web.New(web.Options{})
	api.New(d, api.Options{Now: func() time.Time { return noon }, Build: "b", Counts: counts}).Register(e)
	test.handler = web.Server("", e).Handler
	for query, want := range map[string][]string{
		"": {"50129", "50502", "200066389"}, "?commune=50173": {"50129"}, "?epci=200066389": {"200066389"}, "?page=embed,epci": {"50502", "200066389"},
		"?from=2026-11-30&to=2026-12-01": {"50129", "50502"}, "?commune=50502&page=commune": {},
	} {
		answer := test.get("/api/v1/views" + query)
		var got struct {
			Views []struct {
				Territory, Name string
				Views           *int
			}
		}
		if err := json.Unmarshal(answer.Body.Bytes(), &got); err != nil {
			t.Fatalf("%s: %v: %s", query, err, answer.Body)
		}
		territories := []string{}
		for _, v := range got.Views {
			territories = append(territories, v.Territory)
			if v.Name == "" || (v.Territory == "50502") != (v.Views == nil) {
				t.Errorf("%s: %+v", query, v)
			}
		}
		if !slices.Equal(territories, want) {
			t.Errorf("%s: %v, want %v", query, territories, want)
		}
	}
	for _, query := range []string{"?commune=99999", "?page=map", "?from=2026-11-30", "?q=a"} {
		if code := test.get("/api/v1/views" + query).Code; code != http.StatusBadRequest {
			t.Errorf("%s: %d", query, code)
		}
	}
	tag := test.get("/api/v1/views").Header().Get("ETag")
	if code := test.get("/api/v1/views", "If-None-Match", tag).Code; code != http.StatusNotModified {
		t.Errorf("unchanged: %d", code)
	}
	counts.version++
	if code := test.get("/api/v1/views", "If-None-Match", tag).Code; code != http.StatusOK {
		t.Errorf("stored anew: %d", code)
	}
}
