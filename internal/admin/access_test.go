package admin_test

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"escale/internal/desk"
	"escale/internal/mediation"
	"escale/internal/postgres/pgtest"
)

func chosen(t *testing.T, page, label string) string {
	t.Helper()
	found := regexp.MustCompile(`name="droit" value="([^"]*)"[^>]*> <span>` + regexp.QuoteMeta(label)).FindStringSubmatch(page)
	if found == nil {
		t.Fatalf("%q is not offered: %s", label, page)
	}
	return found[1]
}

func TestAnAdminInvitesATownHallAndWithdrawsIt(t *testing.T) {
	o, db := newOfficeOn(t)
	o.withOffers(db)
	admin := o.member("admin@manche.example", mediation.Admin, everything)
	o.deliver()
	search := admin.get("/gestion/comptes/donner?q=saint+lo")
	right := chosen(t, search.text, "Saint-Lô (tous les lieux de la commune)")
	if strings.Contains(search.text, "Valognes") {
		t.Error("what was not looked for is offered")
	}
	if a := admin.post("/gestion/comptes/donner?q=saint+lo", url.Values{"droit": {right}, "courriel": {"mairie"}, "nom": {"Mairie"}}); a.StatusCode != http.StatusUnprocessableEntity ||
		!strings.Contains(a.text, `href="#courriel"`) || !strings.Contains(a.text, right+`" checked`) {
		t.Errorf("an address that is none: %d %s", a.StatusCode, a.text)
	}
	if a := admin.post("/gestion/comptes/donner", url.Values{"droit": {right}, "courriel": {"mairie@saint-lo.example"}, "nom": {"Mairie de Saint-Lô"}}); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("inviting: %d %s", a.StatusCode, a.text)
	}
	letters := o.deliver()
	if len(letters) != 1 || letters[0].Kind != mediation.MailInvitation || letters[0].To != "mairie@saint-lo.example" || !strings.Contains(letters[0].Scope, "Saint-Lô") {
		t.Fatalf("%+v", letters)
	}
	pgtest.Exec(t, o.url, `UPDATE sign_ins SET asked_at = asked_at - interval '13 days', expires_at = expires_at - interval '13 days'`)
	town := o.person()
	if a := town.post("/gestion/lien", url.Values{"jeton": {letters[0].Secret}}); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("opening it: %d", a.StatusCode)
	}
	if list := town.get("/gestion/lieux"); !strings.Contains(list.text, "Mairie annexe") || strings.Contains(list.text, "La Poste") {
		t.Errorf("%s", list.text)
	}
	page := admin.get("/gestion/comptes").text
	withdraw := regexp.MustCompile(`/gestion/comptes/\d+/droits/\d+/retirer`).FindAllString(page, -1)
	if a := admin.get(withdraw[len(withdraw)-1]); !strings.Contains(a.text, "Retirer ce droit à mairie@saint-lo.example\u00a0?") || town.get("/gestion").StatusCode != http.StatusOK {
		t.Errorf("it is not asked first: %d %s", a.StatusCode, a.text)
	}
	if a := admin.post(withdraw[len(withdraw)-1], nil); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("withdrawing: %d", a.StatusCode)
	}
	if a := town.get("/gestion"); a.StatusCode != http.StatusSeeOther {
		t.Errorf("who lost a right is still in: %d", a.StatusCode)
	}
}

func TestAnInvitationThatIsTakenBackOpensNothing(t *testing.T) {
	o, db := newOfficeOn(t)
	o.withOffers(db)
	admin := o.member("admin@manche.example", mediation.Admin, everything)
	o.deliver()
	invite := func() {
		admin.post("/gestion/comptes/donner", url.Values{"droit": {"editor/commune/50502"}, "courriel": {"mairie@saint-lo.example"}})
	}
	withdraw := func() {
		links := regexp.MustCompile(`/gestion/comptes/\d+/droits/\d+/retirer`).FindAllString(admin.get("/gestion/comptes").text, -1)
		admin.post(links[len(links)-1], nil)
	}
	invite()
	withdraw()
	if letters := o.deliver(); len(letters) != 0 {
		t.Errorf("an invitation left after it was taken back: %+v", letters)
	}
	invite()
	letters := o.deliver()
	withdraw()
	if a := o.person().post("/gestion/lien", url.Values{"jeton": {letters[0].Secret}}); a.StatusCode != http.StatusGone {
		t.Errorf("%d", a.StatusCode)
	}
}

func TestATownHallAsksForItsPlaceAndGetsIt(t *testing.T) {
	o, db := newOfficeOn(t)
	o.withOffers(db)
	moderator := o.member("moderation@manche.example", mediation.Moderator, mediation.Scope{Kind: mediation.ScopeDepartement, ID: "50"})
	o.deliver()
	place := pgtest.Column[string](t, o.url, `SELECT place_id FROM shown_offers WHERE source_id = '1'`)[0]
	town := o.person()
	form := town.get("/gestion/demande?lieu=" + place)
	if !strings.Contains(form.text, "Mairie annexe, Saint-Lô") || form.Header.Get("Set-Cookie") != "" {
		t.Fatalf("%s", form.text)
	}
	typed := url.Values{"lieu": {place}, "courriel": {"mairie@saint-lo.example"}, "nom": {"Mairie de Saint-Lô"}, "raison": {"C’est notre annexe."}}
	if a := town.post("/gestion/demande", typed); a.StatusCode != http.StatusSeeOther || a.Header.Get("Set-Cookie") != "" {
		t.Fatalf("%d %s", a.StatusCode, a.text)
	}
	letters := o.deliver()
	if len(letters) != 1 || letters[0].Kind != mediation.MailRequest || letters[0].About != "Mairie annexe, Saint-Lô" {
		t.Fatalf("%+v", letters)
	}
	if a := moderator.get("/gestion/demandes"); strings.Contains(a.text, "Mairie annexe") {
		t.Error("an address that nobody confirmed is in the queue")
	}
	link := "/gestion/demande/confirmer?jeton=" + letters[0].Secret
	for range 2 { // scanners open it
		if a := o.person().get(link); a.StatusCode != http.StatusOK {
			t.Fatalf("%d", a.StatusCode)
		}
	}
	if a := town.post("/gestion/demande/confirmer", url.Values{"jeton": {letters[0].Secret}}); a.StatusCode != http.StatusOK {
		t.Fatalf("%d", a.StatusCode)
	}
	if a := town.get(link); a.StatusCode != http.StatusGone {
		t.Errorf("confirmed twice: %d", a.StatusCode)
	}
	if a := moderator.get("/gestion"); !strings.Contains(a.text, "Une demande d’accès attend") {
		t.Errorf("the moderator does not see the request: %s", a.text)
	}
	request := regexp.MustCompile(`/gestion/demandes/\d+`).FindString(moderator.get("/gestion/demandes").text)
	page := moderator.get(request)
	right := chosen(t, page.text, "Mairie annexe, Saint-Lô")
	if !strings.Contains(page.text, "C’est notre annexe.") || !strings.Contains(page.text, "Ville de Saint-Lô (tous") || !strings.Contains(page.text, "Saint-Lô (tous les lieux de la commune)") {
		t.Errorf("%s", page.text)
	}
	if a := moderator.post(request+"/accepter", url.Values{}); a.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(a.text, `href="#droit"`) {
		t.Errorf("without a choice: %d", a.StatusCode)
	}
	if a := moderator.post(request+"/accepter", url.Values{"droit": {right}, "mot": {"Bienvenue."}}); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("%d %s", a.StatusCode, a.text)
	}
	if a := moderator.post(request+"/accepter", url.Values{"droit": {right}}); a.StatusCode != http.StatusNotFound {
		t.Errorf("answered twice: %d", a.StatusCode)
	}
	letters = o.deliver()
	if len(letters) != 1 || letters[0].Kind != mediation.MailInvitation || letters[0].Reason != "Bienvenue." {
		t.Fatalf("%+v", letters)
	}
	town.post("/gestion/lien", url.Values{"jeton": {letters[0].Secret}})
	if a := town.get("/gestion/lieu?offre=s/1"); a.StatusCode != http.StatusOK {
		t.Errorf("its place: %d", a.StatusCode)
	}
	if a := town.get("/gestion/lieu?offre=s/2"); a.StatusCode != http.StatusForbidden {
		t.Errorf("another's: %d", a.StatusCode)
	}
}

func TestARefusalSaysWhy(t *testing.T) {
	o, db := newOfficeOn(t)
	o.withOffers(db)
	moderator := o.member("moderation@manche.example", mediation.Moderator, mediation.Scope{Kind: mediation.ScopeDepartement, ID: "50"})
	o.deliver()
	o.person().post("/gestion/demande", url.Values{"quoi": {"EPN de Nulle-Part"}, "courriel": {"moi@x.example"}, "nom": {"EPN"}, "raison": {"J’y travaille."}})
	letters := o.deliver()
	if len(letters) != 1 || letters[0].About != "" {
		t.Fatalf("a letter to an unconfirmed address repeats what was typed: %+v", letters)
	}
	o.person().post("/gestion/demande/confirmer", url.Values{"jeton": {letters[0].Secret}})
	request := regexp.MustCompile(`/gestion/demandes/\d+`).FindString(moderator.get("/gestion/demandes").text)
	if a := moderator.post(request+"/refuser", url.Values{"reponse": {" "}}); a.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("without a reason: %d", a.StatusCode)
	}
	if a := moderator.post(request+"/refuser", url.Values{"reponse": {"Ce lieu n’est pas sur la carte."}}); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("%d", a.StatusCode)
	}
	letters = o.deliver()
	if len(letters) != 1 || letters[0].Kind != mediation.MailRefusal || letters[0].To != "moi@x.example" || letters[0].Reason != "Ce lieu n’est pas sur la carte." {
		t.Errorf("%+v", letters)
	}
	if list, err := o.Accounts(context.Background()); err != nil || len(list) != 1 {
		t.Errorf("%v, %v", list, err)
	}
}

func TestAModeratorGivesPlacesOnly(t *testing.T) {
	o, db := newOfficeOn(t)
	o.withOffers(db)
	moderator := o.member("moderation@manche.example", mediation.Moderator, mediation.Scope{Kind: mediation.ScopeDepartement, ID: "50"})
	for _, right := range []string{"admin/all/", "moderator/departement/50", "operator/tour/bus", "editor/all/", "editor/departement/50", "editor/commune/14118", "editor/offer/none", "", "admin"} {
		a := moderator.post("/gestion/comptes/donner", url.Values{"courriel": {"moderation@manche.example"}, "droit": {right}})
		if a.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("%q: %d", right, a.StatusCode)
		}
	}
	account, err := o.Accounts(context.Background())
	if err != nil || len(account) != 1 || len(account[0].Grants) != 1 {
		t.Errorf("%+v, %v", account, err)
	}
	if a := moderator.get("/gestion/comptes/donner?q=saint"); strings.Contains(a.text, "admin/all/") {
		t.Error("it is offered")
	}
}

func TestTheLastAdminStays(t *testing.T) {
	o := newOffice(t)
	admin := o.member("admin@manche.example", mediation.Admin, everything)
	try := func(path string, want int) {
		t.Helper()
		if a := admin.post(path, nil); a.StatusCode != want || want == http.StatusConflict && !strings.Contains(a.text, "dernier compte qui administre") {
			t.Errorf("%s: %d %s", path, a.StatusCode, a.text)
		}
	}
	page := admin.get("/gestion/comptes").text
	withdraw, closing := regexp.MustCompile(`/gestion/comptes/\d+/droits/\d+/retirer`).FindString(page), regexp.MustCompile(`/gestion/comptes/\d+/fermer`).FindString(page)
	if strings.Contains(page, `action="`+withdraw) || strings.Contains(page, `action="`+closing) {
		t.Error("one tap closes an account, or takes a right back")
	}
	if a := admin.get(closing); !strings.Contains(a.text, "Fermer le compte admin@manche.example\u00a0?") || strings.Count(a.text, "<form") != 2 { // the way out is one
		t.Errorf("it is not asked first: %d %s", a.StatusCode, a.text)
	}
	try(withdraw, http.StatusConflict)
	try(closing, http.StatusConflict)
	other := o.member("autre@manche.example", mediation.Admin, everything)
	try(closing, http.StatusSeeOther)
	if a := admin.get("/gestion"); a.StatusCode != http.StatusSeeOther {
		t.Errorf("a closed account is in: %d", a.StatusCode)
	}
	if a := other.get("/gestion/comptes"); !strings.Contains(a.text, "Fermé") {
		t.Errorf("%s", a.text)
	}
	if _, err := o.Invite(context.Background(), desk.Actor{Command: "test"}, desk.Invitation{Address: "admin@manche.example", Role: mediation.Editor, Scope: townOfSaintLo}); err != nil {
		t.Fatal(err)
	}
	admin.enter("admin@manche.example")
	if a := admin.get("/gestion/comptes"); a.StatusCode != http.StatusForbidden {
		t.Errorf("an account that is opened again has its old rights: %d", a.StatusCode)
	}
}

// Whatever is typed, wherever, is text on every page that shows it.
func TestWhatIsTypedIsTextEverywhere(t *testing.T) {
	o, db := newOfficeOn(t)
	o.withOffers(db)
	admin := o.member("admin@manche.example", mediation.Admin, everything)
	o.deliver()
	const script = `"><script>alert(1)</script>`
	forms := map[string]url.Values{
		"/gestion/comptes/donner":    {"courriel": {"x@y.example"}, "nom": {"EPN"}, "droit": {"editor/commune/50502"}, "q": {"saint"}},
		"/gestion/connexion":         {"courriel": {"x@y.example"}},
		"/gestion/connexion/code":    {"code": {"123456"}},
		"/gestion/lien":              {"jeton": {"x"}},
		"/gestion/demande":           {"courriel": {"x@y.example"}, "nom": {"EPN"}, "quoi": {"EPN"}, "raison": {"Moi"}, "lieu": {""}},
		"/gestion/demande/confirmer": {"jeton": {"x"}},
	}
	var shown []string
	for path, form := range forms {
		for field := range form {
			typed := url.Values{}
			for name, values := range form {
				typed[name] = values
			}
			typed.Set(field, script)
			shown = append(shown, admin.post(path, typed).text, o.person().get(path+"?"+typed.Encode()).text)
			for _, letter := range o.deliver() {
				if letter.Kind == mediation.MailRequest {
					admin.post("/gestion/demande/confirmer", url.Values{"jeton": {letter.Secret}})
				}
			}
		}
	}
	for _, request := range regexp.MustCompile(`/gestion/demandes/\d+`).FindAllString(admin.get("/gestion/demandes").text, -1) {
		shown = append(shown, admin.get(request+"?q="+url.QueryEscape(script)).text, admin.post(request+"/accepter", url.Values{"mot": {script}}).text,
			admin.post(request+"/refuser", url.Values{"reponse": {strings.Repeat(script, 100)}}).text)
	}
	for _, path := range []string{"/gestion/comptes", "/gestion", "/gestion/demandes", "/gestion/courriels"} {
		shown = append(shown, admin.get(path).text)
	}
	for _, page := range shown {
		if strings.Contains(page, "<script>alert") {
			t.Errorf("%s", page)
		}
	}
	if len(shown) < 30 || !strings.Contains(strings.Join(shown, ""), "&lt;script&gt;") {
		t.Errorf("%d pages, and none shows what was typed", len(shown))
	}
}
