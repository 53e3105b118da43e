package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"escale/internal/catalog"
	"escale/internal/coverage"
	"escale/internal/desk"
	"escale/internal/mediation"
	"escale/internal/pages"
	"escale/internal/postgres"
	"escale/internal/reach"
	"escale/internal/web"
)

// suggesting has the options of the command that proposes stops.
type suggesting struct {
	service, weights, fixed, forbidden, requested, out string
	halfDays, period, days                             int
	distance                                           float64
	onFoot                                             bool
}

func prepareSuggest(p *program, flags *pflag.FlagSet) action {
	p.departementFlag(flags)
	s := suggesting{}
	flags.StringVar(&s.service, "service", "", "démarche, comme caf ; sinon toute aide")
	flags.IntVar(&s.halfDays, "half-days", 2, "demi-journées de bus par période")
	flags.IntVar(&s.period, "period", 7, "période, en jours : 7 ou 28")
	flags.IntVar(&s.days, "days", web.CoverageDays, "délai : chaque étape est desservie une fois dans ces jours")
	flags.Float64Var(&s.distance, "distance", web.CoverageDistance, "jusqu'où l'on va, en kilomètres")
	flags.BoolVar(&s.onFoot, "no-car", false, "compte ceux qui n'ont pas de voiture")
	flags.StringVar(&s.weights, "weights", "habitants=1", "poids d'une personne : habitants=1,plus-65=2")
	flags.StringVar(&s.fixed, "fixed", "", "étapes à garder : codes INSEE ou identifiants de lieux")
	flags.StringVar(&s.forbidden, "forbidden", "", "étapes à ne pas proposer")
	flags.StringVar(&s.requested, "requested", "", "codes INSEE des communes qui demandent le bus")
	flags.StringVar(&s.out, "out", "", "tableur où écrire les étapes (.csv ou .xlsx)")
	return func(ctx context.Context, args []string) error {
		if err := noArguments(args); err != nil {
			return err
		}
		return p.withDB(ctx, func(db *postgres.DB) error { return p.suggest(ctx, db, s) })
	}
}

// withDB runs f with the database alone.
func (p *program) withDB(ctx context.Context, f func(*postgres.DB) error) error {
	db, closeDB, err := p.database(ctx)
	if err != nil {
		return err
	}
	defer closeDB()
	return f(db)
}

func (p *program) suggest(ctx context.Context, db *postgres.DB, s suggesting) error {
	m, err := p.moment(ctx, db)
	if err != nil {
		return err
	}
	question, wishes, err := s.read(m)
	if err != nil {
		return err
	}
	_, r, err := p.reaching()
	if err != nil {
		return err
	}
	answer, err := r.Answer(m, question)
	if err != nil {
		return err
	}
	if refusal := answer.Refusal(wishes); refusal != "" {
		return errors.New(refusal)
	}
	suggestion := answer.Suggest(wishes)
	for _, line := range pages.SuggestionLines(m, question, suggestion) {
		p.say("%s", line)
	}
	return s.write(m, suggestion)
}

// read checks the options.
func (s suggesting) read(m *catalog.Moment) (q coverage.Question, w reach.Wishes, err error) {
	q = coverage.Question{Need: mediation.NeedID(s.service), Days: s.days, Reach: s.distance * 1000, OnFoot: s.onFoot}
	if _, known := m.Needs.Find(q.Need); q.Need != "" && !known {
		return q, w, fmt.Errorf("--service : « %s » n’est pas une démarche connue", s.service)
	}
	if err := s.check(); err != nil {
		return q, w, err
	}
	w.Stops = coverage.Stops(s.halfDays, s.period, s.days)
	if w.Stops == 0 {
		return q, w, fmt.Errorf("avec %d demi-journée(s) tous les %d jours, aucune étape n’est desservie dans les %d jours", s.halfDays, s.period, s.days)
	}
	w.Fixed, w.Forbidden, w.Requested = splitList(s.fixed), splitList(s.forbidden), splitList(s.requested)
	w.Weights, err = readWeights(m, s.weights)
	return q, w, err
}

// The most that the command takes: what is above is a slip of the pen.
const (
	mostHalfDays = 10_000
	mostWeight   = 1_000
)

// check holds the numbers within what makes sense.
func (s suggesting) check() error {
	for _, n := range []struct {
		name        string
		value, most int
	}{{"--half-days", s.halfDays, mostHalfDays}, {"--period", s.period, web.MostCoverageDays}, {"--days", s.days, web.MostCoverageDays}} {
		if n.value < 1 || n.value > n.most {
			return fmt.Errorf("%s : il faut un nombre entier entre 1 et %d", n.name, n.most)
		}
	}
	if !(s.distance >= 1 && s.distance <= web.MostCoverageDistance) { // no number is neither
		return fmt.Errorf("--distance : il faut un nombre de kilomètres entre 1 et %d", web.MostCoverageDistance)
	}
	return nil
}

// everybody is how the command writes all inhabitants.
const everybody = "habitants"

// readWeights reads "habitants=1,plus-65=2": each layer once, and one of them counts.
func readWeights(m *catalog.Moment, text string) (map[mediation.Layer]float64, error) {
	weights, total := map[mediation.Layer]float64{}, 0.0
	for _, one := range splitList(text) {
		name, number, _ := strings.Cut(one, "=")
		layer := mediation.Layer(name)
		if name == everybody {
			layer = reach.Everybody
		}
		weight, err := strconv.ParseFloat(number, 64)
		_, known := reach.GroupOf(m.Snapshot, layer)
		_, twice := weights[layer]
		switch {
		case err != nil || !(weight >= 0 && weight <= mostWeight):
			return nil, fmt.Errorf("--weights : « %s » ne peut pas être lu : il faut par exemple habitants=1,plus-65=2.5, chaque poids entre 0 et %d, avec un point", one, mostWeight)
		case !known:
			return nil, fmt.Errorf("--weights : « %s » n’est pas un public connu, ou ses chiffres ne sont pas chargés", name)
		case twice:
			return nil, fmt.Errorf("--weights : « %s » y est deux fois", name)
		}
		weights[layer], total = weight, total+weight
	}
	if total == 0 {
		return nil, errors.New("--weights : tous les poids sont à zéro, personne ne compterait ; il faut un poids plus grand que zéro")
	}
	return weights, nil
}

// write puts the stops in a spreadsheet, which says nothing of dates.
func (s suggesting) write(m *catalog.Moment, suggestion reach.Suggestion) error {
	if s.out == "" {
		return nil
	}
	extension := strings.ToLower(filepath.Ext(s.out))
	if extension != ".csv" && extension != ".xlsx" {
		return fmt.Errorf("« %s » : le nom du fichier doit finir par .csv ou .xlsx", s.out)
	}
	content, err := desk.StopsSheet(pages.SuggestionRows(m, suggestion), extension == ".xlsx")
	if err != nil {
		return err
	}
	return os.WriteFile(s.out, content, 0o644)
}
