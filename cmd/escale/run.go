package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"time"

	"escale/internal/config"
	"escale/internal/hours"
	"escale/internal/mediation"
)

// command is one thing the program does.
type command struct {
	name, arguments, summary string
	// prepare declares flags and returns what runs once they are read.
	prepare func(p *program, flags *flag.FlagSet) func(ctx context.Context, args []string) error
}

var commands = []command{
	{"serve", "[--load]", "sert la carte ; --load charge d'abord le département", prepareServe},
	{"load", "[--departement 50] [--mirror DOSSIER]", "charge le territoire et toutes les sources d'un département", prepareLoad},
	{"import", "--explain FICHIER | --source S --format F|--mapping FICHIER.yaml [--departement 50,80 | --all] [--name NOM --licence LICENCE] [--date AAAA-MM-JJ] [--dry-run] [--yes] [--report FICHIER] FICHIER|ADRESSE", "charge une source", prepareImport},
	{"refresh", "[--dry-run] [SOURCE…]", "relit en ligne les sources dont c'est le moment, ou celles nommées", prepareRefresh},
	{"runs", "[show N | undo N | accept N]", "les chargements : les liste, en montre un, l'annule, ou accepte celui qui est en attente", prepareRuns},
	{"territory", "[--departement 50,80 | --all] [--mirror DOSSIER]", "charge les communes d'un ou de plusieurs départements", prepareTerritory},
	{"tour", "export FICHIER | import [--dry-run] FICHIER | undo | update", "les tournées du bus, en tableur (.csv ou .xlsx)", prepareTour},
	{"signalements", "[regler NUMÉRO]", "liste les erreurs que des lecteurs ont signalées, ou marque l'une d'elles comme réglée", prepareNotices},
	{"correct", "SOURCE ID champ=valeur … [--deplacer LAT,LON | --cacher | --montrer | --rejoindre SOURCE2 ID2 | --separer] [--motif M] | --ajouter champ=valeur …",
		"corrige ici ce que dit une source ; la correction survit à ses nouvelles éditions", prepareCorrect},
	{"corrections", "[--conflits] | retirer NUMÉRO", "liste les corrections en vigueur, ou en retire une", prepareCorrections},
	{"detach", "SOURCE ID", "sépare une offre du lieu où elle a été rangée à tort", prepareDetach},
	{"migrate", "", "met la base à jour", prepareMigrate},
	{"version", "", "dit quelle version du programme est installée", prepareVersion},
}

// run reads the settings and runs one command. It returns what went wrong, in
// words for the person at the terminal.
func run(ctx context.Context, args, environ []string, out io.Writer) error {
	settings, err := config.Read(environ)
	if err != nil {
		return fmt.Errorf("réglages refusés :\n%w", err)
	}
	level := slog.LevelInfo
	if settings.Debug {
		level = slog.LevelDebug
	}
	slog.SetDefault(slog.New(slog.NewTextHandler(out, &slog.HandlerOptions{Level: level})))
	if len(args) == 0 || args[0] == "help" || args[0] == "--help" {
		return usage(out)
	}
	i := slices.IndexFunc(commands, func(c command) bool { return c.name == args[0] })
	if i < 0 {
		return errors.Join(fmt.Errorf("la commande « %s » n'existe pas", args[0]), usage(out))
	}
	p := &program{config: settings, out: out}
	clock := settings.Clock()
	p.now = func() time.Time { return clock().In(hours.ZoneOf(p.config.Departement)) } // which flags may change
	flags := flag.NewFlagSet(args[0], flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	execute := commands[i].prepare(p, flags)
	rest, err := parse(flags, args[1:])
	switch {
	case errors.Is(err, flag.ErrHelp):
		return help(out, commands[i], flags)
	case err != nil:
		return flagError(err)
	}
	return execute(ctx, rest)
}

// parse lets flags stand after the arguments too.
func parse(flags *flag.FlagSet, args []string) (rest []string, err error) {
	for {
		if err := flags.Parse(args); err != nil {
			return nil, err
		}
		if flags.NArg() == 0 {
			return rest, nil
		}
		rest, args = append(rest, flags.Arg(0)), flags.Args()[1:]
	}
}

// help says how one command is used.
func help(out io.Writer, c command, flags *flag.FlagSet) error {
	var b strings.Builder
	fmt.Fprintf(&b, "Usage : escale %s %s\n%s\n", c.name, c.arguments, c.summary)
	flags.VisitAll(func(f *flag.Flag) {
		fmt.Fprintf(&b, "  --%-14s %s", f.Name, f.Usage)
		if f.DefValue != "" && f.DefValue != "false" {
			fmt.Fprintf(&b, " (sinon : %s)", f.DefValue)
		}
		b.WriteString("\n")
	})
	_, err := io.WriteString(out, b.String())
	return err
}

// flagError says in French what the flag package says of an option.
func flagError(err error) error {
	text := err.Error()
	for english, french := range map[string]string{
		"flag provided but not defined: ": "cette option n'existe pas : ",
		"flag needs an argument: ":        "il manque une valeur après ",
	} {
		if option, found := strings.CutPrefix(text, english); found {
			return errors.New(french + option)
		}
	}
	return fmt.Errorf("option mal écrite : %w", err)
}

func usage(out io.Writer) error {
	var b strings.Builder
	b.WriteString("Usage : escale COMMANDE\n\n")
	for _, c := range commands {
		fmt.Fprintf(&b, "  %-12s %s\n               %s\n", c.name, c.arguments, c.summary)
	}
	_, err := io.WriteString(out, b.String())
	return err
}

// inWords says an error to the person at the terminal: the sentence meant for
// readers, what it is about, and the cause.
func inWords(err error) string {
	fault, ok := errors.AsType[*mediation.Error](err)
	if refusal, sql := errors.AsType[interface {
		error
		SQLState() string
	}](err); !ok && sql {
		slog.Error("the database refused", "error", err, "state", refusal.SQLState())
		return "La base de données a refusé cette demande : rien n’est changé. Le journal dit pourquoi."
	}
	if !ok {
		return err.Error()
	}
	text := fault.Sentence
	if fault.Parameter != "" {
		text += " (" + fault.Parameter + ")"
	}
	if fault.Cause != nil {
		text += " : " + fault.Cause.Error()
	}
	return text
}
