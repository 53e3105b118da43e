package site_test

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestAPlaceIsHandedOn(t *testing.T) {
	page := get(t, newHandler(t, data{current: snapshot(t)}), "/lieux/bbb-mediatheque")
	for _, text := range []string{
		`href="sms:?&body=M%C3%A9diath%C3%A8que%0A1%20rue%20de%20la%20Paix%2C%2050000%20Cherbourg-en-Cotentin%0AT%C3%A9l%C3%A9phone%20%3A%2002%2061%2091%2000%2001%0Ahttp%3A%2F%2Fexample.com%2Flieux%2Fbbb-mediatheque"`,
		`href="mailto:?subject=M%C3%A9diath%C3%A8que&body=`,
		`data-address="http://example.com/lieux/bbb-mediatheque"`, `class="qr"`,
		`property="og:title" content="Médiathèque, Cherbourg-en-Cotentin"`, `rel="canonical" href="http://example.com/lieux/bbb-mediatheque"`,
		"/lieux/bbb-mediatheque/signaler",
	} {
		if !strings.Contains(textOf(page), text) {
			t.Errorf("the page lacks %q", text)
		}
	}
	var machine struct {
		Name, Telephone           string
		OpeningHoursSpecification []struct{ Opens, Closes, ValidFrom string }
	}
	found := scripts.FindStringSubmatch(page.Body.String())
	if err := json.Unmarshal([]byte(found[1]), &machine); err != nil {
		t.Fatal(err)
	}
	if machine.Name != "Médiathèque" || machine.Telephone != "+33261910001" || len(machine.OpeningHoursSpecification) != 1 ||
		machine.OpeningHoursSpecification[0].Opens != "09:00" || machine.OpeningHoursSpecification[0].ValidFrom != "2026-12-01" {
		t.Errorf("%+v", machine)
	}
}

func TestABusIsHandedOnWithItsDate(t *testing.T) {
	page := textOf(get(t, newHandler(t, data{current: toured(t)}), "/lieux/dated-dated"))
	if want := "%0ALe%20bus%20passe%20mardi%208%20d%C3%A9cembre%20%C3%A0%2014%20h%2C%20jusqu%E2%80%99%C3%A0%2016%20h%0A"; !strings.Contains(page, want) {
		t.Errorf("the SMS lacks its date: %s", want)
	}
}

func TestTheWeekAndTheLabelAreShown(t *testing.T) {
	page := textOf(get(t, newHandler(t, data{current: snapshot(t)}), "/lieux/bbb-mediatheque"))
	for _, text := range []string{
		"Aujourd’hui, mardi 1er décembre</dt><dd>9 h – 12 h", "Mercredi 2 décembre</dt><dd>fermé", "Aide garantie par le label Espace public numérique",
	} {
		if !strings.Contains(page, text) {
			t.Errorf("the page lacks %q", text)
		}
	}
}
