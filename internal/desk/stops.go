package desk

import (
	"bytes"

	"escale/internal/formats"
	"escale/internal/mediation"
)

// CheckSuggest is an error unless an account may see where the van could stop.
func CheckSuggest(by Actor) error { return by.check(mediation.ActSuggest, Subject{}) }

// StopsSheet writes proposed stops as a spreadsheet: it applies nothing.
func StopsSheet(rows [][]string, workbook bool) ([]byte, error) {
	var content bytes.Buffer
	if workbook {
		err := formats.WriteWorkbook(&content, []formats.Sheet{{Name: "Étapes proposées", Rows: rows}})
		return content.Bytes(), err
	}
	err := formats.WriteSheetCSV(&content, rows)
	return content.Bytes(), err
}
