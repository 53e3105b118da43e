package admin_test

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"escale/internal/desk"
	"escale/internal/ingest"
	"escale/internal/mediation"
	"escale/internal/postgres"
)

// layer hands corrections to the importer, as the program does.
type layer struct{ importer *ingest.Importer }

func (l layer) Correct(ctx context.Context, c desk.Correction) ([]string, error) {
	source, id := desk.SplitKey(c.Key)
	return l.importer.Correct(ctx, ingest.CorrectRequest{
		Departement: "50", Source: source, SourceID: id, Cells: c.Cells, Confirm: c.Confirm, Closures: c.Closures, Needs: c.Needs, Before: c.Before, Account: c.Account, Author: c.Author,
	})
}

func (l layer) UndoChange(ctx context.Context, id int64, by mediation.Author, may func(mediation.Change, mediation.Holding) error) error {
	return l.importer.UndoChange(ctx, "50", id, by, may)
}

const records = "id,nom,commune,code_postal,code_insee,adresse,latitude,longitude,telephone,horaires,structure_parente,date_maj\n" +
	"1,Mairie annexe,Saint-Lô,50000,50502,1 rue de la Paix,49.1157,-1.09,+33261910001,Mo-Fr 09:00-12:00,Ville de Saint-Lô,2024-05-04\n" +
	"2,La Poste,Valognes,50700,50615,22 rue de Poterie,49.51,-1.469,+33261910002,Mo-Fr 09:00-12:00,La Poste,2024-05-04\n"

// withOffers loads two offers of two communes.
func (o *office) withOffers(db *postgres.DB) *ingest.Importer {
	o.Helper()
	ctx := context.Background()
	_, err := db.SaveTerritory(ctx, mediation.Territory{Area: "50", Communes: []mediation.Commune{
		{INSEE: "50502", Name: "Saint-Lô", Postcodes: []string{"50000"}, Centre: orb.Point{-1.09, 49.1157}},
		{INSEE: "50615", Name: "Valognes", Postcodes: []string{"50700"}, Centre: orb.Point{-1.47, 49.51}},
	}})
	if err != nil {
		o.Fatal(err)
	}
	importer := &ingest.Importer{Store: postgres.As[ingest.Tx]{DB: db}, Needs: testNeeds, Now: time.Now}
	o.Corrections = layer{importer}
	o.load(importer, records)
	return importer
}

func (o *office) load(importer *ingest.Importer, content string) {
	o.Helper()
	if _, err := importer.Import(context.Background(), ingest.Request{Source: "s", Format: "standard", Departement: "50", Origin: "s.csv", Content: []byte(content)}); err != nil {
		o.Fatal(err)
	}
}

// phone is what the public reads of an offer.
func (o *office) public(key string) mediation.Offer {
	o.Helper()
	h, err := o.Offer(context.Background(), desk.Actor{Command: "test"}, key)
	if err != nil {
		o.Fatal(err)
	}
	return h.Offer
}

func correctURL(key, field string) string {
	return "/gestion/lieu/corriger?" + url.Values{"offre": {key}, "champ": {field}}.Encode()
}

var undoLink = regexp.MustCompile(`/gestion/modifications/\d+/annuler`)

var townOfSaintLo = mediation.Scope{Kind: mediation.ScopeCommune, ID: "50502"}

func TestAnAdviserCorrectsTuesday(t *testing.T) {
	o, db := newOfficeOn(t)
	importer := o.withOffers(db)
	adviser := o.member("mairie@saint-lo.example", mediation.Editor, townOfSaintLo)
	if list := adviser.get("/gestion/lieux"); !strings.Contains(list.text, "Mairie annexe") || strings.Contains(list.text, "La Poste") {
		t.Fatalf("the list: %s", list.text)
	}
	before := o.public("s/1")
	form := adviser.get(correctURL("s/1", "hours"))
	if !strings.Contains(form.text, `name="mardi" value="9h-12h"`) {
		t.Fatalf("the form: %s", form.text)
	}
	week := url.Values{"avant": {"Mo-Fr 09:00-12:00"}, "lundi": {"9h-12h"}, "mardi": {"9h-12h, 14h à 18h"}, "jeudi": {"14h-17h30"}}
	shown := adviser.post(correctURL("s/1", "hours"), week)
	kept := regexp.MustCompile(`name="garder" value="([^"]*)"`).FindStringSubmatch(shown.text)
	if kept == nil || !strings.Contains(strings.ReplaceAll(shown.text, "\u00a0", " "), "14 h – 18 h") {
		t.Fatalf("the preview: %s", shown.text)
	}
	if o.public("s/1").Hours != "Mo-Fr 09:00-12:00" {
		t.Error("the preview changed the hours")
	}
	if a := adviser.post(correctURL("s/1", "hours"), url.Values{"avant": week["avant"], "garder": {kept[1]}}); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("keeping: %d %s", a.StatusCode, a.text)
	}
	after := o.public("s/1")
	if want := "Mo 09:00-12:00; Tu 09:00-12:00,14:00-18:00; Th 14:00-17:30"; after.Hours != want {
		t.Errorf("hours %q, want %q", after.Hours, want)
	}
	if time.Since(after.Updated) > 48*time.Hour {
		t.Errorf("its date was not renewed: %v", after.Updated)
	}
	o.load(importer, strings.Replace(records, "La Poste", "La Poste Valognes", 1)) // the source comes again
	if o.public("s/1").Hours != after.Hours {
		t.Errorf("the correction did not survive: %q", o.public("s/1").Hours)
	}
	page := adviser.get("/gestion/lieu?offre=s%2F1")
	undo := undoLink.FindString(page.text)
	if undo == "" {
		t.Fatalf("nothing to undo: %s", page.text)
	}
	if a := adviser.post(undo, url.Values{"offre": {"s/1"}}); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("undoing: %d", a.StatusCode)
	}
	if got := o.public("s/1"); got.Hours != "Mo-Fr 09:00-12:00" || !got.Updated.Equal(before.Updated) {
		t.Errorf("once undone: %q of %s, want the day of before, %s", got.Hours, got.Updated, before.Updated)
	}
}

func TestWhatIsNotOursIsNotTouched(t *testing.T) {
	o, db := newOfficeOn(t)
	o.withOffers(db)
	adviser := o.member("mairie@saint-lo.example", mediation.Editor, townOfSaintLo)
	before := o.public("s/2")
	for _, key := range []string{"s/2", "s/none", "", "x"} {
		for _, a := range []answer{
			adviser.get("/gestion/lieu?offre=" + url.QueryEscape(key)), adviser.get(correctURL(key, "phone")),
			adviser.post(correctURL(key, "phone"), url.Values{"valeur": {"0233000000"}}), adviser.post("/gestion/lieu/juste?offre="+url.QueryEscape(key), nil),
		} {
			if a.StatusCode != http.StatusForbidden {
				t.Errorf("%q: %s %d", key, a.Request.URL, a.StatusCode)
			}
		}
	}
	admin := o.member("admin@manche.example", mediation.Admin, everything)
	admin.post(correctURL("s/2", "phone"), url.Values{"valeur": {"02 33 00 00 08"}, "avant": {"+33261910002"}})
	undo := undoLink.FindString(admin.get("/gestion/lieu?offre=s%2F2").text)
	if a := adviser.post(undo, nil); undo == "" || a.StatusCode != http.StatusForbidden {
		t.Errorf("undoing what another did elsewhere: %q %d", undo, a.StatusCode)
	}
	if after := o.public("s/2"); after.Contact.Phone != "+33233000008" || before.Hours != after.Hours {
		t.Errorf("%+v", after)
	}
}

// Two people have the same form open: the second learns of it, and nothing is lost.
func TestTwoWhoCorrectTheSameFieldAtOnce(t *testing.T) {
	o, db := newOfficeOn(t)
	o.withOffers(db)
	var all sync.WaitGroup
	statuses := make(chan int, 8)
	for i := range 8 {
		p := o.member("p"+string(rune('a'+i))+"@saint-lo.example", mediation.Editor, townOfSaintLo)
		all.Go(func() {
			statuses <- p.post(correctURL("s/1", "phone"), url.Values{"valeur": {"02 33 00 00 0" + string(rune('1'+i))}, "avant": {"+33261910001"}}).StatusCode
		})
	}
	all.Wait()
	close(statuses)
	saved, refused := 0, 0
	for status := range statuses {
		switch status {
		case http.StatusSeeOther:
			saved++
		case http.StatusUnprocessableEntity:
			refused++
		}
	}
	if saved != 1 || refused != 7 {
		t.Errorf("%d were saved, %d were warned", saved, refused)
	}
}

func TestWhatCannotBeReadIsShownWithTheForm(t *testing.T) {
	o, db := newOfficeOn(t)
	o.withOffers(db)
	adviser := o.member("mairie@saint-lo.example", mediation.Editor, townOfSaintLo)
	for field, form := range map[string]url.Values{
		"phone": {"valeur": {"appeler Zoé"}, "avant": {"+33261910001"}}, "email": {"valeur": {"pas une adresse"}}, "website": {"valeur": {"javascript:alert(1)"}},
		"name": {"valeur": {""}, "avant": {"Mairie annexe"}}, "hours": {"mardi": {"le matin, si on veut"}},
	} {
		a := adviser.post(correctURL("s/1", field), form)
		if a.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(a.text, `role="alert"`) {
			t.Errorf("%s: %d %s", field, a.StatusCode, a.text)
		}
	}
	if o.public("s/1").Contact.Phone != "+33261910001" || o.public("s/1").Name != "Mairie annexe" {
		t.Errorf("%+v", o.public("s/1"))
	}
}

func TestEverythingRightRenewsTheDayAlone(t *testing.T) {
	o, db := newOfficeOn(t)
	o.withOffers(db)
	before := o.public("s/1")
	adviser := o.member("mairie@saint-lo.example", mediation.Editor, townOfSaintLo)
	for range 2 { // twice is once
		if a := adviser.post("/gestion/lieu/juste?offre=s%2F1", nil); a.StatusCode != http.StatusSeeOther {
			t.Fatalf("%d %s", a.StatusCode, a.text)
		}
	}
	after := o.public("s/1")
	if !after.Updated.After(before.Updated) || after.Hours != before.Hours || after.Contact != before.Contact {
		t.Errorf("%+v", after)
	}
}
