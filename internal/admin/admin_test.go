package admin_test

import (
	"context"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/labstack/echo/v4"

	"escale/frontend"
	"escale/internal/admin"
	"escale/internal/coverage"
	"escale/internal/desk"
	"escale/internal/mail/mailtest"
	"escale/internal/mediation"
	"escale/internal/pages"
	"escale/internal/postgres"
	"escale/internal/postgres/pgtest"
	"escale/internal/reach"
	"escale/internal/web"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

var dist = fstest.MapFS{"texts.json": {Data: []byte(`[]`)}, "manifest.json": {Data: []byte(`{"pages.css":"pages-1.css"}`)}}

// office is the back office on a database of its own, served over TLS as its
// cookie asks for.
type office struct {
	*testing.T
	*desk.Desk
	echo   *echo.Echo
	server *httptest.Server
	url    string
	post   *mailtest.Postbox
}

func newOffice(t *testing.T) *office {
	t.Helper()
	o, _ := newOfficeOn(t)
	return o
}

func newOfficeOn(t *testing.T) (*office, *postgres.DB) {
	t.Helper()
	address := pgtest.URL(t)
	db, err := postgres.Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	o := &office{T: t, url: address, post: &mailtest.Postbox{}}
	o.Desk = &desk.Desk{Store: postgres.As[desk.Tx]{DB: db}, Departement: "50", Mailer: o.post, RemindMonths: 6, Now: time.Now}
	a, err := admin.New(o.Desk, admin.Options{
		Shell: pages.Shell{Departement: pages.Departement{Area: "50", Name: "Manche", In: "dans la Manche"}}, Dist: dist, Client: frontend.Templates,
		Build: "b", Now: time.Now, Sessions: postgres.Sessions{DB: db}, Departement: "50", Needs: testNeeds, Mail: true,
		Data: wholeMap{t}, Reach: reach.New(reach.Options{Travel: coverage.Travel{Factor: coverage.DefaultFactor}}), Requested: requesting,
		Van: admin.VanOptions{Terms: mediation.DefaultVanTerms(), FillCommune: fillCommune, Map: func([]pages.MapPoint) (*pages.SmallMap, error) { return &pages.SmallMap{}, nil }},
	})
	if err != nil {
		t.Fatal(err)
	}
	o.echo = web.New(web.Options{Page: func(c echo.Context, status int, fault *mediation.Error) error {
		return c.String(status, fault.Sentence)
	}})
	a.Register(o.echo)
	o.server = httptest.NewTLSServer(o.echo)
	t.Cleanup(o.server.Close)
	return o, db
}

// person is somebody with a browser.
type person struct {
	*office
	browser *http.Client
}

func (o *office) person() *person {
	o.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		o.Fatal(err)
	}
	client := *o.server.Client()
	client.Jar, client.CheckRedirect = jar, func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &person{o, &client}
}

// member opens an account and signs it in.
func (o *office) member(address string, role mediation.Role, scope mediation.Scope) *person {
	o.Helper()
	p, ctx := o.person(), context.Background()
	if _, err := o.Invite(ctx, desk.Actor{Command: "test"}, desk.Invitation{Address: address, Role: role, Scope: scope}); err != nil {
		o.Fatal(err)
	}
	p.enter(address)
	return p
}

func (p *person) enter(address string) {
	p.Helper()
	link, err := p.NewLink(context.Background(), address)
	if err != nil {
		p.Fatal(err)
	}
	if a := p.post("/gestion/lien", url.Values{"jeton": {link.Secret}}); a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != "/gestion" {
		p.Fatalf("entering: %d %s", a.StatusCode, a.text)
	}
}

var everything = mediation.Scope{Kind: mediation.ScopeAll}

func TestAPersonEntersAndLeaves(t *testing.T) {
	o := newOffice(t)
	admin := o.member("admin@manche.example", mediation.Admin, everything)
	home := admin.get("/gestion")
	if home.StatusCode != http.StatusOK || !strings.Contains(home.text, "admin@manche.example") || !strings.Contains(home.text, "/gestion/comptes") {
		t.Fatalf("%d %s", home.StatusCode, home.text)
	}
	if got := home.Header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("Cache-Control %q", got)
	}
	if !strings.Contains(home.Header.Get("Content-Security-Policy"), "frame-ancestors 'none'") {
		t.Errorf("it may be framed: %s", home.Header.Get("Content-Security-Policy"))
	}
	if a := admin.post("/gestion/deconnexion", nil); a.StatusCode != http.StatusSeeOther {
		t.Errorf("leaving: %d", a.StatusCode)
	}
	if a := admin.get("/gestion"); a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != "/gestion/connexion" {
		t.Errorf("after leaving: %d to %s", a.StatusCode, a.Header.Get("Location"))
	}
}

// The session of before the sign-in must not be that of after it.
func TestAFixedSessionIsNotTheOneSignedIn(t *testing.T) {
	o := newOffice(t)
	victim := o.member("admin@manche.example", mediation.Admin, everything)
	root, _ := url.Parse(o.server.URL)
	before := victim.browser.Jar.Cookies(root)
	victim.enter("admin@manche.example")
	after := victim.browser.Jar.Cookies(root)
	if len(before) != 1 || len(after) != 1 || before[0].Value == after[0].Value || before[0].Name != "__Host-escale" {
		t.Fatalf("before %v, after %v", before, after)
	}
	thief := o.person()
	thief.browser.Jar.SetCookies(root, before)
	if a := thief.get("/gestion"); a.StatusCode != http.StatusSeeOther {
		t.Errorf("the session of before the sign-in is still good: %d", a.StatusCode)
	}
}

func TestLeavingEverywhereAndLosingARightEndSessions(t *testing.T) {
	o := newOffice(t)
	phone := o.member("admin@manche.example", mediation.Admin, everything)
	desktop := o.person()
	desktop.enter("admin@manche.example")
	phone.post("/gestion/deconnexion-partout", nil)
	if a := desktop.get("/gestion"); a.StatusCode != http.StatusSeeOther {
		t.Errorf("the other device is still in: %d", a.StatusCode)
	}
	desktop.enter("admin@manche.example")
	town := o.member("mairie@genets.example", mediation.Editor, mediation.Scope{Kind: mediation.ScopeCommune, ID: "50199"})
	withdraw := regexp.MustCompile(`/gestion/comptes/\d+/droits/\d+/retirer`).FindAllString(desktop.get("/gestion/comptes").text, -1)
	if len(withdraw) != 2 {
		t.Fatalf("%v", withdraw)
	}
	if a := desktop.post(withdraw[1], nil); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("withdrawing: %d %s", a.StatusCode, a.text)
	}
	if a := town.get("/gestion"); a.StatusCode != http.StatusSeeOther {
		t.Errorf("who lost a right is still in: %d", a.StatusCode)
	}
}

// Each form, whoever it is for, is refused from anywhere else, and changes nothing.
func TestWritesComeFromOurOwnPages(t *testing.T) {
	o, db := newOfficeOn(t)
	o.withOffers(db)
	admin := o.member("admin@manche.example", mediation.Admin, everything)
	form := url.Values{
		"courriel": {"x@y.example"}, "droit": {"admin/all/"}, "nom": {"EPN"}, "quoi": {"EPN"}, "raison": {"Moi"}, "offre": {"s/1"}, "champ": {"phone"}, "valeur": {"0233112233"},
	}
	state := func() string {
		return pgtest.Column[string](t, o.url, `SELECT concat_ws('|', (SELECT count(*) FROM accounts), (SELECT count(*) FROM changes), (SELECT count(*) FROM sign_ins),
			(SELECT count(*) FROM sessions), (SELECT count(*) FROM access_requests), (SELECT count(*) FROM corrections))`)[0]
	}
	before, tried := state(), 0
	for _, route := range o.echo.Routes() {
		if route.Method != http.MethodPost || !strings.HasPrefix(route.Path, "/gestion") {
			continue
		}
		path := strings.NewReplacer(":account", "1", ":grant", "1", ":id", "1").Replace(route.Path) + "?offre=s/1&champ=phone"
		for name, headers := range map[string][]string{
			"another site": {"Sec-Fetch-Site", "cross-site"}, "a sister site": {"Sec-Fetch-Site", "same-site"},
			"an old browser on another site": {"Sec-Fetch-Site", "", "Origin", "https://evil.example"},
			"no word of where it is from":    {"Sec-Fetch-Site", ""},
		} {
			tried++
			if a := admin.send(http.MethodPost, path, form, headers...); a.StatusCode != http.StatusForbidden {
				t.Errorf("%s, %s: %d", route.Path, name, a.StatusCode)
			}
		}
	}
	if after := state(); after != before || tried < 40 {
		t.Errorf("%s before, %s after %d tries", before, after, tried)
	}
	if a := admin.post("/gestion/comptes/donner", form); a.StatusCode != http.StatusSeeOther {
		t.Errorf("our own page: %d %s", a.StatusCode, a.text)
	}
}

// reachable are the routes that need no session; may says which roles others let
// in. A route that is in neither fails the test.
var (
	reachable = []string{"GET /gestion/connexion", "POST /gestion/connexion", "GET /gestion/connexion/code", "POST /gestion/connexion/code", "GET /gestion/lien", "POST /gestion/lien",
		"GET /gestion/demande", "POST /gestion/demande", "GET /gestion/demande/confirmer", "POST /gestion/demande/confirmer",
		"GET /gestion/jour-sw.js", "GET /gestion/agenda.ics"} // whose secret is in the address
	// ofChange is tried on changes that are there (TestWhatIsNotOursIsNotTouched).
	ofChange = "POST /gestion/modifications/:id/annuler"
	rights   = map[string][]mediation.Role{
		"GET /gestion/lieux":                                   mediation.Roles,
		"GET /gestion/lieu":                                    {mediation.Editor, mediation.Moderator, mediation.Admin},
		"GET /gestion/lieu/corriger":                           {mediation.Editor, mediation.Moderator, mediation.Admin},
		"POST /gestion/lieu/corriger":                          {mediation.Editor, mediation.Moderator, mediation.Admin},
		"POST /gestion/lieu/juste":                             {mediation.Editor, mediation.Moderator, mediation.Admin},
		"GET /gestion/tournees":                                mediation.Roles,
		"GET /gestion/passage":                                 {mediation.Operator, mediation.Admin},
		"POST /gestion/passage":                                {mediation.Operator, mediation.Admin},
		"GET /gestion/passage/ajouter":                         {mediation.Operator, mediation.Admin},
		"POST /gestion/passage/ajouter":                        {mediation.Operator, mediation.Admin},
		"GET /gestion/lieu/fermer":                             {mediation.Editor, mediation.Moderator, mediation.Admin},
		"POST /gestion/lieu/fermer":                            {mediation.Editor, mediation.Moderator, mediation.Admin},
		"GET /gestion/tournee":                                 {mediation.Operator, mediation.Admin},
		"GET /gestion/tournee/tableur":                         {mediation.Operator, mediation.Admin},
		"POST /gestion/tournee/tableur":                        {mediation.Operator, mediation.Admin},
		"GET /gestion/etapes":                                  {mediation.Operator, mediation.Admin},
		"GET /gestion/etapes/tableur":                          {mediation.Operator, mediation.Admin},
		"GET /gestion/historique":                              {mediation.Operator, mediation.Moderator, mediation.Admin},
		"GET /gestion":                                         mediation.Roles,
		"GET /gestion/bus":                                     {mediation.Operator, mediation.Moderator, mediation.Admin},
		"GET /gestion/bus/saisir":                              {mediation.Operator, mediation.Moderator, mediation.Admin},
		"POST /gestion/bus/saisir":                             {mediation.Operator, mediation.Moderator, mediation.Admin},
		"GET /gestion/bus/demande/:id":                         {mediation.Operator, mediation.Moderator, mediation.Admin},
		"POST /gestion/bus/demande/:id":                        {mediation.Operator, mediation.Moderator, mediation.Admin},
		"GET /gestion/connexions":                              mediation.Roles,
		"GET /gestion/courriels":                               {mediation.Admin},
		"GET /gestion/a-confirmer":                             mediation.Roles,
		"POST /gestion/a-confirmer":                            {mediation.Editor, mediation.Moderator, mediation.Admin},
		"POST /gestion/deconnexion":                            mediation.Roles,
		"POST /gestion/deconnexion-partout":                    mediation.Roles,
		"GET /gestion/comptes":                                 {mediation.Moderator, mediation.Admin},
		"GET /gestion/comptes/donner":                          {mediation.Moderator, mediation.Admin},
		"POST /gestion/comptes/donner":                         {mediation.Moderator, mediation.Admin},
		"GET /gestion/comptes/:account/fermer":                 {mediation.Admin},
		"POST /gestion/comptes/:account/fermer":                {mediation.Admin},
		"GET /gestion/ateliers":                                mediation.Roles,
		"GET /gestion/ateliers/ouvrir":                         {mediation.Operator, mediation.Admin},
		"POST /gestion/ateliers/ouvrir":                        {mediation.Operator, mediation.Admin},
		"GET /gestion/atelier":                                 mediation.Roles, // a town hall answers for the seats of its commune
		"POST /gestion/atelier":                                mediation.Roles,
		"GET /gestion/atelier/modifier":                        {mediation.Operator, mediation.Moderator, mediation.Admin},
		"POST /gestion/atelier/modifier":                       {mediation.Operator, mediation.Moderator, mediation.Admin},
		"GET /gestion/appels":                                  mediation.Roles,
		"POST /gestion/appels":                                 {mediation.Operator, mediation.Moderator, mediation.Admin},
		"GET /gestion/jour":                                    mediation.Roles,
		"POST /gestion/jour":                                   mediation.Roles,
		"GET /gestion/agenda":                                  mediation.Roles,
		"POST /gestion/agenda":                                 mediation.Roles,
		"GET /gestion/demandes":                                {mediation.Moderator, mediation.Admin},
		"GET /gestion/demandes/:id":                            {mediation.Moderator, mediation.Admin},
		"POST /gestion/demandes/:id/accepter":                  {mediation.Moderator, mediation.Admin},
		"POST /gestion/demandes/:id/refuser":                   {mediation.Moderator, mediation.Admin},
		"GET /gestion/comptes/:account/droits/:grant/retirer":  {mediation.Moderator, mediation.Admin},
		"POST /gestion/comptes/:account/droits/:grant/retirer": {mediation.Moderator, mediation.Admin},
	}
)

// aboutOffers are the routes whose object is an offer: each is tried on one of
// one's own, and on one of others.
func aboutOffers(path string) bool {
	return strings.HasPrefix(path, "/gestion/lieu") && path != "/gestion/lieux" || path == "/gestion/a-confirmer"
}

// aboutTours are those whose object is a tour, or a visit of one.
func aboutTours(path string) bool {
	return strings.HasPrefix(path, "/gestion/passage") || strings.HasPrefix(path, "/gestion/tournee") && path != "/gestion/tournees" || path == "/gestion/historique"
}

// aboutWorkshops are those whose object is a workshop, or a call about one.
func aboutWorkshops(name string) bool {
	return strings.Contains(name, "/gestion/atelier") && name != "GET /gestion/ateliers" || name == "POST /gestion/jour" || name == "POST /gestion/appels"
}

func TestEveryRouteAsksForItsRole(t *testing.T) {
	o, db := newOfficeOn(t)
	o.withOffers(db)
	visit := o.withTours(db)
	objects := map[string]string{
		"own":       "?champ=phone&offre=s/1&tournee=bus&objet=tour&id=bus&passage=" + visit + "&atelier=" + o.workshopAt(visit) + "&appel=" + o.callOf("bus"),
		"another's": "?champ=phone&offre=s/2&tournee=other&objet=tour&id=other&passage=" + o.visitOf("other") + "&atelier=" + o.workshopAt(o.visitOf("other")) + "&appel=" + o.callOf("other"),
	}
	members := map[mediation.Role]*person{}
	for role, scope := range map[mediation.Role]mediation.Scope{
		mediation.Editor: {Kind: mediation.ScopeCommune, ID: "50502"}, mediation.Operator: {Kind: mediation.ScopeTour, ID: "bus"},
		mediation.Moderator: {Kind: mediation.ScopeDepartement, ID: "50"}, mediation.Admin: everything,
	} {
		members[role] = o.member(string(role)+"@x.example", role, scope)
	}
	for _, route := range o.echo.Routes() {
		name := route.Method + " " + route.Path
		if !strings.HasPrefix(route.Path, "/gestion") || slices.Contains(reachable, name) || name == ofChange || route.Method == echo.RouteNotFound {
			continue
		}
		allowed, known := rights[name]
		if !known {
			t.Errorf("%s is in no table", name)
			continue
		}
		path := strings.NewReplacer(":account", "999", ":grant", "999", ":id", "999").Replace(route.Path)
		for whose, query := range objects {
			if about := aboutOffers(route.Path) || aboutTours(route.Path) || aboutWorkshops(name); about {
				path = route.Path + query
			} else if whose != "own" {
				continue
			}
			if a := o.person().send(route.Method, path, nil); a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != "/gestion/connexion" {
				t.Errorf("%s without a session: %d", name, a.StatusCode)
			}
			for role, member := range members {
				a := member.send(route.Method, path, nil)
				others := whose != "own" && name != "GET /gestion/a-confirmer" && (role == mediation.Editor || role == mediation.Operator)
				if let := a.StatusCode != http.StatusForbidden; let != (slices.Contains(allowed, role) && !others) {
					t.Errorf("%s on %s as %s: %d", name, whose, role, a.StatusCode)
				}
				if strings.Contains(route.Path, "deconnexion") {
					member.enter(string(role) + "@x.example")
				}
			}
		}
	}
}
