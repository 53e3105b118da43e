package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"escale/internal/mediation"
	"escale/internal/postgres"
	"escale/internal/postgres/pgtest"
)

// terminal runs commands one after the other on one database.
type terminal struct {
	*testing.T
	environ []string
}

func newTerminal(t *testing.T) *terminal {
	t.Helper()
	return &terminal{t, []string{"DATABASE_URL=" + pgtest.URL(t), "ESCALE_MIRROR=" + t.TempDir(), "ESCALE_NOW=2026-12-01T10:00:00+01:00"}}
}

// says runs a command and looks for words in what it prints and in how it
// ends.
func (m *terminal) says(args string, fails bool, wanted ...string) string {
	m.Helper()
	var out output
	err := run(context.Background(), strings.Fields(args), m.environ, &out)
	text := out.String()
	if err != nil {
		text += inWords(err)
	}
	if (err != nil) != fails {
		m.Fatalf("escale %s: error %v\n%s", args, err, text)
	}
	for _, words := range wanted {
		if !strings.Contains(text, words) {
			m.Errorf("escale %s does not say %q:\n%s", args, words, text)
		}
	}
	return text
}

// number finds the first number of a run that follows some words.
func (m *terminal) number(text, words string) string {
	m.Helper()
	found := regexp.MustCompile(regexp.QuoteMeta(words) + `(\d+)`).FindStringSubmatch(text)
	if found == nil {
		m.Fatalf("no number after %q:\n%s", words, text)
	}
	return found[1]
}

// places writes a file of the national standard with the numbered places.
func places(t *testing.T, file string, numbers ...int) {
	t.Helper()
	var b strings.Builder
	b.WriteString("id,nom,commune,code_postal,code_insee,adresse,latitude,longitude,telephone,dispositif_programmes_nationaux\n")
	for _, n := range numbers {
		fmt.Fprintf(&b, "%d,Lieu %d,Saint-Lô,50000,50502,%d rue de la Paix,49.1157,-1.0%d,02339%05d,France Services\n", n, n, n, 900+5*n, n)
	}
	if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestAnEditionFromTheTerminal(t *testing.T) {
	m, file := newTerminal(t), filepath.Join(t.TempDir(), "lieux.csv")
	load := "import --source s --name Essai --licence LO --format standard "
	m.says("territory", false, "Départements chargés : 50")
	places(t, file, 1, 2, 3, 4, 5, 6, 7, 8)
	m.says(load+file, false, "8 lues = 8 sur la carte", "8 ajoutées")

	places(t, file, 1, 2, 3)
	m.says(load+"--dry-run "+file, false, "5 des 8 offres", "--yes", "rien n’est écrit", "disparue, Lieu 4 (4)")
	pending := m.number(m.says(load+file, true, "EN ATTENTE", "5 des 8 offres", "« escale runs » la montre"), "escale runs accept ")
	if again := m.number(m.says(load+file, true), "escale runs accept "); again != pending {
		t.Errorf("pending again, run %s became %s", pending, again)
	}
	m.says("runs", false, pending+" · 01/12/2026 à 10 h · s, département 50 · EN ATTENTE", "1 · 01/12/2026 à 10 h · s, département 50 · appliqué")
	m.says("runs undo "+pending, true, "il n’a rien changé")
	m.says("runs accept 1", true, "n’est pas en attente")
	places(t, file, 1, 2)
	m.says("runs accept "+pending, true, "a changé depuis")
	places(t, file, 1, 2, 3)
	m.says("runs accept "+pending, false, "3 lues = 3 sur la carte", "5 disparues")
	accepted := m.number(m.says("runs", false, "appliqué"), "")
	m.says("runs show "+accepted, false, "disparue, Lieu 8 (8)")

	m.says("runs undo 1", true, "Le chargement "+accepted+" de la même source est plus récent")
	m.says("runs undo "+accepted, false, "Chargement "+accepted+" annulé", "Empreinte : ")
	m.says("runs undo "+accepted, true, "est déjà annulé")
	m.says(load+"--yes "+file, true, "ce fichier a été annulé par une personne", "--force")
	m.says(load+"--yes --force "+file, false, "3 lues = 3 sur la carte")
	m.says("runs undo 99", true, "Aucun chargement ne porte ce numéro")
	m.says("runs show x", true, "n'est pas le numéro")
	m.says(load+"--departement 50,80 "+file, true, "Les communes du département 80 ne sont pas chargées")
	m.says(load+"--all --force "+file, false, "3 lues = 3 sur la carte")
}

func TestCorrectionsFromTheTerminal(t *testing.T) {
	m, file := newTerminal(t), filepath.Join(t.TempDir(), "lieux.csv")
	load := "import --source s --name Essai --licence LO --format standard "
	m.says("territory", false)
	places(t, file, 1, 2, 3)
	m.says(load+file, false, "3 ajoutées")
	m.says("correct s 1 telephone=0233000009 --motif appelé", false, "C'est corrigé : 1 de s")
	m.says("correct s 2 --cacher", false)
	m.says("correct s 2 --montrer", false)
	m.says("correct s 3 --rejoindre s 1", false)
	m.says("correct s 3 --separer", false)
	m.says("correct s 3 --deplacer 49.2", true, "LATITUDE,LONGITUDE")
	m.says("correct s 3 --deplacer 48.5,-1.0", true, "Correction refusée")
	m.says("correct s 3 --deplacer 49.116,-1.09", false)
	m.says("correct s 3 --cacher --montrer", true, "il faut")
	m.says("correct s", true, "il faut")
	m.says("correct --ajouter nom=Atelier commune=Saint-Lô code_postal=50000 latitude=49.12 longitude=-1.1", false, "atelier-50502 de local")
	list := m.says("corrections", false, "corrige Lieu 1 (s 1)", "motif : appelé", "sépare Lieu 3", "ajoute Atelier", "Corrections en vigueur : 4")
	if strings.Contains(list, "Lieu 2") || strings.Contains(list, "réunit") {
		t.Errorf("what was taken back is listed:\n%s", list)
	}
	m.says("corrections --conflits", false, "à revoir : 0")
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(strings.Replace(string(content), "0233900001", "0233900010", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	const conflict = "la source dit maintenant « +33233900010 » ; la correction dit « +33233000009 », faite quand elle disait « +33233900001 »"
	m.says(load+file, false, conflict)
	m.says("corrections --conflits", false, conflict, "à revoir : 1")
	m.says("corrections retirer 1", false, "est retirée")
	m.says("corrections retirer 1", true, "Aucune correction en vigueur")
	m.says("corrections retirer x", true, "n'est pas le numéro")
	m.says("corrections --conflits", false, "à revoir : 0")
}

func TestNothingIsReadOnlineWithAMirror(t *testing.T) {
	m := newTerminal(t)
	m.says("refresh", true, "ESCALE_MIRROR")
	m.environ = append(m.environ, "ESCALE_MIRROR=")
	m.says("territory --mirror "+t.TempDir(), false)
	m.says("refresh exemple", true, "n’a pas d’adresse en ligne")
}

func TestAFileThatNobodyKnows(t *testing.T) {
	m, folder := newTerminal(t), t.TempDir()
	file, mapping := filepath.Join(folder, "inconnu.csv"), filepath.Join(folder, "correspondance.yaml")
	content := "Intitulé;Ville;CP;Rue;Lat;Long;Tel;Remarque\nLe Relais;Saint-Lô;50000;3 rue Haute;49.1157;-1.0906;02 33 90 00 01;calme\n"
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	m.says("territory", false)
	m.says("import --source s --format standard "+file, true, "n’est pas connue", "france-services", "--licence")
	m.says("import --source local --name Nous --licence LO --format standard "+file, true, "réservé")
	m.says("import --source epn-normandie --name Autre --licence LO --format standard "+file, true, "data/sources.yaml")
	m.says("import --source s --name Essai --licence LO --format standard "+file, true, "Il manque", "--explain "+file)
	m.says("import --source s --format autre "+file, true, "--explain")
	proposed := m.says("import --explain "+file, false, "1 lignes, 8 colonnes", `telephone: "Tel"`, "Remarque : ")
	if err := os.WriteFile(mapping, []byte(proposed+"source:\n  name: Essai\n  licence: LO\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	m.says("import --source s --mapping "+mapping+" "+file, false, "1 lues = 1 sur la carte")
	m.says("import --source s --mapping "+mapping+" "+file, false, "déjà chargé")
	m.says("import --source s --format standard --mapping "+mapping+" "+file, true, "l'un des deux")
	db, err := postgres.Open(context.Background(), strings.TrimPrefix(m.environ[0], "DATABASE_URL="))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	public, err := source{db, "50", nil, time.Now}.Load(context.Background())
	if got := public.Declared["s"]; err != nil || got != (mediation.SourceInfo{Name: "Essai", Licence: "LO"}) {
		t.Errorf("readers are told %+v, error %v", got, err)
	}
	if err := os.WriteFile(mapping, []byte("columns:\n  couleur: Tel\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	m.says("import --source s --mapping "+mapping+" "+file, true, "la norme n'a pas de champ « couleur »")
}

// What PostgreSQL says is for the log.
func TestAFaultOfTheDatabaseInWords(t *testing.T) {
	err := fmt.Errorf("import: %w", sqlError("insert or update on table \"places\" violates foreign key constraint"))
	if got := inWords(err); strings.Contains(got, "foreign") || !strings.Contains(got, "rien n’est changé") {
		t.Error(got)
	}
}

// When only the tours fail, the message says that the file is kept.
func TestToursThatStayBehind(t *testing.T) {
	if got := inWords(toursBehind(sqlError("violates"))); !strings.Contains(got, "est enregistré") || strings.Contains(got, "rien n’est changé") {
		t.Error(got)
	}
	known := &mediation.Error{Kind: mediation.Invalid, Sentence: "Cette étape manque."}
	if got := inWords(toursBehind(known)); got != known.Sentence {
		t.Error(got)
	}
}

type sqlError string

func (e sqlError) Error() string    { return string(e) }
func (e sqlError) SQLState() string { return "23503" }
