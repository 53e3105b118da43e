package formats

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"escale/internal/mediation"
)

// TourLine is one line of a spreadsheet of tours: a tour, a stop, or an
// exception. Cells that its kind has no use for are empty.
type TourLine struct {
	// Line is where it stands in the file, the header being 1.
	Line int
	Kind TourLineKind
	// Tour and Stop are as people write them: a name or a code.
	Tour, Stop string
	Name       string
	Address    mediation.Address
	Point      *orb.Point
	// Rule is in words, for internal/tour to read.
	Rule string
	// Day is the day of the visit that an exception changes, To its new one.
	Day, To mediation.Day
	// From and To are hours, "14:00"; for an exception "" keeps the usual ones.
	Start, End   string
	Room, Access string
	Capacity     int
	Themes       []string
	Reason       string
	Contact      mediation.Contact
	Vehicle      string
	Operator     string
	Description  string
	// Services are needs, by id or by label.
	Services []string
	// Revision names the state of the tour that the spreadsheet was taken from, on
	// the line of the tour; "" when it does not say.
	Revision string

	Problems []Problem
}

// TourLineKind is what a line describes.
type TourLineKind string

// The kinds of line. An exception's is that of the domain.
const (
	TourItself TourLineKind = "tour"
	TourStop   TourLineKind = "stop"
)

// Exception returns the kind of exception that the line describes, "" for none.
func (l TourLine) Exception() mediation.ExceptionKind {
	if l.Kind == TourItself || l.Kind == TourStop {
		return ""
	}
	return mediation.ExceptionKind(l.Kind)
}

// TourFile is what a spreadsheet of tours says.
type TourFile struct {
	Lines    []TourLine
	Problems []Problem
	// Ignored lists the columns that are not known, Absent those of
	// [TourHeader] that the file does not have.
	Ignored, Absent []string
}

// tourKinds are the words of the column "type", the first of each kind being
// the one that is written.
var tourKinds = []struct {
	kind  TourLineKind
	words []string
}{
	{TourItself, []string{"tournée", "tournee", "bus", "véhicule"}},
	{TourStop, []string{"étape", "etape", "arrêt", "lieu"}},
	{TourLineKind(mediation.Cancel), []string{"passage annulé", "annulé", "annulation", "annuler"}},
	{TourLineKind(mediation.Move), []string{"passage déplacé", "déplacé", "déplacement", "déplacer"}},
	{TourLineKind(mediation.Add), []string{"passage ajouté", "ajouté", "ajout", "ajouter", "passage supplémentaire"}},
	{TourLineKind(mediation.MarkFull), []string{"passage complet", "complet"}},
	{TourLineKind(mediation.Keep), []string{"passage maintenu", "maintenu", "passage confirmé", "confirmé"}},
	{TourLineKind(mediation.Skip), []string{"pas de passage", "sauté", "supprimé", "passage supprimé"}},
}

// tourColumns are the columns in the order in which they are written, each
// followed by other names it goes by.
var tourColumns = []string{
	"type", "tournee tour bus", "etape arret code_etape", "nom lieu nom_du_lieu", "adresse", "code_postal cp",
	"commune ville", "code_insee insee", "latitude lat", "longitude lon lng", "quand regle rythme", "date date_du_passage",
	"nouvelle_date", "debut heure_debut heure_de_debut", "fin heure_fin heure_de_fin", "salle", "acces",
	"places nombre_de_places capacite", "themes theme", "motif raison", "telephone tel", "courriel email mail",
	"site_web site", "vehicule", "organisme operateur", "description apporte", "demarches services besoins", "revision",
}

// tourHeader is the header that is written, in the words of people.
var tourHeader = []string{
	"type", "tournée", "étape", "nom", "adresse", "code postal", "commune", "code INSEE", "latitude", "longitude",
	"quand", "date", "nouvelle date", "début", "fin", "salle", "accès", "places", "thèmes", "motif", "téléphone",
	"courriel", "site web", "véhicule", "organisme", "description", "démarches", RevisionColumn,
}

// RevisionColumn is the column that says what a spreadsheet was taken from: it is
// not part of what the spreadsheet says.
const RevisionColumn = "révision"

var tourLayout = newLayout("tournées", []string{"type", "tournee", "etape"}, tourColumns...)

// maxTourFile bounds a spreadsheet of tours, in bytes.
const maxTourFile = 20 << 20

// ReadTours reads a spreadsheet of tours, CSV or XLSX. Every line that is not
// blank is returned, with what is wrong with it. A fault of the whole file is
// a [*mediation.Error] of kind Invalid.
func ReadTours(r io.Reader) (*TourFile, error) {
	content, err := readBounded(r, maxTourFile)
	if err != nil {
		return nil, err
	}
	file := &TourFile{}
	use := func(row *row) { file.Lines = append(file.Lines, readTourLine(row)) }
	table, err := readTable(bytes.NewReader(content), tourLayout, use)
	if err != nil {
		return nil, err
	}
	file.Problems, file.Ignored = table.problems, table.ignored
	file.Absent = tourLayout.absent(tourHeader, table.names)
	return file, nil
}

func readTourLine(r *row) TourLine {
	l := TourLine{Line: r.line}
	if !r.unreadable {
		for column, cell := range r.cells {
			r.cells[column] = unguard(cell)
		}
		l.Kind = r.tourKind()
		l.read(r)
	}
	for i, p := range r.problems {
		r.problems[i].Column = headerWord(p.Column)
	}
	l.Problems = r.problems
	return l
}

// headerWord names a column the way [TourHeader] does.
func headerWord(column string) string {
	i := slices.IndexFunc(tourHeader, func(word string) bool { return fold(word) == column })
	if i < 0 {
		return column
	}
	return tourHeader[i]
}

// Keeping returns the line with what another one says in some columns: those
// that the line's file does not have.
func (l TourLine) Keeping(current TourLine, columns []string) TourLine {
	if len(columns) == 0 {
		return l
	}
	cells, theirs := l.Cells(), current.Cells()
	for i, column := range tourHeader {
		if slices.Contains(columns, column) {
			cells[i] = theirs[i]
		}
		cells[i] = guard(cells[i])
	}
	row := tourLayout.row(l.Line, tourHeader, cells)
	kept := readTourLine(&row)
	kept.Problems = l.Problems
	return kept
}

func (r *row) tourKind() TourLineKind {
	folded := mediation.Fold(r.words("type"))
	var known []string
	for _, k := range tourKinds {
		for _, word := range k.words {
			if mediation.Fold(word) == folded {
				return k.kind
			}
		}
		known = append(known, "« "+k.words[0]+" »")
	}
	r.fatal("type", "On attend l'un de ces mots : %s.", strings.Join(known, ", "))
	return ""
}

func (l *TourLine) read(r *row) {
	l.Tour = r.required("tournee", "Le nom de la tournée")
	l.Stop = r.words("etape")
	l.Name = r.words("nom")
	l.Address = mediation.Address{
		Street: r.words("adresse"), Postcode: r.postcode("code_postal"), City: r.words("commune"), INSEE: r.insee("code_insee"),
	}
	if r.words("latitude")+r.words("longitude") != "" {
		l.Point = r.point()
	}
	l.Rule = r.rule("quand")
	l.Day, l.To = r.day("date"), r.day("nouvelle_date")
	l.Start, l.End = r.clock("debut"), r.clock("fin")
	l.Room, l.Access = r.words("salle"), r.words("acces")
	l.Capacity = r.count("places")
	l.Themes = r.list("themes", nil)
	l.Reason = r.words("motif")
	l.Contact = r.contact("telephone", "courriel", "site_web")
	l.Vehicle, l.Operator = r.words("vehicule"), r.words("organisme")
	l.Description = r.words("description")
	l.Services = r.list("demarches", nil)
	l.Revision = r.words("revision")
	r.refuseUnread(map[string]bool{
		"code_postal": l.Address.Postcode == "", "code_insee": l.Address.INSEE == "", "latitude": l.Point == nil,
		"telephone": l.Contact.Phone == "", "courriel": l.Contact.Email == "", "site_web": l.Contact.Website == "",
	})
	r.refuseStray(l.Kind)
}

// refuseUnread makes fatal the problems of cells that gave no value: a
// person wrote them and can mend them.
func (r *row) refuseUnread(lost map[string]bool) {
	for i, p := range r.problems {
		for column, nothing := range lost {
			if nothing && p.Column == r.name(column) {
				r.problems[i].Fatal = true
			}
		}
	}
}

// strays are the columns that mean nothing on a line of some kind: what
// someone wrote there would be lost.
func strays(kind TourLineKind) []string {
	onlyTour := []string{"vehicule", "organisme", "description", "demarches", "revision"}
	onlyStop := []string{"quand", "acces", "places"}
	venue := []string{"nom", "adresse", "code_postal", "commune", "code_insee", "latitude", "longitude"}
	switch kind {
	case TourItself:
		return slices.Concat([]string{"etape", "date", "nouvelle_date", "debut", "fin", "themes", "motif", "salle"}, onlyStop, venue[1:])
	case TourStop:
		return slices.Concat([]string{"date", "nouvelle_date", "motif", "courriel", "site_web"}, onlyTour)
	}
	list := slices.Concat([]string{"telephone", "courriel", "site_web", "salle"}, onlyTour, onlyStop)
	switch mediation.ExceptionKind(kind) {
	case mediation.Move:
		return list
	case mediation.Add, mediation.Keep:
		return slices.Concat(list, []string{"nouvelle_date"}, venue)
	}
	return slices.Concat(list, []string{"nouvelle_date", "debut", "fin", "themes"}, venue)
}

func (r *row) refuseStray(kind TourLineKind) {
	if kind == "" {
		return
	}
	for _, column := range strays(kind) {
		if r.words(column) != "" {
			r.fatal(column, "Cette colonne n'a pas de sens sur une ligne « %s » : laissez-la vide.", kindWord(kind))
		}
	}
}

func kindWord(kind TourLineKind) string {
	for _, k := range tourKinds {
		if k.kind == kind {
			return k.words[0]
		}
	}
	return string(kind)
}

// guarded are the first characters that a spreadsheet takes for a formula.
const guarded = "=+-@\t\r"

// guard keeps a text that is no number from being taken for a formula;
// [unguard] undoes it.
func guard(cell string) string {
	if cell != "" && !decimal.MatchString(cell) && strings.ContainsRune(guarded+"'", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

func unguard(cell string) string {
	if rest, ok := strings.CutPrefix(cell, "'"); ok && rest != "" && strings.ContainsRune(guarded+"'", rune(rest[0])) {
		return rest
	}
	return cell
}

// TourHeader names the columns of [TourLine.Cells], in the words of people.
func TourHeader() []string { return slices.Clone(tourHeader) }

// Cells writes the line under [TourHeader]. Two lines with the same cells say
// the same.
func (l TourLine) Cells() []string {
	lat, lon := "", ""
	if l.Point != nil {
		lat, lon = degrees(l.Point.Lat()), degrees(l.Point.Lon())
	}
	places := ""
	if l.Capacity > 0 {
		places = fmt.Sprint(l.Capacity)
	}
	return []string{
		kindWord(l.Kind), l.Tour, l.Stop, l.Name, l.Address.Street, l.Address.Postcode, l.Address.City, l.Address.INSEE,
		lat, lon, l.Rule, frenchDay(l.Day), frenchDay(l.To), l.Start, l.End, l.Room, l.Access, places,
		strings.Join(l.Themes, " | "), l.Reason, mediation.PhoneText(l.Contact.Phone), l.Contact.Email, l.Contact.Website,
		l.Vehicle, l.Operator, l.Description, strings.Join(l.Services, " | "), l.Revision,
	}
}
