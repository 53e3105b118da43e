package admin_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strings"
	"sync"
	"testing"

	"escale/internal/desk"
	"escale/internal/mediation"
	"escale/internal/postgres/pgtest"
)

// deliver sends what is queued, and returns the letters.
func (o *office) deliver() []mediation.Letter {
	o.Helper()
	o.post.Got = nil
	for _, id := range pgtest.MailJobs(o, o.url) {
		if err := o.SendMail(context.Background(), id, false); err != nil {
			o.Fatal(err)
		}
	}
	return o.post.Got
}

// ask asks for a link as a person does, and returns the letter.
func (p *person) ask(address string) mediation.Letter {
	p.Helper()
	if a := p.post("/gestion/connexion", url.Values{"courriel": {address}}); a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != "/gestion/connexion/code" {
		p.Fatalf("asking: %d %s", a.StatusCode, a.text)
	}
	got := p.deliver()
	if len(got) != 1 {
		p.Fatalf("%d letters", len(got))
	}
	return got[0]
}

func TestAPersonEntersByTheLinkOfAMail(t *testing.T) {
	o := newOffice(t)
	o.member("admin@manche.example", mediation.Admin, everything)
	o.deliver()
	phone := o.person()
	letter := phone.ask("admin@manche.example")
	path := "/gestion/lien?jeton=" + letter.Secret
	for range 3 { // scanners of mail come first, with what browsers send, and press nothing
		if a := o.person().get(path); a.StatusCode != http.StatusOK || !strings.Contains(a.text, "admin@manche.example") || a.Header.Get("Set-Cookie") != "" {
			t.Fatalf("a scanner: %d, cookie %q", a.StatusCode, a.Header.Get("Set-Cookie"))
		}
	}
	computer := o.person() // a link is good in any browser
	if a := computer.post("/gestion/lien", url.Values{"jeton": {letter.Secret}}); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("%d %s", a.StatusCode, a.text)
	}
	if a := computer.get("/gestion"); a.StatusCode != http.StatusOK {
		t.Errorf("inside: %d", a.StatusCode)
	}
	if a := o.person().post("/gestion/lien", url.Values{"jeton": {letter.Secret}}); a.StatusCode != http.StatusGone {
		t.Errorf("used again: %d", a.StatusCode)
	}
	if a := o.person().get(path); a.StatusCode != http.StatusGone || !strings.Contains(a.text, "Demander un autre lien") {
		t.Errorf("opened again: %d", a.StatusCode)
	}
}

func TestACodeFromAnotherBrowserIsWorthNothing(t *testing.T) {
	o := newOffice(t)
	o.member("admin@manche.example", mediation.Admin, everything)
	o.deliver()
	phone, thief := o.person(), o.person()
	thief.ask("admin@manche.example")
	letter := phone.ask("admin@manche.example")
	form := url.Values{"code": {letter.Code}}
	for name, other := range map[string]*person{"one that asked too": thief, "one that did not": o.person()} {
		if a := other.post("/gestion/connexion/code", form); a.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(a.text, `aria-invalid="true"`) {
			t.Errorf("%s: %d", name, a.StatusCode)
		}
	}
	if a := phone.post("/gestion/connexion/code", form); a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != "/gestion" {
		t.Fatalf("the one that asked: %d %s", a.StatusCode, a.text)
	}
	if a := phone.get("/gestion"); a.StatusCode != http.StatusOK {
		t.Errorf("inside: %d", a.StatusCode)
	}
	if a := phone.get("/gestion/connexion/code"); a.StatusCode != http.StatusSeeOther {
		t.Errorf("the browser still keeps its secret: %d", a.StatusCode)
	}
}

// The form answers the same, byte for byte, for an address that has an account
// and for one that has none.
func TestTheFormDoesNotTellWhoHasAnAccount(t *testing.T) {
	o := newOffice(t)
	o.member("admin@manche.example", mediation.Admin, everything)
	var answers []string
	for _, address := range []string{"admin@manche.example", "nobody@manche.example"} {
		p := o.person()
		a := p.post("/gestion/connexion", url.Values{"courriel": {address}})
		cookie := a.Cookies()
		if len(cookie) != 1 || !cookie[0].Secure || !cookie[0].HttpOnly || cookie[0].SameSite != http.SameSiteLaxMode || cookie[0].MaxAge != 900 {
			t.Fatalf("%v", cookie)
		}
		next := p.get("/gestion/connexion/code")
		wrong := p.post("/gestion/connexion/code", url.Values{"code": {"000000"}})
		answers = append(answers, fmt.Sprint(a.StatusCode, a.Header.Get("Location"), a.text, len(cookie[0].Value), next.StatusCode, next.text, wrong.StatusCode, wrong.text))
	}
	if answers[0] != answers[1] {
		t.Errorf("%s\n%s", answers[0], answers[1])
	}
}

func TestAnAddressThatIsNoneIsMarked(t *testing.T) {
	o := newOffice(t)
	for _, address := range []string{"", "mairie", "mairie@genets", "a@b.example\r\nBcc: c@d.example"} {
		a := o.person().post("/gestion/connexion", url.Values{"courriel": {address}})
		if a.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(a.text, `href="#courriel"`) || !strings.Contains(a.text, `aria-invalid="true"`) {
			t.Errorf("%q: %d", address, a.StatusCode)
		}
	}
}

func TestACouncilBehindOneAddressIsNotLockedOut(t *testing.T) {
	o := newOffice(t)
	refused := 0
	for i := range 80 {
		a := o.person().post("/gestion/connexion", url.Values{"courriel": {fmt.Sprintf("agent%d@genets.example", i)}})
		if a.StatusCode == http.StatusTooManyRequests {
			refused++
		} else if i < 50 && a.StatusCode != http.StatusSeeOther {
			t.Errorf("%d: %d", i, a.StatusCode)
		}
	}
	if refused < 15 {
		t.Errorf("one client asks without end: %d refused", refused)
	}
}

func TestSessionsAreListed(t *testing.T) {
	o := newOffice(t)
	phone := o.member("admin@manche.example", mediation.Admin, everything)
	computer := o.person()
	computer.enter("admin@manche.example")
	o.member("mairie@genets.example", mediation.Editor, mediation.Scope{Kind: mediation.ScopeCommune, ID: "50199"})
	a := phone.get("/gestion/connexions")
	if strings.Count(a.text, "Ce navigateur") != 1 || strings.Count(a.text, "Un autre navigateur") != 1 {
		t.Errorf("%s", a.text)
	}
}

// A link of one account never enters another, whoever is signed in already.
func TestTheLinkOfAnotherAddressEntersThatOneOnly(t *testing.T) {
	o := newOffice(t)
	admin := o.member("admin@manche.example", mediation.Admin, everything)
	o.member("mairie@genets.example", mediation.Editor, mediation.Scope{Kind: mediation.ScopeCommune, ID: "50199"})
	o.deliver()
	letter := o.person().ask("mairie@genets.example")
	if a := admin.get("/gestion/lien?jeton=" + letter.Secret); !strings.Contains(a.text, "mairie@genets.example") {
		t.Errorf("the page names nobody: %s", a.text)
	}
	admin.post("/gestion/lien", url.Values{"jeton": {letter.Secret}})
	if a := admin.get("/gestion"); strings.Contains(a.text, "admin@manche.example") || !strings.Contains(a.text, "mairie@genets.example") {
		t.Errorf("%s", a.text)
	}
}

// Two thousand requests from as many places, half of them for one account: the
// mails are counted, and so are the rows and the memory.
func TestManyRequestsSendAFewMails(t *testing.T) {
	o := newOffice(t)
	if _, err := o.Invite(t.Context(), desk.Actor{Command: "test"}, desk.Invitation{Address: "admin@manche.example", Role: mediation.Admin, Scope: everything}); err != nil {
		t.Fatal(err)
	}
	o.deliver()
	var clients sync.WaitGroup
	var mu sync.Mutex
	statuses := map[int]int{}
	before := heap()
	const browsers, each = 8, 250
	for client := range browsers {
		clients.Go(func() {
			for i := range each {
				address := "admin@manche.example"
				if i%2 == 0 {
					address = fmt.Sprintf("person-%d-%d@x.example", client, i)
				}
				r := httptest.NewRequest(http.MethodPost, "/gestion/connexion", strings.NewReader(url.Values{"courriel": {address}}.Encode()))
				r.RemoteAddr = fmt.Sprintf("10.%d.%d.%d:4711", client, i/250, i%250)
				r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
				r.Header.Set("Sec-Fetch-Site", "same-origin")
				w := httptest.NewRecorder()
				o.echo.ServeHTTP(w, r)
				mu.Lock()
				statuses[w.Code]++
				mu.Unlock()
			}
		})
	}
	clients.Wait()
	const answered = 5 + browsers*each/2 // those of the account, and those of nobody, which lock nobody out
	if statuses[http.StatusSeeOther] != answered || statuses[http.StatusUnprocessableEntity] != browsers*each-answered {
		t.Errorf("%v", statuses)
	}
	if grown := heap() - before; grown > 16<<20 {
		t.Errorf("%d bytes are kept", grown)
	}
	if rows := pgtest.Column[int](t, o.url, `SELECT (SELECT count(*) FROM sign_ins WHERE purpose = 'sign-in') + (SELECT count(*) FROM river_job)`)[0]; rows != 2*answered {
		t.Errorf("%d rows", rows)
	}
	if n := len(o.deliver()); n != 5 {
		t.Errorf("%d letters", n)
	}
}

// heap is what is in use once what is not is gone.
func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
