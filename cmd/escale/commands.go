package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"escale/internal/mediation"
)

// command is one thing the program does, or several that go by one name.
type command struct {
	// use is its name and its arguments, as the help writes them.
	use, summary string
	// prepare declares flags and returns what runs once they are read; nil when
	// only children run.
	prepare  func(p *program, flags *pflag.FlagSet) action
	children []command
}

// action runs a command with the arguments that are no flags.
type action func(ctx context.Context, args []string) error

var commands = []command{
	{"serve", "sert la carte ; --load charge d'abord le département", prepareServe, nil},
	{"load", "charge le territoire et toutes les sources d'un département", prepareLoad, nil},
	{"import FICHIER|ADRESSE", "charge une source : --source S, et --format F ou --mapping FICHIER.yaml", prepareImport, nil},
	{"refresh [SOURCE…]", "relit en ligne les sources dont c'est le moment, ou celles nommées", prepareRefresh, nil},
	{"runs", "liste les chargements", prepareRuns, []command{
		{"show NUMÉRO", "montre un chargement en entier", prepareRun(false, showRun), nil},
		{"undo NUMÉRO", "annule un chargement", prepareRun(true, undoRun), nil},
		{"accept NUMÉRO", "accepte un chargement qui est en attente", prepareRun(true, acceptRun), nil},
	}},
	{"territory", "charge les communes d'un ou de plusieurs départements", prepareTerritory, []command{
		{"indicators [FICHIER]", "lit ce qu'un fichier dit des habitants : --year AAAA et --source TEXTE ; ou retire un public : --remove PUBLIC", prepareIndicators, nil},
	}},
	{"coverage", "qui est loin de l'aide, et où le bus irait le mieux", nil, []command{
		{"suggest", "propose des étapes : --half-days N, et de qui compter", prepareSuggest, nil},
	}},
	{"tour", "les tournées du bus", nil, []command{
		{"export FICHIER", "écrit les tournées dans un tableur (.csv ou .xlsx)", prepareTourFile(exportTours), nil},
		{"import FICHIER", "lit les tournées d'un tableur (.csv ou .xlsx)", prepareTourImport, nil},
		{"undo", "annule le dernier import de tournées", prepareTour((*program).undoTours), nil},
		{"update", "recalcule les passages à venir", prepareTour((*program).updateTours), nil},
	}},
	{"signalements", "liste les erreurs que des lecteurs ont signalées", prepareNotices, []command{
		{"regler NUMÉRO", "marque une erreur signalée comme réglée", prepareSettle, nil},
	}},
	{"correct SOURCE ID champ=valeur…", "corrige ici ce que dit une source ; la correction survit à ses nouvelles éditions", prepareCorrect, nil},
	{"corrections", "liste les corrections en vigueur", prepareCorrections, []command{
		{"retirer NUMÉRO", "retire une correction", prepareWithdraw, nil},
	}},
	{"detach SOURCE ID", "sépare une offre du lieu où elle a été rangée à tort", prepareDetach, nil},
	{"account", "les comptes de ceux qui entrent dans /gestion", prepareAccountList, []command{
		{"create ADRESSE", "ouvre un compte : --admin ou --moderator", prepareAccountCreate, nil},
		{"link ADRESSE", "donne un lien pour entrer, une fois", prepareAccountLink, nil},
		{"close ADRESSE", "ferme un compte", prepareAccountClose, nil},
	}},
	{"person", "ce qui est gardé sur une personne", nil, []command{
		{"find ADRESSE", "dit dans quelles tables, et combien", preparePerson(findPerson), nil},
		{"export ADRESSE", "l’écrit en entier, en JSON, pour le lui remettre", preparePerson(exportPerson), nil},
		{"erase ADRESSE", "l’efface ; ses modifications restent, sans nom", preparePerson(erasePerson), nil},
	}},
	{"backup FICHIER", "sauvegarde toute la base dans un fichier", prepareBackup, nil},
	{"restore FICHIER", "refait la base d’une sauvegarde", prepareRestore, nil},
	{"doctor", "regarde si tout va bien, et dit quoi faire", prepareDoctor, nil},
	{"migrate", "met la base à jour", prepareMigrate, nil},
	{"version", "dit quelle version du programme est installée", prepareVersion, nil},
}

// commandLine is the tree of the commands.
func (p *program) commandLine() *cobra.Command {
	cobra.EnableCommandSorting = false // the usual ones come first
	root := p.tree(command{use: "escale", summary: "la carte de l'aide numérique d'un département", children: commands})
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetHelpCommand(&cobra.Command{Use: "help [COMMANDE]", Short: "dit comment une commande s'utilise", DisableFlagsInUseLine: true, Run: helpOf})
	root.SetOut(p.out)
	root.SetErr(p.out)
	root.SilenceErrors, root.SilenceUsage = true, true
	return root
}

func helpOf(c *cobra.Command, args []string) {
	if named, _, err := c.Root().Find(args); err == nil {
		c = named
	}
	_ = c.Help() // to a terminal
}

func (p *program) tree(c command) *cobra.Command {
	node := &cobra.Command{Use: c.use, Short: c.summary, Args: cobra.ArbitraryArgs, DisableFlagsInUseLine: true}
	run := unknownCommand(node)
	if c.prepare != nil {
		run = c.prepare(p, node.Flags())
	}
	node.RunE = func(cmd *cobra.Command, args []string) error { return run(cmd.Context(), args) }
	node.SetHelpFunc(func(cmd *cobra.Command, _ []string) { fmt.Fprint(p.out, helpText(cmd)) })
	node.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return flagError(err) })
	for _, child := range c.children {
		node.AddCommand(p.tree(child))
	}
	return node
}

// unknownCommand refuses what is no child of a command that does nothing
// itself; alone, it says what the children are.
func unknownCommand(node *cobra.Command) action {
	return func(_ context.Context, args []string) error {
		if len(args) == 0 {
			return node.Help()
		}
		return errors.Join(fmt.Errorf("la commande « %s » n'existe pas", args[0]), node.Help())
	}
}

// helpText says how a command is used.
func helpText(c *cobra.Command) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Usage : %s\n%s\n\n", c.UseLine(), c.Short)
	for _, child := range c.Commands() {
		fmt.Fprintf(&b, "  %-34s %s\n", strings.TrimPrefix(child.UseLine(), c.Root().Name()+" "), child.Short)
	}
	c.LocalFlags().VisitAll(func(f *pflag.Flag) {
		if f.Name == "help" {
			return
		}
		fmt.Fprintf(&b, "  --%-12s %s", f.Name, f.Usage)
		if f.DefValue != "" && f.DefValue != "false" {
			fmt.Fprintf(&b, " (sinon : %s)", f.DefValue)
		}
		b.WriteString("\n")
	})
	return b.String()
}

// flagError says in French what is wrong with an option.
func flagError(err error) error {
	if unknown, ok := errors.AsType[*pflag.NotExistError](err); ok {
		return fmt.Errorf("cette option n'existe pas : --%s", unknown.GetSpecifiedName())
	}
	if bare, ok := errors.AsType[*pflag.ValueRequiredError](err); ok {
		return fmt.Errorf("il manque une valeur après --%s", bare.GetSpecifiedName())
	}
	if wrong, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		return fmt.Errorf("--%s : « %s » ne peut pas être lu : il faut %s", wrong.GetFlag().Name, wrong.GetValue(), valueTexts[wrong.GetFlag().Value.Type()])
	}
	return fmt.Errorf("option mal écrite : %w", err)
}

// valueTexts say what options take, by their type.
var valueTexts = map[string]string{"int": "un nombre entier", "float64": "un nombre, avec un point", "bool": "true ou false"}

// number reads the one argument of a command, the number of a thing.
func number(args []string, thing string) (int64, error) {
	if len(args) != 1 {
		return 0, fmt.Errorf("il faut le numéro d'%s, et lui seul", thing)
	}
	id, err := strconv.ParseInt(args[0], 10, 64)
	if err != nil {
		return 0, fmt.Errorf("« %s » n'est pas le numéro d'%s", args[0], thing)
	}
	return id, nil
}

// areaFlag reads the codes of départements.
type areaFlag struct{ area *mediation.Area }

// String writes them.
func (f areaFlag) String() string {
	if f.area == nil {
		return ""
	}
	return string(*f.area)
}

// Type is what an option takes, as its library wants it.
func (areaFlag) Type() string { return "codes" }

// Set reads them.
func (f areaFlag) Set(text string) (err error) {
	area, err := mediation.ReadArea(text)
	if err == nil {
		*f.area = area
	}
	return err
}

// departementFlag lets a command name other départements than the settings.
func (p *program) departementFlag(flags *pflag.FlagSet) {
	flags.Var(areaFlag{&p.config.Area}, "departement", "code du département, ou de plusieurs, séparés par des virgules")
}

// errSeveral ends a command that works on one département.
var errSeveral = errors.New("cette carte a plusieurs départements : dites duquel il s’agit, avec --departement")

// departement is the one that a command works on.
func (p *program) departement() (string, error) {
	if p.config.Area.Several() {
		return "", errSeveral
	}
	return p.config.Area.Only(), nil
}
