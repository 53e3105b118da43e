package formats

import (
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// personal are columns and cells about persons; in every one stands "Zoé".
var personalColumns = map[string]string{
	"mediateurs":             `[{"prenom":"Zoé","nom":"Martin","email":"z@x.fr","telephone":"0600000000","label":"x"}]`,
	"aidants_ref":            "Zoé-7e6fec",
	"Prénom":                 "Zoé",
	"nom_mediateur":          "Zoé Martin",
	"Médiatrice numérique":   "Zoé",
	"Référent(e)":            "Zoé Martin",
	"mail référent":          "Zoé@x.fr",
	"Nom du contact":         "Zoé Martin",
	"contact_nom":            "Zoé",
	"Courriel du conseiller": "Zoé@x.fr",
	"tel_conseillere":        "06 Zoé",
	"contact prescription":   "Zoé@x.fr",
	"Adresse prescripteurs":  "Zoé@x.fr",
	"responsable":            "Zoé",
	"Animateur":              "Zoé",
	"divers":                 `{"equipe":[{"first_name":"Zoé"}]}`,
}

// aboutPlaces are columns that sound alike and say nothing of a person.
var aboutPlaces = map[string]string{
	"nb_aidants": "3", "nombre de médiateurs": "2", "Aidants Connect": "oui", "conseiller_numerique": "oui", "structure responsable": "Ville de Coutances",
	"service référent": "Médiathèque", "Médiateur numérique": "oui", "contact_telephone": "0233000000", "prénommé": "x1", "animation": "atelier", "adresse": "1 place du Médiateur",
}

func jsonFile(t testing.TB, cells map[string]string) string {
	t.Helper()
	record := map[string]any{"id": "1", "nom": "EPN", "code_postal": "50200", "commune": "Coutances", "latitude": 49.05, "longitude": -1.44}
	for name, value := range cells {
		var nested any
		if strings.HasPrefix(value, "[{") || strings.HasPrefix(value, "{") {
			if err := json.Unmarshal([]byte(value), &nested); err != nil {
				t.Fatal(err)
			}
			record[name] = nested
			continue
		}
		record[name] = value
	}
	content, err := json.Marshal([]any{record})
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func csvFile(cells map[string]string) string {
	header, line := "id;nom;code_postal;commune;latitude;longitude", "1;EPN;50200;Coutances;49.05;-1.44"
	for name, value := range cells {
		header += ";" + name
		line += `;"` + strings.ReplaceAll(value, `"`, `""`) + `"`
	}
	return header + "\n" + line + "\n"
}

// everything a file gives, as text: what may be stored, printed or logged.
func everything(t testing.TB, file *File) string {
	t.Helper()
	var text strings.Builder
	for _, r := range file.Records {
		content, err := json.Marshal([]any{r.Offer, r.Problems, r.Raw})
		if err != nil {
			t.Fatal(err)
		}
		text.Write(content)
	}
	content, err := json.Marshal([]any{file.Problems, file.Ignored})
	if err != nil {
		t.Fatal(err)
	}
	text.Write(content)
	return text.String()
}

func TestWhatIsAboutPersonsIsNeitherKeptNorQuoted(t *testing.T) {
	for _, format := range []string{"standard", "conseillers-numeriques"} {
		for name, content := range map[string]string{"json": jsonFile(t, personalColumns), "csv": csvFile(personalColumns)} {
			file := read(t, format, content)
			text := everything(t, file)
			if strings.Contains(text, "Zoé") || strings.Contains(text, "Martin") {
				t.Errorf("%s, %s: a person is left: %s", format, name, text)
			}
			counted := 0
			for _, p := range file.Problems {
				if strings.Contains(p.Message, "Données de personnes") {
					counted++
				}
			}
			if counted != len(personalColumns) {
				t.Errorf("%s, %s: %d columns are counted, want %d: %v", format, name, counted, len(personalColumns), file.Problems)
			}
		}
	}
}

func TestWhatIsAboutPlacesStays(t *testing.T) {
	file := read(t, "standard", csvFile(aboutPlaces))
	if got := file.Records[0].Raw["adresse"]; got != aboutPlaces["adresse"] {
		t.Errorf("the address is kept as %q", got)
	}
	for name, value := range aboutPlaces {
		if impersonal(value, speaksOfPersons(fold(name))) != value {
			t.Errorf("%s is taken for one of persons", name)
		}
	}
	if len(file.Problems) > 0 {
		t.Errorf("problems %v", file.Problems)
	}
}

// A person who writes a mapping knows what a column is for.
func TestAMappingDecidesWhatIsAboutThePlace(t *testing.T) {
	m, err := ReadMapping(strings.NewReader("columns:\n  id: id\n  nom: nom\n  code_postal: code_postal\n  commune: commune\n  courriels: Mail référent\nconstants:\n  typologie: EPN\n"))
	if err != nil {
		t.Fatal(err)
	}
	file, err := ReadMapped(m, strings.NewReader(csvFile(map[string]string{"Mail référent": "epn@coutances.fr", "Nom référent": "Zoé"})), "test")
	if err != nil {
		t.Fatal(err)
	}
	if got := file.Records[0].Offer.Contact.Email; got != "epn@coutances.fr" || strings.Contains(everything(t, file), "Zoé") {
		t.Errorf("e-mail %q of %s", got, everything(t, file))
	}
}

func TestAnAddressOfAnAdviserGoesWhereverItStands(t *testing.T) {
	file := read(t, "standard", csvFile(map[string]string{
		"courriels": "zoe.martin@conseiller-numerique.fr|mairie@coutances.fr", "presentation_resume": "Écrire à zoe.martin@conseiller-numerique.fr.",
	}))
	if got := file.Records[0].Offer.Contact.Email; got != "mairie@coutances.fr" {
		t.Errorf("e-mail %q", got)
	}
	if text := everything(t, file); strings.Contains(text, "zoe") {
		t.Errorf("left: %s", text)
	}
}

func TestALineThatCannotBeReadKeepsNoPerson(t *testing.T) {
	for _, line := range []string{`1;EPN;Zoé;a;b;c;d;e;f`, `1;"EPN;Zoé`} {
		file := read(t, "standard", "id;nom;prenom\n1;EPN;Léa\n"+line+"\n")
		if text := everything(t, file); strings.Contains(text, "Zoé") || strings.Contains(text, "Léa") {
			t.Errorf("%s: left: %s", line, text)
		}
	}
}

// Whatever the case, the accents and the order of the words, the column is the same.
func TestPersonalColumnsInAnyWriting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom([]string{"médiateur", "aidants", "Prénom", "RÉFÉRENTE", "interlocuteurs", "prescription"}).Draw(t, "word")
		beside := rapid.SampledFrom([]string{"", "mail", "nom", "téléphone", "liste"}).Draw(t, "beside")
		separator := rapid.SampledFrom([]string{" ", "_", "-", " / ", " : "}).Draw(t, "separator")
		name := word
		if beside != "" {
			name = rapid.SampledFrom([]string{beside + separator + word, word + separator + beside}).Draw(t, "name")
		}
		if !isPersonal(name, "Zoé") || isPersonal(name, "12") {
			t.Fatalf("%q", name)
		}
	})
}
