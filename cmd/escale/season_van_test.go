package main

import (
	"context"
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// The tours of the story: one more than the map may have is brought by a spreadsheet.
const seasonTours = `type;tournée;étape;nom;commune;quand;début;fin;téléphone;démarches
tournée;bus nord;;Bus du Nord;;;;;02 61 91 00 01;caf
étape;bus nord;base;Base;Saint-Lô;dates non publiées;;;;
tournée;bus centre;;Bus du Centre;;;;;02 61 91 00 02;caf
étape;bus centre;base;Base;Saint-Lô;dates non publiées;;;;
tournée;bus sud;;Bus du Sud;;;;;02 61 91 00 03;caf
étape;bus sud;base;Base;Saint-Lô;dates non publiées;;;;
`

func (s *season) importTours(environ []string) {
	s.Helper()
	file := filepath.Join(s.TempDir(), "bus.csv")
	if err := os.WriteFile(file, []byte(seasonTours), 0o600); err != nil {
		s.Fatal(err)
	}
	if err := run(context.Background(), []string{"tour", "import", file}, environ, &s.out); err != nil {
		s.Fatal(err)
	}
}

// fault is what a page says is wrong.
func fault(body string) string {
	if found := regexp.MustCompile(`(?s)role="alert"[^>]*>(.*?)</p>`).FindStringSubmatch(body); found != nil {
		return found[1]
	}
	return body
}

// commune is one that asks for the van: by the web, or by telephone.
type commune struct {
	insee, name, email string
	// request is the page of the team, secret the link of the last letter.
	request, secret string
	// state is what the story makes of it, in the words of the page.
	state string
}

var (
	requestLink   = regexp.MustCompile(`/gestion/bus/demande/\d+`)
	secretIn      = regexp.MustCompile(`jeton=(?:3D)?([A-Z2-7]{32})`)
	candidateDate = regexp.MustCompile(`name="date" value="([^"]+)"`)
	tourChoice    = regexp.MustCompile(`<option value="([^"]+)"[^>]*>Bus du (?:Nord|Centre|Sud)<`)
	visitAddress  = regexp.MustCompile(`/passages/(\w+)`)
)

// letter waits for the n-th letter to an address, and returns the secret of its link.
func (s *season) letter(address string, n int) (secret string) {
	s.Helper()
	s.eventually("a letter to "+address, func() bool {
		found := 0
		for _, m := range s.letters.Messages() {
			if !slices.Contains(m.To, address) {
				continue
			}
			if found++; found == n {
				secret = secretIn.FindStringSubmatch(strings.ReplaceAll(string(m.Data), "=\r\n", ""))[1]
				return true
			}
		}
		return false
	})
	return secret
}

// communesAsk has twelve communes ask, four of them by telephone: nine are confirmed
// on three tours, with two dates each; one is refused, one withdraws, one waits.
func (s *season) communesAsk() {
	s.Helper()
	_, body := s.get("/api/v1/communes")
	var known struct {
		Communes []struct{ INSEE, Name string }
	}
	if err := json.Unmarshal(body, &known); err != nil {
		s.Fatal(err)
	}
	step := len(known.Communes) / 12
	for i := range 12 {
		c := &commune{insee: known.Communes[i*step].INSEE, name: known.Communes[i*step].Name, email: fmt.Sprintf("mairie%d@exemple.fr", i)}
		if i%3 == 2 {
			c.email = ""
		}
		s.ask(c)
		s.communes = append(s.communes, c)
	}
	s.confirmAddresses()
	for i, c := range s.communes[:9] {
		s.propose(c, i)
	}
	for i, c := range s.communes[:9] {
		s.accept(c, i < 3)
	}
	s.act(s.communes[9].request, url.Values{"acte": {"refuser"}, "reponse": {"Le bus est en réparation."}})
	s.communes[9].state = "Refusée"
	s.post("/demander-le-bus/suivi", url.Values{"jeton": {s.communes[10].secret}, "acte": {"retirer"}})
	s.communes[10].state = "Retirée"
}

// ask has a commune ask: by the form and the link of its letter, or by a call that the
// team types.
func (s *season) ask(c *commune) {
	s.Helper()
	form := url.Values{"ville": {c.name}, "choix": {c.insee}, "nom": {"Mme Martin"}, "fonction": {"secrétaire"}, "courriel": {c.email}, "telephone": {"02 33 00 " + c.insee[1:3] + " " + c.insee[3:]},
		"salle": {"Salle des fêtes"}, "adresse": {"1 place de la Mairie"}, "gardien": {"M. Gardien"}, "gardien-telephone": {"06 00 00 00 99"}, "themes": {"souris-clavier"}, "groupe": {"10"}}
	if c.email == "" {
		s.act("/gestion/bus/saisir", form)
	} else {
		if location, body := s.post("/demander-le-bus", form); location == "" {
			s.Fatal(fault(body))
		}
	}
	c.state = "Reçue"
}

// confirmAddresses has each commune press the button of its letter, and finds what the
// team reads of it.
func (s *season) confirmAddresses() {
	s.Helper()
	for _, c := range s.communes {
		if c.email == "" {
			continue
		}
		c.secret = s.letter(c.email, 1)
		if location, body := s.post("/demander-le-bus/suivi", url.Values{"jeton": {c.secret}, "acte": {"confirmer"}}); location == "" {
			s.Fatal(fault(body))
		}
	}
	_, queue := s.send(http.MethodGet, "/gestion/bus", nil)
	for _, link := range requestLink.FindAllString(queue, -1) {
		_, page := s.send(http.MethodGet, link, nil)
		for _, c := range s.communes {
			if strings.Contains(html.UnescapeString(page), "<h1>"+c.name+" : demande") || strings.Contains(html.UnescapeString(page), "<h1>"+c.name+"\u00a0: demande") {
				c.request = link
			}
		}
	}
}

// act sends a form of the team.
func (s *season) act(path string, form url.Values) {
	s.Helper()
	if status, body := s.send(http.MethodPost, path, form); status != http.StatusSeeOther {
		s.Fatal(path, status, fault(body))
	}
}

// propose proposes two dates of one of the tours. On each tour one request is a course.
func (s *season) propose(c *commune, i int) {
	s.Helper()
	_, page := s.send(http.MethodGet, c.request, nil)
	tours := tourChoice.FindAllStringSubmatch(page, -1)
	if len(tours) != 3 {
		s.Fatalf("%d tours in %s", len(tours), page)
	}
	tour := tours[i%3][1]
	_, page = s.send(http.MethodGet, c.request+"?tournee="+tour, nil)
	form := url.Values{"acte": {"proposer"}, "tournee": {tour}, "theme": {"Prendre en main la souris"}, "places": {"12"}, "garder": {"7"}}
	for _, date := range candidateDate.FindAllStringSubmatch(page, -1) {
		if span := html.UnescapeString(date[1]); len(form["date"]) < 2 && !strings.HasPrefix(form.Get("date"), span[:10]) {
			form.Add("date", span)
		}
	}
	if i < 3 {
		form.Set("groupe", "1")
	}
	s.act(c.request, form)
}

// accept has a commune agree: by the link of its letter, or by a call.
func (s *season) accept(c *commune, whole bool) {
	s.Helper()
	_, page := s.send(http.MethodGet, c.request, nil)
	agreed := url.Values{"acte": {"accepter"}}
	for _, date := range candidateDate.FindAllStringSubmatch(page, 2) {
		agreed.Add("date", date[1])
	}
	if c.email == "" {
		s.act(c.request, agreed)
	} else {
		agreed.Set("jeton", s.letter(c.email, 2))
		if location, body := s.post("/demander-le-bus/suivi", agreed); location == "" {
			s.Fatal(fault(body))
		}
	}
	c.state = "Confirmée"
	s.noteVisits(c, whole)
}

// noteVisits waits until the visits of a confirmed request are public with their
// workshops, and notes who sits together.
func (s *season) noteVisits(c *commune, whole bool) {
	s.Helper()
	_, page := s.send(http.MethodGet, c.request, nil)
	var visits, dates []string
	for _, m := range visitAddress.FindAllStringSubmatch(page, -1) {
		if !slices.Contains(visits, m[1]) {
			visits = append(visits, m[1])
		}
	}
	s.eventually("the visits and workshops of "+c.name+" are public", func() bool {
		dates = nil
		for _, w := range s.workshops() {
			if slices.Contains(visits, w.Properties.Visit) && w.Properties.INSEE == c.insee {
				dates = append(dates, w.ID)
			}
		}
		return len(visits) == 2 && len(dates) == 2
	})
	slices.Sort(dates)
	if whole {
		s.groups = append(s.groups, &seasonGroup{dates: dates})
		return
	}
	for _, id := range dates {
		s.groups = append(s.groups, &seasonGroup{dates: []string{id}})
	}
}

// checkRequests compares the queue of the team with the story.
func (s *season) checkRequests() {
	s.Helper()
	for _, c := range s.communes {
		_, page := s.send(http.MethodGet, c.request, nil)
		if !strings.Contains(page, c.state) || !strings.Contains(html.UnescapeString(page), c.name) {
			s.Errorf("the request of %s does not say %q", c.name, c.state)
		}
	}
}
