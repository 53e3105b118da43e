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
		"/": {`href="/?etape=ou&amp;service=caf" data-need="caf"`, `href="/?etape=ou" data-to="ou"`, `href="/?etape=reponse" data-to="reponse">Voir tous les lieux (2)`, "2 lieux</h2>"},
		"/?etape=ou&service=caf": {`id="recall-need">Faire une démarche CAF<`, `href="/?etape=besoin&amp;service=caf" data-to="besoin"`,
			`href="/?etape=quand&amp;service=caf" data-to="quand"`, `href="/?service=caf" data-to="reponse">Voir les lieux (2)`, `value="caf" data-label="Faire une démarche CAF" checked`},
		"/?etape=ou&q=saint-lo&service=caf": {`id="recall-where">Saint-Lô<`, `lat=49.11&amp;lon=-1.09&amp;q=Saint-L%C3%B4&amp;quand=maintenant&amp;service=caf" data-when="maintenant"`,
			`lat=49.11&amp;lon=-1.09&amp;q=Saint-L%C3%B4&amp;service=caf" data-when=""`, `type="hidden" name="service" value="caf"`, `type="hidden" name="lat" value="49.11"`},
		"/?etape=besoin&q=saint-lo": {`id="recall-place"><span>Lieu`, `id="recall-where">Saint-Lô<`, `href="/?etape=quand&amp;lat=49.11&amp;lon=-1.09&amp;q=Saint-L%C3%B4&amp;service=caf" data-need="caf"`},
		"/?etape=besoin&q=xyzxyz":   {"Nous n’avons pas compris « xyzxyz ». Essayez un autre mot", `value="xyzxyz"`, "2 lieux</h2>"},
		"/?etape=ou&q=xyzxyz":       {"Nous n’avons pas compris « xyzxyz ». Essayez le nom d’une commune"},
		"/?etape=quand":             {`id="recall-need">tous<`, `id="recall-where">partout<`, `href="/?etape=reponse" data-when=""`, `href="/?quand=semaine" data-when="semaine"`},
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
		"/?quand=maintenant":                           {"2 lieux ouverts ou de passage maintenant<", []string{"epn", "here"}},
		"/?jour=2026-12-08&heure=14:30":                {"1 lieu ouvert ou de passage le mardi 8 décembre à 14 h 30<", []string{"dated"}},
		"/?jour=2026-12-08&heure=11:59":                {"1 lieu ouvert ou de passage le mardi 8 décembre à 11 h 59<", []string{"epn"}},
		"/?jour=2026-12-01&heure=11:00":                {"2 lieux ouverts ou de passage le mardi 1er décembre<", []string{"epn", "here"}}, // that hour is past
		"/?quand=jour&jour=2026-12-08&heure=":          {"2 lieux ouverts ou de passage le mardi 8 décembre<", []string{"epn", "dated"}},
		"/?quand=maintenant&kind=conseiller-numerique": {"Aucun lieu ouvert ou de passage maintenant<", nil},
	} {
		body := textOf(get(t, h, target))
		lines := linesOf(body)
		if !strings.Contains(body, want.summary) || len(lines) != len(want.lines) {
			t.Errorf("%s: %d lines, or another summary", target, len(lines))
		}
		for _, id := range want.lines {
			if lines[id] == "" {
				t.Errorf("%s lacks %s", target, id)
			}
		}
	}
	if body := textOf(get(t, h, "/?jour=2026-12-22&heure=14:30")); !strings.Contains(body, ">Passage mardi 22 décembre à 14 h<") {
		t.Error("an hour does not tell the visit of its day")
	}
}

func TestNobodyNowOffersLater(t *testing.T) {
	h := newHandler(t, data{current: toured(t)})
	body := textOf(get(t, h, "/?jour=2026-12-08&heure=08:00"))
	for _, want := range []string{
		"Personne n’est ouvert ni de passage le mardi 8 décembre à 8 h.", `href="/?jour=2026-12-08"><strong>Le mardi 8 décembre : 2 lieux.`,
		`href="/?etape=reponse"><strong>Sans « le mardi 8 décembre à 8 h » : 5 lieux.`, `href="/?etape=reponse">Tout effacer`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
}
