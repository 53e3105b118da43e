package export_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/xuri/excelize/v2"

	"escale/internal/catalog"
	"escale/internal/export"
	"escale/internal/hours"
	"escale/internal/mediation"
	"escale/internal/web"
)

type data struct{ current *catalog.Snapshot }

func (d *data) Current() (*catalog.Snapshot, error) {
	if d.current == nil {
		return nil, &mediation.Error{Kind: mediation.Unavailable, Sentence: "Pas encore."}
	}
	return d.current, nil
}
func (d *data) Age() time.Duration { return 0 }

func (d *data) Version(string) *catalog.Snapshot { return nil }

var now = time.Date(2026, time.December, 1, 23, 30, 0, 0, time.UTC) // the 2nd in Paris

func offer(id string, kind mediation.Kind, certainty mediation.Certainty) mediation.Offer {
	return mediation.Offer{
		Source: "s", SourceID: id, Kind: kind, Name: "=1+1 <b>" + id, Point: &orb.Point{-1.09061234, 49.1157},
		Address: mediation.Address{Street: "1 rue A", Postcode: "50000", City: "Saint-Lô", INSEE: "50502"},
		Contact: mediation.Contact{Phone: "+33233051234"}, Hours: "Tu 09:00-12:00", Updated: now, Pivot: "21500502400081",
		Claims: []mediation.Claim{{ID: "caf", Certainty: certainty}},
	}
}

// snapshot holds two offers at one door in Saint-Lô, one counter in Cherbourg
// without a street, and a bus with two visits to come and a past one.
func snapshot(t testing.TB, revision int64) *catalog.Snapshot {
	t.Helper()
	place := func(id string, offers ...mediation.Offer) mediation.Place {
		return mediation.Place{ID: id, Name: "Lieu " + id, Address: offers[0].Address, Point: *offers[0].Point, Offers: offers}
	}
	cherbourg := offer("cherbourg", mediation.EPN, mediation.Possible)
	cherbourg.Address = mediation.Address{Postcode: "50100", City: "Cherbourg-en-Cotentin", INSEE: "50129"}
	visit := func(id string, day int, status mediation.VisitStatus) mediation.Visit {
		start := time.Date(2026, time.December, day, 14, 0, 0, 0, hours.Paris)
		return mediation.Visit{ID: id, Stop: "stop", Tour: "t", Place: "bus", Start: start, End: start.Add(2 * time.Hour), Status: status}
	}
	s, err := catalog.New(catalog.Data{
		Revision: revision, Changed: now,
		Needs: mediation.Needs{{ID: "caf", Label: "Faire une démarche CAF", National: "demarches-administratives"}, {ID: "cv", Label: "Faire un CV"}},
		Places: []mediation.Place{
			place("door", offer("house", mediation.FranceServices, mediation.Implied), offer("epn", mediation.EPN, mediation.Possible)),
			place("cherbourg", cherbourg), place("bus", offer("bus", mediation.Van, mediation.Declared)),
		},
		Territory: mediation.Territory{Area: "50", EPCIs: []mediation.EPCI{{SIREN: "200066389", Name: "Saint-Lô Agglo"}},
			Communes: []mediation.Commune{{INSEE: "50502", Name: "Saint-Lô", EPCI: "200066389"}, {INSEE: "50129", Name: "Cherbourg-en-Cotentin"}}},
		Tours:  []mediation.Tour{{ID: "t", Name: "=Le bus"}},
		Stops:  []mediation.Stop{{ID: "stop", Tour: "t", Code: "c", Offer: "s/bus", Rule: "tous les mardis", Dates: mediation.DatesKnown, From: "14:00", To: "16:00"}},
		Visits: []mediation.Visit{visit("v1", 8, mediation.Cancelled), visit("v2", 15, mediation.Planned), visit("past", 1, mediation.Planned)},
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func handler(t testing.TB, d *data) http.Handler {
	t.Helper()
	e := web.New(web.Options{})
	export.New(d, export.Options{Heavy: web.NewHeavy(),
		Now: func() time.Time { return now }, Build: "b", Sources: map[string]mediation.SourceInfo{"s": {Name: "Source", Licence: "Licence Ouverte 2.0"}},
	}).Register(e)
	return web.Server("", e).Handler
}

func ask(h http.Handler, target string, headers ...string) *httptest.ResponseRecorder {
	request := httptest.NewRequest(http.MethodGet, target, nil)
	request.Header.Set("Origin", "https://ailleurs.example")
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	recorder := httptest.NewRecorder()
	h.ServeHTTP(recorder, request)
	return recorder
}

func get(t testing.TB, h http.Handler, target string) *httptest.ResponseRecorder {
	t.Helper()
	recorder := ask(h, target)
	if recorder.Code != http.StatusOK {
		t.Fatalf("%s: status %d: %s", target, recorder.Code, recorder.Body)
	}
	return recorder
}

var paths = []string{"lieux.csv", "lieux.json", "lieux.geojson", "lieux.xlsx", "passages.csv", "notice.json"}

func TestHeadersAndUnchangedAnswers(t *testing.T) {
	d := &data{current: snapshot(t, 1)}
	h := handler(t, d)
	for _, path := range paths {
		for _, query := range []string{"", "?commune=50502"} {
			if path == "notice.json" && query != "" {
				continue
			}
			d.current = snapshot(t, 1)
			first := get(t, h, "/export/"+path+query)
			header := first.Header()
			name, extension, _ := strings.Cut(path, ".")
			if disposition := header.Get("Content-Disposition"); !strings.HasPrefix(disposition, `attachment; filename="`+strings.TrimSuffix(name, ".")) ||
				!strings.HasSuffix(disposition, `-50-2026-12-02.`+extension+`"`) || header.Get("Access-Control-Allow-Origin") != "*" {
				t.Errorf("%s: %v", path, header)
			}
			if path != "notice.json" && !strings.Contains(header.Get("Link"), `</export/notice.json>; rel="license`) {
				t.Errorf("%s: Link %q", path, header.Get("Link"))
			}
			again := ask(h, "/export/"+path+query, "If-None-Match", header.Get("ETag"))
			if again.Code != http.StatusNotModified || again.Body.Len() > 0 {
				t.Errorf("%s unchanged: status %d", path, again.Code)
			}
			d.current = snapshot(t, 2)
			if changed := ask(h, "/export/"+path+query, "If-None-Match", header.Get("ETag")); changed.Code != http.StatusOK {
				t.Errorf("%s changed: status %d", path, changed.Code)
			}
		}
	}
	d.current = nil
	if early := ask(h, "/export/lieux.csv"); early.Code != http.StatusServiceUnavailable {
		t.Errorf("without data: status %d", early.Code)
	}
}

// A packed answer must follow the data, and be the same in every encoding.
func TestKeptAnswersFollowTheData(t *testing.T) {
	d := &data{current: snapshot(t, 1)}
	h := handler(t, d)
	before := get(t, h, "/export/lieux.csv").Body.String()
	next := snapshot(t, 2)
	next.Places[0].Offers[0].Name = "Autre nom"
	d.current = next
	if after := get(t, h, "/export/lieux.csv").Body.String(); after == before || !strings.Contains(after, "Autre nom") {
		t.Error("the answer is that of the earlier data")
	}
	if packed := ask(h, "/export/lieux.csv", "Accept-Encoding", "br"); packed.Header().Get("Content-Encoding") != "br" || packed.Body.Len() >= get(t, h, "/export/lieux.csv").Body.Len() {
		t.Errorf("%v, %d bytes", packed.Header(), packed.Body.Len())
	}
}

func TestFilters(t *testing.T) {
	h := handler(t, &data{current: snapshot(t, 1)})
	for query, want := range map[string][]string{
		"":                                     {"s/bus", "s/epn", "s/house"}, // Cherbourg has no street
		"?kind=epn":                            {"s/epn"},
		"?kind=epn,van":                        {"s/bus", "s/epn"},
		"?commune=50502":                       {"s/bus", "s/epn", "s/house"},
		"?commune=50129":                       nil,
		"?epci=200066389&kind=france-services": {"s/house"},
		"?service=caf&kind=van":                {"s/bus"},
		"?service=cv":                          nil,
		"?service=caf,cv":                      nil,
	} {
		var got []string
		for _, row := range tableOf(t, get(t, h, "/export/lieux.csv"+query).Body.Bytes()) {
			got = append(got, row["id"])
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", query, got, want)
		}
	}
}

func TestBadRequests(t *testing.T) {
	h := handler(t, &data{current: snapshot(t, 1)})
	for target, parameter := range map[string]string{
		"lieux.csv?kind=": "kind", "lieux.csv?kind=epn,": "kind", "lieux.json?kind=EPN": "kind", "lieux.xlsx?commune=75056": "commune",
		"lieux.geojson?epci=1": "epci", "lieux.csv?service=caf,nope": "service", "lieux.csv?bbox=1,2,3,4": "bbox", "lieux.csv?limit=1": "limit",
		"lieux.csv?kind=epn&kind=van": "kind", "passages.csv?kind=van": "kind", "passages.csv?from=2026-12-01": "from", "notice.json?commune=50502": "commune",
	} {
		recorder := ask(h, "/export/"+target)
		var problem struct{ Parameter, Detail string }
		err := json.Unmarshal(recorder.Body.Bytes(), &problem)
		if recorder.Code != http.StatusBadRequest || err != nil || problem.Parameter != parameter || problem.Detail == "" {
			t.Errorf("%s: status %d, %+v", target, recorder.Code, problem)
		}
	}
	if recorder := ask(h, "/export/lieux.pdf"); recorder.Code != http.StatusNotFound {
		t.Errorf("status %d", recorder.Code)
	}
}

func TestTheWorkbookHoldsTextOnly(t *testing.T) {
	h := handler(t, &data{current: snapshot(t, 1)})
	book, err := excelize.OpenReader(bytes.NewReader(get(t, h, "/export/lieux.xlsx").Body.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	rows, err := book.GetRows("Lieux")
	if err != nil || len(rows) != 5 {
		t.Fatalf("%v, %d rows", err, len(rows))
	}
	for i, row := range rows {
		for j, cell := range row {
			name, _ := excelize.CoordinatesToCellName(j+1, i+1)
			kind, err := book.GetCellType("Lieux", name)
			formula, _ := book.GetCellFormula("Lieux", name)
			if err != nil || formula != "" || cell != "" && kind != excelize.CellTypeSharedString && kind != excelize.CellTypeInlineString {
				t.Errorf("%s = %q is of type %v, formula %q, %v", name, cell, kind, formula, err)
			}
		}
	}
	cell := func(row int, title string) string { return rows[row][slices.Index(rows[0], title)] }
	byID := map[string]int{}
	for i := 1; i < len(rows); i++ {
		byID[cell(i, "Identifiant")] = i
		if cell(i, "Source") != "Source" || cell(i, "Licence") != "Licence Ouverte 2.0" || cell(i, "Téléphone") != "02 33 05 12 34" {
			t.Errorf("row %d: %q", i, rows[i])
		}
	}
	if i := byID["s/bus"]; cell(i, "Horaires") != "" || cell(i, "Passages du bus") != "tous les mardis, de 14:00 à 16:00" || cell(i, "Nom de l’offre") != "=1+1 <b>bus" {
		t.Errorf("%q", rows[i])
	}
	if i := byID["s/house"]; cell(i, "Aide proposée") != "Faire une démarche CAF" || cell(i, "Intercommunalité") != "Saint-Lô Agglo" || cell(i, "Horaires") == "" {
		t.Errorf("%q", rows[i])
	}
	if i := byID["s/cherbourg"]; !strings.Contains(cell(i, "Écarté des fichiers du standard"), "adresse") || cell(i, "Aide proposée") != "" {
		t.Errorf("%q", rows[i])
	}
}

func TestFeaturesCarryTheirSource(t *testing.T) {
	h := handler(t, &data{current: snapshot(t, 1)})
	var collection struct {
		Type     string
		Features []struct {
			Type, ID   string
			Geometry   struct{ Coordinates []float64 }
			Properties map[string]string
		}
	}
	if err := json.Unmarshal(get(t, h, "/export/lieux.geojson").Body.Bytes(), &collection); err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	for _, f := range collection.Features {
		ids[f.ID] = true
		p := f.Properties
		if f.Type != "Feature" || p["source"] != "Source" || p["licence"] != "Licence Ouverte 2.0" || !slices.Equal(f.Geometry.Coordinates, []float64{-1.090612, 49.1157}) {
			t.Errorf("%+v", f)
		}
	}
	if collection.Type != "FeatureCollection" || len(ids) != 4 {
		t.Errorf("%s of %v", collection.Type, ids)
	}
}

func TestNothingIsSetAsideSilently(t *testing.T) {
	h := handler(t, &data{current: snapshot(t, 1)})
	var notice struct {
		Offers, Rows int
		Sources      []struct {
			ID, Licence string
			Offers      int
		}
		SetAside []struct {
			ID      string
			Reasons []struct{ Column, Message string }
		} `json:"set_aside"`
	}
	if err := json.Unmarshal(get(t, h, "/export/notice.json").Body.Bytes(), &notice); err != nil {
		t.Fatal(err)
	}
	rows := tableOf(t, get(t, h, "/export/lieux.csv").Body.Bytes())
	if notice.Offers != 4 || notice.Rows != len(rows) || len(notice.SetAside) != 1 || notice.Rows+len(notice.SetAside) != notice.Offers {
		t.Fatalf("%+v, %d rows", notice, len(rows))
	}
	if aside := notice.SetAside[0]; aside.ID != "s/cherbourg" || len(aside.Reasons) != 1 || aside.Reasons[0].Column != "adresse" || aside.Reasons[0].Message == "" {
		t.Errorf("%+v", aside)
	}
	if s := notice.Sources; len(s) != 1 || s[0].Offers != 4 || s[0].Licence != "Licence Ouverte 2.0" {
		t.Errorf("%+v", s)
	}
}

func TestTheNoticeNamesWhatIsCorrectedHere(t *testing.T) {
	current := snapshot(t, 1)
	current.Places[0].Offers[0].Corrected = []mediation.CorrectedField{{Field: "phone", Source: "+33233000000", Since: time.Date(2026, 11, 30, 23, 30, 0, 0, time.UTC)}}
	var notice struct {
		Corrected []struct {
			ID      string
			Reasons []struct{ Column, Value, Message string }
		}
	}
	if err := json.Unmarshal(get(t, handler(t, &data{current: current}), "/export/notice.json").Body.Bytes(), &notice); err != nil {
		t.Fatal(err)
	}
	if got := notice.Corrected; len(got) != 1 || got[0].ID != current.Places[0].Offers[0].Key() || len(got[0].Reasons) != 1 ||
		got[0].Reasons[0].Column != "phone" || got[0].Reasons[0].Value != "+33233000000" || !strings.Contains(got[0].Reasons[0].Message, "2026-12-01") {
		t.Errorf("%+v", got)
	}
}

func TestVisitsToCome(t *testing.T) {
	h := handler(t, &data{current: snapshot(t, 1)})
	lines := strings.Split(strings.TrimSpace(strings.TrimPrefix(get(t, h, "/export/passages.csv").Body.String(), "\ufeff")), "\r\n")
	if len(lines) != 3 || !strings.HasPrefix(lines[0], "Date;Début;Fin;") {
		t.Fatalf("%q", lines)
	}
	want := "08/12/2026;14:00;16:00;'=Le bus;Lieu bus;;1 rue A;50000;Saint-Lô;Annulé;;;02 33 05 12 34;Source;Licence Ouverte 2.0"
	if lines[1] != want || !strings.HasPrefix(lines[2], "15/12/2026;") {
		t.Errorf("%q", lines[1:])
	}
	if body := get(t, h, "/export/passages.csv?commune=50129").Body.String(); strings.Count(body, "\n") != 1 {
		t.Errorf("in another commune: %q", body)
	}
}
