package api_test

import (
	"encoding/json"
	"net/http"
	"testing"
)

// openText is what the API says of the opening of one place.
func openText(t *testing.T, test *tester, target string) string {
	t.Helper()
	var feature struct {
		Properties struct {
			Open struct{ Text string } `json:"open"`
		} `json:"properties"`
	}
	if err := json.Unmarshal(test.get(target).Body.Bytes(), &feature); err != nil {
		t.Fatal(err)
	}
	return feature.Properties.Open.Text
}

func TestSentencesInTheLanguageWanted(t *testing.T) {
	test := newTester(t, &data{current: newSnapshot(t, fewPlaces()...)})
	french := openText(t, test, "/api/v1/places/house")
	for _, code := range []string{"en", "ar", "pt"} {
		if text := openText(t, test, "/api/v1/places/house?lang="+code); text == french || text == "" {
			t.Errorf("%s: %q", code, text)
		}
	}
	if text := openText(t, test, "/api/v1/places/house?lang=fr"); text != french {
		t.Errorf("French: %q, want %q", text, french)
	}
	for _, target := range []string{"/api/v1/places?lang=de", "/api/v1/places/house?lang=", "/api/v1/suggest?q=a&lang=xx", "/api/v1/visits?lang=en", "/api/v1/quality?lang=en"} {
		if got := test.get(target); got.Code != http.StatusBadRequest {
			t.Errorf("%s: status %d", target, got.Code)
		}
	}
	// Whole answers are kept apart by language.
	if a, b := test.get("/api/v1/places").Body.String(), test.get("/api/v1/places?lang=en").Body.String(); a == b {
		t.Error("the whole answer is the same in English")
	}
}
