package export_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// TestTheCatalogue: what it names can be fetched, and is of the type that it says.
func TestTheCatalogue(t *testing.T) {
	h := handler(t, &data{snapshot(t, 1)})
	answer := ask(h, "http://carte.example/export/catalogue.jsonld")
	if answer.Code != http.StatusOK || answer.Header().Get("Content-Type") != "application/ld+json" {
		t.Fatalf("%d %s", answer.Code, answer.Header().Get("Content-Type"))
	}
	type reference struct {
		ID string `json:"@id"`
	}
	var catalogue struct {
		ID       string `json:"@id"`
		Datasets []struct {
			Licence       reference `json:"dct:license"`
			Spatial       reference `json:"dct:spatial"`
			Distributions []struct {
				Address   reference `json:"dcat:downloadURL"`
				MediaType reference `json:"dcat:mediaType"`
			} `json:"dcat:distribution"`
		} `json:"dcat:dataset"`
		Services []struct {
			Endpoint reference `json:"dcat:endpointURL"`
		} `json:"dcat:service"`
	}
	if err := json.Unmarshal(answer.Body.Bytes(), &catalogue); err != nil {
		t.Fatal(err)
	}
	if catalogue.ID != "http://carte.example/export/catalogue.jsonld" || len(catalogue.Datasets) != 2 || len(catalogue.Services) != 2 {
		t.Fatalf("%+v", catalogue)
	}
	var fetched []string
	for _, d := range catalogue.Datasets {
		if !strings.Contains(d.Licence.ID, "Licence-Ouverte") || d.Spatial.ID != "http://id.insee.fr/geo/departement/50" {
			t.Errorf("licence %s, place %s", d.Licence.ID, d.Spatial.ID)
		}
		for _, file := range d.Distributions {
			got := ask(h, file.Address.ID)
			mediaType, _, _ := strings.Cut(got.Header().Get("Content-Type"), ";")
			if got.Code != http.StatusOK || !strings.HasSuffix(file.MediaType.ID, mediaType) {
				t.Errorf("%s: %d %s, told %s", file.Address.ID, got.Code, mediaType, file.MediaType.ID)
			}
			fetched = append(fetched, file.Address.ID[strings.LastIndex(file.Address.ID, "/")+1:])
		}
	}
	want := []string{"lieux.csv", "lieux.json", "lieux.geojson", "lieux.xlsx", "passages.csv"}
	if !slices.Equal(fetched, want) {
		t.Errorf("files %v, want %v", fetched, want)
	}
	if again := ask(h, "http://carte.example/export/catalogue.jsonld", "If-None-Match", answer.Header().Get("ETag")); again.Code != http.StatusNotModified {
		t.Errorf("unchanged: %d", again.Code)
	}
	if bad := ask(h, "/export/catalogue.jsonld?x=1"); bad.Code != http.StatusBadRequest {
		t.Errorf("unknown parameter: %d", bad.Code)
	}
	if empty := ask(handler(t, &data{}), "/export/catalogue.jsonld"); empty.Code != http.StatusServiceUnavailable {
		t.Errorf("without data: %d", empty.Code)
	}
}
