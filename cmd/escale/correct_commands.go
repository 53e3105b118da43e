package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"github.com/paulmach/orb"

	"escale/internal/hours"
	"escale/internal/ingest"
	"escale/internal/mediation"
)

// correctFlags are the options of `escale correct`.
type correctFlags struct {
	add, hide, show, apart, join bool
	move                         string
}

func prepareCorrect(p *program, flags *pflag.FlagSet) action {
	var req ingest.CorrectRequest
	var f correctFlags
	p.departementFlag(flags)
	flags.BoolVar(&f.add, "ajouter", false, "ajoute une offre qu'aucune source ne cite")
	flags.BoolVar(&f.hide, "cacher", false, "retire l'offre de la carte")
	flags.BoolVar(&f.show, "montrer", false, "remet sur la carte une offre cachée")
	flags.StringVar(&f.move, "deplacer", "", "nouveau point : LATITUDE,LONGITUDE")
	flags.BoolVar(&f.join, "rejoindre", false, "range l'offre au lieu d'une autre : SOURCE ID --rejoindre SOURCE2 ID2")
	flags.BoolVar(&f.apart, "separer", false, "donne à l'offre un lieu à elle")
	flags.StringVar(&req.Reason, "motif", "", "pourquoi, en quelques mots")
	flags.StringVar(&req.Author, "par", "", "qui le dit (un service, pas une personne)")
	return func(ctx context.Context, args []string) (err error) {
		if req.Departement, err = p.departement(); err != nil {
			return err
		}
		if err := f.read(&req, args); err != nil {
			return err
		}
		return p.withLoader(ctx, func(l *ingest.Loader) error {
			if f.add {
				return p.add(ctx, l, req)
			}
			return p.correct(ctx, l, req)
		})
	}
}

var errCorrectUsage = errors.New("il faut « SOURCE ID champ=valeur … », « SOURCE ID --cacher », « --montrer », « --separer », " +
	"« --deplacer LAT,LON », « SOURCE ID --rejoindre SOURCE2 ID2 », ou « --ajouter champ=valeur … »")

// read makes a request of the arguments.
func (f correctFlags) read(req *ingest.CorrectRequest, args []string) (err error) {
	var names []string
	req.Cells = map[string]string{}
	named := f.named()
	for i, arg := range args {
		name, value, isCell := strings.Cut(arg, "=")
		if i < named || !isCell {
			names = append(names, arg)
			continue
		}
		if _, double := req.Cells[name]; double {
			return fmt.Errorf("« %s » est donné deux fois", name)
		}
		req.Cells[name] = value
	}
	if len(names) != named || f.hide && f.show || f.join && f.apart || f.add && (f.hide || f.show || f.join || f.apart) {
		return errCorrectUsage
	}
	if !f.add {
		req.Source, req.SourceID = names[0], names[1]
	}
	if f.join {
		req.Join = names[2] + "/" + names[3]
	}
	req.Hide, req.Show, req.Apart = f.hide, f.show, f.apart
	if f.move != "" {
		req.Point, err = readPoint(f.move)
	}
	return err
}

// named is how many names the arguments hold.
func (f correctFlags) named() int {
	switch {
	case f.add:
		return 0
	case f.join:
		return 4
	}
	return 2
}

func readPoint(text string) (*orb.Point, error) {
	lat, lon, _ := strings.Cut(text, ",")
	y, errY := strconv.ParseFloat(strings.TrimSpace(lat), 64)
	x, errX := strconv.ParseFloat(strings.TrimSpace(lon), 64)
	if errX != nil || errY != nil || y < -90 || y > 90 || x < -180 || x > 180 {
		return nil, fmt.Errorf("« %s » n'est pas un point : écrivez LATITUDE,LONGITUDE en degrés, comme 49.1157,-1.0906", text)
	}
	return &orb.Point{x, y}, nil
}

func (p *program) correct(ctx context.Context, l *ingest.Loader, req ingest.CorrectRequest) error {
	notes, err := l.Correct(ctx, req)
	if err != nil {
		return err
	}
	p.sayNotes(notes)
	p.say("C'est corrigé : %s de %s. « escale corrections » les liste.", req.SourceID, req.Source)
	return nil
}

func (p *program) add(ctx context.Context, l *ingest.Loader, req ingest.CorrectRequest) error {
	id, notes, err := l.Add(ctx, req)
	if err != nil {
		return err
	}
	p.sayNotes(notes)
	p.say("C'est ajouté : %s de %s.", id, mediation.LocalSource)
	return nil
}

func (p *program) sayNotes(notes []string) {
	for _, note := range notes {
		p.say("%s", note)
	}
}

func prepareCorrections(p *program, flags *pflag.FlagSet) action {
	p.departementFlag(flags)
	conflicts := flags.Bool("conflits", false, "seulement celles à revoir : la source a changé depuis")
	return func(ctx context.Context, args []string) error {
		if err := noArguments(args); err != nil {
			return err
		}
		return p.withImports(ctx, func(ctx context.Context, l *ingest.Loader) error { return p.listCorrections(ctx, l, *conflicts) })
	}
}

func prepareWithdraw(p *program, flags *pflag.FlagSet) action {
	p.departementFlag(flags)
	return func(ctx context.Context, args []string) error {
		id, err := number(args, "une correction")
		if err != nil {
			return err
		}
		return p.withLoader(ctx, func(l *ingest.Loader) error {
			if err := l.WithdrawCorrection(ctx, id); err != nil {
				return err
			}
			p.say("La correction %d est retirée : la carte dit de nouveau ce que dit la source.", id)
			return nil
		})
	}
}

// actWords say what a correction does.
var actWords = map[mediation.CorrectionAct]string{
	mediation.ActEdit: "corrige", mediation.ActHide: "cache", mediation.ActAdd: "ajoute",
	mediation.ActJoin: "réunit", mediation.ActApart: "sépare",
}

func (p *program) listCorrections(ctx context.Context, l *ingest.Loader, conflicts bool) error {
	var list []mediation.Standing
	for _, departement := range p.config.Area.Departements() {
		more, err := l.Standings(ctx, departement)
		if err != nil {
			return err
		}
		list = append(list, more...)
	}
	listed := 0
	for _, st := range list {
		if conflicts && st.State == mediation.StateWins {
			continue
		}
		listed++
		p.say("%s", correctionText(st))
	}
	if conflicts {
		p.say("Corrections à revoir : %d", listed)
		return nil
	}
	p.say("Corrections en vigueur : %d", listed)
	return nil
}

func correctionText(st mediation.Standing) string {
	title := fmt.Sprintf("%d · %s · %s %s (%s %s)", st.ID, hours.FormatDay(st.MadeAt), actWords[st.Act], st.Name, st.Source, st.SourceID)
	if st.Target != "" {
		title += " avec " + st.Target
	}
	text := title + "\n    " + ingest.Sentence(st)
	for _, line := range []struct{ label, text string }{{"motif", st.Reason}, {"par", st.Author}} {
		if line.text != "" {
			text += "\n    " + line.label + " : " + line.text
		}
	}
	return text
}
