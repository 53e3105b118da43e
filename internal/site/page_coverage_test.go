package site_test

import (
	"encoding/csv"
	"fmt"
	"html"
	"math"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"escale/frontend"
	"escale/internal/coverage"
	"escale/internal/export"
	"escale/internal/pages"
	"escale/internal/reach"
	"escale/internal/reach/reachtest"
	"escale/internal/site"
	"escale/internal/web"
)

// coverageServer serves the page and the file of a whole département.
func coverageServer(t *testing.T) http.Handler {
	t.Helper()
	now := func() time.Time { return reachtest.Today }
	r := reach.New(reach.Options{Travel: coverage.Travel{Factor: coverage.DefaultFactor}})
	of := data{current: reachtest.Map(t, "50")}
	s, err := site.New(of, site.Options{
		Now: now, Dist: dist, Client: frontend.Templates, Build: "b", Reach: r,
		Shell: pages.Shell{Departement: pages.Departement{Area: "50", Name: "Manche", In: "dans la Manche"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	e := web.New(web.Options{Page: s.ErrorPage})
	s.Register(e)
	export.New(of, export.Options{Now: now, Build: "b", Heavy: web.NewHeavy(), Reach: r}).Register(e)
	return e
}

// figures are the lines of the file by the names of its columns.
func figures(t *testing.T, h http.Handler, query string) (rows []map[string]string) {
	t.Helper()
	reader := csv.NewReader(strings.NewReader(strings.TrimPrefix(get(t, h, "/export/couverture.csv?"+query).Body.String(), "\ufeff")))
	reader.Comma = ';'
	lines, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, name := range lines[0] {
			row[name] = line[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// counted is what the file says of several communes.
type counted struct {
	people, communes map[string]int
	total, reckoned  int
	metres, weekly   float64
}

var statusColumns = []string{"personnes_sans_aide", "personnes_horaires_inconnus", "personnes_rendez_vous", "personnes_aide"}

func count(rows []map[string]string) counted {
	c := counted{people: map[string]int{}, communes: map[string]int{}}
	for _, row := range rows {
		for _, column := range statusColumns {
			n, _ := strconv.Atoi(row[column])
			c.people[column] += n
		}
		c.communes[row["statut"]]++
		people, _ := strconv.Atoi(row["personnes"])
		c.total += people
		metres, err := strconv.ParseFloat(row["distance_m"], 64)
		weekly, _ := strconv.ParseFloat(strings.Replace(row["heures_par_semaine"], ",", ".", 1), 64)
		if err == nil {
			c.reckoned += people
			c.metres += metres * float64(people)
			c.weekly += weekly * float64(people)
		}
	}
	c.metres, c.weekly = c.metres/float64(c.reckoned), c.weekly/float64(c.reckoned)
	return c
}

func thousands(n int) string {
	text := strconv.Itoa(n)
	if len(text) > 3 {
		text = text[:len(text)-3] + "\u202f" + text[len(text)-3:]
	}
	return text
}

func kilometres(metres float64) string {
	if metres < 1000 {
		return "moins de 1 km"
	}
	if metres >= 9950 {
		return fmt.Sprintf("%.0f km", metres/1000)
	}
	return strings.Replace(strings.TrimSuffix(fmt.Sprintf("%.1f", metres/1000), ".0"), ".", ",", 1) + " km"
}

var (
	anyTag    = regexp.MustCompile(`<[^>]*>`)
	tableRows = regexp.MustCompile(`(?s)<tr><th scope="row">(.*?)</tr>`)
)

// plain is the text of a page, with ordinary spaces but between thousands.
func plain(page string) string {
	text := html.UnescapeString(anyTag.ReplaceAllString(page, " "))
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '\n' || r == '\u00a0' }), " ")
}

// Each figure of the page can be made again from the file.
func TestThePageOfCoverageCountsWhatTheFileHas(t *testing.T) {
	h := coverageServer(t)
	for _, query := range []string{"service=ameli&who=plus-65&distance=8", "", "car=no", "service=caf&certainty=possible&days=7", "start=17:00&end=20:00"} {
		rows := figures(t, h, query)
		page := textOf(get(t, h, "/couverture?communes=toutes&tri=commune&"+query))
		text, all := plain(page), count(rows)
		far := all.people["personnes_sans_aide"]
		wants := []string{
			fmt.Sprintf("C’est %.0f %% des %s", math.Round(100*float64(far)/float64(all.total)), thousands(all.total)),
			"le plus proche lieu ouvert est à " + kilometres(all.metres),
		}
		for i, status := range []string{"sans aide", "horaires inconnus", "rendez-vous", "aide"} {
			wants = append(wants, fmt.Sprintf("%s, dans %s commune", whoText(query, all.people[statusColumns[i]]), thousands(all.communes[status])))
		}
		if partly := all.communes["en partie sans aide"]; partly > 0 {
			wants = append(wants, fmt.Sprintf("Une partie sans aide %s commune", thousands(partly)))
		}
		if without := all.communes["sans aide"] + all.communes["en partie sans aide"]; far > 0 {
			wants = append(wants, fmt.Sprintf("%s, dans %s commune", whoText(query, far), thousands(without)))
		}
		wants = append(wants, named(rows, "personnes_sans_aide", 3, func(row map[string]string, n int) string { return row["commune"] + " (" + thousands(n) + ")" })...)
		wants = append(wants, named(rows, "distance_m", 5, func(row map[string]string, n int) string { return row["commune"] + " à " + beyond(query, float64(n)) })...)
		for _, want := range wants {
			if !strings.Contains(text, want) {
				t.Errorf("%q: lacks %q", query, want)
			}
		}
		compareRows(t, query, rows, tableRows.FindAllStringSubmatch(page, -1))
	}
}

// named are the texts of the first communes without help by a column, the most first.
func named(rows []map[string]string, column string, most int, text func(row map[string]string, n int) string) (texts []string) {
	far := slices.DeleteFunc(slices.Clone(rows), func(row map[string]string) bool { return row["personnes_sans_aide"] == "0" || row[column] == "" })
	number := func(row map[string]string) int { n, _ := strconv.Atoi(row[column]); return n }
	slices.SortStableFunc(far, func(a, b map[string]string) int { return number(b) - number(a) })
	for i, row := range far[:min(most, len(far))] {
		if i+1 == len(far) || number(row) != number(far[i+1]) { // of two alike, which one is named is no matter
			texts = append(texts, text(row, number(row)))
		}
	}
	return texts
}

// whoText counts the people of a question.
func whoText(query string, n int) string {
	text := thousands(n) + " habitants"
	if strings.Contains(query, "plus-65") {
		text = thousands(n) + " personnes de 65 ans et plus"
	}
	if n < 2 {
		text = strings.NewReplacer("habitants", "habitant", "personnes", "personne").Replace(text)
	}
	return text
}

// compareRows holds the lines of both tables against those of the file.
func compareRows(t *testing.T, query string, rows []map[string]string, lines [][]string) {
	t.Helper()
	epcis := map[string][]map[string]string{}
	for _, row := range rows {
		epcis[row["siren_epci"]] = append(epcis[row["siren_epci"]], row)
	}
	var want, got []string
	for _, list := range epcis {
		c := count(list)
		line := thousands(c.people["personnes_sans_aide"]) + " · " + kilometres(c.metres)
		if c.reckoned == 0 {
			line = thousands(c.people["personnes_sans_aide"]) + " · "
		}
		want = append(want, line)
	}
	for _, line := range lines[:len(epcis)] {
		cells := cellsOf(line[1])
		got = append(got, cells[1]+" · "+cells[3])
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(want, got) {
		t.Errorf("%q: intercommunalités %q, the file has %q", query, got, want)
	}
	byName := map[string]map[string]string{}
	for _, row := range rows {
		byName[row["commune"]] = row
	}
	if len(lines) != len(epcis)+len(rows) {
		t.Fatalf("%q: %d lines for %d communes", query, len(lines), len(rows))
	}
	for _, line := range lines[len(epcis):] {
		compareCommune(t, query, cellsOf(line[1]), byName)
	}
}

// cellsOf are the texts of the cells of a line.
func cellsOf(line string) (cells []string) {
	for cell := range strings.SplitSeq(strings.ReplaceAll(line, "</th>", "</td>"), "</td>") {
		cells = append(cells, plain(cell))
	}
	return cells
}

// beyond writes a way that is further than one goes, never as that.
func beyond(query string, metres float64) string {
	reach := 10_000.0
	if match := regexp.MustCompile(`distance=(\d+)`).FindStringSubmatch(query); match != nil {
		km, _ := strconv.ParseFloat(match[1], 64)
		reach = 1000 * km
	}
	if strings.Contains(query, "car=no") {
		reach = min(reach, 3000)
	}
	if metres > reach && kilometres(metres) == kilometres(reach) {
		return strings.Replace(fmt.Sprintf("%g km", math.Ceil(metres/100)/10), ".", ",", 1)
	}
	return kilometres(metres)
}

func compareCommune(t *testing.T, query string, cells []string, byName map[string]map[string]string) {
	t.Helper()
	row := byName[cells[0]]
	if row == nil {
		t.Errorf("%q: the file lacks %q", query, cells[0])
		return
	}
	far, _ := strconv.Atoi(row["personnes_sans_aide"])
	near := "–"
	if metres, err := strconv.ParseFloat(row["distance_m"], 64); err == nil {
		near = beyond(query, metres)
	}
	wait := map[string]string{"": "–", "0": "aujourd’hui", "1": "demain"}[row["attente_jours"]]
	if wait == "" {
		wait = row["attente_jours"] + " jours"
	}
	if cells[1] != thousands(far) || cells[2] != near || cells[3] != wait {
		t.Errorf("%q: %q, the file has %s, %s, %s", query, cells, thousands(far), near, wait)
	}
}

func TestCoverageIsPublishedOrNot(t *testing.T) {
	h := coverageServer(t)
	if a := get(t, h, "/couverture?who=sans-diplome"); a.Code != http.StatusOK || !strings.Contains(textOf(a), "Nous n’avons pas tenu compte") {
		t.Errorf("a layer without figures: %d", a.Code)
	}
	for path, want := range map[string]string{"/communes/50129-cherbourg-en-cotentin": "Qui est loin de l’aide", "/plan-du-site": `href="/couverture"`} {
		if a := get(t, h, path); !strings.Contains(textOf(a), want) {
			t.Errorf("%s (%d) lacks %q", path, a.Code, want)
		}
	}
	closed := newHandler(t, data{current: snapshot(t)})
	for _, path := range []string{"/couverture"} {
		if a := get(t, closed, path); a.Code != http.StatusNotFound {
			t.Errorf("%s: %d where it is not published", path, a.Code)
		}
	}
	if page := textOf(get(t, closed, "/plan-du-site")); strings.Contains(page, "/couverture") {
		t.Error("the plan of the site leads to a page that is not published")
	}
}
