package admin_test

import (
	"encoding/csv"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"escale/internal/hours"
	"escale/internal/mediation"
)

var hiddenField = regexp.MustCompile(`<input type="hidden" name="(garder|etat|fichier|contenu)" value="([^"]*)">`)

// uploadURL takes the spreadsheet of a tour, and brings it back.
const uploadURL = "/gestion/tournee/tableur?tournee=bus"

// upload brings a file back, as the form does.
func (p *person) upload(content string) answer {
	p.Helper()
	body := "--b\r\nContent-Disposition: form-data; name=\"tableur\"; filename=\"bus.csv\"\r\nContent-Type: text/csv\r\n\r\n" + content + "\r\n--b--\r\n"
	return p.sendBody(http.MethodPost, uploadURL, body, "Content-Type", "multipart/form-data; boundary=b")
}

// The file that was taken comes back after somebody cancelled a visit on a phone:
// the differences are shown, nothing is written, then all of it holds.
func TestASpreadsheetComesBack(t *testing.T) {
	o, db := newOfficeOn(t)
	o.withOffers(db)
	visit := o.withTours(db)
	operator := o.member("bus@manche.example", mediation.Operator, busScope)
	taken := operator.get(uploadURL + "&forme=csv")
	if strings.Contains(taken.text, "Valognes") || !strings.HasPrefix(taken.Header.Get("Content-Disposition"), "attachment") {
		t.Fatalf("%s", taken.text)
	}
	operator.post("/gestion/passage?passage="+visit, url.Values{"acte": {"annuler"}, "avant": {o.coming(visit).State}})
	shown := operator.upload(strings.Replace(taken.text, "12:00", "11:00", 1))
	if shown.StatusCode != http.StatusOK || !strings.Contains(shown.text, "Changé depuis que ce fichier a été pris") || !strings.Contains(strings.ReplaceAll(shown.text, "\u00a0", " "), "« 12:00 » → « 11:00 »") {
		t.Fatalf("%d %s", shown.StatusCode, shown.text)
	}
	if c := o.coming(visit); c.Stop.To != "12:00" {
		t.Error("the differences were shown, and written")
	}
	form := url.Values{}
	for _, m := range hiddenField.FindAllStringSubmatch(shown.text, -1) {
		form.Set(m[1], html.UnescapeString(m[2]))
	}
	if a := operator.post(uploadURL, form); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("%d %s", a.StatusCode, a.text)
	}
	if c := o.coming(visit); c.Stop.To != "11:00" || c.Visit.Status != mediation.Cancelled {
		t.Errorf("%+v", c)
	}
	form.Set("etat", "000000000000")
	if a := operator.post(uploadURL, form); a.StatusCode != http.StatusOK || !strings.Contains(a.text, "a changé pendant que vous lisiez") {
		t.Errorf("the tour changed meanwhile: %d", a.StatusCode)
	}
	other := operator.upload(strings.ReplaceAll(taken.text, "bus;", "other;"))
	if !strings.Contains(other.text, "ne peut changer que la tournée") || strings.Contains(other.text, `name="garder"`) {
		t.Errorf("another tour: %s", other.text)
	}
	undo := undoLink.FindString(operator.get("/gestion/historique?objet=tour&id=bus").text)
	if a := operator.post(undo, nil); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("undoing the spreadsheet: %d", a.StatusCode)
	}
	if c := o.coming(visit); c.Stop.To != "12:00" || c.Visit.Status != mediation.Cancelled {
		t.Errorf("once the spreadsheet is undone: %+v", c)
	}
	for _, nothing := range []string{"", "x", "\x00\x01", "type;tournée\nbizarre;bus\n"} {
		if a := operator.upload(nothing); a.StatusCode != http.StatusUnprocessableEntity && !strings.Contains(a.text, "rien n’est écrit") {
			t.Errorf("%q: %d", nothing, a.StatusCode)
		}
	}
}

// Each change can be undone, or is refused naming the later one, for a place as for
// a tour; all of it is in the file, and none of it tells of a person.
func TestTheHistory(t *testing.T) {
	o, db := newOfficeOn(t)
	o.withOffers(db)
	o.withTours(db)
	adviser := o.member("mairie@saint-lo.example", mediation.Editor, townOfSaintLo)
	for _, step := range []struct{ field, before, value string }{
		{"email", "", "zoe.martin@saint-lo.example"}, {"phone", "+33261910001", "06 12 34 56 78"}, {"phone", "+33612345678", "02 33 00 00 09"},
		{"description", "", "Zoé Martin vous aide le mardi."}, {"complement", "", "Demander Mme Martin à l’étage"},
	} {
		if a := adviser.post(correctURL("s/1", step.field), url.Values{"valeur": {step.value}, "avant": {step.before}}); a.StatusCode != http.StatusSeeOther {
			t.Fatalf("%s: %d %s", step.field, a.StatusCode, a.text)
		}
	}
	past := "/gestion/historique?objet=offer&id=s%2F1"
	page := adviser.get(past)
	file := adviser.get(past + "&forme=csv")
	for _, person := range []string{"zoe.martin", "612345678", "Martin", "Zoé"} {
		if strings.Contains(page.text, person) || strings.Contains(file.text, person) {
			t.Errorf("the history tells of %q: %s", person, file.text)
		}
	}
	if address := "mairie@saint-lo.example"; strings.Contains(file.text, address) || strings.Count(page.text, address) > 1 { // once for who reads it
		t.Errorf("the history tells the address of an account: %s", file.text)
	}
	admin := o.member("admin@manche.example", mediation.Admin, everything)
	if a := admin.get(past + "&forme=csv"); !strings.Contains(a.text, "mairie@saint-lo.example") {
		t.Errorf("an admin does not see whose it is: %s", a.text)
	}
	reader := csv.NewReader(strings.NewReader(strings.TrimPrefix(file.text, "\ufeff")))
	reader.Comma = ';'
	rows, err := reader.ReadAll()
	if err != nil || len(rows) != 1+5+1 { // five values, and the day that they renewed
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	if got := rows[1][1]; got[:10] != time.Now().In(hours.Paris).Format(time.DateOnly) || !slices.Contains([]string{"correction", "tout est juste"}, rows[1][3]) || rows[1][4] != "lieu" {
		t.Errorf("%q", rows[1])
	}
	undo := undoLink.FindAllString(page.text, -1) // the latest first: complement, description, phone, phone, email
	if len(undo) != 5 {
		t.Fatalf("%d changes can be undone", len(undo))
	}
	adviser.post(undo[3], url.Values{"retour": {past}})
	if a := adviser.get(past); !strings.Contains(strings.ReplaceAll(a.text, "\u00a0", " "), "Une modification plus récente, faite par un compte de la gestion, a changé la même chose : « 02 33 00 00 09 »") || o.public("s/1").Contact.Phone != "+33233000009" {
		t.Errorf("the first of two: %s", a.text)
	}
	before := o.public("s/1")
	for _, link := range undo {
		adviser.post(link, nil)
	}
	after := o.public("s/1")
	if after.Contact.Phone != "+33261910001" || after.Contact.Email != "" || after.Description != "" || len(after.Corrected) > 0 || !after.Updated.Before(before.Updated) {
		t.Errorf("once all is undone: %+v", after)
	}
	if mine := adviser.get("/gestion"); !strings.Contains(mine.text, "objet=account") {
		t.Error("the first page does not lead to what one did")
	}
	operator := o.member("bus@manche.example", mediation.Operator, busScope)
	for _, path := range []string{past, "/gestion/historique?objet=tour&id=other", "/gestion/historique?objet=account&id=1", "/gestion/historique?objet=account&id=x", "/gestion/historique?objet=visit&id=1", "/gestion/historique"} {
		if a := operator.get(path); a.StatusCode != http.StatusForbidden {
			t.Errorf("%s: %d", path, a.StatusCode)
		}
	}
}
