package main

import (
	"encoding/json"
	"fmt"
	"html"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"escale/internal/mail/mailtest"
	"escale/internal/mirrortest"
)

// season is the program, with what the story says that it should hold.
type season struct {
	*browser
	letters  *mailtest.Server
	clients  int
	groups   []*seasonGroup
	names    []string
	communes []*commune
	// read are the pages of the public once nothing changes any more.
	read map[string]string
}

// seasonGroup is those who sit together, as the story has them.
type seasonGroup struct {
	dates  []string // the ids of its workshops
	people []*seasonPerson
}

type seasonPerson struct {
	name, slip string
	online     bool
	state      string
}

const (
	seasonSeats = 12
	seasonKept  = 3 // a quarter, for who telephones
)

func (g *seasonGroup) taken(online bool) (n int) {
	for _, p := range g.people {
		if (p.state == "seated" || p.state == "offered") && (p.online || !online) {
			n++
		}
	}
	return n
}

func (g *seasonGroup) hasRoom(online bool) bool {
	return g.taken(false) < seasonSeats && (!online || g.taken(true) < seasonSeats-seasonKept)
}

// free is what the public reads: seats left for anybody, and on the web.
func (g *seasonGroup) free() (all, online int) {
	all = seasonSeats - g.taken(false)
	return all, max(0, min(all, seasonSeats-seasonKept-g.taken(true)))
}

// post sends a public form as one of many clients.
func (s *season) post(path string, form url.Values) (location, body string) {
	s.Helper()
	s.clients++
	r, err := http.NewRequest(http.MethodPost, s.url+path, strings.NewReader(form.Encode()))
	if err != nil {
		s.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("X-Forwarded-For", fmt.Sprintf("10.0.%d.%d", s.clients/250, s.clients%250+1))
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Do(r)
	if err != nil {
		s.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		s.Fatal(err)
	}
	return response.Header.Get("Location"), string(text)
}

type apiWorkshop struct {
	ID         string
	Properties struct {
		Status, Series, Visit, Place, Theme, City, INSEE string
		SeatsFree                                        int `json:"seats_free"`
		SeatsOnline                                      int `json:"seats_online"`
	}
}

func (s *season) workshops() map[string]apiWorkshop {
	s.Helper()
	_, body := s.get("/api/v1/workshops")
	var answer struct{ Features []apiWorkshop }
	if err := json.Unmarshal(body, &answer); err != nil {
		s.Fatal(err)
	}
	byID := map[string]apiWorkshop{}
	for _, w := range answer.Features {
		byID[w.ID] = w
	}
	return byID
}

var (
	placeToOpen = regexp.MustCompile(`/gestion/ateliers/ouvrir\?lieu=[\w-]+`)
	slipState   = regexp.MustCompile(`(?s)class="slip-state".*?<strong>(.*?)</strong>`)
)

// open opens a series by its form, and notes its groups; the workshops are those that
// the public did not have before.
func (s *season) open(path string, form url.Values) {
	s.Helper()
	before := s.workshops()
	form.Set("places", "12")
	if status, body := s.send(http.MethodPost, path, form); status != http.StatusSeeOther {
		s.Fatal(status, body)
	}
	var fresh []string
	s.eventually("the series is public", func() bool {
		now := s.workshops()
		maps.DeleteFunc(now, func(id string, _ apiWorkshop) bool { _, known := before[id]; return known })
		fresh = slices.Sorted(maps.Keys(now))
		return len(fresh) > 0
	})
	for _, id := range fresh {
		s.groups = append(s.groups, &seasonGroup{dates: []string{id}})
	}
}

// openAtPlace opens nine workshops at a fixed place.
func (s *season) openAtPlace() {
	s.Helper()
	_, list := s.send(http.MethodGet, "/gestion/lieux", nil)
	offer := regexp.MustCompile(`/gestion/lieu\?offre=[^"]+`).FindString(list)
	_, page := s.send(http.MethodGet, html.UnescapeString(offer), nil)
	place := placeToOpen.FindString(page)
	s.open(place, url.Values{"theme": {"Photos du téléphone"}, "besoin": {"photos"}, "date": {"2026-12-10"}, "debut": {"10:00"}, "fin": {"11:30"}, "semaines": {"9"}})
}

// register has 240 people ask for a seat, 40 of them by telephone.
func (s *season) register() {
	s.Helper()
	random := rand.New(rand.NewPCG(20, 26))
	for i := range 240 {
		g := s.groups[random.IntN(len(s.groups))]
		if i%4 == 0 {
			g = s.groups[i/4%3] // three are sought after
		}
		p := &seasonPerson{name: fmt.Sprintf("Prénom%dx", i), online: i%6 != 0, state: "waiting"}
		if g.hasRoom(p.online) {
			p.state = "seated"
		}
		form := url.Values{"prenom": {p.name}, "telephone": {fmt.Sprintf("06%08d", i)}, "acte": {"inscrire"}}
		if p.online {
			p.slip, _ = s.post("/ateliers/"+g.dates[0], form)
		} else {
			var status int
			var body string
			if status, body = s.send(http.MethodPost, "/gestion/atelier?atelier="+g.dates[0], form); status != http.StatusSeeOther {
				s.Fatal(status, body)
			}
			p.slip = "?" // the team saw it
		}
		if p.slip == "" {
			s.Fatalf("registration %d was refused", i)
		}
		g.people, s.names = append(g.people, p), append(s.names, p.name)
	}
}

// giveUp has a third of those with a seat in the sought-after groups give it up.
func (s *season) giveUp() {
	s.Helper()
	for _, g := range s.groups[:3] {
		for i, p := range g.people {
			if i%3 != 0 || p.state != "seated" || !p.online {
				continue
			}
			secret := strings.TrimPrefix(p.slip, "/inscription?jeton=")
			if location, body := s.post("/inscription", url.Values{"jeton": {secret}, "acte": {"annuler"}}); location == "" {
				s.Fatal(body)
			}
			p.state = "left"
			for _, next := range g.people {
				if next.state == "waiting" && g.hasRoom(next.online) {
					next.state = "offered"
				}
			}
		}
	}
}

// The story of one season: what every public page, calendar, frame and count says is
// what the story says.
func TestASeasonOfWorkshops(t *testing.T) {
	mirror, found := mirrortest.Find(t)
	if !found {
		mirror = t.TempDir() // the invented example
	}
	post := mailtest.Start(t)
	environ := []string{
		"PORT=0", "ESCALE_VAR=" + filepath.Join(t.TempDir(), "var"), "ESCALE_MIRROR=" + mirror, "ESCALE_NOW=2026-12-01T08:00:00+01:00", "ESCALE_TRUSTED_PROXIES=127.0.0.0/8,::1/128",
		"ESCALE_SMTP_HOST=127.0.0.1", fmt.Sprintf("ESCALE_SMTP_PORT=%d", post.Port), "ESCALE_SMTP_TLS=off", "ESCALE_SMTP_FROM=escale@manche.example", "ESCALE_BASE_URL=https://escale.example",
	}
	server := serve(t, environ...)
	server.eventually("the map is loaded", func() bool { return server.state().Places > 0 })
	s := &season{browser: server.enter(environ), letters: post, read: map[string]string{}}
	s.importTours(environ)
	s.communesAsk()
	s.openAtPlace()
	s.register()
	s.giveUp()
	cancelled := s.cancelTwoVisits()
	s.checkRequests()
	waiting := 0
	for _, g := range s.groups {
		for _, p := range g.people {
			if p.state == "offered" || p.state == "waiting" {
				waiting++
			}
		}
	}
	if dates := len(s.workshops()); dates != 27 || waiting < 20 {
		t.Errorf("%d workshops, %d people wait: the story is too small", dates, waiting)
	}
	s.eventually("the public counts what the story does", func() bool { return len(s.wrong(cancelled)) == 0 })
	for _, line := range s.wrong(cancelled) {
		t.Error(line)
	}
	s.checkPages(cancelled)
	s.checkSlips()
}

// cancelTwoVisits cancels the first visit of the course and of the single sessions.
func (s *season) cancelTwoVisits() map[string]bool {
	s.Helper()
	cancelled := map[string]bool{}
	all := s.workshops()
	for _, g := range s.groups[:2] {
		id := g.dates[0]
		path := "/gestion/passage?passage=" + all[id].Properties.Visit
		_, page := s.send(http.MethodGet, path, nil)
		form := url.Values{"acte": {"annuler"}, "motif": {"Météo"}, "avant": {html.UnescapeString(beforeValue.FindStringSubmatch(page)[1])}}
		if status, body := s.send(http.MethodPost, path, form); status != http.StatusSeeOther {
			s.Fatal(status, body)
		}
		cancelled[id] = true
	}
	return cancelled
}

// wrong lists what the API says otherwise than the story.
func (s *season) wrong(cancelled map[string]bool) (lines []string) {
	all := s.workshops()
	for _, g := range s.groups {
		free, online := g.free()
		for _, id := range g.dates {
			w := all[id].Properties
			if w.SeatsFree != free || w.SeatsOnline != online || (w.Status == "cancelled") != cancelled[id] {
				lines = append(lines, fmt.Sprintf("%s: %d free, %d online, %s; want %d, %d, cancelled %v", id, w.SeatsFree, w.SeatsOnline, w.Status, free, online, cancelled[id]))
			}
		}
	}
	return lines
}

// seatsInWords is what people read of seats.
func seatsInWords(free, online int) string {
	switch {
	case free == 0:
		return "Complet, liste d’attente possible"
	case online == 0 && free == 1:
		return "1 place libre, au téléphone seulement"
	case online == 0:
		return fmt.Sprintf("%d places libres, au téléphone seulement", free)
	case free == 1:
		return "1 place libre sur 12"
	}
	return fmt.Sprintf("%d places libres sur 12", free)
}

// page is an address of the public, with plain spaces, and naming nobody.
func (s *season) page(path string) string {
	s.Helper()
	if text, read := s.read[path]; read {
		return text
	}
	text := html.UnescapeString(strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\r\n ", "").Replace(s.followed(path)))
	s.read[path] = text
	for _, name := range append([]string{"a@b.example"}, s.names...) { // who opened them is nobody's business either
		if strings.Contains(text, name) {
			s.Errorf("%s names %s", path, name)
		}
	}
	return text
}

// checkPages reads every page that tells of each workshop.
func (s *season) checkPages(cancelled map[string]bool) {
	s.Helper()
	for _, w := range s.workshops() {
		g := s.groups[slices.IndexFunc(s.groups, func(g *seasonGroup) bool { return slices.Contains(g.dates, w.ID) })]
		want := seatsInWords(g.free())
		if cancelled[w.ID] {
			want = "Annulé : Météo"
		}
		paths := []string{"/ateliers/" + w.ID, "/lieux/" + w.Properties.Place, "/embed?view=agenda&commune=" + w.Properties.INSEE, "/communes/" + w.Properties.INSEE}
		if w.Properties.Visit != "" {
			paths = append(paths[:2:2], "/passages/"+w.Properties.Visit)
		}
		for _, path := range paths {
			text := s.page(path)
			if i := strings.Index(text, "/ateliers/"+w.ID); path == paths[0] || i >= 0 {
				if !strings.Contains(text[max(0, i-600):min(len(text), i+900)], want) && !strings.Contains(text, want) {
					s.Errorf("%s does not say %q of %s", path, want, w.ID)
				}
			} else if !strings.Contains(path, "/lieux/") || w.Properties.Visit == "" {
				s.Errorf("%s does not name %s", path, w.ID)
			}
		}
		for _, path := range []string{"/calendar/series/" + w.Properties.Series + ".ics", "/calendar/commune/" + w.Properties.INSEE + ".ics"} {
			event := s.page(path)
			i := strings.Index(event, "UID:"+w.ID+"@")
			if i < 0 {
				s.Errorf("%s does not hold %s", path, w.ID)
			} else if end := strings.Index(event[i:], "END:VEVENT"); cancelled[w.ID] != strings.Contains(event[i:i+end], "ANNULÉ") {
				s.Errorf("%s says otherwise of %s", path, w.ID)
			}
		}
	}
	if text := s.page("/?etape=reponse&service=souris-clavier"); !strings.Contains(text, "Prochain atelier Souris et clavier : ") {
		s.Error("the answer to a need of learning names no workshop")
	}
}

// checkSlips reads what each person sees of their own registration, and of nobody
// else's.
func (s *season) checkSlips() {
	s.Helper()
	says := map[string]string{"seated": "Vous avez une place.", "waiting": "Vous êtes sur la liste d’attente.", "offered": "Une place s’est libérée : elle est gardée pour vous.", "left": "Votre inscription est annulée."}
	slips := 0
	for _, g := range s.groups {
		for _, p := range g.people {
			if slips++; !p.online || slips%3 > 0 && p.state != "offered" {
				continue
			}
			text := strings.NewReplacer("\u00a0", " ").Replace(s.followed(p.slip))
			if found := slipState.FindStringSubmatch(text); found == nil || html.UnescapeString(found[1]) != says[p.state] {
				s.Errorf("the slip of %s (%s) says %q", p.name, p.state, found)
			}
			for _, name := range s.names {
				if name != p.name && strings.Contains(text, name) {
					s.Errorf("the slip of %s names %s", p.name, name)
				}
			}
		}
	}
}
