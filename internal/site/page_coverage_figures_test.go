package site_test

import (
	"fmt"
	"math"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Each number of the page can be made again from its files, by who knows nothing of the program.
func TestEachNumberOfThePageOfCoverageHasItsSource(t *testing.T) {
	h := coverageServer(t)
	for _, query := range []string{
		"service=ameli&who=plus-65&distance=8&communes=toutes&tri=commune", "communes=toutes", "", "car=no&service=impots&communes=toutes&tri=attente",
		"service=caf&certainty=possible&days=7", "start=17:00&end=20:00&tri=heures", "service=cv&distance=15&days=28&tri=distance",
	} {
		l := newLedger(t, query, textOf(get(t, h, "/couverture?"+query)))
		question := regexp.MustCompile(`&?(communes|tri)=\w+`).ReplaceAllString(query, "")
		f := coverageFigures{l, sheet(t, h, "/export/couverture.csv?"+question), map[string]cells{}}
		for _, row := range f.rows {
			f.byName[row["commune"]] = row
		}
		f.takeSentences()
		f.takeFarthest()
		f.takeLegend()
		f.takeTables()
		f.takeMethod()
		f.takeMonths(h)
		stops := newCoverageStops(f.question(), sheet(t, h, "/export/couverture-points.csv?"+question))
		f.takeStops(stops)
		f.takeMap(len(stops.chosen))
		if rest := l.rest(); len(rest) > 0 {
			t.Errorf("%q: numbers without a source: %q", query, rest)
		}
	}
}

// coverageFigures makes the figures of a page again.
type coverageFigures struct {
	*ledger
	rows   []cells
	byName map[string]cells
}

// question is any line: each has the question.
func (f coverageFigures) question() cells { return f.rows[0] }

// limit is how far people go, in metres.
func limit(question cells) float64 {
	if question["en_voiture"] == "non" {
		return min(3000, question.decimal("distance_max_m"))
	}
	return question.decimal("distance_max_m")
}

// within says how far and when help counts.
func (f coverageFigures) within() string {
	q := f.question()
	text := strings.Replace(fmt.Sprintf("à moins de %g km", limit(q)/1000), ".", ",", 1)
	if q["en_voiture"] == "non" {
		text += " ni passage du bus dans leur commune"
	}
	text += " dans les " + q["jours"] + " jours"
	if q["heure_fin"] != "" {
		text += ", entre " + strings.TrimSuffix(q["heure_debut"], ":00") + " h et " + strings.TrimSuffix(q["heure_fin"], ":00") + " h"
	}
	return text
}

// people counts those of the question.
func (f coverageFigures) people(n int) string {
	if f.question()["public"] == "plus-65" {
		return counting(n, "personne de 65 ans et plus", "personnes de 65 ans et plus")
	}
	return counting(n, "habitant", "habitants")
}

// counted is what the file says of several communes.
type counted struct {
	people, communes        map[string]int
	total, reckoned, unsure int
	metres, weekly          float64
}

var statusColumns = []string{"personnes_sans_aide", "personnes_horaires_inconnus", "personnes_rendez_vous", "personnes_aide"}

func count(rows []cells) counted {
	c := counted{people: map[string]int{}, communes: map[string]int{}}
	for _, row := range rows {
		for _, column := range statusColumns {
			c.people[column] += row.whole(column)
		}
		c.communes[row["statut"]]++
		people := row.whole("personnes")
		c.total += people
		c.unsure += row.whole("personnes_a_verifier")
		if row["distance_m"] != "" {
			c.reckoned += people
			c.metres += row.decimal("distance_m") * float64(people)
			c.weekly += row.decimal("heures_par_semaine") * float64(people)
		}
	}
	c.metres, c.weekly = c.metres/float64(c.reckoned), c.weekly/float64(c.reckoned)
	return c
}

// lead is the pattern of the first sentence: its words are of no matter, its numbers are.
func (f coverageFigures) lead(c counted) string {
	far, maybe := c.people["personnes_sans_aide"], ""
	if far == 0 {
		return `Personne n’est sans \D*` + f.within() + `\.`
	}
	if c.unsure > 0 {
		maybe = ", dont " + thousands(c.unsure) + " avec une aide à vérifier par téléphone"
	}
	return f.people(far) + ", dans " + communes(c.communes["sans aide"]+c.communes["en partie sans aide"]) + `, n’(?:ont|a) aucune \D*` + f.within() + maybe + `\.`
}

func (f coverageFigures) takeSentences() {
	f.Helper()
	c := count(f.rows)
	f.take(f.match(f.lead(c)))
	if far := c.people["personnes_sans_aide"]; far > 0 {
		f.take("C’est " + percent(far, c.total) + " des " + f.people(c.total) + ".")
		f.takeMost()
	}
	if n := c.people["personnes_rendez_vous"]; n > 0 {
		f.take("S’y ajoutent " + f.people(n) + " pour qui il n’y a d’aide que sur rendez-vous")
	}
	if n := c.people["personnes_horaires_inconnus"]; n > 0 {
		f.take("S’y ajoutent " + f.people(n) + " qui n’ont à portée que des lieux aux horaires inconnus")
	}
	if c.reckoned > 0 {
		f.take("le plus proche lieu ouvert est à " + kilometres(c.metres) + ", et " + weekly(c.weekly) + " d’aide par semaine")
	}
}

// ordered fails unless these are the first lines by a column, the most first.
func (f coverageFigures) ordered(names []string, column string, most int) {
	f.Helper()
	var all []int
	for _, row := range f.rows {
		if row.whole("personnes_sans_aide") > 0 && row[column] != "" {
			all = append(all, row.whole(column))
		}
	}
	slices.Sort(all)
	slices.Reverse(all)
	got := make([]int, len(names))
	for i, name := range names {
		got[i] = f.byName[name].whole(column)
	}
	if want := all[:min(most, len(all))]; !slices.Equal(got, want) {
		f.Errorf("%q: %q have %s of %d, the file has %d", f.query, names, column, got, want)
	}
}

// takeMost takes where most people without help live.
func (f coverageFigures) takeMost() {
	f.Helper()
	sentence := f.match(`Où ils sont le plus nombreux : [^.]*\.`)
	var names []string
	for _, found := range regexp.MustCompile(`(?:: |, | et )([^(]+) \(([\d\x{202f}]+)\)`).FindAllStringSubmatch(sentence, -1) {
		names = append(names, found[1])
		if n := f.byName[found[1]].whole("personnes_sans_aide"); found[2] != thousands(n) {
			f.Errorf("%q: %q, the file has %d", f.query, found[0], n)
		}
	}
	f.ordered(names, "personnes_sans_aide", 3)
	f.take(sentence)
}

// beyond writes a way that is further than one goes, never as that.
func (f coverageFigures) beyond(metres float64) string {
	reach := limit(f.question())
	if metres >= 1000 && metres > reach && kilometres(metres) == kilometres(reach) {
		return strings.Replace(fmt.Sprintf("%g km", math.Ceil(metres/100)/10), ".", ",", 1)
	}
	return kilometres(metres)
}

func (f coverageFigures) takeFarthest() {
	f.Helper()
	var names []string
	for _, list := range nodesOf(f.page, "ol", "coverage-far") {
		for _, item := range nodesOf(list, "li", "") {
			name := wordsOf(nodesOf(item, "a", "")[0])
			row := f.byName[name]
			names = append(names, name)
			f.take(fmt.Sprintf("%s à %s jusqu’à %s ; %s sans aide", name, f.beyond(row.decimal("distance_m")), plainWords(row["nom_lieu_ouvert"]), thousands(row.whole("personnes_sans_aide"))))
		}
	}
	f.ordered(names, "distance_m", 5)
}

func (f coverageFigures) takeLegend() {
	c := count(f.rows)
	labels := []string{"Aucune aide", "Horaires inconnus : à vérifier", "Sur rendez-vous seulement", "Une aide est ouverte ou passe"}
	for i, status := range []string{"sans aide", "horaires inconnus", "rendez-vous", "aide"} {
		f.take(labels[i] + " " + f.people(c.people[statusColumns[i]]) + ", dans " + communes(c.communes[status]))
	}
	if partly := c.communes["en partie sans aide"]; partly > 0 {
		f.take("Une partie sans aide " + communes(partly))
	}
}

// takeTables takes the lines of both tables.
func (f coverageFigures) takeTables() {
	f.Helper()
	byEPCI := map[string][]cells{}
	for _, row := range f.rows {
		name := strings.NewReplacer("CA ", "Communauté d’agglomération ", "CC ", "Communauté de communes ", "CU ", "Communauté urbaine ").Replace(row["intercommunalite"])
		byEPCI[name] = append(byEPCI[name], row)
	}
	tables := nodesOf(f.page, "table", "figures")
	for _, line := range nodesOf(tables[0], "tr", "")[1:] {
		name := wordsOf(nodesOf(line, "th", "")[0])
		c := count(byEPCI[name])
		far := c.people["personnes_sans_aide"]
		delete(byEPCI, name)
		near, hours := "–", "0 h"
		if c.reckoned > 0 {
			near, hours = kilometres(c.metres), weekly(c.weekly)
		}
		f.take(strings.Join([]string{name, thousands(far), percent(far, c.total), near, hours}, " "))
	}
	lines := nodesOf(tables[1], "tr", "")[1:]
	for _, line := range lines {
		f.takeCommune(wordsOf(nodesOf(line, "th", "")[0]))
	}
	if all := strings.Contains(f.query, "communes=toutes"); all != (len(lines) == len(f.rows)) && len(f.rows) > 30 || len(byEPCI) > 0 {
		f.Errorf("%q: %d communes, these intercommunalités are not there: %v", f.query, len(lines), byEPCI)
	}
	if len(lines) < len(f.rows) {
		f.take("Voir les " + communes(len(f.rows)))
	}
}

func (f coverageFigures) takeCommune(name string) {
	f.Helper()
	row, near := f.byName[name], "–"
	if row["distance_m"] != "" {
		near = f.beyond(row.decimal("distance_m"))
	}
	wait := map[string]string{"": "–", "0": "aujourd’hui", "1": "demain"}[row["attente_jours"]]
	if wait == "" {
		wait = row["attente_jours"] + " jours"
	}
	f.take(strings.Join([]string{name, thousands(row.whole("personnes_sans_aide")), near, wait, weekly(row.decimal("heures_par_semaine"))}, " "))
}

func (f coverageFigures) takeMethod() {
	f.Helper()
	q := f.question()
	f.take(fmt.Sprintf("allongée de %.0f %% parce que les routes tournent (coefficient %s)", 100*(q.decimal("coefficient")-1), q["coefficient"]))
	border, parts, missing := 0, 0, 0
	for _, row := range f.rows {
		border += map[string]int{"oui": 1}[row["limite_departement"]]
		parts += map[bool]int{true: 1}[row.whole("points") > 1]
		missing += map[string]int{"": 1}[row["plus_65"]]
	}
	if border > 0 {
		f.take(f.match(communes(border) + ` (?:sont|est) à moins de ` + strings.Replace(fmt.Sprintf("%g km", limit(q)/1000), ".", ",", 1) + " d’un département voisin"))
	}
	if parts > 0 {
		f.take(fmt.Sprintf("%d communes nouvelles", parts))
	}
	if missing > 0 {
		f.take(communes(missing) + " sans chiffre")
	}
	var year, month, day int
	if _, err := fmt.Sscanf(q["calcule_le"], "%d-%d-%dT", &year, &month, &day); err != nil {
		f.Fatal(q["calcule_le"], err)
	}
	f.take(f.match(fmt.Sprintf("Chiffres du [a-z]+ %d %s %d", day, frenchMonths[month-1], year)))
}

var frenchMonths = []string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"}

// takeMonths takes the bars of the months, of the question that is counted each month.
func (f coverageFigures) takeMonths(h http.Handler) {
	f.Helper()
	if len(nodesOf(f.page, "ul", "months")) == 0 {
		return
	}
	bars := 0
	for _, line := range sheet(f.T, h, "/export/couverture-mois.csv") {
		if line["demarche"] != f.question()["demarche"] {
			continue
		}
		var year, month int
		if _, err := fmt.Sscanf(line["mois"], "%d-%d", &year, &month); err != nil {
			f.Fatal(line["mois"], err)
		}
		if bars++; bars == 1 {
			f.take(fmt.Sprintf("une fois par mois, à moins de %g km dans les %s jours.", line.decimal("distance_max_m")/1000, line["jours"]))
		}
		f.take(fmt.Sprintf("%s %d %s", frenchMonths[month-1], year, thousands(line.whole("personnes_sans_aide"))))
	}
}

// takeMap takes what the map repeats: its title, and the ranks of the stops.
func (f coverageFigures) takeMap(stops int) {
	f.Helper()
	f.take(f.match(f.lead(count(f.rows))))
	marks := nodesOf(f.page, "g", "cover-stop")
	for i := range stops {
		if rank := fmt.Sprint(i + 1); wordsOf(marks[i]) != rank {
			f.Errorf("%q: the mark of stop %s says %q", f.query, rank, wordsOf(marks[i]))
		} else {
			f.take(rank)
		}
	}
}
