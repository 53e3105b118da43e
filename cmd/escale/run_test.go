package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"escale/internal/postgres/local"
)

// terminal runs commands one after the other on one database.
type terminal struct {
	*testing.T
	environ []string
}

func newTerminal(t *testing.T) *terminal {
	t.Helper()
	cluster, err := local.Start(context.Background(), filepath.Join(t.TempDir(), "base"), local.Options{Volatile: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cluster.Stop() })
	return &terminal{t, []string{"DATABASE_URL=" + cluster.URL(), "ESCALE_MIRROR=" + t.TempDir(), "ESCALE_NOW=2026-12-01T10:00:00+01:00"}}
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
	load := "import --source s --format standard "
	m.says("territory", false, "Départements chargés : 50")
	places(t, file, 1, 2, 3, 4, 5, 6, 7, 8)
	m.says(load+file, false, "8 lues = 8 sur la carte", "8 ajoutées")

	places(t, file, 1, 2, 3)
	m.says(load+"--dry-run "+file, false, "5 des 8 offres", "--yes", "rien n’est écrit", "disparue, Lieu 4 (4)")
	held := m.number(m.says(load+file, true, "EN ATTENTE", "5 des 8 offres", "« escale runs » la montre"), "escale runs accept ")
	if again := m.number(m.says(load+file, true), "escale runs accept "); again != held {
		t.Errorf("held again, run %s became %s", held, again)
	}
	m.says("runs", false, held+" · 01/12/2026 à 10 h · s, département 50 · EN ATTENTE", "1 · 01/12/2026 à 10 h · s, département 50 · appliqué")
	m.says("runs undo "+held, true, "il n’a rien changé")
	m.says("runs accept 1", true, "n’est pas en attente")
	places(t, file, 1, 2)
	m.says("runs accept "+held, true, "a changé depuis")
	places(t, file, 1, 2, 3)
	m.says("runs accept "+held, false, "3 lues = 3 sur la carte", "5 disparues")
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
