package formats

import "io"

// WriteToursCSV writes a spreadsheet of tours as [WriteSheetCSV] does.
func WriteToursCSV(w io.Writer, lines []TourLine) error { return WriteSheetCSV(w, tourRows(lines)) }

func tourRows(lines []TourLine) [][]string {
	rows := [][]string{tourHeader}
	for _, l := range lines {
		rows = append(rows, l.Cells())
	}
	return rows
}

const (
	tourSheet = "Tournées"
	helpSheet = "Mode d'emploi"
)

// tourHelp is the second sheet of the workbook.
var tourHelp = [][]string{
	{"Une ligne par tournée, par étape ou par passage qui change. La colonne « type » dit laquelle."},
	{"tournée", "le bus : son nom, son téléphone, qui le fait rouler, ce qu'il apporte"},
	{"étape", "un lieu de la tournée ; « quand » dit la règle, « début » et « fin » les heures habituelles"},
	{"passage annulé", "ce passage n'a pas lieu ; « motif » est lu par le public"},
	{"passage déplacé", "nouvelle date, nouvelles heures ou autre lieu"},
	{"passage ajouté", "un passage de plus, à la date dite"},
	{"passage complet", "il ne reste pas de place"},
	{"passage maintenu", "confirme un passage un jour férié ; peut donner un thème ou d'autres heures"},
	{"pas de passage", "le bus ne vient pas ce jour-là, et cela n'a jamais été annoncé"},
	{},
	{"Dans « quand », écrivez par exemple :"},
	{"tous les mardis"}, {"un mardi sur deux à partir du 08/12/2026"}, {"mardi des semaines paires"},
	{"1er et 3e mardi du mois"}, {"dernier vendredi du mois"}, {"08/12/2026, 12/01/2027"},
	{"mardi, semaines à confirmer"}, {"dates non publiées"}, {"sur demande"}, {"ne passe plus"},
	{"Ne changez pas la colonne « révision » : elle dit de quand date ce fichier, et protège ce que d'autres ont changé depuis."},
	{"On peut ajouter « jusqu'au 30/06/2027 » ou « sauf juillet et août »."},
}

// WriteToursXLSX writes a spreadsheet of tours as a workbook.
func WriteToursXLSX(w io.Writer, lines []TourLine) error {
	return WriteWorkbook(w, []Sheet{{Name: tourSheet, Rows: tourRows(lines)}, {Name: helpSheet, Rows: tourHelp}})
}
