package admin_test

import (
	"net/url"
	"strings"
	"testing"

	"escale/internal/mediation"
)

// What is typed as a reason, as a file's name or in a file is text on every page.
func TestReasonsAndFilesAreText(t *testing.T) {
	o, db := newOfficeOn(t)
	o.withOffers(db)
	visit := o.withTours(db)
	admin := o.member("admin@manche.example", mediation.Admin, everything)
	const script = `"><script>alert(1)</script>`
	page := "/gestion/passage?passage=" + visit
	day := string(o.coming(visit).Visit.Day)
	answers := map[string]answer{
		"a reason":        admin.post(page, url.Values{"acte": {"annuler"}, "autre": {script}, "motif": {script}, "avant": {o.coming(visit).State}}),
		"a reason again":  admin.post(page, url.Values{"acte": {"deplacer"}, "autre": {script}, "date": {script}, "debut": {script}, "avant": {script}}),
		"a visit":         admin.post("/gestion/passage/ajouter?tournee=bus", url.Values{"etape": {script}, "date": {script}, "autre": {script}}),
		"a closure":       admin.post("/gestion/lieu/fermer?offre=s%2F1", url.Values{"du": {day}, "au": {day}, "autre": {script}}),
		"a bad closure":   admin.post("/gestion/lieu/fermer?offre=s%2F1", url.Values{"du": {script}, "au": {script}, "autre": {script}}),
		"hours":           admin.post(correctURL("s/1", "hours"), url.Values{"lundi": {script}, "mardi-apres": {script}, "mardi-semaines": {script}}),
		"a file":          admin.upload("type;tournée;étape;motif\n" + script + ";bus;saint-lo;" + script + "\n"),
		"the way back":    admin.post("/gestion/modifications/1/annuler", url.Values{"retour": {"//evil.example"}}),
		"the way back, 2": admin.post("/gestion/modifications/1/annuler", url.Values{"retour": {`/gestion/\evil.example`}}),
	}
	for _, path := range []string{page, "/gestion/tournees", "/gestion/lieu?offre=s%2F1", "/gestion/lieu/fermer?offre=s%2F1", "/gestion/historique?objet=tour&id=bus", "/gestion/tournee?tournee=bus"} {
		answers[path] = admin.get(path)
	}
	for what, a := range answers {
		if strings.Contains(a.text, "<script>alert") {
			t.Errorf("%s: %s", what, a.text)
		}
		if to := a.Header.Get("Location"); to != "" && !strings.HasPrefix(to, "/gestion") || strings.Contains(to, "evil") {
			t.Errorf("%s leads to %q", what, to)
		}
	}
	if !strings.Contains(answers[page].text, "&lt;script&gt;alert(1)") {
		t.Error("the reason is not there as it was typed")
	}
}
