package frontend

import (
	"html/template"
	"os"
	"regexp"
	"strings"
	"testing"

	"escale/internal/language"
)

type labelled struct {
	ID, Label, Explanation string
	Checked                bool
}

type group struct {
	Label string
	Needs []labelled
}

type link struct{ URL, Label string }

type result struct {
	ID, URL, Name                 string
	KindLabels                    []labelled
	Address, City, Distance       string
	Phone, PhoneDisplay, OpenText string
	Certainty                     string
	OpenNow, Selected             bool
	Approximate                   bool
	VisitText, Walk, How          string
	Fresh, Stale                  string
	VisitNow, Break               bool
}

type further struct {
	Name, Label string
	Choices     []labelled
}

type rescue struct {
	Why, All string
	Whom     *whom
	Ways     []way
}

type whom struct{ Text, Name, Phone, PhoneDisplay string }

type way struct{ URL, Title, Detail string }

type pick struct{ ID, Label, URL string }

type picks struct {
	Label string
	Picks []pick
}

type pair struct{ Name, Value string }

// page is what map.html.tmpl expects; the package that renders it has its own.
type page struct {
	Language                  *language.Language
	Words                     template.JS
	Languages                 []struct{ URL, Tag, Code, Name string }
	Config, App, Style, Title string
	Aloud, Whole              string
	Preload                   string
	Example, ManyNeeds        bool
	DataAge                   string
	Needs                     []group
	Kinds                     []labelled
	Whens                     []labelled
	OneDay                    bool
	Day, Hour, Today, LastDay string
	When                      string
	Further                   []further
	FurtherChosen, Silent     string
	Needed, Sure              bool
	Rescue                    *rescue
	Query, Summary            string
	Results                   []result
	Count                     int
	Next                      string
	Accessibility             string
	Links                     []link
	Tagline, Publisher, Logo  string
	DataDate                  string
	Nav                       []struct {
		URL, Label      string
		Current, French bool
	}

	Step, Heading, Pictures, Need, Where, Lost string
	Asked, Times                               []pick
	All                                        []picks
	Located                                    bool
	NeedURL, WhereURL, WhenURL                 string
	AnswerURL, SeeAll                          string
	Carried, Fixed                             []pair
	Action, StartURL, AllURL, Colour           string
	Outside                                    struct{ Text, Nothing, URL string }
	framed                                     bool
}

func render(t *testing.T, p page) string {
	t.Helper()
	p.Language = language.French
	tmpl, err := template.New("").Funcs(template.FuncMap{
		"t": p.Language.Say, "tof": p.Language.SayOf,
		"here": func(address string) string { return address }, "source": func() template.HTMLAttr { return "" },
		"away": func() template.HTMLAttr { return "" }, "framed": func() bool { return p.framed }, "foreign": func() bool { return false },
	}).ParseFS(Templates, "templates/*.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := tmpl.ExecuteTemplate(&out, "map.html.tmpl", p); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestMapPageWithAResult(t *testing.T) {
	html := render(t, page{
		Config: `{"apiBase":"/api/v1"}`, App: "/static/app-A.js", Style: "/static/app-A.css", Title: "Aide",
		Needs: []group{{"Démarches", []labelled{{"caf", "CAF", "Créer un compte.", true}}}},
		Kinds: []labelled{{ID: "epn", Label: "Espace public numérique"}},
		Results: []result{{
			ID: "abc", URL: "/lieux/abc-mediatheque", Name: `<b>Médiathèque</b>`,
			KindLabels: []labelled{{ID: "epn", Label: "Espace public numérique"}},
			City:       "50000 Saint-Lô", Distance: "850 m",
			Phone: "+33233051234", PhoneDisplay: "02 33 05 12 34", Certainty: "possible",
		}},
		Count: 1, Summary: "1 lieu",
	})
	for _, want := range []string{
		`data-config="{&#34;apiBase&#34;:&#34;/api/v1&#34;}"`,
		`href="tel:&#43;33233051234"`,
		`value="caf" data-label="CAF" checked`,
		`&lt;b&gt;Médiathèque&lt;/b&gt;`,
		`<strong class="distance">à 850 m</strong>`,
		`À vérifier par téléphone`,
	} {
		if !strings.Contains(html, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
}

func TestMapPageSaysSeveralNeeds(t *testing.T) {
	html := render(t, page{ManyNeeds: true, Preload: "/static/chunk-A.js", Results: []result{
		{ID: "a", Certainty: "confirmed", OpenText: "Ouvert jusqu’à 12 h", OpenNow: true},
		{ID: "b", OpenText: "Horaires non renseignés"},
	}})
	for _, want := range []string{
		"Fait ces démarches", `<link rel="modulepreload" href="/static/chunk-A.js">`,
		`<p class="open open-now">Ouvert`, `<p class="open">Horaires non renseignés`,
	} {
		if !strings.Contains(html, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
}

func TestMapPageSaysWhenTheBusComes(t *testing.T) {
	html := render(t, page{
		Whens: []labelled{{Label: "N’importe quand"}, {ID: "semaine", Label: "Cette semaine"}}, OneDay: true,
		Day: "2026-12-08", Today: "2026-12-01", LastDay: "2027-12-01", When: "le mardi 8 décembre",
		Kinds: []labelled{{ID: "epn", Label: "Espace public numérique"}},
		Results: []result{
			{ID: "a", VisitText: "Prochain passage mardi 8 décembre à 14 h"},
			{ID: "b", VisitText: "Le bus est là jusqu’à 16 h", VisitNow: true},
		},
	})
	for _, want := range []string{
		`name="quand" value="semaine"> `, `value="jour" checked>`, `value="2026-12-08" min="2026-12-01" max="2027-12-01"`,
		`class="chosen">le mardi 8 décembre<`, `Espace public numérique (EPN)`,
		`<p class="open open-visit"><svg class="icon" aria-hidden="true" viewBox="0 0 32 32"><use href="#calendar"/></svg>Prochain passage`,
		`<p class="open open-now open-visit">`,
	} {
		if !strings.Contains(html, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
}

func TestMapPageAsksOneQuestionAtATime(t *testing.T) {
	for step, title := range map[string]string{"besoin": "De quoi avez-vous besoin", "ou": "Où êtes-vous", "quand": "Quand", "reponse": ""} {
		html := render(t, page{Step: step, Pictures: "/static/needs-A.svg", Lost: "zzz", NeedURL: "/", WhenURL: "/?etape=quand",
			Asked: []pick{{"caf", "CAF", "/?etape=ou&service=caf"}}, Times: []pick{{"", "N’importe quand", "/"}}, Carried: []pair{{"service", "caf"}}})
		for _, want := range []string{`data-step="` + step + `"`, `<use href="/static/needs-A.svg#caf"/>`, `href="/?etape=ou&amp;service=caf" data-need="caf"`,
			`#tout"/></svg>N’importe quand`, `type="hidden" name="service" value="caf"`, "Nous n’avons pas compris « zzz »"} {
			if !strings.Contains(html, want) {
				t.Errorf("%s: the page lacks %s", step, want)
			}
		}
		for name, of := range map[string]string{"besoin": "De quoi avez-vous besoin", "ou": "Où êtes-vous", "quand": "Quand"} {
			shown := strings.Contains(html, `<div data-of="`+name+`"><p class="progress">`)
			if shown != (of == title) {
				t.Errorf("%s: the question %q is shown: %v", step, of, shown)
			}
		}
	}
}

// Each need, and each time to choose, has its drawing.
func TestEveryNeedHasItsPicture(t *testing.T) {
	needs, err := os.ReadFile("../data/services.yaml")
	if err != nil {
		t.Fatal(err)
	}
	names := []string{"tout", "maintenant", "aujourdhui", "semaine", "mois"}
	for _, m := range regexp.MustCompile(`(?m)^  - id: (\S+)$`).FindAllStringSubmatch(string(needs), -1) {
		names = append(names, m[1])
	}
	if len(names) < 20 {
		t.Fatalf("only %d needs were read", len(names))
	}
	for _, name := range names {
		if _, err := os.Stat("src/pictures/" + name + ".svg"); err != nil {
			t.Error(err)
		}
	}
}

func TestMapPageOffersWaysOut(t *testing.T) {
	html := render(t, page{
		Further: []further{{"fee", "Prix", []labelled{{ID: "gratuit", Label: "Gratuit", Checked: true}}}}, FurtherChosen: "1", Needed: true,
		Rescue: &rescue{Why: "Personne ne réunit tout.", All: "113 lieux", Whom: &whom{"Le plus proche", "Mairie", "+33261910001", "02 61 91 00 01"},
			Ways: []way{{"/?service=caf", "Sans « gratuit »", "3 lieux"}}},
		Results: []result{{ID: "a", Break: true, Distance: "850 m", Walk: "environ 11 min à pied", How: "Gratuit"}},
	})
	for _, want := range []string{
		`name="fee" value="gratuit"`, "checked", "Personne ne réunit tout.", `href="/?service=caf"`, "113 lieux", "tel:&#43;33261910001",
		"environ 11 min à pied", `<li class="apart">`,
	} {
		if !strings.Contains(html, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
}

func TestMapPageLeavesOutWhatIsEmpty(t *testing.T) {
	html := render(t, page{})
	for _, unwanted := range []string{`class="banner"`, `class="nav"`, ">N’importe quand<", `<li class="line`, `class="next"`, `class="match`, "modulepreload"} {
		if strings.Contains(html, unwanted) {
			t.Errorf("an empty page has %s", unwanted)
		}
	}
}
