package export

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/coverage"
	"escale/internal/formats"
	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/reach"
	"escale/internal/web"
)

// The files of coverage: who is far from help, commune by commune; the points from which they
// are measured, with where one more stop could be; and the months. All that the page
// of coverage counts can be counted again from them.
const (
	coveragePath = root + "couverture.csv"
	pointsPath   = root + "couverture-points.csv"
	monthsPath   = root + "couverture-mois.csv"
)

func (x *Export) registerCoverage(e *echo.Echo) {
	for path, write := range map[string]func(echo.Context, *catalog.Moment) error{coveragePath: x.coverage, pointsPath: x.points, monthsPath: x.months} {
		web.Publish(e, path, func(c echo.Context) error {
			s, err := x.data.Current()
			if err != nil {
				return err
			}
			return write(c, s.At(x.opts.Now()))
		})
	}
}

// coverage answers GET /export/couverture.csv.
func (x *Export) coverage(c echo.Context, m *catalog.Moment) error {
	return x.sendCoverage(c, m, "couverture", func(answer *reach.Answer, group reach.Group) ([][]string, error) {
		unsure, err := x.opts.Reach.ToCheck(answer, group)
		return coverageRows(answer, group, unsure, x.opts.Reach.Travel()), err
	})
}

// points answers GET /export/couverture-points.csv.
func (x *Export) points(c echo.Context, m *catalog.Moment) error {
	return x.sendCoverage(c, m, "couverture-points", func(answer *reach.Answer, group reach.Group) ([][]string, error) {
		return pointsRows(answer, group, x.opts.Reach.Travel()), nil
	})
}

// sendCoverage reads a question, and sends the lines that answer it.
func (x *Export) sendCoverage(c echo.Context, m *catalog.Moment, title string, rows func(*reach.Answer, reach.Group) ([][]string, error)) error {
	q := web.NewQuery(c.QueryParams(), web.CoverageNames...)
	wanted := q.Coverage(m.Needs)
	if err := q.Err(); err != nil {
		return err
	}
	group, known := reach.GroupOf(m.Snapshot, wanted.Who)
	if !known {
		return mediation.InvalidParameter("who", "Personne n’a encore donné ces chiffres pour ce territoire.")
	}
	name := coverageFile(title, wanted, m.Territory.Area.Name(), hours.Local(m.At).Format("2006-01-02"))
	return x.sendSheet(c, m, name, func() ([][]string, error) {
		answer, err := x.opts.Reach.Answer(m, wanted.Question)
		if err != nil {
			return nil, err
		}
		return rows(answer, group)
	})
}

// sendSheet sends lines of cells under a name, unless the reader has them.
func (x *Export) sendSheet(c echo.Context, m *catalog.Moment, name string, rows func() ([][]string, error)) error {
	c.Response().Header().Set("Content-Disposition", `attachment; filename="`+name+`.csv"`)
	if done, err := web.Fresh(c, web.NewStamp(x.data.Age(), m.Tag(), x.opts.Build)); done || err != nil {
		return err
	}
	body, err := x.opts.Heavy.Write(func() ([]byte, error) {
		lines, err := rows()
		if err != nil {
			return nil, err
		}
		var body bytes.Buffer
		err = formats.WriteSheetCSV(&body, lines)
		return body.Bytes(), err
	})
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, "text/csv; charset=utf-8", body)
}

// coverageFile names the file after its question, so that two files of one day differ.
func coverageFile(title string, wanted web.Coverage, area, day string) string {
	parts := []string{title, area}
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

// questionNames are the columns of [questionCells].
var questionNames = []string{"demarche", "distance_max_m", "jours", "en_voiture", "heure_debut", "heure_fin", "certitude", "calcule_le", "trajets", "coefficient"}

// questionCells are the question and how ways are measured, on each line: a line that is copied keeps them.
func questionCells(q coverage.Question, travel coverage.Travel) []string {
	certainty, from, to, ways := "confirmée", "", "", "estimés"
	if q.Possible {
		certainty = "confirmée ou possible"
	}
	if q.End > 0 {
		from, to = web.ClockText(q.Start), web.ClockText(q.End)
	}
	if travel.Matrix != nil {
		ways = "fichier de trajets, sinon estimés"
	}
	return []string{string(q.Need), strconv.Itoa(int(q.Reach)), strconv.Itoa(q.Days), language.YesNo(!q.OnFoot), from, to, certainty,
		hours.Local(q.Now).Format("2006-01-02T15:04"), ways, decimal(travel.Factor, -1)}
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

func coverageRows(a *reach.Answer, group reach.Group, unsure []int, travel coverage.Travel) [][]string {
	header := append([]string{
		"code_insee", "commune", "siren_epci", "intercommunalite", "population", "public", "statut",
		"personnes", "personnes_aide", "personnes_rendez_vous", "personnes_horaires_inconnus", "personnes_sans_aide",
		"lieu_ouvert", "nom_lieu_ouvert", "distance_m", "attente_jours", "heures_par_semaine", "lieu_rendez_vous", "nom_lieu_rendez_vous", "distance_rendez_vous_m",
		"lieu_horaires_inconnus", "nom_lieu_horaires_inconnus", "distance_horaires_inconnus_m", "limite_departement",
	}, questionNames...)
	header = append(header, "personnes_a_verifier", "longitude", "latitude", "points")
	for _, layer := range mediation.Layers {
		header = append(header, strings.ReplaceAll(string(layer), "-", "_"))
	}
	rows := [][]string{header}
	for i, r := range a.Rows(group) {
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
		row = append(append(row, language.YesNo(r.Border)), questionCells(a.Question, travel)...)
		row = append(row, strconv.Itoa(unsure[i]), decimal(r.Centre.Lon(), -1), decimal(r.Centre.Lat(), -1), strconv.Itoa(len(reach.Spots(r.Commune))))
		rows = append(rows, append(row, layerCells(a.Moment.Territory.Indicators, r.INSEE)...))
	}
	return rows
}

// layerCells are the people of each layer in a commune, "" where nobody gave a figure.
func layerCells(indicators []mediation.Indicator, insee string) []string {
	cells := make([]string, len(mediation.Layers))
	for i, layer := range mediation.Layers {
		for _, indicator := range indicators {
			if people, known := indicator.People[insee]; known && indicator.Layer == layer {
				cells[i] = strconv.Itoa(people)
			}
		}
	}
	return cells
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
