package iframe_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"
)

func TestTheWriterProposesWhatWasMeant(t *testing.T) {
	h := newHandler(t, snapshot(t))
	for typed, want := range map[string]string{
		"Perier":                    `« Perier » n’est pas une commune de cette carte. Vouliez-vous dire : <a href="/integrer?commune=P%C3%A9riers&view=list">Périers</a> ?</p>`,
		"50328,Perier":              `<a href="/integrer?commune=50328%2C+P%C3%A9riers&view=list">Périers</a>`,
		"50190":                     `Plusieurs communes ont le code postal « 50190 ». Laquelle voulez-vous : <a href="/integrer?commune=Milli%C3%A8res&view=list">Millières</a>, <a href=`,
		"Atlantis":                  "Écrivez son nom en entier",
		"<img src=x>":               "n’est pas une commune",
		"Périers, Millières, 99999": "« 99999 » n’est pas une commune",
	} {
		r, text := get(t, h, "/integrer?"+url.Values{"view": {"list"}, "commune": {typed}}.Encode())
		body := strings.ReplaceAll(text, "\u00a0", " ")
		if !strings.Contains(body, want) || strings.Count(r.Body.String(), `id="fault"`) != 1 || strings.Count(body, `aria-invalid="true"`) != 1 || !strings.Contains(body, `value="list" checked`) {
			t.Errorf("%q, want %s\n%s", typed, want, body)
		}
		if beside := `id="fault-of-commune" class="field-fault" aria-live="polite"><p id="fault"`; !strings.Contains(body, beside) {
			t.Errorf("%q is not told beside its field", typed)
		}
	}
	if list := snippets(t, h, url.Values{"commune": {"50640"}}); !strings.Contains(list[0], "commune=50591") {
		t.Errorf("a postcode of one commune: %s", list[0])
	}
}

func TestTheLinkLeadsToThePageOfTheTerritory(t *testing.T) {
	h := newHandler(t, snapshot(t))
	for query, want := range map[string]string{
		"commune=Périers":           `<a href="http://example.com/communes/50394-periers">Aide numérique à Périers : lieux, horaires et passages du bus</a>`,
		"epci=200067205":            `<a href="http://example.com/intercommunalites/200067205-ca-du-cotentin">`,
		"":                          `<a href="http://example.com/?etape=reponse">`,
		"commune=Périers&kind=epn":  `<a href="http://example.com/?commune=50394&amp;kind=epn&`,
		"commune=Périers&lang=falc": `<a href="http://example.com/?commune=50394&amp;lang=falc&`,
		"commune=Périers,Millières": `<a href="http://example.com/?zone=`,
		"commune=Périers&lang=en":   ` lang="en" hreflang="en" dir="ltr">Digital help in Périers: places, opening hours and bus visits</a>`,
		"commune=Périers&lang=ar":   ` lang="ar" hreflang="ar" dir="rtl">`,
	} {
		values, _ := url.ParseQuery(query)
		list := snippets(t, h, values)
		if len(list) != 4 || !strings.Contains(list[3], want) || !strings.Contains(list[2], list[3]) {
			t.Errorf("%s: want %s\n%q", query, want, list)
		}
		if slices.Contains([]string{"en", "ar"}, values.Get("lang")) && strings.Contains(list[3], "horaires") {
			t.Errorf("%s: two languages: %s", query, list[3])
		}
	}
}
