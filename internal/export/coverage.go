package export

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"escale/internal/coverage"
	"escale/internal/formats"
	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/reach"
	"escale/internal/web"
)

// coveragePath is who is far from help, commune by commune: all that the page of
// coverage counts can be counted again from it.
const coveragePath = root + "couverture.csv"

// coverage answers GET /export/couverture.csv.
func (x *Export) coverage(c echo.Context) error {
	s, err := x.data.Current()
	if err != nil {
		return err
	}
	q := web.NewQuery(c.QueryParams(), web.CoverageNames...)
	wanted := q.Coverage(s.Needs)
	if err := q.Err(); err != nil {
		return err
	}
	group, known := reach.GroupOf(s, wanted.Who)
	if !known {
		return mediation.InvalidParameter("who", "Personne n’a encore donné ces chiffres pour ce territoire.")
	}
	m := s.At(x.opts.Now())
	name := coverageFile(wanted, s.Territory.Area.Name(), hours.Local(m.At).Format("2006-01-02"))
	c.Response().Header().Set("Content-Disposition", `attachment; filename="`+name+`.csv"`)
	if done, err := web.Fresh(c, web.NewStamp(x.data.Age(), m.Tag(), x.opts.Build)); done || err != nil {
		return err
	}
	answer, err := x.opts.Reach.Answer(m, wanted.Question)
	if err != nil {
		return err
	}
	var body bytes.Buffer
	if err := formats.WriteSheetCSV(&body, coverageRows(answer, group)); err != nil {
		return err
	}
	return c.Blob(http.StatusOK, "text/csv; charset=utf-8", body.Bytes())
}

// coverageFile names the file after its question, so that two files of one day differ.
func coverageFile(wanted web.Coverage, area, day string) string {
	parts := []string{"couverture", area}
	add := func(part string, unusual bool) {
		if unusual {
			parts = append(parts, part)
		}
	}
	add(string(wanted.Need), wanted.Need != "")
	add(string(wanted.Who), wanted.Who != "")
	parts = append(parts, decimal(wanted.Reach/1000, -1)+"km", strconv.Itoa(wanted.Days)+"j")
	add("sans-auto", wanted.OnFoot)
	add("possible", wanted.Possible)
	add(strings.ReplaceAll(web.ClockText(wanted.Start)+"-"+web.ClockText(wanted.End), ":", "h"), wanted.End > 0)
	return strings.Join(append(parts, day), "-")
}

// decimal writes a number as spreadsheets in French read it.
func decimal(n float64, digits int) string {
	return strings.Replace(strconv.FormatFloat(n, 'f', digits, 64), ".", ",", 1)
}

// questionCells are the question, on each line: a line that is copied keeps it.
func questionCells(q coverage.Question) []string {
	certainty, from, to := "confirmée", "", ""
	if q.Possible {
		certainty = "confirmée ou possible"
	}
	if q.End > 0 {
		from, to = web.ClockText(q.Start), web.ClockText(q.End)
	}
	return []string{string(q.Need), strconv.Itoa(int(q.Reach)), strconv.Itoa(q.Days), language.YesNo(!q.OnFoot), from, to, certainty}
}

// coverageStatuses say the statuses in the file.
var coverageStatuses = [coverage.Statuses]string{"aide", "rendez-vous", "horaires inconnus", "sans aide"}

// statusText says what a commune is.
func statusText(r reach.Row) string {
	if r.Partly() {
		return "en partie sans aide"
	}
	return coverageStatuses[r.Status()]
}

func coverageRows(a *reach.Answer, group reach.Group) [][]string {
	rows := [][]string{{
		"code_insee", "commune", "siren_epci", "intercommunalite", "population", "public", "statut",
		"personnes", "personnes_aide", "personnes_rendez_vous", "personnes_horaires_inconnus", "personnes_sans_aide",
		"lieu_ouvert", "nom_lieu_ouvert", "distance_m", "attente_jours", "heures_par_semaine", "lieu_rendez_vous", "nom_lieu_rendez_vous", "distance_rendez_vous_m",
		"lieu_horaires_inconnus", "nom_lieu_horaires_inconnus", "distance_horaires_inconnus_m", "limite_departement", "demarche", "distance_max_m", "jours",
		"en_voiture", "heure_debut", "heure_fin", "certitude",
	}}
	for _, r := range a.Rows(group) {
		epci, _ := a.Moment.EPCI(r.EPCI)
		row := []string{r.INSEE, r.Name, r.EPCI, epci.Name, strconv.Itoa(r.Population), string(group.Layer), statusText(r), strconv.Itoa(r.Total())}
		for _, people := range r.People {
			row = append(row, strconv.Itoa(people))
		}
		row = append(row, foundCells(a, r.Open)...)
		wait := ""
		if r.Wait >= 0 {
			wait = strconv.Itoa(r.Wait)
		}
		row = append(row, wait, decimal(r.Weekly, 1))
		row = append(append(row, foundCells(a, r.Appointment)...), foundCells(a, r.Line.Unknown)...)
		rows = append(rows, append(append(row, language.YesNo(r.Border)), questionCells(a.Question)...))
	}
	return rows
}

// foundCells are the id of a place, its name and how far it is, empty for none.
func foundCells(a *reach.Answer, f coverage.Found) []string {
	if f.None() {
		return []string{"", "", ""}
	}
	id, name := a.Doors[f.Door].Place, ""
	if i, err := a.Moment.Place(id); err == nil {
		name = a.Moment.Places[i].Name
	}
	return []string{id, name, strconv.Itoa(int(f.Metres))}
}
