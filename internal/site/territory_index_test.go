package site_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"escale/internal/catalog"
	"escale/internal/mediation"
)

// region is a snapshot of départements of so many communes each, whose names begin
// with every letter in turn; the first of each have one name.
func region(t *testing.T, each int, codes ...string) *catalog.Snapshot {
	t.Helper()
	d := catalog.Data{Territory: mediation.Territory{Area: mediation.NewArea(codes...)}}
	for _, code := range codes {
		for i := range each {
			name := fmt.Sprintf("%cville-%s-%d", 'A'+rune(i%26), code, i)
			if i == 0 {
				name = "Bourg"
			}
			d.Territory.Communes = append(d.Territory.Communes, mediation.Commune{INSEE: fmt.Sprintf("%s%03d", code, i), Name: name, Centre: orb.Point{-1 + float64(i)/5000, 49}})
		}
	}
	s, err := catalog.New(d)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

var communeLink = regexp.MustCompile(`href="/communes/(\d+)[^"]*">([^<]+)`)

// A page lists 2,000 communes; of more, the pages of the letters together list every
// commune once.
func TestTheCommunesOfARegionAreListedLetterByLetter(t *testing.T) {
	few := get(t, newHandler(t, data{current: region(t, 1000, "50", "61")}), "/communes").Body.String()
	if n := len(communeLink.FindAllString(few, -1)); n != 2000 || strings.Contains(few, "?lettre=") {
		t.Errorf("%d communes on the one page", n)
	}
	h, listed := newHandler(t, data{current: region(t, 700, "14", "50", "61")}), map[string]int{}
	first := get(t, h, "/communes").Body.String()
	for letter := 'A'; letter <= 'Z'; letter++ {
		address := fmt.Sprintf("/communes?lettre=%c", letter)
		if !strings.Contains(first, `href="`+address) {
			t.Errorf("nothing leads to %s", address)
		}
		for _, m := range communeLink.FindAllStringSubmatch(get(t, h, address).Body.String(), -1) {
			if listed[m[1]]++; !strings.HasPrefix(m[2], string(letter)) {
				t.Errorf("%s is listed under %c", m[2], letter)
			}
		}
	}
	for insee, times := range listed {
		if times != 1 {
			t.Errorf("%s is listed %d times", insee, times)
		}
	}
	if len(listed) != 2100 {
		t.Errorf("%d communes are listed", len(listed))
	}
}

func TestHomonymsAreListedWithTheirDepartements(t *testing.T) {
	h := newHandler(t, data{current: region(t, 30, "50", "61")})
	page := get(t, h, "/communes")
	labels := map[string]string{}
	for _, m := range communeLink.FindAllStringSubmatch(page.Body.String(), -1) {
		labels[m[1]] = m[2]
	}
	if page.Code != http.StatusOK || len(labels) != 60 || labels["50000"] != "Bourg (Manche)" || labels["61000"] != "Bourg (Orne)" || strings.Contains(labels["50001"], "(") {
		t.Errorf("%d, %d communes: %q, %q, %q", page.Code, len(labels), labels["50000"], labels["61000"], labels["50001"])
	}
}
