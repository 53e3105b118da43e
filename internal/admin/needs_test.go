package admin_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"escale/internal/mediation"
)

// testNeeds are those that offers may meet in these tests.
var testNeeds = mediation.Needs{{ID: "caf", Label: "Faire une démarche CAF"}, {ID: "cv", Label: "Écrire un CV"}, {ID: "souris", Label: "Se servir d’une souris"}}

// Who gives the help says that it surely is about some needs: they are declared, with
// the organisation and the day, whatever the source says when it comes again.
func TestNeedsAreConfirmed(t *testing.T) {
	o, db := newOfficeOn(t)
	importer := o.withOffers(db)
	adviser := o.member("mairie@saint-lo.example", mediation.Editor, townOfSaintLo)
	page := correctURL("s/1", "needs")
	if form := adviser.get(page); !strings.Contains(form.text, `value="caf"`) || strings.Contains(form.text, "checked") {
		t.Fatalf("the form: %s", form.text)
	}
	if a := adviser.post(page, url.Values{"valeur": {"souris", "caf", "root"}, "avant": {""}}); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("%d %s", a.StatusCode, a.text)
	}
	check := func(when string) {
		t.Helper()
		got := o.public("s/1")
		if len(got.Claims) != 2 || got.Claims[0] != (mediation.Claim{ID: "caf", Certainty: mediation.Declared}) || got.Claims[1].ID != "souris" {
			t.Errorf("%s: %+v", when, got.Claims)
		}
		if got.Met == nil || got.Met.Organisation != "Ville de Saint-Lô" || got.Met.On != mediation.DayOf(time.Now()) {
			t.Errorf("%s: %+v", when, got.Met)
		}
	}
	check("confirmed")
	o.load(importer, strings.Replace(records, "La Poste", "La Poste Valognes", 1))
	check("the source came again")
	if list := adviser.get("/gestion/lieu?offre=s%2F1"); !strings.Contains(list.text, "Se servir d’une souris") {
		t.Errorf("the place does not say so: %s", list.text)
	}
	if a := adviser.post(page, url.Values{"avant": {"caf, souris"}}); a.StatusCode != http.StatusSeeOther || len(o.public("s/1").Claims) != 0 {
		t.Errorf("all taken away: %d %+v", a.StatusCode, o.public("s/1").Claims)
	}
	adviser.post(undoLink.FindString(adviser.get("/gestion/lieu?offre=s%2F1").text), nil)
	check("that is undone")
}
