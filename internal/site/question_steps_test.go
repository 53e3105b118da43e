package site_test

import (
	"net/http"
	"strings"
	"testing"
)

// stepOf is the step that a page shows.
func stepOf(body string) string {
	_, rest, _ := strings.Cut(body, `data-step="`)
	step, _, _ := strings.Cut(rest, `"`)
	return step
}

func TestAnAddressShowsItsQuestion(t *testing.T) {
	h := newHandler(t, data{current: snapshot(t)})
	for target, want := range map[string]string{
		"/": "besoin", "/?utm_source=mail": "besoin", "/?q=&quand=&service=": "besoin", "/?etape=deux": "besoin", "/?heure=14:30": "besoin",
		"/?etape=besoin&service=caf": "besoin", "/?etape=ou": "ou", "/?etape=ou&service=caf": "ou", "/?etape=quand&lat=49.1&lon=-1": "quand",
		"/?etape=reponse": "reponse", "/?q=saint-lo": "reponse", "/?service=caf": "reponse", "/?zone=-1.5,49,-1,49.3": "reponse", "/?quand=semaine": "reponse", "/?jour=2020-01-01": "reponse",
		"/?kind=van": "reponse", "/?fee=gratuit": "reponse", "/?place=aaa": "reponse", "/?view=12/49/-1": "reponse", "/?tab=carte": "reponse", "/?page=2": "reponse",
		// What is typed into a question answers it, or leaves it asked.
		"/?etape=besoin&q=rsa": "ou", "/?etape=besoin&q=rsa&lat=49.1&lon=-1": "besoin", "/?etape=besoin&q=saint-lo": "besoin", "/?etape=besoin&q=xyzxyz": "besoin",
		"/?etape=ou&q=saint-lo": "quand", "/?etape=ou&q=50100&service=caf": "quand", "/?etape=ou&q=rsa": "ou", "/?etape=ou&q=xyzxyz": "ou",
		"/?etape=besoin&q=mediatheque": "reponse", "/?etape=reponse&q=xyzxyz": "reponse",
	} {
		if got := stepOf(get(t, h, target).Body.String()); got != want {
			t.Errorf("%s: %s, want %s", target, got, want)
		}
	}
}

func TestAQuestionRecallsWhatWasChosenAndLeadsOn(t *testing.T) {
	h := newHandler(t, data{current: snapshot(t)})
	for target, want := range map[string][]string{
		"/": {">De quoi avez-vous besoin ?<", `href="/?etape=ou&amp;service=caf" data-pick="caf"`, `href="/?etape=ou">Passer cette question<`, `href="/?etape=reponse">Voir tous les lieux (2)`},
		"/?etape=ou&service=caf": {">Où êtes-vous ?<", `id="recall-need">CAF<`, `href="/?etape=besoin&amp;service=caf"`,
			`href="/?etape=quand&amp;service=caf"`, `href="/?service=caf">Voir les lieux (1)`, `type="hidden" name="service" value="caf"`},
		"/?etape=ou&q=saint-lo&service=caf": {">Quand ?<", `id="recall-where">Saint-Lô<`, `lat=49.11&amp;lon=-1.09&amp;q=Saint-L%C3%B4&amp;quand=maintenant&amp;service=caf" data-pick="maintenant"`,
			`lat=49.11&amp;lon=-1.09&amp;q=Saint-L%C3%B4&amp;service=caf" data-pick=""`, `type="hidden" name="service" value="caf"`, `type="hidden" name="lat" value="49.11"`},
		"/?etape=besoin&q=saint-lo": {`id="recall-where">Saint-Lô<`, `href="/?etape=quand&amp;lat=49.11&amp;lon=-1.09&amp;q=Saint-L%C3%B4&amp;service=caf" data-pick="caf"`},
		"/?etape=besoin&q=xyzxyz":   {"Nous n’avons pas compris « xyzxyz ». Essayez un autre mot", `value="xyzxyz"`},
		"/?etape=ou&q=xyzxyz":       {"Nous n’avons pas compris « xyzxyz ». Essayez le nom d’une commune"},
		"/?etape=quand":             {`id="recall-need">tous<`, `id="recall-where">partout<`, `href="/?etape=reponse" data-pick=""`, `href="/?quand=semaine" data-pick="semaine"`},
	} {
		recorder := get(t, h, target)
		body := strings.ReplaceAll(recorder.Body.String(), "\u00a0", " ")
		for _, text := range want {
			if recorder.Code != http.StatusOK || !strings.Contains(body, text) {
				t.Errorf("%s lacks %s", target, text)
			}
		}
	}
}

func TestOpenNowAndAtAnHour(t *testing.T) {
	h := newHandler(t, data{current: toured(t)}) // Tuesday 1 December 2026, 11:30
	for target, want := range map[string]struct {
		summary string
		lines   []string
	}{
		"/?quand=maintenant":                           {">Maintenant : 2 lieux<", []string{"epn", "here"}},
		"/?jour=2026-12-08&heure=14:30":                {">Mardi 8 décembre à 14 h 30 : 1 lieu<", []string{"dated"}},
		"/?jour=2026-12-08&heure=11:59":                {">Mardi 8 décembre à 11 h 59 : 1 lieu<", []string{"epn"}},
		"/?jour=2026-12-01&heure=11:00":                {">Mardi 1er décembre : 2 lieux<", []string{"epn", "here"}}, // that hour is past
		"/?quand=jour&jour=2026-12-08&heure=":          {">Mardi 8 décembre : 2 lieux<", []string{"epn", "dated"}},
		"/?quand=maintenant&kind=conseiller-numerique": {">Conseiller numérique, maintenant : aucun lieu<", nil},
	} {
		body := textOf(get(t, h, target))
		lines := linesOf(body)
		if late := strings.Contains(body, "Cette heure est passée"); late != strings.Contains(target, "heure=11:00") {
			t.Errorf("%s: that the hour is past: %v", target, late)
		}
		if !strings.Contains(body, want.summary) || len(lines) != len(want.lines) {
			t.Errorf("%s: %d lines, or another summary", target, len(lines))
		}
		for _, id := range want.lines {
			if lines[id] == "" {
				t.Errorf("%s lacks %s", target, id)
			}
		}
	}
	if body := textOf(get(t, h, "/?jour=2026-12-22&heure=14:30")); !strings.Contains(body, ">Mardi 22 décembre à 14 h 30 : le bus est là jusqu’à 16 h<") {
		t.Error("an hour does not tell the visit of its day")
	}
}

func TestNobodyNowOffersLater(t *testing.T) {
	h := newHandler(t, data{current: toured(t)})
	body := textOf(get(t, h, "/?jour=2026-12-08&heure=08:00"))
	for _, want := range []string{
		"Aucun lieu ne s’annonce ouvert mardi 8 décembre à 8 h.", `href="/?jour=2026-12-08" data-focus="summary"><strong>Mardi 8 décembre : 2 lieux.`,
		`href="/?etape=reponse" data-focus="summary"><strong>Sans « mardi 8 décembre à 8 h » : 5 lieux.`, `href="/?etape=reponse" data-focus="summary">Tout effacer`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
}
