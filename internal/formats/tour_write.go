package formats

import (
	"encoding/csv"
	"io"

	"github.com/xuri/excelize/v2"
)

// WriteToursCSV writes a spreadsheet of tours as CSV, in UTF-8 with a byte
// order mark and ";" between cells: what spreadsheets set to French open.
func WriteToursCSV(w io.Writer, lines []TourLine) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.Comma, out.UseCRLF = ';', true
	if err := out.Write(tourHeader); err != nil {
		return err
	}
	for _, l := range lines {
		cells := l.Cells()
		for i, cell := range cells {
			cells[i] = guard(cell)
		}
		if err := out.Write(cells); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

const tourSheet = "Tournées"

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
	{"mardi, semaines à confirmer"}, {"dates non publiées"}, {"ne passe plus"},
	{"On peut ajouter « jusqu'au 30/06/2027 » ou « sauf juillet et août »."},
}

// WriteToursXLSX writes a spreadsheet of tours as a workbook. Every cell is
// text, so that nothing in it is a formula and no zero is lost.
func WriteToursXLSX(w io.Writer, lines []TourLine) (err error) {
	book := excelize.NewFile()
	defer func() {
		if e := book.Close(); err == nil {
			err = e
		}
	}()
	if err := book.SetSheetName("Sheet1", tourSheet); err != nil {
		return err
	}
	rows := [][]string{tourHeader}
	for _, l := range lines {
		rows = append(rows, l.Cells())
	}
	if err := fillSheet(book, tourSheet, rows); err != nil {
		return err
	}
	if _, err := book.NewSheet("Mode d'emploi"); err != nil {
		return err
	}
	if err := fillSheet(book, "Mode d'emploi", tourHelp); err != nil {
		return err
	}
	_, err = book.WriteTo(w)
	return err
}

func fillSheet(book *excelize.File, sheet string, rows [][]string) error {
	text, err := book.NewStyle(&excelize.Style{NumFmt: 49}) // "@": text
	if err != nil {
		return err
	}
	bold, err := book.NewStyle(&excelize.Style{NumFmt: 49, Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	for i, cells := range rows {
		for j, cell := range cells {
			name, err := excelize.CoordinatesToCellName(j+1, i+1)
			if err != nil {
				return err
			}
			if err := book.SetCellStr(sheet, name, cell); err != nil {
				return err
			}
		}
	}
	if err := book.SetColStyle(sheet, "A:AA", text); err != nil {
		return err
	}
	if err := book.SetColWidth(sheet, "A", "AA", 18); err != nil {
		return err
	}
	if err := book.SetRowStyle(sheet, 1, 1, bold); err != nil {
		return err
	}
	return book.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
}
